import type { Clock, KeyValueStorage } from '../../../src/index.js';

/** A storage over a map that several may share. */
export function mapStorage(items: Map<string, string>): KeyValueStorage {
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

type Before = (operation: 'get' | 'set' | 'remove', key: string, value: string) => unknown;

/** A storage with something before each operation that may throw, or is waited for. */
export function interposed(storage: KeyValueStorage, before: Before): KeyValueStorage {
  return {
    getItem: async (key) => {
      await before('get', key, '');
      return storage.getItem(key);
    },
    setItem: async (key, value) => {
      await before('set', key, value);
      await storage.setItem(key, value);
    },
    removeItem: async (key) => {
      await before('remove', key, '');
      await storage.removeItem(key);
    },
  };
}

/** A storage that takes its time for everything. */
export function slowed(storage: KeyValueStorage, clock: Clock, ms: number): KeyValueStorage {
  return interposed(storage, () => new Promise<void>((resolve) => clock.setTimeout(resolve, ms)));
}

/** A storage whose operations can be made to fail, by what they are and the key. */
export function failing(
  storage: KeyValueStorage,
  fails: (operation: 'get' | 'set', key: string) => boolean,
): KeyValueStorage {
  return interposed(storage, (operation, key) => {
    if (operation !== 'remove' && fails(operation, key)) throw new Error('the storage fails');
  });
}
