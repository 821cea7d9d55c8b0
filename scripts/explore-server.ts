import { parseArgs } from 'node:util';
import { explore } from '../testing/index.js';
import { exploredServer } from '../testing/server/index.js';
import { heartbeat } from './heartbeat.js';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
});

const schedules = Number(values.schedules);
let done = 0;
const stop = heartbeat(() => `explored ${done} of ${schedules} schedules with a server`);
const { findings, states } = await explore({
  seed: Number(values.seed),
  schedules,
  stopAtFirst: false,
  server: exploredServer,
  goOn: () => {
    done += 1;
    return true;
  },
});
stop();
for (const { seed, violations, test } of findings) {
  console.log(`seed ${seed}: ${violations.map(({ rule, saw }) => `${rule}, ${saw}`).join('; ')}`);
  console.log(test);
}
console.log(
  `${schedules} schedules with the server of upi-flow/server behind the app: ${states.size} states, ${findings.length} violations`,
);
process.exit(findings.length === 0 ? 0 : 1);
