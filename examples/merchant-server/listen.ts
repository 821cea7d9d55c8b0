import { createServer } from 'node:http';
import type { Logger } from 'pino';
import { toNodeHandler } from 'upi-flow/server';

type Handler = (request: Request) => Promise<Response>;

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no more requests; resolves once those under way are answered. */
  close(): Promise<void>;
}

/** Longer than load balancers keep connections: the side that is asked must not be the first to hang up. */
const KEEP_ALIVE = 65_000;
/** How long requests under way may take when it ends; whoever deploys it waits no longer than half a minute. */
const GRACE = 15_000;

/** Serves this machine only: what faces the network is your load balancer, with TLS. */
export async function listen(handler: Handler, port: number): Promise<Listening> {
  const handle = toNodeHandler(handler);
  let isEnding = false;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
    response.once('close', () => {
      // Else the connection is kept for a next request, which does not come.
      if (isEnding) setImmediate(() => server.closeIdleConnections());
    });
    handle(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new Error(`Port ${port} cannot be used: set another PORT.`)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        isEnding = true;
        server.close(() => resolve());
        setTimeout(() => server.closeAllConnections(), GRACE).unref();
      }),
  };
}

const ROUTES = new Set(['authorize', 'sessions', 'orders', 'webhooks', 'healthz']);

/** Logs every request. What a path or a body holds is the customer's, so only the route is told. */
export function logged(handler: Handler, log: Logger): Handler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const route = pathname.split('/').find((part) => ROUTES.has(part)) ?? 'unknown';
    const start = performance.now();
    const response = await handler(request);
    const ms = Math.round(performance.now() - start);
    log.info({ method: request.method, route, status: response.status, ms }, 'request');
    return response;
  };
}
