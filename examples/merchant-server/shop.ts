import type { Logger } from 'pino';
import {
  createJuspay,
  createSigner,
  createUpiServer,
  type JuspayOptions,
  type Orders,
  sqliteOrders,
  type UpiServer,
} from 'upi-flow/server';
import type { Config } from './config.js';
import { authenticate, customerWithId } from './customers.js';
import { createDeliveries, deliver } from './deliveries.js';

/** A server of the merchant, and its books. */
export interface Shop {
  readonly server: UpiServer;
  readonly orders: Orders;
  /** Ends what is under way, then closes the books. */
  close(): Promise<void>;
}

/** Where the routes are. */
export const BASE_PATH = '/upi';

/** Opens the books, and starts to look after the orders in them. */
export async function openShop(options: {
  readonly config: Config;
  readonly log: Logger;
  /** How Juspay is reached: `{ environment: 'production' }`, or where a simulated one is. */
  readonly juspay: Pick<JuspayOptions, 'environment' | 'baseUrl' | 'fetch'>;
  readonly clock?: JuspayOptions['clock'];
}): Promise<Shop> {
  const { config, log, clock } = options;
  const { merchantId, clientId, merchantKeyId, privateKey, apiKey, webhook, file } = config;
  const orders = await sqliteOrders({ file, now: clock && (() => clock.now()) });
  await createDeliveries(orders.db);
  const server = createUpiServer({
    signer: createSigner({ merchantKeyId, privateKey }),
    // A stop waits for what is under way, so no call may take long; an order is asked about again anyway.
    juspay: createJuspay({
      ...{ merchantId, apiKey, clock, timeout: 5_000, retries: 1 },
      ...options.juspay,
    }),
    orders,
    merchantId,
    issuingPsp: 'YES_BIZ',
    basePath: BASE_PATH,
    authenticate,
    sessionOf: (order) => {
      const { email, phone, bankAccount } = customerWithId(order.customerId);
      return {
        customerEmail: email,
        customerPhone: phone,
        paymentPageClientId: clientId,
        returnUrl: 'https://shop.example.com/paid',
        tpv: { bankAccounts: [bankAccount] },
      };
    },
    webhook,
    onOrderSettled: async (event, transaction) => {
      await deliver(event, transaction);
      const { orderId, amount, status } = event.order;
      log.info({ orderId, amount, status }, 'order settled');
    },
    onOrderEvent: async (event, transaction) => {
      await deliver(event, transaction);
      const { orderId, status, mandateStatus, refund, dispute } = event.order;
      const isForPerson = event.kind === 'disputed' || event.kind === 'parked';
      const told = { kind: event.kind, orderId, status, mandateStatus, refund, dispute };
      log[isForPerson ? 'error' : 'info'](told, 'order changed');
    },
    onError: (err, where) => log.error({ err, where }, 'something went wrong'),
    clock,
  });
  await server.start();
  return {
    server,
    orders,
    close: async () => {
      await server.stop();
      await orders.close();
    },
  };
}
