import type { Order } from 'upi-flow';

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** Rupees. */
  readonly price: string;
  readonly colour: string;
}

export const shopName = 'Nilgiri Provisions';

export const items: readonly Item[] = [
  {
    id: 'coffee',
    name: 'Estate coffee',
    detail: 'Medium roast, 250 g',
    price: '349.00',
    colour: '#8a5a3c',
  },
  {
    id: 'pepper',
    name: 'Black pepper',
    detail: 'Whole, 100 g',
    price: '185.00',
    colour: '#4b5563',
  },
  { id: 'honey', name: 'Forest honey', detail: 'Raw, 500 g', price: '420.00', colour: '#b7791f' },
];

/**
 * A new order. In your app the server makes it, with a price of its own, and signs nothing else.
 * Order ids have 20 letters and digits at most.
 */
export function orderFor(item: Item): Order {
  return { orderId: `${item.id}${Date.now().toString(36)}`, amount: item.price };
}

/** Whether this item was ordered. */
export function isOrderOf(item: Item, orderId: string): boolean {
  return orderId.startsWith(item.id);
}

/** What was ordered. */
export function nameOf(orderId: string): string {
  return items.find((item) => isOrderOf(item, orderId))?.name ?? `Order ${orderId}`;
}

export function rupees(amount: string | undefined): string {
  return amount === undefined ? 'the amount' : `₹${amount}`;
}
