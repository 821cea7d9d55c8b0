import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { createNodeServer } from '../../../cli/node-server.js';
import { type BuiltServer, buildServer } from '../../../fixtures/built-server.js';
import { type ServerOrder, sqliteOrders } from '../../../src/server/index.js';
import { createMockJuspay, type MockJuspay } from '../../../testing/mock-juspay/mock-juspay.js';

// Processes are started.
vi.setConfig({ testTimeout: 180_000 });

const MINUTE = 60_000;
const API_KEY = 'an-api-key-of-the-dashboard';
const WEBHOOK = { username: 'juspay', password: 'a password of the dashboard' };
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const folder = mkdtempSync(join(tmpdir(), 'upi-flow-killed-'));
let files = 0;
let built: BuiltServer | undefined;

beforeAll(async () => {
  built = await buildServer();
});

afterAll(() => {
  built?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A step at which a process kills itself, when it comes there so many times. */
type Kill = readonly [step: string, times: number];

interface World {
  readonly mock: MockJuspay;
  /** Asks until there is an answer; a process that died is followed by the next. */
  ask(path: string, body: object): Promise<Record<string, unknown>>;
  /** Lets time pass for Juspay and for the server. */
  pass(ms: number): Promise<void>;
}

/** What is in the books, and in the shop's own table. */
interface Books {
  readonly order: ServerOrder | undefined;
  readonly attempts: number;
  /** `settled`, `paidLate`: a row each. */
  readonly delivered: readonly string[];
  /** How often something was told, as the books say. */
  readonly told: number;
  readonly untold: number;
}

async function readBooks(file: string): Promise<Books> {
  const { db, find, close } = await sqliteOrders({ file });
  const count = async (query: ReturnType<typeof sql<{ n: number }>>) =>
    Number((await query.execute(db)).rows[0]?.n);
  const delivered = await sql<{ kind: string }>`select kind from deliveries order by rowid`
    .execute(db)
    // It died before it had made the table.
    .catch(() => ({ rows: [] }));
  const books = {
    order: await find('A1'),
    attempts: await count(sql`select count(*) as n from upi_attempts`),
    delivered: delivered.rows.map(({ kind }) => kind),
    told: await count(sql`select count(*) as n from upi_outbox where delivered_at is not null`),
    untold: await count(sql`select count(*) as n from upi_outbox where delivered_at is null`),
  };
  await close();
  return books;
}

/** Tells a story to a server that is killed at these steps, each time by another process. */
async function tell(kills: readonly Kill[], story: (world: World) => Promise<void>) {
  files += 1;
  const file = join(folder, `orders-${files}.db`);
  const simulator = createSimulator();
  const { clock, merchant } = simulator;
  const { clientId, customerId, merchantId } = merchant;
  const left = [...kills];
  let child: ChildProcess | undefined;
  let address = '';
  let signatures = 0;
  let deaths = 0;

  const mock = createMockJuspay({
    ...{ simulator, apiKey: API_KEY },
    webhook: { url: 'https://shop.example.com/webhooks/juspay', ...WEBHOOK },
    fetch: async (request) =>
      fetch(`${address}/webhooks/juspay`, {
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

  async function start(): Promise<ChildProcess> {
    const [killAt, times] = left.shift() ?? [];
    const settings = {
      ...{ file, killAt, times, merchantId, privateKey, now: clock.now() },
      ...{ juspay: addressOf(juspay.address()), apiKey: API_KEY, webhook: WEBHOOK },
      session: {
        customerEmail: 'asha@example.com',
        customerPhone: '9876500000',
        paymentPageClientId: clientId,
      },
    };
    const started = fork(built?.script ?? '', {
      execArgv: [],
      env: { ...process.env, SERVER: JSON.stringify(settings) },
    });
    const heard = await next(started);
    if (heard === undefined) return follow(started);
    address = addressOf(heard.address);
    return started;
  }

  /** The process that comes after one that died: until then nothing may be half done. */
  async function follow(dead: ChildProcess): Promise<ChildProcess> {
    if (dead.signalCode === null && dead.exitCode === null) await once(dead, 'exit');
    expect(dead.signalCode).toBe('SIGKILL');
    const { attempts, delivered, told } = await readBooks(file);
    expect(attempts).toBeGreaterThanOrEqual(signatures);
    expect(delivered).toHaveLength(told);
    deaths += 1;
    child = undefined;
    return living();
  }

  async function living(): Promise<ChildProcess> {
    child ??= await start();
    return child;
  }

  async function settle(): Promise<number> {
    const asked = await living();
    asked.send({ to: clock.now() }, () => {});
    const heard = await next(asked);
    if (heard === undefined) {
      await follow(asked);
      return settle();
    }
    return heard.nextAt ?? Number.POSITIVE_INFINITY;
  }

  async function ask(path: string, body: object): Promise<Record<string, unknown>> {
    const asked = await living();
    const headers = { 'content-type': 'application/json', 'x-customer': customerId };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${address}${path}`, init)
      .then((response) => response.text())
      .catch(() => undefined);
    if (answer === undefined) {
      await follow(asked);
      return ask(path, body);
    }
    if (answer.includes('"signature"')) signatures += 1;
    return JSON.parse(answer);
  }

  async function pass(ms: number): Promise<void> {
    const end = clock.now() + ms;
    for (;;) {
      await mock.webhooks.idle();
      const due = Math.min(await settle(), clock.nextAt ?? Number.POSITIVE_INFINITY);
      if (due > end) break;
      await clock.advance(due - clock.now());
    }
    await clock.advance(end - clock.now());
  }

  await story({ mock, ask, pass });
  const last = await living();
  last.send({});
  const [code] = await once(last, 'exit');
  expect(code).toBe(0);
  juspay.closeAllConnections();
  juspay.close();
  return { ...(await readBooks(file)), kills: deaths };
}

interface Heard {
  readonly address: AddressInfo;
  readonly nextAt?: number;
}

/** What a process says next, besides what it reports; `undefined` when it died. */
function next(child: ChildProcess): Promise<Heard | undefined> {
  return new Promise((resolve) => {
    const end = (heard: Heard | undefined) => {
      child.off('message', hear);
      child.off('exit', die);
      resolve(heard);
    };
    const die = () => end(undefined);
    const hear = (heard: Heard & { error?: string }) => {
      if (heard.error === undefined) end(heard);
    };
    child.on('message', hear);
    child.on('exit', die);
    if (child.exitCode !== null || child.signalCode !== null) die();
  });
}

function addressOf(address: AddressInfo | string | null): string {
  return typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
}

const order = { orderId: 'A1', amount: '2.00' };

/** Everything up to the page of the bank. */
async function buys({ ask, mock }: World): Promise<void> {
  const { customerId, merchantId } = createSimulator().merchant;
  await ask('/buy', { ...order, customerId });
  const who = { merchant_id: merchantId, customer_id: customerId, timestamp: '1767587400000' };
  const claims = { ...who, amount: order.amount, order_id: order.orderId };
  expect(await ask('/authorize', { action: 'upiTxn', claims })).toHaveProperty('signature');
  expect(await ask('/sessions', { orderId: 'A1' })).toHaveProperty('sdkPayload');
  expect(mock.calls.at(-1)).toMatchObject({ route: 'session' });
}

async function paid(world: World): Promise<void> {
  await buys(world);
  world.mock.pays('A1');
  await world.pass(30 * MINUTE);
}

async function paidSlowly(world: World): Promise<void> {
  await buys(world);
  world.mock.pays('A1', { answer: 'PENDING', debitAfter: 10 * MINUTE });
  await world.pass(45 * MINUTE);
}

async function paidLate(world: World): Promise<void> {
  await buys(world);
  world.mock.pays('A1', { answer: 'FAILURE' });
  await world.pass(45 * MINUTE);
  world.mock.pays('A1');
  await world.pass(10 * MINUTE);
}

/** What a story has to come to, wherever its processes died. */
const ended = { order: { status: 'paid' }, untold: 0 };

const DECISIVE: readonly string[] = [
  'create, after',
  'beginAttempt, after',
  'answer /authorize, after',
  // The signature has arrived.
  'answer /sessions, before',
  '/session, after',
  'noteWebhook, after',
  '/orders/A1, before',
  '/orders/A1, after',
  'apply, after',
  'delivery, before',
  'delivery, after',
  'deliver, after',
];

describe('a server that is killed', () => {
  it.each(DECISIVE)('at "%s" goes on with its file, and delivers once', async (step) => {
    const end = await tell([[step, 1]], paid);
    expect(end).toMatchObject({ ...ended, kills: 1, delivered: ['settled'] });
    expect(end.order?.nextCheckAt).toBeUndefined();
  });

  it('again and again, at each of its steps, delivers once', async () => {
    const more = ['create', 'beginAttempt', 'authorize', '/session', 'noteWebhook', 'apply'];
    const names = [...DECISIVE, ...more.map((name) => `${name}, before`)];
    const kills = names.sort((a, b) => placeOf(a) - placeOf(b)).map((name): Kill => [name, 1]);
    const end = await tell(kills, paidSlowly);
    expect(end).toMatchObject({ ...ended, kills: kills.length, delivered: ['settled'] });
    expect(end.order?.nextCheckAt).toBeUndefined();
  });

  it.each<Kill>([
    // The look after which its failure is certain.
    ['apply, after', 11],
    ['delivery, after', 1],
    // The payment that came late.
    ['noteWebhook, after', 5],
    ['delivery, after', 2],
    ['deliver, after', 2],
  ])('at "%s", %i, tells a failure and a late payment once each', async (step, times) => {
    const end = await tell([[step, times]], paidLate);
    expect(end).toMatchObject({ ...ended, kills: 1, delivered: ['settled', 'paidLate'] });
  });
});

/** The steps in the order of the story. */
function placeOf(step: string): number {
  const all = ['create', 'beginAttempt', 'authorize', 'answer /authorize', 'answer /sessions'];
  all.push('/session', 'noteWebhook', '/orders/A1', 'apply', 'deliver, before', 'delivery');
  const [name = '', when] = step.split(', ');
  const place = all.includes(name) ? all.indexOf(name) : all.length;
  return place * 2 + (when === 'after' ? 1 : 0);
}
