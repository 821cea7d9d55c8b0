import type { Secret, StatusReading } from '../src/protocol/index.js';
import { endedUnpaid, type OrderRecord, wasRequested } from './order.js';
import type { MoneyRequest, NewAttempt, PaymentInput } from './payment.types.js';
import type { UpiFlowContext } from './upi-flow.types.js';

/** The name of the actor that runs an order. */
export function childId(orderId: string): string {
  return `order:${orderId}`;
}

/** The name of the actor that looks a settled order up. */
export function lookUpId(orderId: string): string {
  return `lookUp:${orderId}`;
}

/** Whether the order's attempt owns the SDK's screen, or is about to. */
export function holdsScreen(order: OrderRecord): boolean {
  return order.status === 'authorizing' || order.status === 'submitted';
}

/** The order with this id; `constructor` and the like are ids too. */
export function orderOf(context: UpiFlowContext, orderId: string): OrderRecord | undefined {
  return Object.hasOwn(context.orders, orderId) ? context.orders[orderId] : undefined;
}

/** Whether nothing owns the SDK's screen: it has only one. */
export function screenIsFree(context: UpiFlowContext): boolean {
  const { deviceHoldsScreen, callHoldsScreen, orders } = context;
  return !deviceHoldsScreen && !callHoldsScreen && !Object.values(orders).some(holdsScreen);
}

/** Every order that still has an actor. */
export function openOrders(context: UpiFlowContext): OrderRecord[] {
  return Object.values(context.orders).filter((order) => !order.settled);
}

/** Whether `order.retry` would be taken for this order, once the screen is free. */
export function canRetry(context: UpiFlowContext, order: OrderRecord): boolean {
  return endedUnpaid(order) && Object.hasOwn(context.requests, order.orderId);
}

/** A new attempt is possible for a new order, or one that ended without money; never an old one. */
export function mayTry(context: UpiFlowContext, attempt: NewAttempt): boolean {
  const order = orderOf(context, attempt.orderId);
  const isOld = orderOfRequest(context, attempt.requestId) !== undefined;
  return !isOld && (order === undefined || endedUnpaid(order));
}

/** The order that a request, of its last attempt or an earlier one, was made for. */
export function orderOfRequest(
  context: UpiFlowContext,
  requestId: string | undefined,
): OrderRecord | undefined {
  if (requestId === undefined) return undefined;
  return Object.values(context.orders).find((order) => wasRequested(order, requestId));
}

/** Whether the server's word contradicts what the order was settled as. */
export function reopens(order: OrderRecord | undefined, reading: StatusReading): boolean {
  if (order === undefined || !order.settled) return false;
  if (reading.means === 'refunded') return order.status !== 'refunded';
  return reading.means === 'paid' && order.status !== 'success' && order.status !== 'refunded';
}

/** What the payment actor of an attempt starts with; without an attempt, nothing is ever sent. */
export function paymentInput(
  context: UpiFlowContext,
  order: OrderRecord,
  attempt?: NewAttempt,
): PaymentInput {
  const { offersStatus, timings } = context;
  return { order, attempt, offersStatus, timings };
}

/** The record of an attempt that was just asked for. */
export function firstRecord(context: UpiFlowContext, attempt: NewAttempt): OrderRecord {
  const before = orderOf(context, attempt.orderId);
  return {
    orderId: attempt.orderId,
    kind: attempt.kind,
    amount: attempt.amount,
    status: 'authorizing',
    verified: false,
    settled: false,
    attempts: (before?.attempts ?? 0) + 1,
    attemptId: attempt.attemptId,
    requestId: attempt.requestId,
    earlierRequestIds: before === undefined ? [] : [...before.earlierRequestIds, before.requestId],
    at: context.now,
    updatedAt: context.now,
    foreignTxns: before?.foreignTxns ?? [],
    foreignUnknown: before?.foreignUnknown ?? false,
    paid: before?.paid,
  };
}

/** The same request under new ids: another attempt for an order that ended unpaid. */
export function nextAttempt(
  context: UpiFlowContext,
  ids: Pick<NewAttempt, 'orderId' | 'attemptId' | 'requestId'>,
): NewAttempt {
  const { orderId, attemptId, requestId } = ids;
  const order = orderOf(context, orderId);
  return {
    orderId,
    attemptId,
    requestId,
    kind: order?.kind ?? 'pay',
    amount: order?.amount,
    request: Object.hasOwn(context.requests, orderId) ? context.requests[orderId] : undefined,
  };
}

/** A settled order that is in question again. */
export function reopenedRecord(order: OrderRecord): OrderRecord {
  return {
    ...order,
    settled: false,
    verified: false,
    // Its own transaction is in question again, and the SDK's old word settles nothing now.
    foreignTxns: order.foreignTxns.filter((txn) => txn !== order.txnUuid),
    reported: undefined,
  };
}

/** The orders with one changed; settled ones beyond `keepOrders` are forgotten, oldest first. */
export function withOrder(context: UpiFlowContext, order: OrderRecord): UpiFlowContext['orders'] {
  const orders = { ...context.orders, [order.orderId]: order };
  if (!order.settled) return orders;
  const settled = Object.values(orders).filter((one) => one.settled && one !== order);
  const excess = settled.length + 1 - context.keepOrders;
  if (excess <= 0) return orders;
  const oldest = settled.sort((a, b) => a.updatedAt - b.updatedAt).slice(0, excess);
  for (const one of oldest) delete orders[one.orderId];
  return orders;
}

/** What orders may be tried again with: kept for as long as that may be, and the order itself is. */
export function requestsAfter(
  context: UpiFlowContext,
  order: OrderRecord,
): Readonly<Record<string, Secret<MoneyRequest>>> {
  const orders = withOrder(context, order);
  const isOver = order.settled && !endedUnpaid(order);
  const kept = Object.entries(context.requests).filter(
    ([orderId]) => Object.hasOwn(orders, orderId) && !(isOver && orderId === order.orderId),
  );
  return kept.length === Object.keys(context.requests).length
    ? context.requests
    : Object.fromEntries(kept);
}
