import { describe, expect, it } from 'vitest';
import { isMoneyCommand } from '../../machines/upi-flow/command-needs.js';
import { attemptOf } from '../../machines/upi-flow/orders.js';
import { book } from '../machines/support/root.js';
import {
  contextOf,
  DAY,
  gym,
  linked,
  NOW,
  opened,
  order,
  readCommand,
} from './support/commands.js';

const pay = { type: 'pay', order };
const mandate = { type: 'mandate.create', order, mandate: gym };

const plain = { referenceId: 'acc-5', lite: false } as const;
const topUp = { referenceId: 'acc-4', lite: false, liteTopUp: 'pending', isPrimary: true } as const;
const main = { referenceId: 'acc-6', lite: false, isPrimary: true } as const;
const noPrimary = linked(
  { referenceId: 'acc-1', lite: false },
  { referenceId: 'acc-2', lite: false },
);

/** The attempt that a command becomes, with every box opened, or why it becomes none. */
function read(command: unknown, context = contextOf()): unknown {
  const checked = readCommand(command, context);
  if (!checked.ok || !isMoneyCommand(checked.value)) return checked;
  const { type } = checked.value;
  return { ok: true, value: { type, attempt: opened(attemptOf(book(), checked.value)) } };
}

/** The request that a command makes of the SDK. */
function requestOf(command: unknown, context = contextOf()): unknown {
  const checked = readCommand(command, context);
  if (!checked.ok || !('request' in checked.value)) throw new Error('no request was made');
  return checked.value.request?.reveal();
}

function pathsOf(command: unknown, context = contextOf()): string[] {
  const checked = readCommand(command, context);
  return checked.ok ? [] : checked.issues.map(({ path }) => path);
}

describe('a command to pay', () => {
  it('becomes an attempt with ids of its own, its request in a box', () => {
    expect(read(pay)).toEqual({
      ok: true,
      value: {
        type: 'pay',
        attempt: {
          orderId: 'A1',
          kind: 'pay',
          amount: '2.00',
          attemptId: 'id-1',
          requestId: 'id-2',
          request: { boxed: { operation: 'upiTxn', params: { order, accountRefId: 'acc-2' } } },
        },
      },
    });
  });

  it.each([
    ['the one it names', contextOf(), { accountRefId: 'acc-9' }, 'acc-9'],
    ['the primary one', contextOf(), {}, 'acc-2'],
    ['the primary one, where it says null', contextOf(), { accountRefId: null }, 'acc-2'],
    ['the first one, where none is primary', contextOf({ vpaAccounts: noPrimary }), {}, 'acc-1'],
    [
      'never a first one whose top-up is pending',
      contextOf({ vpaAccounts: linked(topUp, plain) }),
      {},
      'acc-5',
    ],
    [
      'a primary one of those that may',
      contextOf({ vpaAccounts: linked(topUp, plain, main) }),
      {},
      'acc-6',
    ],
    [
      'one with its top-up done',
      contextOf({ vpaAccounts: linked({ ...topUp, liteTopUp: 'done' }) }),
      {},
      'acc-4',
    ],
  ])('pays from an account: %s', (_, context, more, accountRefId) => {
    expect(requestOf({ ...pay, ...more }, context)).toMatchObject({ params: { accountRefId } });
  });

  it('is read once: what a getter answers later is not what was sent', () => {
    let amount = 2;
    const command = {
      type: 'pay',
      get accountRefId() {
        amount += 1;
        return `acc-${amount}`;
      },
      order,
    };
    expect(requestOf(command)).toMatchObject({ params: { accountRefId: 'acc-3' } });
    expect(amount).toBe(3);
  });

  it('takes nothing from a prototype', () => {
    const command = Object.assign(Object.create({ order, sdkPayload: {} }), { type: 'pay' });
    expect(pathsOf(command)).toEqual(['order']);
  });

  it('without an account to pay from carries nothing to sign', () => {
    expect(requestOf(pay, contextOf({ vpaAccounts: linked() }))).toBeUndefined();
  });

  it('without an account is told so beside what else is wrong with it', () => {
    const wrong = { ...pay, order: { ...order, amount: '2' } };
    const checked = readCommand(wrong, contextOf({ vpaAccounts: linked() }));
    expect(checked).toMatchObject({
      ok: false,
      issues: [{ path: 'order.amount' }, { path: 'accountRefId', code: 'required' }],
    });
  });

  it('with its free fields carries them', () => {
    const udf = { note: 'for the shop' };
    expect(requestOf({ ...pay, udf })).toMatchObject({ operation: 'upiTxn', params: { udf } });
    expect(requestOf({ ...pay, onboard: true, udf })).toMatchObject({ params: { udf } });
    expect(pathsOf({ ...pay, udf: 7 })).toEqual(['udf']);
  });

  it('through the SDK’s own screens needs no account, and carries what it says', () => {
    expect(requestOf({ ...pay, onboard: true })).toEqual({
      operation: 'onboardingAndPay',
      params: { order },
    });
    const more = { accountRefId: 'acc-9', mobileNumber: '919876543210', showStatusScreen: false };
    expect(requestOf({ ...pay, onboard: true, ...more })).toEqual({
      operation: 'onboardingAndPay',
      params: { order, ...more },
    });
  });

  it.each([
    ['order', { order: undefined }],
    ['order', { order: undefined, onboard: true }],
    ['mobileNumber', { onboard: true, mobileNumber: '+919876543210' }],
    ['showStatusScreen', { onboard: true, showStatusScreen: 'no' }],
    ['accountRefId', { onboard: true, accountRefId: '' }],
  ])('whose %s is no good is refused: %j', (path, more) => {
    expect(pathsOf({ ...pay, ...more })).toEqual([path]);
  });

  it.each([[{}], [{ onboard: true }]])(
    'that could not be signed is refused before anything is written: %j',
    (more) => {
      const { issuingPsp: _none, ...base } = contextOf().base;
      const command = { ...pay, ...more, order: { ...order, gatewayReferenceId: 'G1' } };
      expect(pathsOf(command, contextOf({ base }))).toEqual(['issuingPsp']);
      expect(pathsOf(command)).toEqual([]);
    },
  );
});

describe('a field that would be lost', () => {
  it.each([
    ['onboard', { ...pay, onboard: 'true' }, 'Expected true or false.'],
    ['onboard', { ...mandate, onboard: 1 }, 'Expected true or false.'],
    ['mandate', { ...mandate, mandate: undefined }, 'Expected the terms of the mandate.'],
    ['mandate', { ...mandate, mandate: null }, 'Expected the terms of the mandate.'],
    ['mandate', { ...pay, mandate: gym }, 'Belongs to mandate.create, not to pay.'],
    ['tpv', { ...pay, tpv: { bankCodes: ['1'] } }, 'Belongs to mandate.create, not to pay.'],
    ['mandate', { ...pay, onboard: true, mandate: gym }, 'Belongs to mandate.create, not to pay.'],
    ['mobileNumber', { ...pay, mobileNumber: '919876543210' }, 'Needs onboard: true.'],
    ['showStatusScreen', { ...pay, showStatusScreen: false }, 'Needs onboard: true.'],
    ['showStatusScreen', { ...mandate, showStatusScreen: true }, 'Needs onboard: true.'],
    [
      'mobileNumber',
      { ...pay, onboard: false, mobileNumber: '919876543210' },
      'Needs onboard: true.',
    ],
  ])('is refused: %s', (path, command, message) => {
    expect(read(command)).toStrictEqual({
      ok: false,
      issues: [{ path, code: `command.${path}`, message }],
    });
  });

  it('that says nothing is no such field', () => {
    const nothing = { mandate: null, tpv: undefined, mobileNumber: null, showStatusScreen: null };
    expect(read({ ...pay, ...nothing, onboard: null })).toEqual(read(pay));
  });
});

describe('a command to create a mandate', () => {
  it('becomes an attempt of its kind', () => {
    const tpv = { bankCodes: ['607153'] };
    expect(read({ ...mandate, tpv })).toMatchObject({
      ok: true,
      value: {
        type: 'mandate.create',
        attempt: {
          orderId: 'A1',
          kind: 'mandate',
          amount: '2.00',
          attemptId: 'id-1',
          requestId: 'id-2',
          request: {
            boxed: {
              operation: 'upiTxn',
              params: { order, mandate: gym, tpv, accountRefId: 'acc-2' },
            },
          },
        },
      },
    });
  });

  it('carries what it says besides its terms', () => {
    const options = {
      createMandate: 'OPTIONAL',
      initiationMode: '13',
      purpose: '76',
      payType: 'P2M_PAY',
      transactionReference: 'tm-1-2-3',
    };
    for (const onboard of [false, true]) {
      expect(requestOf({ ...mandate, ...options, onboard })).toMatchObject({ params: options });
    }
  });

  it('through the SDK’s own screens carries its terms', () => {
    expect(requestOf({ ...mandate, onboard: true })).toMatchObject({
      operation: 'onboardingAndPay',
      params: { order, mandate: gym },
    });
  });

  const terms = (startDate: number, endDate: number) => ({
    ...mandate,
    mandate: { ...gym, startDate, endDate },
  });
  /** The first moment of the day, in India. */
  const MORNING = Date.UTC(2026, 0, 4, 18, 30);

  it.each([
    ['that starts now', terms(NOW, NOW + DAY)],
    ['that started this morning, in India', terms(MORNING, NOW + DAY)],
    ['that ends in a moment', terms(MORNING, NOW + 1)],
  ])('%s is taken', (_, command) => {
    expect(pathsOf(command)).toEqual([]);
  });

  it.each([
    [
      'that ends now',
      terms(MORNING, NOW),
      'mandate.endDate',
      'Expected a date in the future, epoch milliseconds.',
    ],
    [
      'that ended long ago',
      terms(NOW - 9 * DAY, NOW - 8 * DAY),
      'mandate.endDate',
      'Expected a date in the future, epoch milliseconds.',
    ],
    [
      'that started yesterday, in India',
      terms(MORNING - 1, NOW + DAY),
      'mandate.startDate',
      'Expected today, in India, or later, epoch milliseconds.',
    ],
  ])('%s is refused', (_, command, path, message) => {
    for (const onboard of [false, true]) {
      expect(read({ ...command, onboard })).toStrictEqual({
        ok: false,
        issues: [{ path, code: `command.${path}`, message }],
      });
    }
  });
});

describe('where no account may stand in', () => {
  const lite = { referenceId: 'acc-7', lite: true, isPrimary: true } as const;
  const credit = { referenceId: 'acc-8', lite: false, type: 'CREDIT', isPrimary: true } as const;
  const savings = { referenceId: 'acc-9', lite: false, type: 'SAVINGS' } as const;
  const ofPay =
    'Only accounts of UPI Lite, or with a first top-up on its way, are linked: none of them pays ' +
    'unless it is named. Pass accountRefId, or have another account linked.';
  const ofMandate =
    'Only credit accounts, and accounts of UPI Lite, are linked: none of them takes a mandate ' +
    'unless it is named. Pass accountRefId, or have another account linked.';
  const noDefault = (message: string) => ({
    path: 'accountRefId',
    code: 'command.noDefaultAccount',
    message,
  });

  it.each([
    ['pay', 'lite', pay, lite, ofPay],
    ['pay', 'waiting for its top-up', pay, topUp, ofPay],
    ['mandate.create', 'lite', mandate, lite, ofMandate],
    ['mandate.create', 'waiting for its top-up', mandate, topUp, ofMandate],
    ['mandate.create', 'credit', mandate, credit, ofMandate],
  ])('%s says so: the only one is %s', (_, __, command, only, message) => {
    const context = () => contextOf({ vpaAccounts: linked(only) });
    expect(requestOf(command, context())).toBeUndefined();
    // What else is wrong is said before it.
    const wrong = { ...command, order: { ...order, amount: '2' } };
    expect(read(wrong, context())).toStrictEqual({
      ok: false,
      issues: [expect.objectContaining({ path: 'order.amount' }), noDefault(message)],
    });
    // One that the app names itself is taken as it is.
    const accountRefId = only.referenceId;
    expect(requestOf({ ...command, accountRefId }, context())).toMatchObject({
      params: { accountRefId },
    });
    expect(pathsOf({ ...wrong, accountRefId }, context())).toEqual(['order.amount']);
  });

  it('a credit account pays, and takes no mandate', () => {
    const context = contextOf({ vpaAccounts: linked(credit, savings) });
    expect(requestOf(pay, context)).toMatchObject({ params: { accountRefId: 'acc-8' } });
    expect(requestOf(mandate, context)).toMatchObject({ params: { accountRefId: 'acc-9' } });
  });
});

describe('a session of the merchant’s server', () => {
  const sdkPayload = {
    requestId: 's-1',
    service: 'in.juspay.hyperpay',
    payload: { action: 'paymentPage', orderId: 'C1', amount: '3.00' },
  };

  it('becomes an attempt under its own request id, verbatim in a box', () => {
    for (const given of [sdkPayload, JSON.stringify(sdkPayload)]) {
      expect(read({ type: 'checkout', sdkPayload: given })).toEqual({
        ok: true,
        value: {
          type: 'checkout',
          attempt: {
            orderId: 'C1',
            kind: 'checkout',
            amount: '3.00',
            attemptId: 'id-1',
            requestId: 's-1',
            signed: { boxed: sdkPayload },
          },
        },
      });
    }
  });

  it.each([
    ['nothing', undefined, ['sdkPayload']],
    ['no session', 7, ['sdkPayload']],
    ['a session without an order', { requestId: 's-1', payload: {} }, ['payload.orderId']],
  ])('that is %s is refused', (_, given, paths) => {
    expect(pathsOf({ type: 'checkout', sdkPayload: given })).toEqual(paths);
  });

  it.each([
    ['sdk_payload', { status: 'NEW', sdk_payload: sdkPayload }],
    ['sdkPayload', { status: 'NEW', sdkPayload }],
  ])('that is wrapped as %s is refused with what belongs there', (_, given) => {
    expect(read({ type: 'checkout', sdkPayload: given })).toStrictEqual({
      ok: false,
      issues: [
        {
          path: 'sdkPayload',
          code: 'command.sdkPayload',
          message: 'Pass the sdk_payload of the session, not the whole session.',
        },
      ],
    });
  });
});
