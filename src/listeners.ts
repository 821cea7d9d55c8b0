/**
 * What `subscribe` and `on` answer: XState's convention. To unsubscribe twice does no harm.
 *
 * @example
 * ```ts
 * const subscription = flow.subscribe(render);
 * subscription.unsubscribe();
 * ```
 */
export interface Subscription {
  unsubscribe(): void;
}

/** A set of callbacks. One that throws stops no other, and the platform hears of it. */
export interface Listeners<T> {
  add(listener: (value: T) => void): Subscription;
  tell(value: T): void;
  clear(): void;
}

export function createListeners<T>(): Listeners<T> {
  const all = new Set<{ readonly listener: (value: T) => void }>();
  return {
    add: (listener) => {
      const entry = { listener };
      all.add(entry);
      return { unsubscribe: () => void all.delete(entry) };
    },
    tell: (value) => {
      for (const { listener } of [...all]) {
        try {
          listener(value);
        } catch (error) {
          // The app's own error: reported as unhandled, outside the flow's work.
          Promise.reject(error);
        }
      }
    },
    clear: () => all.clear(),
  };
}
