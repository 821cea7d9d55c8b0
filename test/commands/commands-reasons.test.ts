import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../core/model/order.js';
import { Secret } from '../../core/protocol/index.js';
import { upiFlowMachine } from '../../machines/index.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow/snapshot.js';
import type { UpiFlowContext } from '../../machines/upi-flow/types.js';
import type { CommandEvent } from '../../src/commands/command-event.js';
import type { Rejection } from '../../src/commands/rejection.js';
import { rejectionOf } from '../../src/commands/rejection-of.js';
import { failed, paid, record } from '../journal/support/records.js';
import { serverStatusOf } from '../machines/support/payment.js';
import { book, byId, deviceAt, requestFor } from '../machines/support/root.js';
import { DAY, gym, linked, NOW } from './support/commands.js';

type Step = UpiFlowSnapshot['value'];

function rootAt(value: Step, more: Partial<UpiFlowContext> = {}): UpiFlowSnapshot {
  return upiFlowMachine.resolveState({ value, context: book(more) });
}

const resting = deviceAt('linked');
const onScreen = deviceAt('onboarding');

/** A root that is ready, on a linked phone at rest. */
function ready(more: Partial<UpiFlowContext> = {}): UpiFlowSnapshot {
  return rootAt('ready', { deviceStatus: 'linked', device: resting, ...more });
}

const pay = (orderId: string, accountRefId: string | null = 'account') =>
  ({
    type: 'pay',
    order: { orderId, amount: '2.00' },
    accountRefId: accountRefId ?? undefined,
  }) as const;
const mandate = (orderId: string, accountRefId: string | null = 'account') =>
  ({
    type: 'mandate.create',
    order: { orderId, amount: '2.00' },
    accountRefId: accountRefId ?? undefined,
  }) as const;
const checkout = (orderId: string, requestId = 'session-1') =>
  ({ type: 'checkout', order: { orderId }, requestId }) as const;
const retry = (orderId: string) => ({ type: 'order.retry', orderId, at: NOW }) as const;
const recheck = (orderId: string) => ({ type: 'order.recheck', orderId }) as const;
const dismiss = (orderId: string) => ({ type: 'order.dismiss', orderId }) as const;
const inform = (orderId: string, serverStatus = serverStatusOf('failed', { orderId })) =>
  ({ type: 'order.inform', orderId, serverStatus }) as const;

const refresh = { type: 'device.refresh' } as const;
const onboard = { type: 'onboard' } as const;
const back = { type: 'back' } as const;
const terminate = { type: 'sdk.terminate' } as const;

const notAllowed = (because: Rejection['because']) => ({ reason: 'notAllowed', because });

/** Why the statechart does not take a command; `undefined` where it does. */
function answer(event: CommandEvent, root: UpiFlowSnapshot): Rejection | undefined {
  return root.can(event) ? undefined : rejectionOf(event, root).rejection;
}

describe('while the SDK is not there', () => {
  it.each([
    ['restoring', 'sdkStarting'],
    ['starting', 'sdkStarting'],
    ['failed', 'sdkFailed'],
    ['terminated', 'sdkTerminated'],
  ] as const)('and is %s, what needs it is told: %s', (step, because) => {
    const root = rootAt(step, { deviceStatus: 'linked' });
    const told = { reason: 'notReady', because };
    const needing = [pay('A1'), mandate('A1'), checkout('A1'), retry('A1'), back, terminate];
    for (const event of [...needing, refresh, onboard]) expect(answer(event, root)).toEqual(told);
  });

  it.each([
    ['restoring', 'sdkStarting'],
    ['starting', 'ordersUnknown'],
    ['ready', 'ordersUnknown'],
    ['terminated', 'ordersUnknown'],
  ] as const)('nor the orders, and it is %s, payments are told: %s', (step, because) => {
    const root = rootAt(step, { deviceStatus: 'linked', ordersKnown: false });
    for (const event of [pay('A1'), mandate('A1'), checkout('A1'), retry('A1')]) {
      expect(answer(event, root)).toEqual({ reason: 'notReady', because });
    }
  });
});

describe('a payment from an account', () => {
  it.each([
    ['linked', undefined],
    ['unknown', undefined],
    ['noPermission', { reason: 'notLinked', because: 'notLinked' }],
    ['fresh', { reason: 'notLinked', because: 'notLinked' }],
    ['bound', { reason: 'notLinked', because: 'notLinked' }],
  ] as const)(
    'that names none, but one is linked, on a phone whose status is %s',
    (deviceStatus, told) => {
      const root = ready({
        deviceStatus,
        vpaAccounts: new Secret(linked({ referenceId: 'acc-1', lite: false })),
      });
      for (const event of [pay('A1', null), mandate('A1', null)])
        expect(answer(event, root)).toEqual(told);
    },
  );

  it.each([
    ['linked', { reason: 'notAllowed', because: 'noDefaultAccount' }],
    ['unknown', { reason: 'notReady', because: 'deviceUnknown' }],
    ['noPermission', { reason: 'notLinked', because: 'notLinked' }],
    ['fresh', { reason: 'notLinked', because: 'notLinked' }],
    ['bound', { reason: 'notLinked', because: 'notLinked' }],
  ] as const)(
    'that names none, and none is linked, on a phone whose status is %s',
    (deviceStatus, told) => {
      const root = ready({ deviceStatus });
      for (const event of [pay('A1', null), mandate('A1', null)])
        expect(answer(event, root)).toEqual(told);
    },
  );

  it.each([
    ['linked', undefined],
    ['unknown', undefined],
    ['noPermission', { reason: 'notLinked', because: 'notLinked' }],
    ['fresh', { reason: 'notLinked', because: 'notLinked' }],
    ['bound', { reason: 'notLinked', because: 'notLinked' }],
  ] as const)('that names one, on a phone whose status is %s', (deviceStatus, told) => {
    const root = ready({ deviceStatus });
    for (const event of [pay('A1'), mandate('A1')]) {
      expect(answer(event, root)).toEqual(told);
    }
    expect(answer(checkout('A1'), root)).toBeUndefined();
  });
});

describe('the step', () => {
  it.each<[string, CommandEvent]>([
    ['of the device does not have it', { type: 'bank.select', bankCode: '607153' }],
    ['of the device does not have this either', { type: 'mpin.skip' }],
    ['of the flow does not have it', { type: 'sdk.retry' }],
  ])('%s', (_, event) => {
    expect(answer(event, ready())).toEqual(notAllowed('step'));
  });

  it('of a device that is gone is not known', () => {
    const told = { reason: 'notReady', because: 'deviceUnknown' };
    expect(answer(refresh, ready({ device: undefined }))).toEqual(told);
  });
});

describe('who owns the screen', () => {
  const submitted = { orders: byId(record('A1')) };
  const asking = { orders: byId(record('A1', { status: 'authorizing' })) };
  const call = { callHoldsScreen: true };
  const device = { device: onScreen };
  const byOrder = { reason: 'busy', because: 'order', orderId: 'A1' };
  const byDevice = { reason: 'busy', because: 'device' };
  const byCall = { reason: 'busy', because: 'call' };

  it.each([
    ['a payment that was sent', submitted, byOrder],
    ['a payment that is signed', asking, byOrder],
    ['a payment, before all others', { ...submitted, ...call, ...device }, byOrder],
    ['the device', device, byDevice],
    ['the device, before a call', { ...call, ...device }, byDevice],
    ['a call', call, byCall],
    ['a call, where there is no device', { ...call, device: undefined }, byCall],
  ] as const)('is %s', (_, context, told) => {
    const root = ready(context);
    for (const event of [pay('N1'), mandate('N1'), checkout('N1')]) {
      expect(answer(event, root)).toStrictEqual(told);
    }
  });

  it.each([
    ['a payment', submitted, byOrder],
    ['a call', call, byCall],
  ] as const)('counts for the device, too: %s', (_, context, told) => {
    expect(answer(onboard, ready(context))).toStrictEqual(told);
    expect(answer(refresh, ready(context))).toBeUndefined();
  });

  it('may be the very order that is tried again', () => {
    for (const event of [pay('A1'), mandate('A1'), checkout('A1'), retry('A1')]) {
      expect(answer(event, ready(submitted))).toStrictEqual(byOrder);
    }
  });

  it('is nobody’s matter to go back, or to end the SDK', () => {
    for (const event of [back, terminate]) {
      expect(answer(event, ready({ ...submitted, device: onScreen }))).toBeUndefined();
    }
  });
});

const pending = { status: 'pending', settled: false } as const;

/** Orders that may not be tried again, and how they stand. */
const standing: readonly (readonly [string, Partial<OrderRecord>, Rejection['because']])[] = [
  ['in doubt', pending, 'pending'],
  ['in doubt, though called paid once', { ...pending, paid: 'reported' }, 'pending'],
  ['that failed, and is asked about still', { ...failed, settled: false }, 'pending'],
  ['that is paid', paid, 'paid'],
  ['that is paid, and asked about still', { ...paid, settled: false }, 'paid'],
  ['that is paid by nobody’s other word', { status: 'success', settled: true }, 'paid'],
  ['that failed after it was paid', { ...failed, paid: 'confirmed' }, 'paid'],
  ['that went back', { ...paid, status: 'refunded' }, 'refunded'],
  ['that a person must look at', { ...paid, status: 'unresolved' }, 'unresolved'],
];

describe('a payment for an order', () => {
  const tries = [pay('A1'), mandate('A1'), checkout('A1')];

  it.each(standing)('%s is told so', (_, more, because) => {
    const orders = byId(record('A1', more));
    for (const event of [...tries, retry('A1')]) {
      expect(answer(event, ready({ orders }))).toEqual(notAllowed(because));
      // It stays so when the screen is free.
      const busy = ready({ orders, callHoldsScreen: true, device: onScreen });
      expect(answer(event, busy)).toEqual(notAllowed(because));
    }
  });

  it('that is new, or ended unpaid, is taken', () => {
    for (const root of [ready(), ready({ orders: byId(record('A1', failed)) })]) {
      for (const event of tries) expect(answer(event, root)).toBeUndefined();
    }
  });

  it.each([
    ['failed', failed],
    ['paid', paid],
    ['in doubt', pending],
  ])('known in other letters is told so: %s', (_, more) => {
    const root = ready({ orders: byId(record('a1', more)) });
    for (const event of tries) expect(answer(event, root)).toEqual(notAllowed('otherSpelling'));
  });

  it.each([
    ['the last', { requestId: 'session-1' }],
    ['an earlier', { earlierRequestIds: ['session-1'] }],
  ])('by a session that was sent before, as %s request, is told so', (_, more) => {
    for (const orderId of ['A1', 'B2']) {
      const root = ready({ orders: byId(record(orderId, { ...failed, ...more })) });
      expect(answer(checkout('A1'), root)).toEqual(notAllowed('sentBefore'));
      expect(answer(checkout('A1', 'session-2'), root)).toBeUndefined();
    }
  });
});

describe('trying an order again', () => {
  const orders = byId(record('A1', failed));
  const terms = (startDate: number, endDate: number) => ({
    orders,
    requests: { A1: requestFor('A1', { mandate: { ...gym, startDate, endDate } }) },
  });

  it.each([
    ['nobody knows', {}, 'unknownOrder'],
    ['whose request is forgotten', { orders }, 'requestForgotten'],
    ['whose mandate would start in the past', terms(NOW - 2 * DAY, NOW + DAY), 'mandateOver'],
    ['whose mandate has ended', terms(NOW - 2 * DAY, NOW - DAY), 'mandateOver'],
  ] as const)('that %s is told so', (_, context, because) => {
    expect(answer(retry('A1'), ready(context))).toEqual(notAllowed(because));
  });

  it.each([
    ['whose request is known', { orders, requests: { A1: requestFor('A1') } }],
    ['whose mandate may begin', terms(NOW + DAY, NOW + 9 * DAY)],
  ])('%s is taken, unless the screen is not free', (_, context) => {
    expect(answer(retry('A1'), ready(context))).toBeUndefined();
    expect(answer(retry('A1'), ready({ ...context, callHoldsScreen: true }))).toEqual({
      reason: 'busy',
      because: 'call',
    });
  });
});

describe('asking about an order', () => {
  const open = { orders: byId(record('A1', pending)), payments: { A1: 'order:1' } };

  it.each([
    ['that nobody knows', {}, 'unknownOrder'],
    ['that is settled', { orders: byId(record('A1', paid)) }, 'settled'],
    ['of which nobody can be asked', { ...open, canQueryStatus: false }, 'noOrderStatus'],
    ['that is on the screen', { ...open, orders: byId(record('A1')) }, 'order'],
  ] as const)('%s is told so', (_, context, because) => {
    expect(answer(recheck('A1'), ready(context))).toEqual(notAllowed(because));
  });

  it('that is in doubt is taken', () => {
    expect(answer(recheck('A1'), ready(open))).toBeUndefined();
  });
});

describe('what the app was told about an order', () => {
  const context = { payments: { A1: 'order:1' } };

  it.each([
    ['that nobody knows', {}, 'unknownOrder'],
    ['that is on the screen', { ...context, orders: byId(record('A1')) }, 'order'],
    ['that is settled that way', { orders: byId(record('A1', failed)) }, 'nothingNew'],
  ] as const)('%s is told so', (_, more, because) => {
    expect(answer(inform('A1'), ready(more))).toEqual(notAllowed(because));
  });

  it('that is in doubt is taken', () => {
    const orders = byId(record('A1', pending));
    expect(answer(inform('A1'), ready({ ...context, orders }))).toBeUndefined();
  });
});

describe('dismissing an order', () => {
  const orders = byId(record('A1', paid), record('B2', failed));

  it.each([
    ['X1', 'unknownOrder'],
    ['B2', 'notOnScreen'],
  ] as const)('%s is told: %s', (orderId, because) => {
    const root = ready({ orders, currentOrderId: 'A1' });
    expect(answer(dismiss(orderId), root)).toEqual(notAllowed(because));
  });

  it('that is on the outcome screen is taken', () => {
    expect(answer(dismiss('A1'), ready({ orders, currentOrderId: 'A1' }))).toBeUndefined();
  });
});
