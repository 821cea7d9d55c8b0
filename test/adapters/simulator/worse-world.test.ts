import { describe, expect, it } from 'vitest';
import {
  createSimulator,
  type SignedAs,
  type Simulator,
  type StatusForm,
} from '../../../adapters/simulator/index.js';
import { createRawApp, type RawApp } from './raw-app.js';

const CLAIMS = { order_id: 'o1', amount: '200.00' };

async function linkedApp(): Promise<RawApp & { readonly accountRefId: string }> {
  const app = createRawApp({ device: 'LINKED' });
  await app.start();
  const [linked] = app.simulator.phone.linkedAccounts;
  return { ...app, accountRefId: linked?.account.referenceId ?? '' };
}

async function status({ backend, clock }: Simulator, orderId = 'o1'): Promise<unknown> {
  const asked = backend.orderStatus?.(orderId);
  await clock.advance(150);
  return asked;
}

describe('another channel', () => {
  const order = { orderId: 'o1', amount: '2.00' };

  it('pays an order the app knows nothing of', async () => {
    const { otherChannel, ledger } = createSimulator();
    const txnUuid = otherChannel.pays(order);
    expect(ledger.order('o1')).toMatchObject({ status: 'CHARGED', amount: '2.00', txnUuid });
    expect(ledger.transactions('o1')).toEqual([{ at: expect.any(Number), txnUuid }]);
  });

  it('fails, at once or after it was under way', async () => {
    const simulator = createSimulator();
    const { otherChannel, clock } = simulator;
    otherChannel.pays(order, { money: 'declined', debitAfter: 30_000, waitsAs: 'PENDING_VBV' });
    expect(await status(simulator)).toMatchObject({ status: 'PENDING_VBV' });
    await clock.advance(30_000);
    expect(await status(simulator)).toMatchObject({ status: 'AUTHORIZATION_FAILED' });
    expect(simulator.ledger.debits('o1')).toEqual([]);
  });

  it('is told apart from the app’s own transactions by their request', async () => {
    const app = await linkedApp();
    const { ledger, clock } = app.simulator;
    app.simulator.otherChannel.pays({ orderId: 'o1', amount: '200.00' }, { money: 'declined' });
    const requestId = await app.sendSigned('upiTxn', { accountRefId: app.accountRefId }, CLAIMS);
    await clock.advance(10_000);
    expect(ledger.transactions('o1').map((one) => one.requestId)).toEqual([undefined, requestId]);
  });
});

describe('order status in an odd form', () => {
  it.each<[StatusForm, unknown]>([
    ['noAmount', { orderId: 'o1', status: 'CHARGED' }],
    ['noTxnUuid', { orderId: 'o1', status: 'CHARGED', amount: '2.00' }],
    ['otherCurrency', { status: 'CHARGED', amount: '2.00', currency: 'USD' }],
    ['otherOrder', { orderId: 'o1x', status: 'CHARGED' }],
    ['snakeCase', { orderId: undefined, order_id: 'o1', txn_uuid: expect.any(String) }],
    ['unknownWord', { orderId: 'o1', status: 'SOMETHING_NEW' }],
    ['numbers', { amount: 2 }],
  ])('%s', async (form, expected) => {
    const simulator = createSimulator();
    simulator.otherChannel.pays({ orderId: 'o1', amount: '2.00' });
    simulator.server.statusForm = form;
    expect(simulator.server.statusForm).toBe(form);
    const answer = await status(simulator);
    expect(answer).toMatchObject(Object(expected));
    if (form === 'noAmount') expect(answer).not.toHaveProperty('amount');
    if (form === 'noTxnUuid') expect(answer).not.toHaveProperty('txnUuid');
    if (form === 'snakeCase') expect(answer).toHaveProperty('orderId', undefined);
  });

  it('may be nothing, or a text', async () => {
    const simulator = createSimulator();
    simulator.server.statusForm = 'nothing';
    expect(await status(simulator)).toBeNull();
    simulator.server.statusForm = 'text';
    expect(await status(simulator)).toBe('NOT_FOUND');
  });

  it('is answered only sometimes', async () => {
    const { backend, clock, server } = createSimulator();
    server.answersOneIn(3);
    const asked = [1, 2, 3, 4].map(() => backend.orderStatus?.('o1'));
    const settled = Promise.allSettled(asked);
    await clock.advance(150);
    expect((await settled).map((one) => one.status)).toEqual([
      'rejected',
      'rejected',
      'fulfilled',
      'rejected',
    ]);
  });

  it('knows what it will say', () => {
    const { server, otherChannel } = createSimulator();
    otherChannel.pays({ orderId: 'o1', amount: '2.00' });
    expect(server.knows('o1')?.status).toBe('CHARGED');
    server.lag(1_000);
    expect(server.knows('o1')).toBeUndefined();
  });
});

describe('a server that signs something else', () => {
  const claims = { merchant_id: 'stock', customer_id: 'abcde12345', timestamp: '0' };

  async function signed(as: SignedAs, extra: Record<string, string> = CLAIMS): Promise<string> {
    const { backend, clock, server } = createSimulator();
    server.signs = as;
    expect(server.signs).toBe(as);
    const asked = backend.authorize({ action: 'upiTxn', claims: { ...claims, ...extra } });
    await clock.advance(150);
    const group = await asked;
    return 'signaturePayload' in group ? group.signaturePayload : '';
  }

  it.each<[SignedAs, object]>([
    ['asAsked', CLAIMS],
    ['otherAmount', { order_id: 'o1', amount: '9.00' }],
    ['otherOrder', { order_id: 'another' }],
    ['otherCustomer', { customer_id: 'somebody' }],
    ['createMandate', { 'options.create_mandate': 'REQUIRED' }],
  ])('%s', async (as, expected) => {
    expect(JSON.parse(await signed(as))).toMatchObject(expected);
  });

  it('signs what is not JSON', async () => {
    const text = await signed('notJson');
    expect(() => JSON.parse(text)).toThrow();
  });

  it('signs everything but payments as asked', async () => {
    expect(JSON.parse(await signed('otherCustomer', {}))).toMatchObject({
      ...claims,
      timestamp: expect.any(String),
    });
  });
});

describe('an SDK that answers oddly', () => {
  async function answers(plan: Parameters<RawApp['simulator']['person']['plansOrder']>[1]) {
    const app = await linkedApp();
    app.simulator.person.plansOrder('o1', plan);
    const requestId = await app.sendSigned('upiTxn', { accountRefId: app.accountRefId }, CLAIMS);
    const atOnce = app.resultsOf(requestId).length;
    await app.simulator.clock.advance(20_000);
    return { atOnce, results: app.resultsOf(requestId), app, requestId };
  }

  it('answers twice', async () => {
    const { results } = await answers({ answer: 'SUCCESS', thenAnswer: 'FAILURE' });
    expect(results.map((one) => one.payload?.['status'])).toEqual(['SUCCESS', 'FAILURE']);
  });

  it('answers twice on the payment page', async () => {
    const app = await linkedApp();
    const { server, person, sdk, clock } = app.simulator;
    person.plansOrder('o1', { answer: 'SUCCESS', thenAnswer: 'PENDING', thenAfter: 5 });
    const { sdk_payload } = server.session({ orderId: 'o1', amount: '200.00' });
    void sdk.process(sdk_payload);
    await clock.advance(20_000);
    const words = app.resultsOf(sdk_payload.requestId).map((one) => one.payload?.['status']);
    expect(words).toEqual(['charged', 'pending_vbv']);
  });

  it('answers inside the call, held or not', async () => {
    const { atOnce, results, app } = await answers({ answer: 'SUCCESS', atOnce: true });
    expect([atOnce, results.length]).toEqual([1, 1]);
    expect(app.simulator.ledger.debits('o1')).toHaveLength(1);
    app.simulator.wire.hold();
    app.simulator.person.plansOrder('o2', { answer: 'FAILURE', atOnce: true });
    const { sdk_payload } = app.simulator.server.session({ orderId: 'o2', amount: '2.00' });
    void app.simulator.sdk.process(sdk_payload);
    expect(app.resultsOf(sdk_payload.requestId)).toHaveLength(1);
  });

  it('names no transaction, or one that no bank knows', async () => {
    const none = await answers({ answer: 'SUCCESS', names: { txnUuid: 'none' } });
    expect(none.results[0]?.payload).not.toHaveProperty('txnUuid');
    const other = await answers({ answer: 'SUCCESS', names: { txnUuid: 'other' } });
    const known = other.app.simulator.ledger.transactions('o1').map((one) => one.txnUuid);
    expect(known).not.toContain(other.results[0]?.payload?.['txnUuid']);
  });

  it('names another order, or another action', async () => {
    const names = { orderId: 'o9', action: 'upiCheckPermission' };
    const { results } = await answers({ answer: 'SUCCESS', names });
    expect(results[0]?.payload).toMatchObject(names);
  });
});

describe('another process', () => {
  it('has an SDK of its own on the same phone', async () => {
    const { sdk, anotherProcess, clock } = createSimulator({ device: 'LINKED' });
    const other = anotherProcess();
    const heard: unknown[] = [];
    other.sdk.subscribe((raw) => heard.push(raw));
    void sdk.open();
    const request = { requestId: 'r1', service: 'in.juspay.hyperapi', payload: {} };
    expect(() => sdk.process(request)).toThrow('initiate');
    expect(other.sdk.process(request)).toBeUndefined();
    await clock.advance(1_000);
    expect(heard).toEqual([]);
    expect(other.screen).toBeUndefined();
    void other.sdk.open();
    expect(other.wire.traffic.map((entry) => entry.call)).toEqual(['open']);
    expect(() => other.sdk.process(request)).toThrow('initiate');
  });

  it('dies alone', async () => {
    const simulator = createSimulator();
    const other = simulator.anotherProcess();
    simulator.sdk.subscribe(() => {});
    other.sdk.subscribe(() => {});
    other.restart();
    expect([simulator.wire.listeners, other.wire.listeners]).toEqual([1, 0]);
  });
});
