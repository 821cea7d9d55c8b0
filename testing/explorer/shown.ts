import type { UpiFlow, UpiOrder } from '../../src/index.js';

const UNPAID: ReadonlySet<string> = new Set(['failure', 'payFailure', 'backPress', 'userAborted']);

/** The order as the flow shows it; `constructor` and the like are ids too. */
export function shownOrder(flow: UpiFlow, orderId: string): UpiOrder | undefined {
  const { orders } = flow.getSnapshot();
  return Object.hasOwn(orders, orderId) ? orders[orderId] : undefined;
}

/** Whether the order is called not paid, settled or not. */
export function isCalledUnpaid({ status }: Pick<UpiOrder, 'status'>): boolean {
  return UNPAID.has(status);
}

/** Whether the order ended without money, as far as the flow shows. */
export function endsUnpaid(order: Pick<UpiOrder, 'status' | 'settled'>): boolean {
  return order.settled && isCalledUnpaid(order);
}
