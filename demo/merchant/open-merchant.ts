import { readConfig, secretsIn } from '../../examples/merchant-server/config.js';
import { customers } from '../../examples/merchant-server/customers.js';
import type { ShopTables } from '../../examples/merchant-server/deliveries.js';
import { listen, logged } from '../../examples/merchant-server/listen.js';
import { createLog } from '../../examples/merchant-server/log.js';
import { BASE_PATH, openShop } from '../../examples/merchant-server/shop.js';
import { startSimulatedJuspay } from '../../examples/merchant-server/simulated-juspay.js';
import { httpBackend } from '../../src/index.js';
import type { NewOrder } from '../../src/server/index.js';
import type { MockJuspay } from '../../testing/index.js';
import type { Player } from '../player.js';
import { privateKey } from './keys.js';
import { countRequests } from './on-its-way.js';
import { tellBooks } from './tell-books.js';
import { tellJuspay, tellWebhook } from './tell-juspay.js';

/** The example of a merchant's server, behind real sockets, before a simulated Juspay. */
export interface Merchant {
  readonly juspay: MockJuspay;
  /** The checkout of the shop: an order of the customer who holds the phone. */
  placeOrder(order: Omit<NewOrder, 'customerId'>): Promise<void>;
  /** The app asks for a session. */
  session(orderId: string): Promise<Readonly<Record<string, unknown>>>;
  /** Lets time pass until the shop was told how the order ended. */
  delivered(orderId: string): Promise<void>;
  /** How often the shop delivered this order. */
  deliveries(orderId: string): Promise<number>;
  /** Everything that is in its tables and in its log. */
  everythingKept(): Promise<string>;
  /** What must be nowhere in it. */
  readonly secrets: readonly string[];
  /** The errors in its log. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Opens the merchant's server, and connects the app to it. */
export async function openMerchant(player: Player): Promise<Merchant> {
  const { simulator } = player;
  const { clock, merchant } = simulator;
  const customer = customers.find(({ customerId }) => customerId === merchant.customerId);
  if (customer === undefined) throw new Error('The shop does not know who holds the phone.');
  const env = { PORT: '0', ORDERS_FILE: ':memory:', JUSPAY_PRIVATE_KEY: privateKey() };
  const config = readConfig(env);
  const { token, email, phone, bankAccount } = customer;
  const secrets = [...secretsIn(config), token, email, phone, bankAccount.accountNumber];
  const lines: string[] = [];
  const log = createLog([...secretsIn(config), token], { write: (line) => void lines.push(line) });

  const requests = countRequests();
  const juspay = await startSimulatedJuspay(
    simulator,
    config,
    tellWebhook(requests.way(), player.tell),
  );
  const shop = await openShop({
    config,
    log,
    clock,
    juspay: { baseUrl: juspay.url, fetch: tellJuspay(requests.way(), player.tell) },
  });
  const web = await listen(logged(shop.server, log), config.port);
  const url = `http://127.0.0.1:${web.port}${BASE_PATH}`;
  juspay.sendWebhooksTo(`${url}/webhooks/juspay`);

  const books = tellBooks(shop.orders, player.tell);
  const send = requests.way();
  const backend = httpBackend({
    baseUrl: url,
    headers: { authorization: `Bearer ${token}` },
    fetch: (address, init) => send(new Request(address, init)),
    clock,
  });
  player.connect({
    backend,
    secrets,
    async idle() {
      await requests.idle();
      await books.tell();
    },
  });

  return {
    juspay: juspay.mock,
    secrets,
    get errors() {
      return lines.filter((line) => line.includes('"level":"error"'));
    },
    async placeOrder(order) {
      await shop.orders.create({ ...order, customerId: customer.customerId });
      await books.tell();
    },
    async session(orderId) {
      const sdkPayload = await player.answer(backend.session(orderId), `a session of ${orderId}`);
      player.tell('server', 'session', { orderId, status: 201 });
      return sdkPayload;
    },
    delivered: (orderId) =>
      player.until(() => books.isDelivered(orderId), `the delivery of ${orderId}`),
    async deliveries(orderId) {
      const rows = await shop.orders.db
        .withTables<ShopTables>()
        .selectFrom('shop_deliveries')
        .select('order_id')
        .where('order_id', '=', orderId)
        .execute();
      return rows.length;
    },
    async everythingKept() {
      const tables = ['upi_orders', 'upi_attempts', 'upi_webhook_events', 'upi_outbox'] as const;
      const kept: unknown[] = [...lines];
      for (const table of tables) {
        kept.push(await shop.orders.db.selectFrom(table).selectAll().execute());
      }
      return JSON.stringify(kept);
    },
    async close() {
      await web.close();
      await shop.close();
      await juspay.close();
    },
  };
}
