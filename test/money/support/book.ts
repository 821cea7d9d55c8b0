import { createActor } from 'xstate';
import { upiFlowMachine } from '../../../machines/index.js';
import type { OrderRecord } from '../../../machines/order.js';
import type { MoneyRequest, NewAttempt } from '../../../machines/payment.types.js';
import { defaultTimings } from '../../../machines/timings.js';
import type { UpiFlowContext } from '../../../machines/upi-flow.types.js';
import { Secret } from '../../../src/protocol/index.js';

export const INPUT = { timings: defaultTimings, canQueryStatus: true, keepOrders: 100 };

/** What the root knows when its storage was read and held nothing, unless it says more. */
export function book(more: Partial<UpiFlowContext> = {}): UpiFlowContext {
  const { context } = createActor(upiFlowMachine, { input: INPUT }).getSnapshot();
  return { ...context, ordersKnown: true, ...more };
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

type Params = Extract<MoneyRequest, { operation: 'upiTxn' }>['params'];

/** What an order would be tried again with. */
export function requestFor(
  orderId: string,
  more: Pick<Params, 'mandate'> = {},
): Secret<MoneyRequest> {
  const params: Params = { order: { orderId, amount: '2.00' }, accountRefId: 'account', ...more };
  return new Secret({ operation: 'upiTxn', params });
}
