import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createTestApp, type TestApp } from '../../testing/index.js';
import { pay, processResult } from './support/paying.js';
import { moneyRequests } from './support/wire.js';

const MINUTE = 60_000;

/** An app with a payment on the SDK's screen, of which the SDK itself says nothing. */
async function onScreen(onboard = false): Promise<{ app: TestApp; requestId: string }> {
  const simulator = createSimulator({ device: 'LINKED' });
  const app = createTestApp({ simulator });
  await app.start();
  simulator.person.plansOrder('A1', { answer: 'silence', money: 'none' });
  await app.send(pay('A1', onboard ? { onboard } : {}));
  await app.wait(2_000);
  expect(app.order('A1').status).toBe('submitted');
  return { app, requestId: moneyRequests(simulator)[0]?.requestId ?? '' };
}

const full = {
  status: 'SUCCESS',
  txnUuid: 'mozForeign123abc',
  gatewayResponseCode: '00',
  selectedAccount: { vpa: 'asha@upf', account: { referenceId: 'R1', bankName: 'Axis' } },
  mandate: { umn: 'ab12@upf', gatewayResponseCode: '00' },
};

describe('an answer under the request id of a payment', () => {
  it.each<readonly [string, object]>([
    ['another order', { action: 'upiTxn', orderId: 'B2' }],
    ['another action', { action: 'upiGetSessionToken', orderId: 'A1' }],
    ['another action without an order', { action: 'getSessionToken' }],
    ['an action nobody knows', { action: 'upiSomething', orderId: 'A1' }],
  ])('about %s is no evidence: the order is pending', async (_, named) => {
    for (const status of ['SUCCESS', 'FAILURE']) {
      const { app, requestId } = await onScreen();
      app.emit(processResult(requestId, { ...full, ...named, status }));
      await app.wait(200);
      const order = app.order('A1');
      expect(order).toMatchObject({ status: 'pending', settled: false, canRetry: false });
      for (const name of ['account', 'mandate', 'txnUuid', 'code'] as const) {
        expect(order[name]).toBeUndefined();
      }
      // The server decides.
      app.simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
      await app.wait(2 * MINUTE);
      expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
      app.flow.stop();
    }
  });

  it.each(['upiTxn', 'UPITXN', 'onboardingAndPay', undefined])(
    'with action %s is evidence',
    async (action) => {
      for (const onboard of [false, true]) {
        const { app, requestId } = await onScreen(onboard);
        app.emit(processResult(requestId, { ...full, action, orderId: 'A1' }));
        await app.wait(1);
        expect(app.order('A1')).toMatchObject({ reported: 'success', txnUuid: full.txnUuid });
        app.flow.stop();
      }
    },
  );

  it.each(['success', 'FAILURE', undefined])(
    'initiate_result is no answer at all: %s',
    async (status) => {
      const { app, requestId } = await onScreen();
      const { state } = app;
      const text = processResult(requestId, { action: 'initiate', status, orderId: 'A1' });
      const event = text.replace('process_result', 'initiate_result');
      for (let n = 0; n < 3; n += 1) app.emit(event);
      app.emit({ ...JSON.parse(event), error: true, errorCode: 'JP_017', payload: {} });
      await app.wait(200);
      expect(app.state).toBe(state);
      expect(app.notices).toEqual([]);
      app.emit(processResult(requestId, { ...full, action: 'upiTxn', orderId: 'A1' }));
      await app.wait(1);
      expect(app.order('A1').reported).toBe('success');
    },
  );
});

describe('an answer under the request id of a checkout session', () => {
  async function answeredBy(action: string | undefined): Promise<TestApp> {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = createTestApp({ simulator });
    await app.start();
    const payload = { action: 'paymentPage', orderId: 'C1', amount: '3.00' };
    const sdkPayload = { requestId: 'session-1', service: 'in.juspay.hyperpay', payload };
    await app.send({ type: 'checkout', sdkPayload });
    await app.wait(200);
    app.emit(processResult('session-1', { ...full, action, orderId: 'C1' }));
    await app.wait(1);
    return app;
  }

  it.each(['paymentPage', 'paymentManagement', 'upiTxn', 'quickPay', 'unheardOf', undefined])(
    'with action %s reports the order as paid',
    async (action) => {
      expect((await answeredBy(action)).order('C1').reported).toBe('success');
    },
  );

  it.each(['upiGetSessionToken', 'getSessionToken', 'management', 'initiate'])(
    'with action %s is no evidence: the order is pending',
    async (action) => {
      const order = (await answeredBy(action)).order('C1');
      expect(order).toMatchObject({ status: 'pending', settled: false });
      expect(order.txnUuid).toBeUndefined();
    },
  );
});

describe('a late event', () => {
  it('initiate_result under the id of a finished payment emits no notice', async () => {
    const { app, requestId } = await onScreen();
    app.emit(processResult(requestId, { ...full, action: 'upiTxn', status: 'FAILURE' }));
    await app.wait(10 * MINUTE);
    const { state, notices } = app;
    const told = notices.length;
    const event = processResult(requestId, { action: 'initiate', status: 'SUCCESS' });
    app.emit(event.replace('process_result', 'initiate_result'));
    await app.wait(200);
    expect(app.state).toBe(state);
    expect(notices).toHaveLength(told);
  });

  it('an answer emits sdk.late without an order', async () => {
    const { app } = await onScreen();
    app.emit(processResult('stranger', { ...full, orderId: '919876543210' }));
    await app.wait(1);
    expect(app.noticesOf('sdk.late')).toEqual([
      { type: 'sdk.late', requestId: 'stranger', operation: undefined },
    ]);
  });
});
