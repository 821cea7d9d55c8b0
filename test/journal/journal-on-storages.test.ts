import { describe, expect, it } from 'vitest';
import { createSimulator, createVirtualClock } from '../../adapters/simulator/index.js';
import { type KeyValueStorage, memoryStorage, mmkvStorage } from '../../src/index.js';
import { createLinkedApp, storageContract } from '../../testing/index.js';
import { pay } from '../flow/support/paying.js';
import { moneyRequests } from '../flow/support/wire.js';
import { failed, journalOn, keyOf, paid, record } from './support/records.js';
import { failing, slowed } from './support/storages.js';

/** One storage as apps have it, with what a test does to it. */
interface Shape {
  readonly storage: KeyValueStorage;
  /** Every further write is refused, the way this storage does it. */
  fill(): void;
}

/** Everything the storages are made of: texts by key, until there is no more room. */
class Disk {
  readonly items = new Map<string, string>();
  isFull = false;

  write(key: string, value: string, refusal: () => Error): void {
    if (this.isFull) throw refusal();
    this.items.set(key, value);
  }
}

/** As `window.localStorage`: methods that need their object, and an exception when it is full. */
class WebStorage {
  readonly #disk: Disk;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  getItem(key: string): string | null {
    return this.#disk.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#disk.write(
      key,
      value,
      () => new DOMException('The quota has been exceeded.', 'QuotaExceededError'),
    );
  }

  removeItem(key: string): void {
    this.#disk.items.delete(key);
  }
}

/** As AsyncStorage: every answer comes later, and errors come as rejections. */
function asyncStorage(disk: Disk): KeyValueStorage {
  const later = () => Promise.resolve();
  return {
    getItem: async (key) => {
      await later();
      return disk.items.get(key) ?? null;
    },
    setItem: async (key, value) => {
      await later();
      disk.write(key, value, () => new Error('database or disk is full (code 13)'));
    },
    removeItem: async (key) => {
      await later();
      disk.items.delete(key);
    },
  };
}

/** As an instance of react-native-mmkv, whose methods are found on its prototype. */
class Mmkv {
  protected readonly disk: Disk;

  constructor(disk: Disk) {
    this.disk = disk;
  }

  getString(key: string): string | undefined {
    return this.disk.items.get(key);
  }

  set(key: string, value: string | number | boolean): void {
    this.disk.write(key, String(value), () => new Error(`Failed to set ${key}!`));
  }
}

class MmkvOfVersion3 extends Mmkv {
  delete(key: string): void {
    this.disk.items.delete(key);
  }
}

class MmkvOfVersion4 extends Mmkv {
  remove(key: string): boolean {
    return this.disk.items.delete(key);
  }
}

function memoryOn(disk: Disk): KeyValueStorage {
  const memory = memoryStorage();
  return {
    ...memory,
    setItem: (key, value) => {
      disk.write(key, value, () => new Error('full'));
      return memory.setItem(key, value);
    },
  };
}

const KINDS = {
  memory: memoryOn,
  AsyncStorage: asyncStorage,
  localStorage: (disk: Disk): KeyValueStorage => new WebStorage(disk),
  'MMKV 3': (disk: Disk) => mmkvStorage(new MmkvOfVersion3(disk)),
  'MMKV 4': (disk: Disk) => mmkvStorage(new MmkvOfVersion4(disk)),
};

/** Every kind of storage, new and empty at each call. */
const SHAPES: readonly { readonly kind: string; create(): Shape }[] = Object.entries(KINDS).map(
  ([kind, storageOn]) => ({
    kind,
    create: () => {
      const disk = new Disk();
      return {
        storage: storageOn(disk),
        fill: () => {
          disk.isFull = true;
        },
      };
    },
  }),
);

const MINUTE = 60_000;
const refused = { problem: { reason: 'storageFailed', retry: true } };

describe.each(SHAPES)('$kind keeps the contract', ({ create }) => {
  let shape = create();
  const renew = () => {
    shape = create();
    return shape.storage;
  };
  for (const { name, run } of storageContract(renew, { fill: () => shape.fill() })) it(name, run);
});

describe.each(SHAPES)('the journal on $kind', ({ create }) => {
  it('claims, saves and restores', async () => {
    const { storage } = create();
    const journal = journalOn(storage);
    expect(await journal.restore()).toEqual({ orders: [] });
    expect(await journal.claim(record('A1'))).toMatchObject({ claimed: true });
    expect(await journal.claim(record('A1', { attemptId: 'x' }))).toMatchObject({ claimed: false });
    await journal.save(record('A1', paid));
    await journal.claim(record('B2'));
    expect(await journalOn(storage).restore()).toEqual({
      orders: [record('A1', paid), record('B2')],
    });
    expect(await journal.countBindAttempt(1)).toMatchObject({ allowed: true });
    expect(await journal.countBindAttempt(1)).toMatchObject({ allowed: false });
  });

  it('claims for one of two journals', async () => {
    const { storage } = create();
    const claims = await Promise.all(
      ['first', 'second'].map((attemptId) => journalOn(storage).claim(record('A1', { attemptId }))),
    );
    expect(claims.map(({ claimed }) => claimed)).toEqual([true, false]);
  });

  it('does the same when everything takes half a second', async () => {
    const clock = createVirtualClock();
    const storage = slowed(create().storage, clock, 500);
    const journal = journalOn(storage, { clock });
    const begun = journal.restore();
    await clock.advance(2_000);
    await begun;
    const work = Promise.all([
      journal.claim(record('A1')),
      journal.save(record('A1', { status: 'pending' })),
      journal.save(record('A1', paid)),
    ]);
    await clock.advance(10_000);
    expect((await work)[0]).toMatchObject({ claimed: true });
    const restored = journal.restore();
    await clock.advance(2_000);
    expect(await restored).toEqual({ orders: [record('A1', paid)] });
  });

  it('refuses to claim when it is full, and keeps what there was', async () => {
    const { storage, fill } = create();
    const journal = journalOn(storage);
    await journal.save(record('A1', failed));
    fill();
    await expect(
      journal.claim(record('A1', { requestId: 'r2', attemptId: 'a2' })),
    ).rejects.toMatchObject(refused);
    await expect(journal.claim(record('B2'))).rejects.toMatchObject(refused);
    await expect(journal.countBindAttempt(3)).rejects.toMatchObject(refused);
    expect((await journal.restore()).orders).toEqual([record('A1', failed)]);
  });

  it.each(['get', 'set'] as const)('refuses to claim when every %s fails', async (broken) => {
    const { storage } = create();
    const journal = journalOn(failing(storage, (operation) => operation === broken));
    await expect(journal.claim(record('A1'))).rejects.toMatchObject(refused);
    expect((await journalOn(storage).restore()).orders).toEqual([]);
  });

  it('claims nothing when it cannot read back what it wrote', async () => {
    const { storage } = create();
    let reads = 0;
    const journal = journalOn(
      failing(storage, (operation) => {
        reads += operation === 'get' ? 1 : 0;
        return reads > 1;
      }),
    );
    await expect(journal.claim(record('A1'))).rejects.toMatchObject(refused);
  });

  it('loses nothing of a text that was cut while it was written', async () => {
    const { storage } = create();
    const journal = journalOn(storage);
    await journal.save(record('A1', paid));
    await journal.claim(record('B2'));
    const text = String(await storage.getItem(keyOf('B2')));
    await storage.setItem(keyOf('B2'), text.slice(0, -40));
    expect((await journal.restore()).orders).toMatchObject([
      record('A1', paid),
      { orderId: 'B2', status: 'pending', requestId: 'request-B2', settled: false },
    ]);
    expect(await journal.claim(record('B2', { attemptId: 'x' }))).toMatchObject({ claimed: false });
  });
});

/** Each storage, going bad at the moment the customer pays. */
const BAD: readonly (readonly [
  string,
  (storage: KeyValueStorage, fill: () => void) => KeyValueStorage,
])[] = [
  [
    'full',
    (storage, fill) => {
      fill();
      return storage;
    },
  ],
  ['failing to write', (storage) => failing(storage, (operation) => operation === 'set')],
  ['failing to read', (storage) => failing(storage, (operation) => operation === 'get')],
  ['hanging', (storage) => ({ ...bound(storage), setItem: () => new Promise(() => {}) })],
  ['forgetting', (storage) => ({ ...bound(storage), setItem: () => undefined })],
];

function bound(storage: KeyValueStorage): KeyValueStorage {
  return {
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
  };
}

describe.each(SHAPES)('a flow on $kind', ({ create }) => {
  it('pays, and remembers it', async () => {
    const { storage } = create();
    const app = await createLinkedApp({ storage });
    await app.send(pay('A1'));
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    const next = app.restarted();
    await next.start();
    expect(next.order('A1')).toMatchObject({ status: 'success', settled: true });
  });

  it('pays on a slow one, too', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const storage = slowed(create().storage, simulator.clock, 1_000);
    const app = await createLinkedApp({ simulator, storage });
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(moneyRequests(simulator)).toHaveLength(1);
  });

  it.each(BAD)('that is %s sends nothing', async (_, spoil) => {
    const { storage, fill } = create();
    let live = storage;
    const app = await createLinkedApp({
      storage: {
        getItem: (key) => live.getItem(key),
        setItem: (key, value) => live.setItem(key, value),
        removeItem: (key) => live.removeItem(key),
      },
    });
    live = spoil(storage, fill);
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    expect(moneyRequests(app.simulator)).toEqual([]);
    expect(app.simulator.ledger.debits('A1')).toEqual([]);
    expect(app.statuses('A1')).toEqual(['authorizing', 'failure']);
    expect(app.order('A1')).toMatchObject({
      settled: true,
      canRetry: true,
      problem: { reason: 'storageFailed', retry: true },
    });
    expect(app.noticesOf('order.pending')).toEqual([]);
  });
});
