import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { createBindAttempts } from '../../src/journal/bind-attempts.js';
import { withChecksum } from '../../src/journal/checksum.js';
import { pageOf } from '../../src/journal/keys.js';
import { migrateOrders } from '../../src/journal/migrate.js';
import { unknownOrder } from '../../src/journal/recover.js';
import { restoreOrders } from '../../src/journal/restore-orders.js';
import { markOf, parseOrder, printOrder } from '../../src/journal/stored-order.js';
import { parseTokens, printTokens } from '../../src/journal/stored-tokens.js';
import {
  asked,
  failed,
  KEYS,
  keyOf,
  orderStorageOn,
  paid,
  printLegacy,
  record,
  TOKENS,
} from './support/records.js';
import { failing, mapStorage } from './support/storages.js';

/** A store with these open orders, and these settled ones. */
async function stored(
  open: readonly ReturnType<typeof record>[],
  settled: readonly ReturnType<typeof record>[] = [],
) {
  const world = orderStorageOn();
  for (const order of [...open, ...settled]) {
    world.items.set(keyOf(order.orderId), printOrder(order));
  }
  for (const { orderId } of open) await world.orders.openIndex.register(orderId);
  await world.orders.log.append(
    settled.map((order) => ({ orderId: order.orderId, mark: markOf(printOrder(order)) })),
  );
  world.done.length = 0;
  const restore = (keep = 100) => restoreOrders(world.orders, keep, new Set());
  return { ...world, restore };
}

const nothing = {
  orders: [],
  isDamaged: false,
  hasLegacy: false,
  invalid: [],
  leftOver: [],
  spoilt: [],
};
const settled = (orderId: string) => record(orderId, paid);

describe('a start', () => {
  it('finds nothing where nothing was written', async () => {
    const { restore } = await stored([]);
    expect(await restore()).toEqual(nothing);
  });

  it('finds the settled orders, and then the open ones, oldest first', async () => {
    const open = [record('A1', { at: 3 }), record('B2', { at: 1 }), record('C3', { at: 2 })];
    const { restore } = await stored(open, [settled('S2'), settled('S1')]);
    expect(await restore()).toEqual({
      ...nothing,
      orders: [settled('S2'), settled('S1'), open[1], open[2], open[0]],
    });
  });

  it.each([
    [2, ['S4', 'S5']],
    [0, []],
    [-1, []],
    [5, ['S1', 'S2', 'S3', 'S4', 'S5']],
    [9, ['S1', 'S2', 'S3', 'S4', 'S5']],
  ])('shows %d settled orders at most, the latest', async (keep, ids) => {
    const all = ['S1', 'S2', 'S3', 'S4', 'S5'].map(settled);
    const { restore } = await stored([record('A1')], all);
    const { orders } = await restore(keep);
    expect(orders.map(({ orderId }) => orderId)).toEqual([...ids, 'A1']);
  });

  it('shows a hundred settled orders at most', async () => {
    const all = Array.from({ length: 103 }, (_, n) => settled(`S${n}`));
    const { restore } = await stored([], all);
    const { orders } = await restore(1_000);
    expect(orders).toEqual(all.slice(3));
  });

  it('asks about an open order whose record is gone, and is told of it', async () => {
    const { restore, items, orders } = await stored([record('A1')], [settled('S1')]);
    items.delete(keyOf('A1'));
    const lost = unknownOrder('A1', orders.now());
    expect(await restore()).toEqual({
      ...nothing,
      orders: [settled('S1'), lost],
      isDamaged: true,
      invalid: [lost],
    });
  });

  it('shows no settled order whose record is gone', async () => {
    const { restore, items } = await stored([], [settled('S1'), settled('S2')]);
    items.delete(keyOf('S1'));
    expect(await restore()).toEqual({ ...nothing, orders: [settled('S2')] });
  });

  it('asks about an order whose record is damaged, listed as open or as settled', async () => {
    const { restore, items, orders } = await stored([record('A1')], [settled('S1')]);
    for (const id of ['A1', 'S1']) {
      const text = items.get(keyOf(id)) ?? '';
      items.set(keyOf(id), text.replace('"verified"', '"verifued"'));
    }
    const found = await restore();
    const both = ['S1', 'A1'].map((id) =>
      asked(id === 'A1' ? record('A1') : settled('S1'), orders.now()),
    );
    expect(found).toMatchObject({ isDamaged: true, leftOver: [] });
    expect(found.orders).toEqual(both);
    expect(found.invalid).toEqual(both);
  });

  it('lists an order as open again that is, and stands only among the settled', async () => {
    const { restore, items } = await stored([record('A1')], [settled('S1')]);
    items.set(keyOf('S1'), printOrder(record('S1')));
    expect(await restore()).toMatchObject({
      orders: [{ orderId: 'S1' }, { orderId: 'A1' }],
      invalid: [record('S1')],
      isDamaged: false,
    });
  });

  it('takes orders off the open ones that are settled, and stand there still', async () => {
    const { restore, items } = await stored([record('A1'), record('B2')]);
    items.set(keyOf('A1'), printOrder(settled('A1')));
    expect(await restore()).toEqual({
      ...nothing,
      orders: [settled('A1'), record('B2')],
      leftOver: [{ orderId: 'A1', mark: markOf(printOrder(settled('A1'))) }],
    });
  });

  it('tells of pages that are spoilt, and whether one is lost', async () => {
    const { restore, items } = await stored([record('A1')]);
    const page = pageOf('A1');
    items.delete(`${KEYS.page(page)}/b`);
    expect(await restore()).toEqual({ ...nothing, orders: [record('A1')], spoilt: [page] });
    items.set(`${KEYS.page(page)}/a`, '["A1","no order"');
    expect(await restore()).toEqual({
      ...nothing,
      orders: [record('A1')],
      spoilt: [page],
      isDamaged: true,
      invalid: [record('A1')],
    });
  });

  it('shows what versions 1 and 2 have left, unless there is a record', async () => {
    const { restore, items } = await stored([record('A1', { at: 9 })]);
    const old = [record('A1'), record('B2'), settled('S1'), settled('S2')];
    items.set(KEYS.legacy, printLegacy(old));
    expect(await restore(1)).toEqual({
      ...nothing,
      orders: [settled('S2'), record('B2'), record('A1', { at: 9 })],
      hasLegacy: true,
    });
  });

  it('is told of an old text that is damaged', async () => {
    const { restore, items, orders } = await stored([]);
    const text = printLegacy([record('A1')]).replace('"verified"', '"verifued"');
    items.set(KEYS.legacy, text);
    expect(await restore()).toEqual({
      ...nothing,
      orders: [asked(record('A1'), orders.now())],
      hasLegacy: true,
      isDamaged: true,
    });
  });

  it('asks about an open order whose record is refused twice, and tries nothing with it', async () => {
    const { items } = await stored([record('A1')]);
    const storage = failing(mapStorage(items), (_, key) => key === keyOf('A1'));
    const { orders } = orderStorageOn(items, { storage });
    const refused = new Set<string>();
    await expect(restoreOrders(orders, 100, refused)).rejects.toMatchObject({
      problem: { reason: 'storageFailed' },
    });
    expect(refused).toEqual(new Set(['A1']));
    expect(await restoreOrders(orders, 100, refused)).toEqual({
      ...nothing,
      orders: [unknownOrder('A1', orders.now())],
      isDamaged: true,
    });
  });

  it('asks about any order whose record is refused twice, and believes an old text about it', async () => {
    const { items } = await stored([], [settled('S1')]);
    const storage = failing(mapStorage(items), (_, key) => key === keyOf('S1'));
    const { orders } = orderStorageOn(items, { storage });
    expect(await restoreOrders(orders, 100, new Set(['S1']))).toEqual({
      ...nothing,
      orders: [unknownOrder('S1', orders.now())],
      isDamaged: true,
    });
    items.set(KEYS.legacy, printLegacy([settled('S1')]));
    expect(await restoreOrders(orders, 100, new Set(['S1']))).toEqual({
      ...nothing,
      orders: [settled('S1')],
      hasLegacy: true,
    });
  });
});

describe('an order that an old text calls settled, and that is listed as open', () => {
  it.each([
    ['gone', () => false],
    ['refused', (_: string, key: string) => key === keyOf('S1')],
  ])('has no mark where its record is %s', async (_, fails) => {
    const { items } = await stored([record('S1')]);
    items.delete(keyOf('S1'));
    items.set(KEYS.legacy, printLegacy([settled('S1')]));
    const { orders } = orderStorageOn(items, { storage: failing(mapStorage(items), fails) });
    expect(await restoreOrders(orders, 100, new Set(['S1']))).toEqual({
      ...nothing,
      orders: [settled('S1')],
      hasLegacy: true,
      leftOver: [{ orderId: 'S1', mark: '' }],
    });
  });
});

describe('what versions 1 and 2 have left', () => {
  async function migrated(text: string | undefined, keep = 100, more: [string, string][] = []) {
    const world = orderStorageOn(new Map(more));
    if (text !== undefined) world.items.set(KEYS.legacy, text);
    await migrateOrders(world.orders, keep);
    const list = await world.orders.openIndex.list();
    const head = await world.orders.log.head();
    const latest = await world.orders.log.latest(head, 1_000);
    return { ...world, open: [...list.orderIds].sort(), latest };
  }

  it('is written as records, and listed; the old text goes last', async () => {
    const old = [record('A1'), settled('S1'), record('B2'), settled('S2')];
    const { items, done, open, latest } = await migrated(printLegacy(old));
    for (const order of old) expect(items.get(keyOf(order.orderId))).toBe(printOrder(order));
    expect(open).toEqual(['A1', 'B2']);
    expect(latest).toEqual(['S1', 'S2']);
    expect(items.has(KEYS.legacy)).toBe(false);
    expect(done.filter((one) => !one.startsWith('get')).at(-1)).toBe(`remove ${KEYS.legacy}`);
  });

  it('is brought over by one at a time, under a name that all tabs know', async () => {
    const { locks } = await migrated(printLegacy([record('A1')]));
    expect(locks[0]).toBe(KEYS.lock('migration'));
    expect(locks).toContain(KEYS.lock({ orderId: 'A1' }));
  });

  it('starts no list of settled orders where none is settled', async () => {
    const { items } = await migrated(printLegacy([record('A1')]));
    expect([...items.keys()].filter((key) => key.includes('/settled/'))).toEqual([]);
  });

  it('is listed as settled, though it was broken off when the record stood', async () => {
    const records: [string, string][] = [[keyOf('S1'), printOrder(settled('S1'))]];
    const { latest } = await migrated(printLegacy([settled('S1')]), 100, records);
    expect(latest).toEqual(['S1']);
  });

  it('has marks by which orders are forgotten later', async () => {
    const { orders } = await migrated(printLegacy([settled('S1')]));
    const mark = markOf(printOrder(settled('S1')));
    expect(await orders.log.read(1)).toEqual([{ orderId: 'S1', mark }]);
  });

  it('is nothing where there is no old text', async () => {
    const { done } = await migrated(undefined);
    expect(done.filter((one) => !one.startsWith('get'))).toEqual([]);
  });

  it.each([
    [2, ['S2', 'S3']],
    [0, []],
    [-1, []],
    [3, ['S1', 'S2', 'S3']],
    [4, ['S1', 'S2', 'S3']],
  ])('is kept as far as settled orders are: %d', async (keep, ids) => {
    const old = ['S1', 'S2', 'S3'].map(settled);
    const { items, latest } = await migrated(printLegacy(old), keep);
    expect(latest).toEqual(ids);
    expect(old.filter(({ orderId }) => items.has(keyOf(orderId)))).toHaveLength(ids.length);
  });

  it('is listed whole, over several segments, once', async () => {
    const old = Array.from({ length: 70 }, (_, n) => settled(`S${n}`));
    const text = printLegacy(old);
    const first = await migrated(text);
    expect(first.latest).toEqual(old.map(({ orderId }) => orderId));
    const second = await migrated(text, 100, [...first.items]);
    expect(second.latest).toEqual(first.latest);
    const entries = await Promise.all([1, 2, 3, 4].map((n) => second.orders.log.read(n)));
    expect(entries.map(({ length }) => length)).toEqual([32, 32, 6, 0]);
  });

  it('stays as it is where an order has a record by now', async () => {
    const now = [record('A1', paid), record('S1'), record('B2', { at: 7 })];
    const records = now.map((order): [string, string] => [keyOf(order.orderId), printOrder(order)]);
    const old = printLegacy([record('A1'), record('B2'), settled('S1')]);
    const { items, open, latest } = await migrated(old, 100, records);
    for (const [key, text] of records) expect(items.get(key)).toBe(text);
    expect(open).toEqual(['B2', 'S1']);
    expect(latest).toEqual([]);
  });

  it('is copied when it is damaged, and only then', async () => {
    const text = printLegacy([record('A1')]).replace('"verified"', '"verifued"');
    const { items, orders } = await migrated(text);
    const copy = items.get(`${KEYS.legacy}/unreadable`) ?? '';
    expect(JSON.parse(copy)).toEqual({ at: orders.now(), text });
    expect(parseOrder(items.get(keyOf('A1')) ?? '')).toMatchObject({ status: 'pending' });
    const sound = await migrated(printLegacy([record('A1', failed)]));
    expect(sound.items.has(`${KEYS.legacy}/unreadable`)).toBe(false);
  });
});

describe('the count of SMS tokens', () => {
  const DAY = 86_400_000;

  function counting(text?: string) {
    const clock = createVirtualClock();
    const { orders, items, done } = orderStorageOn(new Map(), { clock });
    if (text !== undefined) items.set(TOKENS, text);
    const { texts, exclusively, now } = orders;
    const attempts = createBindAttempts({ texts, scope: 'phone', exclusively, now });
    const written = () => parseTokens(items.get(TOKENS)).at;
    return { clock, items, done, attempts, written, now: clock.now() };
  }

  it('is kept for the device, and grows up to its limit', async () => {
    const { attempts, written, now } = counting();
    expect(await attempts.count(2)).toEqual({ allowed: true, attempts: [now] });
    expect(await attempts.count(2)).toEqual({ allowed: true, attempts: [now, now] });
    expect(await attempts.count(2)).toEqual({ allowed: false, attempts: [now, now] });
    expect(written()).toEqual([now, now]);
  });

  it('is not written when a token is refused', async () => {
    const { attempts, done } = counting();
    await attempts.count(1);
    done.length = 0;
    await attempts.count(1);
    expect(done).toEqual([`get ${TOKENS}`]);
  });

  it.each([
    [DAY, true],
    [DAY - 1, false],
  ])('counts a token for a day: after %d ms another is allowed: %s', async (ms, allowed) => {
    const { attempts, clock } = counting();
    await attempts.count(1);
    await clock.advance(ms);
    expect(await attempts.count(1)).toMatchObject({ allowed });
  });

  it('is oldest first, and knows no time to come', async () => {
    const now = createVirtualClock().now();
    const { attempts, written } = counting(printTokens([now + 5, now - 1, now - 10, now]));
    expect(await attempts.count(4)).toEqual({
      allowed: false,
      attempts: [now - 10, now - 1, now, now],
    });
    expect(written()).toEqual([now - 10, now - 1, now, now]);
  });

  it('is not written again for a token of this very moment', async () => {
    const now = createVirtualClock().now();
    const { attempts, done } = counting(printTokens([now]));
    await attempts.count(1);
    expect(done).toEqual([`get ${TOKENS}`]);
  });

  it('that is damaged is full, and is copied, and made whole', async () => {
    const now = createVirtualClock().now();
    const { attempts, items, written } = counting(`${now - 5},x`);
    expect(await attempts.isDamaged()).toBe(true);
    await attempts.repair(3);
    expect(written()).toEqual([now - 5, now, now]);
    expect(JSON.parse(items.get(`${TOKENS}/unreadable`) ?? '')).toEqual({
      at: now,
      text: `${now - 5},x`,
    });
    expect(await attempts.isDamaged()).toBe(false);
    expect(await attempts.count(3)).toMatchObject({ allowed: false });
  });

  it('that is damaged keeps more than its limit, too', async () => {
    const now = createVirtualClock().now();
    const { attempts, written } = counting(`${now - 5},${now - 4},x`);
    await attempts.repair(1);
    expect(written()).toEqual([now - 5, now - 4]);
  });

  it('that cannot be read is not called damaged', async () => {
    const storage = failing(mapStorage(new Map()), () => true);
    const { texts, exclusively, now } = orderStorageOn(undefined, { storage }).orders;
    const attempts = createBindAttempts({ texts, scope: 'phone', exclusively, now });
    expect(await attempts.isDamaged()).toBe(false);
    await expect(attempts.count(1)).rejects.toMatchObject({ problem: { reason: 'storageFailed' } });
  });

  it('that is sound is left alone', async () => {
    const { attempts, done } = counting(printTokens([1]));
    expect(await attempts.isDamaged()).toBe(false);
    await attempts.repair(3);
    expect(done.filter((one) => !one.startsWith('get'))).toEqual([]);
  });

  it('is counted one token after the other', async () => {
    const { attempts } = counting();
    const all = await Promise.all([attempts.count(2), attempts.count(2), attempts.count(2)]);
    expect(all.map(({ allowed }) => allowed)).toEqual([true, true, false]);
  });

  it('is made whole while no token is counted', async () => {
    const { attempts, written } = counting('damaged');
    await Promise.all([attempts.repair(1), attempts.count(2)]);
    expect(written()).toHaveLength(2);
  });

  it('is copied once of one text, whatever the copy before was', async () => {
    const { attempts, items, clock } = counting('x');
    items.set(`${TOKENS}/unreadable`, JSON.stringify(withChecksum({ text: 7 })));
    await attempts.repair(1);
    const copy = items.get(`${TOKENS}/unreadable`);
    expect(JSON.parse(copy ?? '')).toMatchObject({ text: 'x' });
    await clock.advance(10);
    items.set(TOKENS, 'x');
    await attempts.repair(1);
    expect(items.get(`${TOKENS}/unreadable`)).toBe(copy);
    items.set(TOKENS, 'y');
    await attempts.repair(1);
    expect(JSON.parse(items.get(`${TOKENS}/unreadable`) ?? '')).toMatchObject({ text: 'y' });
  });
});
