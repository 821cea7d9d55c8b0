import type { Pool } from 'pg';
import type { Clock } from '../../../core/ports/clock.js';
import { optional } from '../orders/optional.js';
import type { Checker, CheckerParts } from './checker.js';
import type { Engine } from './engine.js';

const CHECK = 'upi-check';
/** Jobs that one process works on side by side. */
const SIDE_BY_SIDE = 16;
const POLL = 1_000;
/** So often every process looks for what no job brings: a process that died took its jobs with it. */
const SWEEP = 15_000;
/** Seconds after which a job that nobody ended is put away. */
const EXPIRES = 120;

/**
 * The checks of many machines, as jobs of pg-boss. The books say when an order is due; a job only says where it is
 * looked at, so one that is lost, or comes twice, changes nothing. Jobs are fetched and ended here, not by workers
 * of pg-boss: those wait for nobody when they stop, and end the process when the database breaks off.
 */
export function withPgBoss(parts: {
  readonly checker: Checker;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly reportError: CheckerParts['reportError'];
}): Engine {
  const { checker, pool, clock, reportError } = parts;
  let boss: Awaited<ReturnType<typeof open>> | undefined;
  /** Everything that uses the database: nobody may close it before. */
  const pending = new Set<Promise<unknown>>();
  let working = 0;
  let sweepTimer: unknown;
  let isNudged = false;
  let wakeUp = () => {};

  function track<T>(work: Promise<T>): Promise<T> {
    pending.add(work);
    const end = () => pending.delete(work);
    work.then(end, end);
    return work;
  }

  async function ended(): Promise<void> {
    while (pending.size > 0) await Promise.allSettled([...pending]);
  }

  async function open() {
    const { default: PgBoss } = await optional('pg-boss', () => import('pg-boss'));
    const opened = new PgBoss({
      db: { executeSql: (text, values) => track(pool.query(text, values ? [...values] : [])) },
      schema: 'upi_jobs',
      schedule: false,
      deleteAfterDays: 1,
    });
    opened.on('error', (error) => reportError(error, 'database'));
    await opened.start();
    await opened.createQueue(CHECK);
    return opened;
  }

  /** Of several processes that make the tables at once, only one can. */
  async function openTogether() {
    return open().catch(open).catch(open);
  }

  function nudge(): void {
    isNudged = true;
    wakeUp();
  }

  /** Waits for the time, or for a nudge that came since the last. */
  async function pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = clock.setTimeout(resolve, ms);
      wakeUp = () => {
        clock.clearTimeout(timer);
        resolve();
      };
      if (isNudged) wakeUp();
    });
    isNudged = false;
  }

  /** Looks at an order in the background. */
  function work(orderId: string, done?: () => Promise<unknown>): void {
    working += 1;
    const end = () => {
      working -= 1;
      if (working === SIDE_BY_SIDE - 1) nudge();
      return done?.();
    };
    track(checker.checkDue(orderId).finally(end)).catch((error) => reportError(error, 'database'));
  }

  async function poll(queue: NonNullable<typeof boss>): Promise<void> {
    while (boss === queue) {
      const room = SIDE_BY_SIDE - working;
      const jobs =
        room > 0 ? await queue.fetch<{ orderId: string }>(CHECK, { batchSize: room }) : [];
      for (const { id, data } of jobs) work(data.orderId, () => queue.deleteJob(CHECK, id));
      if (room <= 0 || jobs.length < room) await pause(POLL);
    }
  }

  async function sweep(): Promise<void> {
    try {
      await checker.runDue(() => boss !== undefined);
    } catch (error) {
      reportError(error, 'database');
    }
    if (boss === undefined) return;
    sweepTimer = clock.setTimeout(() => void track(sweep()), SWEEP);
  }

  return {
    start: async () => {
      if (boss !== undefined) return;
      boss = await openTogether();
      track(poll(boss)).catch((error) => reportError(error, 'database'));
      track(sweep());
    },
    stop: async () => {
      const last = boss;
      boss = undefined;
      clock.clearTimeout(sweepTimer);
      nudge();
      await ended();
      await last?.stop({ close: false, graceful: false });
      await ended();
    },
    wake: (orderId, at) => {
      if (boss === undefined) return;
      const wait = at - clock.now();
      if (wait <= 0 && working < SIDE_BY_SIDE) return work(orderId);
      const startAfter = Math.max(0, Math.ceil(wait)) / 1_000;
      track(
        boss.send(CHECK, { orderId }, { startAfter, retryLimit: 0, expireInSeconds: EXPIRES }),
        // What is not sent is swept up.
      ).catch((error) => reportError(error, 'database'));
    },
  };
}
