import type { Clock } from '../../core/ports/clock.js';
import { type ErrorReporter, ignoreError } from '../platform/port-errors.js';
import { systemClock } from '../platform/system-clock.js';

/**
 * Every clock the flow runs, in one place: absolute times, re-read when the app comes back. A clock
 * that breaks breaks nothing: its last good time counts, and the platform's timers run instead.
 */
export interface Deadlines {
  now(): number;
  /** Runs `passed` once at `at` (epoch ms), or soon after. Returns the function that stops it. */
  at(at: number, passed: () => void): () => void;
  /** The same, `ms` from now. */
  after(ms: number, passed: () => void): () => void;
  /**
   * The same, but only waiting counts: a clock that jumps ends nothing. For what is on its way and
   * would be given up.
   */
  wait(ms: number, passed: () => void): () => void;
  /** Timers sleep while a phone does: looks at every deadline again. */
  check(): void;
  /** Stops every clock, for good. */
  clear(): void;
}

/** Platform timers count 31 bits: longer waits would fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Deadlines over the injected clock. A deadline passes when its time has come by the clock, or when
 * its whole wait has run through a timer: so a device clock that jumps back cannot hold it up.
 */
export function createDeadlines(clock: Clock, reportError: ErrorReporter = ignoreError): Deadlines {
  const running = new Set<() => boolean>();
  const stops = new Set<() => void>();
  let lastGood: number | undefined;
  let isCleared = false;

  function now(): number {
    const time = timeOf(clock, reportError) ?? lastGood ?? systemClock.now();
    lastGood = time;
    return time;
  }

  function run(ms: number, isDue: () => boolean, passed: () => void): () => void {
    let stopTimer = () => {};
    let left = Math.max(0, ms);
    const stop = () => {
      stopTimer();
      running.delete(look);
      stops.delete(stop);
    };
    const pass = () => {
      // A timer that could not be stopped passes nothing.
      if (!running.has(look)) return;
      stop();
      passed();
    };
    const look = (): boolean => {
      const due = isDue();
      if (due) pass();
      return due;
    };
    const arm = () => {
      const wait = Math.min(left, LONGEST);
      stopTimer = startTimer(clock, reportError, wait, () => {
        left -= wait;
        if (left <= 0 || isDue()) pass();
        else if (running.has(look)) arm();
      });
    };
    // What ends after the flow has ended waits for nothing.
    if (isCleared) return () => {};
    running.add(look);
    stops.add(stop);
    arm();
    return stop;
  }

  function at(when: number, passed: () => void): () => void {
    return run(when - now(), () => now() >= when, passed);
  }

  return {
    now,
    at,
    after: (ms, passed) => at(now() + ms, passed),
    wait: (ms, passed) => run(ms, () => false, passed),
    check: () => {
      for (const look of [...running]) look();
    },
    clear: () => {
      isCleared = true;
      for (const stop of [...stops]) stop();
    },
  };
}

/** The time, unless the clock throws or answers none. */
export function timeOf(clock: Clock, reportError: ErrorReporter = ignoreError): number | undefined {
  try {
    const time: unknown = clock.now();
    return typeof time === 'number' && Number.isFinite(time) ? time : undefined;
  } catch (error) {
    reportError(error, 'clock.now');
    return undefined;
  }
}

/** Runs `run` once, later. A timer that cannot be set, or runs at once, is the platform's own. */
function startTimer(
  clock: Clock,
  reportError: ErrorReporter,
  ms: number,
  run: () => void,
): () => void {
  const timer = { isSet: false, isOver: false };
  const runOnce = () => {
    if (timer.isOver) return;
    timer.isOver = true;
    if (timer.isSet) run();
  };
  const stop = tryTimer(clock, reportError, ms, runOnce);
  const isGood = stop !== undefined && !timer.isOver;
  timer.isSet = true;
  if (isGood) return stop;
  timer.isOver = false;
  return tryTimer(systemClock, ignoreError, ms, runOnce) ?? (() => {});
}

function tryTimer(
  clock: Clock,
  reportError: ErrorReporter,
  ms: number,
  run: () => void,
): (() => void) | undefined {
  try {
    const timer = clock.setTimeout(run, ms);
    return () => {
      try {
        clock.clearTimeout(timer);
      } catch (error) {
        // It runs once more, and passes nothing.
        reportError(error, 'clock.clearTimeout');
      }
    };
  } catch (error) {
    reportError(error, 'clock.setTimeout');
    return undefined;
  }
}
