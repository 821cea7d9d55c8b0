import { mkdir } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import type { DestinationStream } from 'pino';
import { createSimulator, createVirtualClock } from 'upi-flow/simulator';
import { runInRealTime } from '../../cli/real-time.js';
import { placeOrders } from './catalogue.js';
import { type Config, secretsIn } from './config.js';
import { customers } from './customers.js';
import { guide } from './guide.js';
import { listen, logged } from './listen.js';
import { createLog } from './log.js';
import { BASE_PATH, openShop } from './shop.js';
import { startSimulatedJuspay } from './simulated-juspay.js';

/** What runs. */
export interface Running {
  /** Where the routes of the shop are. */
  readonly url: string;
  /** Where the simulated Juspay is. */
  readonly juspay: string;
  /** Answers what is under way, closes the books, and ends; the same however often it is called. */
  stop(): Promise<void>;
}

/** Starts the shop beside a simulated Juspay, and prints what can be called. */
export async function run(
  config: Config,
  io: { print(line: string): void; readonly log?: DestinationStream },
): Promise<Running> {
  const { file, merchantId, clientId } = config;
  const log = createLog([...secretsIn(config), ...customers.map(({ token }) => token)], io.log);
  if (file !== ':memory:') await mkdir(dirname(file), { recursive: true });

  // In your server there is no such world: Juspay is there.
  const clock = createVirtualClock({ now: Date.now() });
  const simulator = createSimulator({ clock, merchant: { merchantId, clientId } });
  const juspay = await startSimulatedJuspay(simulator, config);
  const stopTime = runInRealTime(clock);

  const shop = await openShop({ config, log, juspay: { baseUrl: juspay.url } });
  const web = await listen(logged(shop.server, log), config.port);
  const url = `http://127.0.0.1:${web.port}${BASE_PATH}`;
  juspay.sendWebhooksTo(`${url}/webhooks/juspay`);
  log.info({ port: web.port }, 'listening');

  for (const customer of customers) {
    const orders = await placeOrders(shop.orders, customer, Date.now());
    if (customer !== customers[0]) continue;
    const told = { shop: url, juspay: juspay.url, file: relative('', file), merchantId };
    for (const line of guide({ ...told, customer, orders })) io.print(line);
  }

  async function end(): Promise<void> {
    log.info('stopping');
    // First nobody new, then the checks, then the books.
    await web.close();
    await shop.close();
    await stopTime();
    await juspay.close();
    log.info('stopped');
  }

  let ending: Promise<void> | undefined;
  return {
    url,
    juspay: juspay.url,
    stop: () => {
      ending ??= end();
      return ending;
    },
  };
}
