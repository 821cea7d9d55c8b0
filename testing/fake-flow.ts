import type { StateListener, UpiFlow, UpiOrder, UpiState } from '../src/index.js';
import { createTestApp } from './test-app.js';

/**
 * A flow that shows what a test says.
 *
 * @example
 * ```ts
 * const isBusy = ({ show }: FakeFlow) => show({ busy: true });
 * ```
 */
export interface FakeFlow {
  /** For your screens: `<UpiFlowProvider flow={flow}>`. */
  readonly flow: UpiFlow;
  /** Shows the last state with these parts changed, and tells whoever subscribed. */
  show(change: Partial<UpiState>): void;
}

/**
 * A flow that shows any state you like, for the screens that are hard to reach. All but its state is that of
 * the real flow it is made of; by default one on a simulator, which was not started.
 *
 * @example
 * ```ts
 * const { flow, show } = createFakeFlow();
 * render(<UpiFlowProvider flow={flow}><Checkout /></UpiFlowProvider>);
 * act(() => show({ orders: { A1: orderOf('A1', { status: 'pending' }) } }));
 * ```
 */
export function createFakeFlow(real: UpiFlow = createTestApp().flow): FakeFlow {
  let state = real.getSnapshot();
  const listeners = new Set<StateListener>();
  return {
    flow: {
      ...real,
      getSnapshot: () => state,
      subscribe: (listener) => {
        listeners.add(listener);
        return { unsubscribe: () => void listeners.delete(listener) };
      },
    },
    show: (change) => {
      state = { ...state, ...change };
      for (const listener of [...listeners]) {
        if (typeof listener === 'function') listener(state);
        else listener.next?.(state);
      }
    },
  };
}

/**
 * An order as a flow shows it: a payment that is pending, unless it says more.
 *
 * @example
 * ```ts
 * const paid = orderOf('A1', { status: 'success', verified: true, settled: true, amount: '2.00' });
 * ```
 */
export function orderOf(orderId: string, more: Partial<UpiOrder> = {}): UpiOrder {
  return {
    orderId,
    kind: 'pay',
    status: 'pending',
    verified: false,
    settled: false,
    canRetry: false,
    attempts: 1,
    updatedAt: 0,
    ...more,
  };
}
