import type { KeyValueStorage } from '../ports.js';

const tails = new WeakMap<KeyValueStorage, Promise<unknown>>();

/**
 * Runs `work` when everything asked of this storage before has ended: reads and writes of all flows
 * on one storage happen one after the other, so a read-then-write is never torn apart.
 */
export function inTurn<T>(storage: KeyValueStorage, work: () => Promise<T>): Promise<T> {
  const before = tails.get(storage) ?? Promise.resolve();
  const mine = before.then(work, work);
  tails.set(
    storage,
    mine.catch(() => {}),
  );
  return mine;
}
