import { describe, expect, it } from 'vitest';
import {
  checkMandate,
  checkOrder,
  checkTpv,
  type MandateTerms,
} from '../../../../core/protocol/index.js';
import { mandate, order } from '../support/inputs.js';

const DAY = 24 * 60 * 60 * 1000;
const oneTime: MandateTerms = { ...mandate, frequency: 'ONETIME' };

const found = (checked: { ok: boolean; issues?: readonly { path: string; code: string }[] }) =>
  checked.issues?.map(({ path, code }) => `${path} ${code}`) ?? [];

describe('checkOrder', () => {
  it.each(['order-id-9876580', 'a', 'A_1', 'x'.repeat(20)])('lets %s through', (orderId) => {
    expect(checkOrder({ orderId, amount: '1.00' })).toEqual({
      ok: true,
      value: { orderId, amount: '1.00' },
    });
  });

  it.each([
    ['', 'orderId.format'],
    ['x'.repeat(21), 'orderId.format'],
    ['with space', 'orderId.format'],
    ['newline\n', 'orderId.format'],
    [12, 'orderId.format'],
    [undefined, 'required'],
  ])('refuses %j', (orderId, code) => {
    expect(found(checkOrder({ orderId, amount: '1.00' }))).toEqual([`orderId ${code}`]);
  });

  it('names every broken field, in a sentence, without its value', () => {
    const checked = checkOrder({ orderId: 'secret id', amount: '98.7', gatewayReferenceId: '' });
    expect(found(checked)).toEqual([
      'orderId orderId.format',
      'amount amount.format',
      'gatewayReferenceId text.empty',
    ]);
    expect(JSON.stringify(checked)).not.toMatch(/secret id|98\.7/);
    expect(checked).toMatchObject({
      issues: [{ message: expect.stringMatching(/^Must be 1 to 20/) }, {}, {}],
    });
  });

  it.each([null, 'order', 7, []])('refuses %j as a whole', (input) => {
    expect(found(checkOrder(input))).toEqual([' object']);
  });
});

describe('checkMandate', () => {
  const ok = (terms: unknown) => found(checkMandate(order, terms));

  it('lets good terms through unchanged', () => {
    expect(checkMandate(order, mandate)).toEqual({ ok: true, value: mandate });
  });

  it('FIXED means the maximum is the amount; VARIABLE that it is not below', () => {
    expect(ok({ ...mandate, amountRule: 'FIXED' })).toEqual(['maxAmount mandate.fixedAmount']);
    expect(ok({ ...mandate, amountRule: 'FIXED', maxAmount: '200.00' })).toEqual([]);
    expect(ok({ ...mandate, maxAmount: '199.99' })).toEqual(['maxAmount mandate.maxAmount']);
    expect(ok({ ...mandate, maxAmount: '200.00' })).toEqual([]);
  });

  it('only a one-time mandate blocks funds', () => {
    expect(ok({ ...mandate, blockFunds: true })).toEqual(['blockFunds mandate.blockFunds']);
    expect(ok({ ...mandate, blockFunds: false })).toEqual([]);
    expect(ok({ ...oneTime, blockFunds: true })).toEqual([]);
  });

  it('a one-time mandate lives for 90 days at most', () => {
    const { startDate } = mandate;
    expect(ok({ ...oneTime, endDate: startDate + 90 * DAY })).toEqual([]);
    expect(ok({ ...oneTime, endDate: startDate + 90 * DAY + 1 })).toEqual([
      'endDate mandate.oneTimeWindow',
    ]);
    expect(ok({ ...mandate, endDate: startDate + 91 * DAY })).toEqual([]);
  });

  it.each([
    ['WEEKLY', 7],
    ['FORTNIGHTLY', 16],
    ['MONTHLY', 31],
    ['BIMONTHLY', 31],
    ['QUARTERLY', 31],
    ['HALFYEARLY', 31],
    ['YEARLY', 31],
  ] as const)('%s: days 1 to %i', (frequency, last) => {
    const on = (ruleValue: number) => ok({ ...mandate, frequency, ruleType: 'ON', ruleValue });
    expect(on(1)).toEqual([]);
    expect(on(last)).toEqual([]);
    for (const day of [0, last + 1, 1.5, -1])
      expect(on(day)).toEqual(['ruleValue mandate.ruleValue']);
  });

  it.each(['ONETIME', 'DAILY', 'ASPRESENTED'] as const)('%s has no day rule', (frequency) => {
    expect(ok({ ...mandate, frequency, ruleType: 'ON', ruleValue: 1 })).toEqual([
      'ruleType mandate.noRule',
      'ruleValue mandate.noRule',
    ]);
  });

  it('rule type and value come together', () => {
    expect(ok({ ...mandate, ruleType: 'ON' })).toEqual(['ruleValue mandate.rulePair']);
    expect(ok({ ...mandate, ruleValue: 1 })).toEqual(['ruleType mandate.rulePair']);
  });

  it('dates are milliseconds, and the end comes after the start', () => {
    expect(ok({ ...mandate, startDate: 1633087969 })).toEqual(['startDate mandate.dateSeconds']);
    expect(ok({ ...mandate, startDate: '1665996901100' })).toEqual(['startDate mandate.date']);
    expect(ok({ ...mandate, endDate: 166674893389237 })).toEqual(['endDate mandate.date']);
    expect(ok({ ...mandate, endDate: mandate.startDate })).toEqual(['endDate mandate.dateOrder']);
  });

  it('words, flags and the name are checked', () => {
    expect(
      ok({ ...mandate, name: ' ', amountRule: 'EXACT', frequency: 'monthly', blockFunds: 'true' }),
    ).toEqual([
      'name text.empty',
      'amountRule word.unknown',
      'frequency word.unknown',
      'blockFunds flag.type',
    ]);
    expect(ok(undefined)).toEqual([' required']);
  });
});

describe('checkTpv', () => {
  it('takes banks, account hashes or both', () => {
    expect(checkTpv({ bankCodes: ['1'] })).toEqual({ ok: true, value: { bankCodes: ['1'] } });
    expect(checkTpv({ bankAccountHashes: ['h'] }).ok).toBe(true);
  });

  it('refuses what names nothing', () => {
    expect(found(checkTpv({}))).toEqual([' tpv.empty']);
    expect(found(checkTpv({ bankCodes: undefined }))).toEqual([' tpv.empty']);
    expect(found(checkTpv({ bankCodes: [] }))).toEqual(['bankCodes list.empty']);
    expect(found(checkTpv({ bankCodes: '["1"]' }))).toEqual(['bankCodes list.empty']);
    expect(found(checkTpv({ bankAccountHashes: ['h', ''] }))).toEqual([
      'bankAccountHashes.1 text.empty',
    ]);
  });
});
