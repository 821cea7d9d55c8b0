import { describe, expect, it } from 'vitest';
import { withChecksum } from '../../src/journal/checksum.js';
import { createSettling } from '../../src/journal/settle.js';
import { type LogEntry, SEGMENT } from '../../src/journal/settled-log.js';
import { markOf, printOrder } from '../../src/journal/stored-order.js';
import { atRest, failed, KEYS, keyOf, orderStorageOn, paid, record } from './support/records.js';

const entry = (orderId: string, mark = '0a0b0c0d'): LogEntry => ({ orderId, mark });
const entries = (from: number, to: number): LogEntry[] =>
  Array.from({ length: to - from + 1 }, (_, n) => entry(`S${from + n}`));
const idsOf = (list: readonly LogEntry[]) => list.map(({ orderId }) => orderId);
const HEADS = [`${KEYS.head}/a`, `${KEYS.head}/b`] as const;
const headText = (fields: object, version = 3) =>
  JSON.stringify(withChecksum({ version, ...fields }));

/** A list of settled orders. */
function logOn(items?: Map<string, string>, keepOrders = 1_000) {
  const { orders, ...rest } = orderStorageOn(items, { keepOrders });
  return { ...rest, log: orders.log };
}

/** A list of so many. */
async function filled(count: number, keepOrders?: number) {
  const made = logOn(undefined, keepOrders);
  await made.log.append(entries(1, count));
  made.done.length = 0;
  return made;
}

describe('the list of settled orders', () => {
  it('is kept in texts that are the same in every release', async () => {
    const { log, items } = logOn();
    await log.append([entry('A1'), entry('B:2\n')]);
    const head = '{"version":3,"first":1,"last":1,"check":"0f993399"}';
    expect(Object.fromEntries(items)).toEqual({
      [HEADS[0]]: head,
      [HEADS[1]]: head,
      [KEYS.segment(1)]: JSON.stringify(
        withChecksum({ version: 3, orders: ['0a0b0c0d:A1', '0a0b0c0d:B:2\n'] }),
      ),
    });
    expect(await log.read(1)).toEqual([entry('A1'), entry('B:2\n')]);
  });

  it('is none before anything is on it', async () => {
    const { log } = logOn();
    expect(await log.head()).toBeUndefined();
    expect(await log.latest(undefined, 10)).toEqual([]);
    expect(await log.read(1)).toEqual([]);
  });

  it('says of what is added how much of it stood there', async () => {
    const { log } = logOn();
    expect(await log.append(entries(1, 3))).toEqual({ known: [], surplus: undefined });
    expect(await log.append(entries(2, 5))).toEqual({ known: entries(2, 3), surplus: undefined });
    expect(await log.read(1)).toEqual(entries(1, 5));
  });

  it('is not written when nothing is missing', async () => {
    const { log, done } = await filled(3);
    expect((await log.append(entries(1, 3))).known).toEqual(entries(1, 3));
    expect(done.filter((one) => !one.startsWith('get'))).toEqual([]);
  });

  it('has an order once in a segment: where it settled last', async () => {
    const { log } = await filled(3);
    const again = entry('S1', 'ffffffff');
    expect((await log.append([again])).known).toEqual([]);
    expect(await log.read(1)).toEqual([...entries(2, 3), again]);
  });

  it('goes on in the next segment when one is full', async () => {
    const { log, done } = await filled(SEGMENT - 1);
    await log.append(entries(SEGMENT, SEGMENT));
    expect(await log.head()).toMatchObject({ first: 1, last: 1 });
    done.length = 0;
    await log.append(entries(SEGMENT + 1, SEGMENT + 1));
    expect(await log.head()).toMatchObject({ first: 1, last: 2 });
    expect(await log.read(1)).toEqual(entries(1, SEGMENT));
    expect(await log.read(2)).toEqual(entries(SEGMENT + 1, SEGMENT + 1));
    // A segment that no head names is found again; a head that names none would be damage.
    expect(done.filter((one) => one.startsWith('set'))).toEqual([
      `set ${KEYS.segment(2)}`,
      `set ${HEADS[0]}`,
      `set ${HEADS[1]}`,
    ]);
  });

  it('takes many at once, over as many segments as they need', async () => {
    const { log } = await filled(30);
    await log.append(entries(31, 100));
    expect(await log.head()).toMatchObject({ first: 1, last: 4 });
    for (const segment of [1, 2, 3]) {
      const from = (segment - 1) * SEGMENT + 1;
      expect(await log.read(segment)).toEqual(entries(from, from + SEGMENT - 1));
    }
    expect(await log.read(4)).toEqual(entries(97, 100));
  });

  it('knows many that were added together again, though they stand in two segments', async () => {
    const { log } = await filled(30);
    await log.append(entries(31, 40));
    expect((await log.append(entries(31, 40))).known).toEqual(entries(31, 40));
    expect(await log.head()).toMatchObject({ first: 1, last: 2 });
  });

  it('is changed by one at a time, under a name that all tabs know', async () => {
    const { log, locks } = await filled(SEGMENT + 1);
    locks.length = 0;
    await Promise.all([log.append([entry('A1')]), log.append([entry('B2')]), log.drop(1)]);
    expect(locks).toEqual([KEYS.lock('log'), KEYS.lock('log'), KEYS.lock('log')]);
    expect(idsOf(await log.read(2))).toEqual(['S33', 'A1', 'B2']);
  });

  it('costs the same for one more order, however long it is', async () => {
    const { log, done } = await filled(SEGMENT + 1);
    await log.append([entry('new')]);
    expect(done.filter((one) => one.startsWith('get'))).toEqual([
      `get ${HEADS[0]}`,
      `get ${KEYS.segment(2)}`,
    ]);
  });

  it('reads no segment before its first', async () => {
    const { log, done } = await filled(SEGMENT + 1);
    await log.drop(1);
    done.length = 0;
    await log.append(entries(50, 55));
    expect(done.filter((one) => one.startsWith('get'))).toEqual([
      `get ${HEADS[0]}`,
      `get ${KEYS.segment(2)}`,
    ]);
  });

  it.each([
    [0, 33, 1],
    [1, 33, 1],
    [2, 33, undefined],
    [2, 34, 1],
    [32, 63, undefined],
    [32, 64, 1],
    [33, 64, undefined],
    [33, 65, 1],
    [0, 32, undefined],
    [0, 1, undefined],
  ])('of which %d are kept has too many with %d: segment %s', async (keep, count, surplus) => {
    const { log } = logOn(undefined, keep);
    expect((await log.append(entries(1, count))).surplus).toBe(surplus);
    expect((await log.append([])).surplus).toBe(surplus);
  });

  it('counts from the segment that is the first by now', async () => {
    const { log } = await filled(3 * SEGMENT, 40);
    expect((await log.append([])).surplus).toBe(1);
    await log.drop(1);
    expect((await log.append([])).surplus).toBeUndefined();
    expect((await log.append(entries(200, 208))).surplus).toBe(2);
  });
});

describe('the oldest segment', () => {
  it('is forgotten: first by the head, then its text', async () => {
    const { log, done, items } = await filled(SEGMENT + 1);
    await log.drop(1);
    expect(done).toEqual([
      `get ${HEADS[0]}`,
      `set ${HEADS[0]}`,
      `set ${HEADS[1]}`,
      `remove ${KEYS.segment(1)}`,
    ]);
    expect(await log.head()).toMatchObject({ first: 2, last: 2 });
    expect(items.has(KEYS.segment(1))).toBe(false);
  });

  it.each([
    ['it is the only one', 10, 1],
    ['it is not the oldest any more', 3 * SEGMENT, 2],
  ])('is kept when %s', async (_, count, segment) => {
    const { log, items } = await filled(count);
    const before = new Map(items);
    await log.drop(segment);
    expect(items).toEqual(before);
  });
});

describe('the head of the list', () => {
  it('that there is not forgets nothing', async () => {
    const { log, done } = logOn();
    await log.drop(1);
    expect(done.filter((one) => !one.startsWith('get'))).toEqual([]);
  });

  it('is read from its first twin, if that is whole', async () => {
    const { log, done } = await filled(1);
    expect(await log.head()).toMatchObject({ first: 1, last: 1 });
    expect(done).toEqual([`get ${HEADS[0]}`]);
  });

  it.each([
    ['gone', undefined],
    ['no JSON', 'damaged'],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['without its checksum', '{"version":3,"first":1,"last":9}'],
    ['of a newer version', headText({ first: 1, last: 9 }, 4)],
    ['before its own beginning', headText({ first: 3, last: 2 })],
    ['of no segment', headText({ first: 0, last: 2 })],
    ['of half a segment', headText({ first: 1, last: 2.5 })],
    ['without a last segment', headText({ first: 1 })],
    ['without a first segment', headText({ last: 1 })],
  ])('is read from its second twin, when the first is %s', async (_, text) => {
    const { log, items } = logOn();
    if (text !== undefined) items.set(HEADS[0], text);
    items.set(HEADS[1], headText({ first: 2, last: 5 }));
    expect(await log.head()).toMatchObject({ first: 2, last: 5 });
  });

  it.each([
    ['the first, without its checksum', '{"first":2,"last":5}', 'damaged', { first: 2, last: 5 }],
    [
      'the first, of a newer version',
      headText({ first: 2, last: 5 }, 9),
      '',
      { first: 2, last: 5 },
    ],
    ['the second', 'damaged', '{"first":3,"last":3}', { first: 3, last: 3 }],
    ['the first of two', '{"first":2,"last":5}', '{"first":3,"last":6}', { first: 2, last: 5 }],
    ['none that is turned round', '{"first":5,"last":2}', '{"first":0,"last":2}', undefined],
    ['none that is no head', '[2,5]', '7', undefined],
  ])('is read without its checksum where both twins are damaged: %s', async (_, a, b, head) => {
    const { log } = logOn(
      new Map([
        [HEADS[0], a],
        [HEADS[1], b],
      ]),
    );
    if (head === undefined) expect(await log.head()).toBeUndefined();
    else expect(await log.head()).toMatchObject(head);
  });

  it('that is lost is made again by the next order, behind all that is there', async () => {
    const { log, items } = await filled(2 * SEGMENT + 3);
    for (const key of HEADS) items.delete(key);
    await log.append([entry('new')]);
    expect(await log.head()).toMatchObject({ first: 1, last: 3 });
    expect(idsOf(await log.read(3))).toEqual(['S65', 'S66', 'S67', 'new']);
  });
});

describe('a segment that is damaged', () => {
  it('is read as far as it goes, and not written over', async () => {
    const { log, items } = await filled(3);
    const text = (items.get(KEYS.segment(1)) ?? '').slice(0, -20);
    items.set(KEYS.segment(1), text);
    expect(await log.read(1)).toEqual(entries(1, 3));
    await log.append([entry('new')]);
    expect(items.get(KEYS.segment(1))).toBe(text);
    expect(await log.read(2)).toEqual([entry('new')]);
    expect(await log.head()).toMatchObject({ first: 1, last: 2 });
    await log.append([entry('newer')]);
    expect(await log.read(2)).toEqual([entry('new'), entry('newer')]);
  });

  it.each([
    ['of a newer version', withChecksum({ version: 4, orders: ['0a0b0c0d:A1'] })],
    ['with an entry that is no text', withChecksum({ version: 3, orders: ['0a0b0c0d:A1', 7] })],
    ['without its checksum', { version: 3, orders: ['0a0b0c0d:A1'] }],
  ])('is one %s', async (_, fields) => {
    const { log, items } = logOn(new Map([[KEYS.segment(1), JSON.stringify(fields)]]));
    expect(await log.read(1)).toEqual([entry('A1')]);
    await log.append([entry('new')]);
    expect(items.get(KEYS.segment(1))).toBe(JSON.stringify(fields));
  });

  it('has no entries but those that look like one', async () => {
    const orders = [
      '0a0b0c0d:A1',
      'a0b0c0d:B2',
      '00a0b0c0d:B2',
      '0a0b0c0g:C3',
      'D4',
      '0a0b0c0d;E5',
    ];
    const { log } = logOn(new Map([[KEYS.segment(1), JSON.stringify({ orders })]]));
    expect(await log.read(1)).toEqual([entry('A1')]);
  });
});

describe('the latest settled orders', () => {
  it.each([
    [1, 70, ['S70']],
    [2, 70, ['S69', 'S70']],
    [6, 70, ['S65', 'S66', 'S67', 'S68', 'S69', 'S70']],
    [7, 70, ['S64', 'S65', 'S66', 'S67', 'S68', 'S69', 'S70']],
    [5, 2, ['S1', 'S2']],
    [0, 70, []],
    [-1, 70, []],
  ])('are, of %d of %d, oldest first', async (count, of, ids) => {
    const { log } = await filled(of);
    expect(await log.latest(await log.head(), count)).toEqual(ids);
  });

  it('are as many as are wanted, from as many segments as that takes and one more', async () => {
    const { log, done } = await filled(10 * SEGMENT);
    const head = await log.head();
    for (const [count, segments] of [
      [1, [9, 10]],
      [SEGMENT, [9, 10]],
      [SEGMENT + 1, [8, 9, 10]],
      [2 * SEGMENT, [8, 9, 10]],
    ] as const) {
      done.length = 0;
      expect(await log.latest(head, count)).toHaveLength(count);
      expect(done).toEqual(segments.map((segment) => `get ${KEYS.segment(segment)}`));
    }
  });

  it('are read from nowhere when none is wanted', async () => {
    const { log, done } = await filled(3);
    await log.latest({ first: 1, last: 1 }, 0);
    expect(done).toEqual([]);
  });

  it('are read from no segment before the first', async () => {
    const { log, done } = await filled(3 * SEGMENT);
    await log.drop(1);
    done.length = 0;
    await log.latest({ first: 2, last: 3 }, 90);
    expect(done).toEqual([`get ${KEYS.segment(2)}`, `get ${KEYS.segment(3)}`]);
  });

  it('are each named once: where it settled last', async () => {
    const { log } = await filled(SEGMENT);
    await log.append([entry('S5', 'ffffffff')]);
    const ids = await log.latest(await log.head(), 4);
    expect(ids).toEqual(['S30', 'S31', 'S32', 'S5']);
    expect(await log.latest(await log.head(), 100)).toHaveLength(SEGMENT);
  });
});

describe('an order that settles', () => {
  const settled = (orderId: string, more: object = paid) => record(orderId, more);

  /** A store in which these orders are settled, and still listed as open. */
  async function setUp(keepOrders: number, orders: readonly ReturnType<typeof record>[]) {
    const world = orderStorageOn(undefined, { keepOrders });
    for (const order of orders) {
      world.items.set(keyOf(order.orderId), printOrder(order));
      await world.orders.openIndex.register(order.orderId);
    }
    const settling = createSettling(world.orders);
    const listed = async () => [...(await world.orders.openIndex.list()).orderIds].sort();
    const settle = async (...some: readonly ReturnType<typeof record>[]) => {
      const list = some.map((order) => entry(order.orderId, markOf(printOrder(order))));
      await settling.settle(list);
      await atRest();
    };
    return { ...world, settle, listed };
  }

  it('leaves the list of open orders one order later, when the other list is seen to hold it', async () => {
    const [a, b, c] = [settled('A1'), settled('B2'), settled('C3')];
    const { settle, listed, orders } = await setUp(100, [a, b, c]);
    await settle(a);
    expect(idsOf(await orders.log.read(1))).toEqual(['A1']);
    expect(await listed()).toEqual(['A1', 'B2', 'C3']);
    await settle(b);
    expect(await listed()).toEqual(['B2', 'C3']);
    await settle(c);
    expect(await listed()).toEqual(['C3']);
    await settle();
    expect(await listed()).toEqual([]);
    expect(idsOf(await orders.log.read(1))).toEqual(['A1', 'B2', 'C3']);
  });

  it('is listed as settled again when another process has undone the entry', async () => {
    const [a, b] = [settled('A1'), settled('B2')];
    const { settle, listed, orders, items } = await setUp(100, [a, b]);
    await settle(a);
    items.delete(KEYS.segment(1));
    await settle(b);
    expect(idsOf(await orders.log.read(1))).toEqual(['A1', 'B2']);
    expect(await listed()).toEqual(['A1', 'B2']);
  });

  it('is not written about any more once it has left', async () => {
    const [a, b] = [settled('A1'), settled('B2')];
    const { settle, done } = await setUp(100, [a, b]);
    await settle(a);
    await settle(b);
    await settle();
    done.length = 0;
    await settle();
    expect(done.every((one) => one.includes('/settled/'))).toBe(true);
    expect(done.some((one) => one.startsWith('set'))).toBe(false);
  });

  it.each([
    ['is open again', printOrder(record('A1'))],
    ['was settled otherwise meanwhile', printOrder(record('A1', failed))],
    ['has a record that is damaged', printOrder(record('A1', paid)).replace('2.00', '9.00')],
    ['has no record', undefined],
  ])('stays on the list of open orders when it %s', async (_, text) => {
    const a = settled('A1');
    const { settle, listed, items } = await setUp(100, [a]);
    await settle(a);
    if (text === undefined) items.delete(keyOf('A1'));
    else items.set(keyOf('A1'), text);
    await settle();
    expect(await listed()).toEqual(['A1']);
  });

  it('keeps the word that came last, though that before is known by now', async () => {
    const a = settled('A1', failed);
    const { settle, listed, items, orders } = await setUp(100, [a]);
    await settle(a);
    const again = settled('A1');
    items.set(keyOf('A1'), printOrder(again));
    await settle(again);
    expect(await listed()).toEqual(['A1']);
    await settle();
    expect(await listed()).toEqual([]);
    expect(await orders.log.read(1)).toEqual([entry('A1', markOf(printOrder(again)))]);
  });

  it('keeps the word that came while the one before was found to be known', async () => {
    const a = settled('A1', failed);
    const { settle, listed, items, orders } = await setUp(100, [a]);
    const settling = createSettling(orders);
    const [before, after] = [a, settled('A1')].map((order) =>
      entry('A1', markOf(printOrder(order))),
    );
    if (before === undefined || after === undefined) return;
    await settling.settle([before]);
    items.set(keyOf('A1'), printOrder(settled('A1')));
    await Promise.all([settling.settle([]), settling.settle([after])]);
    expect(await listed()).toEqual(['A1']);
    await settling.settle([]);
    expect(await listed()).toEqual([]);
    await settle();
  });

  describe('when more are kept than should be', () => {
    const many = (count: number, more: object = paid) =>
      Array.from({ length: count }, (_, n) => settled(`S${n + 1}`, more));
    const kept = (items: Map<string, string>) =>
      [...items.keys()].filter((key) => key.includes('/order/')).length;

    it('makes the oldest segment go, with its orders', async () => {
      const all = many(SEGMENT + 1);
      const { settle, items, orders, done } = await setUp(1, all);
      await settle(...all.slice(0, SEGMENT));
      expect(kept(items)).toBe(SEGMENT + 1);
      await settle(...all.slice(SEGMENT));
      expect(kept(items)).toBe(1);
      expect(items.has(keyOf(`S${SEGMENT + 1}`))).toBe(true);
      expect(items.has(KEYS.segment(1))).toBe(false);
      expect(await orders.log.head()).toMatchObject({ first: 2, last: 2 });
      // No key is asked for that no release has.
      expect(done.join()).not.toContain('undefined');
    });

    it('makes two segments go at once, and no more', async () => {
      const all = many(5 * SEGMENT);
      const { settle, orders } = await setUp(1, all);
      await settle(...all);
      expect(await orders.log.head()).toMatchObject({ first: 3, last: 5 });
      await createSettling(orders).settle([]);
      await atRest();
      expect(await orders.log.head()).toMatchObject({ first: 5, last: 5 });
    });

    it('takes what is forgotten off the list of open orders first', async () => {
      const all = many(SEGMENT + 1);
      const { settle, listed, done } = await setUp(1, all);
      await settle(...all);
      expect(await listed()).toEqual([`S${SEGMENT + 1}`]);
      const removed = done.findIndex((one) => one.startsWith('remove'));
      const lastPage = done.findLastIndex((one) => /^set .*open/.test(one));
      expect(lastPage).toBeLessThan(removed);
    });

    it('forgets no order whose record says something newer, or cannot be read', async () => {
      const all = many(SEGMENT + 1);
      const { settle, items } = await setUp(1, all);
      await settle(...all.slice(0, SEGMENT));
      items.set(keyOf('S1'), printOrder(record('S1')));
      items.set(keyOf('S2'), printOrder(record('S2', failed)));
      const damaged = printOrder(record('S3', paid)).replace('2.00', '9.00');
      items.set(keyOf('S3'), damaged);
      items.delete(keyOf('S4'));
      await settle(...all.slice(SEGMENT));
      expect(kept(items)).toBe(4);
      expect(items.get(keyOf('S3'))).toBe(damaged);
      expect(items.has(keyOf('S5'))).toBe(false);
    });

    it.each([
      ['that failed', failed, false],
      ['that was paid', paid, true],
    ])('removes what the claims of an order have left: one %s', async (_, more, isLeft) => {
      const all = many(SEGMENT + 1, more);
      const { settle, items } = await setUp(1, all);
      items.set(KEYS.door('S1'), '{}');
      items.set(KEYS.contender('S1'), '{}');
      await settle(...all);
      expect(items.has(keyOf('S1'))).toBe(false);
      expect(items.has(KEYS.door('S1'))).toBe(isLeft);
      expect(items.has(KEYS.contender('S1'))).toBe(isLeft);
    });

    it('tries again with the next order what failed', async () => {
      const all = many(SEGMENT + 1);
      const { items } = await setUp(1, all);
      const { orders: broken } = orderStorageOn(items, {
        keepOrders: 1,
        storage: {
          getItem: (key) => items.get(key),
          setItem: (key, value) => {
            items.set(key, value);
          },
          removeItem: (key) => {
            if (isBroken) throw new Error('broken');
            items.delete(key);
          },
        },
      });
      let isBroken = true;
      const settling = createSettling(broken);
      await settling.settle(all.map((one) => entry(one.orderId, markOf(printOrder(one)))));
      await atRest();
      expect(kept(items)).toBe(SEGMENT + 1);
      isBroken = false;
      await settling.settle([]);
      await atRest();
      expect(kept(items)).toBe(1);
    });

    it('forgets once at a time, however fast orders settle', async () => {
      const all = many(3 * SEGMENT);
      const { orders, done } = await setUp(1, all);
      const settling = createSettling(orders);
      await settling.settle(all.map((one) => entry(one.orderId, markOf(printOrder(one)))));
      await settling.settle([]);
      await atRest();
      const reads = done.filter((one) => one === `get ${keyOf('S1')}`);
      // Once for the list of open orders, and once to be forgotten.
      expect(reads).toHaveLength(2);
    });
  });
});
