import { createVirtualClock } from '../../../adapters/simulator/index.js';
import { type Clock, defaultTimings, type KeyValueStorage } from '../../../src/index.js';
import { createOrderStorage, type OrderStorage } from '../../../src/journal/order-storage.js';
import { runExclusive } from '../../../src/journal/run-exclusive.js';
import { createTexts } from '../../../src/journal/texts.js';
import { createDeadlines } from '../../../src/time/deadlines.js';
import { mapStorage } from '../../storage/support/shapes.js';

/** A storage over texts that tells what is done with it: `get a key`, `set a key`, `remove a key`. */
export function watchedStorage(items: Map<string, string>, done: string[]): KeyValueStorage {
  const storage = mapStorage(items);
  return {
    getItem: (key) => {
      done.push(`get ${key}`);
      return storage.getItem(key);
    },
    setItem: (key, value) => {
      done.push(`set ${key}`);
      return storage.setItem(key, value);
    },
    removeItem: (key) => {
      done.push(`remove ${key}`);
      return storage.removeItem(key);
    },
  };
}

/** Everything that the orders of one customer are stored with; what is stored, done and locked. */
export function orderStorageOn(
  items: Map<string, string> = new Map(),
  options: {
    readonly keepOrders?: number;
    readonly clock?: Clock;
    readonly storage?: KeyValueStorage;
    readonly limit?: number;
  } = {},
): {
  orders: OrderStorage;
  items: Map<string, string>;
  done: string[];
  locks: string[];
} {
  const done: string[] = [];
  const locks: string[] = [];
  const { keepOrders = 100, clock = createVirtualClock() } = options;
  const { storage = watchedStorage(items, done), limit = defaultTimings.storage } = options;
  const deadlines = createDeadlines(clock);
  const orders = createOrderStorage({
    storage,
    texts: createTexts(storage, deadlines, limit),
    scope: 'me',
    exclusively: (name, work) => {
      locks.push(name);
      return runExclusive(storage, name, work);
    },
    deadlines,
    limit,
    keepOrders,
  });
  return { orders, items, done, locks };
}
