import type { Clock, KeyValueStorage } from '../../../src/index.js';

/** A storage over a map that several may share. */
export function mapStorage(items: Map<string, string>): KeyValueStorage {
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

/** A storage that takes its time for everything. */
export function slowed(storage: KeyValueStorage, clock: Clock, ms: number): KeyValueStorage {
  const wait = () => new Promise<void>((resolve) => clock.setTimeout(resolve, ms));
  return {
    getItem: async (key) => {
      await wait();
      return storage.getItem(key);
    },
    setItem: async (key, value) => {
      await wait();
      await storage.setItem(key, value);
    },
    removeItem: async (key) => {
      await wait();
      await storage.removeItem(key);
    },
  };
}

/** A storage whose operations can be made to fail, by what they are and the key. */
export function failing(
  storage: KeyValueStorage,
  fails: (operation: 'get' | 'set', key: string) => boolean,
): KeyValueStorage {
  const guard = (operation: 'get' | 'set', key: string) => {
    if (fails(operation, key)) throw new Error('the storage fails');
  };
  return {
    getItem: (key) => {
      guard('get', key);
      return storage.getItem(key);
    },
    setItem: (key, value) => {
      guard('set', key);
      return storage.setItem(key, value);
    },
    removeItem: (key) => storage.removeItem(key),
  };
}
