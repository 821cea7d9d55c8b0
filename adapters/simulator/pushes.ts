import {
  mandateObject,
  notificationObject,
  orderObject,
  refundObject,
  txnObject,
  type Webhook,
  webhook,
} from './juspay-objects.js';
import type { ToldStatus } from './told-status.js';

/**
 * Webhooks about an order, as of what order status knows now. The merchant's server gets them; what of
 * them it pushes to the app, the app hands to `order.inform`, whole or opened. `undefined` when there is
 * nothing to tell: no such order, no transaction, no mandate, no refund.
 *
 * @example
 * ```ts
 * const status = simulator.server.pushes.mandate('order1');
 * if (status !== undefined) flow.send({ type: 'order.inform', orderId: 'order1', status });
 * ```
 */
export interface Pushes {
  /** `content.order`: as order status. */
  order(orderId: string): Webhook | undefined;
  /** `content.txn`: the amount is `txn_amount`. */
  txn(orderId: string): Webhook | undefined;
  /** `content.mandate`: its `status` is the mandate's. */
  mandate(orderId: string): Webhook | undefined;
  /** `content.refund`: the last one. */
  refund(orderId: string): Webhook | undefined;
  /** `content.notification`, of a mandate: default it arrived. */
  notification(orderId: string, status?: 'SUCCESS' | 'FAILURE'): Webhook | undefined;
}

/** Makes webhooks of what is told of an order; `tell` answers nothing for one that is not known. */
export function createPushes(
  tell: (orderId: string) => ToldStatus | undefined,
  now: () => number,
): Pushes {
  return {
    order(orderId) {
      const told = tell(orderId);
      return told && webhook(orderEvent(told), { order: orderObject(told) }, now());
    },
    txn(orderId) {
      const told = tell(orderId);
      if (told?.txnUuid === undefined) return undefined;
      return webhook(txnEvent(told), { txn: txnObject(told) }, now());
    },
    mandate(orderId) {
      const told = tell(orderId);
      if (told?.mandateStatus === undefined) return undefined;
      const mandate = mandateObject(told, told.mandateStatus);
      return webhook(mandateEvent(told.mandateStatus), { mandate }, now());
    },
    refund(orderId) {
      const told = tell(orderId);
      const last = told?.refunds?.slice(-1)[0];
      if (told === undefined || last === undefined) return undefined;
      const event = last.status === 'FAILURE' ? 'ORDER_REFUND_FAILED' : 'REFUND_INITIATED';
      return webhook(event, { refund: refundObject(told, last) }, now());
    },
    notification(orderId, status = 'SUCCESS') {
      const told = tell(orderId);
      if (told?.mandateStatus === undefined) return undefined;
      const event = status === 'SUCCESS' ? 'NOTIFICATION_SUCCEEDED' : 'NOTIFICATION_FAILED';
      return webhook(event, { notification: notificationObject(told, status) }, now());
    },
  };
}

const MANDATES: Readonly<Record<string, string>> = {
  CREATED: 'MANDATE_CREATED',
  ACTIVE: 'MANDATE_ACTIVATED',
  FAILURE: 'MANDATE_FAILED',
  PAUSED: 'MANDATE_PAUSED',
  REVOKED: 'MANDATE_REVOKED',
  EXPIRED: 'MANDATE_EXPIRED',
};

/** The name of the webhook with its mandate, by the mandate's status. */
export function mandateEvent(status: string): string {
  return MANDATES[status] ?? 'MANDATE_CREATED';
}

/** The name of the webhook with the whole order. */
export function orderEvent({ status, refunded }: ToldStatus): string {
  switch (status) {
    case 'CHARGED':
      return refunded === true ? 'ORDER_REFUNDED' : 'ORDER_SUCCEEDED';
    case 'AUTO_REFUNDED':
      return 'AUTO_REFUND_INITIATED';
    case 'AUTHENTICATION_FAILED':
    case 'AUTHORIZATION_FAILED':
    case 'JUSPAY_DECLINED':
      return 'ORDER_FAILED';
    default:
      return 'ORDER_AUTHORIZED';
  }
}

/** The name of the webhook with its transaction. */
export function txnEvent({ status }: ToldStatus): string {
  switch (status) {
    case 'CHARGED':
    case 'AUTO_REFUNDED':
      return 'TXN_CHARGED';
    case 'AUTHENTICATION_FAILED':
    case 'AUTHORIZATION_FAILED':
    case 'JUSPAY_DECLINED':
      return 'TXN_FAILED';
    default:
      return 'TXN_CREATED';
  }
}
