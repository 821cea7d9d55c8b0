import { type Dispute, keyOf, RANK, type ServerOrder } from './order.js';
import { putEvent } from './outbox.js';
import { type HeldOrder, orderOf, type Row, rowOf, type Writer } from './rows.js';
import { nextCheck } from './schedule.js';
import type { Verdict } from './verdict.js';

/**
 * Writes down what a read of Juspay's says, and what has to be told of it. A status only moves up, so the order in
 * which two processes come here does not matter.
 */
export async function noteVerdict(
  order: ServerOrder,
  verdict: Verdict,
  now: number,
  trx: Writer,
): Promise<void> {
  const key = keyOf(order.orderId);
  if (verdict.dispute !== undefined) return noteDispute(key, verdict.dispute, now, trx);
  await raise(order, verdict, now, trx);
  await noteMandate(key, verdict, now, trx);
  await noteRefund(key, verdict, now, trx);
}

async function noteDispute(key: string, dispute: Dispute, now: number, trx: Writer): Promise<void> {
  const row = await trx
    .updateTable('upi_orders')
    .set({ dispute })
    .where('order_key', '=', key)
    .where('dispute', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (row) await putEvent(row, 'disputed', `disputed:${now}`, now, trx);
}

/**
 * Moves the status up, and tells what that means: the end of the order, or a word that came after it. Nothing
 * ends without money while somebody was given the means to pay it since Juspay was asked.
 */
async function raise(
  { orderId, attempts }: ServerOrder,
  { status, txnUuid }: Verdict,
  now: number,
  trx: Writer,
): Promise<void> {
  if (status === 'open') return;
  const isUnpaid = RANK[status] < RANK.paid;
  const up = () =>
    trx
      .updateTable('upi_orders')
      .set((eb) => ({
        status,
        rank: RANK[status],
        settled_at: eb.fn.coalesce('settled_at', eb.val(now)),
        txn_uuid: eb.fn.coalesce('txn_uuid', eb.val(txnUuid ?? null)),
        parked_at: null,
      }))
      .where('order_key', '=', keyOf(orderId))
      .where('dispute', 'is', null)
      .where('rank', '<', RANK[status])
      .$if(isUnpaid, (query) => query.where('attempts', '=', attempts))
      .returningAll();
  const ended = await up().where('settled_at', 'is', null).executeTakeFirst();
  if (ended) return putEvent(ended, 'settled', 'settled', now, trx);
  const wasUnpaid = await up().where('rank', '<', RANK.paid).executeTakeFirst();
  if (wasUnpaid) return putEvent(wasUnpaid, 'paidLate', 'paidLate', now, trx);
  await up().executeTakeFirst();
}

async function noteMandate(
  key: string,
  { mandateStatus }: Verdict,
  now: number,
  trx: Writer,
): Promise<void> {
  if (mandateStatus === undefined || !/^[A-Z_]{1,40}$/.test(mandateStatus)) return;
  const row = await trx
    .updateTable('upi_orders')
    .set({ mandate_status: mandateStatus })
    .where('order_key', '=', key)
    .where((eb) =>
      eb.or([eb('mandate_status', 'is', null), eb('mandate_status', '!=', mandateStatus)]),
    )
    .returningAll()
    .executeTakeFirst();
  if (row) await putEvent(row, 'mandate', `mandate:${mandateStatus}:${now}`, now, trx);
}

/** Refunds are only ever added: an older read, which lists fewer, changes nothing. */
async function noteRefund(
  key: string,
  { refund }: Verdict,
  now: number,
  trx: Writer,
): Promise<void> {
  if (refund === undefined) return;
  const { status, amount, count } = refund;
  const row = await trx
    .updateTable('upi_orders')
    .set({ refund_status: status, refund_amount: amount ?? null, refund_count: count })
    .where('order_key', '=', key)
    .where('refund_count', '<=', count)
    .where((eb) =>
      eb.or([
        eb('refund_status', 'is', null),
        eb('refund_status', '!=', status),
        eb('refund_count', '<', count),
      ]),
    )
    .returningAll()
    .executeTakeFirst();
  if (row) await putEvent(row, 'refund', `refund:${count}:${status}:${amount ?? ''}`, now, trx);
}

/** Plans the next look, unless a webhook asked for one meanwhile. */
export async function planLook(
  { order, until, checks }: HeldOrder,
  now: number,
  trx: Writer,
): Promise<void> {
  const key = keyOf(order.orderId);
  const row = await rowOf(key, trx);
  if (row === undefined) return;
  const { wait, isOver } = nextCheck(checks);
  const isDone = !needsLooks(row, isOver);
  const planned = await trx
    .updateTable('upi_orders')
    .set({ checks: checks + 1, next_check_at: isDone ? null : now + wait })
    .where('order_key', '=', key)
    .where('next_check_at', '=', until)
    .returningAll()
    .executeTakeFirst();
  if (planned === undefined || isDone || !isOver || planned.settled_at !== null) return;
  const parked = await trx
    .updateTable('upi_orders')
    .set({ parked_at: now })
    .where('order_key', '=', key)
    .where('parked_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (parked) await putEvent(parked, 'parked', `parked:${parked.attempts}`, now, trx);
}

const FINAL_MANDATES = new Set(['ACTIVE', 'FAILURE', 'PAUSED', 'REVOKED', 'EXPIRED']);

/** Whether there is something of an order that only time will tell: one that failed may be paid late. */
function needsLooks(row: Row, isOver: boolean): boolean {
  if (row.settled_at === null) return true;
  if (isOver) return false;
  if (Number(row.rank) < RANK.paid || row.refund_status === 'pending') return true;
  const { mandate } = orderOf(row);
  return mandate !== undefined && !FINAL_MANDATES.has(row.mandate_status ?? '');
}
