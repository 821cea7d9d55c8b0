import { type KeyValueStorage, memoryStorage } from '../../../src/index.js';

/** A storage whose answers come in an order of the test's choosing. */
export interface GatedStorage extends KeyValueStorage {
  /** From now on nothing is done before it is chosen. */
  close(): void;
  /** How many operations wait. */
  readonly waiting: number;
  /** Does one of them, counted from the oldest. */
  choose(nth: number): void;
}

/** A gate in front of what is stored; several may share the items behind them. */
export function gatedStorage(items: KeyValueStorage = memoryStorage()): GatedStorage {
  const gate: (() => void)[] = [];
  let isOpen = true;

  function pass<T>(work: () => T): Promise<T> {
    if (isOpen) return Promise.resolve().then(work);
    return new Promise((resolve) => gate.push(() => resolve(work())));
  }

  return {
    getItem: async (key) => (await pass(() => items.getItem(key))) ?? null,
    setItem: (key, value) => pass(() => items.setItem(key, value)),
    removeItem: (key) => pass(() => items.removeItem(key)),
    close: () => {
      isOpen = false;
    },
    get waiting() {
      return gate.length;
    },
    choose: (nth) => gate.splice(nth, 1)[0]?.(),
  };
}
