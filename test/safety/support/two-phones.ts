import { createSimulator } from '../../../adapters/simulator/index.js';
import { type Backend, type KeyValueStorage, memoryStorage } from '../../../src/index.js';
import { moneyRequests, type WireRequest } from '../../flow/support/wire.js';
import { type App, begin, type Life } from './lives.js';
import type { Step } from './steps.js';

/** Two flows of one customer, each with an SDK of its own, on one storage and one server. */
export interface TwoPhones {
  readonly first: App;
  readonly second: App;
  /** The process of the first flow. */
  readonly life: Life;
  /** Every request that moves money, of both. */
  requests(): WireRequest[];
  /** How often the order was debited, by both. */
  debits(orderId: string): number;
}

/** Two browser tabs, say; each uses the storage object that `storage` answers. */
export async function twoPhones(
  storage: () => KeyValueStorage,
  step: Step = () => true,
): Promise<TwoPhones> {
  const one = createSimulator({ device: 'LINKED' });
  const two = createSimulator({ device: 'LINKED', clock: one.clock, seed: 2 });
  const asked = { one: one.backend, two: two.backend };

  /** One server: it knows what happened on either phone. */
  const backend: Backend = {
    authorize: (request) => asked.one.authorize(request),
    orderStatus: async (orderId) => {
      const [mine, other] = await Promise.all([
        asked.one.orderStatus?.(orderId),
        asked.two.orderStatus?.(orderId),
      ]);
      const paid = [mine, other].find((status) => status?.status === 'CHARGED');
      const known = [mine, other].find((status) => status?.status !== 'NOT_FOUND');
      const status = paid ?? known ?? mine;
      if (status === undefined) throw new Error('no server');
      return status;
    },
  };
  const life = begin({ ...one, backend }, memoryStorage(), {
    step,
    config: { storage: storage() },
  });
  const second = begin({ ...two, backend }, memoryStorage(), {
    config: { storage: storage() },
  }).app;
  life.app.flow.start();
  await second.start();
  return {
    life,
    first: life.app,
    second,
    requests: () => [...moneyRequests(one), ...moneyRequests(two)],
    debits: (orderId) => one.ledger.debits(orderId).length + two.ledger.debits(orderId).length,
  };
}
