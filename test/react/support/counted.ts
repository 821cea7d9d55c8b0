import type { Subscription, UpiFlow } from '../../../src/index.js';

/** A flow that counts who listens to it: the subscriptions ever made, and those not ended yet. */
export function counted(real: UpiFlow) {
  const ended = new Set<Subscription>();
  const counts = { made: 0, open: 0 };
  const count = (subscription: Subscription): Subscription => {
    counts.made += 1;
    counts.open += 1;
    return {
      unsubscribe: () => {
        if (!ended.has(subscription)) counts.open -= 1;
        ended.add(subscription);
        subscription.unsubscribe();
      },
    };
  };
  const flow: UpiFlow = {
    ...real,
    subscribe: (listener) => count(real.subscribe(listener)),
    on: (type, listener) => count(real.on(type, listener)),
  };
  return Object.assign(counts, { flow });
}
