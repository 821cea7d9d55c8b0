import { type KeyValueStorage, memoryStorage } from '../../../src/index.js';

/** A storage that also says what was written, with a hook before each operation. */
export interface WatchedStorage extends KeyValueStorage {
  /** Every text written, oldest first. */
  readonly written: readonly string[];
  readonly keys: readonly string[];
}

/** Watches a storage; `before` may throw, or answer a promise that is waited for. */
export function watched(
  inner: KeyValueStorage = memoryStorage(),
  before: (operation: 'get' | 'set', key: string) => unknown = () => undefined,
): WatchedStorage {
  const written: string[] = [];
  const keys: string[] = [];
  return {
    written,
    keys,
    getItem: async (key) => {
      await before('get', key);
      return inner.getItem(key);
    },
    setItem: async (key, value) => {
      await before('set', key);
      written.push(value);
      keys.push(key);
      await inner.setItem(key, value);
    },
    removeItem: (key) => inner.removeItem(key),
  };
}

/** A promise that never settles. */
export function never(): Promise<never> {
  return new Promise(() => {});
}
