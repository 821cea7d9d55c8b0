import { type KeyValueStorage, memoryStorage } from '../../../src/index.js';
import { interposed } from '../../journal/support/shapes.js';

/** A storage that says what was written; `before` may throw, or answer a promise that is waited for. */
export function watched(
  inner: KeyValueStorage = memoryStorage(),
  before: (operation: 'get' | 'set', key: string) => unknown = () => undefined,
) {
  /** Every text written, oldest first, and its key. */
  const written: string[] = [];
  const keys: string[] = [];
  const storage = interposed(inner, async (operation, key, value) => {
    if (operation !== 'remove') await before(operation, key);
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
