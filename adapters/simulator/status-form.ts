import type { OrderStatus } from '../../src/ports.js';

/**
 * How odd an order status looks: with a part missing, in another spelling, or not one at all.
 *
 * - `plain`: as `OrderStatus` has it
 * - `noAmount`, `noTxnUuid`: without that part
 * - `otherCurrency`: an amount of money that is not in rupees
 * - `otherOrder`: about an order that nobody asked about
 * - `snakeCase`: `order_id`, `txn_uuid`, and `orderId` present without a value
 * - `unknownWord`: a status that no document names
 * - `numbers`: amounts as numbers
 * - `nothing`, `text`: `null`; only the word
 *
 * @example
 * ```ts
 * simulator.server.statusForm = 'noAmount';
 * ```
 */
export type StatusForm =
  | 'plain'
  | 'noAmount'
  | 'noTxnUuid'
  | 'otherCurrency'
  | 'otherOrder'
  | 'snakeCase'
  | 'unknownWord'
  | 'numbers'
  | 'nothing'
  | 'text';

/**
 * A status in a form, as a client that trusts its server takes it.
 *
 * @example
 * ```ts
 * inForm({ orderId: 'o1', status: 'CHARGED', amount: '2.00' }, 'text'); // 'CHARGED'
 * ```
 */
export function inForm(status: OrderStatus, form: StatusForm): OrderStatus {
  if (form === 'plain') {
    return status;
  }
  const answer: OrderStatus = JSON.parse(JSON.stringify(printed(status, form)));
  if (form === 'snakeCase') {
    // What a client makes of a field that is not there.
    Object.assign(answer, { orderId: undefined });
  }
  return answer;
}

function printed(status: OrderStatus, form: Exclude<StatusForm, 'plain'>): unknown {
  const { orderId, amount, txnUuid, mandateStatus } = status;
  switch (form) {
    case 'noAmount':
      return { ...status, amount: undefined };
    case 'noTxnUuid':
      return { ...status, txnUuid: undefined };
    case 'otherCurrency':
      return { ...status, currency: 'USD' };
    case 'otherOrder':
      return { ...status, orderId: `${orderId}x` };
    case 'snakeCase':
      return {
        order_id: orderId,
        status: status.status,
        amount,
        txn_uuid: txnUuid,
        mandate_status: mandateStatus,
      };
    case 'unknownWord':
      return { ...status, status: 'SOMETHING_NEW' };
    case 'numbers':
      return { ...status, amount: Number(amount) };
    case 'nothing':
      return null;
    case 'text':
      return status.status;
  }
}
