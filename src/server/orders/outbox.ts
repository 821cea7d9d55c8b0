import type { Insertable, Kysely, Transaction } from 'kysely';
import { type OrderEvent, type OrderEventKind, payloadOf } from './order-event.js';
import { HOLD, orderOf, type Row, type Writer } from './rows.js';
import type { OutboxTable, UpiTables } from './tables.js';

/** A change of an order that has to be told once. */
export interface HeldEvent {
  readonly id: string;
  readonly event: OrderEvent;
}

/** Notes that something has to be told of an order; the same thing once. */
export async function putEvent(
  order: Row,
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

/** What is told, and that it was. */
export function createOutbox(db: Kysely<UpiTables>, isShared: boolean) {
  return {
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
            // Those that failed before wait for the others.
            .orderBy('next_try_at')
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
  };
}
