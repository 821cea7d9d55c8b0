/** How a promise ended. */
export type Ending<T> =
  | { readonly status: 'fulfilled'; readonly value: T }
  | { readonly status: 'rejected'; readonly reason: unknown };

/** Waits for a promise, however it ends. Not every JavaScript engine on phones has `allSettled`. */
export function endingOf<T>(promise: Promise<T>): Promise<Ending<T>> {
  return promise.then(
    (value): Ending<T> => ({ status: 'fulfilled', value }),
    (reason: unknown): Ending<T> => ({ status: 'rejected', reason }),
  );
}
