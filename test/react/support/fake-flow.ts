import type { StateListener, UpiFlow, UpiOrder, UpiState } from '../../../src/index.js';

/** A flow that shows what a test says, in place of an SDK; `real` answers all the rest. */
export function fakeFlow(real: UpiFlow) {
  let state = real.getSnapshot();
  const listeners = new Set<StateListener>();
  const flow: UpiFlow = {
    ...real,
    getSnapshot: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return { unsubscribe: () => void listeners.delete(listener) };
    },
  };
  return {
    flow,
    show: (change: Partial<UpiState>) => {
      state = { ...state, ...change };
      for (const listener of listeners) {
        if (typeof listener === 'function') listener(state);
        else listener.next?.(state);
      }
    },
  };
}

/** An order, as far as a test says. */
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
