import { heartbeat } from '../scripts/heartbeat.js';

/** Some files take long, and so does the coverage in the end. A terminal shows that by itself. */
export const setup = () => (process.stdout.isTTY ? undefined : heartbeat(() => 'testing'));
