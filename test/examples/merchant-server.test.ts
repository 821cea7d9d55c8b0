import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Config, readConfig, secretsIn } from '../../examples/merchant-server/config.js';
import { customers } from '../../examples/merchant-server/customers.js';
import { listen } from '../../examples/merchant-server/listen.js';
import { createLog } from '../../examples/merchant-server/log.js';
import { type Running, run } from '../../examples/merchant-server/run.js';
import { sqliteOrders } from '../../src/server/index.js';

/** Programs are started and keys are made, on a machine that may be busy. */
const PATIENCE = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'upi-flow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = {
  PORT: '0',
  JUSPAY_API_KEY: 'planted-api-key-1',
  JUSPAY_WEBHOOK_PASSWORD: 'planted-password-1',
};

interface Line {
  readonly msg?: string;
  readonly [name: string]: unknown;
}

async function jsonOf(answer: Response): Promise<Readonly<Record<string, unknown>>> {
  return Object(await answer.json());
}

/** Takes log lines, and says when one with a message came. */
function logBook() {
  const texts: string[] = [];
  const waiting: { readonly msg: string; readonly go: (line: Line) => void }[] = [];
  const lines = (): readonly Line[] => texts.map((text): Line => JSON.parse(text));
  return {
    texts,
    lines,
    write(text: string): void {
      texts.push(text);
      const line: Line = JSON.parse(text);
      for (const { msg, go } of waiting) if (msg === line.msg) go(line);
    },
    said: (msg: string): Promise<Line> =>
      new Promise((resolve) => {
        const found = lines().find((line) => line.msg === msg);
        if (found !== undefined) resolve(found);
        waiting.push({ msg, go: resolve });
      }),
  };
}

describe('the example of a merchant’s server', () => {
  const book = logBook();
  const printed: string[] = [];
  const [asha, ravi] = customers;
  let config: Config;
  let running: Running;
  let orderId = '';
  let bookId = '';

  beforeAll(async () => {
    config = readConfig({ ...env, ORDERS_FILE: join(folder, 'data', 'orders.db') });
    running = await run(config, { print: (line) => void printed.push(line), log: book });
    orderId = /fund-asha-\w+/.exec(printed.join('\n'))?.[0] ?? '';
    bookId = /book-asha-\w+/.exec(printed.join('\n'))?.[0] ?? '';
  }, PATIENCE);
  afterAll(() => running.stop());

  function ask(path: string, body?: object, token?: string): Promise<Response> {
    return fetch(path.startsWith('/') ? `${running.url}${path}` : path, {
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
  }

  it('is well, and prints a line to call every route', async () => {
    expect(await (await ask('/healthz')).json()).toEqual({ status: 'ok' });
    const text = printed.join('\n');
    for (const path of ['healthz', 'authorize', 'sessions', `orders/${orderId}`, '_mock/pay']) {
      expect(text).toContain(`/${path}`);
    }
    expect(orderId).not.toBe('');
  });

  it('knows its customers by their tokens, and shows nobody the orders of another', async () => {
    expect((await ask('/sessions', { orderId })).status).toBe(401);
    expect((await ask('/sessions', { orderId }, 'a-token-of-nobody')).status).toBe(401);
    expect((await ask('/sessions', { orderId }, ravi?.token)).status).toBe(404);
    expect((await ask(`/orders/${orderId}`, undefined, ravi?.token)).status).toBe(404);
  });

  it('takes an order from its session to its delivery, and delivers it once', async () => {
    const claims = {
      ...{ merchant_id: config.merchantId, customer_id: 'asha', timestamp: '1767587400000' },
      ...{ amount: '250.00', order_id: bookId },
    };
    const signed = await ask('/authorize', { action: 'upiTxn', claims }, asha?.token);
    expect(signed.status).toBe(200);
    // A signature would let any account pay for a fund.
    const fund = { ...claims, amount: '5000.00', order_id: orderId };
    const refused = await ask('/authorize', { action: 'upiTxn', claims: fund }, asha?.token);
    expect([refused.status, (await jsonOf(refused))['code']]).toEqual([409, 'otherTerms']);
    const { signature } = await jsonOf(signed);

    const session = await ask('/sessions', { orderId }, asha?.token);
    expect(session.status).toBe(201);
    const payload = Object(Object((await jsonOf(session))['sdkPayload']).payload);
    expect(payload).toMatchObject({ orderId, amount: '5000.0', orderType: 'TPV_PAYMENT' });

    expect((await ask(`${running.juspay}/_mock/pay`, { order_id: orderId })).status).toBe(200);
    expect(await book.said('order settled')).toMatchObject({ orderId, status: 'paid' });
    const answer = await ask(`/orders/${orderId}`, undefined, asha?.token);
    expect(await answer.json()).toMatchObject({ status: 'CHARGED' });
    const again = await ask('/sessions', { orderId }, asha?.token);
    expect([again.status, (await jsonOf(again))['code']]).toEqual([409, 'orderEnded']);

    await running.stop();
    const books = await sqliteOrders({ file: config.file });
    const rows = await books.db
      .withTables<{ shop_deliveries: { order_id: string; amount: string } }>()
      .selectFrom('shop_deliveries')
      .select(['order_id', 'amount'])
      .execute();
    await books.close();
    expect(rows).toEqual([{ order_id: orderId, amount: '5000.00' }]);

    const secrets = [
      ...secretsIn(config),
      ...customers.flatMap(({ token, email, phone, bankAccount }) => [
        ...[token, email, phone, bankAccount.accountNumber],
      ]),
      ...[signature, payload.clientAuthToken],
    ];
    expect(secrets).toContain('planted-api-key-1');
    expect(secrets.every((secret) => typeof secret === 'string' && secret.length > 5)).toBe(true);
    expect(book.lines().map(({ msg }) => msg)).toContain('order settled');
    expect(secrets.filter((secret) => book.texts.join('').includes(secret))).toEqual([]);
  });

  it('ends in order', async () => {
    await running.stop();
    const told = book.lines().map(({ msg }) => msg);
    expect(told[0]).toBe('listening');
    expect(told.slice(-2)).toEqual(['stopping', 'stopped']);
  });

  it(
    'ends with code 0 on SIGTERM, also when it comes twice',
    async () => {
      const main = fileURLToPath(
        new URL('../../examples/merchant-server/main.ts', import.meta.url),
      );
      const child = spawn(process.execPath, ['--import', 'tsx', main], {
        env: { ...process.env, ...env, ORDERS_FILE: join(folder, 'program.db') },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const program = logBook();
      createInterface({ input: child.stdout }).on('line', program.write);
      const code = new Promise((resolve) => child.once('close', resolve));
      await program.said('listening');
      child.kill('SIGTERM');
      child.kill('SIGTERM');
      expect(await code).toBe(0);
      expect(program.lines().at(-1)).toMatchObject({ msg: 'stopped' });
    },
    PATIENCE,
  );

  it('answers what is under way before it ends, and then waits for no connection', async () => {
    let asked = (): void => {};
    let release = (): void => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const answer = new Promise<Response>((resolve) => {
      release = () => resolve(new Response('done'));
    });
    const web = await listen(() => {
      asked();
      return answer;
    }, 0);
    const asking = fetch(`http://127.0.0.1:${web.port}/`);
    await isAsked;
    const closed = web.close();
    release();
    expect(await (await asking).text()).toBe('done');
    await closed;
    await expect(fetch(`http://127.0.0.1:${web.port}/`)).rejects.toThrow();
  });

  it(
    'says in one line why it cannot start, and ends with code 1',
    () => {
      const main = fileURLToPath(
        new URL('../../examples/merchant-server/main.ts', import.meta.url),
      );
      const bad = { ...process.env, ...env, JUSPAY_PRIVATE_KEY: 'no key', ORDERS_FILE: ':memory:' };
      const child = spawnSync(process.execPath, ['--import', 'tsx', main], {
        env: bad,
        encoding: 'utf8',
      });
      expect(child.status).toBe(1);
      expect(child.stderr.trim().split('\n')).toHaveLength(1);
      expect(child.stderr).toMatch(/key/i);
    },
    PATIENCE,
  );

  it('says what is wrong with a port', () => {
    expect(() => readConfig({ PORT: '80800' })).toThrow(/^PORT must be/);
  });
});

describe('the log of the example', () => {
  function logged(fields: object, secrets: readonly string[] = []): string {
    const book = logBook();
    createLog(secrets, book).info(fields, 'said');
    return book.texts.join('');
  }

  it.each([
    [{ authorization: 'planted' }],
    [{ request: { headers: { authorization: 'planted' } } }],
    [{ customer: { phone: 'planted', email: 'planted' } }],
    [{ session: { sdkPayload: { payload: { clientAuthToken: 'planted' } } } }],
    [{ a: { b: { c: { accountNumber: 'planted' } } } }],
  ])('masks what a name says is secret: %j', (fields) => {
    expect(logged(fields)).toContain('[secret]');
    expect(logged(fields)).not.toContain('planted');
  });

  it('cuts the secrets of the configuration out of every text', () => {
    const key = readConfig(env);
    const text = logged({ why: `asked with ${key.apiKey}`, key: key.privateKey }, secretsIn(key));
    expect(text).toContain('asked with [secret]');
    for (const secret of secretsIn(key)) expect(text).not.toContain(secret);
  });

  it('tells of an error what it is, and not what it says', () => {
    const err = Object.assign(new TypeError('planted row'), {
      code: 'SQLITE_BUSY',
      body: 'planted',
      cause: new Error('planted'),
    });
    const text = logged({ err });
    expect(JSON.parse(text)).toMatchObject({ err: { name: 'TypeError', code: 'SQLITE_BUSY' } });
    expect(text).not.toContain('planted');
  });
});
