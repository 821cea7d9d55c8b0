import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Running, run } from '../../cli/run.js';

const SESSION = {
  order_id: 'A1',
  amount: '200.00',
  customer_id: 'c1',
  customer_email: 'test@example.com',
  customer_phone: '9876543210',
  payment_page_client_id: 'stock',
  action: 'paymentPage',
};

const toClose: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

async function start(argv: readonly string[], env: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  let heard = (): void => {};
  const running: Running = await run(argv, {
    env,
    out: (line) => {
      out.push(line);
      heard();
    },
    err: (line) => void err.push(line),
  });
  toClose.push(() => running.close());
  const base = `http://127.0.0.1:${running.port}`;
  const headers = { authorization: `Basic ${btoa('test-api-key:')}`, 'x-merchantid': 'stock' };
  const ask = (method: string, path: string, body?: unknown): Promise<Response> => {
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return fetch(`${base}${path}`, init);
  };
  /** Waits until a line is printed. */
  const printed = (line: string): Promise<void> =>
    new Promise((resolve) => {
      heard = () => {
        if (out.includes(line)) resolve();
      };
      heard();
    });
  return { running, out, err, ask, printed };
}

const free = ['mock-juspay', '--port', '0'];

describe('upi-flow', () => {
  it.each([['--help'], ['mock-juspay', '--help'], ['mock-juspay', '-h']])(
    'prints how it is used: %s %s',
    async (...argv) => {
      const { running, out, err } = await start(argv);
      expect([running.code, err]).toEqual([0, []]);
      for (const part of ['mock-juspay', '--port', '--webhook-password', 'UPI_FLOW_MOCK_API_KEY']) {
        expect(out.join('\n')).toContain(part);
      }
    },
  );

  it.each([
    [[], 'Say what to do.'],
    [['serve'], 'Unknown command. There is mock-juspay.'],
    [['mock-juspay', '--prot', '1'], 'Unknown option --prot.'],
    [['mock-juspay', '--secret=4711'], 'Unknown option --secret.'],
    [['mock-juspay', '8790'], 'Only options may follow the command.'],
    [['mock-juspay', '--port'], '--port needs a value.'],
    [['mock-juspay', '--port='], '--port needs a value.'],
    [['mock-juspay', '--port', '65536'], '--port must be a number from 0 to 65535.'],
    [['mock-juspay', '--port', 'x'], '--port must be a number from 0 to 65535.'],
  ])('says what is wrong with %j', async (argv, why) => {
    const { running, out, err } = await start(argv);
    expect([running.code, running.port, out]).toEqual([2, undefined, []]);
    expect(err[0]).toBe(why);
    expect(err[1]).toContain('Usage:');
    expect(err.join()).not.toContain('4711');
  });

  it('says which option the server cannot be started with', async () => {
    const { running, err } = await start([...free, '--api-key', 'a b']);
    expect([running.code, err[0]]).toEqual([2, expect.stringContaining('apiKey')]);
    const odd = await start([...free, '--webhook', 'nowhere']);
    expect([odd.running.code, odd.err[0]]).toEqual([2, expect.stringContaining('webhook.url')]);
  });

  it('says that a port is taken', async () => {
    const { running } = await start(free);
    const second = await start(['mock-juspay', '--port', String(running.port)]);
    expect(second.running.code).toBe(1);
    expect(second.err).toEqual([`Port ${running.port} cannot be used.`]);
  });
});

describe('upi-flow mock-juspay', () => {
  it('serves an order from its session to its webhook', async () => {
    const events: unknown[] = [];
    const hook = createServer(async (incoming, outgoing) => {
      events.push([incoming.headers.authorization, JSON.parse(await textOf(incoming))]);
      outgoing.end();
      if (events.length === 3) arrived();
    });
    let arrived = (): void => {};
    const allCame = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    toClose.push(() => hook.close());
    const address = hook.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const url = `http://127.0.0.1:${port}/hook?token=4711`;
    const { ask, out, printed } = await start([...free, `--webhook=${url}`], {
      UPI_FLOW_MOCK_WEBHOOK_USER: 'shop',
      UPI_FLOW_MOCK_WEBHOOK_PASSWORD: 'hush',
    });
    expect(out.join('\n')).toContain('POST /session');
    const opened: unknown = await (await ask('POST', '/session', SESSION)).json();
    expect(opened).toMatchObject({ status: 'NEW', sdk_payload: { payload: { amount: '200.0' } } });
    const paid: unknown = await (await ask('POST', '/_mock/pay', { order_id: 'a1' })).json();
    expect(paid).toEqual({ order_id: 'a1', txn_uuid: expect.stringMatching(/^moz/) });
    const order: unknown = await (await ask('GET', '/orders/A1?x=4711')).json();
    expect(order).toMatchObject({ status: 'CHARGED', amount: 200 });
    await allCame;
    expect(events).toMatchObject([
      [`Basic ${btoa('shop:hush')}`, { event_name: 'TXN_CREATED' }],
      [`Basic ${btoa('shop:hush')}`, { event_name: 'TXN_CHARGED' }],
      [`Basic ${btoa('shop:hush')}`, { event_name: 'ORDER_SUCCEEDED' }],
    ]);
    await printed('GET /orders/A1 200');
    expect(out).toContain('POST /session 200');
    for (const secret of ['4711', 'hush', 'tkn_', btoa('test-api-key:'), '9876543210']) {
      expect(out.join('\n')).not.toContain(secret);
    }
  });

  it('takes the key and the merchant it is given, and prints no key', async () => {
    const env = { UPI_FLOW_MOCK_API_KEY: 'from-env' };
    const { ask, out, running } = await start([...free, '--merchant-id', 'shop'], env);
    expect((await ask('GET', '/orders/A1')).status).toBe(401);
    const headers = { authorization: `Basic ${btoa('from-env:')}`, 'x-merchantid': 'shop' };
    const answer = await fetch(`http://127.0.0.1:${running.port}/orders/A1`, { headers });
    expect(answer.status).toBe(404);
    expect(out.join('\n')).not.toContain('from-env');
    expect(out.join('\n')).toContain('x-merchantid: shop');
  });

  it('goes wrong as it is told', async () => {
    const { ask, printed } = await start(free);
    const told = await ask('POST', '/_mock/faults', { kind: 'status', status: 502, times: 2 });
    expect(await told.json()).toEqual({ ok: true });
    expect((await ask('GET', '/orders/A1')).status).toBe(502);
    await ask('POST', '/_mock/faults', { clear: true, error_shape: 'flag', lag: 60_000 });
    expect(await (await ask('GET', '/orders/A1')).json()).toMatchObject({ error: true });
    await ask('POST', '/_mock/faults', { kind: 'disconnect', webhook: 'lose', times: 'all' });
    await expect(ask('GET', '/orders/A1')).rejects.toThrow('fetch failed');
    await printed('GET /orders/A1 no answer');
  });

  it.each([
    ['/_mock/pay', { order_id: 7 }, 'order_id'],
    ['/_mock/pay', { order_id: 'nope' }, 'no such order'],
    ['/_mock/pay', { order_id: 'A1', answer: 'MAYBE' }, 'answer'],
    ['/_mock/pay', { order_id: 'A1', money: 'much' }, 'money'],
    ['/_mock/pay', { order_id: 'A1', debit_after: -1 }, 'debit_after'],
    ['/_mock/pay', { order: 'A1' }, 'unknown field'],
    ['/_mock/faults', { kind: 'explode' }, 'kind'],
    ['/_mock/faults', { kind: 'html', status: 204 }, 'status'],
    ['/_mock/faults', { kind: 'html', times: 0 }, 'times'],
    ['/_mock/faults', { kind: 'html', route: 'refunds' }, 'route'],
    ['/_mock/faults', { webhook: 'lose', event: 7 }, 'event'],
    ['/_mock/faults', { clear: 'yes' }, 'clear'],
    ['/_mock/faults', ['html'], 'JSON object'],
  ])('refuses %s %j', async (path, body, why) => {
    const { ask } = await start(free);
    const answer = await ask('POST', path, body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain(why);
  });

  it('has no other script than those two', async () => {
    const { ask } = await start(free);
    expect((await ask('POST', '/_mock/reset', {})).status).toBe(404);
    expect((await ask('GET', '/_mock/pay')).status).toBe(400);
  });

  it('stays up whatever it is sent', async () => {
    const { ask, running } = await start(free);
    expect((await ask('POST', '/session', 'x'.repeat(1_100_000))).status).toBe(413);
    for (const line of ['TRACE / HTTP/1.1', 'GET http://[ HTTP/1.1', 'GET //x HTTP/1.1']) {
      expect(await raw(running.port ?? 0, line)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect((await ask('GET', '/orders/A1')).status).toBe(404);
  });
});

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of incoming) text += String(part);
  return text;
}

/** What a server says to one line that no client would send. */
function raw(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${line}\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`);
    });
    let said = '';
    socket.on('data', (part) => {
      said += String(part);
    });
    socket.on('close', () => resolve(said));
    socket.on('error', reject);
  });
}
