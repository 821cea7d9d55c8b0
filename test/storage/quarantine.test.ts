import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { type KeyValueStorage, memoryStorage } from '../../src/index.js';
import { parseOrders, printOrders } from '../../src/storage/stored-orders.js';
import { failed, journalOn, ORDERS, paid, record } from './support/records.js';
import { failing } from './support/shapes.js';

const DAMAGED = '{"version":9,"orders":[{"orderId":"A1","requestId":"r1"}]}';

function setUp(storage: KeyValueStorage = memoryStorage()) {
  const clock = createVirtualClock();
  const places = async () =>
    Promise.all(
      [0, 1, 2, 3].map(async (place) => {
        const text = await storage.getItem(`${ORDERS}/set-aside/${place}`);
        return typeof text === 'string' ? JSON.parse(text).text : undefined;
      }),
    );
  return { clock, storage, places, journal: journalOn(storage, { clock }) };
}

describe('a text that is damaged or from the future', () => {
  it('is copied, made whole, and told about once', async () => {
    const { storage, journal, clock, places } = setUp();
    storage.setItem(ORDERS, DAMAGED);
    const { orders, problem } = await journal.restore();
    expect(orders).toMatchObject([{ orderId: 'A1', status: 'pending', requestId: 'r1' }]);
    expect(problem).toMatchObject({ reason: 'storageFailed', retry: false });
    await clock.settle();
    expect(await places()).toEqual([DAMAGED, undefined, undefined, undefined]);
    expect(parseOrders(String(storage.getItem(ORDERS)), 0)).toEqual({ orders, damaged: false });
    expect(await journal.restore()).toEqual({ orders });
  });

  it('is copied before anything is written over it', async () => {
    const writes: string[] = [];
    const memory = memoryStorage();
    const { journal, clock } = setUp({
      ...memory,
      setItem: (key, value) => {
        writes.push(key);
        return memory.setItem(key, value);
      },
    });
    memory.setItem(ORDERS, DAMAGED);
    await journal.restore();
    await journal.claim(record('B2'));
    await clock.settle();
    expect(writes).toEqual([`${ORDERS}/set-aside/0`, ORDERS, ORDERS]);
  });

  it('holds up no order: what was found is there before the copy is', async () => {
    const clock = createVirtualClock();
    const memory = memoryStorage();
    memory.setItem(ORDERS, DAMAGED);
    const slow: KeyValueStorage = {
      ...memory,
      setItem: (key, value) =>
        new Promise<void>((resolve) => {
          clock.setTimeout(() => {
            memory.setItem(key, value);
            resolve();
          }, 4_000);
        }),
    };
    const { orders } = await journalOn(slow, { clock }).restore();
    expect(orders).toHaveLength(1);
    await clock.advance(8_000);
    expect(parseOrders(String(memory.getItem(ORDERS)), 0).damaged).toBe(false);
  });

  it.each([
    ['claim', 'B2', 2],
    ['claim', 'A1', 1],
    ['save', 'B2', 2],
  ] as const)(
    'that turns up later is made whole before a %s of %s',
    async (what, orderId, count) => {
      const { storage, journal, places } = setUp();
      storage.setItem(ORDERS, DAMAGED);
      const answer = await journal[what](record(orderId));
      if (orderId === 'A1') expect(answer).toMatchObject({ claimed: false });
      expect(await places()).toContain(DAMAGED);
      expect((await journal.restore()).orders).toHaveLength(count);
    },
  );

  it('is kept up to three times: the first free place, then the oldest', async () => {
    const { storage, journal, clock, places } = setUp();
    const texts = ['one', 'two', 'three', 'four', 'five'];
    for (const text of texts) {
      storage.setItem(ORDERS, text);
      await journal.restore();
      await clock.advance(1_000);
    }
    expect(await places()).toEqual(['four', 'five', 'three', undefined]);
    storage.setItem(`${ORDERS}/set-aside/1`, 'not ours');
    storage.setItem(ORDERS, 'six');
    await journal.restore();
    await clock.settle();
    expect(await places()).toEqual(['four', 'six', 'three', undefined]);
  });

  it('is kept once, however often it is found', async () => {
    const memory = memoryStorage();
    const storage = failing(memory, (operation, key) => operation === 'set' && key === ORDERS);
    memory.setItem(ORDERS, DAMAGED);
    const { journal, clock, places } = setUp(storage);
    for (let nth = 0; nth < 5; nth += 1) {
      expect((await journal.restore()).orders).toHaveLength(1);
      await clock.advance(1_000);
    }
    expect(await places()).toEqual([DAMAGED, undefined, undefined, undefined]);
  });
});

describe('a text that cannot be copied', () => {
  function full() {
    let isFull = true;
    const memory = memoryStorage();
    memory.setItem(ORDERS, DAMAGED);
    const storage = failing(memory, (operation, key) => {
      return isFull && operation === 'set' && key.includes('set-aside');
    });
    return {
      memory,
      ...setUp(storage),
      makeRoom: () => {
        isFull = false;
      },
    };
  }

  it('is never written over: orders are found, nothing is claimed, nothing is saved', async () => {
    const { memory, journal, clock } = full();
    const { orders, problem } = await journal.restore();
    expect(orders).toMatchObject([{ orderId: 'A1', status: 'pending' }]);
    expect(problem).toBeDefined();
    await clock.settle();
    const refusal = { problem: { reason: 'storageFailed' } };
    await expect(journal.claim(record('B2'))).rejects.toMatchObject(refusal);
    await expect(journal.save(record('A1', failed))).rejects.toMatchObject(refusal);
    expect(memory.getItem(ORDERS)).toBe(DAMAGED);
  });

  it('is copied as soon as there is room, and everything goes on', async () => {
    const { memory, journal, clock, makeRoom, places } = full();
    const [found] = (await journal.restore()).orders;
    await clock.settle();
    makeRoom();
    await journal.claim(record('B2'));
    expect(await places()).toContain(DAMAGED);
    // The order is known again by the ids it was shown with.
    await journal.save({ ...record('A1'), ...found, ...paid });
    const { orders } = parseOrders(String(memory.getItem(ORDERS)), 0);
    expect(orders.map(({ orderId, settled }) => [orderId, settled])).toEqual([
      ['B2', false],
      ['A1', true],
    ]);
  });
});

describe('a write that cannot be trusted', () => {
  it('claims nothing when what was written comes back damaged', async () => {
    const memory = memoryStorage();
    const { journal } = setUp({
      ...memory,
      setItem: (key, value) => memory.setItem(key, value.replace('"2.00"', '"3.00"')),
    });
    await expect(journal.claim(record('A1'))).rejects.toMatchObject({
      problem: { reason: 'storageFailed' },
    });
  });

  it.each([
    ['a number', 7],
    ['an object', {}],
  ])('reads no text out of %s', async (_, value) => {
    const { journal } = setUp({
      ...memoryStorage(),
      getItem: () => JSON.parse(JSON.stringify(value)),
    });
    const refusal = { problem: { reason: 'storageFailed' } };
    await expect(journal.restore()).rejects.toMatchObject(refusal);
    await expect(journal.claim(record('A1'))).rejects.toMatchObject(refusal);
  });

  it('is not made of a text that is sound', async () => {
    const { storage, journal, places } = setUp();
    storage.setItem(ORDERS, printOrders([record('A1')]));
    await journal.restore();
    await journal.claim(record('B2'));
    expect(await places()).toEqual([undefined, undefined, undefined, undefined]);
  });
});
