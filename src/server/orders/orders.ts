import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { noteVerdict, planAnew, planLook } from './note-verdict.js';
import { keyOf, type NewOrder, RANK, type ServerOrder } from './order.js';
import { createOutbox } from './outbox.js';
import { OrderError, type OrderErrorReason } from './problems.js';
import { type HeldOrder, HOLD, orderOf, rowOf, type Writer } from './rows.js';
import { RECHECKS } from './schedule.js';
import type { UpiTables } from './tables.js';
import { checkNewOrder, termsOf } from './terms.js';
import type { Verdict } from './verdict.js';

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

  return {
    ...createOutbox(db, isShared),

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
      const row = await rowOf(orderId, db);
      if (row === undefined || row.hash !== hash) throw new OrderError('conflict');
      return orderOf(row);
    },

    async find(orderId: string): Promise<ServerOrder | undefined> {
      const row = await rowOf(orderId, db);
      return row && orderOf(row);
    },

    /**
     * Notes that somebody is about to be given the means to pay, before anything is signed. `undefined`: somebody
     * else was first, since the order was read.
     */
    async beginAttempt(
      {
        orderId,
        customerId,
        amount,
        attempts,
      }: Pick<ServerOrder, 'orderId' | 'customerId' | 'amount' | 'attempts'>,
      action: string,
      now: number,
    ): Promise<ServerOrder | undefined> {
      return db.transaction().execute(async (trx) => {
        const row = await trx
          .updateTable('upi_orders')
          .set((eb) => ({
            attempts: eb('attempts', '+', 1),
            sent_at: now,
            checks: 0,
            next_check_at: now + FIRST_CHECK,
            parked_at: null,
            unpaid_as: null,
            unpaid_since: null,
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
          .where('attempts', '=', attempts)
          .where('rank', '<', RANK.paid)
          .where('dispute', 'is', null)
          .where('withdrawn_at', 'is', null)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) {
          const why = await whyNot({ orderId, customerId, amount }, trx);
          if (why === undefined) return undefined;
          throw new OrderError(why);
        }
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
            .set((eb) => ({
              next_check_at: now,
              // Something has begun of what was over, or was looked at seldom.
              checks: eb
                .case()
                .when(
                  eb.and([
                    eb('checks', '>', 0),
                    eb.or([eb('settled_at', 'is not', null), eb('parked_at', 'is not', null)]),
                  ]),
                )
                .then(0)
                .else(eb.ref('checks'))
                .end(),
            }))
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
     * Writes down what a read of Juspay's says, and what has to be told of it, in one transaction. A look that was
     * planned plans the next.
     */
    async apply(
      order: ServerOrder,
      verdict: Verdict,
      now: number,
      held?: HeldOrder,
    ): Promise<ServerOrder> {
      return db.transaction().execute(async (trx) => {
        await noteVerdict(order, verdict, now, trx);
        if (held) await planLook(held, now, trx, { surelyAt: verdict.surelyAt });
        const row = await rowOf(order.orderId, trx);
        return row === undefined ? order : orderOf(await planAnew(row, now, trx));
      });
    },

    /** Nobody answered: it is looked at again when its time comes. */
    async postpone(held: HeldOrder, now: number): Promise<ServerOrder> {
      return db.transaction().execute(async (trx) => {
        await planLook(held, now, trx, { isSilent: true });
        const row = await rowOf(held.order.orderId, trx);
        return row === undefined ? held.order : orderOf(row);
      });
    },

    /** Nobody looks after all: it is due again. */
    async giveBack({ order, until }: HeldOrder, now: number): Promise<void> {
      await db
        .updateTable('upi_orders')
        .set({ next_check_at: now })
        .where('order_key', '=', keyOf(order.orderId))
        .where('next_check_at', '=', until)
        .execute();
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

    /** Nobody is given the means to pay it any more; what was begun is still followed. */
    async withdraw(orderId: string, now: number): Promise<boolean> {
      const row = await db
        .updateTable('upi_orders')
        .set((eb) => ({ withdrawn_at: eb.fn.coalesce('withdrawn_at', eb.val(now)) }))
        .where('order_key', '=', keyOf(orderId))
        .where('rank', '<', RANK.paid)
        .returning('order_key')
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Juspay is asked again from now on, as after an attempt, also where nobody looks any more. */
    async recheck(orderId: string, now: number): Promise<boolean> {
      const row = await db
        .updateTable('upi_orders')
        .set({ next_check_at: now, checks: -RECHECKS })
        .where('order_key', '=', keyOf(orderId))
        .returning('order_key')
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Whether the database answers. */
    async ping(): Promise<void> {
      await sql`select 1`.execute(db);
    },
  };

  /** `undefined`: there is no reason any more. */
  async function whyNot(
    { orderId, customerId, amount }: Pick<ServerOrder, 'orderId' | 'customerId' | 'amount'>,
    trx: Writer,
  ): Promise<OrderErrorReason | undefined> {
    const row = await rowOf(orderId, trx);
    if (row === undefined || row.customer_id !== customerId) return 'unknown';
    if (row.amount !== amount) return 'conflict';
    if (row.dispute !== null) return 'disputed';
    if (Number(row.rank) >= RANK.paid) return 'ended';
    return row.withdrawn_at === null ? undefined : 'withdrawn';
  }
}

export type OrderStore = ReturnType<typeof createOrderStore>;

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
