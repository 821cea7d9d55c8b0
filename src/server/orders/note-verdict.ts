import { type Dispute, keyOf, RANK, type RefundWord, type ServerOrder } from './order.js';
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
  const before = await lockedRow(order.orderId, trx);
  if (before === undefined) return;
  const key = before.order_key;
  if (verdict.dispute !== undefined) {
    // What was asked before a person cleared it is no news.
    return order.dispute === undefined ? noteDispute(key, verdict.dispute, now, trx) : undefined;
  }
  if ((verdict.unpaid ?? null) !== before.unpaid_as) await noteUnpaid(key, verdict, now, trx);
  if (verdict.isTouched && Number(before.rank) === RANK.created) await open(key, now, trx);
  const isHigher = RANK[verdict.status] > Number(before.rank);
  if (isHigher && isUnbroken(order, verdict, before)) await raise(order, verdict, now, trx);
  if (verdict.mandateStatus !== before.mandate_status) await noteMandate(key, verdict, now, trx);
  if (verdict.refund !== undefined) await noteRefund(before, verdict, now, trx);
}

/** The row as it stands, which nobody else changes until the transaction ends. */
async function lockedRow(orderId: string, trx: Writer): Promise<Row | undefined> {
  return trx
    .updateTable('upi_orders')
    .set((eb) => ({ order_key: eb.ref('order_key') }))
    .where('order_key', '=', keyOf(orderId))
    .returningAll()
    .executeTakeFirst();
}

/** An end without money counts only if nobody has heard another word since the order was read. */
function isUnbroken({ unpaid }: ServerOrder, { status }: Verdict, before: Row): boolean {
  if (RANK[status] >= RANK.paid) return true;
  const { unpaid: now } = orderOf(before);
  return unpaid?.as === now?.as && unpaid?.since === now?.since;
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

/** Since when Juspay says it without a break; any other word is one. */
async function noteUnpaid(
  key: string,
  { unpaid, status, isTouched }: Verdict,
  now: number,
  trx: Writer,
): Promise<void> {
  // A word about nothing breaks nothing.
  if (unpaid === undefined && status === 'open' && isTouched !== true) return;
  await trx
    .updateTable('upi_orders')
    .set({ unpaid_as: unpaid ?? null, unpaid_since: unpaid === undefined ? null : now })
    .where('order_key', '=', key)
    .execute();
}

/** Somebody pays what these books gave nobody the means to pay: they may be older than that. */
async function open(key: string, now: number, trx: Writer): Promise<void> {
  await trx
    .updateTable('upi_orders')
    .set({ status: 'open', rank: RANK.open, sent_at: now, checks: 0 })
    .where('order_key', '=', key)
    .where('rank', '=', RANK.created)
    .execute();
}

/** The first word of a mandate takes no other one's place: it comes late. */
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
    .where((eb) => {
      const isFirst = eb('mandate_status', 'is', null);
      return mandateStatus === 'CREATED'
        ? isFirst
        : eb.or([isFirst, eb('mandate_status', '!=', mandateStatus)]);
    })
    .returningAll()
    .executeTakeFirst();
  if (row) await putEvent(row, 'mandate', `mandate:${mandateStatus}:${now}`, now, trx);
}

/** One that failed may be sent again, under its id. */
const REFUND_RANK: Readonly<Record<RefundWord, number>> = { pending: 0, failure: 0, success: 1 };

/**
 * Refunds only grow: an older read, which lists fewer or knows less of what is back, changes nothing. The row is
 * locked: nobody writes meanwhile what may be more.
 */
async function noteRefund(
  before: Row,
  { refund, status: said }: Verdict,
  now: number,
  trx: Writer,
): Promise<void> {
  if (refund === undefined || !isMore(refund, before, said === 'refunded')) return;
  const { status, amount } = refund;
  const count = Math.max(refund.count, Number(before.refund_count));
  const row = await trx
    .updateTable('upi_orders')
    .set({ refund_status: status, refund_amount: amount ?? null, refund_count: count })
    .where('order_key', '=', before.order_key)
    .returningAll()
    .executeTakeFirst();
  // One that changes nothing of how much is back is no word of it.
  const isNews = before.refund_status !== status || before.refund_amount !== (amount ?? null);
  if (row && isNews) {
    await putEvent(row, 'refund', `refund:${count}:${status}:${amount ?? ''}`, now, trx);
  }
}

function isMore(
  { status, amount, count }: NonNullable<Verdict['refund']>,
  before: Row,
  isAll: boolean,
): boolean {
  const known = orderOf(before).refund;
  if (known === undefined) return true;
  const more =
    REFUND_RANK[status] - REFUND_RANK[known.status] ||
    Number(amount ?? 0) - Number(known.amount ?? 0);
  // That all is back is the last word, however few are listed.
  if (isAll || count === Number(before.refund_count)) {
    const isOther = status !== known.status && REFUND_RANK[status] === REFUND_RANK[known.status];
    return isOther || more > 0;
  }
  return count > Number(before.refund_count);
}

/** Looks of a recheck that silence does not use up: those of the last hour. */
const LEFT = 4;

/** What came of a look. */
interface LookedAt {
  /** Epoch ms at which what was said counts. */
  readonly surelyAt?: number | undefined;
  /** Nobody answered. */
  readonly isSilent?: boolean | undefined;
}

/** Plans the next look, unless a webhook asked for one meanwhile. */
export async function planLook(
  { order, until, checks }: HeldOrder,
  now: number,
  trx: Writer,
  { surelyAt = Number.POSITIVE_INFINITY, isSilent = false }: LookedAt = {},
): Promise<void> {
  const key = keyOf(order.orderId);
  const row = await rowOf(key, trx);
  if (row === undefined) return;
  const { wait, isOver } = nextCheck(checks);
  // Whoever asked for the look goes on asking until there is an answer.
  const isDone = !isSilent && checks >= 0 && !needsLooks(row, isOver);
  // What will count then is looked at then.
  const at = surelyAt > now ? Math.min(now + wait, surelyAt) : now + wait;
  // Silence is no look that somebody asked for: some of them are left for when there are answers.
  const done = isSilent && checks < 0 ? Math.min(checks + 1, -LEFT) : checks + 1;
  const planned = await trx
    .updateTable('upi_orders')
    .set({ checks: done, next_check_at: isDone ? null : at })
    .where('order_key', '=', key)
    .where('next_check_at', '=', until)
    .returningAll()
    .executeTakeFirst();
  if (planned === undefined || isDone || !isOver || !isUnknown(planned)) return;
  const parked = await trx
    .updateTable('upi_orders')
    .set({ parked_at: now })
    .where('order_key', '=', key)
    .where('parked_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (parked) await putEvent(parked, 'parked', `parked:${parked.attempts}`, now, trx);
}

/** Something has begun of an order that nobody looks at: it is looked at again, from seconds on. */
export async function planAnew(row: Row, now: number, trx: Writer): Promise<Row> {
  if (row.next_check_at !== null || !needsLooks(row, true)) return row;
  const planned = await trx
    .updateTable('upi_orders')
    .set({ checks: 1, next_check_at: now + nextCheck(0).wait })
    .where('order_key', '=', row.order_key)
    .where('next_check_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return planned ?? row;
}

const FINAL_MANDATES = new Set(['ACTIVE', 'FAILURE', 'PAUSED', 'REVOKED', 'EXPIRED']);

/** Nobody knows whether it is paid: it never ended, or somebody was given the means to pay it after that. */
function isUnknown({ settled_at: settled, sent_at: sent, rank, unpaid_as: unpaid }: Row): boolean {
  if (settled === null) return Number(rank) > RANK.created;
  return Number(rank) < RANK.paid && Number(sent ?? 0) > Number(settled) && unpaid === null;
}

/** Whether there is something of an order that only time will tell: one that failed may be paid late. */
function needsLooks(row: Row, isOver: boolean): boolean {
  if (isUnknown(row) || row.refund_status === 'pending') return true;
  if (Number(row.rank) === RANK.created) return false;
  if (Number(row.rank) < RANK.paid) return !isOver;
  const { mandate, status } = orderOf(row);
  const isNew = mandate !== undefined && !FINAL_MANDATES.has(row.mandate_status ?? '');
  return isNew && status === 'paid';
}
