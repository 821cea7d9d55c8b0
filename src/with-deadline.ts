import type { Deadlines } from './deadlines.js';

/** The promise, or a rejection with `late()` once `ms` have passed. The promise itself runs on. */
export function withDeadline<T>(
  deadlines: Deadlines,
  ms: number,
  promise: Promise<T>,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = deadlines.after(ms, () => reject(late()));
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
