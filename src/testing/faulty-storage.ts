import type { Clock, KeyValueStorage } from '../index.js';

/**
 * How a storage behaves: `full` refuses writes, `fails` everything, `slow` takes its time.
 *
 * @example
 * ```ts
 * const action: Action = { do: 'storage', mode: 'full' };
 * ```
 */
export type StorageMode = 'ok' | 'slow' | 'fails' | 'full';

/**
 * A storage that keeps what it acknowledged, and can be made to misbehave otherwise.
 *
 * @example
 * ```ts
 * const { bed } = await runScript(script);
 * [...bed.storage.items.keys()]; // what is stored, by key
 * ```
 */
export interface FaultyStorage extends KeyValueStorage {
  mode: StorageMode;
  /** Everything that is stored, by key. */
  readonly items: ReadonlyMap<string, string>;
  /** Makes every record one of a newer version, as after a downgrade of the app. */
  ageRecords(): void;
}

/** How long one operation of a slow storage takes, ms. */
const SLOW = 1_500;

/** Creates a storage in memory, asynchronous like those on phones. */
export function createFaultyStorage(clock: Clock): FaultyStorage {
  const items = new Map<string, string>();
  const storage: FaultyStorage = {
    mode: 'ok',
    items,
    getItem: (key: string) => answer('read', () => items.get(key) ?? null),
    setItem: (key: string, value: string) => answer('write', () => void items.set(key, value)),
    removeItem: (key: string) => answer('write', () => void items.delete(key)),
    ageRecords: () => {
      for (const [key, text] of items)
        items.set(key, text.replace(/"version":\d+/, '"version":99'));
    },
  };

  function answer<T>(kind: 'read' | 'write', work: () => T): Promise<T> {
    const { mode } = storage;
    const refused = mode === 'fails' || (mode === 'full' && kind === 'write');
    if (refused) return Promise.reject(new Error(`storage ${mode}`));
    if (mode !== 'slow') return Promise.resolve().then(work);
    return new Promise((resolve) => clock.setTimeout(() => resolve(work()), SLOW));
  }

  return storage;
}
