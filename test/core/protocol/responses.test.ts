import { describe, expect, it } from 'vitest';
import { type OperationName, operations, readResponse } from '../../../core/protocol/index.js';
import { samplePayload } from '../../../fixtures/seed-samples.js';

describe('readResponse: the samples of the documents', () => {
  it.each([
    ['upiGetSessionToken', 'get session token', undefined],
    ['upiBindActivateDevice', 'bind and activate device', true],
  ] as const)('%s', (operation, name, isDefault) => {
    expect(readResponse(operation, samplePayload(name, 'response'))).toMatchObject({
      status: 'LINKED',
      deviceBound: true,
      deviceActivated: true,
      prefix: 'XYZ',
      expiresAt: undefined,
      vpaAccounts: [
        {
          vpa: 'abc@xyz',
          isDefault,
          accounts: [
            {
              referenceId: 'A0760cb548bb4dda9d32e3030863dd5',
              bankCode: '11111',
              bankName: 'ABCD',
              maskedAccountNumber: 'XXXX203891',
              mpinSet: true,
              mpinLength: 6,
              otpLength: 6,
              atmPinLength: 6,
              lite: false,
              isPrimary: true,
            },
          ],
        },
      ],
    });
  });

  it('onboarding', () => {
    const read = readResponse('onboarding', samplePayload('onboarding', 'response'));
    const account = { referenceId: 'A0760cb548bb4dda9d32e3030863dd5', mpinSet: true };
    expect(read).toMatchObject({
      status: 'SUCCESS',
      linkedAccounts: [{ vpa: '7834861582-gww@yesg', accounts: [{ ...account, type: 'SAVINGS' }] }],
      account: { vpa: '7834861582-gww@yesg', account: { ...account, ifsc: 'ABCD0123456' } },
      session: { status: 'LINKED', vpaAccounts: [{ accounts: [account] }] },
    });
  });

  it('payment', () => {
    const read = readResponse('upiTxn', samplePayload('pay', 'response'));
    expect(read).toMatchObject({
      status: 'SUCCESS',
      orderId: 'ABC1234567890',
      txnUuid: 'moz3hjuAtiiQriCVFBn',
      account: {
        vpa: 'abc@xyz',
        account: { type: 'SAVINGS', atmPinLength: 4, branchName: undefined, name: 'XXXXat' },
      },
      mandate: undefined,
    });
    const onboarded = samplePayload('onboarding and pay', 'response');
    expect(readResponse('onboardingAndPay', onboarded)).toMatchObject({ orderId: 'ABCDE12345' });
  });

  it.each([
    ['upiTxn', 'create mandate'],
    ['onboardingAndPay', 'onboarding and create mandate'],
  ] as const)('mandate by %s', (operation, name) => {
    expect(readResponse(operation, samplePayload(name, 'response')).mandate).toMatchObject({
      amount: '10.00',
      amountRule: 'FIXED',
      frequency: 'WEEKLY',
      ruleType: 'BEFORE',
      ruleValue: 2,
      umn: 'uniqueMandateNumber@ypay',
      name: 'Test Mandate',
      gatewayMandateId: 'YJPMe5c9711f1ede1f5524e2fadb48003aa0',
      gatewayResponseCode: '00',
      gatewayResponseStatus: 'SUCCESS',
      blockFunds: false,
      payerRevocable: true,
      validityStart: '2022/01/20',
      validityEnd: '2022/09/20',
    });
  });
});

describe('readResponse: answers that no sample shows', () => {
  it.each(['upiCheckPermission', 'upiGetPermission'] as const)('%s', (operation) => {
    const permissions = [
      { label: 'android.permission.SEND_SMS', status: 'Granted' },
      { label: 'android.permission.READ_PHONE_STATE', status: 'DENIED' },
      { status: 'GRANTED' },
      'GRANTED',
    ];
    expect(readResponse(operation, { permissions }).permissions).toEqual([
      { label: 'android.permission.SEND_SMS', granted: true },
      { label: 'android.permission.READ_PHONE_STATE', granted: false },
    ]);
  });

  it.each(['sims', 'simDetails', 'simInfo', 'simList', 'anyOtherKey'])('SIMs under %s', (key) => {
    const sims = [
      { simId: 0, provider: 'JIO', phoneNo: '91', simSerialNo: 's' },
      { provider: 'no id' },
    ];
    const read = { simId: '0', provider: 'JIO', phoneNumber: '91', serialNumber: 's' };
    expect(readResponse('upiGetSimDetails', { [key]: sims }).sims).toMatchObject([read]);
    expect(readResponse('upiGetSimDetails', { [key]: JSON.stringify(sims) }).sims).toHaveLength(1);
  });

  it('banks', () => {
    const bankList = [
      { iin: 508505, name: 'SBI', ifsc: 'SBIN0', referenceId: 'b1', upiEnabled: 'True' },
      { bankCode: '2' },
      { name: 'no code' },
    ];
    expect(readResponse('upiGetBankList', { bankList }).banks).toMatchObject([
      { bankCode: '508505', name: 'SBI', ifsc: 'SBIN0', referenceId: 'b1', upiEnabled: true },
      { bankCode: '2', name: '2' },
    ]);
  });

  it('accounts, lite ones among them', () => {
    const accounts = [
      { referenceId: 'A1||LRN', type: 'current||lite' },
      { referenceId: 'A2||LRN' },
      { accountRefId: 'A3', type: 'Savings' },
      { type: 'SAVINGS' },
      'A4',
    ];
    expect(readResponse('upiGetAccounts', { accounts }).accounts).toMatchObject([
      { referenceId: 'A1||LRN', type: 'CURRENT', lite: true },
      { referenceId: 'A2||LRN', lite: true },
      { referenceId: 'A3', type: 'SAVINGS', lite: false },
    ]);
  });

  it.each([
    ['true', 'done'],
    ['True', 'done'],
    [true, 'done'],
    ['topup_txn_pending', 'pending'],
    ['TOPUP_TXN_PENDING', 'pending'],
    ['false', undefined],
    ['whatever', undefined],
    [undefined, undefined],
  ])('the first top-up of a lite account: %j is %s', (isInitialTopUpDone, liteTopUp) => {
    const accounts = [{ referenceId: 'A1||LRN', isInitialTopUpDone }];
    expect(readResponse('upiGetAccounts', { accounts }).accounts).toMatchObject([{ liteTopUp }]);
  });

  it('what a session token says besides accounts', () => {
    const number = { upiNumber: '12345678', vpa: 'abc@xyz' };
    const upiNumbers = [
      { ...number, upiNumberStatus: 'Active', expiry: '2021-12-30T14:17:06+05:30' },
      { upiNumber: 9876543210, upiNumberStatus: 'DELETED', expiry: 'soon' },
      JSON.stringify({ ...number, upiNumberStatus: 'inactive' }),
      { ...number, upiNumberStatus: 'whatever' },
      { vpa: 'no number' },
      'text',
      null,
    ];
    expect(
      readResponse('upiGetSessionToken', {
        upiNumbers,
        allowedAccountTypes: ['Savings', 'CURRENT', '', null],
        deviceFingerPrint: 'f00d',
        otherInfo: '{"a":"b"}',
      }),
    ).toMatchObject({
      upiNumbers: [
        { ...number, status: 'active', expiresAt: 1640854026000 },
        { upiNumber: '9876543210', vpa: undefined, status: 'deleted', expiresAt: undefined },
        { ...number, status: 'inactive' },
        { ...number, status: undefined },
      ],
      allowedAccountTypes: ['SAVINGS', 'CURRENT'],
      deviceFingerPrint: 'f00d',
      otherInfo: '{"a":"b"}',
    });
    for (const nothing of [undefined, null, '', 'none', 7, {}]) {
      const token = { upiNumbers: nothing, allowedAccountTypes: nothing, otherInfo: {} };
      expect(readResponse('upiBindActivateDevice', token)).toMatchObject({
        upiNumbers: [],
        allowedAccountTypes: [],
        deviceFingerPrint: undefined,
        otherInfo: undefined,
      });
    }
  });

  it('VPA availability', () => {
    const answer = { available: 'false', vpaSuggestions: ['a1@xyz', '', 7] };
    expect(readResponse('upiVpaAvailability', answer)).toMatchObject({
      available: false,
      suggestions: ['a1@xyz', '7'],
    });
    expect(readResponse('upiVpaAvailability', {})).toEqual({
      available: undefined,
      suggestions: [],
    });
  });

  it('NPCI result codes', () => {
    const verdict = { gatewayResponseCode: '00', gatewayResponseMessage: 'ok' };
    const answer = { ...verdict, accountReferenceId: 'A1', status: 'SUCCESS' };
    const read = { ...verdict, referenceId: 'A1', status: 'SUCCESS' };
    for (const operation of [
      'upiSetMpin',
      'upiChangeMpin',
      'upiMakePrimary',
      'upiDeleteAccount',
    ] as const) {
      expect(readResponse(operation, answer)).toMatchObject(read);
    }
    expect(readResponse('upiCheckBalance', { ...answer, balance: 12.5 })).toMatchObject({
      ...read,
      balance: '12.5',
    });
    const vpaAccounts = [{ vpa: 'abc@xyz', accounts: [{ referenceId: 'A1' }] }, { vpa: '' }, 7];
    expect(readResponse('upiLinkAccounts', { ...answer, vpaAccounts })).toMatchObject({
      ...read,
      vpaAccounts: [{ vpa: 'abc@xyz', accounts: [{ referenceId: 'A1' }] }],
    });
    expect(
      readResponse('upiValidVpa', { isCustomerVpaValid: 'true', customerName: 'ABC' }),
    ).toMatchObject({ valid: true, customerName: 'ABC' });
  });

  it('pending transactions', () => {
    const pending = [{ gatewayTransactionId: 't1' }];
    expect(
      readResponse('upiListPendingTransactions', { transactions: pending }).transactions,
    ).toEqual(pending);
    expect(readResponse('upiListPendingTransactions', {}).transactions).toEqual([]);
  });

  it.each(['FAILURE', 'SUCCESS', 'WHATEVER', '', 7, null])(
    'a session %j has no status',
    (status) => {
      expect(readResponse('upiGetSessionToken', { status }).status).toBeUndefined();
    },
  );

  it('the SMS token of a bind expires', () => {
    const expiryTimestamp = '2021-12-30T14:17:06+05:30';
    expect(readResponse('upiBindActivateDevice', { expiryTimestamp }).expiresAt).toBe(
      1640854026000,
    );
  });
});

describe('readResponse: unknown keys of an answer', () => {
  const names = Object.keys(operations) as OperationName[];
  it.each(names)('%s keeps them', (name) => {
    expect(readResponse(name, { brandNew: { a: [1] } })).toMatchObject({ brandNew: { a: [1] } });
  });

  it('inside accounts, VPAs and mandates too', () => {
    const odd = { brandNew: 1 };
    const vpaAccounts = [{ vpa: 'v', account: { referenceId: 'A', ...odd }, ...odd }];
    expect(readResponse('upiGetSessionToken', { vpaAccounts }).vpaAccounts).toMatchObject([
      { accounts: [odd], ...odd },
    ]);
    expect(readResponse('upiTxn', { mandate: odd }).mandate).toMatchObject(odd);
  });
});
