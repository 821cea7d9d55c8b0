import type {
  MandateState,
  OrderKind,
  OrderRecord,
  OrderStatusWord,
} from '../../machines/order.js';
import type { Problem } from '../../machines/problem.js';
import {
  type MandateResult,
  type Outcome,
  type ResponseCategory,
  responseCode,
  reveal,
  type SelectedAccount,
} from '../protocol/index.js';
import { shownTxn } from '../redact.js';
import { type UpiAccount, upiAccount } from './accounts.js';
import { omitUndefined } from './omit-undefined.js';
import { plainProblem } from './plain-problem.js';

/**
 * How a mandate itself stands, apart from its first debit.
 *
 * - `pending`: not known yet, it is being found out
 * - `active`: agreed to, further debits may follow
 * - `failed`: it did not come to be
 * - `ended`: revoked, paused or expired
 *
 * @example
 * ```ts
 * if (order.mandate?.status === 'active' && order.status === 'failure') retryFirstDebit(order);
 * ```
 */
export type UpiMandateStatus = 'pending' | 'active' | 'failed' | 'ended';

/**
 * A mandate as a UI shows it; its first debit is the order's own status.
 *
 * @example
 * ```ts
 * const mandate: UpiMandate = { status: 'active', umn: 'ab12cd34@upf' };
 * ```
 */
export interface UpiMandate {
  readonly status: UpiMandateStatus;
  /** Unique Mandate Number, when the SDK told it. */
  readonly umn?: string | undefined;
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
  readonly account?: UpiAccount | undefined;
  /** The transaction as SDK or server name it; absent when the id could be somebody's number. */
  readonly txnUuid?: string | undefined;
  /** The gateway's or the SDK's code, for support. */
  readonly code?: string | undefined;
  /** What the gateway's code means to a person, as a word of ours. */
  readonly category?: ResponseCategory | undefined;
  readonly problem?: Problem | undefined;
  /** Epoch ms. */
  readonly updatedAt: number;
}

const views = new WeakMap<OrderRecord, UpiOrder>();

/** The view of an order; the same object for the same record. */
export function upiOrder(order: OrderRecord, canRetry: boolean): UpiOrder {
  const known = views.get(order);
  if (known !== undefined && known.canRetry === canRetry) return known;
  const { account, code, mandate } = order;
  const view: UpiOrder = omitUndefined({
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
    account: payingAccount(reveal<SelectedAccount | undefined>(account, undefined)),
    txnUuid: shownTxn(order.txnUuid),
    code,
    category: code === undefined ? undefined : responseCode(code)?.category,
    problem: plainProblem(order.problem),
    updatedAt: order.updatedAt,
  });
  views.set(order, view);
  return view;
}

function upiMandate({ status, result }: MandateState): UpiMandate {
  const umn = reveal<MandateResult | undefined>(result, undefined)?.umn;
  return omitUndefined({ status, umn });
}

function payingAccount(selected: SelectedAccount | undefined): UpiAccount | undefined {
  return selected?.account === undefined ? undefined : upiAccount(selected.account, selected.vpa);
}
