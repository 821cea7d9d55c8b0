import { describe, expect, it } from 'vitest';
import type { MandateTerms } from '../../src/index.js';
import { secrets } from './support/promises.js';
import type { Json } from './support/sdk.js';
import { DAY, MINUTE, SECOND, World } from './support/world.js';

async function sent(orderId = 'A1'): Promise<World> {
  const world = await World.ready();
  await world.pay(orderId);
  await world.advance(3 * SECOND);
  return world;
}

async function paid(world: World, orderId: string): Promise<void> {
  await world.pay(orderId);
  await world.advance(SECOND);
  world.debit(orderId);
  world.says('SUCCESS', world.request(orderId));
  await world.advance(SECOND);
}

describe('orders with names of objects', () => {
  it.each([
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'prototype',
    '__proto__',
    '__defineGetter__',
  ])('%s: an order as any other', async (orderId) => {
    const world = await World.ready();
    expect(world.order(orderId)).toBeUndefined();
    await world.send({ type: 'order.recheck', orderId }, { type: 'order.dismiss', orderId });
    await paid(world, orderId);
    world.shows({ orderId, status: 'success', verified: true }, orderId);
    expect(world.state.step).toMatchObject({
      name: 'outcome',
      order: { orderId, status: 'success' },
    });
    expect(Object.keys(world.state.orders)).toEqual([orderId]);
    await world.restart();
    world.shows({ orderId, status: 'success' }, orderId);
    await world.cannotPay(orderId);
    await world.stop();
  });

  it.each(['constructor', '__proto__'])(
    '%s, failed: the outcome is that of the order',
    async (orderId) => {
      const world = await sent(orderId);
      world.bankSays('AUTHORIZATION_FAILED', orderId);
      world.says('FAILURE', world.request(orderId), { txnUuid: `${orderId}_t1` });
      await world.advance(3 * MINUTE);
      expect(world.state.step).toMatchObject({
        name: 'outcome',
        order: { orderId, status: 'failure' },
      });
      await world.finale();
    },
  );
});

describe('orders with ids that a server may make', () => {
  const ids = [
    'a/b',
    'a%2Fb',
    '..',
    '../head',
    'head',
    'orders',
    '*',
    '"quoted"',
    "it's",
    'a b',
    ' a',
    'a ',
    'नमस्ते',
    '😀',
    'x\ny',
    'nul\u0000',
    'A1:2',
    '{}',
    '[]',
    'null',
    'undefined',
    '-',
    '\uD800',
  ];

  it.each(ids.map((orderId) => ({ orderId })))(
    '$orderId: refused, or an order as any other',
    async ({ orderId }) => {
      const world = await World.ready();
      await world.checkout(orderId);
      await world.advance(3 * SECOND);
      if (world.requests.length === 0) {
        expect(world.noticesOf('command.rejected')).toHaveLength(1);
        return world.stop();
      }
      const [request] = world.requests;
      if (request === undefined) return;
      world.debit(request.orderId);
      world.says('SUCCESS', request);
      await world.advance(3 * SECOND);
      const [shown] = Object.values(world.state.orders);
      expect(shown).toMatchObject({ status: 'success', verified: true });
      await world.restart();
      expect(Object.values(world.state.orders)).toMatchObject([
        { orderId: shown?.orderId, status: 'success' },
      ]);
      await world.checkout(orderId);
      await world.advance(3 * SECOND);
      expect(world.requests).toHaveLength(1);
      await world.stop();
    },
  );

  it('ids that differ in case alone are one order to the server: paid once', async () => {
    const world = await World.ready();
    await paid(world, 'abc');
    world.server.says.set('ABC', () => ({ orderId: 'abc', status: 'CHARGED', amount: '2.00' }));
    await world.pay('ABC');
    await world.advance(3 * SECOND);
    expect(world.sent('ABC')).toEqual([]);
    await world.stop();
  });
});

describe('the outcome on the screen', () => {
  it.each([{ keepOrders: 0 }, { keepOrders: 1 }])(
    'is not forgotten under the person by keepOrders $keepOrders',
    async ({ keepOrders }) => {
      const world = await World.ready({ config: { keepOrders } });
      await paid(world, 'A1');
      expect(world.state.step).toMatchObject({
        name: 'outcome',
        order: { orderId: 'A1', status: 'success' },
      });
      await world.advance(MINUTE);
      expect(world.state.step).toMatchObject({
        name: 'outcome',
        order: { orderId: 'A1', status: 'success' },
      });
      await world.send({ type: 'order.dismiss', orderId: 'A1' });
      expect(world.state.step).toMatchObject({ name: 'ready' });
      await world.stop();
    },
  );

  it.each(['A1', 'constructor'])(
    '%s stays when other orders settle in the background',
    async (orderId) => {
      const world = await World.ready({ config: { keepOrders: 1 } });
      for (const orderId of ['B1', 'C1', 'D1']) {
        await world.pay(orderId);
        await world.advance(SECOND);
        world.says('PENDING', world.request(orderId));
        await world.advance(0);
      }
      await paid(world, orderId);
      for (const orderId of ['B1', 'C1', 'D1']) world.debit(orderId);
      await world.advance(5 * MINUTE);
      expect(world.state.step).toMatchObject({
        name: 'outcome',
        order: { orderId, status: 'success' },
      });
      await world.finale();
    },
  );
});

describe('what the server says, in odd shapes', () => {
  const good: readonly { shape: string; answer: Json }[] = [
    {
      shape: 'order_id beside orderId: undefined',
      answer: { orderId: undefined, order_id: 'A1', status: 'CHARGED', amount: '2.00' },
    },
    {
      shape: 'order_id beside orderId: null',
      answer: { orderId: null, order_id: 'A1', status: 'CHARGED', amount: 2 },
    },
    {
      shape: 'snake case',
      answer: { order_id: 'A1', status: 'CHARGED', amount: 2, txn_uuid: 'A1_t1' },
    },
    {
      shape: 'txn_uuid beside txnUuid: undefined',
      answer: {
        orderId: 'A1',
        status: 'CHARGED',
        amount: 2,
        txnUuid: undefined,
        txn_uuid: 'A1_t1',
      },
    },
    { shape: 'lower case', answer: { orderId: 'A1', status: 'charged', amount: '2.0' } },
    { shape: 'spaces', answer: { orderId: 'A1', status: ' CHARGED ', amount: ' 2 ' } },
    {
      shape: 'a currency',
      answer: { orderId: 'A1', status: 'CHARGED', amount: '2.00', currency: 'INR' },
    },
    {
      shape: 'a currency in lower case',
      answer: { orderId: 'A1', status: 'CHARGED', amount: '2.00', currency: 'inr' },
    },
    {
      shape: 'a status_id that contradicts',
      answer: { orderId: 'A1', status: 'CHARGED', status_id: 27, amount: 2 },
    },
  ];

  it.each(good)('$shape: believed', async ({ answer }) => {
    const world = await sent();
    world.server.says.set('A1', () => answer);
    world.says('PENDING');
    await world.advance(10 * SECOND);
    world.shows({ status: 'success', verified: true, settled: true });
    await world.stop();
  });

  const doubtful: readonly { shape: string; answer: Json }[] = [
    { shape: 'no amount', answer: { orderId: 'A1', status: 'CHARGED' } },
    { shape: 'an empty amount', answer: { orderId: 'A1', status: 'CHARGED', amount: '' } },
    {
      shape: 'an amount that is none',
      answer: { orderId: 'A1', status: 'CHARGED', amount: 'two rupees' },
    },
    { shape: 'null as amount', answer: { orderId: 'A1', status: 'CHARGED', amount: null } },
    {
      shape: 'another currency',
      answer: { orderId: 'A1', status: 'CHARGED', amount: '2.00', currency: 'USD' },
    },
    { shape: 'no order', answer: { status: 'CHARGED', amount: '2.00' } },
    { shape: 'another order', answer: { orderId: 'B1', status: 'CHARGED', amount: '2.00' } },
    {
      shape: 'another order beside ours',
      answer: { orderId: 'B1', order_id: 'A1', status: 'CHARGED', amount: '2.00' },
    },
    {
      shape: 'a mandate’s own object',
      answer: { mandate_id: 'm1', order_id: 'A1', status: 'ACTIVE', max_amount: 500 },
    },
    {
      shape: 'an unknown word',
      answer: { orderId: 'A1', status: 'CHARGED_MAYBE', amount: '2.00' },
    },
    {
      shape: 'PARTIAL_CHARGED',
      answer: { orderId: 'A1', status: 'PARTIAL_CHARGED', amount: '2.00' },
    },
    { shape: 'TO_BE_CHARGED', answer: { orderId: 'A1', status: 'TO_BE_CHARGED', amount: '2.00' } },
  ];

  it.each(doubtful)('$shape: confirms nothing, and is asked again', async ({ answer }) => {
    const world = await sent();
    world.server.says.set('A1', () => answer);
    world.says('PENDING');
    await world.advance(2 * MINUTE);
    world.shows({ status: 'pending', verified: false, settled: false, canRetry: false });
    world.server.says.clear();
    world.debit();
    await world.advance(2 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it.each(doubtful.slice(0, 5))(
    '$shape beside SUCCESS: paid is shown, not verified, asked again',
    async ({ answer }) => {
      const world = await sent();
      world.server.says.set('A1', () => answer);
      world.says('SUCCESS');
      await world.advance(2 * MINUTE);
      expect(world.order()).toMatchObject({ verified: false, settled: false, canRetry: false });
      expect(['success', 'pending']).toContain(world.order()?.status);
      world.server.says.clear();
      world.debit();
      await world.advance(2 * MINUTE);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );

  it.each(['3.00', '1.99', '2.01', 200, '0.00'])(
    'an amount of %s: unresolved, said, never payable',
    async (amount) => {
      const world = await sent();
      world.server.says.set('A1', () => ({ orderId: 'A1', status: 'CHARGED', amount }));
      world.says('SUCCESS');
      await world.advance(10 * SECOND);
      world.shows({ status: 'unresolved', verified: false, settled: true, canRetry: false });
      expect(world.noticesOf('error')).toMatchObject([{ orderId: 'A1' }]);
      await world.cannotPay();
      await world.stop();
    },
  );

  it('the server’s amount mended later: paid', async () => {
    const world = await sent();
    world.server.says.set('A1', () => ({ orderId: 'A1', status: 'CHARGED', amount: '3.00' }));
    world.says('SUCCESS');
    await world.advance(10 * SECOND);
    world.shows({ status: 'unresolved' });
    const status = { orderId: 'A1', status: 'CHARGED', amount: '2.00' };
    await world.send({ type: 'order.inform', orderId: 'A1', status });
    world.shows({ status: 'success', verified: true });
    await world.stop();
  });
});

describe('a mandate', () => {
  const terms = (world: World, more: Partial<MandateTerms> = {}): MandateTerms => ({
    name: 'Gym',
    maxAmount: '500.00',
    amountRule: 'VARIABLE',
    frequency: 'MONTHLY',
    startDate: world.clock.shown,
    endDate: world.clock.shown + 300 * DAY,
    ...more,
  });
  const order = { orderId: 'A1', amount: '2.00' };

  async function created(more: Partial<MandateTerms> = {}): Promise<World> {
    const world = await World.ready();
    await world.send({ type: 'mandate.create', order, mandate: terms(world, more) });
    await world.advance(3 * SECOND);
    return world;
  }

  it.each([
    { said: 'CHARGED alone', mandateStatus: undefined, payload: {} },
    { said: 'CHARGED, and the mandate CREATED', mandateStatus: 'CREATED', payload: {} },
    {
      said: 'CHARGED, and a mandate without a code',
      mandateStatus: undefined,
      payload: { mandate: { umn: 'u1' } },
    },
    {
      said: 'CHARGED, and a mandate that is pending',
      mandateStatus: undefined,
      payload: { mandate: { gatewayResponseCode: '01' } },
    },
  ])('is not active because of $said', async ({ mandateStatus, payload }) => {
    const world = await created();
    world.server.says.set('A1', () => ({
      orderId: 'A1',
      status: 'CHARGED',
      amount: '2.00',
      mandateStatus,
    }));
    world.says('SUCCESS', world.request(), payload);
    await world.advance(MINUTE);
    expect(world.order()?.status).toBe('success');
    expect(world.order()?.mandate?.status).not.toBe('active');
    await world.stop();
  });

  it.each([
    {
      said: 'the SDK',
      mandateStatus: undefined,
      payload: { mandate: { gatewayResponseCode: '00', umn: 'u1' } },
    },
    { said: 'the server', mandateStatus: 'ACTIVE', payload: {} },
  ])('is active when $said says so of the mandate', async ({ mandateStatus, payload }) => {
    const world = await created();
    world.server.says.set('A1', () => ({
      orderId: 'A1',
      status: 'CHARGED',
      amount: '2.00',
      mandateStatus,
    }));
    world.says('SUCCESS', world.request(), payload);
    await world.advance(MINUTE);
    expect(world.order()?.mandate).toMatchObject({ status: 'active' });
    await world.stop();
  });

  it('active says nothing of the first debit, nor the debit of the mandate', async () => {
    const world = await created();
    world.server.says.set('A1', () => ({
      orderId: 'A1',
      status: 'PENDING_VBV',
      amount: '2.00',
      mandateStatus: 'ACTIVE',
    }));
    world.says('PENDING');
    await world.advance(MINUTE);
    world.shows({ status: 'pending', settled: false });
    expect(world.order()?.mandate).toMatchObject({ status: 'active' });
    world.server.says.clear();
    world.debit();
    await world.finale();
  });

  it.each(['ACTIVE', 'FAILURE', 'REVOKED', 'CREATED'])(
    'a plain payment ignores a mandate status of %s',
    async (mandateStatus) => {
      const world = await sent();
      world.server.says.set('A1', () => ({
        orderId: 'A1',
        status: 'CHARGED',
        amount: '2.00',
        mandateStatus,
      }));
      world.says('SUCCESS', world.request(), { mandate: { gatewayResponseCode: '00' } });
      await world.advance(MINUTE);
      world.shows({ status: 'success', verified: true, settled: true });
      expect(world.order()?.mandate).toBeUndefined();
      await world.stop();
    },
  );

  it.each([
    { what: 'a day', ms: DAY },
    { what: 'a year', ms: 365 * DAY },
    { what: 'ten days', ms: 10 * DAY },
  ])('a start $what in the past is refused', async ({ ms }) => {
    const world = await World.ready();
    const mandate = terms(world, { startDate: world.clock.shown - ms });
    await world.send({ type: 'mandate.create', order, mandate });
    await world.advance(3 * SECOND);
    expect(world.requests).toEqual([]);
    expect(world.noticesOf('command.rejected')).toMatchObject([{ reason: 'invalid' }]);
    await world.stop();
  });

  it('a retry after its end is refused', async () => {
    const world = await created({ endDate: 1_767_587_400_000 + 2 * DAY });
    world.bankSays('AUTHORIZATION_FAILED');
    world.says('FAILURE', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(3 * MINUTE);
    world.shows({ status: 'failure', settled: true });
    await world.advance(3 * DAY);
    await world.retry();
    await world.advance(5 * SECOND);
    expect(world.requests).toHaveLength(1);
    await world.finale();
  });
});

describe('secrets in ids, codes and texts', () => {
  const spellings = [
    '919876543210',
    '+919876543210',
    '9876543210',
    '98765-43210',
    '98765_43210',
    '+91-98765-43210',
    '91_9876_543_210',
    secrets.card,
    '4111-1111-1111-1111',
    '4111_1111_1111_1111',
    secrets.otp,
    secrets.vpa,
    secrets.token,
  ];

  it.each(spellings.map((text) => ({ text })))(
    '$text as the SDK’s transaction and code',
    async ({ text }) => {
      const world = await sent();
      world.says('PENDING', world.request(), {
        txnUuid: text,
        gatewayResponseCode: text,
        gatewayResponseMessage: text,
      });
      await world.advance(MINUTE);
      world.debit();
      await world.finale();
    },
  );

  it.each(spellings.map((text) => ({ text })))('$text as the SDK’s error', async ({ text }) => {
    const world = await sent();
    world.sdk.reply(
      world.request(),
      {},
      { error: true, errorCode: text, errorMessage: `call ${text} now` },
    );
    world.sdk.reply({ requestId: text }, { status: 'SUCCESS', orderId: text, action: text });
    world.sdk.reply({ requestId: 'x' }, { status: 'SUCCESS' }, { requestId: text });
    await world.advance(MINUTE);
    world.debit();
    await world.finale();
  });

  it.each(spellings.map((text) => ({ text })))(
    '$text as the server’s transaction and words',
    async ({ text }) => {
      const world = await sent();
      world.says('PENDING');
      world.server.says.set('A1', () => ({
        orderId: 'A1',
        status: text,
        amount: '2.00',
        txnUuid: text,
        mandateStatus: text,
      }));
      await world.advance(MINUTE);
      world.server.says.set('A1', () => Promise.reject(new Error(text)));
      await world.advance(MINUTE);
      world.debit();
      await world.finale();
    },
  );

  it.each(spellings.map((text) => ({ text })))('$text in the keys of udf', async ({ text }) => {
    const world = await World.ready();
    const udf: Record<string, string> = {};
    udf[text] = 'x';
    Object.assign(udf, { [`${text}.inner`]: { no: 'text' } });
    await world.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' }, udf });
    await world.advance(SECOND);
    expect(world.noticesOf('command.rejected')).toHaveLength(1);
    await world.stop();
  });

  it('ids that are none of those stay readable', async () => {
    const world = await sent();
    world.says('PENDING', world.request(), { txnUuid: 'mozTxn-3fA9', gatewayResponseCode: 'U30' });
    await world.advance(0);
    world.shows({ txnUuid: 'mozTxn-3fA9', code: 'U30' });
    world.debit();
    await world.finale();
  });
});

describe('stop', () => {
  it('of a terminated flow tells once that it cannot be started any more', async () => {
    const world = await World.ready();
    await world.send({ type: 'sdk.terminate' });
    await world.advance(SECOND);
    const { told, state } = world;
    const notices = world.notices.length;
    await world.stop();
    expect(world.told).toBe(told + 1);
    expect(world.notices).toHaveLength(notices);
    const { step, ...rest } = state;
    expect(world.state).toMatchObject({ ...rest, step: { problem: { reason: 'stopped' } } });
  });

  it('twice tells nothing the second time', async () => {
    const world = await World.ready();
    await world.stop();
    const { told, state } = world;
    await world.stop();
    expect(world.told).toBe(told);
    expect(world.state).toBe(state);
  });

  it.each(['authorizing', 'paying', 'pending'] as const)(
    'while %s: nothing runs on',
    async (moment) => {
      const world = await World.ready();
      if (moment === 'authorizing') world.server.latency = SECOND;
      await world.pay();
      if (moment !== 'authorizing') await world.advance(3 * SECOND);
      if (moment === 'pending') world.says('PENDING');
      await world.advance(0);
      await world.stop();
      const asked = world.server.asked.length;
      const { writes } = world.storage;
      await world.send({ type: 'app.foreground' }, { type: 'order.recheck', orderId: 'A1' });
      await world.advance(DAY);
      expect(world.server.asked).toHaveLength(asked);
      expect(world.storage.writes - writes).toBeLessThanOrEqual(2);
      expect(world.time.running.size).toBe(0);
    },
  );
});

describe('a checkout', () => {
  it.each(['0', '0.0', '0.00', 0])('with an amount of %s is refused', async (amount) => {
    const world = await World.ready();
    await world.checkout('A1', { amount });
    await world.advance(3 * SECOND);
    expect(world.requests).toEqual([]);
    expect(world.noticesOf('command.rejected')).toMatchObject([{ reason: 'invalid' }]);
    await world.stop();
  });

  it('without an amount is never verified, over a restart too', async () => {
    const world = await World.ready();
    await world.checkout('A1', { amount: undefined });
    await world.advance(3 * SECOND);
    world.debit();
    world.says('SUCCESS');
    await world.advance(MINUTE);
    world.shows({ status: 'success', verified: false });
    await world.restart();
    await world.advance(MINUTE);
    world.shows({ status: 'success', verified: false });
    await world.cannotPay();
    await world.stop();
  });
});
