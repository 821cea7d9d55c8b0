import type { UpiState } from '../index.js';
import { sameSelection } from './same-selection.js';
import { useSelected } from './use-selected.js';

/**
 * Any part of the state. Renders when the selection changes; a plain object or list counts as the
 * same while all its parts are. Give `isEqual` for anything deeper.
 *
 * @example
 * ```tsx
 * const { busy, sdk } = useUpiState(({ busy, sdk }) => ({ busy, sdk }));
 * const open = useUpiState(({ orders }) => Object.values(orders).filter((order) => !order.settled));
 * ```
 */
export function useUpiState<T>(
  selector: (state: UpiState) => T,
  isEqual: (a: T, b: T) => boolean = sameSelection,
): T {
  return useSelected('useUpiState', selector, isEqual);
}
