import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { type KeyValueStorage, memoryStorage, mmkvStorage } from '../../src/index.js';
import { createFaultyStorage } from '../../testing/explorer/faulty-storage.js';
import { type StorageContractOptions, storageContract } from '../../testing/index.js';
import { slowed } from '../journal/support/storages.js';

describe('storageContract', () => {
  it('passes for memoryStorage, also when it is not empty', async () => {
    const storage = memoryStorage();
    storage.setItem('mine', 'value');
    await expectKept(() => storage);
    expect(storage.getItem('mine')).toBe('value');
  });

  it('passes for a slow storage that is created later', async () => {
    const clock = createVirtualClock();
    const kept = expectKept(async () => slowed(memoryStorage(), clock, 100));
    await clock.advance(3_600_000);
    await kept;
  });

  it('passes for the explorer’s storage', async () => {
    let storage = createFaultyStorage(createVirtualClock());
    const create = () => {
      storage = createFaultyStorage(createVirtualClock());
      return storage;
    };
    const fill = () => {
      storage.mode = 'full';
    };
    await expectKept(create, { fill });
  });

  it('leaves no key behind', async () => {
    const storage = createFaultyStorage(createVirtualClock());
    await expectKept(() => storage);
    expect([...storage.items]).toEqual([]);
  });
});

/** Storages that break one promise each, with the checks that must notice. */
const BROKEN: readonly (readonly [string, readonly string[], () => KeyValueStorage])[] = [
  [
    'forgets everything',
    ['what was set is read'],
    () => ({ ...memoryStorage(), setItem: () => undefined }),
  ],
  [
    'forgets what it was asked for',
    ['what was set is read more than once'],
    () =>
      changed((memory, key) => {
        const value = memory.getItem(key);
        memory.removeItem(key);
        return value;
      }),
  ],
  [
    'forgets one key for another',
    ['no key is mistaken for another', 'a key is kept while others are written'],
    () => {
      let last = '';
      return changed(
        (memory, key) => (key === last ? memory.getItem(key) : null),
        (memory, key, value) => {
          last = key;
          memory.setItem(key, value);
        },
      );
    },
  ],
  [
    'makes its keys small',
    ['no key is mistaken for another'],
    () => keyed((key) => key.toLowerCase()),
  ],
  ['cuts its keys', ['no key is mistaken for another'], () => keyed((key) => key.slice(0, 80))],
  [
    'answers with the value before',
    ['a write replaces the one before, and is seen at once'],
    () => {
      const before = new Map<string, string | null>();
      return changed(
        (memory, key) => before.get(key) ?? memory.getItem(key),
        (memory, key, value) => {
          const old = memory.getItem(key);
          before.set(key, typeof old === 'string' ? old : null);
          memory.setItem(key, value);
        },
      );
    },
  ],
  [
    'writes over, without cutting',
    ['a shorter value leaves nothing of a longer one'],
    () =>
      changed(undefined, (memory, key, value) => {
        const old = memory.getItem(key);
        memory.setItem(key, value + (typeof old === 'string' ? old.slice(value.length) : ''));
      }),
  ],
  [
    'never removes',
    ['a removed key has no value, and can be set again'],
    () => ({ ...memoryStorage(), removeItem: () => undefined }),
  ],
  [
    'answers a text for nothing',
    ['a key that was never set has no value'],
    () => changed((memory, key) => memory.getItem(key) ?? ''),
  ],
  [
    'throws for what is not there',
    ['a key that was never set has no value'],
    () =>
      changed((memory, key) => {
        const value = memory.getItem(key);
        if (value === null) throw new Error('no such key');
        return value;
      }),
  ],
  [
    'keeps only plain letters',
    ['a value is kept sign by sign'],
    () =>
      changed(undefined, (memory, key, value) =>
        memory.setItem(key, value.replaceAll(/[^\x20-\x7e]/g, '?')),
      ),
  ],
  [
    'trims',
    ['a value is kept sign by sign'],
    () => changed(undefined, (memory, key, value) => memory.setItem(key, value.trim())),
  ],
  [
    'reads numbers',
    ['a value that looks like a number stays a text'],
    () =>
      changed(undefined, (memory, key, value) =>
        memory.setItem(key, /^[\d.]+$/.test(value) ? String(Number(value)) : value),
      ),
  ],
  [
    'has little room',
    ['a value of 300000 characters is kept'],
    () => changed(undefined, (memory, key, value) => memory.setItem(key, value.slice(0, 4_096))),
  ],
];

/** Memory with another way to read or to write. */
function changed(
  read: (memory: KeyValueStorage, key: string) => ReturnType<KeyValueStorage['getItem']> = (
    memory,
    key,
  ) => memory.getItem(key),
  write: (memory: KeyValueStorage, key: string, value: string) => unknown = (memory, key, value) =>
    memory.setItem(key, value),
): KeyValueStorage {
  const memory = memoryStorage();
  return {
    getItem: (key) => read(memory, key),
    setItem: (key, value) => write(memory, key, value),
    removeItem: (key) => memory.removeItem(key),
  };
}

/** Memory under other keys. */
function keyed(key: (key: string) => string): KeyValueStorage {
  const memory = memoryStorage();
  return {
    getItem: (name) => memory.getItem(key(name)),
    setItem: (name, value) => memory.setItem(key(name), value),
    removeItem: (name) => memory.removeItem(key(name)),
  };
}

describe('storageContract fails for a storage that', () => {
  it.each(BROKEN)('%s', async (_, expected, create) => {
    const failed = await failures(create);
    expect(failed.map(({ name }) => name)).toEqual(expect.arrayContaining([...expected]));
    for (const { error } of failed)
      expect(String(error)).toMatch(/breaks its contract|no such key/);
  });

  it('acknowledges what it does not take', async () => {
    let isFull = false;
    const create = () => {
      isFull = false;
      return changed(undefined, (memory, key, value) => !isFull && memory.setItem(key, value));
    };
    const fill = () => {
      isFull = true;
    };
    expect(await failures(create, { fill })).toEqual([
      {
        name: 'a write that is refused is told about, and the old value stays',
        error: new Error(
          'The storage breaks its contract: expected the write of a full storage to be rejected, ' +
            'saw acknowledged.',
        ),
      },
    ]);
  });

  it('loses the old value when it refuses a new one', async () => {
    let isFull = false;
    const create = () => {
      isFull = false;
      return changed(undefined, (memory, key, value) => {
        memory.removeItem(key);
        if (isFull) throw new Error('full');
        memory.setItem(key, value);
      });
    };
    const fill = () => {
      isFull = true;
    };
    const failed = await failures(create, { fill });
    expect(failed.map(({ error }) => String(error))).toEqual([
      'Error: The storage breaks its contract: expected "old" under upi-flow/contract/first, saw null.',
    ]);
  });

  it('has no methods at all', async () => {
    const failed = await failures(() => JSON.parse('{}'));
    expect(failed).toHaveLength(storageContract(memoryStorage).length);
  });

  it('is an MMKV adapter over an instance that keeps numbers as numbers', async () => {
    const items = new Map<string, string>();
    const create = () =>
      mmkvStorage({
        getString: (key) => (/^[\d.]+$/.test(items.get(key) ?? '') ? undefined : items.get(key)),
        set: (key, value) => items.set(key, value),
        remove: (key) => items.delete(key),
      });
    expect((await failures(create)).map(({ name }) => name)).toEqual([
      'a value that looks like a number stays a text',
    ]);
  });
});

async function failures(
  create: () => KeyValueStorage | Promise<KeyValueStorage>,
  options?: StorageContractOptions,
): Promise<{ name: string; error: unknown }[]> {
  const failed: { name: string; error: unknown }[] = [];
  for (const { name, run } of storageContract(create, options)) {
    await run().catch((error: unknown) => failed.push({ name, error }));
  }
  return failed;
}

async function expectKept(...given: Parameters<typeof failures>): Promise<void> {
  expect(await failures(...given)).toEqual([]);
}
