import type { Clock } from '../../core/ports/clock.js';

/**
 * A clock that stands still until it is told to move. It stops at every timer on the way, and
 * lets promises finish there, so chained timers inside one `advance` are all run in order.
 * All times are milliseconds; instants are epoch milliseconds.
 *
 * @example
 * ```ts
 * const clock = createVirtualClock();
 * clock.setTimeout(() => clock.setTimeout(() => done(), 10), 10);
 * await clock.advance(20); // done() was called
 * ```
 */
export interface VirtualClock extends Clock {
  /**
   * Moves time forward by `ms`, stopping at every due timer in order. Between timers all pending
   * promise work finishes. One call at a time.
   */
  advance(ms: number): Promise<void>;
  /** Lets promise work finish without moving time. */
  settle(): Promise<void>;
  /** Jumps to the next due timer and runs it; `false` when there is none. */
  next(): Promise<boolean>;
  /** Number of timers waiting. */
  readonly pending: number;
  /** When the next timer is due, on the scale of `now()`. */
  readonly nextAt: number | undefined;
  /** Moves what `now()` says without running timers: a device clock that somebody changed. */
  jump(ms: number): void;
  /** What a clock nobody changed would say: servers and banks go by it. */
  trueNow(): number;
}

/** Promise turns that `settle` waits for: more than any chain of awaits in a flow needs. */
const SETTLE_TURNS = 120;
/** To wait for a turn: the same promise does every time. */
const TURN = Promise.resolve();

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Creates a virtual clock. It needs no real timer, so it works on every JavaScript engine.
 *
 * @param options `now`: where it starts, epoch milliseconds. Default 5 January 2026, 10:00 IST.
 *
 * @example
 * ```ts
 * const clock = createVirtualClock({ now: Date.UTC(2026, 0, 5) });
 * await clock.advance(60_000);
 * ```
 */
export function createVirtualClock(options: { now?: number | undefined } = {}): VirtualClock {
  let time = options.now ?? Date.UTC(2026, 0, 5, 4, 30);
  let skew = 0;
  let order = 0;
  // Sorted by due time, then by age; the next timer is the last item.
  const timers: Timer[] = [];

  function insert(timer: Timer): void {
    let low = 0;
    let high = timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = timers[middle];
      if (other !== undefined && isBefore(timer, other)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    timers.splice(low, 0, timer);
  }

  async function settle(): Promise<void> {
    for (let turn = 0; turn < SETTLE_TURNS; turn += 1) {
      await TURN;
    }
  }

  async function runNext(limit: number): Promise<boolean> {
    const timer = timers[timers.length - 1];
    if (timer === undefined || timer.due > limit) {
      return false;
    }
    timers.pop();
    time = Math.max(time, timer.due);
    timer.run();
    await settle();
    return true;
  }

  async function isDueAfterAll(limit: number): Promise<boolean> {
    await settle();
    const timer = timers[timers.length - 1];
    return timer !== undefined && timer.due <= limit;
  }

  return {
    now: () => time + skew,
    trueNow: () => time,
    setTimeout(run, ms) {
      order += 1;
      const timer: Timer = { due: time + Math.max(ms || 0, 0), order, run };
      insert(timer);
      return order;
    },
    clearTimeout(handle) {
      const at = timers.findIndex((timer) => timer.order === handle);
      if (at >= 0) {
        timers.splice(at, 1);
      }
    },
    async advance(ms) {
      const target = time + Math.max(0, ms);
      await settle();
      let more = true;
      while (more) {
        // A chain that is longer than one settling may still set a timer.
        more = (await runNext(target)) || (await isDueAfterAll(target));
      }
      time = Math.max(time, target);
    },
    settle,
    next: () => runNext(Number.MAX_VALUE),
    get pending() {
      return timers.length;
    },
    get nextAt() {
      const timer = timers[timers.length - 1];
      return timer === undefined ? undefined : timer.due + skew;
    },
    jump(ms) {
      skew += ms;
    },
  };
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.due === b.due ? a.order < b.order : a.due < b.due;
}
