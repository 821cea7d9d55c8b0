import { describe, expect, it } from 'vitest';
import type { SmsOutcome } from '../../../adapters/simulator/index.js';
import { createRawApp, type RawApp } from './raw-app.js';

const DAY = 24 * 3_600_000;
const BIND = { simId: '0', isBindAndActivateRequest: true };

async function started(options: Parameters<typeof createRawApp>[0] = {}): Promise<RawApp> {
  const app = createRawApp(options);
  await app.start();
  return app;
}

describe('permissions and SIMs', () => {
  it('answers a refusal, and refuses SIMs without permission', async () => {
    const app = await started();
    app.simulator.person.answersPermission('deny');
    expect(await app.ask('upiGetPermission')).toMatchObject({
      error: true,
      errorCode: 'JP_001',
      errorMessage: 'User Denied Permission',
      payload: { action: 'upiGetPermission', status: 'FAILURE' },
    });
    expect(await app.ask('upiGetSimDetails')).toMatchObject({
      errorCode: 'JP_001',
      errorMessage: 'Unable to fetch sims',
    });
    const bound = await app.askSigned('upiBindActivateDevice', BIND);
    expect(bound).toMatchObject({ error: false, payload: { status: 'NOPERMISSION' } });
  });

  it('shows no dialog when everything is granted, and frames screens with the loader', async () => {
    const app = await started();
    await app.ask('upiGetPermission');
    expect(app.heard.map((one) => one.event)).toEqual([
      'initiate_result',
      'show_loader',
      'hide_loader',
      'process_result',
    ]);
    await app.ask('upiGetPermission');
    expect(app.heard).toHaveLength(5);
    app.simulator.phone.revokePermissions();
    expect(app.simulator.phone.status).toBe('NOPERMISSION');
    app.simulator.phone.grantPermissions();
    expect(app.simulator.phone.status).toBe('FRESH');
  });

  it('grants everything and makes up two SIMs on iOS', async () => {
    const app = await started({ platform: 'ios' });
    app.simulator.phone.revokePermissions();
    expect(app.simulator.phone.status).toBe('FRESH');
    const sims = await app.ask('upiGetSimDetails');
    expect(sims.payload?.['simDetails']).toEqual([
      { id: '0', provider: 'SIM 0', simSerialNo: '' },
      { id: '1', provider: 'SIM 1', simSerialNo: '' },
    ]);
  });
});

describe('binding', () => {
  it.each<[SmsOutcome, string]>([
    ['mismatch', 'SMS_VERIFICATION_MISMATCH'],
    ['declined', 'REGISTRATION_DECLINED'],
    ['limit', 'BIND_DEVICE_LIMIT_EXCEEDED'],
    ['otherBinding', 'OPERATION_RESTRICTED_DEREGISTER_CUSTOMER'],
    ['expired', 'SMS_VERIFICATION_EXPIRED'],
    ['pending', 'SMS_VERIFICATION_PENDING'],
  ])('%s answers %s', async (outcome, errorMessage) => {
    const app = await started({ device: 'FRESH' });
    app.simulator.person.sms(outcome);
    expect(await app.askSigned('upiBindActivateDevice', BIND)).toMatchObject({
      error: true,
      errorCode: 'JP_001',
      errorMessage,
      payload: { action: 'getSessionToken', status: 'FRESH', isDeviceBound: 'false' },
    });
  });

  it('answers expiry only after the token is gone', async () => {
    const app = await started({ device: 'FRESH', smsTokenLifetime: 45_000 });
    app.simulator.person.sms('expired');
    const requestId = await app.sendSigned('upiBindActivateDevice', BIND);
    await app.simulator.clock.advance(45_000);
    expect(app.resultsOf(requestId)).toEqual([]);
    await app.simulator.clock.advance(2_000);
    expect(app.resultOf(requestId).payload?.['expiryTimestamp']).toMatch(
      /^2026-01-05T10:00:\d\d\+05:30$/,
    );
  });

  it('binds late, after the token is gone', async () => {
    const app = await started({ device: 'FRESH' });
    app.simulator.person.sms('late');
    const requestId = await app.sendSigned('upiBindActivateDevice', BIND);
    await app.simulator.clock.advance(70_000);
    expect(app.resultsOf(requestId)).toEqual([]);
    await app.simulator.clock.advance(30_000);
    expect(app.resultOf(requestId).payload?.['status']).toBe('BOUND');
  });

  it('never answers, and stays FRESH', async () => {
    const app = await started({ device: 'FRESH' });
    app.simulator.person.sms('never');
    const requestId = await app.sendSigned('upiBindActivateDevice', BIND);
    await app.simulator.clock.advance(DAY);
    expect(app.resultsOf(requestId)).toEqual([]);
    expect(app.simulator.phone.status).toBe('FRESH');
  });

  it('finishes a pending verification without a word', async () => {
    const app = await started({ device: 'FRESH' });
    app.simulator.person.sms('pending');
    const requestId = await app.sendSigned('upiBindActivateDevice', BIND);
    await app.simulator.clock.advance(10_000);
    expect(app.resultOf(requestId).payload?.['expiryTimestamp']).toBeDefined();
    expect(app.simulator.phone.status).toBe('FRESH');
    await app.simulator.clock.advance(60_000);
    expect(app.simulator.phone.status).toBe('BOUND');
    expect(app.resultsOf(requestId)).toHaveLength(1);
  });

  it('refuses the fourth SMS within a day, and accepts it a day later', async () => {
    const app = await started({ device: 'FRESH' });
    const { person, phone, clock } = app.simulator;
    person.sms('declined', 'declined', 'declined');
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await app.askSigned('upiBindActivateDevice', BIND);
      expect(phone.smsSent).toBe(attempt);
    }
    expect(await app.askSigned('upiBindActivateDevice', BIND)).toMatchObject({
      errorMessage: 'BIND_DEVICE_LIMIT_EXCEEDED',
    });
    expect(phone.smsSent).toBe(3);
    await clock.advance(DAY);
    expect(phone.smsSent).toBe(0);
    const bound = await app.askSigned('upiBindActivateDevice', BIND);
    expect(bound.payload?.['status']).toBe('BOUND');
  });

  it('refuses a number that is not the SIM’s, and takes it with or without 91', async () => {
    const app = await started({ device: 'FRESH' });
    const other = { ...BIND, customerMobileNumber: '919999999999' };
    expect(await app.askSigned('upiBindActivateDevice', other)).toMatchObject({
      errorMessage: 'SMS_VERIFICATION_MISMATCH',
    });
    const own = { ...BIND, customerMobileNumber: '9876543210', udfParameters: '{"a":"b"}' };
    const bound = await app.askSigned('upiBindActivateDevice', own);
    expect(bound.payload).toMatchObject({ status: 'BOUND', otherInfo: '{"a":"b"}' });
    expect(app.simulator.phone.boundNumber).toBe('919876543210');
    // Bound already: no further SMS.
    await app.askSigned('upiBindActivateDevice', BIND);
    expect(app.simulator.phone.smsSent).toBe(2);
  });

  it.each(['+919876543210', '98765 43210', '876543210'])(
    'refuses what is no number: %s',
    async (customerMobileNumber) => {
      const app = await started({ device: 'FRESH' });
      const params = { ...BIND, customerMobileNumber };
      for (const [action, payload] of [
        ['upiBindActivateDevice', params],
        ['upiGetSessionToken', { customerMobileNumber }],
        ['onboarding', { customerMobileNumber }],
      ] as const) {
        expect(await app.askSigned(action, payload)).toMatchObject({ errorCode: 'JP_003' });
      }
      expect(app.simulator.phone).toMatchObject({ status: 'FRESH', smsSent: 0 });
    },
  );

  it('speaks either vocabulary', async () => {
    const app = await started({ device: 'FRESH', bindVocabulary: 'result' });
    app.simulator.person.sms('declined');
    const refused = await app.askSigned('upiBindActivateDevice', BIND);
    expect(refused.payload?.['status']).toBe('FAILURE');
    const bound = await app.askSigned('upiBindActivateDevice', BIND);
    expect(bound.payload?.['status']).toBe('SUCCESS');
  });

  it.each([
    [{ isBindAndActivateRequest: true }, 'simId'],
    [{ simId: '7', isBindAndActivateRequest: true }, 'simId'],
    [{ simId: '0' }, 'isBindAndActivateRequest'],
    [{ simId: '0', isBindAndActivateRequest: 'false' }, 'isBindAndActivateRequest'],
  ])('checks its parameters: %j', async (payload, field) => {
    const app = await started({ device: 'FRESH' });
    const result = await app.askSigned('upiBindActivateDevice', payload);
    expect(result).toMatchObject({ errorCode: 'JP_003' });
    expect(result.errorMessage).toContain(field);
  });
});

describe('accounts', () => {
  const A1 = 'A0760cb548bb4dda9d32e3030863dd5';
  const A2 = 'A1f42b9a70c1d4e6c8aa1be5a2c99d07';

  it('prints accounts as strings, in the shape of the samples', async () => {
    const app = await started({ device: 'LINKED' });
    const token = await app.askSigned('upiGetSessionToken', { udfParameters: '{}' });
    expect(token.payload).toEqual({
      action: 'upiGetSessionToken',
      status: 'LINKED',
      isDeviceBound: 'true',
      isDeviceActivated: 'true',
      vpaAccounts: [
        {
          account: {
            bankCode: '607153',
            bankName: 'Axis Bank',
            maskedAccountNumber: 'XXXX203891',
            mpinLength: '6',
            mpinSet: 'true',
            referenceId: A1,
            isPrimary: 'true',
            otpLength: '6',
            atmPinLength: '4',
            type: 'SAVINGS',
            ifsc: 'UTIB0000123',
            branchName: '',
            name: 'XXXXat',
            bankAccountUniqueId: `u${A1}`,
          },
          vpa: 'abcde12345@upf',
          isDefault: 'true',
        },
      ],
      prefix: 'UPF',
      deviceFingerPrint: expect.stringMatching(/^[0-9a-f]{64}$/),
      customerMobileNumber: 'XXXXXXXX3210',
      udfParameters: '{}',
      otherInfo: '{}',
    });
  });

  it('refuses banks, accounts and links before binding', async () => {
    const app = await started({ device: 'FRESH' });
    const link = { customerVpa: 'a@upf', accountReferenceIds: [A1] };
    for (const [action, payload] of [
      ['upiGetBankList', {}],
      ['upiGetAccounts', { bankCodes: ['607153'] }],
      ['upiVpaAvailability', { customerVpa: 'a@upf' }],
      ['upiLinkAccounts', link],
      ['upiDeregister', {}],
    ] as const) {
      expect(await app.ask(action, payload)).toMatchObject({
        errorCode: 'JP_001',
        errorMessage: 'Exit : Error Status not matched status (FRESH)',
      });
    }
  });

  it('finds accounts by bank and type', async () => {
    const app = await started({ device: 'BOUND' });
    const count = async (payload: object) => {
      const { payload: answer } = await app.ask('upiGetAccounts', { ...payload });
      return answer?.['accounts'];
    };
    expect(await count({ bankCodes: ['607153', '607152'] })).toHaveLength(3);
    expect(await count({ bankCodes: ['607223'] })).toEqual([]);
    expect(await count({ bankCodes: ['607153'], accountType: 'CREDIT' })).toEqual([]);
    for (const bankCodes of [undefined, [], [7], '607153']) {
      expect(await app.ask('upiGetAccounts', { bankCodes })).toMatchObject({ errorCode: 'JP_003' });
    }
  });

  it('suggests other VPAs for a taken one and refuses to link it', async () => {
    const app = await started({ device: 'BOUND' });
    expect(await app.ask('upiVpaAvailability', { customerVpa: 'taken@upf' })).toMatchObject({
      payload: {
        available: 'false',
        vpaSuggestions: ['mytaken1@upf', 'mytaken2@upf', 'mytaken3@upf'],
      },
    });
    const link = { customerVpa: 'taken@upf', accountReferenceIds: [A1] };
    expect(await app.ask('upiLinkAccounts', link)).toMatchObject({
      error: true,
      payload: { status: 'FAILURE' },
    });
    const unknown = { customerVpa: 'me@upf', accountReferenceIds: ['nope'] };
    expect(await app.ask('upiLinkAccounts', unknown)).toMatchObject({ errorCode: 'JP_003' });
  });

  it('changes the primary account, deletes others, and deregisters', async () => {
    const app = await started({ device: 'BOUND' });
    const { phone } = app.simulator;
    await app.ask('upiLinkAccount', { customerVpa: 'me@upf', accountReferenceIds: [A1, A2] });
    const ids = () => phone.linkedAccounts.map((link) => link.account.referenceId);
    expect(ids()).toEqual([A1, A2]);
    const primary = { customerVpa: 'me@upf', accountReferenceId: A2 };
    expect(await app.ask('upiMakePrimary', primary)).toMatchObject({ error: false });
    expect(ids()).toEqual([A2, A1]);
    expect(await app.ask('upiDeleteAccount', { accountReferenceId: A2 })).toMatchObject({
      error: true,
      errorMessage: 'Primary account cannot be deleted',
    });
    await app.ask('upiDeleteAccount', { accountReferenceId: A1 });
    expect(ids()).toEqual([A2]);
    expect(await app.ask('upiDeleteAccount', { accountReferenceId: A1 })).toMatchObject({
      errorCode: 'JP_003',
    });
    expect(await app.ask('upiDeregister')).toMatchObject({
      payload: { status: 'SUCCESS', customerMobileNumber: 'XXXXXXXX3210' },
    });
    expect(phone.status).toBe('FRESH');
  });

  it('gives another customer on the same phone a profile of its own', async () => {
    const app = await started({ device: 'LINKED' });
    const { sdk, clock, backend, merchant, phone } = app.simulator;
    sdk.terminate();
    sdk.open();
    const claims = { merchant_id: merchant.merchantId, customer_id: 'other', timestamp: '1' };
    const pending = backend.authorize({ action: 'initiate', claims });
    await clock.advance(200);
    const { merchantId, clientId } = merchant;
    const identity = { merchantId, clientId, customerId: 'other', environment: 'sandbox' };
    const payload = { action: 'initiate', ...identity, ...(await pending) };
    sdk.initiate({ requestId: 'i2', service: 'in.juspay.hyperapi', payload });
    await clock.advance(5_000);
    expect(phone.status).toBe('FRESH');
    expect(phone.linkedAccounts).toEqual([]);
    // A signature for the first customer is foreign now.
    expect(await app.askSigned('upiGetSessionToken')).toMatchObject({ errorCode: 'JP_012' });
  });
});

describe('PIN pages', () => {
  const A2 = 'A1f42b9a70c1d4e6c8aa1be5a2c99d07';
  const MPIN = {
    customerVpa: 'me@upf',
    card: '123456',
    expiry: '0728',
    upiRequestId: 'UPFabc',
    accountReferenceId: A2,
  };

  async function linked(): Promise<RawApp> {
    const app = await started({ device: 'BOUND' });
    await app.ask('upiLinkAccounts', { customerVpa: 'me@upf', accountReferenceIds: [A2] });
    return app;
  }

  it.each([
    ['card', '12345'],
    ['expiry', '1328'],
    ['upiRequestId', 'XXX1'],
    ['upiRequestId', `UPF${'1'.repeat(40)}`],
    ['customerVpa', ''],
    ['accountReferenceId', 'nope'],
  ])('checks %s %s', async (name, value) => {
    const app = await linked();
    const result = await app.ask('upiSetMpin', { ...MPIN, [name]: value });
    expect(result).toMatchObject({ errorCode: 'JP_003' });
    expect(result.errorMessage).toContain(name);
  });

  it('tells a wrong PIN from a person who left', async () => {
    const app = await linked();
    const { person, clock, sdk } = app.simulator;
    person.answersPin('fails');
    expect(await app.ask('upiSetMpin', MPIN)).toMatchObject({
      error: true,
      payload: { status: 'FAILURE', gatewayResponseCode: 'ZM' },
    });
    person.answersPin('goesBack');
    expect(await app.ask('upiChangeMpin', MPIN)).toMatchObject({ errorCode: 'JP_002' });
    person.answersPin('ignores');
    const requestId = app.send('upiSetMpin', MPIN);
    await clock.advance(60_000);
    expect(app.resultsOf(requestId)).toEqual([]);
    expect(sdk.back()).toBe(true);
    await clock.settle();
    expect(app.resultOf(requestId)).toMatchObject({ errorCode: 'JP_002' });
    person.answersPin('completes');
    expect(await app.ask('upiSetMpin', MPIN)).toMatchObject({
      payload: { status: 'SUCCESS', bankCode: '607153', gatewayResponseCode: '00' },
    });
    expect(await app.ask('upiChangeMpin', MPIN)).toMatchObject({ error: false });
  });

  it('reads a balance that debits lower', async () => {
    const app = await started({ device: 'LINKED' });
    const id = app.simulator.phone.linkedAccounts[0]?.account.referenceId;
    const ask = { upiRequestId: 'UPF1', accountReferenceId: id };
    expect((await app.ask('upiCheckBalance', ask)).payload?.['balance']).toBe('25000.00');
    const claims = { order_id: 'o1', amount: '0.50' };
    await app.askSigned('upiTxn', { accountRefId: id }, claims);
    expect((await app.ask('upiCheckBalance', ask)).payload?.['balance']).toBe('24999.50');
  });
});

describe('other reads and screens', () => {
  it('answers upiValidVpa, pending transactions and management', async () => {
    const app = await started({ device: 'LINKED' });
    const valid = async (customerVpa: string) => {
      const { payload } = await app.askSigned('upiValidVpa', { customerVpa });
      return payload?.['isCustomerVpaValid'];
    };
    expect(await valid('shop@upf')).toBe('true');
    expect(await valid('nobody@upf')).toBe('false');
    const page = { limit: '10', offset: '0' };
    expect(await app.ask('upiListPendingTransactions', page)).toMatchObject({
      payload: { status: 'SUCCESS', pendingTransactions: [] },
    });
    expect(await app.askSigned('management')).toMatchObject({ payload: { status: 'SUCCESS' } });
    app.simulator.person.answersOnboarding('goesBack');
    expect(await app.askSigned('management')).toMatchObject({ errorCode: 'JP_002' });
  });
});
