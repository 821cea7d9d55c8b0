import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mergeExplorations } from '../src/testing/index.js';
import { bundle } from './explore/bundle.js';
import { printExploration } from './explore/print-exploration.js';
import { type Job, runJobs } from './explore/run-jobs.js';

const HELP = `Searches for schedules in which the flow breaks a rule of docs/money-safety.md.

  npm run explore -- --schedules 200000 --seed 1
  npm run explore -- --seconds 60 --seed 7

  --schedules <n>  random schedules (20000)
  --seed <n>       seed of the first one; schedule n has the seed seed + n (1)
  --seconds <n>    begins no further part of the search after so long
  --length <n>     most steps of a random schedule (30)
  --depth <n>      steps of the exhaustive search; 0 leaves it out (5)
  --workers <n>    processes; one per core is the default
  --partial        a short search: transitions never taken are printed, and are no failure
  --help           prints this

It ends with 1 when a rule was broken, or when a transition was never taken: a short run never takes
them all. The same seed does the same.`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    partial: { type: 'boolean', default: false },
    schedules: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    length: { type: 'string', default: '30' },
    depth: { type: 'string', default: '5' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});

if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const schedules = whole('schedules', values.schedules);
const seed = whole('seed', values.seed);
const length = whole('length', values.length);
const depth = whole('depth', values.depth);
const workers = Math.max(1, whole('workers', values.workers));
const seconds = values.seconds === undefined ? undefined : whole('seconds', values.seconds);

const WORKER = fileURLToPath(new URL('./explore/worker.ts', import.meta.url));

/** Small enough that all workers end at about the same time. */
const CHUNK = 200;

function* jobs(): Generator<Job> {
  yield { seed, schedules: 0, length, depth };
  for (let done = 0; done < schedules; done += CHUNK) {
    yield {
      seed: seed + done,
      schedules: Math.min(CHUNK, schedules - done),
      length,
      depth: 0,
    };
  }
}

const room = mkdtempSync(join(tmpdir(), 'upi-flow-explore-'));
process.once('exit', () => rmSync(room, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
const worker = await bundle(WORKER, room);
const began = performance.now();
const parts = await runJobs(worker, jobs(), workers, () => {
  return seconds === undefined || performance.now() - began < seconds * 1_000;
});
const took = (performance.now() - began) / 1_000;
process.exitCode = printExploration(mergeExplorations(parts), took, values.partial) ? 0 : 1;

function whole(name: string, text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number, for example --${name} 100.`);
  process.exit(2);
}
