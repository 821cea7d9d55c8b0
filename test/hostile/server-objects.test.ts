import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, World } from './support/world.js';

const mandate = {
  name: 'Gym',
  maxAmount: '500.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  startDate: Date.UTC(2026, 7, 10, 6),
  endDate: Date.UTC(2027, 7, 10, 6),
} as const;

const mandateObject = (status: string) => ({
  mandate_id: 'mand_1',
  order_id: 'A1',
  status,
  max_amount: 500,
  frequency: 'MONTHLY',
});
const notification = {
  id: 'notif_1',
  object_reference_id: 'A1',
  status: 'FAILURE',
  mandate: { mandate_id: 'mand_1' },
  source_info: { txn_date: '1786950000', amount: 2 },
};
const refund = { unique_request_id: 'ref_1', order_id: 'A1', status: 'SUCCESS', amount: 2 };
const envelope = (event_name: string, content: object) => ({
  id: 'evt_V2_1',
  event_name,
  date_created: '2026-08-10T07:00:48Z',
  content,
});

const OTHERS: readonly (readonly [string, unknown])[] = [
  ['a mandate that was created', mandateObject('CREATED')],
  ['a mandate that failed', mandateObject('FAILURE')],
  ['a webhook of a mandate', envelope('MANDATE_CREATED', { mandate: mandateObject('CREATED') })],
  ['a notification', notification],
  ['a webhook of a notification', envelope('NOTIFICATION_FAILED', { notification })],
  ['a refund', refund],
  ['a webhook of a refund', envelope('REFUND_INITIATED', { refund })],
  ['a session', { order_id: 'A1', status: 'NEW', id: 'ordeh_1', sdk_payload: {} }],
  ['a customer', { id: 'cst_1', object: 'customer', status: 'CREATED' }],
  ['an error', { error: true, error_message: 'no', user_message: 'no' }],
];

async function sent(kind: 'pay' | 'mandate' = 'pay'): Promise<World> {
  const world = await World.ready();
  if (kind === 'pay') await world.pay();
  else {
    const order = { orderId: 'A1', amount: '2.00' };
    const startDate = world.clock.shown + MINUTE;
    const terms = { ...mandate, startDate, endDate: startDate + 300 * 24 * 60 * MINUTE };
    await world.send({ type: 'mandate.create', order, mandate: terms });
  }
  await world.advance(3 * SECOND);
  expect(world.sent()).toHaveLength(1);
  return world;
}

describe('the server answers about something else than the order', () => {
  it.each(OTHERS)('%s settles nothing of a debited order', async (_, answer) => {
    const world = await sent();
    world.debit();
    world.server.says.set('A1', () => answer);
    world.says('FAILURE');
    await world.advance(30 * MINUTE);
    expect(world.order()?.settled).toBe(false);
    world.shows({ canRetry: false });
    world.server.says.clear();
    await world.finale();
  });

  it.each(OTHERS)('%s, pushed to the app, settles nothing either', async (_, answer) => {
    const world = await sent();
    world.debit();
    world.server.says.set('A1', () => Promise.reject(new Error('down')));
    world.says('FAILURE');
    for (let time = 0; time < 20; time += 1) {
      await world.send({ type: 'order.inform', orderId: 'A1', status: answer });
      await world.advance(30 * SECOND);
    }
    expect(world.order()?.settled).toBe(false);
    world.shows({ canRetry: false });
    world.server.says.clear();
    await world.finale();
  });

  it.each(OTHERS)('%s before an attempt stops nothing and is no all-clear', async (_, answer) => {
    const world = await World.ready();
    world.server.says.set('A1', (_id, time) => (time === 1 ? answer : undefined));
    await world.pay();
    await world.advance(3 * SECOND);
    expect(world.sent()).toHaveLength(1);
    expect(world.noticesOf('error')).toMatchObject([
      { orderId: 'A1', problem: { reason: 'integration', retry: false } },
    ]);
    // A failure that was there before is not this attempt's.
    world.server.says.set('A1', () => ({
      order_id: 'A1',
      status: 'AUTHORIZATION_FAILED',
      amount: 2,
      txn_uuid: 'older',
    }));
    world.debit('A1', 'A1_t1');
    world.says('PENDING', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(2 * MINUTE);
    world.shows({ settled: false });
    world.server.says.clear();
    await world.finale();
  });

  it('an old word about the order is not forgotten over it', async () => {
    const world = await sent();
    world.says('FAILURE');
    // The window of a server that knows nothing runs on, whatever comes between.
    let time = 0;
    world.server.says.set('A1', (orderId) => {
      time += 1;
      return time % 2 === 0 ? mandateObject('CREATED') : { orderId, status: 'NEW', amount: '2.00' };
    });
    await world.advance(5 * MINUTE);
    world.shows({ status: 'failure', settled: true });
    world.server.says.clear();
    await world.finale();
  });
});

describe('a whole webhook', () => {
  it.each<[string, unknown]>([
    [
      'order',
      envelope('ORDER_SUCCEEDED', { order: { order_id: 'A1', status: 'CHARGED', amount: 2 } }),
    ],
    ['txn', envelope('TXN_CHARGED', { txn: { order_id: 'A1', status: 'CHARGED', txn_amount: 2 } })],
  ])('of an %s, pushed or answered, is what it holds', async (_, answer) => {
    for (const way of ['pushed', 'answered', 'pushed as text']) {
      const world = await sent();
      world.debit();
      world.says('PENDING');
      await world.advance(0);
      if (way === 'answered') world.server.says.set('A1', () => answer);
      else {
        world.server.says.set('A1', () => Promise.reject(new Error('down')));
        const status = way === 'pushed' ? answer : JSON.stringify(answer);
        await world.send({ type: 'order.inform', orderId: 'A1', status });
      }
      await world.advance(10 * SECOND);
      world.shows({ status: 'success', verified: true, settled: true });
      world.server.says.clear();
      await world.finale();
    }
  });

  it('of another order is refused, and says why', async () => {
    const world = await sent();
    const status = envelope('ORDER_FAILED', {
      order: { order_id: 'B2', status: 'CHARGED', amount: 2 },
    });
    await world.send({ type: 'order.inform', orderId: 'A1', status });
    expect(world.noticesOf('command.rejected')).toMatchObject([
      { reason: 'invalid', issues: [{ path: 'status.orderId' }] },
    ]);
    world.shows({ status: 'submitted' });
  });

  it.each<[string, unknown]>([
    ['a notification', notification],
    ['a customer', { id: 'cst_1', status: 'CREATED' }],
    ['nothing', {}],
  ])('%s is refused, and says why', async (_, status) => {
    const world = await sent();
    await world.send({ type: 'order.inform', orderId: 'A1', status });
    expect(world.noticesOf('command.rejected')).toMatchObject([
      { reason: 'invalid', issues: [{ path: 'status' }] },
    ]);
  });
});

describe('several transactions of one order', () => {
  const list = (status: string, ...txns: readonly (readonly [string, string])[]) => ({
    order_id: 'A1',
    status,
    amount: 2,
    txn_list: txns.map(([txn_uuid, word]) => ({ txn_uuid, status: word })),
  });

  it('this one’s failure among them settles it', async () => {
    const world = await sent();
    world.bankSays('AUTHORIZATION_FAILED', 'A1', 'ours');
    world.server.says.set('A1', () =>
      list(
        'AUTHORIZATION_FAILED',
        ['ours', 'AUTHORIZATION_FAILED'],
        ['other', 'AUTHORIZATION_FAILED'],
      ),
    );
    world.says('FAILURE', world.request(), { txnUuid: 'ours' });
    await world.advance(10 * SECOND);
    world.shows({ status: 'failure', settled: true, txnUuid: 'ours' });
    await world.finale();
  });

  it('only others failed: no sign of this one', async () => {
    const world = await sent();
    world.debit('A1', 'ours');
    world.server.says.set('A1', () =>
      list('AUTHORIZATION_FAILED', ['other', 'AUTHORIZATION_FAILED']),
    );
    world.says('FAILURE', world.request(), { txnUuid: 'ours' });
    await world.advance(MINUTE);
    world.shows({ settled: false, txnUuid: 'ours' });
    world.server.says.clear();
    await world.finale();
  });

  it('those before an attempt are none of its own', async () => {
    const world = await World.ready();
    const before = list(
      'AUTHORIZATION_FAILED',
      ['old1', 'AUTHORIZATION_FAILED'],
      ['old2', 'AUTHENTICATION_FAILED'],
    );
    world.server.says.set('A1', () => before);
    await world.pay();
    await world.advance(3 * SECOND);
    world.debit('A1', 'ours');
    world.says('PENDING');
    await world.advance(10 * MINUTE);
    world.shows({ settled: false });
    world.server.says.clear();
    await world.finale();
  });

  it('one under way stops a second attempt, whatever the order is called', async () => {
    const world = await World.ready();
    world.server.says.set('A1', () => list('AUTHORIZATION_FAILED', ['t1', 'PENDING_VBV']));
    world.debit('A1', 't1');
    await world.pay();
    await world.advance(3 * SECOND);
    expect(world.sent()).toHaveLength(0);
    world.shows({ status: 'pending' });
    world.server.says.clear();
    await world.finale();
  });
});

describe('money on its way back', () => {
  const charged = (more: object = {}) => ({
    order_id: 'A1',
    status: 'CHARGED',
    amount: 2,
    ...more,
  });

  async function paid(): Promise<World> {
    const world = await sent();
    world.debit();
    world.says('SUCCESS');
    await world.advance(5 * SECOND);
    world.shows({ status: 'success', verified: true, settled: true });
    return world;
  }

  it('is shown on an order that stays paid, until it is back', async () => {
    const world = await paid();
    expect(world.order()).not.toHaveProperty('refund');
    const pending = {
      refunded: true,
      amount_refunded: 2,
      refunds: [{ status: 'PENDING', amount: 2 }],
    };
    await world.send({ type: 'order.inform', orderId: 'A1', status: charged(pending) });
    world.shows({
      status: 'success',
      settled: true,
      canRetry: false,
      refund: { status: 'pending', amount: '2.00' },
    });
    const settled = world.noticesOf('order.settled').length;
    // It is asked about, and a server that says it is back is believed.
    const done = {
      refunded: true,
      amount_refunded: 2,
      refunds: [{ status: 'SUCCESS', amount: 2 }],
    };
    world.server.says.set('A1', () => charged(done));
    await world.advance(2 * MINUTE);
    world.shows({
      status: 'refunded',
      settled: true,
      canRetry: false,
      refund: { status: 'success', amount: '2.00' },
    });
    expect(world.noticesOf('order.settled')).toHaveLength(settled + 1);
  });

  it('outlives the process', async () => {
    const world = await paid();
    const part = {
      refunded: false,
      amount_refunded: 1,
      refunds: [{ status: 'SUCCESS', amount: 1 }],
    };
    await world.send({ type: 'order.inform', orderId: 'A1', status: charged(part) });
    await world.advance(SECOND);
    await world.restart();
    world.shows({ status: 'success', refund: { status: 'success', amount: '1.00' } });
  });

  it('a word about a refund makes the server be asked', async () => {
    const world = await paid();
    const reads = world.server.reads('A1');
    world.server.says.set('A1', () => charged({ refunds: [{ status: 'PENDING', amount: 1 }] }));
    const status = envelope('REFUND_INITIATED', { refund });
    await world.send({ type: 'order.inform', orderId: 'A1', status });
    await world.advance(MINUTE);
    expect(world.server.reads('A1')).toBeGreaterThan(reads);
    world.shows({ status: 'success', refund: { status: 'pending', amount: '1.00' } });
  });

  it('a second word that brings nothing new leaves the looks that are planned', async () => {
    const world = await paid();
    world.server.says.set('A1', () => charged({ refunds: [{ status: 'PENDING', amount: 1 }] }));
    const status = envelope('REFUND_INITIATED', { refund });
    for (const wait of [10 * SECOND, 10 * SECOND]) {
      await world.send({ type: 'order.inform', orderId: 'A1', status });
      await world.advance(wait);
    }
    await world.send({ type: 'order.recheck', orderId: 'A1' });
    await world.advance(10 * SECOND);
    world.shows({ status: 'success', refund: { status: 'pending', amount: '1.00' } });
    world.server.says.set('A1', () => charged({ refunds: [{ status: 'SUCCESS', amount: 1 }] }));
    // Nobody comes back to the app, and nobody asks.
    await world.advance(20 * MINUTE);
    world.shows({ status: 'success', refund: { status: 'success', amount: '1.00' } });
  });

  it('a server that is behind does not take it back', async () => {
    const world = await paid();
    const part = { amount_refunded: 1, refunds: [{ status: 'SUCCESS', amount: 1 }] };
    await world.send({ type: 'order.inform', orderId: 'A1', status: charged(part) });
    const before = world.state;
    for (const behind of [{}, { refunds: [{ status: 'PENDING', amount: 1 }] }]) {
      await world.send({ type: 'order.inform', orderId: 'A1', status: charged(behind) });
    }
    expect(world.state).toBe(before);
  });

  it('AUTO_REFUNDED is paid while its refund is on its way', async () => {
    const world = await sent();
    world.server.says.set('A1', () => ({
      ...charged({ refunds: [{ status: 'PENDING', amount: 2 }] }),
      status: 'AUTO_REFUNDED',
    }));
    world.says('PENDING');
    await world.advance(10 * SECOND);
    world.shows({
      status: 'success',
      canRetry: false,
      refund: { status: 'pending', amount: '2.00' },
    });
  });
});

describe('the mandate of an order', () => {
  const nested = (mandate_status: string) => ({
    order_id: 'A1',
    status: 'CHARGED',
    amount: 2,
    mandate: { mandate_id: 'mand_1', mandate_status },
  });
  const agreed = { mandate: { gatewayResponseCode: '00', umn: 'u1@upf' } };

  it('that failed is not shown active, however often the SDK says so', async () => {
    const world = await sent('mandate');
    world.debit();
    world.server.says.set('A1', () => nested('CREATED'));
    world.says('SUCCESS', world.request(), agreed);
    await world.advance(10 * SECOND);
    world.shows({ status: 'success', settled: false });
    world.server.says.set('A1', () => nested('FAILURE'));
    for (let time = 0; time < 5; time += 1) {
      await world.advance(10 * SECOND);
      world.says('SUCCESS', world.request(), agreed);
      await world.advance(0);
    }
    await world.advance(5 * MINUTE);
    expect(world.order()?.mandate?.status).toBe('failed');
    world.shows({ status: 'success', settled: true });
  });

  it.each([
    ['Rent, flat 12/B, of June', 'Rent, flat 12/B, of June'],
    ['Rent to 98765 43210', 'Rent to • •'],
    ['for asha.rao@okbank', 'for •'],
    ['PIN 1234', 'PIN •'],
  ])('shows the words of its name and remarks: %s', async (told, shown) => {
    const world = await sent('mandate');
    world.debit();
    world.server.says.set('A1', () => nested('ACTIVE'));
    const mandate = { ...agreed.mandate, mandateName: told, remarks: told };
    world.says('SUCCESS', world.request(), { mandate });
    await world.advance(10 * SECOND);
    expect(world.order()?.mandate).toMatchObject({ mandateName: shown, remarks: shown });
  });

  it('changes later, too, and nothing else does', async () => {
    const world = await sent('mandate');
    world.debit();
    world.server.says.set('A1', () => nested('ACTIVE'));
    world.says('SUCCESS', world.request(), agreed);
    await world.advance(10 * SECOND);
    world.shows({ status: 'success', settled: true });
    expect(world.order()?.mandate?.status).toBe('active');
    const settled = world.noticesOf('order.settled').length;
    await world.send({ type: 'order.inform', orderId: 'A1', status: mandateObject('REVOKED') });
    expect(world.order()?.mandate?.status).toBe('ended');
    world.shows({ status: 'success', settled: true, verified: true });
    expect(world.noticesOf('order.settled')).toHaveLength(settled);
    await world.restart();
    expect(world.order()?.mandate?.status).toBe('ended');
  });

  it('is known from a push while the person is on the PIN page', async () => {
    const world = await sent('mandate');
    const status = envelope('MANDATE_ACTIVATED', { mandate: mandateObject('ACTIVE') });
    await world.send({ type: 'order.inform', orderId: 'A1', status });
    world.shows({ status: 'submitted' });
    expect(world.order()?.mandate?.status).toBe('active');
  });

  it('is known from a push that holds a transaction beside it', async () => {
    const world = await sent('mandate');
    const txn = { order_id: 'A1', status: 'CHARGED', txn_amount: 2, txn_uuid: 'A1_t1' };
    world.debit();
    const status = envelope('TXN_CHARGED', { txn, mandate: mandateObject('ACTIVE') });
    await world.send({ type: 'order.inform', orderId: 'A1', status });
    await world.advance(10 * SECOND);
    expect(world.order()?.mandate?.status).toBe('active');
  });

  it('of a plain payment is no matter', async () => {
    const world = await sent();
    await world.send({ type: 'order.inform', orderId: 'A1', status: mandateObject('ACTIVE') });
    expect(world.order()).not.toHaveProperty('mandate');
  });

  it('made through a checkout has its result like any other', async () => {
    const world = await World.ready();
    await world.checkout('A1', { 'options.createMandate': 'REQUIRED' });
    await world.advance(3 * SECOND);
    world.debit();
    world.server.says.set('A1', () => nested('ACTIVE'));
    world.says('SUCCESS', world.request(), agreed);
    await world.advance(10 * SECOND);
    world.shows({ status: 'success', settled: true });
    expect(world.order()?.mandate).toMatchObject({ status: 'active', umn: 'u1@upf' });
  });
});

describe('mistakes of the merchant’s server', () => {
  const answered: readonly (readonly [string, unknown, object])[] = [
    [
      'an unknown word',
      { orderId: 'A1', status: 'SUCCESS', amount: '2.00' },
      { reason: 'integration', field: 'status', code: 'SUCCESS' },
    ],
    ['no amount', { orderId: 'A1', status: 'CHARGED' }, { reason: 'integration', field: 'amount' }],
    ['no order', { status: 'NEW', amount: '2.00' }, { reason: 'integration', field: 'orderId' }],
    [
      'another order',
      { orderId: 'B2', status: 'NEW', amount: '2.00' },
      { reason: 'integration', field: 'orderId' },
    ],
    [
      'another currency',
      { orderId: 'A1', status: 'CHARGED', amount: '2.00', currency: 'USD' },
      { reason: 'integration', field: 'currency' },
    ],
    ['a mandate', mandateObject('CREATED'), { reason: 'integration', field: 'status' }],
  ];

  it.each(answered)('%s: said once', async (_, answer, problem) => {
    const world = await World.ready();
    world.server.says.set('A1', () => answer);
    await world.pay();
    await world.advance(3 * SECOND);
    if (world.sent().length > 0) world.says('PENDING');
    await world.advance(30 * MINUTE);
    expect(world.server.reads('A1')).toBeGreaterThan(3);
    const told = world.noticesOf('error');
    expect(told).toMatchObject([{ orderId: 'A1', problem: { ...problem, retry: false } }]);
    expect(JSON.stringify(told)).toContain('orderStatus');
  });

  it('a server that rejects: said once, and the order goes on', async () => {
    const world = await sent();
    world.server.says.set('A1', () => Promise.reject(new TypeError('secret 4111111111111111')));
    world.says('PENDING');
    await world.advance(20 * MINUTE);
    expect(world.noticesOf('error')).toMatchObject([
      { orderId: 'A1', problem: { reason: 'orderStatusFailed', retry: true } },
    ]);
    expect(JSON.stringify(world.notices)).not.toContain('4111');
    world.server.says.clear();
    world.debit();
    await world.finale();
  });

  it('is said of each order', async () => {
    const world = await World.ready();
    for (const orderId of ['A1', 'B2']) {
      world.server.says.set(orderId, () => ({ orderId, status: 'OK', amount: '2.00' }));
      await world.pay(orderId);
      await world.advance(3 * SECOND);
      world.says('PENDING', world.request(orderId));
      await world.advance(MINUTE);
    }
    const orders = world.notices.map((one) => (one.type === 'error' ? one.orderId : undefined));
    expect(orders.filter((one) => one !== undefined)).toEqual(['A1', 'B2']);
  });

  it('a good answer is no mistake', async () => {
    const world = await sent();
    world.debit();
    world.says('SUCCESS');
    await world.advance(MINUTE);
    world.shows({ status: 'success', settled: true });
    expect(world.noticesOf('error')).toEqual([]);
  });
});

describe('an order that names a transaction was begun, whatever it is called', () => {
  it.each(['NEW', 'CREATED'])('%s with one is no word that nobody paid', async (status) => {
    const world = await sent();
    world.debit();
    world.server.says.set('A1', () => ({ order_id: 'A1', status, amount: 2, txn_uuid: 'mine' }));
    world.says('BACKPRESS');
    await world.advance(10 * MINUTE);
    world.shows({ settled: false, canRetry: false });
    world.server.says.clear();
    await world.finale();
  });

  it('one that was there before is not this attempt’s', async () => {
    const world = await World.ready();
    const status = { order_id: 'A1', status: 'NEW', amount: 2, txn_uuid: 'older' };
    world.server.says.set('A1', () => status);
    await world.pay();
    await world.advance(3 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.says('BACKPRESS');
    await world.advance(MINUTE);
    world.shows({ status: 'backPress', settled: true, canRetry: true });
    world.server.says.clear();
    await world.finale();
  });
});

describe('refunds of other money', () => {
  const status = (more: object) => ({ order_id: 'A1', status: 'CHARGED', amount: 2, ...more });

  it('a second debit that came back leaves the order paid', async () => {
    const world = await sent();
    world.debit();
    world.says('SUCCESS');
    await world.advance(5 * SECOND);
    const txn = { order_id: 'A1', status: 'AUTO_REFUNDED', txn_amount: 2, txn_uuid: 'other' };
    await world.send({ type: 'order.inform', orderId: 'A1', status: { content: { txn } } });
    await world.advance(MINUTE);
    world.shows({ status: 'success', settled: true });
  });

  it.each<[string, object]>([
    ['another amount', status({ amount: 1, refunded: true, amount_refunded: 1 })],
    ['another amount, by the gateway', status({ status: 'AUTO_REFUNDED', amount: 500 })],
  ])('of %s: a person must look', async (_, answer) => {
    const world = await sent();
    world.server.says.set('A1', () => answer);
    world.says('PENDING');
    await world.advance(MINUTE);
    world.shows({ status: 'unresolved', verified: false, canRetry: false });
  });

  it('of half of it, without the amount of the order: not refunded', async () => {
    const world = await sent();
    const refunds = [{ status: 'SUCCESS', amount: 1 }];
    world.server.says.set('A1', () => ({ order_id: 'A1', status: 'AUTO_REFUNDED', refunds }));
    world.says('PENDING');
    await world.advance(MINUTE);
    world.shows({ settled: false, canRetry: false });
  });

  it('of half of it does not take back that the order was paid', async () => {
    const world = await sent();
    world.debit();
    world.says('SUCCESS');
    await world.advance(5 * SECOND);
    world.shows({ status: 'success', verified: true });
    const refunds = [{ status: 'SUCCESS', amount: 1 }];
    const half = { order_id: 'A1', status: 'AUTO_REFUNDED', refunds };
    world.server.says.set('A1', () => half);
    await world.send({ type: 'order.inform', orderId: 'A1', status: half });
    await world.advance(MINUTE);
    world.shows({ status: 'success', verified: true, settled: true, canRetry: false });
  });

  it('of an amount that nobody named is not verified', async () => {
    const world = await sent();
    world.server.says.set('A1', () => ({ order_id: 'A1', status: 'AUTO_REFUNDED' }));
    world.says('PENDING');
    await world.advance(MINUTE);
    world.shows({ status: 'refunded', verified: false, settled: true });
  });

  it('that take days are asked about, at each return and when somebody asks', async () => {
    const world = await sent();
    world.debit();
    world.says('SUCCESS');
    await world.advance(5 * SECOND);
    const refunds = [{ status: 'PENDING', amount: 2 }];
    await world.send({ type: 'order.inform', orderId: 'A1', status: status({ refunds }) });
    await world.advance(5 * 24 * 60 * MINUTE);
    const reads = world.server.reads('A1');
    await world.send({ type: 'order.recheck', orderId: 'A1' });
    await world.advance(MINUTE);
    expect(world.server.reads('A1')).toBeGreaterThan(reads);
    const done = {
      refunded: true,
      amount_refunded: 2,
      refunds: [{ status: 'SUCCESS', amount: 2 }],
    };
    world.server.says.set('A1', () => status(done));
    await world.send({ type: 'app.foreground' });
    await world.advance(MINUTE);
    world.shows({ status: 'refunded', settled: true });
  });
});

describe('one order in two spellings', () => {
  it('is not paid twice', async () => {
    const world = await sent();
    world.says('PENDING');
    await world.advance(SECOND);
    await world.pay('a1');
    await world.advance(3 * SECOND);
    expect(world.sent('a1')).toHaveLength(0);
    expect(world.noticesOf('command.rejected')).toMatchObject([
      { reason: 'notAllowed', because: 'otherSpelling' },
    ]);
  });

  it('may be told of in the other one', async () => {
    const world = await sent();
    world.debit();
    world.says('PENDING');
    await world.advance(SECOND);
    const status = { order_id: 'a1', status: 'CHARGED', amount: 2 };
    await world.send({ type: 'order.inform', orderId: 'A1', status });
    world.shows({ status: 'success', verified: true });
  });
});

describe('a payment that the SDK refused', () => {
  it('says why, once it is known to be unpaid', async () => {
    const world = await sent();
    world.bankSays('AUTHORIZATION_FAILED');
    const words = { error: true, errorCode: 'JP_012', errorMessage: 'Merchant signature mismatch' };
    world.sdk.reply(world.request(), {}, words);
    await world.advance(5 * SECOND);
    world.shows({ status: 'failure', settled: true });
    expect(world.order()?.problem).toMatchObject({ reason: 'integration', retry: false });
  });
});
