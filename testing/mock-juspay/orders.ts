import type { Handler, MockWorld } from './mock-world.js';
import { notFound, type Refusal } from './refusal.js';

/** `GET /orders/{order_id}`: what the simulator's order status tells, as far behind as it is. */
export function orderStatusRoute({ inside, books }: MockWorld): Handler {
  return ({ id = '' }) => {
    const told = inside.told(books.idOf(id) ?? id);
    if (told.status === 'NOT_FOUND') throw unknownOrder(id);
    return books.orderJson(told);
  };
}

/** An order that order status does not know: its words have the status of one, too. */
export function unknownOrder(orderId: string): Refusal {
  return notFound('Order', { status: 'NOT_FOUND', status_id: 40, order_id: orderId });
}
