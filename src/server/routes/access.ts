import type { ServerOrder } from '../orders/order.js';
import type { OrderStore } from '../orders/orders.js';
import type { UpiServerOptions } from '../server-options.js';
import { type Customer, customerIn } from './customer.js';
import { createLimits } from './limits.js';
import { Refusal } from './problem.js';
import { ORDER_ID } from './schemas.js';

/** Who asks, and what is theirs. */
export interface Access {
  /** The customer who is logged in. */
  customerOf(request: Request): Promise<Customer>;
  /** An order of this customer; whose it is otherwise is nobody's business. */
  orderOf(orderId: string | undefined, customer: Customer): Promise<ServerOrder>;
  /** Refuses whoever showed nothing that counts, or tried too often. */
  refuseStranger(request: Request, challenge?: string): Promise<never>;
}

export function createAccess({
  store,
  options: { authenticate, limits: asked, addressOf = addressOfConnection },
}: {
  readonly store: OrderStore;
  readonly options: UpiServerOptions;
}): Access {
  const limits = createLimits(asked);

  async function refuseStranger(request: Request, challenge?: string): Promise<never> {
    await limits.take('failed', addressOf(request) ?? 'anybody');
    throw new Refusal('unauthenticated', { challenge });
  }

  return {
    refuseStranger,
    async customerOf(request) {
      const customer = customerIn(await authenticate(request));
      if (customer === undefined) return refuseStranger(request);
      await limits.take('customer', customer.customerId);
      return customer;
    },
    async orderOf(orderId, { customerId }) {
      if (orderId === undefined || !ORDER_ID.test(orderId)) throw new Refusal('unknownOrder');
      const order = await store.find(orderId);
      if (order === undefined || order.customerId !== customerId) throw new Refusal('unknownOrder');
      return order;
    },
  };
}

/** Where the host tells it. */
function addressOfConnection(request: Request): string | undefined {
  const ip: unknown = Reflect.get(request, 'ip');
  return typeof ip === 'string' ? ip : undefined;
}
