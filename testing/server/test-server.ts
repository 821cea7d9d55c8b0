import { createVerify, generateKeyPairSync } from 'node:crypto';
import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../adapters/simulator/index.js';
import { type HttpFetch, httpBackend } from '../../src/index.js';
import {
  createJuspay,
  createSigner,
  createUpiServer,
  type Juspay,
  type JuspayOptions,
  type OrderEvent,
  type Orders,
  type Signer,
  sqliteOrders,
  type UpiServer,
  type UpiServerOptions,
} from '../../src/server/index.js';
import { createMockJuspay, type MockJuspay } from '../mock-juspay/mock-juspay.js';
import { handedOver, overLoopback, type Wires } from './wire.js';

/** One for the whole process: making a key takes longer than a test. */
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
const WEBHOOK = { username: 'juspay', password: 'a password of the dashboard' };
const API_KEY = 'an-api-key-of-the-dashboard';
const SHOP = 'https://shop.example.com';
const JUSPAY = 'https://juspay.example.com';
/** Turns of the event loop in which everything that waits for nothing but itself comes to an end. */
const TURNS = 30;

/**
 * What a test may choose; everything else is a server on books in memory, before a simulated Juspay.
 *
 * @example
 * ```ts
 * const options: TestServerOptions = { world: { device: 'LINKED' } };
 * ```
 */
export interface TestServerOptions {
  readonly world?: SimulatorOptions | undefined;
  readonly simulator?: Simulator | undefined;
  readonly mock?: MockJuspay | undefined;
  /** Default: new ones in memory. */
  readonly orders?: Orders | undefined;
  /** What `createUpiServer` is given besides. */
  readonly server?: Partial<UpiServerOptions> | undefined;
  readonly juspay?: Partial<JuspayOptions> | undefined;
  /**
   * How requests travel between the app, the server and Juspay. Default `call`: they are handed over;
   * `http`: through sockets on 127.0.0.1, while the clock waits for what is on its way.
   */
  readonly over?: 'call' | 'http' | undefined;
}

/**
 * A merchant's server between an app and a simulated Juspay: requests are handed over, or go over loopback, and
 * time passes when the test says so.
 *
 * @example
 * ```ts
 * const test = await createTestServer({ world: { device: 'LINKED' } });
 * await test.orders.create({ orderId: 'A1', customerId: test.customerId, amount: '2.00' });
 * const app = createTestApp({ simulator: test.simulator, config: { backend: test.backend() } });
 * app.flow.start();
 * await test.pass(5_000);
 * app.flow.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
 * await test.pass(60_000);
 * test.events; // [{ kind: 'settled', order: { orderId: 'A1', status: 'paid', ... } }]
 * ```
 */
export interface TestServer {
  readonly server: UpiServer;
  readonly simulator: Simulator;
  readonly mock: MockJuspay;
  readonly orders: Orders;
  readonly juspay: Juspay;
  /** The customer of the simulator. */
  readonly customerId: string;
  /** Everything that was told, oldest first. */
  readonly events: readonly OrderEvent[];
  /** What the server reported, oldest first. */
  readonly errors: readonly unknown[];
  /** The app's way to it, as this customer. */
  backend(customerId?: string): ReturnType<typeof httpBackend>;
  /** Sends one request, as this customer; `body` is sent as JSON. */
  request(path: string, init?: TestRequest): Promise<Response>;
  /** Lets time pass, and everything happen that happens meanwhile. */
  pass(ms: number): Promise<void>;
  /** The process dies; the next one has the same books and the same Juspay. */
  restarted(): Promise<TestServer>;
  stop(): Promise<void>;
}

/**
 * A request of a test.
 *
 * @example
 * ```ts
 * const init: TestRequest = { body: { orderId: 'A1' } };
 * ```
 */
export interface TestRequest {
  readonly method?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** `null`: nobody is logged in. */
  readonly customerId?: string | null | undefined;
}

/**
 * Makes a server for a test, and starts it.
 *
 * @example
 * ```ts
 * const test = await createTestServer({ world: { device: 'LINKED' } });
 * (await test.request('/healthz')).status; // 200
 * ```
 */
export async function createTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  return serve(options, await openPlace(options.over === 'http' ? overLoopback() : handedOver()));
}

type Send = (request: Request) => Promise<Response>;

/** The address of the shop, which outlives its processes. */
interface Place {
  readonly wires: Wires;
  /** Asks whichever process lives. */
  readonly toShop: Send;
  server: UpiServer | undefined;
}

async function openPlace(wires: Wires): Promise<Place> {
  const place: Place = { wires, server: undefined, toShop: await wires.to(answer, SHOP) };
  async function answer(request: Request): Promise<Response> {
    return (await place.server?.(request)) ?? new Response('', { status: 503 });
  }
  return place;
}

async function serve(options: TestServerOptions, place: Place): Promise<TestServer> {
  const { wires, toShop } = place;
  const simulator = options.simulator ?? createSimulator({ ...options.world, verify });
  const { clock, merchant } = simulator;
  const orders =
    options.orders ?? (await sqliteOrders({ file: ':memory:', now: () => clock.now() }));
  const mock =
    options.mock ??
    createMockJuspay({
      simulator,
      apiKey: API_KEY,
      webhook: { url: `${SHOP}/webhooks/juspay`, ...WEBHOOK },
      fetch: toShop,
    });
  const toJuspay = await wires.to(mock.fetch, JUSPAY);
  const juspay = createJuspay({
    baseUrl: JUSPAY,
    merchantId: merchant.merchantId,
    apiKey: API_KEY,
    fetch: (url, init) => toJuspay(new Request(url, init)),
    clock,
    ...options.juspay,
  });
  const events: OrderEvent[] = [];
  const errors: unknown[] = [];
  const tell = (event: OrderEvent) => void events.push(event);
  /** Signatures that another thread of the host is making: the only work that takes real time. */
  let beingSigned = 0;
  const key = createSigner({ merchantKeyId: 'test-key', privateKey: KEYS.privateKey });
  const signer: Signer = {
    merchantKeyId: key.merchantKeyId,
    authorize: async (claims) => {
      beingSigned += 1;
      try {
        return await key.authorize(claims);
      } finally {
        beingSigned -= 1;
      }
    },
  };
  const mine = createUpiServer({
    signer,
    juspay,
    orders,
    merchantId: merchant.merchantId,
    issuingPsp: 'YES_BIZ',
    webhook: WEBHOOK,
    authenticate: (request) => request.headers.get('x-customer') ?? undefined,
    sessionOf: () => ({
      customerEmail: 'asha@example.com',
      customerPhone: '9876500000',
      paymentPageClientId: merchant.clientId,
    }),
    onOrderSettled: tell,
    onOrderEvent: tell,
    onError: (error) => errors.push(error),
    clock,
    ...options.server,
  });
  place.server = mine;
  await mine.start();

  function httpFetch(customerId: string): HttpFetch {
    return (url, init) =>
      toShop(new Request(url, { ...init, headers: { ...init.headers, 'x-customer': customerId } }));
  }

  async function turns(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (beingSigned > 0 || wires.isMoving()) turn = 0;
    }
  }

  async function pass(ms: number): Promise<void> {
    const end = clock.now() + ms;
    await turns();
    while (clock.nextAt !== undefined && clock.nextAt <= end) {
      await clock.next();
      await turns();
    }
    await clock.advance(Math.max(0, end - clock.now()));
    await turns();
  }

  return {
    ...{ server: mine, simulator, mock, orders, juspay, events, errors, pass },
    customerId: merchant.customerId,
    backend: (customerId = merchant.customerId) =>
      httpBackend({ baseUrl: SHOP, fetch: httpFetch(customerId), clock }),
    request: (path, { method, body, headers = {}, customerId = merchant.customerId } = {}) =>
      toShop(
        new Request(`${SHOP}${path}`, {
          method: method ?? (body === undefined ? 'GET' : 'POST'),
          headers: {
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(customerId === null ? {} : { 'x-customer': customerId }),
            ...headers,
          },
          ...(body === undefined
            ? {}
            : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      ),
    restarted: async () => {
      place.server = undefined;
      await mine.stop();
      return serve({ ...options, simulator, orders, mock }, place);
    },
    stop: async () => {
      await mine.stop();
      await wires.close();
      await orders.close();
    },
  };
}

/** The simulated SDK takes what was signed with the key of the test. */
function verify({
  signature,
  signaturePayload,
}: {
  signature: string;
  signaturePayload: string;
}): boolean {
  return createVerify('SHA256')
    .update(signaturePayload)
    .verify(KEYS.publicKey, signature, 'base64');
}
