import { describe, expect, it } from 'vitest';
import {
  coerceBoolean,
  coerceEnum,
  coerceInteger,
  coerceList,
  coerceObject,
  coerceString,
  coerceTimestamp,
  objectsAt,
  textAt,
  withUnknownKeys,
} from '../../../core/protocol/read.js';

describe('readers', () => {
  it('text', () => {
    expect([' a ', 7, 0].map(coerceString)).toEqual(['a', '7', '0']);
    expect(['', ' ', null, true, {}, Number.NaN].map(coerceString)).toEqual(
      Array(6).fill(undefined),
    );
  });

  it('flag', () => {
    for (const yes of [true, 1, '1', 'true', 'True', ' TRUE '])
      expect(coerceBoolean(yes)).toBe(true);
    for (const no of [false, 0, '0', 'false', 'False']) expect(coerceBoolean(no)).toBe(false);
    for (const not of ['', 'yes', 2, null, undefined, [], {}])
      expect(coerceBoolean(not)).toBeUndefined();
  });

  it('count', () => {
    expect(['6', 6, ' 4 ', 0].map(coerceInteger)).toEqual([6, 6, 4, 0]);
    for (const not of ['', '6.5', '-1', 6.5, -1, '0x10', null, true, '9'.repeat(30)]) {
      expect(coerceInteger(not)).toBeUndefined();
    }
  });

  it('list', () => {
    expect(coerceList(['a'])).toEqual(['a']);
    expect(coerceList({ a: 1 })).toEqual([{ a: 1 }]);
    expect(coerceList('["a"]')).toEqual(['a']);
    expect(coerceList('{"a":1}')).toEqual([{ a: 1 }]);
    for (const not of ['a', '', '7', '{', 7, null, undefined]) expect(coerceList(not)).toEqual([]);
  });

  it('object', () => {
    expect(coerceObject({ a: 1 })).toEqual({ a: 1 });
    expect(coerceObject(' {"a":1}')).toEqual({ a: 1 });
    for (const not of ['{', '[]', [], null, 7]) expect(coerceObject(not)).toBeUndefined();
  });

  it('instant', () => {
    const at = 1640854026000;
    for (const printed of [
      at,
      String(at),
      at / 1000,
      '1640854026',
      '2021-12-30T14:17:06+05:30',
      '2021-12-30T14:17:06+0530',
      '2021-12-30T08:47:06Z',
      '2021-12-30T08:47:06.000z',
    ]) {
      expect(coerceTimestamp(printed)).toBe(at);
    }
    for (const not of [
      '166674893389237',
      '16667389373820323',
      '2022/09/20',
      '2021-12-30T14:17:06',
      '2021-99-30T14:17:06Z',
      '',
      null,
      {},
    ]) {
      expect(coerceTimestamp(not)).toBeUndefined();
    }
  });

  it('word', () => {
    const words = new Map([
      ['SUCCESS', 'ok'],
      ['SUCEESS', 'ok'],
    ]);
    expect(['success', ' Suceess '].map((printed) => coerceEnum(printed, words))).toEqual([
      'ok',
      'ok',
    ]);
    expect(coerceEnum('constructor', words)).toBeUndefined();
    expect(coerceEnum(7, words)).toBeUndefined();
  });

  it('keeping: what was read wins, the rest is kept, and no prototype is replaced', () => {
    const wire: unknown = JSON.parse('{"a":1,"b":2,"__proto__":{"c":3}}');
    const kept = withUnknownKeys({ a: undefined }, coerceObject(wire) ?? {});
    expect(kept).toStrictEqual({ a: undefined, b: 2 });
    expect(kept).not.toHaveProperty('c');
  });

  it('the first key that holds something', () => {
    expect(textAt({ a: '', b: 7 }, 'a', 'b')).toBe('7');
    expect(textAt({}, 'a')).toBeUndefined();
    expect(objectsAt({ a: [], b: [1, { c: 1 }] }, 'a', 'b')).toEqual([{ c: 1 }]);
    expect(objectsAt({}, 'a')).toEqual([]);
  });
});
