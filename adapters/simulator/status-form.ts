import type { OrderStatus } from '../../core/ports/backend.js';
import type { JsonObject } from './json.js';
import {
  mandateObject,
  notificationObject,
  orderObject,
  orderWithTxns,
  refundObject,
  txnObject,
  webhook,
} from './juspay-objects.js';
import { orderEvent, txnEvent } from './pushes.js';
import type { ToldStatus } from './told-status.js';

/**
 * How order status looks. First the truth, in the documented shape and as Juspay itself prints it:
 *
 * - `plain`: as `OrderStatus` has it, with refunds once there is one
 * - `snakeCase`: `order_id`, `txn_uuid`, and `orderId` present without a value
 * - `numbers`: amounts as numbers
 * - `juspay`: Juspay's own order status: snake case, numbers, a `status_id` that contradicts the word,
 *   `txn_detail`, `payment_gateway_response`, refunds, and the mandate nested
 * - `juspayTexts`: the same with numbers and flags as texts
 * - `severalTxns`: the same with several transactions in `txn_list` and none beside the status: the
 *   order's own, and two that failed, one with a number for an id and one with a very long id
 * - `orderWebhook`: a whole webhook that holds the order
 * - `txnWebhook`: one that holds the transaction (`txn_amount`, no `amount`); while there is none, the
 *   order
 *
 * Then with a part missing, or odd:
 *
 * - `noAmount`, `noTxnUuid`: without that part
 * - `otherCurrency`: an amount of money that is not in rupees
 * - `otherOrder`: about an order that nobody asked about
 * - `unknownWord`: a status that no document names
 *
 * Then what says nothing about the order's money at all:
 *
 * - `mandate`, `notification`, `refund`: an object about a mandate with `status: CREATED`, about a
 *   notification with `status: FAILURE`, about a refund: the last one, or one that is on its way
 * - `nothing`, `text`: `null`; only the word
 *
 * @example
 * ```ts
 * simulator.server.statusForm = 'juspay';
 * ```
 */
export type StatusForm =
  | 'plain'
  | 'snakeCase'
  | 'numbers'
  | 'juspay'
  | 'juspayTexts'
  | 'severalTxns'
  | 'orderWebhook'
  | 'txnWebhook'
  | 'noAmount'
  | 'noTxnUuid'
  | 'otherCurrency'
  | 'otherOrder'
  | 'unknownWord'
  | 'mandate'
  | 'notification'
  | 'refund'
  | 'nothing'
  | 'text';

/**
 * A status in a form, as a client that trusts its server takes it.
 *
 * @param at epoch milliseconds, for what is dated
 */
export function inForm(told: ToldStatus, form: StatusForm, at: number): OrderStatus {
  if (form === 'plain') {
    return told;
  }
  const answer: OrderStatus = JSON.parse(JSON.stringify(printed(told, form, at)));
  if (form === 'snakeCase') {
    // What a client makes of a field that is not there.
    Object.assign(answer, { orderId: undefined });
  }
  return answer;
}

function printed(told: ToldStatus, form: Exclude<StatusForm, 'plain'>, at: number): unknown {
  switch (form) {
    case 'snakeCase':
      return inSnakeCase(told);
    case 'numbers':
      return { ...told, amount: Number(told.amount), ...numbersOfRefunds(told) };
    case 'juspay':
      return orderObject(told);
    case 'juspayTexts':
      return inTexts(orderObject(told));
    case 'severalTxns':
      return orderWithTxns(told);
    case 'orderWebhook':
      return webhook(orderEvent(told), { order: orderObject(told) }, at);
    case 'txnWebhook':
      return told.txnUuid === undefined
        ? webhook(orderEvent(told), { order: orderObject(told) }, at)
        : webhook(txnEvent(told), { txn: txnObject(told) }, at);
    case 'noAmount':
      return { ...told, amount: undefined };
    case 'noTxnUuid':
      return { ...told, txnUuid: undefined };
    case 'otherCurrency':
      return { ...told, currency: 'USD' };
    case 'otherOrder':
      return { ...told, orderId: `${told.orderId}x` };
    case 'unknownWord':
      return { ...told, status: 'SOMETHING_NEW' };
    case 'mandate':
      return mandateObject(told, 'CREATED');
    case 'notification':
      return notificationObject(told, 'FAILURE');
    case 'refund':
      return refundObject(told, told.refunds?.slice(-1)[0] ?? someRefund(told));
    case 'nothing':
      return null;
    case 'text':
      return told.status;
  }
}

function inSnakeCase(told: ToldStatus): JsonObject {
  const { orderId, status, amount, txnUuid, mandateStatus } = told;
  return {
    order_id: orderId,
    status,
    amount,
    txn_uuid: txnUuid,
    mandate_status: mandateStatus,
    refunded: told.refunded,
    amount_refunded: told.amountRefunded,
    refunds: told.refunds,
  };
}

function numbersOfRefunds({ amountRefunded, refunds }: ToldStatus): JsonObject {
  if (refunds === undefined) return {};
  return {
    amountRefunded: Number(amountRefunded),
    refunds: refunds.map((one) => ({ ...one, amount: Number(one.amount) })),
  };
}

function someRefund({ orderId, amount }: ToldStatus) {
  return { uniqueRequestId: `${orderId}-r1`, status: 'PENDING', amount } as const;
}

/** Every number and flag in it as text, as older answers have them. */
export function inTexts(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(inTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inTexts(one)]));
}
