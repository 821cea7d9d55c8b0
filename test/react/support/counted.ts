import type { Subscription, UpiFlow } from '../../../src/index.js';

/** A flow that counts who listens to it: the subscriptions ever made, and those not ended yet. */
export function counted(flow: UpiFlow) {
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
  const listening: UpiFlow = {
    ...flow,
    subscribe: (listener) => count(flow.subscribe(listener)),
    on: (type, listener) => count(flow.on(type, listener)),
  };
  return {
    flow: listening,
    get open() {
      return open.size;
    },
    get made() {
      return made;
    },
  };
}
