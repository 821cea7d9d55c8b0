import { explore } from '../../src/testing/index.js';
import type { Job } from './run-jobs.js';

/** One process of a search: takes a job, answers what it came to, and waits for the next. */
process.on('message', async (job: Job) => {
  process.send?.(await explore({ ...job, stopAtFirst: false }));
});
