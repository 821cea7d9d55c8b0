import { describe, expect, it } from 'vitest';
import {
  createUpiServer,
  type Juspay,
  JuspayError,
  type OrderEvent,
  sqliteOrders,
  type UpiServerOptions,
} from '../../src/server/index.js';
import { FakeClock, ProcessClock } from './support/clock.js';
import { HOUR, MINUTE, SECOND } from './support/world.js';

type Answer = (asked: number) => unknown;

/** A Juspay that answers whatever a test says, and nothing of ours. */
function juspayThat(answers: Answer): Juspay & { asked: number } {
  const never = () => Promise.reject(new Error('nobody asks for this'));
  const juspay = {
    asked: 0,
    orderStatus: async () => {
      juspay.asked += 1;
      return JSON.parse(JSON.stringify(await answers(juspay.asked)));
    },
    createSession: never,
    refund: never,
    mandates: {
      ...{ notify: never, execute: never, pause: never, resume: never, revoke: never },
      ...{ status: never, cancelExecution: never, notification: never },
    },
  };
  return juspay;
}

/** A server that signed A1 for 2 rupees, whose Juspay then says this. */
async function paying(answers: Answer, options: Partial<UpiServerOptions> = {}) {
  const world = new FakeClock();
  const clock = new ProcessClock(world);
  const orders = await sqliteOrders({ file: ':memory:', now: () => clock.now() });
  const juspay = juspayThat(answers);
  const events: OrderEvent[] = [];
  const tell = (event: OrderEvent) => void events.push(event);
  const server = createUpiServer({
    ...{ orders, juspay, clock, merchantId: 'stock' },
    authenticate: (request) => request.headers.get('who') ?? undefined,
    signer: {
      merchantKeyId: '1',
      authorize: async (claims) => ({
        ...{ merchantKeyId: '1', signature: 'c2ln' },
        signaturePayload: JSON.stringify(claims),
      }),
    },
    webhook: { username: 'j', password: 'p' },
    onOrderSettled: tell,
    onOrderEvent: tell,
    ...options,
  });
  await server.start();
  await orders.create({ orderId: 'A1', customerId: 'ravi', amount: '2.00' });
  const post = (path: string, body: object, headers: Record<string, string>) =>
    server(
      new Request(`https://shop.test${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    );
  const sign = () =>
    post(
      '/authorize',
      {
        action: 'upiTxn',
        claims: {
          ...{ merchant_id: 'stock', customer_id: 'ravi', timestamp: '1' },
          ...{ amount: '2.00', order_id: 'A1' },
        },
      },
      { who: 'ravi' },
    );
  const signed = await sign();
  expect(signed.status).toBe(200);
  return {
    events,
    juspay,
    orders,
    sign,
    advance: (ms: number) => world.advance(ms),
    /** Of its money: what is said of a mandate is something else. */
    kinds: () =>
      events
        .filter(({ kind }) => kind !== 'mandate')
        .map(({ kind, order: { status } }) => `${kind} ${status}`),
    status: async () => (await orders.find('A1'))?.status,
    webhook: (body: object) =>
      post('/webhooks/juspay', body, { authorization: `Basic ${btoa('j:p')}` }),
    app: async () => {
      const asking = server(
        new Request('https://shop.test/orders/A1', { headers: { who: 'ravi' } }),
      );
      return (await asking).json();
    },
    end: async () => {
      await server.stop();
      await orders.close();
    },
  };
}

const of = (more: object) => ({ order_id: 'A1', ...more });
const charged = of({ status: 'CHARGED', amount: 2, currency: 'INR', txn_uuid: 't1' });
const DAY = 24 * HOUR;

describe('an order of the books is not paid, and not failed', () => {
  it.each<readonly [string, Answer]>([
    ['nobody answers', () => Promise.reject(new Error('down'))],
    ['nothing is said', () => ({})],
    ['a list is said', () => [charged]],
    ['a word nobody knows is said', () => of({ status: 'SETTLING_SOON', amount: 2 })],
    ['it is under way', () => of({ status: 'PENDING_VBV', amount: 2 })],
    ['a charge names no amount', () => of({ status: 'CHARGED' })],
    ['a charge names no order', () => ({ status: 'CHARGED', amount: 2, currency: 'INR' })],
    ['a mandate is CREATED', () => of({ mandate_id: 'm', status: 'CREATED', max_amount: 2 })],
    [
      'one transaction failed and one is under way',
      () =>
        of({ status: 'AUTHORIZATION_FAILED', amount: 2, txn_list: [{ status: 'AUTHORIZING' }] }),
    ],
  ])('while %s, for four days; then it is parked, and a late word counts', async (_, answers) => {
    let isTrue = false;
    const world = await paying((asked) => (isTrue ? charged : answers(asked)));
    await world.advance(4 * DAY);
    expect(await world.status()).toBe('open');
    expect(world.kinds()).toEqual(['parked open']);
    isTrue = true;
    await world.advance(13 * HOUR);
    expect(world.kinds()).toEqual(['parked open', 'settled paid']);
    await world.end();
  });
});

describe('a person looks at', () => {
  it.each([
    ['another amount', of({ status: 'CHARGED', amount: 1.99, currency: 'INR' })],
    ['another currency', of({ status: 'CHARGED', amount: 2, currency: 'USD' })],
    ['another amount that is under way', of({ status: 'PENDING_VBV', amount: 3 })],
    ['another amount that failed', of({ status: 'AUTHORIZATION_FAILED', amount: 3 })],
    ['another order', { order_id: 'B2', status: 'CHARGED', amount: 2, currency: 'INR' }],
  ])('%s, once, and nobody pays it meanwhile', async (_, answer) => {
    const world = await paying(() => answer);
    await world.advance(DAY);
    expect(world.kinds()).toEqual(['disputed open']);
    expect((await world.sign()).status).toBe(409);
    await world.end();
  });
});

it('a person’s word is not taken back by what Juspay was asked before', async () => {
  const wrong = of({ status: 'CHARGED', amount: 1, currency: 'INR' });
  let answer: () => unknown = () => wrong;
  let release: (said: object) => void = () => {};
  const world = await paying(() => answer());
  await world.advance(MINUTE);
  expect(world.kinds()).toEqual(['disputed open']);
  answer = () => new Promise((resolve) => (release = resolve));
  const looking = world.app();
  await world.advance(SECOND);
  const late = release;
  answer = () => charged;
  await world.orders.clearDispute('A1');
  late(wrong);
  await looking;
  await world.advance(MINUTE);
  expect(world.kinds()).toEqual(['disputed open', 'settled paid']);
  await world.end();
});

describe('a second signature', () => {
  it.each<readonly [number, string, Answer]>([
    [200, 'nothing was begun', () => of({ status: 'NEW', amount: 2 })],
    [200, 'the first came to nothing', () => of({ status: 'AUTHORIZATION_FAILED', amount: 2 })],
    [409, 'money is on its way', () => of({ status: 'PENDING_VBV', amount: 2 })],
    [409, 'it was just paid', () => charged],
    [409, 'it was paid, and nobody knows how much', () => of({ status: 'CHARGED' })],
    [409, 'a transaction has a name', () => of({ status: 'NEW', amount: 2, txn_uuid: 't1' })],
    [409, 'it is about another amount', () => of({ status: 'NEW', amount: 3 })],
    [409, 'a word nobody knows is said', () => of({ status: 'HM', amount: 2 })],
    [503, 'nobody answers', () => Promise.reject(new JuspayError({ reason: 'unavailable' }))],
  ])('is answered %i where %s', async (status, _, answers) => {
    const world = await paying(answers);
    expect((await world.sign()).status).toBe(status);
    expect(await world.orders.find('A1')).toMatchObject({ attempts: status === 200 ? 2 : 1 });
    await world.end();
  });
});

it('what a webhook said has happened is asked until somebody answers', async () => {
  let isDown = false;
  let said: object = charged;
  const world = await paying(() => (isDown ? Promise.reject(new Error('down')) : said));
  await world.advance(HOUR);
  isDown = true;
  said = {
    ...charged,
    refunded: true,
    amount_refunded: 2,
    refunds: [{ status: 'SUCCESS', amount: 2 }],
  };
  await world.webhook({ event_name: 'ORDER_REFUNDED', content: { order: of({}) } });
  await world.advance(3 * HOUR);
  isDown = false;
  await world.advance(DAY);
  expect(world.kinds()).toEqual(['settled paid', 'refund refunded']);
  await world.end();
});

it('a refund is followed for as long as it takes', async () => {
  let refund = 'PENDING';
  const world = await paying(() => ({ ...charged, refunds: [{ status: refund, amount: 1 }] }));
  await world.advance(10 * DAY);
  refund = 'SUCCESS';
  await world.advance(DAY);
  expect(world.events.at(-1)?.order.refund).toEqual({ status: 'success', amount: '1.00' });
  await world.end();
});

describe('the end of an order', () => {
  it.each([
    ['numbers', { status: 'CHARGED', amount: 2 }],
    ['texts', { status: 'charged', amount: '2.0', status_id: '27' }],
    [
      'a refund that a person looks at',
      {
        status: 'CHARGED',
        amount: 2,
        refunded: true,
        refunds: [{ status: 'MANUAL_REVIEW', amount: 2 }],
      },
    ],
  ])('is paid, told once, in %s', async (_, said) => {
    const world = await paying(() => of(said));
    await world.advance(4 * DAY);
    expect(world.kinds().filter((kind) => kind.startsWith('settled'))).toEqual(['settled paid']);
    expect((await world.sign()).status).toBe(409);
    await world.end();
  });

  it('is failed only when Juspay goes on saying so after the last signature', async () => {
    const world = await paying(() => of({ status: 'AUTHORIZATION_FAILED', amount: 2 }));
    await world.advance(10 * MINUTE);
    expect((await world.sign()).status).toBe(200);
    await world.advance(14 * MINUTE);
    expect(world.kinds()).toEqual([]);
    await world.advance(HOUR);
    expect(world.kinds()).toEqual(['settled failed']);
    await world.end();
  });

  it('is failed only when Juspay has said so for a while, however long the bank took', async () => {
    let isFailed = false;
    const failed = of({ status: 'AUTHORIZATION_FAILED', amount: 2 });
    const world = await paying(() => (isFailed ? failed : of({ status: 'PENDING_VBV' })));
    await world.advance(DAY);
    isFailed = true;
    await world.webhook({ event_name: 'TXN_FAILED', content: { txn: of({ status: 'X' }) } });
    await world.advance(14 * MINUTE);
    expect(world.kinds()).toEqual([]);
    await world.advance(2 * MINUTE);
    expect(world.kinds()).toEqual(['settled failed']);
    await world.end();
  });

  it('is not failed while a person tries again and again on the same page', async () => {
    const world = await paying((asked) =>
      of({ status: asked % 2 === 0 ? 'PENDING_VBV' : 'AUTHORIZATION_FAILED' }),
    );
    await world.advance(3 * DAY);
    expect(world.kinds().filter((kind) => kind.startsWith('settled'))).toEqual([]);
    await world.end();
  });

  it('is refunded when all of it is back, whatever the amount was', async () => {
    const back = {
      refunded: true,
      amount_refunded: 3,
      refunds: [{ status: 'SUCCESS', amount: 3 }],
    };
    const charge = of({ status: 'CHARGED', amount: 3, currency: 'INR' });
    let isBack = false;
    const world = await paying(() => (isBack ? { ...charge, ...back } : charge));
    await world.advance(MINUTE);
    expect(world.kinds()).toEqual(['disputed open']);
    isBack = true;
    await world.orders.clearDispute('A1');
    await world.advance(MINUTE);
    expect(world.kinds()).toEqual(['disputed open', 'settled refunded', 'refund refunded']);
    await world.end();
  });

  it('is refunded when it was voided, and that is told', async () => {
    let isVoided = false;
    const world = await paying(() => (isVoided ? of({ status: 'VOIDED', amount: 2 }) : charged));
    await world.advance(HOUR);
    isVoided = true;
    await world.orders.recheck('A1');
    await world.advance(HOUR);
    expect(world.kinds()).toEqual(['settled paid', 'refund refunded']);
    await world.end();
  });

  it('says how much is back in all, once, whatever becomes of another refund', async () => {
    const back = { status: 'SUCCESS', amount: 1 };
    let refunds: object[] = [back];
    const world = await paying(() => ({ ...charged, refunds, amount_refunded: 1 }));
    await world.advance(HOUR);
    refunds = [back, { status: 'FAILURE', amount: 1 }];
    await world.orders.recheck('A1');
    await world.advance(HOUR);
    expect(world.kinds()).toEqual(['settled paid', 'refund paid']);
    await world.end();
  });

  it.each([
    ['its own amount beside that of the transaction', { amount: 1, txn_amount: 2 }],
    ['a currency that cannot be read', { amount: 2, currency: ['USD'] }],
  ])('is for a person where it says %s', async (_, said) => {
    const world = await paying(() => of({ status: 'CHARGED', ...said }));
    await world.advance(DAY);
    expect(world.kinds()).toEqual(['disputed open']);
    await world.end();
  });

  it('is expired only a day after the last signature, and a late charge is told as one', async () => {
    let isPaid = false;
    const world = await paying(() => (isPaid ? charged : of({ status: 'NEW', amount: 2 })));
    await world.advance(23 * HOUR);
    expect(world.kinds()).toEqual([]);
    await world.advance(8 * HOUR);
    expect(world.kinds()).toEqual(['settled expired']);
    isPaid = true;
    await world.webhook({ event_name: 'TXN_CHARGED', content: { txn: of({ status: 'CHARGED' }) } });
    await world.advance(SECOND);
    expect(world.kinds()).toEqual(['settled expired', 'paidLate paid']);
    await world.end();
  });
});

describe('a webhook', () => {
  it('is a hint and no more: what it says is asked', async () => {
    const world = await paying(() => of({ status: 'PENDING_VBV', amount: 2 }));
    await world.advance(MINUTE);
    const before = world.juspay.asked;
    const body = { id: 'evt_1', event_name: 'ORDER_SUCCEEDED', content: { order: charged } };
    for (let times = 0; times < 3; times += 1) {
      expect((await world.webhook(body)).status).toBe(200);
      await world.advance(SECOND);
    }
    expect(world.juspay.asked - before).toBe(1);
    expect(await world.status()).toBe('open');
    await world.end();
  });
});

describe('what the app is told', () => {
  it('is what Juspay says, with nothing added and nothing that is the customer’s', async () => {
    const world = await paying(() =>
      of({ status: 'CHARGED', customer_phone: '9876543210', card: { last_four_digits: '1111' } }),
    );
    expect(await world.app()).toEqual({ order_id: 'A1', status: 'CHARGED' });
    await world.end();
  });
});
