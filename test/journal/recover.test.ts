import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../core/model/order.js';
import { ORDERS_1, ORDERS_2 } from '../../fixtures/stored-texts.js';
import { withChecksum } from '../../src/journal/checksum.js';
import { parseLegacyOrders } from '../../src/journal/legacy-orders.js';
import { parseOrder, printOrder } from '../../src/journal/stored-order.js';
import { printLegacy, record } from './support/records.js';

const NOW = 1_767_590_000_000;

/** Undefined fields are no fields. */
const plain = (order: OrderRecord): string =>
  JSON.stringify(
    Object.entries(order)
      .filter(([, value]) => value !== undefined)
      .sort(),
  );

/** Where each order says who it is: the key, and the id with its quotes. */
function idsIn(
  text: string,
  orders: readonly OrderRecord[],
): { order: OrderRecord; from: number; to: number }[] {
  return orders.map((order) => {
    const words = `"orderId":${JSON.stringify(order.orderId)}`;
    const from = text.indexOf(words);
    expect(from).toBeGreaterThan(0);
    return { order, from, to: from + words.length };
  });
}

/** Where the entry with its checksum of an order is over. */
function endOf(text: string, order: OrderRecord): number {
  const [, entry = ''] = /^\{"version":2,"orders":\[(.*)\]\}$/s.exec(printLegacy([order])) ?? [];
  return text.indexOf(entry) + entry.length;
}

/** What must hold of anything that was read: it can be written, and is sound from then on. */
function complaintsAbout(orders: readonly OrderRecord[]): string[] {
  const complaints: string[] = [];
  const ids = orders.map(({ orderId }) => orderId);
  if (new Set(ids).size !== ids.length || ids.includes('')) complaints.push(`ids: ${ids}`);
  for (const order of orders) {
    const again = parseOrder(printOrder(order));
    if (again === undefined) complaints.push('what is written again is damaged');
    else if (plain(again) !== plain(order)) {
      complaints.push('what is written again is read otherwise');
    }
  }
  return complaints;
}

/** An order is as it was, or it is asked about. Nothing else may come of damage. */
function keptOrAsked(found: OrderRecord, written: OrderRecord): boolean {
  return plain(found) === plain(written) || (found.status === 'pending' && !found.settled);
}

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const anyId = fc.oneof({ weight: 4, arbitrary: id }, fc.string({ unit: 'grapheme', minLength: 1 }));
const time = fc.integer({ min: 1, max: NOW });
const order = fc
  .record<OrderRecord>({
    orderId: anyId,
    kind: fc.constantFrom('pay', 'mandate', 'checkout'),
    amount: fc.option(
      fc.integer({ min: 100, max: 10_000_000 }).map((paise) => (paise / 100).toFixed(2)),
      { nil: undefined },
    ),
    status: fc.constantFrom(
      'submitted',
      'pending',
      'success',
      'failure',
      'userAborted',
      'refunded',
    ),
    settled: fc.boolean(),
    verified: fc.boolean(),
    attempts: fc.integer({ min: 1, max: 5 }),
    attemptId: fc.uuid(),
    requestId: fc.uuid(),
    earlierRequestIds: fc.array(fc.uuid(), { maxLength: 3 }),
    at: time,
    updatedAt: time,
    foreignTxns: fc.array(id, { maxLength: 3 }),
    foreignUnknown: fc.constant(false),
    txnUuid: fc.option(id, { nil: undefined }),
    reported: fc.constantFrom(undefined, 'success', 'failure', 'pending'),
  })
  .map(
    (one): OrderRecord => ({
      ...one,
      settled: one.settled && !['submitted', 'pending'].includes(one.status),
      // Each attempt but the last has left its request, and at most one transaction.
      attempts: one.earlierRequestIds.length + 1,
      foreignTxns: one.foreignTxns.slice(0, one.earlierRequestIds.length),
    }),
  );
const orders = fc.uniqueArray(order, {
  selector: (one) => one.orderId,
  minLength: 1,
  maxLength: 6,
});

const printed1 = (written: readonly OrderRecord[]): string => printLegacy(written, 1);
const printed2 = (written: readonly OrderRecord[]): string => printLegacy(written);

describe('parseLegacyOrders never throws', () => {
  const part = fc.constantFrom(
    '{"version":2,"orders":[',
    '"orderId"',
    ':',
    '"',
    'A1',
    '\\',
    '\\u00',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"kind":"pay"',
    '"earlierRequestIds":[',
    '"amount":"2.00"',
    '"check":"',
    '"__proto__":',
    '"constructor":1',
    '\u0000',
    '😀',
    ' ',
    '"attempts":',
    '1e999',
    '-',
    'true',
    'null',
    '\n',
  );

  it.each([
    ['any text', fc.string({ unit: 'binary' })],
    ['any JSON', fc.json()],
    ['pieces of a record', fc.array(part, { maxLength: 60 }).map((parts) => parts.join(''))],
    [
      'an entry of anything',
      fc.jsonValue().map((entry) => JSON.stringify({ version: 2, orders: [entry] })),
    ],
    [
      'an entry of anything, with its checksum',
      fc
        .object()
        .map((entry) =>
          JSON.stringify({ version: 2, orders: [withChecksum({ ...entry, orderId: 'A1' })] }),
        ),
    ],
  ])('%s', { timeout: 60_000 }, (_, texts: fc.Arbitrary<string>) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(complaintsAbout(parseLegacyOrders(text, NOW).orders)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['brackets without end', '['.repeat(200_000)],
    ['brackets that close', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    [
      'a deep entry',
      `{"version":2,"orders":[{"orderId":"A1","deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}`,
    ],
    [
      'a deep entry with a checksum',
      `{"version":2,"orders":[{"orderId":"A1","check":"0","deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}`,
    ],
    [
      'a deep entry of version 1',
      `{"version":1,"orders":[{"orderId":"A1","deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}`,
    ],
    ['keys without end', '"orderId":"'.repeat(20_000)],
    ['spaces without end', `{"orderId"${' '.repeat(200_000)}`],
    ['one long text', `{"orderId":"${'x'.repeat(1_000_000)}`],
  ])('and not slow, or the test would be given up: %s', (_, text) => {
    expect(complaintsAbout(parseLegacyOrders(text, NOW).orders)).toEqual([]);
  });
});

/** A test that reads thousands of texts, on a machine that has other things to do. */
const PATIENCE = { timeout: 60_000 };

describe('a text of orders that is cut: every order is found', () => {
  /** Every order whose id was whole is there; one that was whole is as it was; the cut one is open. */
  function complaints(
    text: string,
    written: readonly OrderRecord[],
    cut: number,
    isSealed: boolean,
  ): string[] {
    const { orders: found } = parseLegacyOrders(text.slice(0, cut), NOW);
    const known = idsIn(text, written).filter(({ to }) => to <= cut);
    const isThere = new Map(found.map((one) => [one.orderId, one]));
    const said = [...complaintsAbout(found)];
    if (found.length !== known.length) said.push(`${found.length} orders of ${known.length}`);
    for (const { order: original } of known) {
      const one = isThere.get(original.orderId);
      if (one === undefined) {
        said.push(`${original.orderId} is lost`);
        continue;
      }
      const isWhole = isSealed && cut >= endOf(text, original);
      if (isWhole ? plain(one) !== plain(original) : one.status !== 'pending' || one.settled) {
        said.push(`${original.orderId} became ${plain(one)}`);
      }
      if (one.amount !== undefined && one.amount !== original.amount) said.push('another amount');
      if (![original.requestId, `recovered:${original.orderId}`].includes(one.requestId)) {
        said.push('another request');
      }
    }
    return said.map((complaint) => `${complaint}, cut at ${cut}`);
  }

  it.each([
    ['version 1', ORDERS_1, false],
    ['version 2', ORDERS_2, true],
  ])('anywhere: %s', PATIENCE, (_, text, isSealed) => {
    const { orders: written } = parseLegacyOrders(text, NOW);
    for (let cut = 0; cut < text.length; cut += 1) {
      expect(complaints(text, written, cut, isSealed)).toEqual([]);
    }
  });

  it.each([
    ['version 1', printed1, false],
    ['version 2', printed2, true],
  ])('anywhere, whatever it holds: %s', PATIENCE, (_, print, isSealed) => {
    const simple = fc
      .uniqueArray(order, { selector: (one) => one.orderId, minLength: 1, maxLength: 4 })
      .filter((all) => all.every((one) => /^[\w-]+$/.test(one.orderId)))
      // What was called paid and ended unpaid is open, whole or not.
      .filter((all) => all.every((one) => one.reported !== 'success' || one.status === 'success'));
    fc.assert(
      fc.property(simple, fc.nat(), (written, place) => {
        const text = print(written);
        const { orders: whole } = parseLegacyOrders(text, NOW);
        expect(complaints(text, whole, place % text.length, isSealed)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('at its beginning', PATIENCE, () => {
    const { orders: written } = parseLegacyOrders(ORDERS_2, NOW);
    const ids = idsIn(ORDERS_2, written);
    for (let cut = 1; cut < ORDERS_2.length; cut += 1) {
      const found = parseLegacyOrders(ORDERS_2.slice(cut), NOW).orders;
      expect(complaintsAbout(found)).toEqual([]);
      const known = ids.filter(({ from }) => from >= cut).map((one) => one.order.orderId);
      expect(found.map(({ orderId }) => orderId)).toEqual(known);
      expect(found.every((one) => !one.settled)).toBe(true);
    }
  });
});

describe('a text of orders with one wrong character', () => {
  /** No order is lost or settled by it, but one whose very id it is. */
  function complaints(written: readonly OrderRecord[], text: string, at: number, sign: string) {
    const { orders: found } = parseLegacyOrders(text.slice(0, at) + sign + text.slice(at + 1), NOW);
    const said = [...complaintsAbout(found)];
    const ids = idsIn(text, written);
    let recovered = 0;
    for (const { order: original, from, to } of ids) {
      const one = found.find(({ orderId }) => orderId === original.orderId);
      if (one === undefined) {
        if (at < from || at >= to) said.push(`${original.orderId} is lost`);
        continue;
      }
      if (plain(one) !== plain(original)) recovered += 1;
      if (!keptOrAsked(one, original)) said.push(`${original.orderId} became ${plain(one)}`);
      if (one.attempts < original.attempts) said.push(`${original.orderId} forgot an attempt`);
    }
    const isOneHit = ids.some(({ from, to }) => from <= at && at < to);
    if (found.length > written.length + (isOneHit ? 1 : 0)) said.push('an order out of nothing');
    return { recovered, said: said.map((complaint) => `${complaint}: ${sign} at ${at}`) };
  }

  it('anywhere in a record', PATIENCE, () => {
    const { orders: written } = parseLegacyOrders(ORDERS_2, NOW);
    let recovered = 0;
    for (let at = 0; at < ORDERS_2.length; at += 1) {
      for (const sign of ['x', '"', '}']) {
        const { recovered: more, said } = complaints(written, ORDERS_2, at, sign);
        expect(said).toEqual([]);
        recovered += more;
      }
    }
    // The test would say nothing if nothing were ever found damaged.
    expect(recovered).toBeGreaterThan(ORDERS_2.length);
  });

  it('anywhere, whatever it holds', PATIENCE, () => {
    fc.assert(
      fc.property(
        orders,
        fc.nat(),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (written, place, sign) => {
          const text = printLegacy(written);
          // An id within another's text would be found at the wrong place.
          fc.pre(new Set(idsIn(text, written).map(({ from }) => from)).size === written.length);
          const { orders: whole } = parseLegacyOrders(text, NOW);
          expect(complaints(whole, text, place % text.length, sign).said).toEqual([]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is noticed wherever it is in an entry', PATIENCE, () => {
    const text = printLegacy([record('A1', { txnUuid: 'moz1' })]);
    const from = text.indexOf('{"orderId"');
    const unnoticed: string[] = [];
    for (let at = from; at < text.length - 2; at += 1) {
      for (let code = 32; code < 127; code += 1) {
        const sign = String.fromCharCode(code);
        if (text[at] === sign) continue;
        const { damaged } = parseLegacyOrders(text.slice(0, at) + sign + text.slice(at + 1), NOW);
        if (!damaged) unnoticed.push(`${sign} at ${at}`);
      }
    }
    expect(unnoticed).toEqual([]);
  });

  it('loses no order of version 1', PATIENCE, () => {
    const { orders: written } = parseLegacyOrders(ORDERS_1, NOW);
    const ids = idsIn(ORDERS_1, written);
    const lost: string[] = [];
    for (let at = 0; at < ORDERS_1.length; at += 1) {
      for (const sign of ['x', '1', '"', '}', ',', '\\']) {
        const text = ORDERS_1.slice(0, at) + sign + ORDERS_1.slice(at + 1);
        const found = new Set(parseLegacyOrders(text, NOW).orders.map(({ orderId }) => orderId));
        for (const { order: original, from, to } of ids) {
          const isHit = from <= at && at < to;
          if (!isHit && !found.has(original.orderId)) lost.push(`${original.orderId} at ${at}`);
        }
      }
    }
    expect(lost).toEqual([]);
  });
});
