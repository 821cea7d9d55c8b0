import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import type { OrderRecord } from '../../core/model/order.js';
import { parseOrder } from '../../src/journal/stored-order.js';
import { atRest, failed, journalOn, KEYS, keyOf, paid, record } from './support/records.js';
import { mapStorage } from './support/storages.js';

const OPEN = ['A1', 'B2', 'constructor', '"},{"orderId":"Z9"', 'o'.repeat(64)];
const SETTLED = ['S1', 'S2', 'S3', 'S4'].map((id) => record(id, id === 'S2' ? failed : paid));

/** A store with open and settled orders, written by two processes of the app. */
async function written(): Promise<Map<string, string>> {
  const items = new Map<string, string>();
  for (const half of [0, 1]) {
    const journal = journalOn(mapStorage(items));
    for (const orderId of OPEN.slice(2 * half, 2 + 3 * half)) await journal.claim(record(orderId));
    for (const order of SETTLED.slice(2 * half, 2 + 2 * half)) {
      await journal.claim(record(order.orderId));
      await journal.save(order);
    }
  }
  return items;
}

async function restored(items: Map<string, string>) {
  const clock = createVirtualClock();
  const found = await journalOn(mapStorage(items), { clock }).restore();
  await atRest();
  return { ...found, byId: new Map(found.orders.map((order) => [order.orderId, order])) };
}

/** The orders as they are shown, without what only damage makes uncertain. */
const statuses = (orders: readonly OrderRecord[]) =>
  orders.map(({ orderId, settled }) => [orderId, settled]).sort();

const DAMAGE: readonly (readonly [string, (text: string) => string | undefined])[] = [
  ['is gone', () => undefined],
  ['is empty', () => ''],
  ['is null', () => 'null'],
  ['is something else', () => '<html>captive portal</html>'],
  ['is a number', () => '7'],
  ['is cut in half', (text) => text.slice(0, text.length / 2)],
  ['has lost its end', (text) => text.slice(0, -1)],
  ['is another in one character', (text) => text.replace(/.(?=.{20}$)/s, '~')],
  ['is of a newer version', (text) => text.replace('"version":3', '"version":99')],
  ['is of a newer version and shape', () => '{"version":99,"orders":{}}'],
];

describe.each(DAMAGE)('one key of the storage that %s', (_, damage) => {
  it('hides no open order, and settles or opens none', async () => {
    const whole = await written();
    for (const [key, text] of whole) {
      const items = new Map(whole);
      const spoilt = damage(text);
      if (spoilt === undefined) items.delete(key);
      else items.set(key, spoilt);
      const { byId } = await restored(items);
      for (const orderId of OPEN) {
        const order = byId.get(orderId);
        expect(order, `${orderId} without ${key}`).toMatchObject({ settled: false });
        const isWhole = key !== keyOf(orderId);
        if (isWhole) expect(order, key).toEqual(record(orderId));
        else expect(order).toMatchObject({ status: 'pending', verified: false });
      }
      for (const order of SETTLED) {
        const found = byId.get(order.orderId);
        // History may be lost with its segment, and what is damaged is asked about.
        if (found !== undefined && key !== keyOf(order.orderId)) {
          expect(found, key).toEqual(order);
        } else if (found !== undefined) {
          expect(found).toMatchObject({ status: 'pending', settled: false });
        }
      }
    }
  });

  it('lets no open and no paid order be claimed', async () => {
    const whole = await written();
    for (const [key, text] of whole) {
      const items = new Map(whole);
      const spoilt = damage(text);
      // Nothing can be known of a settled order whose record is gone.
      if (spoilt === undefined) continue;
      items.set(key, spoilt);
      for (const orderId of [...OPEN, 'S1', 'S3', 'S4']) {
        const attempt = record(orderId, { attemptId: 'x', requestId: 'x' });
        const claim = await journalOn(mapStorage(items)).claim(attempt);
        expect(claim, `${orderId} with ${key}`).toMatchObject({ claimed: false });
      }
    }
  });

  it('is reported as storageFailed once at most, and is mended by the next start', async () => {
    const whole = await written();
    for (const [key, text] of whole) {
      const items = new Map(whole);
      const spoilt = damage(text);
      if (spoilt === undefined) items.delete(key);
      else items.set(key, spoilt);
      const first = await restored(items);
      const isAsked = first.orders.some(({ updatedAt }) => updatedAt > 1);
      expect(first.problem?.reason, key).toBe(isAsked ? 'storageFailed' : undefined);
      const second = await restored(items);
      expect(second.problem, key).toBeUndefined();
      expect(statuses(second.orders), key).toEqual(statuses(first.orders));
    }
  });
});

describe('the list of open orders', () => {
  const pages = (items: Map<string, string>) =>
    [...items.keys()].filter((key) => key.startsWith(KEYS.page(0).slice(0, -1)));

  it.each([
    ['a checksum that is wrong', (text: string) => text.replace(/"check":"./, '"check":"~')],
    ['a version that is newer', (text: string) => text.replace('"version":3', '"version":4')],
    ['texts that have lost their ends', (text: string) => text.slice(0, -20)],
  ])('is recovered from all its texts, with %s', async (_, damage) => {
    const items = await written();
    for (const key of pages(items)) items.set(key, damage(items.get(key) ?? ''));
    const { byId, problem } = await restored(items);
    expect(problem).toMatchObject({ reason: 'storageFailed' });
    for (const orderId of OPEN) expect(byId.get(orderId)).toEqual(record(orderId));
    expect((await restored(items)).problem).toBeUndefined();
    const [first] = pages(items);
    expect(JSON.parse(items.get(first ?? '') ?? '')).toMatchObject({ version: 3 });
  });

  it('is recovered before anything is written over it', async () => {
    const items = await written();
    for (const key of pages(items))
      items.set(key, (items.get(key) ?? '').replace('check', 'chick'));
    const journal = journalOn(mapStorage(items));
    for (let n = 0; n < 40; n += 1) await journal.claim(record(`new-${n}`));
    for (let n = 0; n < 40; n += 1) await journal.save(record(`new-${n}`, paid));
    const { byId } = await restored(items);
    for (const orderId of OPEN) expect(byId.get(orderId)).toEqual(record(orderId));
    // Nothing was made up from the damage.
    expect([...byId.values()].filter(({ settled }) => !settled)).toHaveLength(OPEN.length);
  });

  it('is made whole where one twin is lost, damaged or behind', async () => {
    for (const damage of [undefined, 'damaged', '{"version":3,"ids":[],"check":"0a"}']) {
      const whole = await written();
      for (const key of pages(whole)) {
        const items = new Map(whole);
        if (damage === undefined) items.delete(key);
        else items.set(key, damage);
        expect((await restored(items)).problem).toBeUndefined();
        const twin = key.replace(/[ab]$/, (letter) => (letter === 'a' ? 'b' : 'a'));
        expect(items.get(key), key).toBe(items.get(twin));
      }
    }
  });

  it('lists an open order again at its next save, when another process has taken it off', async () => {
    const items = new Map<string, string>();
    const journal = journalOn(mapStorage(items));
    await journal.claim(record('A1'));
    for (const key of pages(items)) items.delete(key);
    expect((await restored(items)).orders).toEqual([]);
    await journal.save(record('A1'));
    expect((await restored(items)).orders).toEqual([record('A1')]);
  });
});

describe('the list of settled orders', () => {
  it('is found again when its head is lost, as orders go on being settled', async () => {
    const items = new Map<string, string>();
    const settle = async (from: number, to: number) => {
      const journal = journalOn(mapStorage(items));
      for (let n = from; n <= to; n += 1) await journal.save(record(`S${n}`, paid));
    };
    await settle(1, 40);
    for (const twin of ['a', 'b']) items.delete(`${KEYS.head}/${twin}`);
    expect((await restored(items)).orders).toEqual([]);
    await settle(41, 41);
    expect((await restored(items)).orders).toHaveLength(41);
  });

  it('is believed by a head whose checksum is of another version', async () => {
    const items = new Map<string, string>();
    const journal = journalOn(mapStorage(items));
    for (let n = 1; n <= 40; n += 1) await journal.save(record(`S${n}`, paid));
    for (const twin of ['a', 'b']) {
      const key = `${KEYS.head}/${twin}`;
      items.set(key, (items.get(key) ?? '').replace('"version":3', '"version":99'));
    }
    expect((await restored(items)).orders).toHaveLength(40);
  });

  it('is not written over where a segment is damaged: it goes on in the next', async () => {
    const items = new Map<string, string>();
    const journal = journalOn(mapStorage(items));
    for (let n = 1; n <= 3; n += 1) await journal.save(record(`S${n}`, paid));
    const text = (items.get(KEYS.segment(1)) ?? '').replace('check', 'chick');
    items.set(KEYS.segment(1), text);
    await journal.save(record('S4', paid));
    expect(items.get(KEYS.segment(1))).toBe(text);
    expect((await restored(items)).orders.map(({ orderId }) => orderId)).toEqual(
      expect.arrayContaining(['S1', 'S2', 'S3', 'S4']),
    );
  });
});

describe('two order ids with the same digest', () => {
  /** Found by trying: both have the digest of the other. */
  const [first, second] = twins();

  it('are kept apart, whichever is written, settled or forgotten first', async () => {
    const items = new Map<string, string>();
    const journal = journalOn(mapStorage(items), { keepOrders: 0 });
    expect(await journal.claim(record(first))).toMatchObject({ claimed: true });
    await journal.save(record(first, paid));
    expect(await journal.claim(record(second))).toMatchObject({ claimed: true });
    expect(await journal.claim(record(second, { attemptId: 'x' }))).toMatchObject({
      claimed: false,
      existing: { orderId: second },
    });
    for (let n = 1; n <= 70; n += 1) await journal.save(record(`S${n}`, paid));
    await atRest();
    expect(parseOrder(items.get(KEYS.record(second, 1)) ?? '')).toEqual(record(second));
    expect(items.has(KEYS.record(first, 0))).toBe(false);
    expect((await restored(items)).byId.get(second)).toEqual(record(second));
    const again = record(second, { attemptId: 'y', requestId: 'y' });
    expect(await journal.claim(again)).toMatchObject({ claimed: false });
    await journal.save(record(second, paid));
    expect(parseOrder(items.get(KEYS.record(second, 1)) ?? '')).toEqual(record(second, paid));
  });

  it('leave no room for a third order with that digest', async () => {
    const items = new Map<string, string>();
    const clock = createVirtualClock();
    const journal = journalOn(mapStorage(items), { clock });
    for (const orderId of [first, second]) {
      expect(await journal.claim(record(orderId))).toMatchObject({ claimed: true });
      await clock.advance(30_000);
    }
    items.set(KEYS.record('C3', 0), items.get(KEYS.record(first, 0)) ?? '');
    items.set(KEYS.record('C3', 1), items.get(KEYS.record(second, 1)) ?? '');
    await expect(journal.claim(record('C3'))).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: false },
    });
  });

  function twins(): [string, string] {
    const seen = new Map<string, string>();
    for (let n = 0; ; n += 1) {
      const orderId = `order-${n}`;
      const other = seen.get(keyOf(orderId));
      if (other !== undefined) return [other, orderId];
      seen.set(keyOf(orderId), orderId);
    }
  }
});
