import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differingClaims } from '../../../../core/protocol/requests/signed-claims.js';

const identity = { merchant_id: 'stock', customer_id: 'c1', timestamp: '1767587400000' };
const money = { ...identity, amount: '2.00', order_id: 'A1' };
const mandate = {
  ...identity,
  amount: '200.00',
  'metadata.YES_BIZ:gateway_reference_id': 'G1',
  order_id: 'A1',
  'metadata.YES_BIZ:mandate_name': 'Gym',
  'options.create_mandate': 'REQUIRED',
  'mandate.max_amount': '500.00',
  'mandate.amount_rule': 'VARIABLE',
  'mandate.frequency': 'MONTHLY',
  bankAccountHashes: '["h1"]',
  'mandate.start_date': '1767587400000',
  'mandate.end_date': '1799123400000',
  'mandate.block_funds': 'false',
  'mandate.rule_type': 'ON',
  'mandate.rule_value': '5',
  'mandate.payer_revocable': 'true',
};

type Claims = Readonly<Record<string, string>>;

function signedText(signaturePayload: string) {
  return { merchantKeyId: '1234', signature: 's', signaturePayload };
}

/** Which claims of `asked` are not what the merchant's server put into its signature. */
function signed(asked: Claims, payload: unknown): readonly string[] {
  return differingClaims(asked, signedText(JSON.stringify(payload)));
}

function jwsText(text: string) {
  const signaturePayload = Buffer.from(text).toString('base64url');
  return { protected: 'h', signature: 's', signaturePayload };
}

function jws(asked: Claims, payload: unknown): readonly string[] {
  return differingClaims(asked, jwsText(JSON.stringify(payload)));
}

describe('claims checked against a signaturePayload', () => {
  it.each([
    ['what was asked', money],
    ['the time of the server', { ...money, timestamp: '1767587461234' }],
    ['the time as a number', { ...money, timestamp: 1767587461234 }],
    ['the amount as the server prints it', { ...money, amount: '2.0' }],
    ['the amount as a number', { ...money, amount: 2 }],
    ['another order of the keys', Object.fromEntries(Object.entries(money).reverse())],
    ['what the customer is called', { ...money, customer_phone: '919876543210', first_name: 'A' }],
    ['free fields', { ...money, udf1: 'amount', udf_parameters: { amount: '9.00' }, note: null }],
    ['the currency of India', { ...money, currency: 'INR' }],
    ['other metadata', { ...money, 'metadata.YES_BIZ:note': 'x', metadata: { note: 'x' } }],
    ['the merchant twice', { ...money, merchantId: 'stock', merchant_channel_id: 'app' }],
    ['nothing where others have something', { ...money, 'mandate.max_amount': null }],
  ])('may be for %s', (_, payload) => {
    expect(signed(money, payload)).toEqual([]);
  });

  it('may print numbers and flags of a mandate as they are', () => {
    expect(
      signed(mandate, {
        ...mandate,
        'mandate.start_date': 1767587400000,
        'mandate.block_funds': false,
        'mandate.rule_value': 5,
        'mandate.max_amount': '500.0',
      }),
    ).toEqual([]);
  });

  it.each(Object.keys(mandate).filter((name) => name !== 'timestamp'))(
    'is refused for another %s, or none',
    (name) => {
      expect(signed(mandate, { ...mandate, [name]: '1' })).toEqual([name]);
      expect(signed(mandate, { ...mandate, [name]: null })).toEqual([name]);
      expect(signed(mandate, { ...mandate, [name]: undefined })).toEqual([name]);
      expect(signed(mandate, { ...mandate, [name]: ['1'] })).toEqual([name]);
    },
  );

  it.each([
    ['1767587400'.repeat(2)],
    ['now'],
    [-1],
    [1.5],
    [null],
    [undefined],
    ['2026-01-05T04:30:00Z'],
  ])('is refused for the time %j', (timestamp) => {
    expect(signed(money, { ...money, timestamp })).toEqual(['timestamp']);
  });

  it.each([
    ['amount', identity, { amount: '2.00' }],
    ['amount', money, { Amount: '2.00' }],
    ['amount', money, { order_amount: '9.00' }],
    ['order_id', identity, { order_id: 'A1' }],
    ['order_id', identity, { orderId: 'A1' }],
    ['order_id', money, { orderId: 'B2' }],
    ['order_id', money, { order_type: 'TPV_PAYMENT' }],
    ['currency', money, { currency: 'USD' }],
    ['currency', money, { order: { currency_code: 840 } }],
    ['options.*', money, { 'options.create_mandate': 'REQUIRED' }],
    ['options.*', money, { 'options.createMandate': 'OPTIONAL' }],
    ['options.*', money, { options: { create_mandate: 'REQUIRED' } }],
    ['options.*', money, { options: '{"create_mandate":"REQUIRED"}' }],
    ['options.*', money, { options: [] }],
    ['options.*', money, { options: true }],
    ['mandate.*', money, { 'mandate.max_amount': '5000.00' }],
    ['mandate.*', money, { 'mandate.maxAmount': '5000.00' }],
    ['mandate.*', money, { mandate: { frequency: 'DAILY' } }],
    ['mandate.*', mandate, { mandate: { max_amount: '500.00' } }],
    ['mandate.*', mandate, { 'mandate.revocable_by_payer': 'false' }],
    ['mandate.*', money, { shouldCreateMandate: true }],
    ['mandate.*', money, { 'metadata.AXIS_BIZ:mandate_name': 'Gym' }],
    ['mandate.*', money, { metadata: { 'AXIS_BIZ:mandate_name': 'Gym' } }],
    [
      'metadata.*:gateway_reference_id',
      money,
      { 'metadata.AXIS_BIZ:gateway_reference_id': 'another' },
    ],
    ['metadata.*:gateway_reference_id', money, { gatewayReferenceId: 'another' }],
    ['bankAccountHashes', money, { bankAccountHashes: '["h2"]' }],
    ['bankAccountHashes', money, { 'metadata.bank_account_details': '[]' }],
    ['bankCodes', money, { bankCodes: '["607152"]' }],
    ['split*', money, { split_settlement_details: { vendor: 'x' } }],
    ['split*', money, { 'splitDetails[0].sub_mid': 'x' }],
    ['merchant_vpa', money, { merchantVpa: 'other@upf' }],
    ['merchant_id', money, { merchantId: 'other' }],
    ['customer_id', money, { customerId: 'other' }],
    ['amount', money, { items: [{ amount: '9.00' }] }],
    ['amount', money, { metadata: '{"amount":"9.00"}' }],
  ])('is refused for a key of money nobody asked for: %s', (name, asked, added) => {
    expect(signed(asked, { ...asked, ...added })).toEqual([name]);
  });

  it('names every difference once, and no key of a stranger', () => {
    const payload = { ...money, amount: '9.00', order_id: 'B2', 'mandate.9876543210': 'x' };
    expect(signed(money, { ...payload, mandate: { a: 1, b: 2 } })).toEqual([
      'amount',
      'order_id',
      'mandate.*',
    ]);
  });

  it.each([
    '',
    'amount=2.00',
    '[]',
    'null',
    '"{}"',
    '2',
    Buffer.from(JSON.stringify(money)).toString('base64url'),
  ])('of no object is refused: %s', (text) => {
    expect(differingClaims(money, signedText(text))).toEqual(['signaturePayload']);
  });

  it('that says a thing twice is refused, however it is spelled', () => {
    const text = JSON.stringify(money);
    for (const twice of [
      text.replace('{', '{"amount":"9.00",'),
      text.replace('{', '{"amo\\u0075nt":"9.00",'),
      text.replace('{', '{"a":{"b":[{"c":1,"c":"\\\\\\""}]},'),
    ]) {
      expect(differingClaims(money, signedText(twice))).toEqual(['signaturePayload']);
    }
    const once = text.replace('{', '{"a":{"amoun":":\\"amount\\":"},"b":{"c":1},"c":["c","c"],');
    expect(differingClaims(money, signedText(once))).toEqual([]);
  });

  it('is refused for what hides too deep to be seen', () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const text = JSON.stringify(money).replace('{', `{"deep":${deep},`);
    expect(differingClaims(money, signedText(text))).toEqual(['signaturePayload']);
  });
});

describe('claims checked against a client auth token', () => {
  it('signs nothing', () => {
    expect(differingClaims(money, { clientAuthToken: 'tkn_1' })).toEqual([]);
  });
});

describe('claims checked against a JWS', () => {
  const names = {
    merchantId: 'stock',
    merchantChannelId: 'app',
    merchantCustomerId: 'c1',
    timestamp: '1767587461234',
  };
  const pays = { ...names, amount: '2.00', merchantRequestId: 'A1', merchantVpa: 'stock@upf' };

  it.each([
    ['its own names', pays],
    ['the amount alone', { amount: '2.0' }],
    ['our names', money],
    ['a word beyond ASCII', { ...pays, note: '₹ नमस्ते 😀' }],
  ])('may have %s', (_, payload) => {
    expect(jws(money, payload)).toEqual([]);
  });

  it('may leave out everything but the amount', () => {
    expect(jws(identity, {})).toEqual([]);
    expect(jws(money, names)).toEqual(['amount']);
  });

  it('may have the terms of a mandate in any spelling', () => {
    const terms = { ...mandate, merchantRequestId: 'A1' };
    expect(jws(mandate, terms)).toEqual([]);
    expect(
      jws(mandate, {
        ...names,
        amount: 200,
        orderId: 'A1',
        mandate: { maxAmount: '500.0', frequency: 'MONTHLY', ruleValue: 5 },
        options: { createMandate: 'REQUIRED' },
        mandateName: 'Gym',
      }),
    ).toEqual([]);
  });

  it.each([
    ['merchant_id', { merchantId: 'other' }],
    ['customer_id', { merchantCustomerId: 'other' }],
    ['customer_id', { customerId: 'other' }],
    ['order_id', { merchantRequestId: 'B2' }],
    ['order_id', { orderId: 'B2' }],
    ['amount', { amount: '9.00' }],
    ['amount', { Amount: '9.00' }],
    ['timestamp', { timestamp: 'now' }],
    ['mandate.max_amount', { 'mandate.maxAmount': '5000.00' }],
    ['mandate.frequency', { mandate: { frequency: 'DAILY' } }],
    ['metadata.YES_BIZ:mandate_name', { mandateName: 'Other' }],
    ['mandate.*', { mandate: { firstExecutionAmount: '9.00' } }],
    ['currency', { currency: 'USD' }],
  ])('is refused for another %s', (name, changed) => {
    expect(jws(mandate, { ...names, amount: '200.00', ...changed })).toEqual([name]);
  });

  it.each(['{"amount":"2.00"', '[1]', '"x"', '{"amount":"2.00","amount":"9.00"}'])(
    'of no single object is refused: %s',
    (text) => {
      expect(differingClaims(money, jwsText(text))).toEqual(['signaturePayload']);
    },
  );

  it.each(['!', 'e30=e30', 'gIA', '{"amount":"2.00"}'])(
    'of no base64url is refused: %s',
    (text) => {
      const answer = { protected: 'h', signature: 's', signaturePayload: text };
      expect(differingClaims(money, answer)).toEqual(['signaturePayload']);
    },
  );

  it('may be padded', () => {
    expect(differingClaims(identity, { ...jwsText(''), signaturePayload: 'e30=' })).toEqual([]);
  });
});

describe('whatever was signed', () => {
  const groups = (text: string) => [signedText(text), jwsText(text)];
  const known = /^[a-z_A-Z.*:]+(?:, [a-z_A-Z.*:]+)*$/;

  it('is answered with names only', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        for (const group of groups(text)) {
          const names = differingClaims(mandate, group);
          expect(names.length).toBeGreaterThan(0);
          expect(names.join(', ')).toMatch(known);
        }
      }),
    );
  });

  it('is what was asked when nothing but the spelling of JSON differs', () => {
    const texts = fc.dictionary(fc.stringMatching(/^[a-c]{1,3}$/), fc.string());
    fc.assert(
      fc.property(texts, (more) => {
        const text = JSON.stringify({ ...more, ...money }, null, 1);
        for (const group of groups(text)) expect(differingClaims(money, group)).toEqual([]);
      }),
    );
  });
});
