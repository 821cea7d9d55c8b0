import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmount, readAmount, sameAmount } from '../../../../core/protocol/index.js';

describe('parseAmount', () => {
  it.each(['1.00', '200.00', '999999999999.99'])('takes %s', (amount) => {
    expect(parseAmount(amount)).toEqual({ ok: true, value: amount });
  });

  it.each([
    '200',
    '200.0',
    '200.000',
    '+1.00',
    '-1.00',
    '01.00',
    '1e3',
    ' 1.00',
    '1.00\n',
    '1,000.00',
    'x',
    '',
    200,
    null,
  ])('refuses %j', (amount) => {
    expect(parseAmount(amount)).toMatchObject({
      ok: false,
      issues: [{ path: 'amount', code: 'amount.format' }],
    });
  });

  it('refuses less than one rupee, and nothing at all', () => {
    for (const amount of ['0.99', '0.00']) {
      expect(parseAmount(amount)).toMatchObject({ issues: [{ code: 'amount.minimum' }] });
    }
    expect(parseAmount(undefined)).toMatchObject({ issues: [{ code: 'required' }] });
  });
});

describe('readAmount', () => {
  it.each([
    ['3.0', '3.00'],
    ['200.00', '200.00'],
    ['100', '100.00'],
    ['100.1500', '100.15'],
    ['007.5', '7.50'],
    ['0', '0.00'],
    [10000, '10000.00'],
    [1, '1.00'],
    [0.1, '0.10'],
    [' 3.0 ', '3.00'],
  ])('%j reads as %s', (printed, amount) => {
    expect(readAmount(printed)).toBe(amount);
  });

  it.each([
    '100.1532',
    '-1',
    '1e3',
    '1,000',
    '₹1',
    '.5',
    '5.',
    '',
    Number.NaN,
    1e21,
    1.005,
    null,
    {},
    true,
  ])('%j is no amount', (printed) => {
    expect(readAmount(printed)).toBeUndefined();
  });

  it('agrees with paise for every amount', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000_00 }), (paise) => {
        const amount = `${Math.trunc(paise / 100)}.${String(paise % 100).padStart(2, '0')}`;
        expect(readAmount(amount)).toBe(amount);
        expect(readAmount(Number(amount))).toBe(amount);
        expect(
          sameAmount(
            amount,
            `${Math.trunc((paise + 1) / 100)}.${String((paise + 1) % 100).padStart(2, '0')}`,
          ),
        ).toBe(false);
      }),
    );
  });
});

describe('sameAmount', () => {
  it('compares money, not texts', () => {
    expect(sameAmount('3.00', 3)).toBe(true);
    expect(sameAmount('3.0', '3')).toBe(true);
    expect(sameAmount('3.00', '3.01')).toBe(false);
    expect(sameAmount('999999999999999.01', '999999999999999.02')).toBe(false);
  });

  it('two unreadable amounts are not the same', () => {
    expect(sameAmount(undefined, undefined)).toBe(false);
    expect(sameAmount('x', 'x')).toBe(false);
  });
});
