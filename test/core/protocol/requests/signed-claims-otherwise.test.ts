import { afterEach, describe, expect, it } from 'vitest';
import { differingClaims } from '../../../../core/protocol/requests/signed-claims.js';

type Claims = Readonly<Record<string, string>>;

const claims: Claims = {
  merchant_id: 'stock',
  customer_id: 'c1',
  timestamp: '1767587400000',
  amount: '2.00',
  order_id: 'A1',
};

/** What differs in a signature over this text. */
function signedText(asked: Claims, signaturePayload: string): readonly string[] {
  return differingClaims(asked, { merchantKeyId: '1', signature: 's', signaturePayload });
}

/** What differs when this is signed beside what was asked. */
function beside(added: Readonly<Record<string, unknown>>, asked = claims): readonly string[] {
  return signedText(asked, JSON.stringify({ ...asked, ...added }));
}

/** What differs in a protected signature. */
function inProtected(asked: Claims, payload: unknown): readonly string[] {
  const signaturePayload = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return differingClaims(asked, { protected: 'h', signature: 's', signaturePayload });
}

/** So many objects, one in the other, around a value. */
function nested(levels: number, inmost: unknown): unknown {
  return levels === 0 ? inmost : { a: nested(levels - 1, inmost) };
}

const UNREADABLE = ['signaturePayload'];

describe('a key that nobody asked for', () => {
  it.each([
    ['options.*', 'options'],
    ['options.*', 'options.x'],
    ['options.*', 'my.options'],
    ['options.*', 'my.options.x'],
    ['mandate.*', 'mandate'],
    ['mandate.*', 'isMandatePayment'],
    ['metadata.*:gateway_reference_id', 'gatewayReferenceId'],
    ['metadata.*:gateway_reference_id', 'my_gateway_reference_id_2'],
    ['currency', 'currency'],
    ['currency', 'x.currencyCode'],
    ['amount', 'amount'],
    ['amount', 'orderAmounts'],
    ['order_id', 'order'],
    ['order_id', 'order_id'],
    ['order_id', 'order_type'],
    ['order_id', 'my.order'],
    ['order_id', 'my.orderId'],
    ['bankAccountHashes', 'bankAccount'],
    ['bankAccountHashes', 'my.bankAccounts'],
    ['bankCodes', 'bank_code'],
    ['bankCodes', 'my.bankCodes'],
    ['split*', 'split'],
    ['split*', 'my.splits'],
    ['merchant_vpa', 'merchantVpa'],
    ['merchant_vpa', 'payee_vpa'],
    ['merchant_vpa', 'my.payeeVpas'],
  ])('touches %s: %s', (about, key) => {
    expect(beside({ [key]: 'x' }, { merchant_id: 'stock' })).toEqual([about]);
  });

  it.each([
    'optionsShown',
    'myOptions',
    'reordered',
    'preorder',
    'orders',
    'order_note',
    'order_identity',
    'mySplit',
    'vpa',
    'customer_vpa',
    'bank',
    'accountHash',
    'gateway',
  ])('touches no money: %s', (key) => {
    expect(beside({ [key]: 'x' })).toEqual([]);
  });

  it.each([
    ['udf1', []],
    ['udf_amount', []],
    ['UDF5', []],
    ['my_udf_amount', ['amount']],
  ])('that is free, or only looks so: %s', (key, differing) => {
    expect(beside({ [key]: '9.00' })).toEqual(differing);
  });

  it.each([
    [{ currency: 'INR' }, []],
    [{ currency: 'inr' }, ['currency']],
    [{ currency: ['INR', 'INR'] }, []],
    [{ currency: ['INR', 'USD'] }, ['currency']],
    [{ amount: 'INR' }, ['amount']],
    [{ mandate: 'INR' }, ['mandate.*']],
  ])('in rupees: %j', (added, differing) => {
    expect(beside(added, { merchant_id: 'stock' })).toEqual(differing);
  });

  it.each([
    ['customerId', 'c1', []],
    ['customer-id', 'c1', []],
    ['Customer ID', 'c1', []],
    ['customerId', 'c2', ['customer_id']],
    ['customer-id', 'c2', ['customer_id']],
    ['Customer ID', 'c2', ['customer_id']],
    ['merchantCustomerId', 'c1', []],
    ['merchantCustomerId', 'c2', ['customer_id']],
    ['merchantRequestId', 'A1', []],
    ['merchantRequestId', 'B2', ['order_id']],
    ['timeStamp', '1767587461234', []],
    ['timeStamp', 'now', ['timestamp']],
    ['timeStamp', '1767587461234x', ['timestamp']],
    ['timeStamp', 'x1767587461234', ['timestamp']],
    ['merchantId', ['stock', 'stock'], []],
    ['merchantId', ['stock', 'other'], ['merchant_id']],
    ['merchantId', true, ['merchant_id']],
  ])('says again, or otherwise, what was asked: %s %j', (key, value, differing) => {
    expect(beside({ [key]: value })).toEqual(differing);
  });

  it('of a customer or an order is of no matter where neither was asked for', () => {
    const added = { merchantCustomerId: 'c2', merchantRequestId: 'B2' };
    expect(beside(added, { merchant_id: 'stock' })).toEqual([]);
    expect(inProtected({ merchant_id: 'stock' }, added)).toEqual([]);
  });

  it('is looked for at any depth, in lists and in texts that hold JSON', () => {
    expect(beside({ x: { y: [{ z: '{"amount":"9.00"}' }] } })).toEqual(['amount']);
    expect(beside({ x: { y: [{ z: '{"note":"9.00"}' }] } })).toEqual([]);
    expect(beside({ amount_list: [] })).toEqual(['amount']);
    expect(beside({ x: { split: {} } })).toEqual(['split*']);
    expect(beside({ x: { split: null } })).toEqual([]);
  });
});

describe('what is too deep to be seen', () => {
  it.each([
    [8, 1, []],
    [8, {}, []],
    [8, [], []],
    [8, null, []],
    [8, [1], UNREADABLE],
    [9, 1, UNREADABLE],
  ])('%i objects around %j', (levels, inmost, differing) => {
    expect(beside({ deep: nested(levels, inmost) })).toEqual(differing);
    expect(inProtected(claims, { ...claims, deep: nested(levels, inmost) })).toEqual(differing);
  });

  it('is as deep in lists', () => {
    expect(beside({ deep: [[[[[[[[1]]]]]]]] })).toEqual([]);
    expect(beside({ deep: [[[[[[[[[1]]]]]]]]] })).toEqual(UNREADABLE);
  });
});

describe('a claim that was asked for', () => {
  it.each([
    ['mandate.block_funds', 'false', false, []],
    ['mandate.rule_value', '5', 5, []],
    ['mandate.rule_value', '5', '05', ['mandate.rule_value']],
    ['mandate.max_amount', '500.00', '500', []],
    ['mandate.max_amount', '500.00', 500, []],
    ['mandate.max_amount', '500.00', '500.01', ['mandate.max_amount']],
    ['amount', '2.00', '2', []],
    ['amount', '2.00', 2.0, []],
    ['amount', '2.00', '2.001', ['amount']],
    ['order_id', '12', 12, []],
    ['order_id', 'true', true, []],
    ['order_id', 'null', null, ['order_id']],
    ['order_id', 'A1', 'a1', ['order_id']],
    ['order_id', 'A1', ['A1'], ['order_id']],
    ['order_id', '[object Object]', {}, ['order_id']],
    ['timestamp', '1', '999999999999999', []],
    ['timestamp', '1', '0', []],
    ['timestamp', '1', '1999999999999999', ['timestamp']],
    ['timestamp', '1', '', ['timestamp']],
    ['timestamp', '1', ' 5', ['timestamp']],
    ['timestamp', '1', '5 ', ['timestamp']],
    ['timestamp', '1', true, ['timestamp']],
    ['timestamp', '1', {}, ['timestamp']],
  ])('%s %j may be signed as %j, but for %j', (name, asked, value, differing) => {
    expect(signedText({ [name]: asked }, JSON.stringify({ [name]: value }))).toEqual(differing);
  });

  const names = ['amount', 'merchant_id'] as const;

  afterEach(() => {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  });

  it('is not signed by a property that every object has', () => {
    for (const name of names) Reflect.set(Object.prototype, name, claims[name]);
    expect(signedText(claims, JSON.stringify({ customer_id: 'c1' }))).toEqual([
      'merchant_id',
      'timestamp',
      'amount',
      'order_id',
    ]);
    // Nor was it asked for by one.
    expect(signedText({ customer_id: 'c1' }, '{"customer_id":"c1","amount":"2.00"}')).toEqual([
      'amount',
    ]);
  });
});

describe('a text that says a thing twice', () => {
  const read = (text: string) => signedText({}, text);

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":{},"a":1}',
    '{"a":1,"b":[],"a":1}',
    '{"a":1,"b":["x","y"],"a":1}',
    '{"a" :1,"a" :1}',
    '{"a"\n\t :1,"a":1}',
    '{"a":{"b":1,"b":1}}',
    '{"a":[{"b":1,"b":1}]}',
    '{"a":[[{"b":1},{"c":1,"c":1}]]}',
    '{"":1,"":1}',
    '{"a\\"":1,"a\\"":1}',
    '{"a\\\\":1,"a\\\\":1}',
    '{"a":"\\\\","a":1}',
    '{"a":"\\"","a":1}',
    '{"a":"}","a":1}',
    '{"a":"]","a":1}',
    '{"a":"{","a":1}',
    '{"a":1,"\\u0061":1}',
    '{"__proto__":1,"__proto__":1}',
  ])('is refused: %s', (text) => {
    expect(read(text)).toEqual(UNREADABLE);
  });

  it.each([
    '{}',
    '{"a":1,"b":1}',
    '{"a":{"a":{"a":1}}}',
    '{"a":[{"a":1},{"a":1}]}',
    '{"a":{"b":1},"b":{"b":1}}',
    '{"a":"a","b":"a"}',
    '{"a":["a","a","b"],"b":"b"}',
    '{"x":["a","a:","a"],"a":1}',
    '{"a":"{\\"b\\":1,\\"b\\":1}"}',
    '{"a":"b\\":","b":1}',
    '{"a":"b","c":"b\\\\","b":1}',
    '{"a":"{","b":{"a":"}"}}',
    '{"a":["]","["],"b":["a"]}',
    '{"A":1,"a":1}',
    '{"a":1,"a ":1}',
  ])('is another than this: %s', (text) => {
    expect(read(text)).toEqual([]);
  });
});

describe('a protected signature', () => {
  it.each<[asked: Claims, payload: unknown, differing: readonly string[]]>([
    [claims, { ...claims, merchantVpa: 'stock@upf' }, []],
    [claims, { ...claims, merchantVpa: { a: 'x' } }, ['merchant_vpa']],
    [claims, { ...claims, my_merchantVpa: 'stock@upf' }, ['merchant_vpa']],
    [claims, { ...claims, payeeVpa: 'stock@upf' }, ['merchant_vpa']],
    [claims, { ...claims, x: { amount: '2.00' } }, ['amount']],
    [claims, { x: { amount: '2.00' } }, ['amount']],
    [claims, { ...claims, amount: null }, ['amount']],
    [claims, {}, ['amount']],
    [{ ...claims, amount: '' }, {}, ['amount']],
    [{ merchant_id: 'stock' }, {}, []],
    [{ merchant_id: 'stock' }, { amount: '2.00' }, ['amount']],
    [claims, { ...claims, amount: ['2.00', '9.00'] }, ['amount']],
    [claims, { ...claims, udf_amount: '9.00' }, []],
    [claims, { ...claims, currency: 'INR' }, []],
  ])('for %j over %j differs in %j', (asked, payload, differing) => {
    expect(inProtected(asked, payload)).toEqual(differing);
  });

  it('spells a claim by its last part, behind a point or a colon', () => {
    const asked = {
      amount: '2.00',
      'mandate.frequency': 'MONTHLY',
      'metadata.YES_BIZ:mandate_name': 'Gym',
    };
    const payload = { amount: '2.00', frequency: 'MONTHLY', mandateName: 'Gym' };
    expect(inProtected(asked, payload)).toEqual([]);
    expect(inProtected(asked, { ...payload, frequency: 'DAILY' })).toEqual(['mandate.frequency']);
    expect(inProtected(asked, { ...payload, mandate_name: 'Pool' })).toEqual([
      'metadata.YES_BIZ:mandate_name',
    ]);
  });
});
