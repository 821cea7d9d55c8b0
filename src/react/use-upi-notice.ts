import { useEffect, useInsertionEffect, useRef } from 'react';
import type { UpiNotice, UpiNoticeOf } from '../index.js';
import { useProvidedFlow } from './upi-flow-context.js';

/**
 * Hears one kind of notice while the component is on the screen: each once, by the listener of the
 * last commit.
 *
 * @example
 * ```tsx
 * useUpiNotice('order.settled', ({ order }) => toast(`${order.orderId}: ${order.status}`));
 * ```
 */
export function useUpiNotice<T extends UpiNotice['type']>(
  type: T,
  listener: (notice: UpiNoticeOf<T>) => void,
): void {
  const flow = useProvidedFlow('useUpiNotice');
  const latest = useRef(listener);
  const isHidden = useRef(false);
  // Insertion effects come first in a commit: an effect of any component may cause a notice.
  useInsertionEffect(() => {
    latest.current = listener;
  });
  useInsertionEffect(() => {
    const { unsubscribe } = flow.on(type, (notice) => {
      if (!isHidden.current) latest.current(notice);
    });
    return unsubscribe;
  }, [flow, type]);
  // They outlive a hidden <Activity>, which is not to hear anything.
  useEffect(() => {
    isHidden.current = false;
    return () => {
      isHidden.current = true;
    };
  }, []);
}
