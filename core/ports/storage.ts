/**
 * A key-value store of strings, synchronous or asynchronous: AsyncStorage and `localStorage` fit as
 * they are, MMKV with `mmkvStorage`. It must keep what it acknowledged; the money rules rest on that.
 * `storageContract` of upi-flow/testing says whether it does.
 *
 * @example
 * ```ts
 * createUpiFlow({ sdk, merchant, backend, storage: AsyncStorage });
 * ```
 */
export interface KeyValueStorage {
  /** The stored text, or `null` when there is none. */
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}
