import type { Server } from 'node:http';
import { createSimulator, createVirtualClock } from '../adapters/simulator/index.js';
import { createMockJuspay } from '../testing/mock-juspay/mock-juspay.js';
import type { MockSettings } from './arguments.js';
import { control } from './control.js';
import { createNodeServer } from './node-server.js';
import { runInRealTime } from './real-time.js';

/** A simulated Juspay that listens. */
interface Served {
  readonly port: number;
  close(): Promise<void>;
}

/** How long the merchant may take to answer a webhook, ms. */
const PATIENCE = 30_000;

const ROUTES = [
  'POST /session                             an order, and the payload for the SDK',
  'GET  /orders/{order_id}                   order status',
  'POST /orders/{order_id}/refunds           unique_request_id, amount',
  'POST /mandates/{mandate_id}               command, such as check_status or pre_debit_notify',
  'GET  /notifications/{object_reference_id} whether the customer was notified',
  'POST /txns                                an execution of a mandate',
  'POST /_mock/pay                           {"order_id": "A1"}: somebody pays it',
  'POST /_mock/faults                        {"kind": "timeout", "route": "refund", "times": 2}',
];

/** Serves a simulated Juspay on 127.0.0.1, in real time. Rejects when it cannot listen. */
export async function serveMock(
  { port, merchantId, apiKey, isDefaultKey, webhook }: MockSettings,
  { out }: { out(line: string): void },
): Promise<Served> {
  const clock = createVirtualClock({ now: Date.now() });
  const simulator = createSimulator({ clock, ...(merchantId && { merchant: { merchantId } }) });
  const target = webhook && { ...webhook, patience: PATIENCE };
  const mock = createMockJuspay({ simulator, apiKey, webhook: target });
  const server = createNodeServer(
    async (request) => (await control(mock, request)) ?? mock.fetch(request),
    (method, path, status) => out(`${method} ${path} ${status ?? 'no answer'}`),
  );
  const listening = await listen(server, port);
  const stop = runInRealTime(clock);
  const key = isDefaultKey ? `the default, ${apiKey}` : 'the one that was given';
  out(`A simulated Juspay is at http://127.0.0.1:${listening}`);
  out(`x-merchantid: ${simulator.merchant.merchantId}; API key: ${key}.`);
  out(webhook === undefined ? 'Webhooks go nowhere.' : `Webhooks go to ${shown(webhook.url)}.`);
  for (const route of ROUTES) out(`  ${route}`);
  return {
    port: listening,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await stop();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', () => reject(new Error(`Port ${port} cannot be used.`)));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** An address may hold a secret in its query, or a password. */
function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
