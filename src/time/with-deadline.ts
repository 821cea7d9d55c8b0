import type { Deadlines } from './deadlines.js';

/**
 * The promise, or a rejection with `late()` once it was waited for `ms`. The promise itself runs on.
 * A clock that jumps gives up nothing that is on its way.
 */
export function withDeadline<T>(
  deadlines: Deadlines,
  ms: number,
  promise: Promise<T>,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = deadlines.wait(ms, () => reject(late()));
    promise.then(
      (value) => {
        stop();
        resolve(value);
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}
