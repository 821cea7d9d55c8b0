import type { KeyValueStorage } from '../../core/ports/storage.js';

/**
 * A storage that lasts as long as the process. The default, so that a first try needs nothing: an
 * app that takes money passes a real one, or forgets its unsettled orders when it is killed.
 *
 * @example
 * ```ts
 * createUpiFlow({ sdk, merchant, backend, storage: memoryStorage() });
 * ```
 */
export function memoryStorage(): KeyValueStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      items.set(key, value);
    },
    removeItem: (key) => {
      items.delete(key);
    },
  };
}
