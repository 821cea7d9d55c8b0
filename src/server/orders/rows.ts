import type { Kysely, Selectable, Transaction } from 'kysely';
import { parseJson } from '../../../core/protocol/read.js';
import {
  type Dispute,
  keyOf,
  type OrderTerms,
  RANK,
  type RefundWord,
  type ServerOrder,
  type ServerOrderStatus,
} from './order.js';
import type { OrdersTable, UpiTables } from './tables.js';

export type Row = Selectable<OrdersTable>;

/** The books, or a transaction on them. */
export type Writer = Kysely<UpiTables> | Transaction<UpiTables>;

/** How long one process may look at an order, or deliver an event, before another does. In ms. */
export const HOLD = 60_000;

/** An order that one process looks at, until `until`; then another may. */
export interface HeldOrder {
  readonly order: ServerOrder;
  /** Planned checks since it was sent. */
  readonly checks: number;
  readonly until: number;
}

export async function rowOf(orderId: string, from: Writer): Promise<Row | undefined> {
  return from
    .selectFrom('upi_orders')
    .selectAll()
    .where('order_key', '=', keyOf(orderId))
    .executeTakeFirst();
}

/** An order as it stands in its row; Postgres prints large numbers as texts. */
export function orderOf(row: Row): ServerOrder {
  return {
    ...termsIn(row.terms),
    orderId: row.order_id,
    customerId: row.customer_id,
    amount: row.amount,
    status: oneOf(Object.keys(RANK).filter(isStatus), row.status) ?? 'open',
    dispute: oneOf<Dispute>(['otherAmount', 'otherCurrency', 'otherOrder'], row.dispute),
    attempts: Number(row.attempts),
    sentAt: timeIn(row.sent_at),
    unpaid: unpaidIn(row),
    withdrawnAt: timeIn(row.withdrawn_at),
    settledAt: timeIn(row.settled_at),
    parkedAt: timeIn(row.parked_at),
    nextCheckAt: timeIn(row.next_check_at),
    txnUuid: row.txn_uuid ?? undefined,
    mandateStatus: row.mandate_status ?? undefined,
    refund: refundIn(row),
    createdAt: Number(row.created_at),
  };
}

function unpaidIn({ unpaid_as: word, unpaid_since: at }: Row): ServerOrder['unpaid'] {
  const as = oneOf(['failed', 'untouched'] as const, word);
  const since = timeIn(at);
  return as === undefined || since === undefined ? undefined : { as, since };
}

function refundIn({ refund_status: word, refund_amount: amount }: Row): ServerOrder['refund'] {
  const status = oneOf<RefundWord>(['pending', 'success', 'failure'], word);
  return status === undefined ? undefined : { status, amount: amount ?? undefined };
}

function timeIn(at: number | null): number | undefined {
  return at === null ? undefined : Number(at);
}

function oneOf<T extends string>(words: readonly T[], found: string | null): T | undefined {
  return words.find((word) => word === found);
}

function isStatus(word: string): word is ServerOrderStatus {
  return Object.hasOwn(RANK, word);
}

/** What was checked before it was written. */
function termsIn(text: string): OrderTerms {
  const terms: OrderTerms = Object(parseJson(text));
  return terms;
}
