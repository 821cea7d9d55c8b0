import type { Clock } from '../../../core/ports/clock.js';
import type { OrderStore } from '../orders/orders.js';
import type { Checker, CheckerParts } from './checker.js';
import type { Engine } from './engine.js';

/** The books are looked into at least so often: another process may have written into them. */
const LONGEST = 600_000;
const AFTER_ERROR = 5_000;
/** While something takes long, what else is due is looked for so often. */
const BUSY = 1_000;

/** The checks of one machine: a timer for what is due next. */
export function inProcess(parts: {
  readonly checker: Checker;
  readonly store: OrderStore;
  readonly clock: Clock;
  readonly reportError: CheckerParts['reportError'];
}): Engine {
  const { checker, store, clock, reportError } = parts;
  let isRunning = false;
  let timer: unknown;
  let dueAt = Number.POSITIVE_INFINITY;
  /** The earliest that was heard of since the books were asked. */
  let wokenAt = Number.POSITIVE_INFINITY;
  let round: Promise<void> | undefined;
  const isWanted = () => isRunning;

  function arm(at: number): void {
    if (!isRunning || at >= dueAt) return;
    clock.clearTimeout(timer);
    dueAt = at;
    timer = clock.setTimeout(run, Math.max(0, at - clock.now()));
  }

  function run(): void {
    dueAt = Number.POSITIVE_INFINITY;
    if (round === undefined) {
      round = turn().finally(() => {
        round = undefined;
      });
    } else {
      // What is due meanwhile joins the round; the turn reports what goes wrong.
      checker.runDue(isWanted).catch(() => {});
    }
    arm(clock.now() + BUSY);
  }

  async function turn(): Promise<void> {
    let next = clock.now() + LONGEST;
    try {
      await checker.runDue(isWanted);
      wokenAt = Number.POSITIVE_INFINITY;
      const due = await store.nextDueAt();
      next = Math.min(next, due ?? next, wokenAt);
    } catch (error) {
      reportError(error, 'database');
      next = clock.now() + AFTER_ERROR;
    }
    clock.clearTimeout(timer);
    dueAt = Number.POSITIVE_INFINITY;
    arm(next);
  }

  return {
    start: async () => {
      isRunning = true;
      arm(clock.now());
    },
    stop: async () => {
      isRunning = false;
      clock.clearTimeout(timer);
      // What was planned is no plan of whoever starts it again.
      dueAt = Number.POSITIVE_INFINITY;
      wokenAt = Number.POSITIVE_INFINITY;
      await round;
    },
    wake: (_, at) => {
      wokenAt = Math.min(wokenAt, at);
      arm(at);
    },
  };
}
