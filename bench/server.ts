/**
 * What the server costs beside the work that nobody can spare it: the signature, and the rows it reads and writes.
 * `npx tsx bench/server.ts` prints medians of rounds that take turns, so that a machine that is busy for a while
 * is so for all of them.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'libsql';
import { createJuspay, createSigner, createUpiServer, sqliteOrders } from '../src/server/index.js';

const ROUNDS = 15;
const WARM_UP = 3;
/** Of one kind, in one round. */
const CALLS = 200;
const ORDERS = 200;
const ANYTHING = 1_000_000_000;
const WHO = { merchant_id: 'stock', customer_id: 'asha', timestamp: '1767587400000' };

/** One call, that rejects when it did not do its work. */
type Call = (no: number) => Promise<void>;

const folder = mkdtempSync(join(tmpdir(), 'upi-flow-bench-'));
const file = join(folder, 'orders.db');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signAside = promisify(sign);

const orders = await sqliteOrders({ file });
const server = createUpiServer({
  orders,
  signer: createSigner({ merchantKeyId: 'bench', privateKey }),
  juspay: createJuspay({
    environment: 'sandbox',
    merchantId: 'stock',
    apiKey: 'bench',
    fetch: async (url) => Response.json(statusOf(url.split('/').at(-1) ?? '')),
  }),
  merchantId: 'stock',
  authenticate: () => 'asha',
  onOrderSettled: () => {},
  limits: { customer: ANYTHING, failed: ANYTHING },
});

/** An order that is being paid: what an app asks about, again and again; one that was just signed is paid. */
function statusOf(orderId: string) {
  const status = orderId.startsWith('A') ? 'PENDING_VBV' : 'CHARGED';
  return { order_id: orderId, status, amount: 2, currency: 'INR', txn_uuid: 'moz1' };
}

const idOf = (no: number): string => `A${no % ORDERS}`;
const claimsOf = (no: number) => ({ ...WHO, amount: '2.00', order_id: idOf(no) });

/** Orders that nobody was given a signature for yet: the first is what most payments need. */
let placed = 0;
async function placeOrders(): Promise<void> {
  for (let no = 0; no < CALLS; no += 1) {
    placed += 1;
    await orders.create({ orderId: `B${placed}`, customerId: 'asha', amount: '2.00' });
  }
}

async function ask(path: string, body?: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await server(new Request(`http://localhost${path}`, init));
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
  await response.text();
}

const database = new Database(file);
for (const pragma of ['synchronous = FULL', 'busy_timeout = 5000']) {
  database.exec(`PRAGMA ${pragma}`);
}
const select = database.prepare('select * from upi_orders where order_key = ?');
const update = database.prepare(
  'update upi_orders set attempts = attempts + 1 where order_key = ?',
);

const calls: Readonly<Record<string, Call>> = {
  'a signature alone': async (no) => {
    await signAside('sha256', Buffer.from(JSON.stringify(claimsOf(no))), privateKey);
  },
  'one select and one update alone': async (no) => {
    const key = idOf(no).toLowerCase();
    if (select.get(key) === undefined) throw new Error('there is no such order');
    update.run(key);
  },
  'POST /authorize, who it is': () => ask('/authorize', { action: 'initiate', claims: WHO }),
  'POST /authorize, a payment': (no) =>
    ask('/authorize', {
      action: 'upiTxn',
      claims: { ...claimsOf(no), order_id: `B${placed - CALLS + no}` },
    }),
  'GET /orders/{orderId}': (no) => ask(`/orders/${idOf(no)}`),
};

/** Resolves when the orders that were just signed were looked at, and are paid. */
async function allSettled(): Promise<void> {
  for (;;) {
    const open = await orders.db
      .selectFrom('upi_orders')
      .select('order_id')
      .where('order_id', 'like', 'B%')
      .where('status', '=', 'open')
      .executeTakeFirst();
    if (open === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Calls a second, with so many under way at once. */
async function round(call: Call, atOnce: number): Promise<number> {
  let no = 0;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (no < CALLS) {
        no += 1;
        await call(no);
      }
    }),
  );
  return (CALLS / (performance.now() - begin)) * 1_000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

async function measure(atOnce: number): Promise<ReadonlyMap<string, number>> {
  const rates = new Map<string, number[]>();
  for (let no = -WARM_UP; no < ROUNDS; no += 1) {
    for (const [name, call] of Object.entries(calls)) {
      if (name.endsWith('a payment')) await placeOrders();
      const rate = await round(call, atOnce);
      // What follows from payments is no cost of the next kind.
      if (name.endsWith('a payment')) await allSettled();
      if (no >= 0) rates.set(name, [...(rates.get(name) ?? []), rate]);
    }
  }
  return new Map(Array.from(rates, ([name, all]) => [name, median(all)]));
}

function table(atOnce: number, rates: ReadonlyMap<string, number>): string {
  const [signature = 1, rows = 1] = rates.values();
  const lines = Array.from(rates, ([name, rate]) => [
    name,
    Math.round(rate).toLocaleString('en'),
    (signature / rate).toFixed(2),
    (rows / rate).toFixed(2),
  ]);
  const head = [`${atOnce} at once`, 'a second', 'signatures', 'selects and updates'];
  const all = [head, ['---', '---:', '---:', '---:'], ...lines];
  return all.map((line) => `| ${line.join(' | ')} |\n`).join('');
}

try {
  for (let no = 0; no < ORDERS; no += 1) {
    await orders.create({ orderId: idOf(no), customerId: 'asha', amount: '2.00' });
    await ask('/authorize', { action: 'upiTxn', claims: claimsOf(no) });
  }
  await server.start();
  for (const atOnce of [1, 16]) {
    process.stdout.write(`${table(atOnce, await measure(atOnce))}\n`);
  }
} finally {
  await server.stop();
  database.close();
  await orders.close();
  rmSync(folder, { recursive: true, force: true });
}
