import { describe, expect, it } from 'vitest';
import { type Checked, checkParams, type OperationName } from '../../../core/protocol/index.js';
import { LIMITS } from '../../../core/protocol/limits.js';

const order = { orderId: 'A1', amount: '2.00' };
const mandate = {
  name: 'Gym',
  maxAmount: '2.00',
  amountRule: 'FIXED',
  frequency: 'MONTHLY',
  startDate: 1767587400000,
  endDate: 1799123400000,
};
const payment = { order, accountRefId: 'R1' };

function found(checked: Checked<unknown>): string[] {
  return checked.ok ? [] : checked.issues.map(({ path, code }) => `${path} ${code}`);
}

function check(name: OperationName, input: unknown): string[] {
  return found(checkParams(name, input));
}

/** A text of some length. */
const long = (length: number): string => 'x'.repeat(length);

const ids: readonly (readonly [OperationName, string, (id: string) => object])[] = [
  ['upiTxn', 'accountRefId', (id) => ({ ...payment, accountRefId: id })],
  [
    'upiTxn',
    'order.gatewayReferenceId',
    (id) => ({ ...payment, order: { ...order, gatewayReferenceId: id } }),
  ],
  ['upiTxn', 'tpv.bankCodes.0', (id) => ({ ...payment, tpv: { bankCodes: [id] } })],
  ['upiTxn', 'tpv.bankAccountHashes.0', (id) => ({ ...payment, tpv: { bankAccountHashes: [id] } })],
  ['onboardingAndPay', 'accountRefId', (id) => ({ order, accountRefId: id })],
  ['upiBindActivateDevice', 'simId', (id) => ({ simId: id })],
  ['upiGetSessionToken', 'simId', (id) => ({ simId: id })],
  ['upiGetAccounts', 'bankCodes.0', (id) => ({ bankCodes: [id] })],
  ['upiGetAccounts', 'accountType', (id) => ({ bankCodes: ['1'], accountType: id })],
  ['upiLinkAccounts', 'referenceIds.0', (id) => ({ vpa: 'a@b', referenceIds: [id] })],
  ['upiMakePrimary', 'referenceId', (id) => ({ vpa: 'a@b', referenceId: id })],
  ['upiDeleteAccount', 'referenceId', (id) => ({ referenceId: id })],
  ['upiCheckBalance', 'referenceId', (id) => ({ upiRequestId: 'U1', referenceId: id })],
  ['upiListPendingTransactions', 'limit', (id) => ({ limit: id, offset: '0' })],
];

describe('the length of an id from outside', () => {
  it.each(ids)('of %s has a bound: %s', (name, path, withId) => {
    expect(check(name, withId(long(LIMITS.reference)))).toEqual([]);
    expect(check(name, withId(long(LIMITS.reference + 1)))).toEqual([`${path} reference.format`]);
    expect(check(name, withId('a\u0007b'))).toEqual([`${path} reference.format`]);
    expect(check(name, withId('a\u0085b'))).toEqual([`${path} reference.format`]);
    expect(check(name, withId('a\ud800b'))).toEqual([`${path} reference.format`]);
    expect(check(name, withId('a b-₹😀'))).toEqual([]);
    expect(check(name, withId(' '))).toEqual([`${path} text.empty`]);
  });

  it.each<readonly [OperationName, (vpa: string) => object]>([
    ['upiVpaAvailability', (vpa) => ({ vpa })],
    ['upiValidVpa', (vpa) => ({ vpa })],
    ['upiLinkAccount', (vpa) => ({ vpa, referenceIds: ['R1'] })],
    ['upiMakePrimary', (vpa) => ({ vpa, referenceId: 'R1' })],
  ])('may be an address: %s', (name, withVpa) => {
    expect(check(name, withVpa(long(LIMITS.vpa)))).toEqual([]);
    expect(check(name, withVpa(long(LIMITS.vpa + 1)))).toEqual(['vpa vpa.format']);
    expect(check(name, withVpa('a\n@b'))).toEqual(['vpa vpa.format']);
  });

  it('may be the name of a mandate', () => {
    const named = (name: string) => ({ ...payment, mandate: { ...mandate, name } });
    expect(check('upiTxn', named(long(LIMITS.mandateName)))).toEqual([]);
    for (const name of [long(LIMITS.mandateName + 1), 'Gym\u0000']) {
      expect(check('upiTxn', named(name))).toEqual(['mandate.name mandate.name']);
    }
  });
});

describe('the length of a list from outside', () => {
  const many = (length: number): string[] => Array.from({ length }, (_, n) => `id${n}`);

  it.each<readonly [OperationName, string, (ids: string[]) => object]>([
    ['upiLinkAccounts', 'referenceIds', (referenceIds) => ({ vpa: 'a@b', referenceIds })],
    ['upiGetAccounts', 'bankCodes', (bankCodes) => ({ bankCodes })],
    ['upiTxn', 'tpv.bankCodes', (bankCodes) => ({ ...payment, tpv: { bankCodes } })],
  ])('of %s has a bound: %s', (name, path, withIds) => {
    expect(check(name, withIds(many(LIMITS.list)))).toEqual([]);
    expect(check(name, withIds(many(LIMITS.list + 1)))).toEqual([`${path} list.long`]);
  });
});

describe('the size of free fields (udf)', () => {
  const udf = (value: unknown): string[] => check('upiDeregister', { udf: value });

  it('have a bound', () => {
    const fields = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v\n']));
    expect(udf(fields(LIMITS.udfFields))).toEqual([]);
    expect(udf(fields(LIMITS.udfFields + 1))).toEqual(['udf udf.size']);
    expect(udf({ [long(LIMITS.udfName)]: long(LIMITS.udfValue) })).toEqual([]);
    expect(udf({ [long(LIMITS.udfName + 1)]: '' })).toEqual(['udf udf.size']);
    expect(udf({ a: long(LIMITS.udfValue + 1) })).toEqual(['udf udf.size']);
  });

  it('are never named in an issue: a key may hold anything', () => {
    const checked = checkParams('upiTxn', {
      ...payment,
      udf: { '919876543210': 7, 'asha@upf': null, fine: 'x', [`911234567890${long(99)}`]: 'x' },
    });
    expect(found(checked)).toEqual(['udf udf.type']);
    expect(JSON.stringify(checked)).not.toMatch(/91\d|asha/);
  });
});
