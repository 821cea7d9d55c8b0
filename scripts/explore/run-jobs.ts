import { type ChildProcess, fork } from 'node:child_process';
import type { Exploration } from '../../testing/index.js';

/** A part of a search: random schedules from a seed on, or the exhaustive part. */
export interface Job {
  readonly seed: number;
  readonly schedules: number;
  readonly length: number;
  readonly depth: number;
}

/** Who runs jobs decides when it is enough, and is notified how far they are. */
export interface Progress {
  goOn(): boolean;
  done(job: Job): void;
}

/** Runs jobs in several processes of `worker`, in their order, for as long as `goOn` says so. */
export async function runJobs(
  worker: string,
  jobs: Iterator<Job>,
  workers: number,
  { goOn, done: isDone }: Progress,
): Promise<Exploration[]> {
  const parts: Exploration[] = [];
  const children: ChildProcess[] = [];
  const next = (): Job | undefined => {
    if (!goOn()) return undefined;
    const { value, done } = jobs.next();
    return done === true ? undefined : value;
  };
  const work = async () => {
    // Every schedule is a world of its own, soon forgotten: with more room, it is swept up less often.
    // It sweeps by itself, for the other cores have workers of their own.
    const execArgv = ['--max-semi-space-size=64', '--single-threaded-gc'];
    const child = fork(worker, { execArgv, serialization: 'advanced' });
    children.push(child);
    for (let job = next(); job !== undefined; job = next()) {
      parts.push(await run(child, job));
      isDone(job);
    }
    child.disconnect();
  };
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    for (const child of children) child.kill();
  }
  return parts;
}

function run(child: ChildProcess, job: Job): Promise<Exploration> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null) => reject(new Error(`a worker ended with code ${code}.`));
    child.once('exit', died);
    child.once('error', reject);
    child.once('message', (result: Exploration) => {
      child.off('exit', died);
      child.off('error', reject);
      resolve(result);
    });
    child.send(job);
  });
}
