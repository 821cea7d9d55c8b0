import type { OrderKind, OrderRecord, OrderStatusWord } from '../../core/model/order.js';
import { shownTxn } from '../../core/model/redact.js';
import {
  type Outcome,
  type ResponseCategory,
  responseCode,
  reveal,
  type SelectedAccount,
} from '../../core/protocol/index.js';
import { omitUndefined } from '../../core/protocol/omit-undefined.js';
import { type UpiAccount, upiAccount } from './accounts.js';
import { type UpiMandate, upiMandate } from './mandate-view.js';
import { type ShownProblem, shownProblem } from './shown-problem.js';

/**
 * A refund as a UI shows it.
 *
 * - `pending`: on its way, or a person at the gateway looks at it
 * - `success`: back
 * - `failure`: it did not come back
 *
 * @example
 * ```ts
 * if (order.refund?.status === 'pending') show(`${order.refund.amount} is on its way back.`);
 * ```
 */
export interface UpiRefund {
  readonly status: 'pending' | 'success' | 'failure';
  /** Rupees with two decimals; absent when the server names none. */
  readonly amount?: string | undefined;
}

/**
 * An order as a UI shows it: plain data, the same object while nothing of it changed.
 *
 * @example
 * ```ts
 * const order = flow.getSnapshot().orders['A1'];
 * if (order?.status === 'success' && order.verified) thank(order.amount); // '2.00'
 * ```
 */
export interface UpiOrder {
  readonly orderId: string;
  readonly kind: OrderKind;
  /** Rupees with two decimals; absent only for a checkout whose payload names none. */
  readonly amount?: string | undefined;
  readonly status: OrderStatusWord;
  /** The SDK's own word for the last attempt: evidence, not the truth. */
  readonly reported?: Outcome | undefined;
  /** The merchant's server confirmed order and amount. */
  readonly verified: boolean;
  /** Nothing more will be asked about this order. */
  readonly settled: boolean;
  /** `order.retry` is possible, as soon as nothing else owns the screen. */
  readonly canRetry: boolean;
  readonly attempts: number;
  readonly mandate?: UpiMandate | undefined;
  /** Money that went back, or is on its way; of an order that is `refunded`, all of it. */
  readonly refund?: UpiRefund | undefined;
  readonly account?: UpiAccount | undefined;
  /** The transaction as SDK or server name it; absent when the id could be somebody's number. */
  readonly txnUuid?: string | undefined;
  /** The gateway's or the SDK's code, for support. */
  readonly code?: string | undefined;
  /** What the gateway's code means to a person, as a word of ours. */
  readonly category?: ResponseCategory | undefined;
  readonly problem?: ShownProblem | undefined;
  /** Epoch ms. */
  readonly updatedAt: number;
}

/** The view of an order. */
export function upiOrder(order: OrderRecord, canRetry: boolean): UpiOrder {
  const { account, code, mandate, refund } = order;
  return omitUndefined({
    orderId: order.orderId,
    kind: order.kind,
    amount: order.amount,
    status: order.status,
    reported: order.reported,
    verified: order.verified,
    settled: order.settled,
    canRetry,
    attempts: order.attempts,
    mandate: mandate === undefined ? undefined : upiMandate(mandate),
    refund: refund && omitUndefined({ status: refund.status, amount: refund.amount }),
    account: payingAccount(reveal<SelectedAccount | undefined>(account, undefined)),
    txnUuid: shownTxn(order.txnUuid),
    code,
    category: code === undefined ? undefined : responseCode(code)?.category,
    problem: shownProblem(order.problem),
    updatedAt: order.updatedAt,
  });
}

function payingAccount(selected: SelectedAccount | undefined): UpiAccount | undefined {
  return selected?.account === undefined ? undefined : upiAccount(selected.account, selected.vpa);
}
