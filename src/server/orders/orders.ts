import { createHash } from 'node:crypto';
import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { keyOf, type NewOrder, RANK, type ServerOrder } from './order.js';
import { type OrderEvent, type OrderEventKind, payloadOf } from './order-event.js';
import { OrderError } from './problems.js';
import { orderOf } from './rows.js';
import { nextCheck } from './schedule.js';
import type { OrdersTable, OutboxTable, UpiTables } from './tables.js';
import { checkNewOrder, termsOf } from './terms.js';
import type { Verdict } from './verdict.js';

/** An order that one process looks at, until `until`; then another may. */
export interface HeldOrder {
  readonly order: ServerOrder;
  /** Planned checks since it was sent. */
  readonly checks: number;
  readonly until: number;
}

/** A change of an order that has to be told once. */
export interface HeldEvent {
  readonly id: string;
  readonly event: OrderEvent;
}

type Writer = Kysely<UpiTables> | Transaction<UpiTables>;

/** How long one process may look at an order, or deliver an event, before another does. In ms. */
const HOLD = 60_000;
const FIRST_CHECK = 2_000;

/** Everything that is done with the books: each a single statement, or one transaction without a network. */
export function createOrderStore({
  db,
  kind,
}: {
  readonly db: Kysely<UpiTables>;
  readonly kind: 'sqlite' | 'postgres';
}) {
  // In SQLite one writes at a time.
  const isShared = kind === 'postgres';

  async function rowOf(
    orderId: string,
    from: Writer = db,
  ): Promise<Selectable<OrdersTable> | undefined> {
    return from
      .selectFrom('upi_orders')
      .selectAll()
      .where('order_key', '=', keyOf(orderId))
      .executeTakeFirst();
  }

  async function put(
    order: Selectable<OrdersTable>,
    kind: OrderEventKind,
    name: string,
    now: number,
    trx: Writer,
  ): Promise<void> {
    const event: Insertable<OutboxTable> = {
      id: `${order.order_key}:${name}`,
      order_key: order.order_key,
      kind,
      payload: payloadOf(kind, orderOf(order), now),
      created_at: now,
      next_try_at: now,
      delivered_at: null,
    };
    await trx
      .insertInto('upi_outbox')
      .values(event)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }

  return {
    /** Takes an order into the books; the same order again is the same order. */
    async create(input: NewOrder, now: number): Promise<ServerOrder> {
      const checked = checkNewOrder(input);
      if (!checked.ok) throw new OrderError('invalid', checked.issues);
      const { orderId, customerId, amount, ...terms } = checked.value;
      const text = termsOf(terms);
      const hash = digest([orderId, customerId, amount, text]);
      await db
        .insertInto('upi_orders')
        .values({
          order_key: keyOf(orderId),
          order_id: orderId,
          customer_id: customerId,
          amount,
          terms: text,
          hash,
          status: 'created',
          created_at: now,
        })
        .onConflict((conflict) => conflict.column('order_key').doNothing())
        .execute();
      const row = await rowOf(orderId);
      if (row === undefined || row.hash !== hash) throw new OrderError('conflict');
      return orderOf(row);
    },

    async find(orderId: string): Promise<ServerOrder | undefined> {
      const row = await rowOf(orderId);
      return row && orderOf(row);
    },

    /** Notes that somebody is about to be given the means to pay, before anything is signed. */
    async beginAttempt(
      { orderId, customerId, amount }: Pick<ServerOrder, 'orderId' | 'customerId' | 'amount'>,
      action: string,
      now: number,
    ): Promise<ServerOrder> {
      return db.transaction().execute(async (trx) => {
        const row = await trx
          .updateTable('upi_orders')
          .set((eb) => ({
            attempts: eb('attempts', '+', 1),
            sent_at: now,
            checks: 0,
            next_check_at: now + FIRST_CHECK,
            parked_at: null,
            status: eb
              .case()
              .when('rank', '=', RANK.created)
              .then('open')
              .else(eb.ref('status'))
              .end(),
            rank: eb
              .case()
              .when('rank', '=', RANK.created)
              .then(RANK.open)
              .else(eb.ref('rank'))
              .end(),
          }))
          .where('order_key', '=', keyOf(orderId))
          .where('customer_id', '=', customerId)
          .where('amount', '=', amount)
          .where('rank', '<', RANK.paid)
          .where('dispute', 'is', null)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) throw new OrderError(await whyNot(orderId, customerId, trx));
        const no = Number(row.attempts);
        await trx
          .insertInto('upi_attempts')
          .values({ order_key: row.order_key, no, action, at: now })
          .execute();
        return orderOf(row);
      });
    },

    /** Writes a webhook down. `false`: it came before. An order it is about is looked at now. */
    async noteWebhook(
      event: { readonly id: string; readonly name: string; readonly orderId: string | undefined },
      now: number,
    ): Promise<boolean> {
      const orderKey = event.orderId === undefined ? null : keyOf(event.orderId);
      return db.transaction().execute(async (trx) => {
        const added = await trx
          .insertInto('upi_webhook_events')
          .values({
            event_id: event.id,
            event_name: event.name,
            order_key: orderKey,
            received_at: now,
          })
          .onConflict((conflict) => conflict.column('event_id').doNothing())
          .returning('event_id')
          .executeTakeFirst();
        if (added === undefined) return false;
        if (orderKey !== null) {
          await trx
            .updateTable('upi_orders')
            .set({ next_check_at: now })
            .where('order_key', '=', orderKey)
            .execute();
        }
        return true;
      });
    },

    /** Orders whose time has come, held by the caller for a minute. */
    async holdDue(now: number, most: number): Promise<readonly HeldOrder[]> {
      const until = now + HOLD;
      const rows = await db
        .updateTable('upi_orders')
        .set({ next_check_at: until })
        .where('next_check_at', '<=', now)
        .where('order_key', 'in', (eb) =>
          eb
            .selectFrom('upi_orders')
            .select('order_key')
            .where('next_check_at', '<=', now)
            .orderBy('next_check_at')
            .limit(most)
            // What another process is taking is not waited for, nor taken in another order than by it.
            .$if(isShared, (query) => query.forUpdate().skipLocked()),
        )
        .returningAll()
        .execute();
      return rows.map((row) => ({ order: orderOf(row), checks: Number(row.checks), until }));
    },

    /** One order, if its time has come. */
    async holdIfDue(orderId: string, now: number): Promise<HeldOrder | undefined> {
      const until = now + HOLD;
      const row = await db
        .updateTable('upi_orders')
        .set({ next_check_at: until })
        .where('order_key', '=', keyOf(orderId))
        .where('next_check_at', '<=', now)
        .returningAll()
        .executeTakeFirst();
      return row && { order: orderOf(row), checks: Number(row.checks), until };
    },

    /** Epoch ms at which the next order is due, and the next event. */
    async nextDueAt(): Promise<number | undefined> {
      const { at: check } = await db
        .selectFrom('upi_orders')
        .select((eb) => eb.fn.min('next_check_at').as('at'))
        .executeTakeFirstOrThrow();
      const { at: event } = await db
        .selectFrom('upi_outbox')
        .select((eb) => eb.fn.min('next_try_at').as('at'))
        .where('delivered_at', 'is', null)
        .executeTakeFirstOrThrow();
      const times = [check, event].flatMap((at) => (at === null ? [] : Number(at)));
      return times.length === 0 ? undefined : Math.min(...times);
    },

    /**
     * Writes down what a read of Juspay's says, and what has to be told of it, in one transaction. A status only
     * moves up, so the order in which two processes come here does not matter. A look that was planned plans the
     * next.
     */
    async apply(
      order: ServerOrder,
      verdict: Verdict,
      now: number,
      held?: HeldOrder,
    ): Promise<ServerOrder> {
      const key = keyOf(order.orderId);
      return db.transaction().execute(async (trx) => {
        if (verdict.dispute !== undefined) {
          const row = await trx
            .updateTable('upi_orders')
            .set({ dispute: verdict.dispute })
            .where('order_key', '=', key)
            .where('dispute', 'is', null)
            .returningAll()
            .executeTakeFirst();
          if (row) await put(row, 'disputed', `disputed:${now}`, now, trx);
        } else {
          await raise(order, verdict, now, trx);
          await noteMandate(key, verdict, now, trx);
          await noteRefund(key, verdict, now, trx);
        }
        if (held) await plan(held, now, trx);
        const row = await rowOf(key, trx);
        return row === undefined ? order : orderOf(row);
      });
    },

    /** Nobody answered: it is looked at again when its time comes. */
    async postpone(held: HeldOrder, now: number): Promise<ServerOrder> {
      return db.transaction().execute(async (trx) => {
        await plan(held, now, trx);
        const row = await rowOf(held.order.orderId, trx);
        return row === undefined ? held.order : orderOf(row);
      });
    },

    /** Events whose time has come, held by the caller for a minute. */
    async holdEvents(now: number, most: number): Promise<readonly HeldEvent[]> {
      const rows = await db
        .updateTable('upi_outbox')
        .set((eb) => ({ next_try_at: now + HOLD, tries: eb('tries', '+', 1) }))
        .where('delivered_at', 'is', null)
        .where('next_try_at', '<=', now)
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('upi_outbox')
            .select('id')
            .where('delivered_at', 'is', null)
            .where('next_try_at', '<=', now)
            .orderBy('created_at')
            .limit(most)
            .$if(isShared, (query) => query.forUpdate().skipLocked()),
        )
        .returningAll()
        .execute();
      return rows.map(({ id, payload }) => ({ id, event: { ...JSON.parse(payload), id } }));
    },

    /** Tells an event and notes that it was told, both or neither. `false`: another process told it. */
    async deliver(
      { id, event }: HeldEvent,
      tell: (event: OrderEvent, transaction: Transaction<UpiTables>) => unknown,
      now: number,
    ): Promise<boolean> {
      return db.transaction().execute(async (trx) => {
        const mine = await trx
          .updateTable('upi_outbox')
          .set({ delivered_at: now })
          .where('id', '=', id)
          .where('delivered_at', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (mine === undefined) return false;
        await tell(event, trx);
        return true;
      });
    },

    /** `false`: this key was used for something else. */
    async claimKey(key: string, contents: readonly string[], now: number): Promise<boolean> {
      const hash = digest(contents);
      await db
        .insertInto('upi_idempotency')
        .values({ key: digest([key]), hash, at: now })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
      const row = await db
        .selectFrom('upi_idempotency')
        .select('hash')
        .where('key', '=', digest([key]))
        .executeTakeFirst();
      return row?.hash === hash;
    },

    /** A person has looked at it: Juspay is asked again, and its word counts. */
    async clearDispute(orderId: string, now: number): Promise<boolean> {
      const row = await db
        .updateTable('upi_orders')
        .set({ dispute: null, next_check_at: now })
        .where('order_key', '=', keyOf(orderId))
        .where('dispute', 'is not', null)
        .returning('order_key')
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Whether the database answers. */
    async ping(): Promise<void> {
      await sql`select 1`.execute(db);
    },
  };

  async function whyNot(orderId: string, customerId: string, trx: Writer) {
    const row = await rowOf(orderId, trx);
    if (row === undefined || row.customer_id !== customerId) return 'unknown';
    if (row.dispute !== null) return 'disputed';
    return Number(row.rank) >= RANK.paid ? 'ended' : 'conflict';
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
    if (ended) return put(ended, 'settled', 'settled', now, trx);
    const wasUnpaid = await up().where('rank', '<', RANK.paid).executeTakeFirst();
    if (wasUnpaid) return put(wasUnpaid, 'paidLate', 'paidLate', now, trx);
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
    if (row) await put(row, 'mandate', `mandate:${mandateStatus}:${now}`, now, trx);
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
    if (row) await put(row, 'refund', `refund:${count}:${status}:${amount ?? ''}`, now, trx);
  }

  /** Plans the next look, unless a webhook asked for one meanwhile. */
  async function plan(
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
    if (parked) await put(parked, 'parked', `parked:${parked.attempts}`, now, trx);
  }
}

export type OrderStore = ReturnType<typeof createOrderStore>;

const FINAL_MANDATES = new Set(['ACTIVE', 'FAILURE', 'PAUSED', 'REVOKED', 'EXPIRED']);

/** Whether there is something of an order that only time will tell: one that failed may be paid late. */
function needsLooks(row: Selectable<OrdersTable>, isOver: boolean): boolean {
  if (row.settled_at === null) return true;
  if (isOver) return false;
  if (Number(row.rank) < RANK.paid || row.refund_status === 'pending') return true;
  const { mandate } = orderOf(row);
  return mandate !== undefined && !FINAL_MANDATES.has(row.mandate_status ?? '');
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
