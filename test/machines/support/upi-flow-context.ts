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

/** Services of a flow that do nothing, unless they do more. */
export function servicesWith(more: Partial<FlowServices> = {}): Secret<FlowServices> {
  const nothing = () => {};
  const host = { terminateSdk: nothing, back: nothing };
  const records = { saveOrder: nothing, retryRecords: nothing };
  return new Secret({ clock: fakeClock, ...host, ...records, ...more });
}

export const ROOT_INPUT = { ...INPUT, services: servicesWith() };

/** What the root knows when its storage was read and held nothing, unless it says more. */
export function book(more: Partial<UpiFlowContext> = {}): UpiFlowContext {
  const { context } = createActor(upiFlowMachine, { input: ROOT_INPUT }).getSnapshot();
  return { ...context, ordersKnown: true, ...more };
}

/** A device at one place of its statechart, which does nothing. */
export function deviceAt(place: 'linked' | 'onboarding'): DeviceActor {
  const input = { timings: defaultTimings, clock: fakeClock };
  const { context } = createActor(deviceMachine, { input }).getSnapshot();
  const value = place === 'linked' ? { linked: 'idle' as const } : place;
  const snapshot = deviceMachine.resolveState({ value, context });
  return createActor(deviceMachine, { input, snapshot });
}

/** Orders by their ids. */
export function byId(...orders: readonly OrderRecord[]): Readonly<Record<string, OrderRecord>> {
  return Object.fromEntries(orders.map((order) => [order.orderId, order]));
}

/** The ids of the next attempt for an order. */
function idsFor(orderId: string) {
  return { attemptId: `next-attempt-${orderId}`, requestId: `next-${orderId}` };
}

/** A payment of two rupees, asked for with ids of its own, unless it says more. */
export function attemptFor(orderId: string, more: Partial<NewAttempt> = {}): NewAttempt {
  return { orderId, ...idsFor(orderId), kind: 'pay', amount: '2.00', ...more };
}

/** The command that asks for it, ready to be sent, unless it says more. */
export function payFor(orderId: string, more: Partial<PayCommand> = {}): PayCommand {
  const order = { orderId, amount: '2.00' };
  const asked = { order, accountRefId: 'account', request: requestFor(orderId) };
  return { type: 'pay', ...asked, ids: idsFor(orderId), ...more };
}

/** The same for a session that the merchant's server made. */
export function checkoutFor(orderId: string, more: Partial<CheckoutCommand> = {}): CheckoutCommand {
  const ids = idsFor(orderId);
  const order = { orderId, amount: '2.00' };
  return { type: 'checkout', order, requestId: ids.requestId, ids, ...more };
}

type Params = Extract<MoneyRequest, { operation: 'upiTxn' }>['params'];

/** What an order would be tried again with. */
export function requestFor(
  orderId: string,
  more: Pick<Params, 'mandate'> = {},
): Secret<MoneyRequest> {
  const order = { orderId, amount: '2.00' };
  const params: Params = { order, accountRefId: 'account', ...more };
  return new Secret({ operation: 'upiTxn', params });
}
