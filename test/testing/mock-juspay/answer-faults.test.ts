import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { type AnswerFault, createMockJuspay } from '../../../testing/index.js';

type Json = Record<string, unknown>;

const KEY = 'test-api-key';
const SESSION = {
  order_id: 'A1',
  amount: '200.00',
  customer_id: 'c1',
  customer_email: 'test@example.com',
  customer_phone: '9876543210',
  payment_page_client_id: 'stock',
  action: 'paymentPage',
};

function world() {
  const simulator = createSimulator();
  const mock = createMockJuspay({ simulator, apiKey: KEY });
  function ask(method: string, path: string, body?: Json, signal?: AbortSignal): Promise<Response> {
    const headers = { authorization: `Basic ${btoa(`${KEY}:`)}`, 'x-merchantid': 'stock' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const url = `https://api.juspay.in${path}`;
    return mock.fetch(new Request(url, { ...init, ...(signal && { signal }) }));
  }
  const open = (signal?: AbortSignal) => ask('POST', '/session', SESSION, signal);
  const status = () => ask('GET', '/orders/A1');
  return { simulator, mock, ask, open, status };
}

async function paid() {
  const made = world();
  await made.open();
  made.mock.pays('A1');
  const altered = async (kind: AnswerFault) => {
    made.mock.faults.arm(kind);
    const json: Json = JSON.parse(await (await made.status()).text());
    return json;
  };
  return { ...made, altered };
}

/** What became of a promise up to now. */
async function stateOf(promise: Promise<unknown>): Promise<string> {
  const done = promise.then(
    () => 'answered',
    () => 'rejected',
  );
  for (let turn = 0; turn < 50; turn += 1) await new Promise((go) => setImmediate(go));
  return Promise.race([done, Promise.resolve('open')]);
}

describe('an answer of the simulated Juspay', () => {
  it('fails as often as told, and nothing is done', async () => {
    const { mock, open, simulator } = world();
    mock.faults.arm('status', { times: 2 });
    mock.faults.arm('status', { status: 429 });
    expect((await open()).status).toBe(503);
    expect((await open()).status).toBe(503);
    expect((await open()).status).toBe(429);
    expect(simulator.ledger.orders).toEqual([]);
    expect((await open()).status).toBe(200);
    expect(mock.calls.map(({ fault }) => fault)).toEqual(['status', 'status', 'status', undefined]);
  });

  it('fails though what was asked is done', async () => {
    const { mock, open, simulator } = world();
    mock.faults.arm('status', { carriedOut: true, status: 500 });
    expect((await open()).status).toBe(500);
    expect(simulator.ledger.orders).toHaveLength(1);
  });

  it('befalls only the route it is meant for', async () => {
    const { mock, open, status } = world();
    mock.faults.arm('status', { route: 'orderStatus' });
    expect((await open()).status).toBe(200);
    expect((await status()).status).toBe(503);
    expect((await status()).status).toBe(200);
  });

  it.each([false, true])('never comes, and what was asked is done: %s', async (carriedOut) => {
    const { mock, open, simulator } = world();
    mock.faults.arm('timeout', { carriedOut });
    const control = new AbortController();
    const answer = open(control.signal);
    answer.catch(() => {});
    await simulator.clock.advance(24 * 3_600_000);
    expect(await stateOf(answer)).toBe('open');
    expect(simulator.ledger.orders).toHaveLength(carriedOut ? 1 : 0);
    control.abort(new Error('gave up'));
    await expect(answer).rejects.toThrow('gave up');
  });

  it('is slow, and says what was true before', async () => {
    const { mock, open, status, simulator } = world();
    await open();
    mock.faults.arm('slow', { ms: 30_000 });
    const answer = status();
    expect(await stateOf(answer)).toBe('open');
    mock.pays('A1');
    await simulator.clock.advance(29_999);
    expect(await stateOf(answer)).toBe('open');
    await simulator.clock.advance(1);
    expect(await (await answer).json()).toMatchObject({ status: 'NEW' });
  });

  it('that is slow can be given up', async () => {
    const { mock, open, simulator } = world();
    mock.faults.arm('slow');
    const control = new AbortController();
    const answer = open(control.signal);
    expect(await stateOf(answer)).toBe('open');
    control.abort();
    await expect(answer).rejects.toThrow('aborted');
    expect(simulator.timers).toBe(0);
    mock.faults.arm('timeout');
    await expect(open(AbortSignal.abort())).rejects.toThrow('aborted');
  });

  it('breaks off', async () => {
    const { mock, open, simulator } = world();
    mock.faults.arm('disconnect');
    await expect(open()).rejects.toThrow(TypeError);
    expect(simulator.ledger.orders).toEqual([]);
    mock.faults.arm('disconnect', { carriedOut: true });
    await expect(open()).rejects.toThrow(TypeError);
    expect(simulator.ledger.orders).toHaveLength(1);
  });

  it.each([
    ['html', 'text/html', /^<html>/],
    ['empty', 'application/json', /^$/],
    ['truncated', 'application/json', /^\{"status":"NEW".*[^}]$/],
  ] as const)('is %s', async (kind, type, text) => {
    const { mock, open, simulator } = world();
    mock.faults.arm(kind);
    const answer = await open();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
    const said = await answer.text();
    expect(said).toMatch(text);
    expect(() => JSON.parse(said)).toThrow(SyntaxError);
    expect(simulator.ledger.orders).toHaveLength(1);
    mock.faults.arm(kind, { status: 502 });
    expect((await open()).status).toBe(502);
  });

  it('has numbers and flags as texts', async () => {
    const { altered } = await paid();
    expect(await altered('texts')).toMatchObject({
      amount: '200',
      refunded: 'false',
      txn_detail: { txn_amount: '200' },
    });
  });

  it('lists transactions in place of one', async () => {
    const { altered, simulator } = await paid();
    const json = await altered('txnList');
    const own = simulator.ledger.order('A1')?.txnUuid;
    expect(json).not.toHaveProperty('txn_uuid');
    expect(json).not.toHaveProperty('txn_detail');
    expect(json).toMatchObject({
      txn_list: [{ status: 'AUTHORIZATION_FAILED' }, { status: 'CHARGED', txn_uuid: own }],
    });
  });

  it('leaves out or changes what it tells of an order', async () => {
    const { altered, status } = await paid();
    expect(await altered('noAmount')).not.toHaveProperty('amount');
    expect(await altered('otherAmount')).toMatchObject({ amount: 201 });
    expect(await altered('otherOrder')).toMatchObject({ order_id: 'A1x', status: 'CHARGED' });
    expect(await altered('unknownWord')).toMatchObject({ status: 'SOMETHING_NEW' });
    expect(await (await status()).json()).toMatchObject({ order_id: 'A1', amount: 200 });
  });

  it('that tells of no order is left by those', async () => {
    const { mock, open, status } = world();
    mock.faults.arm('unknownWord');
    expect(await (await open()).json()).toMatchObject({ status: 'NEW' });
    expect(await (await status()).json()).toMatchObject({ status: 'SOMETHING_NEW' });
  });

  it('is as it should be once the faults are taken back', async () => {
    const { mock, open } = world();
    mock.faults.arm('status', { times: Number.POSITIVE_INFINITY });
    expect((await open()).status).toBe(503);
    mock.faults.clear();
    expect((await open()).status).toBe(200);
  });

  it.each([0, -1, Number.NaN])('cannot go wrong %s times', (times) => {
    const { mock } = world();
    expect(() => mock.faults.arm('html', { times })).toThrow('times');
    expect(() => mock.webhooks.arm('lose', { times })).toThrow('times');
  });
});

it.each([{ status: 204 }, { status: 99 }, { status: 600 }, { status: 200.5 }, { ms: -1 }])(
  'an answer cannot have %o',
  (match) => {
    expect(() => world().mock.faults.arm('html', match)).toThrow(RangeError);
  },
);

describe('an error of the simulated Juspay', () => {
  const fields = [{ field_name: 'amount', reason: expect.any(String) }];
  it.each([
    [
      'info',
      {
        status: 'error',
        error_code: 'MISSING_MANDATORY_PARAMETER',
        error_message: expect.any(String),
        error_info: {
          code: 'MISSING_MANDATORY_PARAMETER',
          category: 'USER_ERROR',
          developer_message: expect.any(String),
          user_message: expect.any(String),
          fields,
        },
      },
    ],
    [
      'plain',
      {
        status: 'error',
        error_code: 'MISSING_MANDATORY_PARAMETER',
        error_message: expect.any(String),
      },
    ],
    [
      'session',
      {
        session_id: expect.any(String),
        code: 'MISSING_MANDATORY_PARAMETER',
        type: 'USER_ERROR',
        message: expect.any(String),
        user_message: expect.any(String),
      },
    ],
    ['flag', { error: true, error_message: expect.any(String), user_message: expect.any(String) }],
  ] as const)('has the shape %s when it is asked to', async (shape, body) => {
    const { mock, ask } = world();
    mock.faults.errorShape = shape;
    expect(mock.faults.errorShape).toBe(shape);
    const { amount: _, ...rest } = SESSION;
    const answer = await ask('POST', '/session', rest);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual(body);
  });

  it('has a shape by its route', async () => {
    const { ask, mock } = world();
    expect(mock.faults.errorShape).toBe('byRoute');
    const order = await (await ask('GET', '/orders/nope')).json();
    expect(order).toHaveProperty('error_info');
    const note = await (await ask('GET', '/notifications/nope')).json();
    expect(note).toHaveProperty('error_code');
    expect(note).not.toHaveProperty('error_info');
    expect(await (await ask('GET', '/nowhere')).json()).toMatchObject({ error: true });
  });

  it('holds nothing of what was sent', async () => {
    const { ask } = world();
    const secret = 'SECRET4711';
    for (const field of [...Object.keys(SESSION), 'return_url', 'metadata.bank_account_details']) {
      for (const value of [`${secret} `, [secret], { a: secret }]) {
        const answer = await ask('POST', '/session', { ...SESSION, [field]: value });
        if (answer.status !== 200) expect(await answer.text()).not.toContain(secret);
      }
    }
  });
});
