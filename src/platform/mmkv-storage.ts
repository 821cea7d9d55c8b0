import type { KeyValueStorage } from '../../core/ports/storage.js';

/**
 * What is used of an instance of react-native-mmkv. Version 3 has `delete`, version 4 `remove`.
 *
 * @example
 * ```ts
 * const mmkv: MmkvInstance = createMMKV({ id: 'payments' });
 * ```
 */
export type MmkvInstance = {
  getString(key: string): string | undefined;
  set(key: string, value: string): unknown;
} & ({ delete(key: string): unknown } | { remove(key: string): unknown });

/**
 * A storage over an instance of react-native-mmkv, version 3 or 4. Give it an instance of its own:
 * `clearAll` of a shared one would forget open orders.
 *
 * @example
 * ```ts
 * const storage = mmkvStorage(createMMKV({ id: 'payments' })); // version 3: new MMKV({ ... })
 * createUpiFlow({ sdk, merchant, backend, storage });
 * ```
 */
export function mmkvStorage(mmkv: MmkvInstance): KeyValueStorage {
  return {
    getItem: (key) => mmkv.getString(key) ?? null,
    setItem: (key, value) => {
      mmkv.set(key, value);
    },
    removeItem: (key) => {
      if ('remove' in mmkv) mmkv.remove(key);
      else mmkv.delete(key);
    },
  };
}
