import type { Clock } from '../../core/ports/clock.js';
import type { VirtualClock } from './virtual-clock.js';

/** The clock as the simulator itself uses it: the same time, with its own timers counted. */
export interface OwnClock extends Clock {
  /** The time of servers and banks, epoch milliseconds. */
  trueNow(): number;
  /** How many of the pending timers are the simulator's. */
  readonly timers: number;
}

/** Wraps a clock to count the timers set through the wrapper. */
export function createOwnClock(clock: VirtualClock): OwnClock {
  const timers = new Set<unknown>();
  return {
    now: () => clock.now(),
    trueNow: () => clock.trueNow(),
    get timers() {
      return timers.size;
    },
    setTimeout(run, ms) {
      const timer = clock.setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
      return timer;
    },
    clearTimeout(timer) {
      timers.delete(timer);
      clock.clearTimeout(timer);
    },
  };
}
