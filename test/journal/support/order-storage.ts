import { createVirtualClock } from '../../../adapters/simulator/index.js';
import { type Clock, defaultTimings, type KeyValueStorage } from '../../../src/index.js';
import { createOrderStorage, type OrderStorageParts } from '../../../src/journal/order-storage.js';
import { runExclusive } from '../../../src/journal/run-exclusive.js';
import { createTexts } from '../../../src/journal/texts.js';
import { createDeadlines } from '../../../src/time/deadlines.js';
import { noting } from '../../actors/support/services.js';
import { mapStorage } from './shapes.js';

/** A storage over texts that tells what is done with it: `get a key`, `set a key`, `remove a key`. */
export function watchedStorage(items: Map<string, string>, done: string[]): KeyValueStorage {
  return noting(mapStorage(items), (name, [key]) =>
    done.push(`${name.replace('Item', '')} ${key}`),
  );
}

type Options = Partial<Pick<OrderStorageParts, 'keepOrders' | 'limit' | 'storage'>>;

/** Everything that the orders of one customer are stored with; what is stored, done and locked. */
export function orderStorageOn(
  items = new Map<string, string>(),
  { clock = createVirtualClock(), ...options }: Options & { readonly clock?: Clock } = {},
) {
  const done: string[] = [];
  const locks: string[] = [];
  const { keepOrders = 100, limit = defaultTimings.storage } = options;
  const { storage = watchedStorage(items, done) } = options;
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
