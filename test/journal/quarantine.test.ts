import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import type { KeyValueStorage } from '../../src/index.js';
import { parseOrder, printOrder } from '../../src/journal/stored-order.js';
import { asked, atRest, failed, journalOn, keyOf, paid, record } from './support/records.js';
import { failing, mapStorage } from './support/storages.js';

const whole = record('A1', {
  attempts: 2,
  earlierRequestIds: ['r0'],
  foreignTxns: ['moz0'],
  txnUuid: 'moz1',
  sdkTxnUuid: 'moz1',
});

const DAMAGED: readonly (readonly [string, string])[] = [
  ['damaged', printOrder(whole).replace('"status":"submitted"', '"status":"failure"')],
  ['from a newer version', printOrder(whole).replace('"version":3', '"version":99')],
];

/** A store in which `A1` has this text, and is listed as open beside `B2`. */
async function setUp(text: string) {
  const items = new Map<string, string>();
  const before = journalOn(mapStorage(items));
  await before.claim(record('A1'));
  await before.claim(record('B2'));
  items.set(keyOf('A1'), text);
  const clock = createVirtualClock();
  const copy = () => items.get(`${keyOf('A1')}/unreadable`);
  const over = (storage: KeyValueStorage) => journalOn(storage, { clock });
  return { items, clock, copy, over, journal: over(mapStorage(items)) };
}

describe.each(DAMAGED)('a record that is %s', (_, text) => {
  it('is pending with all that it still says, and reported once', async () => {
    const { clock, journal } = await setUp(text);
    const { orders, problem } = await journal.restore();
    expect(orders).toHaveLength(2);
    expect(orders).toContainEqual(record('B2'));
    expect(orders).toContainEqual(asked(whole, clock.now()));
    expect(problem).toMatchObject({ reason: 'storageFailed', retry: false });
    await atRest();
    expect((await journal.restore()).problem).toBeUndefined();
  });

  it('is copied before it is made whole', async () => {
    const { items, clock, copy, over } = await setUp(text);
    const writes: string[] = [];
    const storage = mapStorage(items);
    const journal = over({
      ...storage,
      setItem: (key, value) => {
        if (key.startsWith(keyOf('A1'))) writes.push(key);
        return storage.setItem(key, value);
      },
    });
    await journal.restore();
    await atRest();
    expect(writes).toEqual([`${keyOf('A1')}/unreadable`, keyOf('A1')]);
    expect(JSON.parse(copy() ?? '')).toEqual({ at: clock.now(), text });
    expect(parseOrder(items.get(keyOf('A1')) ?? '')).toMatchObject({ status: 'pending' });
  });

  it('cannot be claimed, and is not touched by a claim', async () => {
    const { items, journal } = await setUp(text);
    const attempt = record('A1', { attemptId: 'x', requestId: 'x' });
    expect(await journal.claim(attempt)).toMatchObject({
      claimed: false,
      existing: { status: 'pending', foreignUnknown: true, requestId: 'request-A1' },
    });
    expect(items.get(keyOf('A1'))).toBe(text);
  });

  it('is copied before a save writes over it, and keeps what was known', async () => {
    const { items, journal, copy } = await setUp(text);
    await journal.save(record('A1', failed));
    expect(JSON.parse(copy() ?? '')).toMatchObject({ text });
    expect(parseOrder(items.get(keyOf('A1')) ?? '')).toMatchObject({
      ...failed,
      attempts: 2,
      earlierRequestIds: ['r0'],
      foreignTxns: ['moz0'],
    });
  });

  it('stays as it is while it cannot be copied, and other orders are saved', async () => {
    const { items, journal: _, over } = await setUp(text);
    let isFull = true;
    const journal = over(
      failing(
        mapStorage(items),
        (operation, key) => isFull && operation === 'set' && key.includes('unreadable'),
      ),
    );
    expect((await journal.restore()).orders).toHaveLength(2);
    await atRest();
    await expect(journal.save(record('A1', paid))).rejects.toMatchObject({
      problem: { reason: 'storageFailed' },
    });
    expect(items.get(keyOf('A1'))).toBe(text);
    expect(await journal.claim(record('C3'))).toMatchObject({ claimed: true });
    isFull = false;
    await journal.save(record('A1', paid));
    expect(parseOrder(items.get(keyOf('A1')) ?? '')).toMatchObject(paid);
  });
});

describe('the copy of a damaged record', () => {
  it('is kept once of each key, the last', async () => {
    const [, text = ''] = DAMAGED[0] ?? [];
    const { items, clock, journal, copy } = await setUp(text);
    for (const other of [text, text, 'another']) {
      items.set(keyOf('A1'), other);
      await journal.restore();
      await atRest();
      await clock.advance(1_000);
    }
    expect(JSON.parse(copy() ?? '')).toMatchObject({ text: 'another' });
    expect([...items.keys()].filter((key) => key.includes('unreadable'))).toHaveLength(1);
  });

  it('is not made again of the same text', async () => {
    const [, text = ''] = DAMAGED[0] ?? [];
    const { items, clock, copy, over } = await setUp(text);
    const journal = over(
      failing(mapStorage(items), (what, key) => what === 'set' && key === keyOf('A1')),
    );
    await journal.restore();
    await atRest();
    const first = copy();
    await clock.advance(1_000);
    await journal.restore();
    await atRest();
    expect(copy()).toBe(first);
  });

  it('is not made of a text that is sound', async () => {
    const { items, journal } = await setUp(printOrder(whole));
    await journal.restore();
    await journal.save({ ...whole, ...paid });
    await atRest();
    expect([...items.keys()].join()).not.toContain('unreadable');
  });
});

describe('a record of which less is left', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{"version":3,'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another shape', '{"version":99,"orders":{}}'],
  ])('is an open order all the same: %s', async (_, text) => {
    const { clock, journal } = await setUp(text);
    const { orders } = await journal.restore();
    expect(orders.find(({ orderId }) => orderId === 'A1')).toMatchObject({
      kind: 'pay',
      status: 'pending',
      settled: false,
      attempts: 1,
      attemptId: 'recovered:A1',
      requestId: 'recovered:A1',
      foreignUnknown: true,
      updatedAt: clock.now(),
    });
  });

  it('is found wherever a newer version has it', async () => {
    const deep = { version: 9, was: { orderId: 'B2' }, now: { orderId: 'A1', requestId: 'r9' } };
    const { journal } = await setUp(JSON.stringify(deep));
    const { orders } = await journal.restore();
    expect(orders.find(({ orderId }) => orderId === 'A1')).toMatchObject({ requestId: 'r9' });
  });

  it('is still its order where the id itself is damaged', async () => {
    const { journal } = await setUp(printOrder(whole).replace('"orderId":"A1"', '"orderId":"A7"'));
    const { orders } = await journal.restore();
    expect(orders.map(({ orderId }) => orderId).sort()).toEqual(['A1', 'B2']);
  });

  it.each([
    ['confirmed', { paid: 'confirmed' }, 'confirmed'],
    ['reported', { paid: 'reported' }, 'reported'],
    ['reported, in the SDK’s own word', { reported: 'success' }, 'reported'],
  ] as const)('keeps that it was paid: %s', async (_, more, word) => {
    const text = printOrder({ ...whole, ...more }).replace('"amount":"2.00"', '"amount":"2,00"');
    const { journal } = await setUp(text);
    const { orders } = await journal.restore();
    expect(orders.find(({ orderId }) => orderId === 'A1')).toMatchObject({ paid: word });
  });

  it.each([
    ['the first is damaged', '"amount":"2.00"', '"amount":"2,00"', '2.00'],
    ['the second is damaged', '"amountAgain":"2.00"', '"amountAgain":"2,00"', '2.00'],
    ['one of them is another amount', '"amount":"2.00"', '"amount":"9.00"', undefined],
    ['both are gone', '2.00', '2,00', undefined],
  ])('keeps its amount as long as nothing speaks against it: %s', async (_, from, to, amount) => {
    const { journal } = await setUp(printOrder(whole).replaceAll(from, to));
    const found = (await journal.restore()).orders.find(({ orderId }) => orderId === 'A1');
    expect(found?.amount).toBe(amount);
  });

  it('keeps no text that could be personal data', async () => {
    const more = { txnUuid: 'asha@upf', sdkTxnUuid: '919876543210', code: '919876543210' };
    const text = printOrder({ ...whole, ...more }).replace('"amount":"2.00"', '"amount":"2.0x"');
    const { journal } = await setUp(text);
    expect(JSON.stringify(await journal.restore())).not.toMatch(/asha|9876543210/);
  });
});

describe('a write that reads back otherwise', () => {
  it('claims nothing when what was written comes back damaged', async () => {
    const storage = mapStorage(new Map());
    const journal = journalOn({
      ...storage,
      setItem: (key, value) => storage.setItem(key, value.replace('"2.00"', '"3.00"')),
    });
    await expect(journal.claim(record('A1'))).rejects.toMatchObject({
      problem: { reason: 'storageFailed' },
    });
  });

  it('claims nothing when nothing comes back', async () => {
    const storage = mapStorage(new Map());
    const journal = journalOn({
      ...storage,
      setItem: (key, value) => (key.includes('/order/') ? undefined : storage.setItem(key, value)),
    });
    await expect(journal.claim(record('A1'))).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: false },
    });
  });

  it.each([
    ['a number', 7],
    ['an object', {}],
  ])('reads no text out of %s', async (_, value) => {
    const journal = journalOn({
      ...mapStorage(new Map()),
      getItem: () => JSON.parse(JSON.stringify(value)),
    });
    const refusal = { problem: { reason: 'storageFailed' } };
    await expect(journal.restore()).rejects.toMatchObject(refusal);
    await expect(journal.claim(record('A1'))).rejects.toMatchObject(refusal);
  });
});
