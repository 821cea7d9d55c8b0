import { describe, expect, it } from 'vitest';
import { problemOf } from '../../core/model/problem.js';
import type { KeyValueStorage } from '../../src/index.js';
import type { JournalOptions } from '../../src/journal/journal.js';
import { journalOn, keyOf, record } from './support/records.js';
import { mapStorage } from './support/storages.js';

const SAYS =
  'The storage acknowledged a write and does not have it, so nothing was sent. Its setItem must ' +
  'keep what getItem is to answer: try it with storageContract of upi-flow/testing.';

/** What becomes of a claim where the record of the order is written in another way, and what is said. */
async function claiming(write: () => void) {
  const storage = mapStorage(new Map());
  const setItem: KeyValueStorage['setItem'] = (key, value) =>
    key === keyOf('A1') ? write() : storage.setItem(key, value);
  const said: unknown[] = [];
  const onUnsaved: JournalOptions['onUnsaved'] = (...about) => void said.push(about);
  const journal = journalOn({ ...storage, setItem }, { onUnsaved });
  const failure = await journal.claim(record('A1')).then(
    () => undefined,
    (error: unknown) => problemOf(error),
  );
  return { failure, said };
}

describe('a claim on a storage', () => {
  it('that forgets the record is refused, and said as what it is', async () => {
    const { failure, said } = await claiming(() => {});
    const problem = { reason: 'storageFailed', retry: false, message: SAYS };
    expect(failure).toEqual(problem);
    expect(said).toEqual([['A1', problem]]);
  });

  it('that refuses the record is refused, and said by who asked for it', async () => {
    const { failure, said } = await claiming(() => {
      throw new Error('full');
    });
    expect(failure).toMatchObject({ reason: 'storageFailed' });
    expect(failure?.message).not.toBe(SAYS);
    expect(said).toEqual([]);
  });
});
