import type { Asked } from './asked.js';
import type { OrderBooks } from './order-books.js';
import { missing, Refusal } from './refusal.js';

/** Checks `x-routing-id`, where it is asked for: one for all requests about an order. */
export function checkRouting(books: OrderBooks, isRequired: boolean): (asked: Asked) => void {
  const routes = new Map<string, string>();
  return ({ route, id, body, header }) => {
    if (!isRequired) return;
    const routingId = header('x-routing-id');
    if (routingId === undefined || routingId === '') throw missing('x-routing-id');
    const isOfOrder = route === 'orderStatus' || route === 'refund';
    const named = isOfOrder ? id : body?.['order_id'];
    if (typeof named !== 'string') return;
    const key = books.idOf(named)?.toLowerCase() ?? named.toLowerCase();
    const first = routes.get(key) ?? routingId;
    if (route === 'session') routes.set(key, first);
    if (first !== routingId) {
      const message = 'x-routing-id is not that of the order.';
      throw new Refusal(400, 'INVALID_INPUT', message, { field: 'x-routing-id' });
    }
  };
}
