import type { Selectable } from 'kysely';
import { parseJson } from '../../../core/protocol/read.js';
import {
  type Dispute,
  type OrderTerms,
  RANK,
  type RefundWord,
  type ServerOrder,
  type ServerOrderStatus,
} from './order.js';
import type { OrdersTable } from './tables.js';

type Row = Selectable<OrdersTable>;

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
    settledAt: timeIn(row.settled_at),
    parkedAt: timeIn(row.parked_at),
    nextCheckAt: timeIn(row.next_check_at),
    txnUuid: row.txn_uuid ?? undefined,
    mandateStatus: row.mandate_status ?? undefined,
    refund: refundIn(row),
    createdAt: Number(row.created_at),
  };
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
