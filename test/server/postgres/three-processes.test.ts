import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSimulator, createVirtualClock } from '../../../adapters/simulator/index.js';
import { createNodeServer } from '../../../cli/node-server.js';
import { runInRealTime } from '../../../cli/real-time.js';
import { type BuiltServer, buildServer } from '../../../fixtures/built-server.js';
import { startPostgres, type TestPostgres } from '../../../fixtures/postgres.js';
import { type Orders, postgresOrders } from '../../../src/server/index.js';
import { createMockJuspay } from '../../../testing/mock-juspay/mock-juspay.js';

// Postgres has a clock of its own: here time is real.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const API_KEY = 'an-api-key-of-the-dashboard';
const WEBHOOK = { username: 'juspay', password: 'a password of the dashboard' };
/** The clock of the servers: what they wait for for a minute takes some seconds. */
const SPEED = 6;
const CUSTOMERS = 500;
const AT_ONCE = 16;
/** The customer before whom all connections to the database break. */
const BREAKS_AT = 300;
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
let postgres: TestPostgres | undefined;
let built: BuiltServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
  built = await buildServer();
});

afterAll(async () => {
  await postgres?.stop();
  built?.remove();
});

async function newDatabase(name: string): Promise<string> {
  if (postgres === undefined) throw new Error('Postgres was not started');
  return postgres.createDatabase(name);
}

/** What becomes of an order: each of these is as likely. */
const FATES = [
  ...['paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paidSlowly', 'paidSlowly'],
  ...['paidSlowly', 'paidSlowly', 'failed', 'failed', 'failed', 'failedThenPaid', 'failedThenPaid'],
  // Nobody pays, and the bank never says.
  ...['untouched', 'untouched', 'endless', 'endless'],
] as const;
type Fate = (typeof FATES)[number];

/** Numbers from 0 to 1, the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

interface Process {
  readonly child: ChildProcess;
  readonly address: string;
}

/** What a process says went wrong. */
interface Report {
  readonly where: string;
  readonly error: string;
}

function isAlive({ child }: Process): boolean {
  return child.exitCode === null && child.signalCode === null;
}

describe('three processes on one Postgres', () => {
  it('bring its tables up to date at once', async () => {
    const connectionString = await newDatabase('migrated');
    const all = await Promise.all([1, 2, 3].map(() => postgresOrders({ connectionString })));
    const order = { orderId: 'A1', customerId: 'asha', amount: '2.00' };
    const made = await Promise.all(all.map((orders) => orders.create(order)));
    expect(made).toEqual([made[0], made[0], made[0]]);
    await Promise.all(all.map((orders) => orders.close()));
  });

  it('settle and deliver the orders of 500 customers once each, though one is killed and connections break', async () => {
    const random = seeded(7);
    const connectionString = await newDatabase('shop');
    const clock = createVirtualClock({ now: Date.now() });
    const simulator = createSimulator({ clock });
    const { merchantId, clientId } = simulator.merchant;
    const servers: Process[] = [];
    const anyServer = () => {
      const living = servers.filter(isAlive);
      const found = living[Math.floor(random() * living.length)];
      if (found === undefined) throw new Error('no process is left');
      return found.address;
    };
    const mock = createMockJuspay({
      ...{ simulator, apiKey: API_KEY },
      webhook: { url: 'https://shop.example.com/webhooks/juspay', ...WEBHOOK },
      fetch: async (request) =>
        fetch(`${anyServer()}/webhooks/juspay`, {
          ...{ method: 'POST', headers: request.headers },
          body: await request.text(),
        }),
    });
    const juspay = createNodeServer(
      (request) => mock.fetch(request),
      () => {},
    );
    juspay.listen(0, '127.0.0.1');
    await once(juspay, 'listening');
    const stopClock = runInRealTime(clock);
    const reported: Report[] = [];

    async function start(killAt?: string): Promise<void> {
      const settings = {
        ...{ connectionString, merchantId, privateKey, now: clock.now(), speed: SPEED },
        ...{ juspay: addressOf(juspay.address()), apiKey: API_KEY, webhook: WEBHOOK },
        ...{ killAt, times: 40 },
        server: { patience: { failedFor: 10_000, untouchedFor: 60_000 } },
        session: {
          customerEmail: 'asha@example.com',
          customerPhone: '9876500000',
          paymentPageClientId: clientId,
        },
      };
      const child = fork(built?.script ?? '', {
        execArgv: [],
        env: { ...process.env, SERVER: JSON.stringify(settings) },
      });
      const address = await new Promise<string>((resolve) => {
        child.on('message', (heard: { address: AddressInfo } | Report) => {
          if ('where' in heard) reported.push(heard);
          else resolve(addressOf(heard.address));
        });
      });
      servers.push({ child, address });
    }

    async function ask(path: string, customerId: string, body: object): Promise<unknown> {
      const headers = { 'content-type': 'application/json', 'x-customer': customerId };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const answer = await fetch(`${anyServer()}${path}`, init).catch(() => undefined);
      // A process that died in the middle, or lost its database: another is asked.
      if (answer === undefined || answer.status === 503) return ask(path, customerId, body);
      expect([200, 201]).toContain(answer.status);
      return answer.json();
    }

    const fates = new Map<string, Fate>();

    async function buys(nth: number): Promise<void> {
      const customerId = `customer-${nth}`;
      const orderId = `A${nth}`;
      await ask('/buy', customerId, { orderId, customerId, amount: '2.00' });
      await ask('/sessions', customerId, { orderId });
      const fate = FATES[Math.floor(random() * FATES.length)] ?? 'paid';
      fates.set(orderId, fate);
      meets(orderId, fate);
    }

    function meets(orderId: string, fate: Fate): void {
      const later = 1_000 + random() * 6_000;
      for (const kind of ['lose', 'duplicate', 'reorder', 'noId', 'wrongAuth'] as const) {
        if (random() < 0.2) mock.webhooks.arm(kind);
      }
      switch (fate) {
        case 'paid':
          mock.pays(orderId);
          return;
        case 'paidSlowly':
          mock.pays(orderId, { answer: 'PENDING', debitAfter: later });
          return;
        case 'failed':
          mock.pays(orderId, { answer: 'FAILURE', debitAfter: later });
          return;
        case 'failedThenPaid':
          mock.pays(orderId, { answer: 'FAILURE' });
          clock.setTimeout(() => mock.pays(orderId), later + 5_000);
          return;
        case 'endless':
          mock.pays(orderId, { answer: 'PENDING', debitAfter: Number.POSITIVE_INFINITY });
          return;
        case 'untouched':
          return;
      }
    }

    await Promise.all([start('delivery, after'), start(), start()]);
    const orders = await postgresOrders({ connectionString });
    let next = 0;
    const line = async () => {
      while (next < CUSTOMERS) {
        next += 1;
        const nth = next;
        if (nth === BREAKS_AT) await breakConnections(orders);
        await buys(nth);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, line));
    await settled(orders, fates);
    expect(servers.filter(isAlive)).toHaveLength(2);
    const delivered = await sql<{
      order_id: string;
      kind: string;
      status: string;
    }>`select order_id, kind, status from deliveries`.execute(orders.db);
    for (const [orderId, fate] of fates) {
      const order = await orders.find(orderId);
      const told = delivered.rows.filter((row) => row.order_id === orderId);
      const kinds = told.map(({ kind }) => kind);
      expect({ orderId, ...endOf(fate) }).toMatchObject({ orderId, status: order?.status });
      if (fate === 'endless') expect(kinds).toEqual([]);
      else expect(kinds.filter((kind) => kind === 'settled')).toEqual(['settled']);
      if (fate !== 'failedThenPaid') expect(kinds).not.toContain('paidLate');
      // Whoever delivers what is told as paid delivers what is paid, once.
      const shipped = told.filter(({ status }) => status === 'paid');
      expect({ orderId, shipped: shipped.length }).toEqual({
        ...{ orderId, shipped: order?.status === 'paid' ? 1 : 0 },
      });
      expect(simulator.ledger.debits(orderId)).toHaveLength(order?.status === 'paid' ? 1 : 0);
    }
    // What went wrong was the database, and never Juspay.
    expect(reported.filter(({ where }) => where === 'juspay')).toEqual([]);

    const last = servers.filter(isAlive).map(async ({ child }) => {
      child.send({});
      return once(child, 'exit');
    });
    expect(await Promise.all(last)).toEqual([
      [0, null],
      [0, null],
    ]);
    await orders.close();
    await stopClock();
    juspay.closeAllConnections();
    juspay.close();
  });
});

async function breakConnections({ db }: Orders): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
}

/** Waits until the books say what Juspay's ledger says, and everything was told. */
async function settled(orders: Orders, fates: ReadonlyMap<string, Fate>): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ order_id: string; status: string }>`
      select order_id, status from upi_orders`.execute(orders.db);
    const untold = await sql`select 1 from upi_outbox where delivered_at is null`.execute(
      orders.db,
    );
    const open = rows.filter(
      ({ order_id, status }) => status !== endOf(fates.get(order_id) ?? 'endless').status,
    );
    if (rows.length === fates.size && open.length === 0 && untold.rows.length === 0) return;
    await sleep(1_000);
  }
}

function endOf(fate: Fate) {
  const status = {
    ...{ paid: 'paid', paidSlowly: 'paid', failedThenPaid: 'paid' },
    ...{ failed: 'failed', untouched: 'expired', endless: 'open' },
  }[fate];
  return { status };
}

function addressOf(address: AddressInfo | string | null): string {
  return typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
}
