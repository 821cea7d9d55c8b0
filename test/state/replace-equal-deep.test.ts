import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceEqualDeep } from '../../src/state/replace-equal-deep.js';

const date = new Date(0);
const a1 = { orderId: 'A1', refund: { status: 'pending' } };

/** An object with its own key of this name, whatever the name means elsewhere. */
const keyed = (key: string, value: unknown): unknown => Object.fromEntries([[key, value]]);

describe('what is equal', () => {
  it.each([
    [1, 1],
    ['', ''],
    [undefined, undefined],
    [null, null],
    [Number.NaN, Number.NaN],
    [date, date],
    [{}, {}],
    [[], []],
    [{ a1 }, { a1 }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: [{ b: [1, null] }] }, { a: [{ b: [1, null] }] }],
    [{ a: undefined }, { a: undefined }],
    [Object.create(null), Object.create(null)],
    [keyed('__proto__', { a: 1 }), keyed('__proto__', { a: 1 })],
    [keyed('constructor', a1), keyed('constructor', a1)],
  ])('stays the one before: %o and %o', (before, next) => {
    expect(replaceEqualDeep(before, next)).toBe(before);
  });
});

describe('what differs', () => {
  it.each([
    [1, 2],
    [1, '1'],
    [null, undefined],
    [undefined, {}],
    [null, {}],
    [{}, null],
    [{}, []],
    [[1], { 0: 1 }],
    [{ a1 }, { a1: 1 }],
    [{ a: 1 }, {}],
    [{}, { a: 1 }],
    [{ a: undefined }, {}],
    [{}, { a: undefined }],
    [{ a: undefined }, { b: undefined }],
    [{ a: null }, { a: undefined }],
    [[1], [1, 2]],
    [
      [1, 2],
      [2, 1],
    ],
    [[1, 2], [1]],
    [{}, keyed('__proto__', {})],
    [keyed('__proto__', {}), {}],
    [{}, keyed('constructor', Object)],
    [keyed('toString', 'A1'), {}],
  ])('is the new one, as it came: %o and %o', (before, next) => {
    expect(replaceEqualDeep(before, next)).toBe(next);
  });

  // What shows no parts of its own would always look the same.
  it.each([
    [new Map(), new Map()],
    [new Set([1]), new Set([1])],
    [date, new Date(0)],
    [() => 1, () => 1],
    [date, {}],
    [{}, date],
  ])('is also what is no plain data: %o and %o', (before, next) => {
    expect(replaceEqualDeep(before, next)).toBe(next);
  });
});

describe('what differs in part', () => {
  it('is a new object with every part of the one before that is equal', () => {
    const before = { loader: false, accounts: [{ id: 1 }], orders: { A1: { sum: 1 }, B2: {} } };
    const next = { loader: true, accounts: [{ id: 1 }], orders: { A1: { sum: 2 }, B2: {} } };
    const shared = replaceEqualDeep(before, next);
    expect(shared).toEqual(next);
    expect(shared).not.toBe(before);
    expect(shared.accounts).toBe(before.accounts);
    expect(shared.orders).not.toBe(before.orders);
    expect(shared.orders.A1).toBe(next.orders.A1);
    expect(shared.orders.B2).toBe(before.orders.B2);
  });

  it('is a list with the entries before that are equal, however long the two are', () => {
    const before = [{ id: 1 }, { id: 2 }];
    expect(replaceEqualDeep(before, [{ id: 1 }, { id: 2 }, { id: 3 }])[1]).toBe(before[1]);
    expect(replaceEqualDeep(before, [{ id: 1 }])[0]).toBe(before[0]);
    expect(replaceEqualDeep(before, [{ id: 1 }])).toEqual([{ id: 1 }]);
    expect(replaceEqualDeep(before, [{ id: 3 }, { id: 2 }])).toEqual([{ id: 3 }, { id: 2 }]);
  });

  it('leaves both as they were', () => {
    const before = { a: { b: 1 }, c: 1 };
    const next = { a: { b: 1 }, c: 2 };
    const [one, other] = [structuredClone(before), structuredClone(next)];
    const { a } = next;
    replaceEqualDeep(before, next);
    expect([before, next]).toEqual([one, other]);
    expect(next.a).toBe(a);
  });

  it('is the new object itself where nothing of it had to be replaced', () => {
    const next = { a1, loader: true };
    expect(replaceEqualDeep({ a1, loader: false }, next)).toBe(next);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'takes %s for a key like any other',
    (key) => {
      const before = Object.fromEntries([[key, { sum: 1 }]]);
      const next = Object.fromEntries([
        [key, { sum: 1 }],
        ['B2', { sum: 2 }],
      ]);
      const shared = replaceEqualDeep(before, next);
      expect(Object.keys(shared)).toEqual([key, 'B2']);
      expect(Object.getPrototypeOf(shared)).toBe(Object.prototype);
      expect(Object.getOwnPropertyDescriptor(shared, key)?.value).toBe(
        Object.getOwnPropertyDescriptor(before, key)?.value,
      );
      expect(replaceEqualDeep({}, next)).toBe(next);
    },
  );
});

describe('of any data', () => {
  const data = fc.jsonValue({ maxDepth: 4 });

  it('the result says what the new one said, and both stay as they were', () => {
    fc.assert(
      fc.property(data, data, (before, next) => {
        const [one, other] = [structuredClone(before), structuredClone(next)];
        expect(replaceEqualDeep(before, next)).toEqual(other);
        expect([before, next]).toEqual([one, other]);
      }),
    );
  });

  it('a copy is found equal', () => {
    fc.assert(
      fc.property(data, (before) => {
        expect(replaceEqualDeep(before, structuredClone(before))).toBe(before);
      }),
    );
  });
});
