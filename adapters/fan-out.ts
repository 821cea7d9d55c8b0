/** Everybody who listens on a bridge that has room for one callback only. */
export interface FanOut {
  /** Adds a listener; answers the function that removes it, which may be called twice. */
  add(listener: (raw: unknown) => void): () => void;
  notify(raw: unknown): void;
}

export function createFanOut(): FanOut {
  const all = new Set<{ readonly listener: (raw: unknown) => void }>();
  return {
    add: (listener) => {
      // An entry of its own, so that one function may be registered twice.
      const entry = { listener };
      all.add(entry);
      return () => void all.delete(entry);
    },
    notify: (raw) => {
      for (const entry of [...all]) if (all.has(entry)) entry.listener(raw);
    },
  };
}
