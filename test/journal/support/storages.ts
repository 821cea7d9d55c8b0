import { type Clock, type KeyValueStorage, memoryStorage } from '../../../src/index.js';

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
  async function first<T>(work: () => T, ...given: Parameters<Before>): Promise<Awaited<T>> {
    await before(...given);
    return await work();
  }

  return {
    getItem: (key) => first(() => storage.getItem(key), 'get', key, ''),
    setItem: (key, value) => first(() => storage.setItem(key, value), 'set', key, value),
    removeItem: (key) => first(() => storage.removeItem(key), 'remove', key, ''),
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

/** A storage over texts that tells what is done with it: `get a key`, `set a key`, `remove a key`. */
export function watchedStorage(items: Map<string, string>, done: string[]): KeyValueStorage {
  return interposed(mapStorage(items), (operation, key) => void done.push(`${operation} ${key}`));
}

/** A storage that says what was written: every text, oldest first, and its key. */
export function watched(inner: KeyValueStorage = memoryStorage()) {
  const written: string[] = [];
  const keys: string[] = [];
  const storage = interposed(inner, (operation, key, value) => {
    if (operation !== 'set') return;
    written.push(value);
    keys.push(key);
  });
  return { ...storage, written, keys };
}

/** A promise that never settles. */
export function never(): Promise<never> {
  return new Promise(() => {});
}
