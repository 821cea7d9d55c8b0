import type { UpiState } from '../index.js';
import { replaceEqualDeep } from '../state/replace-equal-deep.js';
import { useSelected } from './use-selected.js';

/**
 * Any part of the state. Renders when what is selected says something else: a selector may make plain
 * objects and lists anew each time. Give `isEqual` for anything else.
 *
 * @example
 * ```tsx
 * const { busy, sdk } = useUpiState(({ busy, sdk }) => ({ busy, sdk }));
 * const open = useUpiState(({ orders }) => Object.values(orders).filter((order) => !order.settled));
 * ```
 */
export function useUpiState<T>(
  selector: (state: UpiState) => T,
  isEqual: (a: T, b: T) => boolean = saysTheSame,
): T {
  return useSelected('useUpiState', selector, isEqual);
}

const saysTheSame = (a: unknown, b: unknown): boolean => Object.is(replaceEqualDeep(a, b), a);
