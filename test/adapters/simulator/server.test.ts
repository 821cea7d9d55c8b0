import { describe, expect, it } from 'vitest';
import {
  createSimulator,
  type PaymentPlan,
  type Simulator,
} from '../../../adapters/simulator/index.js';
import { createRawApp, type RawApp } from './raw-app.js';

async function status(simulator: Simulator, orderId = 'o1') {
  const pending = simulator.backend.orderStatus?.(orderId);
  await simulator.clock.advance(200);
  return pending;
}

async function paidApp(options: Parameters<typeof createRawApp>[0] = {}): Promise<RawApp> {
  const app = createRawApp({ device: 'LINKED', ...options });
  await app.start();
  await app.askSigned('onboardingAndPay', {}, { order_id: 'o1', amount: '200.00' });
  return app;
}

describe('order status', () => {
  it('says what the ledger holds', async () => {
    const { simulator } = await paidApp();
    expect(await status(simulator)).toEqual({
      orderId: 'o1',
      status: 'CHARGED',
      amount: '200.00',
      txnUuid: simulator.ledger.order('o1')?.txnUuid,
    });
    expect(await status(simulator, 'nope')).toEqual({
      orderId: 'nope',
      status: 'NOT_FOUND',
      amount: '0.00',
    });
    expect(simulator.server.calls.slice(-2)).toMatchObject([
      { operation: 'orderStatus', about: 'o1' },
      { operation: 'orderStatus', about: 'nope' },
    ]);
  });

  it('lags behind the ledger', async () => {
    const app = createRawApp({ device: 'LINKED', statusLag: 60_000 });
    await app.start();
    await app.sendSigned('onboardingAndPay', {}, { order_id: 'o1', amount: '200.00' });
    await app.simulator.clock.advance(10_000);
    expect(app.simulator.ledger.order('o1')?.status).toBe('CHARGED');
    expect(await status(app.simulator)).toMatchObject({ status: 'NOT_FOUND' });
    app.simulator.server.lag(8_500);
    expect(await status(app.simulator)).toMatchObject({ status: 'NEW' });
    app.simulator.server.lag(0);
    expect(await status(app.simulator)).toMatchObject({ status: 'CHARGED' });
  });

  it('prints amounts in every form', async () => {
    const { simulator } = await paidApp();
    const { server } = simulator;
    expect(server.amountForm).toBe('twoDecimals');
    server.amountForm = 'short';
    expect(await status(simulator)).toMatchObject({ amount: '200.0' });
    server.amountForm = 'number';
    expect(await status(simulator)).toMatchObject({ amount: 200 });
  });

  it('can say anything about an order', async () => {
    const { simulator } = await paidApp();
    const { server } = simulator;
    server.says('o1', { status: 'SOMETHING_NEW', amount: '1.00' });
    expect(await status(simulator)).toMatchObject({ status: 'SOMETHING_NEW', amount: '1.00' });
    server.says('o1', undefined);
    expect(await status(simulator)).toMatchObject({ status: 'CHARGED', amount: '200.00' });
  });

  it('shows the amount that was debited', async () => {
    const app = createRawApp({ device: 'LINKED' });
    await app.start();
    app.simulator.person.plansOrder('o1', { answer: 'SUCCESS', amount: '2.00' });
    await app.askSigned('onboardingAndPay', {}, { order_id: 'o1', amount: '200.00' });
    expect(await status(app.simulator)).toMatchObject({ amount: '2.00' });
  });

  it('may be absent', () => {
    expect(createSimulator({ orderStatus: false }).backend).not.toHaveProperty('orderStatus');
  });
});

describe('a server in trouble', () => {
  const request = { action: 'x', claims: {} };

  it('fails as often as told', async () => {
    const simulator = createSimulator();
    const { backend, clock, server } = simulator;
    const attempt = async () => {
      const pending = backend.authorize(request).then(
        () => 'signed',
        (error: unknown) => String(error),
      );
      await clock.advance(200);
      return pending;
    };
    server.failsNext('authorize');
    expect(await attempt()).toBe('Error: authorize: HTTP 503');
    expect(await attempt()).toBe('signed');
    server.failsNext('authorize', Number.POSITIVE_INFINITY);
    for (let round = 0; round < 5; round += 1) {
      expect(await attempt()).toContain('503');
    }
    server.failsNext('authorize', 0);
    expect(await attempt()).toBe('signed');
    server.failsNext('orderStatus');
    await expect(status(simulator)).rejects.toThrow('orderStatus: HTTP 503');
  });

  it('answers late or never', async () => {
    const { backend, clock, server } = createSimulator();
    const done: string[] = [];
    server.answersAfter(30_000);
    void backend.authorize(request).then(() => done.push('late'));
    server.answersAfter(Number.POSITIVE_INFINITY);
    void backend.authorize(request).then(() => done.push('never'));
    await clock.advance(29_999);
    expect(done).toEqual([]);
    await clock.advance(3_600_000);
    expect(done).toEqual(['late']);
    expect(clock.pending).toBe(0);
  });

  it('is out of reach without a network', async () => {
    const simulator = createSimulator();
    simulator.phone.online = false;
    await expect(status(simulator)).rejects.toThrow('Network request failed');
  });
});

describe('sessions and checkout', () => {
  it('answers in the shape of the session API', () => {
    const { server, ledger } = createSimulator();
    const session = server.session({ orderId: 'o1', amount: '3.00', tpv: true });
    expect(session).toEqual({
      status: 'NEW',
      id: expect.stringMatching(/^ordeh_[0-9a-f]{11}$/),
      order_id: 'o1',
      payment_links: {
        web: `https://sandbox.juspay.in/orders/${session.id}/payment-page`,
        expiry: null,
      },
      sdk_payload: {
        requestId: expect.stringMatching(/^[0-9a-f]{15}$/),
        service: 'in.juspay.hyperpay',
        payload: {
          clientId: 'stock_android',
          amount: '3.0',
          merchantId: 'stock',
          clientAuthToken: expect.stringMatching(/^tkn_[0-9a-f]{32}$/),
          clientAuthTokenExpiry: '2026-01-05T04:45:00Z',
          environment: 'sandbox',
          action: 'paymentPage',
          customerId: 'abcde12345',
          currency: 'INR',
          customerPhone: '9876543210',
          customerEmail: 'test@example.com',
          orderId: 'o1',
          orderType: 'TPV_PAYMENT',
        },
      },
    });
    expect(ledger.order('o1')).toMatchObject({ status: 'NEW', amount: '3.00' });
    expect(() => server.session({ orderId: 'o2', amount: '100.1532' })).toThrow(RangeError);
  });

  it.each<[PaymentPlan, object | undefined, string]>([
    [{ answer: 'SUCCESS' }, { error: false, payload: { status: 'charged' } }, 'CHARGED'],
    [{ answer: 'PENDING' }, { error: true, payload: { status: 'pending_vbv' } }, 'CHARGED'],
    [
      { answer: 'FAILURE' },
      { error: true, payload: { status: 'authorization_failed', paymentInstrument: 'UPI' } },
      'AUTHORIZATION_FAILED',
    ],
    [
      { answer: 'BACKPRESS' },
      { error: true, payload: { status: 'backpressed', paymentInstrument: '' } },
      'NEW',
    ],
    [
      { answer: 'USER_ABORTED' },
      { error: true, payload: { status: 'user_aborted' } },
      'AUTHENTICATION_FAILED',
    ],
    [
      { answer: 'SUCCESS', errorCode: 'JP_011', errorMessage: 'x' },
      { error: true, errorCode: 'JP_011', errorMessage: 'x' },
      'CHARGED',
    ],
    [{ answer: 'silence' }, undefined, 'CHARGED'],
  ])('%j', async (plan, answer, word) => {
    const app = createRawApp();
    await app.start();
    const { server, person, sdk, clock, ledger } = app.simulator;
    person.plansOrder('o1', plan);
    const { sdk_payload } = server.session({ orderId: 'o1', amount: '3.00' });
    sdk.process(sdk_payload);
    await clock.advance(60_000);
    const [result] = app.resultsOf(sdk_payload.requestId);
    if (answer === undefined) {
      expect(result).toBeUndefined();
    } else {
      expect(result).toMatchObject({ service: 'in.juspay.hyperpay', ...answer });
    }
    expect(ledger.order('o1')?.status).toBe(word);
  });

  it('goes back from the payment page without a transaction', async () => {
    const app = createRawApp();
    await app.start();
    const { server, sdk, clock } = app.simulator;
    const { sdk_payload } = server.session({ orderId: 'o1', amount: '3.00' });
    sdk.process(sdk_payload);
    await clock.advance(1_500);
    expect(app.simulator.screen).toBe('checkout');
    expect(sdk.back()).toBe(true);
    await clock.advance(1_000);
    expect(app.resultOf(sdk_payload.requestId).payload?.['status']).toBe('backpressed');
  });

  it('creates a mandate with the session', async () => {
    const app = createRawApp();
    await app.start();
    const { server, sdk, clock, ledger } = app.simulator;
    const mandate = { maxAmount: '1000.00', startDate: 1767587400, endDate: 1799123400 };
    const { sdk_payload } = server.session({ orderId: 'o1', amount: '3.00', mandate });
    expect(sdk_payload.payload).toMatchObject({
      'options.createMandate': 'REQUIRED',
      'mandate.maxAmount': '1000.00',
      'mandate.startDate': '1767587400',
    });
    sdk.process(sdk_payload);
    await clock.advance(60_000);
    expect(ledger.order('o1')?.mandate).toMatchObject({ status: 'ACTIVE', firstDebit: true });
    expect(await status(app.simulator)).toMatchObject({ mandateStatus: 'ACTIVE' });
  });

  it.each([[{ orderId: 'o2' }], [{ amount: '4.0' }]])(
    'refuses a changed payload: %j',
    async (change) => {
      const app = createRawApp();
      await app.start();
      const { server, sdk, clock, ledger } = app.simulator;
      const { sdk_payload } = server.session({ orderId: 'o1', amount: '3.00' });
      sdk.process({ ...sdk_payload, payload: { ...sdk_payload.payload, ...change } });
      await clock.advance(60_000);
      const result = app.resultOf(sdk_payload.requestId);
      expect(result).toMatchObject({ errorCode: 'JP_012', errorMessage: 'INVALID_DATA' });
      expect(ledger.order('o1')?.debits).toEqual([]);
    },
  );

  it('lets the payment page be initiated without an authentication group', async () => {
    const app = createRawApp();
    const { sdk, clock, merchant } = app.simulator;
    const { merchantId, clientId, customerId } = merchant;
    const identity = { merchantId, clientId, customerId, environment: 'sandbox' };
    sdk.open();
    const payload = { action: 'initiate', ...identity };
    sdk.initiate({ requestId: 'i', service: 'in.juspay.hyperpay', payload });
    await clock.advance(5_000);
    expect(app.resultOf('i')).toMatchObject({ error: false });
  });
});
