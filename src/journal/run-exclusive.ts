import type { KeyValueStorage } from '../../core/ports/storage.js';

const locks = new WeakMap<KeyValueStorage, Map<string, Promise<unknown>>>();

/**
 * Runs `work` when all work under this name that was asked for before has ended, in all flows of
 * this process on one storage object: what is read and then written is not torn apart.
 */
export function runExclusive<T>(
  storage: KeyValueStorage,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const held = locks.get(storage) ?? new Map<string, Promise<unknown>>();
  locks.set(storage, held);
  const before = held.get(name);
  const mine = before === undefined ? work() : before.then(work);
  const end = mine.then(
    () => {},
    () => {},
  );
  held.set(name, end);
  end.then(() => {
    if (held.get(name) === end) held.delete(name);
  });
  return mine;
}

/** Waits for everything that is being done now on this storage object. */
export async function othersEnded(storage: KeyValueStorage): Promise<void> {
  await Promise.all(locks.get(storage)?.values() ?? []);
}
