import { useCallback } from 'react';
import type { UpiOrder, UpiState } from '../index.js';
import { useSelected } from './use-selected.js';

/**
 * One order. Renders when this order changes, whatever happens to the others.
 *
 * @example
 * ```tsx
 * const order = useOrder('A1');
 * if (order === undefined) return null; // not paid yet, or settled too long ago to be kept
 * return <p>{order.status}</p>;
 * ```
 */
export function useOrder(orderId: string): UpiOrder | undefined {
  const orderOf = useCallback(
    // An id may be any word, even `constructor`.
    ({ orders }: UpiState) => (Object.hasOwn(orders, orderId) ? orders[orderId] : undefined),
    [orderId],
  );
  return useSelected('useOrder', orderOf);
}
