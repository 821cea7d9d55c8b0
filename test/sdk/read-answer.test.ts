import { describe, expect, it } from 'vitest';
import { decodeEvent, operations, reveal, type SdkResult } from '../../core/protocol/index.js';
import { answersMoney } from '../../src/sdk/own-answer.js';
import { readAnswer } from '../../src/sdk/read-answer.js';

const nothing = {
  isForeign: true,
  sdkOutcome: { moneyStatus: 'open', outcome: 'pending', certain: false },
  txnUuid: undefined,
  account: undefined,
  mandate: undefined,
};

const everything = {
  status: 'SUCCESS',
  gatewayResponseCode: '00',
  txnUuid: 'moz3hjuAtiiQriCVFBn',
  selectedAccount: { vpa: 'asha@upf', account: { referenceId: 'R1', bankName: 'Axis' } },
  mandate: { umn: 'ab12@upf', gatewayResponseCode: '00' },
};

function result(payload: object, more: object = {}): SdkResult {
  const event = decodeEvent({ requestId: 'r', event: 'process_result', payload, ...more });
  if (event.type !== 'result') throw new Error(event.type);
  return event.result;
}

describe('an answer', () => {
  it('that names its order, or none, is read', () => {
    for (const named of [{ orderId: 'A1' }, { order_id: 'A1' }, {}]) {
      const answer = readAnswer(result({ ...everything, ...named }), 'A1');
      expect(answer).toMatchObject({
        isForeign: false,
        sdkOutcome: { moneyStatus: 'paid', outcome: 'success', certain: true, code: '00' },
        txnUuid: 'moz3hjuAtiiQriCVFBn',
      });
      expect(reveal(answer.account, undefined)).toBeDefined();
      expect(reveal(answer.mandate, undefined)?.umn).toBe('ab12@upf');
    }
  });

  it.each([
    { orderId: 'B2' },
    { order_id: 'B2' },
    { orderId: 'A1', order_id: 'B2' },
    { orderId: 'B2', order_id: 'A1' },
    { orderId: 'A11' },
    { orderId: 7 },
  ])('that names another order says nothing: %j', (named) => {
    expect(readAnswer(result({ ...everything, ...named }), 'A1')).toEqual(nothing);
  });

  it('to another action says nothing', () => {
    const other = { ...result({ ...everything, orderId: 'A1' }), isOurs: false };
    expect(readAnswer(other, 'A1')).toEqual(nothing);
  });
});

describe('a request that moves money is answered', () => {
  const answered = (
    request: { name: 'upiTxn' | 'onboardingAndPay' | 'checkout'; action?: string } | undefined,
    action: string | undefined,
    event = 'process_result',
  ): boolean => answersMoney(request, { ...result({ status: 'SUCCESS' }), action, event });

  it.each(['upiTxn', 'onboardingAndPay'] as const)('%s: by the two payments', (name) => {
    for (const action of ['upiTxn', 'UPITXN', 'onboardingAndPay', 'OnboardingAndPay', undefined]) {
      expect(answered({ name, action: name }, action)).toBe(true);
    }
    for (const action of ['upiGetSessionToken', 'getSessionToken', 'initiate', 'quickPay', 'x']) {
      expect(answered({ name, action: name }, action)).toBe(false);
    }
  });

  it('a session: by everything but what is known to be something else', () => {
    const request = { name: 'checkout', action: 'paymentPage' } as const;
    for (const action of [
      'paymentPage',
      'paymentManagement',
      'upiTxn',
      'onboardingAndPay',
      'quickPay',
      'neverHeardOf',
      undefined,
    ]) {
      expect(answered(request, action)).toBe(true);
    }
    const others = Object.values(operations).filter(({ effect }) => effect !== 'money');
    const spellings = ['getSessionToken', 'getSesionToken', 'getBankList', 'UPIGETBANKLIST'];
    for (const action of [...others.map(({ action }) => action), ...spellings]) {
      expect(answered(request, action)).toBe(false);
      // Nobody knows whose it is, but it is none of a payment.
      expect(answered(undefined, action)).toBe(false);
    }
    expect(answered(undefined, 'upiTxn')).toBe(true);
    expect(answered(undefined, undefined)).toBe(true);
  });

  it('a session with an action of its own: by that', () => {
    expect(answered({ name: 'checkout', action: 'management' }, 'Management')).toBe(true);
  });

  it.each(['initiate_result', 'INITIATE_RESULT'])('never by %s', (event) => {
    for (const name of ['upiTxn', 'onboardingAndPay', 'checkout'] as const) {
      expect(answered({ name, action: name }, 'upiTxn', event)).toBe(false);
    }
    expect(answered(undefined, 'upiTxn', event)).toBe(false);
  });
});
