import { setImmediate } from 'node:timers/promises';
import { type Exploration, explore, type Finding } from '../../testing/index.js';
import type { Job } from './run-jobs.js';

/** Promises that were rejected and that nobody listened to: a real app would be notified of them, too. */
const rejected: string[] = [];
process.on('unhandledRejection', (reason) => {
  rejected.push(reason instanceof Error ? reason.message : 'not an error');
});

/** One process of a search: takes a job, answers what it came to, and waits for the next. */
process.on('message', async (job: Job) => {
  const result = await explore({ ...job, stopAtFirst: false });
  // Node tells of rejections only when nothing else is to be done.
  await setImmediate();
  process.send?.({
    ...result,
    findings: [...result.findings, ...unhandled(job)],
  } satisfies Exploration);
});

function unhandled({ seed, schedules }: Job): readonly Finding[] {
  const all = new Set(rejected.splice(0));
  if (all.size === 0) return [];
  const where = `somewhere in ${schedules} schedules from this seed on`;
  const violations = [...all].map((saw) => ({
    rule: 'L3',
    saw: `nobody listened: ${saw}, ${where}`,
  }));
  return [{ seed, violations, test: `// seeds ${seed} to ${seed + schedules - 1}`, states: [] }];
}
