import { describe, expect, it } from 'vitest';
import { withChecksum } from '../../src/journal/checksum.js';
import { pageOf } from '../../src/journal/keys.js';
import { printOrder } from '../../src/journal/stored-order.js';
import { atRest, failed, KEYS, keyOf, orderStorageOn, record } from './support/records.js';
import { failing, mapStorage } from './support/storages.js';

/** Orders on one page, and one on another. */
const [A, B, C] = siblings();
const OTHER = 'other';
const PAGE = pageOf(A);
const [TWIN_A, TWIN_B] = [`${KEYS.page(PAGE)}/a`, `${KEYS.page(PAGE)}/b`];

const page = (ids: readonly string[], version = 3) =>
  JSON.stringify(withChecksum({ version, ids }));

function siblings(): [string, string, string] {
  const found: string[] = [];
  for (let n = 0; found.length < 3; n += 1) if (pageOf(`O${n}`) === 3) found.push(`O${n}`);
  const [a = '', b = '', c = ''] = found;
  return [a, b, c];
}

function indexOn(stored: Readonly<Record<string, string | undefined>> = {}) {
  const items = new Map<string, string>();
  for (const [key, text] of Object.entries(stored)) if (text !== undefined) items.set(key, text);
  const { orders, done } = orderStorageOn(items);
  return { items, done, index: orders.openIndex, orders };
}

const twins = (a: string | undefined, b: string | undefined) => ({ [TWIN_A]: a, [TWIN_B]: b });
const writes = (done: readonly string[]) => done.filter((one) => !one.startsWith('get'));
const recordOf = (orderId: string) => ({ [keyOf(orderId)]: printOrder(record(orderId)) });

describe('an order that is open', () => {
  it('is listed on its page, in both twins, as every release prints it', async () => {
    const { index, items, done } = indexOn();
    await index.register(A);
    expect(Object.fromEntries(items)).toEqual(twins(page([A]), page([A])));
    expect(done).toEqual([`get ${TWIN_A}`, `get ${TWIN_B}`, `set ${TWIN_A}`, `set ${TWIN_B}`]);
  });

  it('is listed once, and beside the others', async () => {
    const { index, items, done } = indexOn();
    for (const orderId of [A, B, OTHER]) await index.register(orderId);
    expect(items.get(TWIN_A)).toBe(page([A, B]));
    expect(items.get(TWIN_B)).toBe(page([A, B]));
    done.length = 0;
    await index.register(B);
    expect(done).toEqual([`get ${TWIN_A}`]);
    const list = await index.list();
    expect(list.orderIds).toEqual(new Set([OTHER, A, B]));
  });

  it('is listed where its first twin has lost it', async () => {
    const { index, items } = indexOn(twins(page([B]), page([A, B, C])));
    await index.register(A);
    expect(items.get(TWIN_A)).toBe(page([B, A, C]));
    expect(items.get(TWIN_B)).toBe(page([B, A, C]));
  });

  it('is listed when its claim has won, and not before', async () => {
    const { index, items } = indexOn();
    let win: (isWinner: boolean) => void = () => {};
    const won = new Promise<boolean>((resolve) => {
      win = resolve;
    });
    const listed = index.register(A, won);
    await atRest();
    expect(items.size).toBe(0);
    win(true);
    await listed;
    expect(items.get(TWIN_A)).toBe(page([A]));
  });

  it('is not listed when its claim has lost, or failed', async () => {
    const { index, items } = indexOn();
    await index.register(A, Promise.resolve(false));
    await expect(index.register(A, Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(items.size).toBe(0);
  });

  it('is listed after others that are worked on', async () => {
    const { index, items } = indexOn();
    await Promise.all([A, B, C].map((orderId) => index.register(orderId)));
    expect(items.get(TWIN_A)).toBe(page([A, B, C]));
  });
});

describe('orders that are over', () => {
  it('leave their pages, each of which is written once', async () => {
    const { index, items, done } = indexOn();
    for (const orderId of [A, B, C, OTHER]) await index.register(orderId);
    done.length = 0;
    await index.leave([A, C, OTHER], async () => true);
    expect(items.get(TWIN_A)).toBe(page([B]));
    expect(items.get(TWIN_B)).toBe(page([B]));
    expect((await index.list()).orderIds).toEqual(new Set([B]));
    expect(writes(done)).toHaveLength(4);
  });

  it('stay when they are not over after all', async () => {
    const { index, items, done } = indexOn();
    for (const orderId of [A, B, C]) await index.register(orderId);
    done.length = 0;
    await index.leave([A, B], async (orderId) => orderId === B);
    expect(items.get(TWIN_A)).toBe(page([A, C]));
    await index.leave([A], async () => false);
    expect(writes(done)).toHaveLength(2);
  });

  it('are asked about only when they are listed', async () => {
    const { index, done } = indexOn();
    await index.register(A);
    done.length = 0;
    const asked: string[] = [];
    await index.leave([A, B], async (orderId) => {
      asked.push(orderId);
      return orderId === B;
    });
    expect(asked).toEqual([A]);
    expect(writes(done)).toEqual([]);
    await index.leave([], async () => true);
  });

  it('are found on either twin', async () => {
    const { index, items } = indexOn(twins(page([A]), page([A, B, C])));
    await index.leave([B], async () => true);
    expect(items.get(TWIN_A)).toBe(page([A, C]));
    expect(items.get(TWIN_B)).toBe(page([A, C]));
  });
});

describe('what the list of open orders says', () => {
  const nothing = { orderIds: new Set(), maybe: new Set(), spoilt: [], isDamaged: false };

  it('is nothing when nothing was written', async () => {
    expect(await indexOn().index.list()).toEqual(nothing);
  });

  it.each([
    ['both twins are whole', page([A]), page([A]), {}],
    ['the first is gone', undefined, page([A]), { spoilt: [PAGE] }],
    ['the second is gone', page([A]), undefined, { spoilt: [PAGE] }],
    ['the first is damaged', 'x', page([A]), { spoilt: [PAGE] }],
    ['the second is of a newer version', page([A]), page([A], 4), { spoilt: [PAGE] }],
    ['they are not the same', page([]), page([A]), { spoilt: [PAGE] }],
  ])('is whole where %s', async (_, a, b, more) => {
    const { index } = indexOn({ ...twins(a, b) });
    expect(await index.list()).toEqual({
      ...nothing,
      orderIds: new Set([A]),
      maybe: expect.any(Set),
      ...more,
    });
  });

  it.each([
    ['the other is whole', page([A]), { orderIds: new Set([A]), isDamaged: false }],
    ['the other is gone', undefined, { isDamaged: true }],
    ['the other is damaged, too', `["${B}"`, { isDamaged: true }],
  ])('may hold what stands in a damaged twin, where %s', async (_, other, more) => {
    for (const both of [
      [`["${A}","${B}"`, other],
      [other, `["${A}","${B}"`],
    ] as const) {
      const list = await indexOn(twins(both[0], both[1])).index.list();
      expect(list).toMatchObject({ spoilt: [PAGE], ...more });
      expect([...list.maybe]).toContain(B);
      // What is known for sure is not in doubt.
      expect(list.maybe.has(A)).toBe(!list.orderIds.has(A));
    }
  });

  it('is spoilt where both twins have the same damage', async () => {
    const { index } = indexOn(twins(`["${A}"]`, `["${A}"]`));
    expect(await index.list()).toMatchObject({ spoilt: [PAGE], isDamaged: true });
  });

  it('is read from one twin where the other cannot be read', async () => {
    for (const twin of [TWIN_A, TWIN_B]) {
      const { items } = indexOn(twins(page([A]), page([A])));
      const storage = failing(mapStorage(items), (_, key) => key === twin);
      const { orders } = orderStorageOn(items, { storage });
      expect((await orders.openIndex.list()).orderIds).toEqual(new Set([A]));
    }
  });

  it('is not known where one twin cannot be read and the other is not whole', async () => {
    for (const other of [undefined, 'damaged']) {
      const { items } = indexOn(twins(other, other));
      const storage = failing(mapStorage(items), (_, key) => key === TWIN_A);
      const { orders } = orderStorageOn(items, { storage });
      await expect(orders.openIndex.list()).rejects.toMatchObject({
        problem: { reason: 'storageFailed' },
      });
    }
  });
});

describe('a page that is spoilt', () => {
  it.each([
    ['its first twin is gone', undefined, page([A, B])],
    ['its second twin is behind', page([A, B]), page([A])],
    ['each of them has one order', page([A]), page([B])],
    ['its first twin is damaged', `["${B}","${C}"`, page([A])],
    ['both of them are damaged', `["${A}","${C}"`, `["${B}","${A}"`],
  ])('is mended with all that is listed and has a record, where %s', async (_, a, b) => {
    const { index, items } = indexOn({ ...twins(a, b), ...recordOf(A), ...recordOf(B) });
    await index.repair(PAGE);
    expect(items.get(TWIN_A)).toBe(page([A, B]));
    expect(items.get(TWIN_B)).toBe(page([A, B]));
  });

  it('keeps what may be listed when something is written on it', async () => {
    const { index, items } = indexOn({ ...twins(`["${B}"`, `["${C}"`), ...recordOf(C) });
    await index.register(A);
    expect(items.get(TWIN_A)).toBe(page([C, A]));
  });
});

describe('the record of an order', () => {
  const set = (orderId: string, at: number, text: string) => ({ [KEYS.record(orderId, at)]: text });
  const mine = printOrder(record(A));
  const other = printOrder(record(OTHER));

  it.each([
    ['at its first place', set(A, 0, mine), { key: KEYS.record(A, 0), text: mine }],
    [
      'at its second place',
      { ...set(A, 0, other), ...set(A, 1, mine) },
      { key: KEYS.record(A, 1) },
    ],
    ['at its second place alone', set(A, 1, mine), { key: KEYS.record(A, 1), text: mine }],
  ])('is found %s', async (_, stored, expected) => {
    for (const find of ['find', 'findNew'] as const) {
      const { orders } = indexOn(stored);
      const found = await orders.records[find](A);
      expect(found).toMatchObject({ ...expected, order: record(A), isDamaged: false });
    }
  });

  it.each([
    ['nothing is there', {}, { key: KEYS.record(A, 0), isDamaged: false }],
    ['another has the first place', set(A, 0, other), { key: KEYS.record(A, 1), isDamaged: false }],
    [
      'the first place is damaged',
      set(A, 0, 'x'),
      { key: KEYS.record(A, 0), isDamaged: true, text: 'x' },
    ],
    [
      'the second place is damaged',
      { ...set(A, 0, other), ...set(A, 1, 'x') },
      { key: KEYS.record(A, 1), isDamaged: true, text: 'x' },
    ],
    [
      'the second place alone is damaged',
      set(A, 1, 'x'),
      { key: KEYS.record(A, 1), isDamaged: true, text: 'x' },
    ],
    [
      'both places are damaged',
      { ...set(A, 0, 'x'), ...set(A, 1, 'y') },
      { key: KEYS.record(A, 0), isDamaged: true, text: 'x' },
    ],
  ])('would be written here, where %s', async (_, stored, expected) => {
    const { orders } = indexOn(stored);
    const found = await orders.records.find(A);
    expect(found).toMatchObject(expected);
    expect('text' in found).toBe(expected.isDamaged);
    expect(found.order?.orderId).toBe(expected.isDamaged ? A : undefined);
    expect(found.order?.status).toBe(expected.isDamaged ? 'pending' : undefined);
  });

  it('has no place beside two others', async () => {
    const { orders } = indexOn({ ...set(A, 0, other), ...set(A, 1, other) });
    await expect(orders.records.find(A)).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: false },
    });
  });

  it('is read at both places at once where the order is most likely new', async () => {
    const { orders, done } = indexOn();
    await orders.records.findNew(A);
    expect(done.sort()).toEqual([`get ${KEYS.record(A, 0)}`, `get ${KEYS.record(A, 1)}`].sort());
    done.length = 0;
    await orders.records.find(A);
    expect(done).toHaveLength(2);
  });

  it('needs no second place when it stands at the first', async () => {
    const { items, orders, done } = indexOn(set(A, 0, mine));
    await orders.records.find(A);
    expect(done).toEqual([`get ${KEYS.record(A, 0)}`]);
    const storage = failing(mapStorage(items), (_, key) => key === KEYS.record(A, 1));
    const broken = orderStorageOn(items, { storage });
    expect((await broken.orders.records.findNew(A)).order).toEqual(record(A));
  });

  it('stands as long as its text is the same', async () => {
    const { orders, items } = indexOn(set(A, 0, mine));
    const found = await orders.records.find(A);
    expect(await orders.records.stands(found)).toBe(true);
    items.set(KEYS.record(A, 0), printOrder(record(A, failed)));
    expect(await orders.records.stands(found)).toBe(false);
    const none = await orders.records.find(OTHER);
    expect(await orders.records.stands(none)).toBe(true);
  });

  it('is copied before it is written over, only when it is damaged', async () => {
    const { orders, items, done } = indexOn(set(A, 0, 'x'));
    await orders.records.write(await orders.records.find(A), mine);
    const key = KEYS.record(A, 0);
    expect(writes(done)).toEqual([`set ${key}/unreadable`, `set ${key}`]);
    expect(JSON.parse(items.get(`${key}/unreadable`) ?? '')).toEqual({
      at: orders.now(),
      text: 'x',
    });
    done.length = 0;
    await orders.records.write(await orders.records.find(A), printOrder(record(A, failed)));
    expect(writes(done)).toEqual([`set ${key}`]);
  });
});
