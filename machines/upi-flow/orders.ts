import {
  endedUnpaid,
  foreignAfter,
  MOST_SETTLED_SHOWN,
  type OrderRecord,
  strongerPaid,
  wasRequested,
} from '../../core/model/order.js';
import {
  isMandateOver,
  isSameOrder,
  reveal,
  type SdkOutcome,
  type ServerStatus,
  sameAmount,
} from '../../core/protocol/index.js';
import { withServerStatus } from '../payment/record.js';
import type { AttemptIds, MoneyRequest, NewAttempt, PaymentInput } from '../payment/types.js';
import { timeOf } from '../shared/clock.js';
import type { CheckoutCommand, PayCommand, RetryCommand, UpiFlowContext } from './types.js';

/** The names of child actors, by the order they are about: numbered, for XState keeps every name. */
export type ChildNames = Readonly<Record<string, string>>;

/** The name of the child for an order, if it has one. */
export function childOf(names: ChildNames, orderId: string): string | undefined {
  return Object.hasOwn(names, orderId) ? names[orderId] : undefined;
}

/** The names with one more: the lowest number that is free. */
export function withChild(
  names: ChildNames,
  kind: 'order' | 'lookUp',
  orderId: string,
): { readonly id: string; readonly names: ChildNames } {
  const taken = new Set(Object.values(names));
  let number = 1;
  while (taken.has(`${kind}:${number}`)) number += 1;
  const id = `${kind}:${number}`;
  return { id, names: { ...names, [orderId]: id } };
}

/** The names without the one for an order. */
export function withoutChild(names: ChildNames, orderId: string): ChildNames {
  if (!Object.hasOwn(names, orderId)) return names;
  const { [orderId]: _, ...rest } = names;
  return rest;
}

/** Whether the order's attempt owns the SDK's screen, or is about to. */
export function holdsScreen(order: OrderRecord): boolean {
  return order.status === 'authorizing' || order.status === 'submitted';
}

/** The order with this id; `constructor` and the like are ids too. */
export function orderOf(context: UpiFlowContext, orderId: string): OrderRecord | undefined {
  return Object.hasOwn(context.orders, orderId) ? context.orders[orderId] : undefined;
}

/** The order that owns the SDK's screen: it has only one. */
export function orderOnScreen(context: UpiFlowContext): OrderRecord | undefined {
  return Object.values(context.orders).find(holdsScreen);
}

/** Whether the device's own chart owns the screen: asked of itself, who knows first. */
export function deviceHoldsScreen({ device }: UpiFlowContext): boolean {
  return device?.getSnapshot().hasTag('foreground') === true;
}

/** Whether nothing owns the SDK's screen. */
export function screenIsFree(context: UpiFlowContext): boolean {
  return (
    !context.callHoldsScreen && !deviceHoldsScreen(context) && orderOnScreen(context) === undefined
  );
}

/** Every order that still has an actor. */
export function openOrders(context: UpiFlowContext): OrderRecord[] {
  return Object.values(context.orders).filter((order) => !order.settled);
}

/** Whether `order.retry` would be taken for this order, once the screen is free. */
export function canRetry(context: UpiFlowContext, order: OrderRecord): boolean {
  return endedUnpaid(order) && Object.hasOwn(context.requests, order.orderId);
}

/** Whether what the order would be tried again with has had its time: a mandate of the past. */
export function isRequestOver(context: UpiFlowContext, orderId: string, now: number): boolean {
  const boxed = Object.hasOwn(context.requests, orderId) ? context.requests[orderId] : undefined;
  const mandate = reveal<MoneyRequest | undefined>(boxed, undefined)?.params.mandate;
  return mandate !== undefined && isMandateOver(mandate, now);
}

/** The same order under another spelling: Juspay compares ids without regard to case. */
export function orderInOtherSpelling(
  context: UpiFlowContext,
  orderId: string,
): OrderRecord | undefined {
  return Object.values(context.orders).find(
    (order) => order.orderId !== orderId && isSameOrder(order.orderId, orderId),
  );
}

/** The order that a request, of its last attempt or an earlier one, was made for. */
export function orderOfRequest(
  context: UpiFlowContext,
  requestId: string | undefined,
): OrderRecord | undefined {
  if (requestId === undefined) return undefined;
  return Object.values(context.orders).find((order) => wasRequested(order, requestId));
}

/** Whether the server's word says more than the order was settled as. */
export function reopens(order: OrderRecord | undefined, serverStatus: ServerStatus): boolean {
  if (order?.settled !== true || !isSameOrder(serverStatus.orderId, order.orderId)) return false;
  switch (serverStatus.moneyStatus) {
    case 'refunded':
      return order.status !== 'refunded';
    case 'paid':
      return (
        order.status !== 'refunded' && !isConfirmed(order) && isOtherAmount(order, serverStatus)
      );
    case 'underway':
      // It may be an old word; but nobody pays again what may be under way.
      return endedUnpaid(order);
    case 'failed':
    case 'untouched':
    case 'open':
    case 'silent':
      return false;
  }
}

/**
 * A settled order with what the server says of its mandate and of money on its way back;
 * `undefined` when that is nothing new. It stays settled.
 */
export function settledNews(
  order: OrderRecord | undefined,
  serverStatus: ServerStatus,
  now: number,
): OrderRecord | undefined {
  if (order?.settled !== true) return undefined;
  const { mandate, refund } = withServerStatus(order, serverStatus);
  if (mandate === order.mandate && refund === order.refund) return undefined;
  return { ...order, mandate, refund, updatedAt: now };
}

function isConfirmed({ status, verified, amount }: OrderRecord): boolean {
  return status === 'success' && (verified || amount === undefined);
}

/** An amount that was found to be wrong is not found again. */
function isOtherAmount({ status, amount }: OrderRecord, serverStatus: ServerStatus): boolean {
  return status !== 'unresolved' || sameAmount(amount, serverStatus.amount);
}

/** What the payment actor of an attempt starts with; without an attempt, nothing is ever sent. */
export function paymentInput(
  context: UpiFlowContext,
  order: OrderRecord,
  more: Pick<PaymentInput, 'attempt' | 'parent' | 'serverStatus'> = {},
): PaymentInput {
  const { canQueryStatus, clock, timings } = context;
  return { order, canQueryStatus, clock, timings, ...more };
}

/** The record of an attempt that was just asked for. */
export function firstRecord(context: UpiFlowContext, attempt: NewAttempt): OrderRecord {
  const before = orderOf(context, attempt.orderId);
  const now = timeOf(context.clock);
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
    at: now,
    updatedAt: now,
    paid: before?.paid,
    ...(before === undefined ? { foreignTxns: [], foreignUnknown: false } : foreignAfter(before)),
  };
}

/** The attempt that a command asks for; `undefined` without ids of its own: then nothing is sent. */
export function attemptOf(
  context: UpiFlowContext,
  event: PayCommand | CheckoutCommand | RetryCommand,
): NewAttempt | undefined {
  const { ids } = event;
  if (ids === undefined) return undefined;
  if (event.type === 'order.retry') return nextAttempt(context, event.orderId, ids);
  if (event.order === undefined) return undefined;
  const { orderId, amount } = event.order;
  switch (event.type) {
    case 'pay':
      return { orderId, amount, kind: 'pay', request: event.request, ...ids };
    case 'mandate.create':
      return { orderId, amount, kind: 'mandate', request: event.request, ...ids };
    case 'checkout':
      return { orderId, amount, kind: 'checkout', signed: event.signed, ...ids };
  }
}

/** The same request under new ids: another attempt for an order that ended unpaid. */
function nextAttempt(context: UpiFlowContext, orderId: string, ids: AttemptIds): NewAttempt {
  const order = orderOf(context, orderId);
  return {
    orderId,
    ...ids,
    kind: order?.kind ?? 'pay',
    amount: order?.amount,
    request: Object.hasOwn(context.requests, orderId) ? context.requests[orderId] : undefined,
  };
}

/** A settled order that is in question again, for what the SDK said late or the server says now. */
export function reopenedRecord(order: OrderRecord, late?: SdkOutcome['moneyStatus']): OrderRecord {
  return {
    ...order,
    settled: false,
    verified: false,
    problem: undefined,
    paid: late === 'paid' ? strongerPaid(order.paid, 'reported') : order.paid,
    // Doubt that came later counts for more than the word before it: that settles nothing now.
    reported: late === 'open' ? undefined : order.reported,
  };
}

/** The orders with one changed. */
export function withOrder(context: UpiFlowContext, order: OrderRecord): UpiFlowContext['orders'] {
  return retained({ ...context, orders: { ...context.orders, [order.orderId]: order } });
}

/** Without the settled orders beyond `keepOrders`, oldest first; the one on the screen stays. */
export function retained(
  context: Pick<UpiFlowContext, 'orders' | 'keepOrders' | 'currentOrderId'>,
): UpiFlowContext['orders'] {
  const { orders, keepOrders, currentOrderId } = context;
  const settled = Object.values(orders).filter((one) => one.settled);
  const excess = settled.length - Math.min(keepOrders, MOST_SETTLED_SHOWN);
  if (excess <= 0) return orders;
  const offScreen = settled.filter(({ orderId }) => orderId !== currentOrderId);
  const oldest = offScreen.sort((a, b) => a.updatedAt - b.updatedAt).slice(0, excess);
  const forgotten = new Set(oldest.map(({ orderId }) => orderId));
  return Object.fromEntries(Object.entries(orders).filter(([orderId]) => !forgotten.has(orderId)));
}

/** What orders may be tried again with: kept for as long as that may be, and the order itself is. */
export function requestsOf(
  orders: UpiFlowContext['orders'],
  requests: UpiFlowContext['requests'],
): UpiFlowContext['requests'] {
  const kept = Object.entries(requests).filter(([orderId]) => {
    const order = Object.hasOwn(orders, orderId) ? orders[orderId] : undefined;
    return order !== undefined && (!order.settled || endedUnpaid(order));
  });
  return kept.length === Object.keys(requests).length ? requests : Object.fromEntries(kept);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long an order that ended without money is looked up again, ms. */
const LOOKED_UP_FOR = 48 * HOUR;
/** How long a refund may be on its way, ms: banks take days. */
const REFUND_TAKES = 30 * 24 * HOUR;
/** When, ms after it ended. */
const LOOK_UPS: readonly number[] = [MINUTE, 5 * MINUTE, 15 * MINUTE];

/** The same as waits from one look to the next, ms. */
export const LOOK_UP_WAITS: readonly number[] = LOOK_UPS.map(
  (after, at) => after - (LOOK_UPS[at - 1] ?? 0),
);

/** The waits, in ms, before each look at an order from now on; none when it is not in question. */
export function lookUpWaits(
  context: UpiFlowContext,
  order: OrderRecord,
  now: number,
  isAskedNow: boolean,
): readonly number[] {
  const isInQuestion = endedUnpaid(order) || order.refund?.status === 'pending';
  if (!context.canQueryStatus || !order.settled || !isInQuestion) return [];
  // A clock that was set back makes an end lie ahead: it is as good as just now.
  const age = Math.max(0, now - order.updatedAt);
  if (age > (endedUnpaid(order) ? LOOKED_UP_FOR : REFUND_TAKES)) return [];
  const ahead = LOOK_UPS.filter((after) => after > age);
  const waits = ahead.map((after, at) => after - (ahead[at - 1] ?? age));
  return isAskedNow ? [0, ...waits] : waits;
}
