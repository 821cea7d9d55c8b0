import { describe, expect, it, vi } from 'vitest';
import type { UpiCommand } from '../../src/index.js';
import { createTestApp, type TestApp } from '../../testing/index.js';
import {
  createTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../testing/server/index.js';
import { pay } from '../flow/support/paying.js';

vi.setConfig({ testTimeout: 60_000 });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 0, 5, 4, 30);
const order = { orderId: 'A1', amount: '2.00' };
const gym = {
  name: 'Gym',
  maxAmount: '500.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  startDate: NOW + HOUR,
  endDate: NOW + 365 * DAY,
} as const;

async function worldWith(options: TestServerOptions = {}): Promise<TestServer & { app: TestApp }> {
  const test = await createTestServer({
    world: { device: 'LINKED', ...options.world },
    over: 'http',
    ...options,
  });
  const app = createTestApp({ simulator: test.simulator, config: { backend: test.backend() } });
  app.flow.start();
  await test.pass(5 * SECOND);
  return { ...test, app };
}

const kinds = ({ events }: TestServer) =>
  events.map(({ kind, order: { status } }) => `${kind} ${status}`);

async function send(
  { app, pass }: TestServer & { app: TestApp },
  command: UpiCommand,
): Promise<void> {
  app.flow.send(command);
  await pass(2 * MINUTE);
}

describe('an app and its server, over loopback HTTP', () => {
  it('pay an order of the books, once, and it is delivered once', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    await send(world, pay('A1'));
    expect(world.app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(await world.orders.find('A1')).toMatchObject({ status: 'paid', attempts: 1 });
    expect(kinds(world)).toEqual(['settled paid']);
    expect(world.simulator.ledger.debits('A1')).toHaveLength(1);
    expect(world.errors).toEqual([]);
    await world.stop();
  });

  it('pay no order that the books do not have, nor one of another amount or customer', async () => {
    const world = await worldWith();
    await world.orders.create({ orderId: 'A2', amount: '3.00', customerId: world.customerId });
    await world.orders.create({ orderId: 'A3', amount: '2.00', customerId: 'somebody-else' });
    for (const orderId of ['A1', 'A2', 'A3']) {
      await send(world, pay(orderId));
      expect(world.simulator.wire.requests('upiTxn')).toEqual([]);
      expect(world.simulator.ledger.debits(orderId)).toEqual([]);
    }
    expect(await world.orders.find('A2')).toMatchObject({ status: 'created', attempts: 0 });
    await world.stop();
  });

  it('make a mandate with the terms of the books, and none with others', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId, mandate: gym });
    await send(world, { type: 'mandate.create', order, mandate: { ...gym, maxAmount: '5000.00' } });
    expect(world.simulator.wire.requests('upiTxn')).toEqual([]);
    await send(world, { type: 'mandate.create', order, mandate: gym });
    expect(world.app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(await world.orders.find('A1')).toMatchObject({
      status: 'paid',
      mandateStatus: 'ACTIVE',
    });
    expect(kinds(world)).toContain('settled paid');
    await world.stop();
  });

  it.each([
    ['plain', {}],
    ['with a mandate', { mandate: gym }],
  ])(
    'pay a TPV session, %s, from the sessions route through checkout to delivery',
    async (_, terms) => {
      const world = await worldWith({
        server: {
          sessionOf: () => ({
            customerEmail: 'asha@example.com',
            customerPhone: '9876500000',
            paymentPageClientId: 'stock',
            tpv: { bankAccounts: [{ accountNumber: '198731890', ifsc: 'ICIC0000300' }] },
          }),
        },
      });
      await world.orders.create({ ...order, customerId: world.customerId, ...terms });
      const sdkPayload = await world.backend().session('A1');
      await send(world, { type: 'checkout', sdkPayload });
      expect(world.app.order('A1')).toMatchObject({ status: 'success', verified: true });
      expect(kinds(world)).toContain('settled paid');
      expect(await world.orders.find('A1')).toMatchObject({ status: 'paid' });
      await world.stop();
    },
  );

  it('renew a session that expired while a person paid', async () => {
    const world = await worldWith({ world: { device: 'LINKED', sessionLifetime: MINUTE } });
    await world.orders.create({ ...order, customerId: world.customerId });
    await world.pass(5 * MINUTE);
    await send(world, pay('A1'));
    expect(world.app.order('A1')).toMatchObject({ status: 'success', verified: true });
    await world.stop();
  });

  it('settle PENDING by a webhook before the next look', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    world.simulator.person.plansOrder('A1', { answer: 'PENDING', debitAfter: 6 * HOUR });
    await send(world, pay('A1'));
    expect(world.app.order('A1')).toMatchObject({ status: 'pending' });
    await world.pass(6 * HOUR);
    expect(kinds(world)).toEqual(['settled paid']);
    const [settled] = world.events;
    const debit = world.simulator.ledger.debits('A1')[0];
    expect((settled?.at ?? 0) - (debit?.at ?? 0)).toBeLessThan(MINUTE);
    await world.stop();
  });

  it('settle an order by a webhook before the app has its answer', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    world.simulator.person.plansOrder('A1', { answer: 'SUCCESS', answerAfter: MINUTE });
    world.app.flow.send(pay('A1'));
    await world.pass(30 * SECOND);
    expect(kinds(world)).toEqual(['settled paid']);
    expect(world.app.order('A1')?.status).toBe('submitted');
    await world.pass(2 * MINUTE);
    expect(world.app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(kinds(world)).toEqual(['settled paid']);
    await world.stop();
  });

  it('pay once, though the app was installed anew while the money was on its way', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    world.simulator.person.plansOrder('A1', { answer: 'PENDING', debitAfter: HOUR });
    await send(world, pay('A1'));
    world.app.kill();
    const { simulator } = world;
    const app = createTestApp({ simulator, config: { backend: world.backend() } });
    app.flow.start();
    await world.pass(5 * SECOND);
    app.flow.send(pay('A1'));
    await world.pass(2 * HOUR);
    expect(app.order('A1')).toMatchObject({ status: 'pending' });
    app.flow.send({ type: 'order.recheck', orderId: 'A1' });
    await world.pass(MINUTE);
    expect(simulator.ledger.debits('A1')).toHaveLength(1);
    expect(simulator.wire.requests('upiTxn')).toHaveLength(1);
    expect(await world.orders.find('A1')).toMatchObject({ status: 'paid', attempts: 1 });
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    await world.stop();
  });

  it('travel through sockets', async () => {
    const hosts = new Set<string | null>();
    const world = await worldWith({
      server: {
        authenticate: (request) => {
          hosts.add(request.headers.get('host'));
          return request.headers.get('x-customer') ?? undefined;
        },
      },
    });
    expect([...hosts]).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
    await world.stop();
  });

  it('settle an order whose webhooks are lost, and whose phone never comes back', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    world.mock.webhooks.arm('lose', { times: 100 });
    world.simulator.person.plansOrder('A1', { answer: 'silence', debitAfter: HOUR });
    world.app.flow.send(pay('A1'));
    await world.pass(20 * SECOND);
    world.app.kill();
    await world.pass(12 * HOUR);
    expect(kinds(world)).toEqual(['settled paid']);
    await world.stop();
  });

  it('settle an order that nobody paid, when Juspay has said so for long enough', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    await world.request('/authorize', { body: asked(world) });
    await world.pass(23 * HOUR);
    expect(kinds(world)).toEqual([]);
    await world.pass(12 * HOUR);
    expect(kinds(world)).toEqual(['settled expired']);
    await world.stop();
  });

  it('settle a failure when no signature can be used any more, and tell a late success', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    world.simulator.person.plansOrder('A1', { answer: 'FAILURE' });
    await send(world, pay('A1'));
    expect(kinds(world)).toEqual([]);
    await world.pass(30 * MINUTE);
    expect(kinds(world)).toEqual(['settled failed']);
    world.mock.pays('A1');
    await world.pass(MINUTE);
    expect(kinds(world)).toEqual(['settled failed', 'paidLate paid']);
    await world.stop();
  });

  it('tell a shop that listens to nothing else of what was paid late', async () => {
    const told: string[] = [];
    const world = await worldWith({
      server: {
        onOrderEvent: undefined,
        onOrderSettled: ({ kind, order: { status } }) => void told.push(`${kind} ${status}`),
      },
    });
    await world.orders.create({ ...order, customerId: world.customerId });
    world.simulator.person.plansOrder('A1', { answer: 'FAILURE' });
    await send(world, pay('A1'));
    await world.pass(30 * MINUTE);
    world.mock.pays('A1');
    await world.pass(MINUTE);
    expect(told).toEqual(['settled failed', 'paidLate paid']);
    await world.stop();
  });

  it('make no session without the accounts of a TPV order, though the shop forgot them', async () => {
    const world = await worldWith();
    const tpv = { bankCodes: ['607153'] };
    await world.orders.create({ ...order, customerId: world.customerId, tpv });
    const refused = await world.request('/sessions', { body: { orderId: 'A1' } });
    expect(await refused.json()).toMatchObject({ status: 409, code: 'otherTerms' });
    expect(await world.orders.find('A1')).toMatchObject({ status: 'created', attempts: 0 });
    await world.stop();
  });

  it('sign nothing under a name that nobody knows, where the issuing PSP is missing', async () => {
    const world = await worldWith({ server: { issuingPsp: undefined } });
    await world.orders.create({ ...order, customerId: world.customerId, mandate: gym });
    const asking = await world.request('/authorize', { body: asked(world) });
    expect(asking.status).toBe(503);
    expect(world.errors.map(String).join()).toContain('issuingPsp');
    expect(await world.orders.find('A1')).toMatchObject({ attempts: 0 });
    await world.stop();
  });

  it('go on when a handler waits for the books, which wait for it', async () => {
    let calls = 0;
    const world: TestServer & { app: TestApp } = await worldWith({
      server: {
        onOrderSettled: async () => {
          calls += 1;
          if (calls === 1) await world.orders.find('A1');
        },
      },
    });
    await world.orders.create({ ...order, customerId: world.customerId });
    await send(world, pay('A1'));
    await world.pass(5 * MINUTE);
    expect(calls).toBe(2);
    expect(world.errors.map(String).join()).toContain('took longer than 10 s');
    expect((await world.request('/healthz')).status).toBe(200);
    await world.stop();
  });

  it('tell of refunds', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    await send(world, pay('A1'));
    await world.juspay.refund({ orderId: 'A1', uniqueRequestId: 'r1', amount: '2.00' });
    await world.pass(HOUR);
    expect(kinds(world)).toEqual(['settled paid', 'refund paid', 'refund refunded']);
    await world.stop();
  });

  it('go on after the server was stopped in the middle and started again on its books', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    world.simulator.person.plansOrder('A1', { answer: 'PENDING', debitAfter: 6 * HOUR });
    await send(world, pay('A1'));
    const next = await world.restarted();
    await next.pass(6 * HOUR);
    expect(kinds(next)).toEqual(['settled paid']);
    // By the webhook, which reaches the new process: the next planned look is hours away.
    const debit = world.simulator.ledger.debits('A1')[0];
    expect((next.events[0]?.at ?? 0) - (debit?.at ?? 0)).toBeLessThan(MINUTE);
    await next.stop();
  });

  it('say an order is paid from the books while Juspay does not answer', async () => {
    const world = await worldWith();
    await world.orders.create({ ...order, customerId: world.customerId });
    await send(world, pay('A1'));
    world.mock.faults.arm('status', { times: 100 });
    const asking = world.request('/orders/A1');
    await world.pass(MINUTE);
    expect(await (await asking).json()).toMatchObject({
      order_id: 'A1',
      status: 'CHARGED',
      amount: '2.00',
    });
    await world.stop();
  });
});

/** What an app asks to be signed for A1. */
function asked({ customerId, simulator }: TestServer) {
  const { merchantId } = simulator.merchant;
  const who = { merchant_id: merchantId, customer_id: customerId, timestamp: '1767587400000' };
  return { action: 'upiTxn', claims: { ...who, amount: '2.00', order_id: 'A1' } };
}
