import { createServer, type IncomingMessage, request as nodeRequest, Server } from 'node:http';
import { connect } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import express from 'express';
import { Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toNodeHandler } from '../../src/server/index.js';
import {
  createTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../testing/server/index.js';

vi.setConfig({ testTimeout: 60_000 });

const RIGHT = `Basic ${Buffer.from('juspay:a password of the dashboard').toString('base64')}`;
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function serverWith(server: TestServerOptions['server'] = {}): Promise<TestServer> {
  const test = await createTestServer({ world: { device: 'LINKED' }, server });
  ends.push(() => test.stop());
  const { orders, customerId } = test;
  await orders.create({ orderId: 'A1', customerId, amount: '2.00' });
  return test;
}

/** Where a host listens that is closed after the test. */
async function listening(host: Server): Promise<string> {
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  ends.push(
    () =>
      new Promise((resolve) => {
        host.close(resolve);
        host.closeAllConnections();
      }),
  );
  const address = host.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** Every way to mount the server, and the base path it is given there. */
const MOUNTS: readonly {
  readonly name: string;
  readonly mount: (test: TestServer) => Promise<Send>;
  readonly basePath?: string;
}[] = [
  {
    name: 'node:http',
    mount: async (test) => over(await listening(createServer(toNodeHandler(test.server)))),
  },
  {
    name: 'Express, with a path',
    mount: async (test) => {
      const app = express();
      app.use('/upi', toNodeHandler(test.server));
      return over(`${await listening(createServer(app))}/upi`);
    },
  },
  {
    name: 'Express, in a router of a router',
    mount: async (test) => {
      const app = express();
      const router = express.Router();
      router.use('/upi', toNodeHandler(test.server));
      app.use('/shop', router);
      return over(`${await listening(createServer(app))}/shop/upi`);
    },
  },
  {
    name: 'Hono, by mount',
    mount: async (test) => {
      const app = new Hono();
      app.mount('/upi', test.server.fetch);
      return over(`${await hono(app)}/upi`);
    },
  },
  {
    name: 'Hono, by a route and a base path',
    mount: async (test) => {
      const app = new Hono();
      app.all('/upi/*', (context) => test.server(context.req.raw));
      return over(`${await hono(app)}/upi`);
    },
    basePath: '/upi',
  },
  {
    name: 'a route handler of Next',
    mount: async ({ server }) => {
      // What app/upi/[...path]/route.ts exports.
      const route = { GET: server.fetch, POST: server.fetch };
      return async (path, init) => {
        const request = new NextRequest(`https://shop.example.com/upi${path}`, init);
        return request.method === 'POST' ? route.POST(request) : route.GET(request);
      };
    },
    basePath: '/upi',
  },
];

/** As Next hands them over: a Request with more on it, and no address of the caller. */
class NextRequest extends Request {
  get nextUrl(): URL {
    return new URL(this.url);
  }
}

function hono(app: Hono): Promise<string> {
  const host = createAdaptorServer({ fetch: app.fetch });
  if (host instanceof Server) return listening(host);
  throw new Error('another protocol');
}

function over(base: string): Send {
  return (path, init) => fetch(`${base}${path}`, init);
}

describe.each(MOUNTS)('mounted in $name', ({ mount, basePath }) => {
  const posted = (body: unknown, headers: Record<string, string>): RequestInit => ({
    ...{ method: 'POST', body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json', ...headers },
  });

  it('the server signs, tells of an order, takes a webhook, and refuses in one form', async () => {
    const test = await serverWith({ basePath });
    const send = await mount(test);
    const customer = { 'x-customer': test.customerId };
    const { merchantId } = test.simulator.merchant;
    const claims = {
      ...{ merchant_id: merchantId, customer_id: test.customerId, timestamp: '1767587400000' },
      ...{ amount: '2.00', order_id: 'A1' },
    };

    const signed = await send('/authorize', posted({ action: 'upiTxn', claims }, customer));
    expect(signed.status).toBe(200);
    expect(signed.headers.get('cache-control')).toBe('no-store');
    expect(await signed.json()).toMatchObject({ signaturePayload: expect.stringContaining('A1') });
    expect(await test.orders.find('A1')).toMatchObject({ status: 'open', attempts: 1 });

    const order = await send('/orders/A1', { headers: customer });
    expect(order.status).toBe(200);
    expect(await order.json()).toMatchObject({ order_id: 'A1' });

    const event = { id: 'evt_1', event_name: 'TXN_CHARGED', content: { txn: { order_id: 'A1' } } };
    const webhook = await send('/webhooks/juspay', posted(event, { authorization: RIGHT }));
    expect([webhook.status, await webhook.json()]).toEqual([200, { received: true }]);

    const nobody = await send('/authorize', posted({ action: 'upiTxn', claims }, {}));
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('content-type')).toBe('application/problem+json');
    expect(await nobody.json()).toMatchObject({ code: 'unauthenticated', status: 401 });

    const lost = await send('/orders/A1/more', { headers: customer });
    expect([lost.status, lost.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ]);
    expect((await send('/healthz')).status).toBe(200);
    expect(test.errors).toEqual([]);
  });

  it('an id in the path is no way out of it', async () => {
    const test = await serverWith({ basePath });
    const send = await mount(test);
    for (const id of ['%2e%2e%2fhealthz', 'A1%00', 'A1%2f..', '%ff', 'B%201']) {
      const response = await send(`/orders/${id}`, { headers: { 'x-customer': test.customerId } });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'unknownOrder' });
    }
  });

  it('a body that is too large is cut off with 413, announced or not', async () => {
    const test = await serverWith({ basePath });
    const send = await mount(test);
    const headers = { 'content-type': 'application/json', 'x-customer': test.customerId };
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        if (sent > 4_000) controller.close();
        else controller.enqueue(new Uint8Array(16_384).fill(0x20));
      },
    });
    const announced = ' '.repeat(1_000_000);
    for (const body of [announced, endless]) {
      const init = { method: 'POST', headers, body, duplex: 'half' as const };
      const response = await send('/authorize', init);
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ code: 'tooLarge' });
    }
    expect(sent).toBeLessThan(4_000);
    expect(test.errors).toEqual([]);
  });
});

describe('mounted in Express', () => {
  it('behind a reader of bodies, the server refuses and its owner is told why', async () => {
    const test = await serverWith();
    const app = express();
    app.use(express.json());
    app.use('/upi', toNodeHandler(test.server));
    const send = over(`${await listening(createServer(app))}/upi`);
    const response = await send('/authorize', {
      ...{ method: 'POST', body: '{"action":"initiate","claims":{}}' },
      headers: { 'content-type': 'application/json', 'x-customer': test.customerId },
    });
    expect(response.status).toBe(503);
    expect(test.errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('Mount the server before what reads bodies'),
      }),
    ]);
  });

  it('with a base path besides, nothing is found: Express has taken the path off', async () => {
    const test = await serverWith({ basePath: '/upi' });
    const app = express();
    app.use('/upi', toNodeHandler(test.server));
    const base = await listening(createServer(app));
    expect((await fetch(`${base}/upi/healthz`)).status).toBe(404);
    expect((await fetch(`${base}/upi/upi/healthz`)).status).toBe(200);
  });
});

describe('over a socket', () => {
  const raw = (base: string, text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(base);
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.setEncoding('utf8');
      socket.on('data', (part) => {
        answer += part;
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
      socket.end(text);
    });

  it('a request that ends in the middle is nobody’s fault but its sender’s', async () => {
    const test = await serverWith();
    const base = await listening(createServer(toNodeHandler(test.server)));
    const { hostname, port } = new URL(base);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST /authorize HTTP/1.1\r\nhost: a\r\nx-customer: ${test.customerId}\r\n` +
            'content-type: application/json\r\ncontent-length: 100\r\n\r\n{"action"',
        );
        setImmediate(() => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    await test.pass(0);
    expect(test.errors).toEqual([]);
  });

  it.each([
    'GET /orders/../healthz HTTP/1.1\r\nhost: a',
    'GET /orders/%2e%2e/orders/A1 HTTP/1.1\r\nhost: a',
    'GET http://other.example.com/orders/A1 HTTP/1.1\r\nhost: a',
    'GET //orders/A1 HTTP/1.1\r\nhost: a',
    'OPTIONS * HTTP/1.1\r\nhost: a',
    'GET /orders/A1 HTTP/1.1\r\nhost: a b/c?d#e',
    'GET /orders/A1 HTTP/1.0',
  ])('%j is answered, and never with 500', async (head) => {
    const test = await serverWith();
    const base = await listening(createServer(toNodeHandler(test.server)));
    const answer = await raw(base, `${head}\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|40\d) /);
    expect(answer).not.toMatch(/\n\s*at |node_modules/);
    expect(test.errors).toEqual([]);
  });

  it('a caller is known by the socket, whatever a header says', async () => {
    const test = await serverWith({ limits: { failed: 2 } });
    const base = await listening(createServer(toNodeHandler(test.server)));
    const from = (ip: string, localAddress: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        nodeRequest(`${base}/orders/A1`, { localAddress, headers: { 'x-forwarded-for': ip } })
          .on('response', (response) => {
            response.resume();
            resolve(response);
          })
          .on('error', reject)
          .end();
      });
    const statuses: (number | undefined)[] = [];
    for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      statuses.push((await from(ip, '127.0.0.1')).statusCode);
    }
    expect(statuses).toEqual([401, 401, 429]);
    expect((await from('192.0.2.1', '127.0.0.2')).statusCode).toBe(401);
  });
});
