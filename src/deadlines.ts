import type { Clock } from './ports.js';

/** Every clock the flow runs, in one place: absolute times, re-read when the app comes back. */
export interface Deadlines {
  now(): number;
  /** Runs `passed` once at `at` (epoch ms), or soon after. Returns the function that stops it. */
  at(at: number, passed: () => void): () => void;
  /** The same, `ms` from now. */
  after(ms: number, passed: () => void): () => void;
  /** Timers sleep while a phone does: looks at every deadline again. */
  check(): void;
  /** Stops every clock. */
  clear(): void;
}

/** Platform timers count 31 bits: longer waits would fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Deadlines over the injected clock. A deadline passes when its time has come by the clock, or when
 * its whole wait has run through a timer: so a device clock that jumps back cannot hold it up.
 */
export function createDeadlines(clock: Clock): Deadlines {
  const running = new Set<() => boolean>();
  const stops = new Set<() => void>();

  function at(when: number, passed: () => void): () => void {
    let timer: unknown;
    let left = Math.max(0, when - clock.now());
    const stop = () => {
      clock.clearTimeout(timer);
      running.delete(look);
      stops.delete(stop);
    };
    const pass = () => {
      stop();
      passed();
    };
    const look = (): boolean => {
      const due = clock.now() >= when;
      if (due) pass();
      return due;
    };
    const arm = () => {
      const wait = Math.min(left, LONGEST);
      timer = clock.setTimeout(() => {
        left -= wait;
        if (left <= 0 || clock.now() >= when) pass();
        else arm();
      }, wait);
    };
    running.add(look);
    stops.add(stop);
    arm();
    return stop;
  }

  return {
    now: () => clock.now(),
    at,
    after: (ms, passed) => at(clock.now() + ms, passed),
    check: () => {
      for (const look of [...running]) look();
    },
    clear: () => {
      for (const stop of [...stops]) stop();
    },
  };
}
