import { heartbeat } from '../scripts/heartbeat.js';

let stop = () => {};

/** Some files take long, and so does the coverage in the end. */
export function setup(): void {
  // A terminal shows by itself what is going on.
  if (process.stdout.isTTY !== true) stop = heartbeat(() => 'testing');
}

export function teardown(): void {
  stop();
}
