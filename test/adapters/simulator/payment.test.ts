import { describe, expect, it } from 'vitest';
import type { PaymentPlan, SimulatorOptions } from '../../../adapters/simulator/index.js';
import { createRawApp, type Heard, type RawApp } from './raw-app.js';

const CLAIMS = { order_id: 'o1', amount: '200.00' };
const MANDATE_CLAIMS = {
  ...CLAIMS,
  'metadata.YES_BIZ:mandate_name': 'Gym',
  'options.create_mandate': 'REQUIRED',
  'mandate.max_amount': '2000.00',
  'mandate.amount_rule': 'FIXED',
  'mandate.frequency': 'MONTHLY',
  'mandate.start_date': '1767587400000',
  'mandate.end_date': '1799123400000',
  'mandate.rule_type': 'BEFORE',
  'mandate.rule_value': '2',
};

async function linkedApp(options: SimulatorOptions = {}): Promise<RawApp & { account: string }> {
  const app = createRawApp({ device: 'LINKED', ...options });
  await app.start();
  const account = app.simulator.phone.linkedAccounts[0]?.account.referenceId ?? '';
  return { ...app, account };
}

async function payWith(plan: PaymentPlan, action = 'upiTxn'): Promise<[Heard | undefined, RawApp]> {
  const app = await linkedApp();
  app.simulator.person.plansOrder('o1', plan);
  const requestId = await app.sendSigned(action, { accountRefId: app.account }, CLAIMS);
  await app.simulator.clock.advance(10_000);
  return [app.resultsOf(requestId)[0], app];
}

describe('payments', () => {
  it.each<[PaymentPlan, string, object | undefined, string, number]>([
    [
      { answer: 'SUCCESS' },
      'upiTxn',
      { error: false, payload: { status: 'SUCCESS', gatewayResponseCode: '00' } },
      'CHARGED',
      1,
    ],
    [
      { answer: 'PENDING' },
      'upiTxn',
      { error: false, payload: { status: 'PENDING', gatewayResponseCode: '01' } },
      'AUTHORIZING',
      0,
    ],
    [
      { answer: 'FAILURE' },
      'upiTxn',
      {
        error: true,
        errorCode: 'JP_012',
        payload: { status: 'FAILURE', gatewayResponseCode: 'Z9' },
      },
      'AUTHORIZATION_FAILED',
      0,
    ],
    [
      { answer: 'Pay_Failure' },
      'upiTxn',
      { error: true, payload: { status: 'FAILURE' } },
      'AUTHORIZATION_FAILED',
      0,
    ],
    [
      { answer: 'BACKPRESS' },
      'upiTxn',
      { error: true, errorCode: 'JP_002', payload: {} },
      'NEW',
      0,
    ],
    [
      { answer: 'USER_ABORTED' },
      'upiTxn',
      { error: true, errorCode: 'JP_002', errorMessage: 'USER_ABORTED', payload: {} },
      'AUTHENTICATION_FAILED',
      0,
    ],
    [{ answer: 'silence' }, 'upiTxn', undefined, 'CHARGED', 1],
    [{ answer: 'silence', money: 'none' }, 'upiTxn', undefined, 'PENDING_VBV', 0],
    [
      { answer: 'SUCCESS', money: 'declined' },
      'upiTxn',
      { error: false, payload: { status: 'SUCCESS' } },
      'AUTHORIZATION_FAILED',
      0,
    ],
    [
      { answer: 'FAILURE', money: 'debited', gatewayResponseCode: 'U30' },
      'upiTxn',
      {
        payload: {
          status: 'FAILURE',
          gatewayResponseCode: 'U30',
          gatewayResponseMessage: 'Debit has been failed',
        },
      },
      'CHARGED',
      1,
    ],
    [
      { answer: 'FAILURE', gatewayResponseCode: 'QQ' },
      'upiTxn',
      { payload: { gatewayResponseMessage: 'Your transaction could not be completed' } },
      'AUTHORIZATION_FAILED',
      0,
    ],
    [
      { answer: 'PENDING', errorCode: 'JP_006', errorMessage: 'awaited' },
      'upiTxn',
      { error: true, errorCode: 'JP_006', errorMessage: 'awaited', payload: { status: 'PENDING' } },
      'AUTHORIZING',
      0,
    ],
    [
      { answer: 'PENDING', errorCode: 'JP_011' },
      'upiTxn',
      { error: true, errorCode: 'JP_011', errorMessage: '' },
      'AUTHORIZING',
      0,
    ],
    [
      { answer: 'SUCCESS' },
      'onboardingAndPay',
      { error: false, payload: { status: 'SUCCESS', orderId: 'o1' } },
      'CHARGED',
      1,
    ],
    [
      { answer: 'Pay_Failure' },
      'onboardingAndPay',
      { error: true, payload: { status: 'Pay_Failure' } },
      'AUTHORIZATION_FAILED',
      0,
    ],
    [
      { answer: 'BACKPRESS' },
      'onboardingAndPay',
      { error: true, errorCode: 'JP_002', payload: { status: 'BACKPRESS', orderId: 'o1' } },
      'NEW',
      0,
    ],
    [
      { answer: 'USER_ABORTED' },
      'onboardingAndPay',
      { error: true, errorCode: 'JP_002', payload: { status: 'USER_ABORTED' } },
      'AUTHENTICATION_FAILED',
      0,
    ],
    [
      { answer: 'USER_ABORTED', money: 'debited' },
      'onboardingAndPay',
      { payload: { status: 'USER_ABORTED' } },
      'CHARGED',
      1,
    ],
  ])('%j by %s', async (plan, action, answer, status, debits) => {
    const [result, app] = await payWith(plan, action);
    if (answer === undefined) {
      expect(result).toBeUndefined();
    } else {
      expect(result).toMatchObject(answer);
    }
    expect(app.simulator.ledger.order('o1')).toMatchObject({ amount: '200.00', status });
    expect(app.simulator.ledger.debits('o1')).toHaveLength(debits);
  });

  it('debits later, refunds later, and times its answer', async () => {
    const app = await linkedApp();
    const { person, clock, ledger } = app.simulator;
    person.plansOrder('o1', {
      answer: 'FAILURE',
      money: 'debitedLater',
      debitAfter: 60_000,
      refundAfter: 3_600_000,
      answerAfter: 30_000,
      amount: '201.00',
    });
    const requestId = await app.sendSigned('upiTxn', { accountRefId: app.account }, CLAIMS);
    await clock.advance(30_000);
    expect(app.resultsOf(requestId)).toEqual([]);
    await clock.advance(10_000);
    expect(app.resultOf(requestId).payload?.['status']).toBe('FAILURE');
    expect(ledger.debits('o1')).toEqual([]);
    await clock.advance(40_000);
    expect(ledger.order('o1')).toMatchObject({ status: 'CHARGED', amount: '200.00' });
    expect(ledger.debits('o1')).toMatchObject([{ amount: '201.00' }]);
    await clock.advance(3_600_000);
    expect(ledger.order('o1')).toMatchObject({
      status: 'AUTO_REFUNDED',
      refundedAt: expect.any(Number),
    });
    expect(ledger.debits('o1')).toHaveLength(1);
  });

  it('debits once for every call that is sent', async () => {
    const app = await linkedApp();
    for (const expected of [1, 2]) {
      await app.askSigned('upiTxn', { accountRefId: app.account }, CLAIMS);
      expect(app.simulator.ledger.debits('o1')).toHaveLength(expected);
    }
    app.simulator.person.plansOrder('o1', { answer: 'FAILURE' });
    await app.askSigned('upiTxn', { accountRefId: app.account }, CLAIMS);
    expect(app.simulator.ledger.order('o1')?.status).toBe('CHARGED');
    expect(app.simulator.ledger.orders).toHaveLength(1);
  });

  it('has one screen: two payments at once take turns', async () => {
    const app = await linkedApp();
    await app.sendSigned('upiTxn', { accountRefId: app.account }, CLAIMS);
    await app.sendSigned('upiTxn', { accountRefId: app.account }, { ...CLAIMS, order_id: 'o2' });
    await app.simulator.clock.advance(4_000);
    expect(app.simulator.ledger.orders.map((order) => order.status)).toEqual(['CHARGED', 'NEW']);
    await app.simulator.clock.advance(4_000);
    expect(app.simulator.ledger.order('o2')?.status).toBe('CHARGED');
  });

  it('ends in an abort when back is pressed on the PIN page', async () => {
    const app = await linkedApp();
    const { clock, sdk, ledger } = app.simulator;
    const first = await app.sendSigned('upiTxn', { accountRefId: app.account }, CLAIMS);
    await clock.advance(1_500);
    expect(sdk.back()).toBe(true);
    expect(sdk.back()).toBe(false);
    await clock.advance(5_000);
    expect(app.resultOf(first)).toMatchObject({ errorCode: 'JP_002', payload: {} });
    expect(ledger.order('o1')).toMatchObject({ status: 'AUTHENTICATION_FAILED', debits: [] });

    const second = await app.sendSigned('onboardingAndPay', {}, CLAIMS);
    await clock.advance(1_500);
    expect(sdk.back()).toBe(true);
    await clock.advance(5_000);
    expect(app.resultOf(second).payload?.['status']).toBe('USER_ABORTED');
  });

  it('waits on the PIN page for as long as the plan says', async () => {
    const app = await linkedApp();
    const { clock, person, sdk, ledger } = app.simulator;
    person.plansOrder('o1', { answer: 'SUCCESS', actsAfter: Number.POSITIVE_INFINITY });
    const requestId = await app.sendSigned('upiTxn', { accountRefId: app.account }, CLAIMS);
    await clock.advance(600_000);
    expect(app.simulator.screen).toBe('pin');
    expect(app.simulator.timers).toBe(0);
    sdk.back();
    await clock.advance(5_000);
    expect(app.resultOf(requestId)).toMatchObject({ errorCode: 'JP_002' });
    expect(ledger.debits('o1')).toEqual([]);
  });

  it('cannot pay from an account without a PIN', async () => {
    const app = await linkedApp();
    const id = 'A1f42b9a70c1d4e6c8aa1be5a2c99d07';
    await app.ask('upiLinkAccounts', { customerVpa: 'me@upf', accountReferenceIds: [id] });
    const result = await app.askSigned('upiTxn', { accountRefId: id }, CLAIMS);
    expect(result.payload).toMatchObject({ status: 'FAILURE', gatewayResponseCode: 'ZM' });
  });

  it('pays from UPI Lite, which has none', async () => {
    const lite = {
      referenceId: 'S1||LRN1',
      bankCode: '607153',
      maskedAccountNumber: 'XXXX203891',
      type: 'SAVINGS',
      lite: true,
      ifsc: 'UTIB0000123',
      mpinSet: false,
      balance: '500.00',
    } as const;
    const app = await linkedApp({ accounts: [lite] });
    const result = await app.askSigned('upiTxn', { accountRefId: app.account }, CLAIMS);
    expect(result.payload).toMatchObject({ status: 'SUCCESS', accountRefId: 'S1||LRN1' });
    expect(app.simulator.ledger.debits('o1')).toHaveLength(1);
  });

  it('needs a linked device and a linked account', async () => {
    const bound = createRawApp({ device: 'BOUND' });
    await bound.start();
    expect(await bound.askSigned('upiTxn', { accountRefId: 'x' }, CLAIMS)).toMatchObject({
      errorCode: 'JP_001',
      errorMessage: 'Exit : Error Status not matched status (LINKED)',
    });
    const app = await linkedApp();
    const foreign = await app.askSigned('upiTxn', { accountRefId: 'x' }, CLAIMS);
    expect(foreign).toMatchObject({ errorCode: 'JP_003' });
    expect(await app.askSigned('upiTxn', {}, CLAIMS)).toMatchObject({ errorCode: 'JP_003' });
  });

  it.each([
    [{}, { amount: '2.00' }, 'JP_003'],
    [{}, { order_id: 'o1' }, 'JP_003'],
    [{}, { order_id: 'o1', amount: '2.001' }, 'JP_003'],
    [{}, { order_id: 'o1', amount: '0.00' }, 'JP_003'],
    [{ orderId: 'o2' }, CLAIMS, 'JP_012'],
    [{ amount: '201.00' }, CLAIMS, 'JP_012'],
    [{ orderId: 'o1', amount: 200 }, CLAIMS, ''],
  ])('checks payload %j against claims %j', async (payload, claims, errorCode) => {
    const app = await linkedApp();
    const whole = { accountRefId: app.account, ...payload };
    expect(await app.askSigned('upiTxn', whole, claims)).toMatchObject({ errorCode });
  });

  it('refuses another amount for a known order', async () => {
    const app = await linkedApp();
    await app.askSigned('upiTxn', { accountRefId: app.account }, CLAIMS);
    const other = { ...CLAIMS, amount: '300.00' };
    expect(await app.askSigned('upiTxn', { accountRefId: app.account }, other)).toMatchObject({
      errorCode: 'JP_012',
      errorMessage: 'INVALID_DATA',
    });
  });
});

describe('mandates', () => {
  const PAYLOAD = { shouldCreateMandate: true };

  it('answers in the shape of the sample, without order and transaction', async () => {
    const app = await linkedApp();
    const payload = { ...PAYLOAD, accountRefId: app.account };
    const result = await app.askSigned('upiTxn', payload, MANDATE_CLAIMS);
    const umn = app.simulator.ledger.order('o1')?.mandate?.umn;
    expect(result.payload).toEqual({
      action: 'upiTxn',
      status: 'SUCCESS',
      mandate: {
        amount: '200.00',
        amountRule: 'EXACT',
        blockFund: 'false',
        expiry: expect.stringMatching(/^2026-01-08T10:00:\d\d\+05:30$/),
        gatewayMandateId: expect.stringMatching(/^UPF[0-9a-f]{29}$/),
        gatewayReferenceId: expect.stringMatching(/^\d{12}$/),
        gatewayResponseCode: '00',
        gatewayResponseMessage: 'Your transaction is successful',
        gatewayResponseStatus: 'SUCCESS',
        initiatedBy: 'PAYER',
        mandateName: 'Gym',
        mandateTimestamp: expect.stringMatching(/^2026-01-05T10:00:\d\d\+05:30$/),
        merchantCustomerId: 'abcde12345',
        merchantRequestId: expect.any(String),
        orgMandateId: expect.any(String),
        payeeMcc: '4924',
        payeeName: 'STOCK',
        payeeVpa: 'stock@upf',
        payerName: 'customer1',
        payerRevocable: 'true',
        payerVpa: 'abcde12345@upf',
        recurrencePattern: 'MONTHLY',
        recurrenceRule: 'BEFORE',
        recurrenceValue: '2',
        refUrl: 'https://www.example.com',
        remarks: 'UPI Mandate',
        role: 'PAYER',
        shareToPayee: 'true',
        transactionType: 'UPI_MANDATE',
        umn,
        validityEnd: '2027/01/05',
        validityStart: '2026/01/05',
      },
    });
  });

  it.each<[PaymentPlan, string, boolean, string]>([
    [{ answer: 'SUCCESS' }, 'ACTIVE', true, '00'],
    [{ answer: 'FAILURE' }, 'FAILURE', false, 'Z9'],
    [{ answer: 'PENDING', money: 'none' }, 'CREATED', false, '01'],
    [{ answer: 'PENDING' }, 'ACTIVE', true, '01'],
    [{ answer: 'SUCCESS', mandate: 'failed' }, 'FAILURE', true, 'Z9'],
    [{ answer: 'FAILURE', mandate: 'active' }, 'ACTIVE', false, '00'],
    [{ answer: 'SUCCESS', mandate: 'pending' }, 'CREATED', true, '01'],
  ])('%j', async (plan, status, firstDebit, gatewayResponseCode) => {
    const app = await linkedApp();
    app.simulator.person.plansOrder('o1', plan);
    const payload = { ...PAYLOAD, accountRefId: app.account };
    const result = await app.askSigned('onboardingAndPay', payload, MANDATE_CLAIMS);
    expect(result.payload).toMatchObject({
      action: 'onboardingAndPay',
      status: plan.answer,
      mandate: { gatewayResponseCode },
    });
    expect(app.simulator.ledger.order('o1')?.mandate).toMatchObject({ status, firstDebit });
  });

  it('notes no mandate when the person left', async () => {
    const app = await linkedApp();
    app.simulator.person.plansOrder('o1', { answer: 'BACKPRESS' });
    await app.askSigned('onboardingAndPay', PAYLOAD, MANDATE_CLAIMS);
    expect(app.simulator.ledger.order('o1')?.mandate).toBeUndefined();
  });

  it.each([
    ['options.create_mandate', 'MAYBE'],
    ['mandate.max_amount', '-1'],
    ['mandate.start_date', 'today'],
    ['metadata.YES_BIZ:mandate_name', ''],
  ])('checks the claim %s', async (name, value) => {
    const app = await linkedApp();
    const claims = { ...MANDATE_CLAIMS, [name]: value };
    const result = await app.askSigned('onboardingAndPay', PAYLOAD, claims);
    expect(result).toMatchObject({ error: true, errorCode: 'JP_003', payload: {} });
  });

  it('takes dates in seconds, variable amounts and no rule', async () => {
    const app = await linkedApp();
    const { 'mandate.rule_type': _, 'mandate.rule_value': __, ...rest } = MANDATE_CLAIMS;
    const claims = {
      ...rest,
      'mandate.start_date': '1767587400',
      'mandate.amount_rule': 'VARIABLE',
    };
    const result = await app.askSigned('onboardingAndPay', PAYLOAD, claims);
    expect(result.payload?.['mandate']).toMatchObject({
      amountRule: 'MAX',
      validityStart: '2026/01/05',
    });
    expect(result.payload?.['mandate']).not.toHaveProperty('recurrenceRule');
  });
});

describe('onboarding', () => {
  it('goes all the way to LINKED on the SDK’s screens', async () => {
    const app = createRawApp();
    await app.start();
    const result = await app.askSigned('onboarding');
    expect(result).toMatchObject({
      error: false,
      payload: {
        action: 'onboarding',
        status: 'SUCCESS',
        linkedAccounts: [{ vpa: 'abcde12345@upf' }],
        selectedAccount: { vpa: 'abcde12345@upf' },
        sessionTokenResponse: { status: 'LINKED', vpaAccounts: [{ vpa: 'abcde12345@upf' }] },
      },
    });
    expect(app.simulator.phone.status).toBe('LINKED');
    expect(await app.askSigned('onboarding')).toMatchObject({ payload: { status: 'SUCCESS' } });
    expect(app.simulator.phone.smsSent).toBe(1);
  });

  it('onboards, then pays', async () => {
    const app = createRawApp();
    await app.start();
    const payload = { customerMobileNumber: '919123456780', udfParameters: '{}' };
    const result = await app.askSigned('onboardingAndPay', payload, CLAIMS);
    expect(result.payload).toMatchObject({
      status: 'SUCCESS',
      orderId: 'o1',
      udfParameters: '{}',
    });
    expect(app.simulator.phone.boundNumber).toBe('919123456780');
    expect(app.simulator.ledger.debits('o1')).toHaveLength(1);
  });

  it.each([
    ['goesBack', 'BACKPRESS', 'JP_002'],
    ['fails', 'FAILURE', 'JP_001'],
  ] as const)('%s: %s', async (answer, status, errorCode) => {
    const app = createRawApp();
    await app.start();
    app.simulator.person.answersOnboarding(answer);
    expect(await app.askSigned('onboarding')).toMatchObject({ error: true, errorCode });
    const paid = await app.askSigned('onboardingAndPay', {}, CLAIMS);
    expect(paid).toMatchObject({ error: true, errorCode, payload: { status, orderId: 'o1' } });
    expect(app.simulator.ledger.order('o1')).toMatchObject({ status: 'NEW', debits: [] });
  });

  it('fails when permission or SMS verification is refused', async () => {
    const app = createRawApp();
    await app.start();
    const { person } = app.simulator;
    person.answersPermission('deny');
    expect(await app.askSigned('onboarding')).toMatchObject({ payload: { status: 'FAILURE' } });
    person.answersPermission('grant');
    person.sms('mismatch');
    expect(await app.askSigned('onboarding')).toMatchObject({ payload: { status: 'FAILURE' } });
    expect(app.simulator.phone.status).toBe('FRESH');
  });

  it('keeps its screen while the SMS is under way; going back does not call the SMS back', async () => {
    const app = createRawApp({ device: 'FRESH' });
    await app.start();
    const { person, clock, sdk, phone } = app.simulator;
    person.sms('late');
    const requestId = await app.sendSigned('onboarding');
    await clock.advance(30_000);
    expect(sdk.back()).toBe(true);
    await clock.settle();
    expect(app.resultOf(requestId)).toMatchObject({ errorCode: 'JP_002' });
    expect(phone.status).toBe('FRESH');
    await clock.advance(120_000);
    expect(phone.status).toBe('LINKED');
    expect(app.resultsOf(requestId)).toHaveLength(1);
  });

  it('waits for a person who does nothing, until back', async () => {
    const app = createRawApp();
    await app.start();
    app.simulator.person.answersPermission('ignore');
    const requestId = await app.sendSigned('onboarding');
    await app.simulator.clock.advance(60_000);
    expect(app.simulator.screen).toBe('onboarding');
    expect(app.simulator.sdk.back()).toBe(true);
    await app.simulator.clock.settle();
    expect(app.resultOf(requestId)).toMatchObject({ errorCode: 'JP_002' });
  });
});
