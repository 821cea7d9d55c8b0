import { createActor } from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { Secret } from '../../../core/protocol/index.js';
import type { DeviceActor } from '../../../machines/device/snapshot.js';
import { deviceMachine, upiFlowMachine } from '../../../machines/index.js';
import type { MoneyRequest, NewAttempt } from '../../../machines/payment/types.js';
import type { Clock } from '../../../machines/shared/clock.js';
import type { FlowServices } from '../../../machines/shared/services.js';
import type {
  CheckoutCommand,
  PayCommand,
  UpiFlowContext,
} from '../../../machines/upi-flow/types.js';

/** A clock that always shows the same time. */
export const fakeClock: Clock = { now: () => 0 };

export const INPUT = { timings: defaultTimings, canQueryStatus: true, keepOrders: 100 };

/** Services of a flow that do nothing. */
export function servicesWith(more: Partial<FlowServices> = {}): Secret<FlowServices> {
  const nothing = () => {};
  return new Secret({
    clock: fakeClock,
    saveOrder: nothing,
    retryRecords: nothing,
    terminateSdk: nothing,
    back: nothing,
    ...more,
  });
}

export const ROOT_INPUT = { ...INPUT, services: servicesWith() };

/** What the root knows when its storage was read and held nothing, unless it says more. */
export function book(more: Partial<UpiFlowContext> = {}): UpiFlowContext {
  const { context } = createActor(upiFlowMachine, { input: ROOT_INPUT }).getSnapshot();
  return { ...context, ordersKnown: true, ...more };
}

/** A device at one place of its statechart, which does nothing. */
export function deviceAt(value: 'linked' | 'onboarding'): DeviceActor {
  const input = { timings: defaultTimings, clock: fakeClock };
  const { context } = createActor(deviceMachine, { input }).getSnapshot();
  const state = value === 'linked' ? { linked: 'idle' as const } : value;
  return createActor(deviceMachine, {
    input,
    snapshot: deviceMachine.resolveState({ value: state, context }),
  });
}

/** Orders by their ids. */
export function byId(...orders: readonly OrderRecord[]): Readonly<Record<string, OrderRecord>> {
  return Object.fromEntries(orders.map((order) => [order.orderId, order]));
}

/** A payment of two rupees, asked for with ids of its own, unless it says more. */
export function attemptFor(orderId: string, more: Partial<NewAttempt> = {}): NewAttempt {
  const ids = { orderId, attemptId: `next-attempt-${orderId}`, requestId: `next-${orderId}` };
  return { ...ids, kind: 'pay', amount: '2.00', ...more };
}

/** The command that asks for it, ready to be sent, unless it says more. */
export function payFor(orderId: string, more: Partial<PayCommand> = {}): PayCommand {
  const { attemptId, requestId } = attemptFor(orderId);
  return {
    type: 'pay',
    order: { orderId, amount: '2.00' },
    accountRefId: 'account',
    request: requestFor(orderId),
    ids: { attemptId, requestId },
    ...more,
  };
}

/** The same for a session that the merchant's server made. */
export function checkoutFor(orderId: string, more: Partial<CheckoutCommand> = {}): CheckoutCommand {
  const { attemptId, requestId } = attemptFor(orderId);
  return {
    type: 'checkout',
    order: { orderId, amount: '2.00' },
    requestId,
    ids: { attemptId, requestId },
    ...more,
  };
}

type Params = Extract<MoneyRequest, { operation: 'upiTxn' }>['params'];

/** What an order would be tried again with. */
export function requestFor(
  orderId: string,
  more: Pick<Params, 'mandate'> = {},
): Secret<MoneyRequest> {
  const params: Params = { order: { orderId, amount: '2.00' }, accountRefId: 'account', ...more };
  return new Secret({ operation: 'upiTxn', params });
}
