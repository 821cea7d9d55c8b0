import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mergeExplorations } from '../../testing/index.js';
import { bundle } from '../bundle.js';
import { heartbeat } from '../heartbeat.js';
import type { ExploreOptions } from './options.js';
import { printExploration } from './print-exploration.js';
import { type Job, runJobs } from './run-jobs.js';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Small enough that all workers end at about the same time. */
const CHUNK = 200;

/** Searches, and prints what it came to. Answers why that is not good; `undefined` when it is. */
export async function search(asked: ExploreOptions): Promise<string | undefined> {
  const { schedules, seconds, workers, partial } = asked;
  const room = mkdtempSync(join(tmpdir(), 'upi-flow-explore-'));
  process.once('exit', () => rmSync(room, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  const worker = await bundle(WORKER, room);
  const began = performance.now();
  const goOn = () => seconds === undefined || performance.now() - began < seconds * 1_000;
  let done = 0;
  const stop = heartbeat(() => `explored ${done} of ${schedules} random schedules`);
  const parts = await runJobs(worker, jobs(asked), workers, {
    goOn,
    done: (job) => {
      done += job.schedules;
    },
  }).finally(stop);
  const took = (performance.now() - began) / 1_000;
  return printExploration(mergeExplorations(parts), took, partial);
}

function* jobs({ schedules, seed, length, depth }: ExploreOptions): Generator<Job> {
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
