import type { Clock } from '../../core/ports/clock.js';
import { createChecker, type ErrorPlace } from './checks/checker.js';
import { tellHandlers } from './checks/handlers.js';
import { inProcess } from './checks/in-process.js';
import { withPgBoss } from './checks/pg-boss.js';
import type { Patience } from './orders/verdict.js';
import { createAccess } from './routes/access.js';
import { createAttempts } from './routes/attempts.js';
import { authorizeRoute } from './routes/authorize.js';
import { healthRoute } from './routes/health.js';
import { orderStatusRoute } from './routes/order-status.js';
import { problemResponse } from './routes/problem.js';
import { refusalOf } from './routes/refusal-of.js';
import { type RouteName, routeOf } from './routes/route.js';
import type { Route, RouteParts } from './routes/route-parts.js';
import { sessionsRoute } from './routes/sessions.js';
import { webhookRoute } from './routes/webhook.js';
import { checkOptions, type UpiServerOptions } from './server-options.js';

/**
 * A handler of Fetch requests, to be mounted where you like.
 *
 * @example
 * ```ts
 * const server = createUpiServer(options);
 * await server.start();
 * const response = await server(new Request('http://localhost/healthz'));
 * ```
 */
export interface UpiServer {
  (request: Request): Promise<Response>;
  /** The same, for hosts that want an object. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Begins to look at open orders and to tell what has changed. */
  start(): Promise<void>;
  /** Ends what is under way, without waiting for Juspay; then the books may be closed. */
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const PATIENCE: Patience = { failedFor: 15 * MINUTE, untouchedFor: 24 * 60 * MINUTE };

const HOST: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms).unref(),
  clearTimeout: (timer) => clearTimeout(Object(timer)),
};

/**
 * The merchant's server: signs for the customer who is logged in, for orders of the books alone, and settles every
 * order, whether or not a phone comes back. Throws a `TypeError` for options that are missing.
 *
 * @example
 * ```ts
 * const server = createUpiServer({ signer, juspay, orders, merchantId, authenticate, onOrderSettled });
 * await server.start();
 * createServer(toNodeHandler(server)).listen(8080);
 * ```
 */
export function createUpiServer(options: UpiServerOptions): UpiServer {
  const { juspay, orders, clock = HOST, onError } = checkOptions(options);
  const { store, pool } = orders;
  const now = () => clock.now();

  function reportError(error: unknown, where: ErrorPlace): void {
    try {
      Promise.resolve(onError?.(error, where)).catch(() => {});
    } catch {
      // Whoever logs may fail; the orders go on.
    }
  }

  const checker = createChecker({
    store,
    now,
    reportError,
    patience: { ...PATIENCE, ...options.patience },
    read: (orderId, customerId, signal) => juspay.orderStatus(orderId, { customerId, signal }),
    tell: tellHandlers(options, clock),
    planned: ({ orderId, nextCheckAt }) => {
      if (nextCheckAt !== undefined) engine.wake(orderId, nextCheckAt);
    },
  });
  const engine =
    pool === undefined
      ? inProcess({ checker, store, clock, reportError })
      : withPgBoss({ checker, pool, clock, reportError });

  const parts: RouteParts = {
    ...{ options, store, clock, reportError },
    access: createAccess({ store, options }),
    attempts: createAttempts({ store, checker, engine, clock }),
  };
  const routes: Readonly<Record<RouteName, Route>> = {
    authorize: authorizeRoute(parts),
    sessions: sessionsRoute(parts),
    order: orderStatusRoute(parts, checker),
    webhook: webhookRoute(parts, engine),
    health: healthRoute(parts),
  };

  /** Hears no more of what others do with the books. */
  let deaf: () => unknown = () => {};

  async function handle(request: Request): Promise<Response> {
    try {
      const { name, id } = routeOf(request, options.basePath);
      return await routes[name](request, id);
    } catch (error) {
      return problemResponse(refusalOf(error, reportError).problem);
    }
  }

  return Object.assign(handle, {
    fetch: handle,
    start: () => {
      deaf();
      deaf = orders.onDue((orderId, at) => engine.wake(orderId, at));
      return engine.start();
    },
    stop: async () => {
      deaf();
      await Promise.all([engine.stop(), checker.end()]);
    },
  });
}
