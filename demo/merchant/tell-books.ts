import type { ShopTables } from '../../examples/merchant-server/deliveries.js';
import type { OrderEvent, Orders } from '../../src/server/index.js';
import type { Emit } from '../event.js';

/** The merchant's books, as somebody sees them who looks now and then. */
export interface ToldBooks {
  /** Tells what changed in the books and in the outbox since the last call. */
  tell(): Promise<void>;
  /** Whether the shop has delivered this order. */
  isDelivered(orderId: string): boolean;
}

export function tellBooks({ db }: Orders, tell: Emit): ToldBooks {
  const known = new Map<string, string>();
  const delivered = new Set<string>();

  function isNews(key: string, about: object): boolean {
    const text = JSON.stringify(about);
    const isKnown = known.get(key) === text;
    known.set(key, text);
    return !isKnown;
  }

  async function tellOrders(): Promise<void> {
    const rows = await db
      .selectFrom('upi_orders')
      .select(['order_id', 'amount', 'status', 'attempts', 'mandate_status'])
      .orderBy('created_at')
      .execute();
    for (const { order_id, amount, status, attempts, mandate_status: mandate } of rows) {
      const begun = attempts === 0 ? { amount } : { attempts };
      const about = { status, ...begun, ...(mandate && { mandate }) };
      if (isNews(order_id, about)) tell('books', order_id, about);
    }
  }

  async function tellOutbox(): Promise<void> {
    const rows = await db
      .selectFrom('upi_outbox')
      .select(['id', 'kind', 'payload', 'tries', 'delivered_at'])
      .orderBy('created_at')
      .execute();
    for (const { id, kind, payload, tries, delivered_at } of rows) {
      const { order }: OrderEvent = JSON.parse(payload);
      const status = (kind === 'mandate' ? order.mandateStatus : order.status) ?? '';
      const about = { orderId: order.orderId, status, tries, told: delivered_at !== null };
      if (isNews(id, about)) tell('outbox', kind, about);
    }
  }

  async function tellDeliveries(): Promise<void> {
    const rows = await db
      .withTables<ShopTables>()
      .selectFrom('shop_deliveries')
      .select(['order_id', 'amount'])
      .orderBy('at')
      .execute();
    for (const { order_id, amount } of rows) {
      if (!delivered.has(order_id)) tell('shop', order_id, { amount });
      delivered.add(order_id);
    }
  }

  return {
    isDelivered: (orderId) => delivered.has(orderId),
    async tell() {
      await tellOrders();
      await tellOutbox();
      await tellDeliveries();
    },
  };
}
