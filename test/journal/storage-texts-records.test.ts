import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../core/model/order.js';
import { readJson } from '../../core/model/read-json.js';
import { type MandateResult, Secret } from '../../core/protocol/index.js';
import { withChecksum } from '../../src/journal/checksum.js';
import {
  markOf,
  parseOrder,
  printOrder,
  readOrder,
  STORED_VERSION,
} from '../../src/journal/stored-order.js';
import { parseTokens, printTokens } from '../../src/journal/stored-tokens.js';
import { failed, paid, record } from './support/records.js';

const full = record('A1', {
  ...paid,
  kind: 'mandate',
  attempts: 2,
  earlierRequestIds: ['r0'],
  foreignTxns: ['moz0'],
  foreignUnknown: true,
  sdkTxnUuid: 'moz1',
  txnUuid: 'moz2',
  neverSent: true,
  reported: 'success',
  code: '00',
  at: 5,
  updatedAt: 6,
  mandate: { status: 'active' },
});

const parsed = (fields: object) =>
  parseOrder(JSON.stringify(withChecksum({ version: STORED_VERSION, ...full, ...fields })));

describe('a record that contradicts itself', () => {
  it.each(['failure', 'payFailure', 'backPress', 'userAborted'] as const)(
    'is in question again: known to be paid, and ended as %s',
    (status) => {
      const order = record('A1', { ...failed, status, paid: 'confirmed', verified: true });
      expect(parseOrder(printOrder(order))).toEqual({
        ...order,
        status: 'pending',
        settled: false,
        verified: false,
      });
    },
  );

  it.each<Partial<OrderRecord>>([
    paid,
    { ...paid, paid: 'reported' },
    failed,
    { ...paid, status: 'refunded' },
    { ...paid, status: 'unresolved' },
    { status: 'submitted', paid: 'reported' },
  ])('is none: %o', (more) => {
    expect(parseOrder(printOrder(record('A1', more)))).toEqual(record('A1', more));
  });
});

describe('the money that went back of an order', () => {
  it.each([
    { status: 'pending', amount: '1.00', count: 2 },
    { status: 'success', count: 0 },
    { status: 'failure', amount: '2.00', count: 1 },
  ] as const)('is written and read: %o', (refund) => {
    const order = record('A1', { ...paid, refund });
    expect(parseOrder(printOrder(order))).toEqual(order);
    expect(readJson(printOrder(order))).toMatchObject({ refund });
  });
});

describe('the text of an order', () => {
  it('is the same in every release, and begins with what finds the order out', () => {
    expect(printOrder(full)).toBe(
      [
        '{"version":3,"orderId":"A1","kind":"mandate","amount":"2.00","attempts":2,"settled":true',
        '"paid":"confirmed","sdkTxnUuid":"moz1","attemptId":"attempt-A1","requestId":"request-A1"',
        '"earlierRequestIds":["r0"],"foreignTxns":["moz0"],"foreignUnknown":true,"txnUuid":"moz2"',
        '"neverSent":true,"reported":"success","status":"success","code":"00","verified":true',
        '"at":5,"updatedAt":6,"mandate":{"status":"active"},"amountAgain":"2.00"',
        `"check":"${markOf(printOrder(full))}"}`,
      ].join(),
    );
  });

  it('gives back the order', () => {
    expect(parseOrder(printOrder(full))).toStrictEqual(full);
    expect(parseOrder(printOrder(record('A1')))).toStrictEqual(record('A1'));
  });

  it('keeps of a mandate its status only', () => {
    const result = new Secret<MandateResult>({ umn: 'asha@upi' });
    const text = printOrder({ ...full, mandate: { status: 'active', result } });
    expect(text).toBe(printOrder(full));
  });

  it.each<Partial<OrderRecord>>([
    { kind: 'pay' },
    { kind: 'mandate' },
    { kind: 'checkout', amount: undefined },
    ...(['pending', 'active', 'failed', 'ended'] as const).map((status) => ({
      mandate: { status },
    })),
    { paid: 'reported' },
    { paid: 'confirmed' },
    { neverSent: true },
    ...(['success', 'pending', 'failure', 'payFailure', 'backPress', 'userAborted'] as const).map(
      (reported) => ({ reported }),
    ),
    ...(
      [
        ...['authorizing', 'submitted', 'pending', 'success', 'failure', 'payFailure'],
        ...['backPress', 'userAborted', 'refunded', 'unresolved'],
      ] as const
    ).map((status) => ({ status: status as OrderRecord['status'] })),
    ...(
      [
        'success',
        'failure',
        'payFailure',
        'backPress',
        'userAborted',
        'refunded',
        'unresolved',
      ] as const
    ).map((status) => ({ status, settled: true })),
  ])('is read whatever the order says: %j', (more) => {
    expect(parseOrder(printOrder(record('A1', more)))).toEqual(record('A1', more));
  });

  it.each(['authorizing', 'submitted', 'pending'] as const)(
    'is not believed when it calls the order settled and %s',
    (status) => {
      expect(parsed({ settled: true, status })).toBeUndefined();
    },
  );

  it.each([
    { version: 2 },
    { version: 4 },
    { orderId: '' },
    { orderId: 7 },
    { kind: 'play' },
    { amount: 2 },
    { attempts: 0 },
    { attempts: 1.5 },
    { attempts: '1' },
    { attemptId: null },
    { requestId: 7 },
    { earlierRequestIds: [7] },
    { earlierRequestIds: 'r0' },
    { foreignTxns: [null] },
    { foreignUnknown: 'true' },
    { sdkTxnUuid: 7 },
    { paid: 'maybe' },
    { neverSent: false },
    { txnUuid: 7 },
    { reported: 'refunded' },
    { status: 'gone' },
    { code: 7 },
    { verified: 1 },
    { settled: 1 },
    { at: '5' },
    { updatedAt: null },
    { mandate: { status: 'gone' } },
    { mandate: 'active' },
  ])('is not understood with %j, whatever its checksum says', (more) => {
    expect(parsed({})).toEqual(full);
    expect(parsed(more)).toBeUndefined();
  });

  it('may say more than this version knows, which is dropped', () => {
    expect(parsed({ extra: 1 })).toEqual(full);
  });

  it('is not understood without its checksum, or as no JSON', () => {
    expect(parseOrder(printOrder(full).replace('"attempts":2', '"attempts":1'))).toBeUndefined();
    expect(parseOrder('')).toBeUndefined();
    expect(readOrder(undefined)).toBeUndefined();
  });

  it('has a mark that tells it from every other text of the order', () => {
    const { check } = { check: '', ...Object(readJson(printOrder(full))) };
    expect(markOf(printOrder(full))).toBe(check);
    expect(check).toMatch(/^[0-9a-f]{8}$/);
    expect(markOf(printOrder(full))).not.toBe(markOf(printOrder({ ...full, ...failed })));
  });

  it.each([
    ['nothing', ''],
    ['a text that was cut', '{"check":"0011aabb"'],
    ['a checksum that is not the last', '{"check":"0011aabb"},'],
    ['a checksum that is too short', '{"check":"0011aab"}'],
    ['a checksum that is too long', '{"check":"0011aabbc"}'],
    ['a checksum that is none', '{"check":"0011aabz"}'],
  ])('has no mark when it is %s', (_, text) => {
    expect(markOf(text)).toBe('');
    expect(markOf('{"check":"0011aabb"}')).toBe('0011aabb');
  });
});

describe('the times of SMS tokens', () => {
  it.each([
    ['what was printed', printTokens([1, 2.5]), [1, 2.5]],
    ['nothing', undefined, []],
    ['no text', null, []],
    ['an empty text', '', []],
    ['one number of version 1', '1767587400000', [1_767_587_400_000]],
    ['numbers of version 1', '1,22.25,333', [1, 22.25, 333]],
    ['fractions only', '0.25,12.75', [0.25, 12.75]],
    ['the longest number', '123456789012345', [123_456_789_012_345]],
  ])('are read: %s', (_, text, at) => {
    expect(parseTokens(text)).toEqual({ at, damaged: false });
  });

  it.each([
    ['a text of another version', JSON.stringify(withChecksum({ version: 3, at: [] })), 'any'],
    ['times that are none', JSON.stringify(withChecksum({ version: 2, at: ['1'] })), 'any'],
    ['no times', JSON.stringify(withChecksum({ version: 2 })), 'any'],
    ['a word before the numbers', 'x1,2', [1, 2]],
    ['a word after the numbers', '1,2x', [1, 2]],
    ['a word between the numbers', '1,x,2', [1, 2]],
    ['a missing number', '1,,2', [1, 2]],
    ['a number too many digits long', '1234567890123456', [123_456_789_012_345, 6]],
    ['one of the numbers too long', '1,1234567890123456', [1, 123_456_789_012_345, 6]],
    ['half a fraction', '1.,2', [1, 2]],
    ['half a fraction at the end', '1,2.', [1, 2]],
    ['no number at all', 'none', []],
  ])('are damaged, and recognised as far as they can be: %s', (_, text, at) => {
    const read = parseTokens(text);
    expect(read.damaged).toBe(true);
    if (at !== 'any') expect(read.at).toEqual(at);
  });
});
