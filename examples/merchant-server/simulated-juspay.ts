import type { Simulator } from 'upi-flow/simulator';
import { createMockJuspay, type MockJuspay } from 'upi-flow/testing';
import { control } from '../../cli/control.js';
import { createNodeServer } from '../../cli/node-server.js';
import type { Config } from './config.js';

/** Stands in for Juspay. Leave it out of a real server. */
export interface SimulatedJuspay {
  readonly url: string;
  readonly mock: MockJuspay;
  /** What you fill in at Juspay's dashboard. */
  sendWebhooksTo(url: string): void;
  close(): Promise<void>;
}

/** Serves the world of a simulator on 127.0.0.1, on any port that is free. */
export async function startSimulatedJuspay(
  simulator: Simulator,
  { apiKey, webhook }: Pick<Config, 'apiKey' | 'webhook'>,
  post: (request: Request) => Promise<Response> = (request) => fetch(request),
): Promise<SimulatedJuspay> {
  let target: string | undefined;
  const mock = createMockJuspay({
    simulator,
    apiKey,
    webhook: { url: 'https://shop.example.com', ...webhook },
    fetch: async (request) =>
      target === undefined
        ? new Response(null, { status: 503 })
        : post(new Request(target, request)),
  });
  const server = createNodeServer(
    async (request) => (await control(mock, request)) ?? mock.fetch(request),
    () => {},
  );
  // No client of it is ever told that it hung up.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    mock,
    sendWebhooksTo: (url) => {
      target = url;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
