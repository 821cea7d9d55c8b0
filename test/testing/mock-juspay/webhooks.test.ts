import { describe, expect, it } from 'vitest';
import { createSimulator, type PaymentPlan } from '../../../adapters/simulator/index.js';
import { readOrderStatus } from '../../../core/protocol/index.js';
import { createMockJuspay, type WebhookTarget } from '../../../testing/index.js';

type Json = Record<string, unknown>;

const KEY = 'test-api-key';
const MINUTE = 60_000;
const TARGET = { url: 'https://shop.example/juspay', username: 'juspay', password: 'pässword' };
const SESSION = {
  order_id: 'A1',
  amount: '200.00',
  customer_id: 'c1',
  customer_email: 'test@example.com',
  customer_phone: '9876543210',
  payment_page_client_id: 'stock',
  action: 'paymentPage',
};

interface Received {
  readonly at: number;
  readonly url: string;
  readonly authorization: string | null;
  readonly shop: string | null;
  readonly json: Json;
}

/** A merchant who answers as told; `undefined` breaks the connection. */
async function world(options: { session?: Json; webhook?: Partial<WebhookTarget> } = {}) {
  const simulator = createSimulator();
  const received: Received[] = [];
  const answers: (number | undefined)[] = [];
  const mock = createMockJuspay({
    simulator,
    apiKey: KEY,
    webhook: { ...TARGET, ...options.webhook },
    fetch: async (request) => {
      const json: Json = JSON.parse(await request.text());
      const { url, headers } = request;
      const authorization = headers.get('authorization');
      const at = simulator.clock.trueNow();
      received.push({ at, url, authorization, shop: headers.get('x-shop'), json });
      const status = answers.length > 0 ? answers.shift() : 200;
      if (status === undefined) throw new TypeError('fetch failed');
      return new Response('{}', { status });
    },
  });
  async function ask(path: string, body: Json): Promise<Json> {
    const headers = { authorization: `Basic ${btoa(`${KEY}:`)}`, 'x-merchantid': 'stock' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return JSON.parse(await (await mock.fetch(new Request(`https://x.in${path}`, init))).text());
  }
  const open = (more: Json = {}) => ask('/session', { ...SESSION, ...options.session, ...more });
  await open();
  const names = () => received.map(({ json }) => json['event_name']);
  const wait = (ms = MINUTE) => simulator.clock.advance(ms);
  const pay = async (plan: Partial<PaymentPlan> = {}) => {
    mock.pays('A1', plan);
    await wait();
  };
  return { simulator, mock, ask, open, received, answers, names, wait, pay };
}

const PAID = ['TXN_CREATED', 'TXN_CHARGED', 'ORDER_SUCCEEDED'];

describe('a webhook', () => {
  it('comes with the merchant’s password, and holds what its event is about', async () => {
    const { pay, received } = await world({ webhook: { headers: { 'x-shop': 'one' } } });
    await pay();
    const encoded = Buffer.from('juspay:pässword').toString('base64');
    for (const one of received) {
      expect(one).toMatchObject({
        url: TARGET.url,
        authorization: `Basic ${encoded}`,
        shop: 'one',
      });
    }
    expect(received.map(({ json }) => json)).toMatchObject([
      { event_name: 'TXN_CREATED', content: { txn: { order_id: 'A1', status: 'AUTHORIZING' } } },
      { event_name: 'TXN_CHARGED', content: { txn: { txn_amount: 200, net_amount: 200 } } },
      {
        id: expect.stringMatching(/^evt_V2_[0-9a-f]{32}$/),
        event_name: 'ORDER_SUCCEEDED',
        date_created: '2026-01-05T04:30:00Z',
        content: { order: { order_id: 'A1', status: 'CHARGED', amount: 200, customer_id: 'c1' } },
      },
    ]);
    expect(received.map(({ json }) => readOrderStatus(json).orderId)).toEqual(['A1', 'A1', 'A1']);
  });

  it('has an id of its own, also at the same instant', async () => {
    const { open, mock, wait, received } = await world();
    for (let nth = 0; nth < 20; nth += 1) {
      await open({ order_id: `B${nth}` });
      mock.pays(`B${nth}`);
    }
    await wait();
    const ids = received.map(({ json }) => json['id']);
    expect(new Set(ids).size).toBe(60);
  });

  it.each<[string, Partial<PaymentPlan>, string[]]>([
    ['paid at once', {}, PAID],
    ['paid later', { answer: 'PENDING' }, PAID],
    ['declined', { answer: 'FAILURE' }, ['TXN_CREATED', 'TXN_FAILED', 'ORDER_FAILED']],
    ['given up', { answer: 'USER_ABORTED' }, ['TXN_FAILED', 'ORDER_FAILED']],
    ['left alone', { answer: 'BACKPRESS' }, []],
    ['under way', { money: 'none' }, ['TXN_CREATED']],
    ['returned', { refundAfter: 1_000 }, [...PAID, 'AUTO_REFUND_SUCCEEDED']],
  ])('tells of an order that is %s', async (_, plan, events) => {
    const { pay, names } = await world();
    await pay(plan);
    expect(names()).toEqual(events);
  });

  it('says at every instant what is true of it, whatever order status lags', async () => {
    const { mock, pay, received } = await world();
    mock.faults.lag(3_600_000);
    await pay({ answer: 'PENDING' });
    const words = received.map(({ json }) => readOrderStatus(json).word);
    expect(words).toEqual(['AUTHORIZING', 'CHARGED', 'CHARGED']);
  });

  it('tells of an order that is paid again after it failed, and paid twice', async () => {
    const { pay, names } = await world();
    await pay({ answer: 'FAILURE' });
    await pay();
    await pay();
    expect(names()).toEqual([
      ...['TXN_CREATED', 'TXN_FAILED', 'ORDER_FAILED'],
      ...PAID,
      'TXN_CHARGED',
    ]);
  });

  it('tells of refunds', async () => {
    const { pay, ask, mock, wait, names, received, simulator } = await world();
    await pay();
    await ask('/orders/A1/refunds', { unique_request_id: 'R1', amount: '50.00' });
    await wait();
    mock.plans.refund = { ends: 'FAILURE', after: 0 };
    await ask('/orders/A1/refunds', { unique_request_id: 'R2', amount: '50.00' });
    await wait();
    mock.plans.refund = { ends: 'MANUAL_REVIEW', after: 0 };
    await ask('/orders/A1/refunds', { unique_request_id: 'R3', amount: '50.00' });
    await wait();
    expect(names().slice(3)).toEqual([
      ...['REFUND_INITIATED', 'ORDER_REFUNDED'],
      ...['REFUND_INITIATED', 'ORDER_REFUND_FAILED'],
      ...['REFUND_INITIATED', 'REFUND_MANUAL_REVIEW_NEEDED'],
    ]);
    expect(received.at(-1)?.json).toMatchObject({
      content: { order: { status: 'CHARGED', amount_refunded: 100 } },
    });
    const id = simulator.server.refunds('A1', { byGateway: true });
    simulator.server.refunds('A1', { id, status: 'FAILURE' });
    await wait();
    expect(names().slice(9)).toEqual(['AUTO_REFUND_INITIATED', 'AUTO_REFUND_FAILED']);
  });

  it('tells of mandates, their notifications and their executions', async () => {
    const mandate = { 'options.create_mandate': 'REQUIRED', 'mandate.max_amount': '500.00' };
    const { pay, ask, mock, wait, names, received, simulator } = await world({ session: mandate });
    await pay();
    expect(names()).toEqual([
      ...['TXN_CREATED', 'MANDATE_CREATED', 'MANDATE_ACTIVATED'],
      ...['TXN_CHARGED', 'ORDER_SUCCEEDED'],
    ]);
    expect(received[2]?.json).toMatchObject({
      content: { mandate: { order_id: 'A1', status: 'ACTIVE', max_amount: 500 } },
    });
    const id = readMandate(received[2]?.json);
    const source_info = { amount: '100.00', txn_date: '1767760200' };
    const notify = { command: 'pre_debit_notify', source_info };
    await ask(`/mandates/${id}`, { ...notify, object_reference_id: 'N1' });
    await wait();
    mock.plans.notification = { ends: 'FAILURE', after: 0 };
    await ask(`/mandates/${id}`, { ...notify, object_reference_id: 'N2' });
    await ask('/txns', { 'order.order_id': 'E1', 'order.amount': '100.00', mandate_id: id });
    await wait();
    await ask(`/mandates/${id}`, { command: 'pause' });
    await ask(`/mandates/${id}`, { command: 'resume' });
    await ask(`/mandates/${id}`, { command: 'revoke' });
    await wait();
    expect(names().slice(5)).toEqual([
      ...['NOTIFICATION_SUCCEEDED', 'TXN_CREATED', 'NOTIFICATION_FAILED'],
      ...['TXN_CHARGED', 'ORDER_SUCCEEDED'],
      ...['MANDATE_PAUSED', 'MANDATE_ACTIVATED', 'MANDATE_REVOKED'],
    ]);
    expect(received[5]?.json).toMatchObject({
      content: { notification: { object_reference_id: 'N1', status: 'SUCCESS' } },
    });
    expect(simulator.ledger.debits('E1')).toHaveLength(1);
  });

  it('goes where the session says, with the same password', async () => {
    const url = 'https://other.example/hook';
    const { pay, received } = await world({ session: { 'metadata.webhook_url': url } });
    await pay();
    expect(received.map((one) => one.url)).toEqual([url, url, url]);
    expect(received[0]?.authorization).toMatch(/^Basic /);
  });

  it('only happens where nobody takes it', async () => {
    const simulator = createSimulator();
    const mock = createMockJuspay({ simulator, apiKey: KEY });
    simulator.otherChannel.pays({ orderId: 'A1', amount: '2.00' });
    mock.webhooks.say({});
    await simulator.clock.advance(MINUTE);
    expect(mock.webhooks.events.map(({ event_name }) => event_name)).toEqual(PAID);
    expect(mock.webhooks.attempts).toEqual([]);
    expect(mock.webhooks.pending).toBe(0);
  });
});

describe('a webhook that was not answered with 200', () => {
  it.each([500, 401, 201, 302, undefined])('is sent again after %s', async (status) => {
    const { answers, pay, names, mock } = await world();
    answers.push(200, 200, status);
    await pay();
    expect(names()).toEqual([...PAID, 'ORDER_SUCCEEDED']);
    const [, , failed, again] = mock.webhooks.attempts;
    expect(failed).toMatchObject({ status, event: 'ORDER_SUCCEEDED', url: TARGET.url });
    expect(again).toMatchObject({ status: 200, id: failed?.id });
    expect(again && failed && again.at - failed.at).toBe(5_000);
    expect(mock.webhooks.pending).toBe(0);
  });

  it('is sent later and later, and at last no more', async () => {
    const { answers, simulator, mock, received, wait } = await world();
    answers.push(...Array.from({ length: 60 }, () => 500));
    simulator.server.refunds(payOnce(simulator), { status: 'PENDING' });
    answers.splice(0, 0, 200, 200, 200);
    await wait(10 * MINUTE);
    expect(mock.webhooks.pending).toBe(1);
    const times = received.slice(3).map(({ at }) => (at - (received[3]?.at ?? 0)) / 1_000);
    expect(times).toEqual([0, 5, 20, 80, 380]);
    await wait(100 * 60 * MINUTE);
    expect(received).toHaveLength(53);
    expect(mock.webhooks.pending).toBe(0);
    expect(simulator.timers).toBe(0);
  });

  it('is given up after a while where the merchant says nothing', async () => {
    const simulator = createSimulator();
    const aborted: boolean[] = [];
    let calls = 0;
    const mock = createMockJuspay({
      simulator,
      apiKey: KEY,
      webhook: { ...TARGET, patience: 10_000 },
      fetch: (request) => {
        calls += 1;
        request.signal.addEventListener('abort', () => aborted.push(true));
        return calls > 3 ? { status: 200 } : new Promise(() => {});
      },
    });
    simulator.otherChannel.pays({ orderId: 'A1', amount: '2.00' });
    await simulator.clock.advance(9_000);
    expect([calls, mock.webhooks.pending]).toEqual([3, 3]);
    await simulator.clock.advance(MINUTE);
    await mock.webhooks.idle();
    expect([calls, mock.webhooks.pending, aborted.length]).toEqual([6, 0, 3]);
    expect(simulator.timers).toBe(0);
  });

  it('is waited for', async () => {
    const simulator = createSimulator();
    let answer = (_: { status: number }): void => {};
    const mock = createMockJuspay({
      simulator,
      apiKey: KEY,
      webhook: TARGET,
      fetch: () => new Promise((resolve) => (answer = resolve)),
    });
    await mock.webhooks.idle();
    mock.webhooks.say({ event_name: 'TEST' });
    await simulator.clock.advance(3_600_000);
    let isIdle = false;
    const idle = mock.webhooks.idle().then(() => (isIdle = true));
    await simulator.clock.settle();
    expect(isIdle).toBe(false);
    answer({ status: 200 });
    await idle;
    expect(mock.webhooks.attempts).toMatchObject([{ status: 200 }]);
  });
});

describe('a webhook that goes wrong', () => {
  const event = 'ORDER_SUCCEEDED';

  it('comes twice', async () => {
    const { mock, pay, names, received } = await world();
    mock.webhooks.arm('duplicate', { event, ms: 1_000 });
    await pay();
    expect(names()).toEqual([...PAID, event]);
    expect(received[3]?.json).toEqual(received[2]?.json);
    expect((received[3]?.at ?? 0) - (received[2]?.at ?? 0)).toBe(1_000);
  });

  it('comes after the next one', async () => {
    const { mock, pay, names } = await world();
    mock.webhooks.arm('reorder');
    await pay();
    expect(names()).toEqual(['TXN_CHARGED', 'TXN_CREATED', event]);
  });

  it('comes late when nothing follows it', async () => {
    const { mock, pay, names, wait } = await world();
    mock.webhooks.arm('reorder', { event, ms: 5 * MINUTE });
    await pay();
    expect(names()).toEqual(PAID.slice(0, 2));
    expect(mock.webhooks.pending).toBe(1);
    await wait(5 * MINUTE);
    expect(names()).toEqual(PAID);
  });

  it('never comes, and can be sent again from the dashboard', async () => {
    const { mock, pay, names, wait } = await world();
    mock.webhooks.arm('lose', { event });
    await pay();
    await wait(24 * 60 * MINUTE);
    expect(names()).toEqual(PAID.slice(0, 2));
    const lost = mock.webhooks.events.find((one) => one.event_name === event);
    expect(mock.webhooks.resend(lost?.id ?? '')).toBe(true);
    expect(mock.webhooks.resend('nope')).toBe(false);
    await wait();
    expect(names()).toEqual(PAID);
  });

  it('has no id', async () => {
    const { mock, pay, received } = await world();
    mock.webhooks.arm('noId', { times: 2 });
    await pay();
    expect(received.map(({ json }) => 'id' in json)).toEqual([false, false, true]);
  });

  it('comes late', async () => {
    const { mock, pay, names, wait } = await world();
    mock.webhooks.arm('delay', { event, ms: 3_600_000 });
    await pay();
    await wait(3_600_000 - 2 * MINUTE);
    expect(names()).toEqual(PAID.slice(0, 2));
    await wait(MINUTE);
    expect(names()).toEqual(PAID);
  });

  it('has another password at first', async () => {
    const { mock, pay, answers, received } = await world();
    mock.webhooks.arm('wrongAuth', { event });
    answers.push(200, 200, 401);
    await pay();
    expect(received).toHaveLength(4);
    const [right, , wrong, again] = received.map(({ authorization }) => authorization);
    expect(wrong).not.toBe(right);
    expect(again).toBe(right);
  });

  it('has numbers as texts', async () => {
    const { mock, pay, received } = await world();
    mock.webhooks.arm('texts', { event });
    await pay();
    expect(received[2]?.json).toMatchObject({ content: { order: { amount: '200' } } });
  });

  it('is as it should be once the faults are taken back', async () => {
    const { mock, pay, names } = await world();
    mock.webhooks.arm('lose', { times: Number.POSITIVE_INFINITY });
    mock.webhooks.clear();
    await pay();
    expect(names()).toEqual(PAID);
  });

  it('is anything at all, once', async () => {
    const { mock, received, answers, wait } = await world();
    answers.push(500);
    mock.webhooks.say([{ event_name: event }]);
    await wait();
    expect(received.map(({ json }) => json)).toEqual([[{ event_name: event }]]);
  });
});

it('gives the same bytes for the same seed, and others for another', async () => {
  async function script(seed: number): Promise<string> {
    const simulator = createSimulator({ seed });
    const bodies: string[] = [];
    const mock = createMockJuspay({
      simulator,
      apiKey: KEY,
      webhook: TARGET,
      fetch: async (request) => {
        bodies.push(await request.text());
        return { status: bodies.length % 2 === 0 ? 200 : 500 };
      },
    });
    const headers = { authorization: `Basic ${btoa(`${KEY}:`)}`, 'x-merchantid': 'stock' };
    const init = { method: 'POST', headers, body: JSON.stringify(SESSION) };
    bodies.push(await (await mock.fetch(new Request('https://x.in/session', init))).text());
    mock.pays('A1');
    mock.webhooks.arm('reorder', { event: 'TXN_CREATED' });
    await simulator.clock.advance(10 * MINUTE);
    return JSON.stringify([bodies, mock.webhooks.attempts]);
  }
  const [first, second] = [await script(7), await script(7)];
  expect(second).toBe(first);
  expect(await script(8)).not.toBe(first);
});

function readMandate(json: Json | undefined): string {
  const text = JSON.stringify(json).match(/"mandate_id":"(\w+)"/)?.[1];
  return text ?? '';
}

/** Pays the order elsewhere and answers its id. */
function payOnce(simulator: ReturnType<typeof createSimulator>): string {
  simulator.otherChannel.pays({ orderId: 'A1', amount: '200.00' });
  return 'A1';
}
