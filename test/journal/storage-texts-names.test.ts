import { describe, expect, it } from 'vitest';
import { digest } from '../../core/model/digest.js';
import { isFields, readJson } from '../../core/model/read-json.js';
import { checked, withChecksum } from '../../src/journal/checksum.js';
import { keysOf, PAGES, pageOf } from '../../src/journal/keys.js';
import { scopeOf } from '../../src/journal/scope.js';

/** Nested so deeply that it cannot be printed. */
function deep(): object {
  let value: unknown[] = [];
  for (let depth = 0; depth < 100_000; depth += 1) value = [value];
  return { value };
}

describe('a digest', () => {
  it.each([
    ['', '811c9dc5'],
    ['a', 'e40de134'],
    ['ab', '57d915d1'],
    ['ba', '56dde32e'],
    ['order-703', '00b89e75'],
    ['₹😀', 'c4ce4f76'],
  ])('is the same in every release: %j', (text, known) => {
    expect(digest(text)).toBe(known);
  });

  it('is another one from another beginning', () => {
    expect(digest('', 7)).toBe('00000007');
    expect(digest('a', 7)).not.toBe(digest('a'));
  });
});

describe('the names under which things are stored', () => {
  const keys = keysOf('me');

  it('are the same in every release: phones hold what is stored there', () => {
    expect({
      legacy: keys.legacy,
      record: [keys.record('A1', 0), keys.record('A1', 1)],
      claim: [keys.door('A1'), keys.contender('A1')],
      page: keys.page(7),
      settled: [keys.head, keys.segment(3)],
    }).toEqual({
      legacy: 'upi-flow/orders/me',
      record: ['upi-flow/v3/me/order/8684c755', 'upi-flow/v3/me/order/8684c755.1'],
      claim: ['upi-flow/v3/me/claim/8684c755/door', 'upi-flow/v3/me/claim/8684c755/last'],
      page: 'upi-flow/v3/me/open/7',
      settled: ['upi-flow/v3/me/settled/head', 'upi-flow/v3/me/settled/3'],
    });
  });

  it('are locked under names that tabs with another release know, too', () => {
    expect([
      keys.lock('log'),
      keys.lock('migration'),
      keys.lock({ orderId: 'A1' }),
      keys.lock({ page: 7 }),
    ]).toEqual([
      'upi-flow/v3/me/log',
      'upi-flow/v3/me/migration',
      'upi-flow/v3/me/order/8684c755',
      'upi-flow/v3/me/open/7',
    ]);
  });

  it.each([
    ['order-703', 5],
    ['A1', 5],
    ['a', 4],
    ['ba', 14],
    ['order-2', 8],
  ])('list an open order on the page where every release looks for it: %s', (orderId, page) => {
    expect(pageOf(orderId)).toBe(page);
    expect(page).toBeLessThan(PAGES);
  });
});

describe('the name of a customer of a merchant', () => {
  it('is the same in every release', () => {
    expect(scopeOf('stock', 'asha', 'live')).toBe('7dec68285195b1be');
  });

  it('is another one where the same letters are other names', () => {
    expect(scopeOf('a', 'bc')).not.toBe(scopeOf('ab', 'c'));
    expect(scopeOf('1:a|1:b')).not.toBe(scopeOf('a', 'b'));
    expect(scopeOf('a', 'b')).not.toBe(scopeOf('b', 'a'));
  });
});

describe('a checksum', () => {
  it('comes last, and is the same in every release', () => {
    expect(JSON.stringify(withChecksum({ a: 1 }))).toBe('{"a":1,"check":"f697e914"}');
  });

  it('takes the place of an older one', () => {
    expect(withChecksum({ check: 'old', a: 1 })).toEqual({ a: 1, check: 'f697e914' });
  });

  it('gives back the fields it was made of', () => {
    expect(checked({ a: 1, check: 'f697e914' })).toEqual({ a: 1 });
    expect(checked({ a: 1, check: 'f697e914' })).not.toHaveProperty('check');
  });

  it.each([
    ['another value', { a: 2, check: 'f697e914' }],
    ['one more field', { a: 1, b: 1, check: 'f697e914' }],
    ['another checksum', { a: 1, check: 'f697e915' }],
    ['no checksum', { a: 1 }],
    ['a number', 7],
    ['nothing', undefined],
    ['null', null],
    ['a list', [1]],
    ['what is too deep to be printed', deep()],
    ['what is too deep, with a checksum', { ...deep(), check: '0' }],
  ])('finds what was changed: %s', (_, entry) => {
    expect(checked(entry)).toBeUndefined();
  });

  it('is none of what is too deep to be printed', () => {
    expect(withChecksum(deep())).toMatchObject({ check: undefined });
  });
});

describe('a JSON text', () => {
  it('has its value, and one that is none has no value', () => {
    expect(readJson('{"a":[1]}')).toEqual({ a: [1] });
    expect(readJson('{"a"')).toBeUndefined();
  });

  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    [undefined, false],
    ['text', false],
    [7, false],
    [true, false],
  ])('holds named fields: %j is %s', (value, isOne) => {
    expect(isFields(value)).toBe(isOne);
  });
});
