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

/** A set of callbacks. One that throws stops no other. */
export interface Listeners<T> {
  add(listener: (value: T) => void): Subscription;
  notify(value: T): void;
  clear(): void;
}

/** `threw` hears of what a listener throws. */
export function createListeners<T>(threw: (error: unknown) => void = () => {}): Listeners<T> {
  const all = new Set<{ readonly listener: (value: T) => void }>();
  return {
    add: (listener) => {
      const entry = { listener };
      all.add(entry);
      return { unsubscribe: () => void all.delete(entry) };
    },
    notify: (value) => {
      for (const { listener } of [...all]) {
        try {
          listener(value);
        } catch (error) {
          // The app's own error.
          threw(error);
        }
      }
    },
    clear: () => all.clear(),
  };
}
