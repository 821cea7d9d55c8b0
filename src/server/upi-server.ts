import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Clock } from '../../core/ports/clock.js';
import type { MandateTerms } from '../../core/protocol/index.js';
import { isObject, type JsonObject, textAt, valueAt } from '../../core/protocol/read.js';
import { readServerObject } from '../../core/protocol/server-object.js';
import { createChecker, type ErrorPlace } from './checks/checker.js';
import { inProcess } from './checks/in-process.js';
import { withPgBoss } from './checks/pg-boss.js';
import type { Juspay } from './juspay/create-juspay.js';
import { JuspayError } from './juspay/juspay-error.js';
import type { SessionRequest } from './juspay/session-request.js';
import type { Orders } from './orders/create-orders.js';
import type { OrderTerms, ServerOrder } from './orders/order.js';
import type { OrderEvent } from './orders/order-event.js';
import { OrderError } from './orders/problems.js';
import type { UpiTables } from './orders/tables.js';
import type { Patience } from './orders/verdict.js';
import { hasBasicAuth } from './routes/basic-auth.js';
import { jsonOf, parsed, textOf } from './routes/body.js';
import { type Customer, customerIn } from './routes/customer.js';
import { createLimits, type RequestLimits } from './routes/limits.js';
import { json, problemResponse, Refusal } from './routes/problem.js';
import { type RouteName, routeOf } from './routes/route.js';
import { authorizeBody, ORDER_ID, sessionBody } from './routes/schemas.js';
import { identityFor, isMoney, moneyFor } from './routes/signed-claims.js';
import { statusFromBooks, toldStatus } from './routes/told-status.js';
import type { Signer } from './signing/create-signer.js';

/**
 * What a session is made with besides what the books have: who pays, and where the page returns to.
 *
 * @example
 * ```ts
 * const details: SessionDetails = {
 *   customerEmail: 'asha@example.com',
 *   customerPhone: '9876500000',
 *   paymentPageClientId: 'stock',
 * };
 * ```
 */
export type SessionDetails = Omit<SessionRequest, 'orderId' | 'amount' | 'customerId' | 'mandate'>;

/**
 * What a server is made of.
 *
 * @example
 * ```ts
 * const options: UpiServerOptions = {
 *   ...{ signer, juspay, orders, merchantId: 'stock', issuingPsp: 'YES_BIZ' },
 *   authenticate: async (request) => customerOf(request.headers.get('authorization')),
 *   webhook: { username: 'juspay', password: process.env['WEBHOOK_PASSWORD'] ?? '' },
 *   onOrderSettled: async ({ order }, transaction) => ship(order, transaction),
 * };
 * ```
 */
export interface UpiServerOptions {
  readonly signer: Signer;
  readonly juspay: Juspay;
  readonly orders: Orders;
  readonly merchantId: string;
  /** `YES_BIZ`, `AXIS_BIZ`, ...: needed where orders have a mandate or a gateway reference. */
  readonly issuingPsp?: string | undefined;
  /** Who is logged in: their id, or more. `undefined` is answered with 401. */
  readonly authenticate: (request: Request) => Answer<Customer | string | undefined>;
  /** For `POST /sessions`; without it there is no such route. Account numbers are asked for here and never kept. */
  readonly sessionOf?:
    | ((order: ServerOrder, customer: Customer) => Answer<SessionDetails>)
    | undefined;
  /** User and password of the dashboard, for `POST /webhooks/juspay`; without it there is no such route. */
  readonly webhook?: { readonly username: string; readonly password: string } | undefined;
  /**
   * An order has ended: paid, refunded, failed or expired. Called once for each order, and once more as `paidLate`
   * for one that was paid after it had ended, unless `onOrderEvent` is there to hear of it; what it writes with
   * `transaction` is written with the note that it was told, both or neither. Where it throws, it is called again.
   * Be quick (after 10 s it is taken back and called again), use no
   * network, and write with `transaction`, never with `orders`: whoever else writes waits.
   */
  readonly onOrderSettled: (event: OrderEvent, transaction: Transaction<UpiTables>) => unknown;
  /** Everything else that is told of an order, in the same way: see {@link OrderEvent}. */
  readonly onOrderEvent?:
    | ((event: OrderEvent, transaction: Transaction<UpiTables>) => unknown)
    | undefined;
  /** What went wrong that was nobody's request: for your log. */
  readonly onError?: ((error: unknown, where: ErrorPlace) => void) | undefined;
  /** Requests a minute; see {@link RequestLimits}. */
  readonly limits?: Partial<RequestLimits> | undefined;
  /** When an order counts as ended without money, in ms. Default 15 minutes and 24 hours. */
  readonly patience?: Partial<Patience> | undefined;
  /** Where the routes are mounted. Default `/`. */
  readonly basePath?: string | undefined;
  /** Default: that of the host. */
  readonly clock?: Clock | undefined;
}

type Answer<T> = T | Promise<T>;

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
  /** Ends what is under way; then the books may be closed. */
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const PATIENCE: Patience = { failedFor: 15 * MINUTE, untouchedFor: 24 * 60 * MINUTE };
/** Of what comes from an app, and from Juspay, in bytes. */
const BODY = 16_384;
const WEBHOOK_BODY = 262_144;
const SOON = 2_000;
/** How long a handler may take; what it has written is taken back then, and it is called again. */
const HANDLER_LIMIT = 10_000;
const TOO_SLOW =
  'A handler of order events took longer than 10 s. Write with the `transaction` it is given, not with `orders`, and use no network.';

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
  const {
    signer,
    juspay,
    orders,
    merchantId,
    issuingPsp,
    clock = HOST,
    onError,
  } = checked(options);
  const { store } = orders;
  const now = () => clock.now();
  const reportError = (error: unknown, where: ErrorPlace) => {
    try {
      Promise.resolve(onError?.(error, where)).catch(() => {});
    } catch {
      // Whoever logs may fail; the orders go on.
    }
  };
  const checker = createChecker({
    store,
    now,
    reportError,
    patience: { ...PATIENCE, ...options.patience },
    read: (orderId, customerId) => juspay.orderStatus(orderId, { customerId }),
    tell: (event, transaction) => inTime(() => handlerOf(event)?.(event, transaction)),
    planned: ({ orderId, nextCheckAt }) => {
      if (nextCheckAt !== undefined) engine.wake(orderId, nextCheckAt);
    },
  });
  /** A handler that waits for the books, which wait for it, would hold up everybody for ever. */
  async function inTime(tell: () => unknown): Promise<void> {
    let timer: unknown;
    const tooLate = new Promise<never>((_, reject) => {
      timer = clock.setTimeout(() => reject(new Error(TOO_SLOW)), HANDLER_LIMIT);
    });
    try {
      await Promise.race([tell(), tooLate]);
    } finally {
      clock.clearTimeout(timer);
    }
  }

  /** What was paid late is delivered, too, by a shop that listens to nothing else. */
  function handlerOf({ kind }: OrderEvent) {
    const { onOrderSettled, onOrderEvent } = options;
    const isEnd = kind === 'settled' || (kind === 'paidLate' && onOrderEvent === undefined);
    return isEnd ? onOrderSettled : onOrderEvent;
  }

  const { pool } = orders;
  const engine =
    pool === undefined
      ? inProcess({ checker, store, clock, reportError })
      : withPgBoss({ checker, pool, clock, reportError });
  const limits = createLimits(options.limits);

  const routes: Readonly<Record<RouteName, (request: Request, id: string) => Promise<Response>>> = {
    authorize: async (request) => {
      const customer = await customerOf(request);
      const { action, claims } = await askedIn(request);
      const by = { merchantId, issuingPsp, timestamp: now() };
      if (!isMoney(action)) return json(await signer.authorize(identityFor(claims, customer, by)));
      const order = await orderOf(textAt(claims, 'order_id'), customer);
      const signable = moneyFor(claims, order, by);
      await begin(order, action);
      return json(await signer.authorize(signable));
    },

    sessions: async (request) => {
      const { sessionOf } = options;
      if (sessionOf === undefined) throw new Refusal('notFound');
      const customer = await customerOf(request);
      const order = await orderOf(await orderIn(request), customer);
      const key = request.headers.get('idempotency-key');
      if (key) {
        const mine = await store.claimKey(
          JSON.stringify([customer.customerId, key]),
          [order.orderId],
          now(),
        );
        if (!mine) throw new Refusal('conflict');
      }
      const details = await sessionOf(order, customer);
      // Whoever may pay only from some accounts may not be let off by a shop that forgot.
      if (order.tpv !== undefined && details.tpv === undefined) {
        reportError(
          new TypeError('sessionOf: the order is TPV; answer its `tpv`, too.'),
          'handler',
        );
        throw new Refusal('otherTerms');
      }
      await begin(order, 'session');
      const session = await juspay.createSession({ ...details, ...sessionTerms(order) });
      return json({ orderId: order.orderId, sdkPayload: session.sdkPayload }, 201);
    },

    order: async (request, id) => {
      const customer = await customerOf(request);
      const order = await orderOf(id, customer);
      try {
        return json(toldStatus((await checker.lookNow(order)).answer));
      } catch (error) {
        reportError(error, error instanceof JuspayError ? 'juspay' : 'database');
        const known = statusFromBooks(order);
        if (known === undefined) throw new Refusal('unavailable', { retryAfter: 5 });
        return json(known);
      }
    },

    webhook: async (request) => {
      const { webhook } = options;
      if (webhook === undefined) throw new Refusal('notFound');
      if (!hasBasicAuth(request, webhook)) {
        await limits.take('failed', callerOf(request));
        throw new Refusal('unauthenticated', { challenge: 'Basic realm="webhooks"' });
      }
      const text = await textOf(request, WEBHOOK_BODY);
      const body = parsed(text);
      if (!isObject(body)) throw new Refusal('invalid', { detail: 'A webhook is a JSON object.' });
      const orderId = textAt(readServerObject(body).fields, 'order_id', 'orderId');
      const event = {
        id: eventId(body, text),
        name: nameOf(body),
        orderId: orderId !== undefined && ORDER_ID.test(orderId) ? orderId : undefined,
      };
      const isNew = await store.noteWebhook(event, now());
      // It is a hint: what counts is what Juspay says when it is asked.
      if (isNew && event.orderId !== undefined) engine.wake(event.orderId, now());
      return json({ received: true });
    },

    health: async () => {
      try {
        await store.ping();
        return json({ status: 'ok' });
      } catch (error) {
        reportError(error, 'database');
        throw new Refusal('unavailable', { retryAfter: 5 });
      }
    },
  };

  async function handle(request: Request): Promise<Response> {
    try {
      const { name, id } = routeOf(request, options.basePath);
      return await routes[name](request, id);
    } catch (error) {
      return problemResponse(refusalOf(error).problem);
    }
  }

  /** What a route threw, as it may be told. */
  function refusalOf(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof OrderError) return refusalOfOrder(error);
    if (error instanceof JuspayError) {
      reportError(error, 'juspay');
      return error.retry
        ? new Refusal('unavailable', { retryAfter: 5 })
        : new Refusal('refused', { issues: error.fields });
    }
    reportError(error, 'handler');
    return new Refusal('unavailable', { retryAfter: 5 });
  }

  async function customerOf(request: Request): Promise<Customer> {
    const customer = customerIn(await options.authenticate(request));
    if (customer === undefined) {
      await limits.take('failed', callerOf(request));
      throw new Refusal('unauthenticated');
    }
    await limits.take('customer', customer.customerId);
    return customer;
  }

  /** An order of this customer; whose it is otherwise is nobody's business. */
  async function orderOf(
    orderId: string | undefined,
    { customerId }: Customer,
  ): Promise<ServerOrder> {
    if (orderId === undefined || !ORDER_ID.test(orderId)) throw new Refusal('unknownOrder');
    const order = await store.find(orderId);
    if (order === undefined || order.customerId !== customerId) throw new Refusal('unknownOrder');
    return order;
  }

  /** Written down before anybody can pay. */
  async function begin(order: ServerOrder, action: string): Promise<void> {
    await store.beginAttempt(order, action, now());
    engine.wake(order.orderId, now() + SOON);
  }

  return Object.assign(handle, {
    fetch: handle,
    start: () => engine.start(),
    stop: () => engine.stop(),
  });
}

/** Whoever forgot something is told at once. */
function checked(options: UpiServerOptions): UpiServerOptions {
  const { webhook } = options;
  for (const name of [
    'signer',
    'juspay',
    'orders',
    'merchantId',
    'authenticate',
    'onOrderSettled',
  ] as const) {
    if (!options[name]) throw new TypeError(`createUpiServer: pass \`${name}\`.`);
  }
  if (webhook !== undefined && !(webhook.username && webhook.password)) {
    throw new TypeError(
      'createUpiServer: `webhook` needs a username and a password that are not empty.',
    );
  }
  return options;
}

async function askedIn(request: Request): Promise<{ action: string; claims: JsonObject }> {
  const body = await jsonOf(request, BODY);
  const asked = authorizeBody.safeParse(body);
  // A claim of this name the schema leaves out.
  const isWhole =
    asked.success && !Object.hasOwn(Object(valueAt(Object(body), 'claims')), '__proto__');
  if (isWhole) return asked.data;
  throw new Refusal('invalid', {
    detail:
      'Send { action, claims }: an action that is signed, and an object of texts. See docs/server.md.',
  });
}

async function orderIn(request: Request): Promise<string> {
  const asked = sessionBody.safeParse(await jsonOf(request, BODY));
  if (asked.success) return asked.data.orderId;
  throw new Refusal('invalid', {
    detail: 'Send { orderId }: the order of the books that is paid.',
  });
}

/** What of an order Juspay's payment page is told. */
function sessionTerms(order: ServerOrder) {
  const { orderId, amount, customerId, mandate, createMandate, gatewayReferenceId } = order;
  return {
    ...{ orderId, amount, customerId, gatewayReferenceId },
    mandate: mandate && pageMandate(mandate, createMandate),
  };
}

function pageMandate(terms: MandateTerms, create: OrderTerms['createMandate'] = 'REQUIRED') {
  const { maxAmount, amountRule, frequency, ruleType, ruleValue, startDate, endDate } = terms;
  return { create, maxAmount, amountRule, frequency, ruleType, ruleValue, startDate, endDate };
}

/** Some events have no id of their own: what they say is what they are. */
function eventId(body: JsonObject, text: string): string {
  const id = body['id'];
  const isUsable = typeof id === 'string' && /^[\w.:-]{1,70}$/.test(id);
  return isUsable ? id : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function nameOf(body: JsonObject): string {
  const name = textAt(body, 'event_name') ?? '';
  return /^[A-Z_]{1,64}$/.test(name) ? name : 'UNKNOWN';
}

function refusalOfOrder({ reason, issues }: OrderError): Refusal {
  switch (reason) {
    case 'ended':
      return new Refusal('orderEnded');
    case 'disputed':
      return new Refusal('orderDisputed');
    case 'conflict':
      return new Refusal('conflict');
    case 'unknown':
      return new Refusal('unknownOrder');
    case 'invalid':
      return new Refusal('invalid', { issues });
  }
}

/** The address, where the host tells it; what a header says, anybody can say. */
function callerOf(request: Request): string {
  const ip: unknown = Reflect.get(request, 'ip');
  return typeof ip === 'string' ? ip : 'anybody';
}
