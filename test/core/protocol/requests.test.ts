import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type BuiltRequest,
  buildRequest,
  type CallableOperation,
  type OperationName,
  type OperationParams,
  type OperationResponse,
  operations,
  type PaymentResult,
  type PayParams,
  requestEnvelope,
  SERVICE,
  type SessionToken,
  withAuthorization,
} from '../../../core/protocol/index.js';
import { sample, samplePayload } from '../../../fixtures/seed-samples.js';
import { base, mandate, order } from './support/inputs.js';

function build<N extends OperationName>(name: N, params: OperationParams<N>): BuiltRequest {
  const built = buildRequest(name, params, base);
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  return built.value;
}

/** Our payload with the authorisation group of a sample. */
function signedLike(request: Readonly<Record<string, unknown>>, built: BuiltRequest): unknown {
  return withAuthorization(
    built.payload,
    {
      merchantKeyId: String(request['merchantKeyId']),
      signature: String(request['signature']),
      signaturePayload: String(request['signaturePayload']),
    },
    base,
  );
}

/** The sample's claims in order, with its placeholder filled in. */
function claimEntries(name: string): [string, unknown][] {
  return Object.entries(sample(name, 'claims')).map(([key, value]) => [
    key.replace('<issuing_psp>', 'YES_BIZ'),
    value,
  ]);
}

describe('requests as the samples print them', () => {
  it.each([
    ['get session token', build('upiGetSessionToken', {})],
    ['onboarding', build('onboarding', {})],
    [
      'onboarding and pay',
      build('onboardingAndPay', {
        order,
        accountRefId: '<Account reference Id>',
        showStatusScreen: true,
        udf: {},
      }),
    ],
    ['pay', build('upiTxn', { order, accountRefId: 'ABC123456789' })],
  ] as const)('%s: payload and claims, claims in signing order', (name, built) => {
    const request = samplePayload(name, 'request');
    expect(signedLike(request, built)).toEqual(request);
    expect(Object.entries(built.claims ?? {})).toEqual(claimEntries(name));
    expect(Object.keys(built.payload)[0]).toBe('action');
  });

  it.each(['9876543210', '919876543210'])(
    'bind and activate device, with ten digits however it is given: %s',
    (mobileNumber) => {
      const built = build('upiBindActivateDevice', { simId: '<simid>', mobileNumber });
      const request = samplePayload('bind and activate device', 'request');
      expect(signedLike(request, built)).toEqual(request);
      const claims = sample('bind and activate device', 'claims');
      expect(Object.keys(built.claims ?? {})).toEqual(Object.keys(claims));
      expect(built.claims?.['customer_phone']).toBe(claims['customer_phone']);
      expect(build('upiBindActivateDevice', { simId: '0' }).claims).not.toHaveProperty(
        'customer_phone',
      );
    },
  );

  it('create mandate: dates in milliseconds, and VARIABLE as the amounts differ', () => {
    const built = build('upiTxn', {
      order,
      mandate,
      accountRefId: '<Account reference taken from session>',
    });
    const request = samplePayload('create mandate', 'request');
    expect(signedLike(request, built)).toEqual(request);
    const ours: Record<string, string> = {
      'mandate.amount_rule': 'VARIABLE',
      'mandate.start_date': '1665996901100',
      'mandate.end_date': '1665996902100',
    };
    // The sample leaves out what is always said.
    expect(Object.entries(built.claims ?? {})).toEqual([
      ...claimEntries('create mandate').map(([key, value]) => [key, ours[key] ?? value]),
      ['mandate.block_funds', 'false'],
    ]);
  });

  it('onboarding and create mandate with TPV: bank codes as JSON text, hashes in the claims', () => {
    const built = build('onboardingAndPay', {
      order,
      mandate: { ...mandate, blockFunds: false, payerRevocable: false },
      tpv: {
        bankCodes: ['550055', '551100'],
        bankAccountHashes: ['fejgfvhef67t376', 'gryiu349rewiufdhsy8934'],
      },
    });
    expect(built.payload).toEqual({
      action: 'onboardingAndPay',
      shouldCreateMandate: true,
      bankCodes: '["550055","551100"]',
    });
    // The sample spells `mandate.block_fund`, its own table `mandate.block_funds`.
    expect(Object.keys(built.claims ?? {})).toEqual(
      claimEntries('onboarding and create mandate').map(([key]) =>
        key.replace(/block_fund$/, 'block_funds'),
      ),
    );
    expect(built.claims).toMatchObject({
      bankAccountHashes: '["fejgfvhef67t376","gryiu349rewiufdhsy8934"]',
      'mandate.block_funds': 'false',
      'mandate.payer_revocable': 'false',
    });
  });

  it('a mandate with a day rule signs the rule between the dates and revocability', () => {
    const { claims } = build('upiTxn', {
      order,
      accountRefId: 'A1',
      mandate: {
        ...mandate,
        blockFunds: false,
        ruleType: 'ON',
        ruleValue: 5,
        payerRevocable: true,
      },
    });
    expect(Object.entries(claims ?? {}).slice(-6)).toEqual([
      ['mandate.start_date', '1665996901100'],
      ['mandate.end_date', '1665996902100'],
      ['mandate.block_funds', 'false'],
      ['mandate.rule_type', 'ON'],
      ['mandate.rule_value', '5'],
      ['mandate.payer_revocable', 'true'],
    ]);
  });
});

describe('requests the samples do not show', () => {
  const upiRequestId = 'XYZ1';
  it.each([
    ['updateAuth', build('updateAuth', { reqCode: 'r1' }), { reqCode: 'r1' }],
    ['updateAuth', build('updateAuth', {}), {}],
    [
      'upiGetSessionToken',
      build('upiGetSessionToken', { mobileNumber: '919876543210', simId: '0', udf: { a: 'b' } }),
      { customerMobileNumber: '919876543210', simId: '0', udfParameters: '{"a":"b"}' },
    ],
    ['upiCheckPermission', build('upiCheckPermission', {}), {}],
    ['upiGetPermission', build('upiGetPermission', {}), {}],
    ['upiGetSimDetails', build('upiGetSimDetails', {}), {}],
    ['upiGetBankList', build('upiGetBankList', {}), {}],
    [
      'upiGetAccounts',
      build('upiGetAccounts', { bankCodes: ['11111'], accountType: 'CREDIT' }),
      { bankCodes: ['11111'], accountType: 'CREDIT' },
    ],
    [
      'upiVpaAvailability',
      build('upiVpaAvailability', { vpa: 'abc@xyz' }),
      { customerVpa: 'abc@xyz' },
    ],
    [
      'upiLinkAccounts',
      build('upiLinkAccounts', {
        vpa: 'abc@xyz',
        referenceIds: ['A1'],
        allowChangingPrimaryAccount: false,
        primaryAccountMapping: 'ONE_TO_ONE',
      }),
      {
        customerVpa: 'abc@xyz',
        accountReferenceIds: ['A1'],
        allowChangingPrimaryAccount: false,
        primaryAccountMapping: 'ONE_TO_ONE',
      },
    ],
    [
      'upiLinkAccount',
      build('upiLinkAccount', { vpa: 'abc@xyz', referenceIds: ['A1'] }),
      { customerVpa: 'abc@xyz', accountReferenceIds: ['A1'] },
    ],
    [
      'upiSetMpin',
      build('upiSetMpin', {
        vpa: 'abc@xyz',
        cardLastSix: '123456',
        cardExpiry: '0929',
        upiRequestId,
        referenceId: 'A1',
      }),
      {
        customerVpa: 'abc@xyz',
        card: '123456',
        expiry: '0929',
        upiRequestId,
        accountReferenceId: 'A1',
      },
    ],
    [
      'upiChangeMpin',
      build('upiChangeMpin', { upiRequestId, referenceId: 'A1' }),
      { upiRequestId, accountReferenceId: 'A1' },
    ],
    [
      'upiCheckBalance',
      build('upiCheckBalance', { upiRequestId, referenceId: 'A1' }),
      { upiRequestId, accountReferenceId: 'A1' },
    ],
    [
      'upiMakePrimary',
      build('upiMakePrimary', { vpa: 'abc@xyz', referenceId: 'A1' }),
      { customerVpa: 'abc@xyz', accountReferenceId: 'A1' },
    ],
    ['upiValidVpa', build('upiValidVpa', { vpa: 'abc@xyz' }), { customerVpa: 'abc@xyz' }],
    [
      'upiDeleteAccount',
      build('upiDeleteAccount', { referenceId: 'A1' }),
      { accountReferenceId: 'A1' },
    ],
    ['upiDeregister', build('upiDeregister', {}), {}],
    [
      'upiListPendingTransactions',
      build('upiListPendingTransactions', { limit: '10', offset: '0' }),
      { limit: '10', offset: '0' },
    ],
    [
      'management',
      build('management', { shouldExitOnDeregister: true }),
      { shouldExitOnDeregister: 'true' },
    ],
  ])('%s', (action, built, payload) => {
    expect(built.action).toBe(action);
    expect(built.payload).toEqual({ action, ...payload });
  });

  it('initiate says who and where, and takes the issuing PSP from the base', () => {
    const built = build('initiate', {
      clientId: 'stock_android',
      environment: 'sandbox',
      merchantLoader: true,
      logLevel: '1',
    });
    expect(built.payload).toEqual({
      action: 'initiate',
      clientId: 'stock_android',
      merchantId: 'stock',
      customerId: 'abcde12345',
      environment: 'sandbox',
      issuingPsp: 'YES_BIZ',
      merchantLoader: true,
      logLevel: '1',
    });
  });

  it('TPV without a mandate: hashes are signed after the order id', () => {
    const { claims, payload } = build('upiTxn', {
      order: { orderId: 'o-1', amount: '1.00' },
      accountRefId: 'A1',
      tpv: { bankAccountHashes: ['h1'] },
    });
    expect(Object.keys(claims ?? {})).toEqual([
      'merchant_id',
      'customer_id',
      'timestamp',
      'amount',
      'order_id',
      'bankAccountHashes',
    ]);
    expect(payload).toEqual({ action: 'upiTxn', accountRefId: 'A1' });
  });

  it('only operations with an authorisation group have claims', () => {
    expect(build('upiDeregister', {}).claims).toBeUndefined();
    expect(build('upiValidVpa', { vpa: 'a@b' }).claims).toEqual({
      merchant_id: 'stock',
      customer_id: 'abcde12345',
      timestamp: '1668389349848',
    });
  });

  it('the envelope names the UPI service', () => {
    expect(requestEnvelope('r1', { action: 'x' })).toEqual({
      requestId: 'r1',
      service: SERVICE,
      payload: { action: 'x' },
    });
  });
});

describe('a mobile number', () => {
  it.each(['9123456780', '919123456780'])(
    'goes as the document of the action prints it: %s',
    (mobileNumber) => {
      // Ten digits that begin with 91 are not a prefix and eight digits.
      const bound = build('upiBindActivateDevice', { simId: '0', mobileNumber });
      expect(bound.payload['customerMobileNumber']).toBe('9123456780');
      expect(bound.claims?.['customer_phone']).toBe('9123456780');
      const token = build('upiGetSessionToken', { mobileNumber });
      expect(token.payload['customerMobileNumber']).toBe('919123456780');
      expect(token.claims?.['customer_mobile_number']).toBe('919123456780');
      const paid = build('onboardingAndPay', { order, mobileNumber });
      expect(paid.payload['customerMobileNumber']).toBe('919123456780');
    },
  );

  it('is left out of the request where none is given', () => {
    const token = buildRequest('upiGetSessionToken', {}, { ...base, issuingPsp: 'BHIM' });
    expect(token).toMatchObject({ ok: true, value: { payload: { action: 'upiGetSessionToken' } } });
    expect(token.ok && token.value.claims).not.toHaveProperty('customer_mobile_number');
  });
});

describe('the table of operations', () => {
  it('holds every operation under its wire name', () => {
    for (const [name, { action }] of Object.entries(operations)) expect(action).toBe(name);
  });

  it('types parameters and answers by name', () => {
    expectTypeOf<OperationParams<'upiGetAccounts'>['bankCodes']>().toEqualTypeOf<
      readonly string[]
    >();
    expectTypeOf<OperationParams<'upiTxn'>>().toEqualTypeOf<PayParams>();
    expectTypeOf<OperationResponse<'upiTxn'>>().toEqualTypeOf<PaymentResult>();
    expectTypeOf<OperationResponse<'upiBindActivateDevice'>>().toEqualTypeOf<SessionToken>();
  });

  it('keeps money out of what flow.call takes', () => {
    expectTypeOf<'upiTxn'>().not.toExtend<CallableOperation>();
    expectTypeOf<'onboardingAndPay'>().not.toExtend<CallableOperation>();
    expectTypeOf<'upiGetBankList'>().toExtend<CallableOperation>();
    const money = Object.values(operations).filter(({ effect }) => effect === 'money');
    expect(money.map(({ action }) => action).sort()).toEqual(['onboardingAndPay', 'upiTxn']);
  });
});

describe('refused requests', () => {
  it.each([
    ['mobileNumber.format', 'mobileNumber', { simId: '0', mobileNumber: '987654321' }],
    ['mobileNumber.format', 'mobileNumber', { simId: '0', mobileNumber: '+919876543210' }],
    ['mobileNumber.format', 'mobileNumber', { simId: '0', mobileNumber: '98765 43210' }],
    ['mobileNumber.format', 'mobileNumber', { simId: '0', mobileNumber: '449876543210' }],
    ['text.empty', 'simId', { simId: ' ' }],
    ['udf.type', 'udf', { simId: '0', udf: 'a=b' }],
  ])('bind: %s at %s', (code, path, params) => {
    const built = buildRequest('upiBindActivateDevice', params as { simId: string }, base);
    expect(built).toMatchObject({ ok: false, issues: [{ code, path }] });
  });

  it('required fields are named one by one', () => {
    const built = buildRequest('upiSetMpin', {} as OperationParams<'upiSetMpin'>, base);
    expect(built.ok ? [] : built.issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'vpa required',
      'cardLastSix required',
      'cardExpiry required',
      'upiRequestId required',
      'referenceId required',
    ]);
  });

  it.each([
    ['cardLastSix.format', { cardLastSix: '12345' }],
    ['cardExpiry.format', { cardExpiry: '1329' }],
    ['upiRequestId.format', { upiRequestId: 'with-hyphen' }],
    ['upiRequestId.format', { upiRequestId: 'A'.repeat(36) }],
  ])('PIN: %s', (code, wrong) => {
    const params = {
      vpa: 'a@b',
      cardLastSix: '123456',
      cardExpiry: '0929',
      upiRequestId: 'XYZ1',
      referenceId: 'A1',
      ...wrong,
    };
    expect(buildRequest('upiSetMpin', params, base)).toMatchObject({
      ok: false,
      issues: [{ code }],
    });
  });

  it('a mandate against its order, with the path from the top', () => {
    const built = buildRequest(
      'upiTxn',
      { order, accountRefId: 'A1', mandate: { ...mandate, amountRule: 'FIXED' } },
      base,
    );
    expect(built).toMatchObject({
      ok: false,
      issues: [{ path: 'mandate.maxAmount', code: 'mandate.fixedAmount' }],
    });
  });

  it('a claim whose key needs the issuing PSP', () => {
    const { issuingPsp: _, ...noPsp } = base;
    const params = { order, accountRefId: 'A1' };
    expect(buildRequest('upiTxn', params, noPsp)).toMatchObject({
      ok: false,
      issues: [{ path: 'issuingPsp', code: 'issuingPsp.required' }],
    });
    const { gatewayReferenceId: __, ...plain } = order;
    expect(buildRequest('upiTxn', { ...params, order: plain }, noPsp).ok).toBe(true);
    expect(buildRequest('upiTxn', { ...params, order: plain, mandate }, noPsp).ok).toBe(false);
  });

  it('a base that says nothing', () => {
    const built = buildRequest(
      'onboarding',
      {},
      { ...base, merchantId: '', timestamp: Number.NaN },
    );
    expect(built.ok ? [] : built.issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'merchantId text.empty',
      'timestamp timestamp.format',
    ]);
  });
});
