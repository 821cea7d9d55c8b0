import { describe, expect, it } from 'vitest';
import {
  buildRequest,
  checkMandate,
  checkOrder,
  checkParams,
  decodeEvent,
  readCheckout,
  readOrderStatus,
  readResponse,
  readSdkOutcome,
  responseCode,
  sameAmount,
} from '../../../core/protocol/index.js';
import { coerceString, coerceTimestamp } from '../../../core/protocol/read.js';
import { sample, samplePayload } from '../../../fixtures/seed-samples.js';
import { base, mandate, order } from './support/inputs.js';

const account = { referenceId: 'A1' };
const vpas = (payload: Readonly<Record<string, unknown>>) =>
  readResponse('upiGetSessionToken', payload).vpaAccounts;

/** The contradictions of the documents, numbered as in the protocol facts, §8. */
describe('contradictions of the documents', () => {
  it.each(['NOPERMISSION', 'FRESH', 'BOUND', 'LINKED'])(
    '#1 session status %s; FAILURE is none',
    (status) => {
      expect(readResponse('upiGetSessionToken', { status }).status).toBe(status);
      expect(readResponse('upiGetSessionToken', { status: 'FAILURE' }).status).toBeUndefined();
    },
  );

  it('#2 a bind that answers SUCCESS or FAILURE names no device status', () => {
    for (const status of ['SUCCESS', 'FAILURE']) {
      expect(readResponse('upiBindActivateDevice', { status }).status).toBeUndefined();
    }
  });

  it('#3 an answer may name another action than the request; requests never say getSessionToken', () => {
    const event = decodeEvent(sample('bind and activate device', 'response'));
    expect(event).toMatchObject({ type: 'result', result: { action: 'getSessionToken' } });
    const built = buildRequest('upiBindActivateDevice', { simId: '0' }, base);
    expect(built).toMatchObject({ value: { action: 'upiBindActivateDevice' } });
  });

  it.each(['upiGetSessionToken', 'getSessionToken', 'getSesionToken', 'getBankList', undefined])(
    '#3 an answer that calls itself %s is read by what was asked',
    (action) => {
      const payload = {
        action,
        status: 'LINKED',
        bankList: [{ bankCode: '607153', name: 'Axis' }],
      };
      const event = decodeEvent({ requestId: 'r1', event: 'process_result', payload });
      expect(event).toMatchObject({ type: 'result', result: { requestId: 'r1', action } });
      expect(readResponse('upiGetSessionToken', payload).status).toBe('LINKED');
      expect(readResponse('upiGetBankList', payload).banks).toMatchObject([{ name: 'Axis' }]);
    },
  );

  it('#4 a mandate from a linked account is asked for with upiTxn', () => {
    const built = buildRequest('upiTxn', { order, mandate, accountRefId: 'A1' }, base);
    expect(built).toMatchObject({ value: { payload: { action: 'upiTxn' } } });
  });

  it.each([
    { account },
    { account: [account] },
    { accounts: account },
    { accounts: [account] },
    { accounts: JSON.stringify([account]) },
  ])('#5 account or accounts, one or many: %j', (entry) => {
    expect(vpas({ vpaAccounts: [{ vpa: 'v', ...entry }] })).toMatchObject([
      { vpa: 'v', accounts: [account] },
    ]);
    expect(vpas({ vpaAccounts: { vpa: 'v', ...entry } })).toHaveLength(1);
  });

  it('#6 orderId or order_id', () => {
    expect(readResponse('upiTxn', { order_id: 'o1' }).orderId).toBe('o1');
    expect(readResponse('upiTxn', { orderId: 'o1' }).orderId).toBe('o1');
    const checkout = { requestId: 'r', payload: { order_id: 'o1' } };
    expect(readCheckout(checkout)).toMatchObject({ value: { orderId: 'o1' } });
  });

  it('#7 a selected account may be a text', () => {
    const selected = { vpa: 'v', account };
    for (const selectedAccount of [
      selected,
      JSON.stringify(selected),
      { vpa: 'v', account: JSON.stringify(account) },
    ]) {
      expect(readResponse('upiTxn', { selectedAccount }).account).toMatchObject(selected);
    }
  });

  it.each(['referenceId', 'accountRefId', 'accountReferenceId'])(
    '#8 an account named by %s',
    (key) => {
      expect(
        readResponse('upiGetAccounts', { accounts: [{ [key]: 'A1' }] }).accounts,
      ).toMatchObject([account]);
      expect(readResponse('upiSetMpin', { [key]: 'A1' }).referenceId).toBe('A1');
    },
  );

  it('#8 each request names the account with the key of its own table', () => {
    const payloadOf = (built: ReturnType<typeof buildRequest>) => built.ok && built.value.payload;
    const asked = { upiRequestId: 'UPF1', referenceId: 'A1' };
    const link = { vpa: 'v', referenceIds: ['A1', 'A2'] };
    const linking = payloadOf(buildRequest('upiLinkAccounts', link, base));
    expect(linking).toMatchObject({ accountReferenceIds: ['A1', 'A2'] });
    expect(payloadOf(buildRequest('upiCheckBalance', asked, base))).toMatchObject({
      accountReferenceId: 'A1',
    });
    expect(payloadOf(buildRequest('upiTxn', { order, accountRefId: 'A1' }, base))).toMatchObject({
      accountRefId: 'A1',
    });
  });

  it('#9 linking has two names', () => {
    const params = { vpa: 'v', referenceIds: ['A1'] };
    for (const name of ['upiLinkAccounts', 'upiLinkAccount'] as const) {
      const payload = { action: name, customerVpa: 'v', accountReferenceIds: ['A1'] };
      expect(buildRequest(name, params, base)).toMatchObject({ value: { payload } });
    }
  });

  const bound = (isDeviceBound: unknown) =>
    readResponse('upiGetSessionToken', { isDeviceBound }).deviceBound;

  it.each(['true', 'True', 'TRUE', ' true ', true, 1, '1'])(
    '#10 yes may be printed as %j',
    (yes) => {
      expect(bound(yes)).toBe(true);
    },
  );

  it.each(['false', 'False', 'FALSE', false, 0, '0'])('#10 no may be printed as %j', (no) => {
    expect(bound(no)).toBe(false);
  });

  it.each(['True/False', 'yes', '', 2, -1, null, [], {}])('#10 %j is neither', (neither) => {
    expect(bound(neither)).toBeUndefined();
  });

  it('#10 requests print flags as their samples do', () => {
    const bind = buildRequest('upiBindActivateDevice', { simId: '0' }, base);
    expect(bind).toMatchObject({ value: { payload: { isBindAndActivateRequest: 'true' } } });
    const pay = buildRequest('onboardingAndPay', { order, mandate, showStatusScreen: false }, base);
    expect(pay).toMatchObject({
      value: { payload: { shouldCreateMandate: true, showStatusScreen: 'false' } },
    });
    const linking = { vpa: 'v', referenceIds: ['A1'], allowChangingPrimaryAccount: false };
    expect(buildRequest('upiLinkAccounts', linking, base)).toMatchObject({
      value: { payload: { allowChangingPrimaryAccount: false } },
    });
  });

  it.each(['true', 'True', 1])('#10 a request takes a real yes, not %j', (yes) => {
    expect(checkParams('onboardingAndPay', { order, showStatusScreen: yes })).toMatchObject({
      issues: [{ path: 'showStatusScreen', code: 'flag.type' }],
    });
  });

  it.each([
    ['FIXED', 'FIXED'],
    ['EXACT', 'FIXED'],
    ['VARIABLE', 'VARIABLE'],
    ['max', 'VARIABLE'],
    ['OTHER', undefined],
  ])('#11 amount rule %s means %s', (amountRule, meaning) => {
    expect(readResponse('upiTxn', { mandate: { amountRule } }).mandate?.amountRule).toBe(meaning);
  });

  it.each(['block_fund', 'block_funds', 'blockFund', 'blockFunds'])(
    '#12 blocked funds as %s',
    (key) => {
      expect(readResponse('upiTxn', { mandate: { [key]: 'true' } }).mandate?.blockFunds).toBe(true);
    },
  );

  it('#12 a recurring mandate that blocks funds, as in the sample, is refused', () => {
    expect(checkMandate(order, { ...mandate, blockFunds: true }).ok).toBe(false);
  });

  it('#13 the default of block_funds is disputed, so it is always said', () => {
    const claims = (terms: object) => {
      const params = { order, accountRefId: 'A1', mandate: { ...mandate, ...terms } };
      const built = buildRequest('upiTxn', params, base);
      return built.ok ? built.value.claims : undefined;
    };
    for (const terms of [{}, { blockFunds: false }]) {
      expect(claims(terms)).toHaveProperty(['mandate.block_funds'], 'false');
    }
    const oneTime = { frequency: 'ONETIME', ruleType: undefined, ruleValue: undefined };
    for (const terms of [oneTime, { ...oneTime, blockFunds: true }]) {
      expect(claims(terms)).toHaveProperty(['mandate.block_funds'], 'true');
    }
    expect(claims({ ...oneTime, blockFunds: false })).toBeUndefined();
    expect(claims({ blockFunds: true })).toBeUndefined();
  });

  it('#14 start is the start and end the end, though the descriptions are swapped', () => {
    const built = buildRequest('upiTxn', { order, mandate, accountRefId: 'A1' }, base);
    expect(built).toMatchObject({
      value: {
        claims: {
          'mandate.start_date': String(mandate.startDate),
          'mandate.end_date': String(mandate.endDate),
        },
      },
    });
  });

  it('#15 dates: seconds, milliseconds and zoned times are read, other digit counts are not', () => {
    expect(coerceTimestamp('1633087969')).toBe(1633087969000);
    expect(coerceTimestamp('1800037800000')).toBe(1800037800000);
    expect(coerceTimestamp('2022-01-02T14:17:06+05:30')).toBe(Date.UTC(2022, 0, 2, 8, 47, 6));
    expect(coerceTimestamp('166674893389237')).toBeUndefined();
    expect(coerceTimestamp('16667389373820323')).toBeUndefined();
    const validityEnd = '2022/09/20';
    expect(readResponse('upiTxn', { mandate: { validityEnd } }).mandate?.validityEnd).toBe(
      validityEnd,
    );
  });

  it('#16 the name of a mandate is signed as mandate_name, and read under all spellings', () => {
    const built = buildRequest('upiTxn', { order, mandate, accountRefId: 'A1' }, base);
    expect(built.ok && built.value.claims).toHaveProperty(
      ['metadata.YES_BIZ:mandate_name'],
      mandate.name,
    );
    for (const key of ['mandateName', 'mandate_name', 'madate_name']) {
      expect(readResponse('upiTxn', { mandate: { [key]: 'Gym' } }).mandate?.name).toBe('Gym');
    }
  });

  it('#17 a rule type is a word and a rule value a number; ASPRESENTED as a rule is kept', () => {
    expect(checkMandate(order, { ...mandate, ruleType: 5, ruleValue: 'ON' }).ok).toBe(false);
    const read = readResponse('upiTxn', { mandate: { recurrenceRule: 'ASPRESENTED' } }).mandate;
    expect(read).toMatchObject({ ruleType: 'ASPRESENTED', ruleValue: undefined });
  });

  it('#18 a result may come without an event, with the wrong one, or wrapped twice', () => {
    const inner = { requestId: 'r1', payload: { status: 'success' }, error: false };
    for (const raw of [
      inner,
      { ...inner, event: 'process_result' },
      { payload: inner, event: 'initiate_result' },
    ]) {
      expect(decodeEvent(raw)).toMatchObject({
        type: 'result',
        result: { requestId: 'r1', status: 'success' },
      });
    }
  });

  it.each(['session_expired', 'session_expiry', 'sessionExpired'])(
    '#19 %s, with and without reqCode',
    (event) => {
      const expired = { type: 'sessionExpired', timestamp: 't' };
      expect(decodeEvent({ event, payload: { timestamp: 't', reqCode: 'rc' } })).toEqual({
        ...expired,
        reqCode: 'rc',
      });
      expect(decodeEvent({ event, payload: { timestamp: 't' } })).toEqual({
        ...expired,
        reqCode: undefined,
      });
    },
  );

  it.each([{ status: 'success' }, { status: 'SUCCESS' }, { payload: { status: 'success' } }])(
    '#20 initiate answers %j',
    (payload) => {
      const event = decodeEvent({ requestId: 'r', event: 'initiate_result', payload });
      const status = event.type === 'result' ? event.result.status : undefined;
      expect(status?.toLowerCase()).toBe('success');
    },
  );

  it('#21 words are compared without their case, and kept as printed where they are only passed on', () => {
    expect(readResponse('upiGetSessionToken', { status: 'Linked' }).status).toBe('LINKED');
    expect(readResponse('upiTxn', { status: ' Pay_Failure ' }).status).toBe('Pay_Failure');
    expect(decodeEvent({ event: 'PROCESS_RESULT', requestId: 'r' }).type).toBe('result');
  });

  it.each([
    ['SUCCESS', 'success'],
    ['success', 'success'],
    ['SUCEESS', 'success'],
    ['suceess', 'success'],
    ['charged', 'success'],
    ['CHARGED', 'success'],
    ['Pay_Failure', 'payFailure'],
    ['PAY_FAILURE', 'payFailure'],
    ['backpress', 'backPress'],
    ['SUCCES', 'pending'],
  ])('#21 %s is read as %s', (status, outcome) => {
    const event = decodeEvent({ requestId: 'r', event: 'process_result', payload: { status } });
    expect(event.type === 'result' && readSdkOutcome(event.result).outcome).toBe(outcome);
  });

  it.each(['in.juspay.hyperapi', 'in.juspay.ec', 'in.juspay.hyperpay', 'hyperapi', 7, undefined])(
    '#22 service %s is not looked at',
    (service) => {
      const raw = { service, requestId: 'r', payload: {}, event: 'process_result' };
      expect(decodeEvent(raw).type).toBe('result');
      const checkout = { service, requestId: 'r', payload: { orderId: 'o' } };
      expect(readCheckout(checkout).ok).toBe(true);
    },
  );

  it('#23 CHARGED is believed over a status id and a gateway code that say otherwise', () => {
    const answer = {
      order_id: 'o1',
      status: 'CHARGED',
      status_id: 27,
      payment_gateway_response: { resp_code: '01' },
    };
    expect(readOrderStatus(answer)).toMatchObject({ moneyStatus: 'paid', word: 'CHARGED' });
  });

  it.each([
    ['3.00', '3.0'],
    ['100.00', '100.0'],
    ['10000.00', 10000],
    ['1.00', 1],
  ])('#24 %s is printed as %j', (amount, printed) => {
    expect(sameAmount(amount, printed)).toBe(true);
  });

  it('#25 gateway code 96, deemed and failure, leaves it open', () => {
    expect(responseCode('96')).toMatchObject({ moneyMayHaveMoved: 'maybe', retry: 'never' });
  });

  it('#26 bank account details belong to the session request, which the server makes: passed on', () => {
    const payload = { orderId: 'o', 'metadata.bankAccountDetails': '[{"bank_ifsc":""}]' };
    const request = { requestId: 'r', payload };
    const read = readCheckout(request);
    expect(read.ok && read.value.request).toStrictEqual(request);
  });

  it('#27 order ids may have hyphens; more than 20 characters are refused, but read', () => {
    expect(checkOrder({ orderId: 'order-id-9876580', amount: '1.00' }).ok).toBe(true);
    const long = 'hyperorder1698417375765';
    expect(checkOrder({ orderId: long, amount: '1.00' })).toMatchObject({
      issues: [{ code: 'orderId.format' }],
    });
    expect(readCheckout({ requestId: 'r', payload: { orderId: long } }).ok).toBe(true);
  });

  it('#28 what is no JSON is malformed, not an exception; the fixtures are repaired copies', () => {
    for (const raw of ['{"a":1,}', '{"a":1 "b":2}', '{"a"=1}', '{"a:1}']) {
      expect(decodeEvent(raw)).toEqual({ type: 'malformed', reason: 'notJson' });
    }
  });

  it('#29 bank codes go as JSON text in TPV and as an array in upiGetAccounts', () => {
    const tpv = { bankCodes: ['550055', '551100'] };
    expect(buildRequest('onboardingAndPay', { order, tpv }, base)).toMatchObject({
      value: { payload: { bankCodes: '["550055","551100"]' } },
    });
    expect(buildRequest('upiGetAccounts', tpv, base)).toMatchObject({
      value: { payload: tpv },
    });
    const asText = readResponse('upiVpaAvailability', { vpaSuggestions: '["a@b"]' });
    expect(asText.suggestions).toEqual(['a@b']);
  });

  it('#30 a mobile number is ten digits or twelve with 91, and goes as each page prints it', () => {
    for (const mobileNumber of ['9876543210', '919876543210']) {
      expect(
        buildRequest('upiBindActivateDevice', { simId: '0', mobileNumber }, base),
      ).toMatchObject({
        value: {
          payload: { customerMobileNumber: '9876543210' },
          claims: { customer_phone: '9876543210' },
        },
      });
      expect(buildRequest('upiGetSessionToken', { mobileNumber }, base)).toMatchObject({
        value: {
          payload: { customerMobileNumber: '919876543210' },
          claims: { customer_mobile_number: '919876543210' },
        },
      });
      expect(buildRequest('onboardingAndPay', { order, mobileNumber }, base)).toMatchObject({
        value: { payload: { customerMobileNumber: '919876543210' } },
      });
    }
  });

  it('#31 account types: Savings is SAVINGS, and ||LITE says lite', () => {
    const accounts = [
      { ...account, type: 'Savings' },
      { ...account, type: 'CURRENT||LITE' },
    ];
    expect(readResponse('upiGetAccounts', { accounts }).accounts).toMatchObject([
      { type: 'SAVINGS', lite: false },
      { type: 'CURRENT', lite: true },
    ]);
  });

  it('#32 otherInfo and udfParameters come back in any form and are kept as they came', () => {
    for (const otherInfo of ['{}', '', {}, null]) {
      expect(readResponse('upiTxn', { otherInfo, udfParameters: otherInfo })).toMatchObject({
        otherInfo,
        udfParameters: otherInfo,
      });
    }
  });

  it('#33 fields only samples show are kept', () => {
    const mandate = samplePayload('create mandate', 'response')['mandate'];
    expect(readResponse('upiTxn', { mandate }).mandate).toMatchObject({
      merchantCustomerId: 'DEMO-1234',
      merchantRequestId: 'eulb1a4418b4ac',
    });
    expect(vpas(samplePayload('bind and activate device', 'response'))).toMatchObject([
      { isDefault: true },
    ]);
  });

  it('#34 UPI numbers are objects, their JSON text, or bare strings; the status in any case', () => {
    const number = { upiNumberStatus: 'ACTIVE', upiNumber: '98' };
    for (const upiNumbers of [[number], [JSON.stringify(number)], JSON.stringify([number])]) {
      expect(readResponse('upiGetSessionToken', { upiNumbers })).toMatchObject({
        upiNumbers: [{ upiNumber: '98', status: 'active' }],
      });
    }
    expect(readResponse('upiGetSessionToken', { upiNumbers: ['98'] })).toMatchObject({
      upiNumbers: [{ upiNumber: '98', status: undefined }],
    });
  });

  it('#35 fortnightly days 15 and 16 are both let through', () => {
    for (const ruleValue of [15, 16]) {
      const terms = { ...mandate, frequency: 'FORTNIGHTLY', ruleType: 'ON', ruleValue };
      expect(checkMandate(order, terms).ok).toBe(true);
    }
  });

  it('#36 the log level goes as a string, the environment as production', () => {
    const params = { clientId: 'c', environment: 'production', logLevel: '1' } as const;
    expect(buildRequest('initiate', params, base)).toMatchObject({
      value: { payload: { environment: 'production', logLevel: '1' } },
    });
    expect(coerceString(1)).toBe('1');
  });

  it.each([
    ['logLevel', 1, 'text.empty'],
    ['environment', 'prod', 'word.unknown'],
    ['environment', 'Production', 'word.unknown'],
    ['upiEnvironment', 'prod', 'word.unknown'],
  ])(
    '#36 a request with %s %j is refused, as the present documents do not have it',
    (path, value, code) => {
      const params = { clientId: 'c', environment: 'production', [path]: value };
      expect(checkParams('initiate', params)).toMatchObject({ issues: [{ path, code }] });
    },
  );

  // Nothing the flow does depends on either in an answer.
  it('#36 an answer that says logLevel 1 or environment prod is kept as it came', () => {
    const said = { status: 'success', logLevel: 1, environment: 'prod' };
    expect(readResponse('initiate', said)).toEqual(said);
  });

  // #37, the terminate pages repeating the text of process, is about prose: nothing reaches a parser.

  it('#38 whatever set of permissions is needed, each is read by its own label', () => {
    for (const label of ['android.permission.READ_PHONE_STATE', 'android.permission.SEND_SMS']) {
      const permissions = [{ label, status: 'GRANTED' }];
      expect(readResponse('upiCheckPermission', { permissions }).permissions).toEqual([
        { label, granted: true },
      ]);
    }
  });

  it('#39 each loader event stands for itself: a hide without a show is one', () => {
    expect(decodeEvent({ event: 'hide_loader' })).toEqual({ type: 'loader', visible: false });
  });
});
