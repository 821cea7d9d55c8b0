import type { KeyValueStorage } from '../../../src/index.js';

/** What was asked of a storage. */
export interface Counts {
  readonly operations: number;
  /** Read and written. */
  readonly bytes: number;
  readonly bytesWritten: number;
}

/** A storage that counts. */
export interface CountedStorage extends KeyValueStorage {
  reset(): void;
  /** Since the reset, divided by that many. */
  counts(times: number): Counts;
  /** Waits until nothing is asked for any more. */
  rest(): Promise<void>;
}

/** Counts the operations of a storage, and the bytes of keys and texts. */
export function counted(inner: KeyValueStorage): CountedStorage {
  let operations = 0;
  let bytesRead = 0;
  let bytesWritten = 0;
  return {
    getItem: async (key) => {
      operations += 1;
      const text = await inner.getItem(key);
      bytesRead += text?.length ?? 0;
      return text;
    },
    setItem: async (key, value) => {
      operations += 1;
      bytesWritten += key.length + value.length;
      await inner.setItem(key, value);
    },
    removeItem: async (key) => {
      operations += 1;
      await inner.removeItem(key);
    },
    reset: () => {
      operations = 0;
      bytesRead = 0;
      bytesWritten = 0;
    },
    counts: (times) => ({
      operations: operations / times,
      bytes: (bytesRead + bytesWritten) / times,
      bytesWritten: bytesWritten / times,
    }),
    rest: async () => {
      for (let before = -1; before !== operations; ) {
        before = operations;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
