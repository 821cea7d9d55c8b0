import type { NewOrder, Orders } from 'upi-flow/server';
import type { ShopCustomer } from './customers.js';

const DAY = 24 * 60 * 60 * 1_000;

/** What can be bought: a book, by any account; shares of a fund, once, or every month by a mandate. */
function ordersOf(customerId: string, suffix: string, now: number): readonly NewOrder[] {
  return [
    { orderId: `book-${suffix}`, customerId, amount: '250.00' },
    // Only a session holds the customer to the account that was checked: nothing else is signed for these.
    { orderId: `fund-${suffix}`, customerId, amount: '5000.00', payBy: 'session' },
    {
      orderId: `sip-${suffix}`,
      customerId,
      amount: '500.00',
      payBy: 'session',
      mandate: {
        name: 'Monthly plan',
        maxAmount: '1000.00',
        amountRule: 'VARIABLE',
        frequency: 'MONTHLY',
        startDate: now,
        endDate: now + 365 * DAY,
      },
    },
  ];
}

/** Takes one order of each kind into the books. Yours come from your checkout, which knows the price. */
export async function placeOrders(
  books: Orders,
  { customerId }: ShopCustomer,
  now: number,
): Promise<readonly NewOrder[]> {
  const placed = ordersOf(customerId, `${customerId}-${now.toString(36)}`, now);
  for (const order of placed) await books.create(order);
  return placed;
}
