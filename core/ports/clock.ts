/**
 * Time, as the library sees it. Epoch milliseconds. The default is the platform's own clock. While it
 * throws, or answers no finite number, its last good time counts and the platform's timers run.
 *
 * @example
 * ```ts
 * const clock: Clock = {
 *   now: () => Date.now(),
 *   setTimeout: (run, ms) => setTimeout(run, ms),
 *   clearTimeout: (timer) => clearTimeout(timer as number),
 * };
 * ```
 */
export interface Clock {
  /** Epoch milliseconds. May jump; deadlines are compared with it, never counted by it. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds. Answers a handle for `clearTimeout`. */
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}
