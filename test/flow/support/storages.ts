import { type KeyValueStorage, memoryStorage } from '../../../src/index.js';

/** A storage that says what was written; `before` may throw, or answer a promise that is waited for. */
export function watched(
  inner: KeyValueStorage = memoryStorage(),
  before: (operation: 'get' | 'set', key: string) => unknown = () => undefined,
) {
  /** Every text written, oldest first, and its key. */
  const written: string[] = [];
  const keys: string[] = [];
  const storage: KeyValueStorage = {
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
  return { ...storage, written, keys };
}

/** A promise that never settles. */
export function never(): Promise<never> {
  return new Promise(() => {});
}
