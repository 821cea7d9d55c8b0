import type { Subscription, UpiFlow } from '../../../src/index.js';

/** A flow that counts who listens to it. */
export interface Counted {
  readonly flow: UpiFlow;
  /** Subscriptions that were made and not ended. */
  readonly open: number;
  /** Subscriptions ever made. */
  readonly made: number;
}

export function counted(flow: UpiFlow): Counted {
  const open = new Set<Subscription>();
  let made = 0;
  const count = (subscription: Subscription): Subscription => {
    made += 1;
    open.add(subscription);
    return {
      unsubscribe: () => {
        open.delete(subscription);
        subscription.unsubscribe();
      },
    };
  };
  return {
    flow: {
      ...flow,
      subscribe: (listener) => count(flow.subscribe(listener)),
      on: (type, listener) => count(flow.on(type, listener)),
    },
    get open() {
      return open.size;
    },
    get made() {
      return made;
    },
  };
}
