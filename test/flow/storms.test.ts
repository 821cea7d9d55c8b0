import { describe, expect, it, vi } from 'vitest';
import { createLinkedApp, type TestApp } from '../../testing/index.js';
import { pay, processResult } from './support/paying.js';
import { moneyRequests } from './support/wire.js';

// A hundred thousand events: a busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;
const STORM = 100_000;

/** How often the server was asked to sign, for one action. */
function signatures(app: TestApp, action: string): number {
  return app.simulator.server.calls.filter(({ about }) => about === action).length;
}

function statusReads(app: TestApp): number {
  return app.simulator.server.calls.filter(({ operation }) => operation === 'orderStatus').length;
}

/** The request of the last payment. */
function lastRequest(app: TestApp): string {
  return moneyRequests(app.simulator).at(-1)?.requestId ?? '';
}

async function paysAfterwards(app: TestApp): Promise<void> {
  await app.send(pay('Z9'));
  await app.wait(MINUTE);
  expect(app.order('Z9')).toMatchObject({ status: 'success', verified: true, settled: true });
}

describe('a storm of session_expired events', () => {
  it.each<readonly [string, (n: number) => object, number]>([
    ['one code', () => ({ reqCode: 'same' }), 1],
    ['no code', () => ({}), 2],
    ['all different codes', (n) => ({ reqCode: `code-${n}` }), 9],
    ['a code without end', () => ({ reqCode: 'x'.repeat(10_000) }), 2],
  ])('%s: a handful of signatures', async (_, payloadOf, most) => {
    const app = await createLinkedApp();
    const { state } = app;
    for (let n = 0; n < STORM; n += 1) {
      app.emit({ event: 'session_expired', payload: payloadOf(n) });
    }
    expect(app.state).toBe(state);
    await app.wait(MINUTE);
    expect(signatures(app, 'updateAuth')).toBeLessThanOrEqual(7);
    await app.wait(10 * MINUTE);
    expect(signatures(app, 'updateAuth')).toBeGreaterThan(0);
    expect(signatures(app, 'updateAuth')).toBeLessThanOrEqual(most);
    for (const { payload } of app.simulator.wire.requests('updateAuth')) {
      expect(String(payload['reqCode'] ?? '').length).toBeLessThan(300);
    }
    await paysAfterwards(app);
  });

  it('all through a payment does not disturb the payment', async () => {
    const app = await createLinkedApp();
    await app.send(pay('A1'));
    for (let n = 0; n < 1_000; n += 1) {
      app.emit({ event: 'session_expired', payload: { reqCode: `code-${n}` } });
      if (n % 10 === 0) await app.wait(100);
    }
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(signatures(app, 'updateAuth')).toBeLessThanOrEqual(9);
  });
});

describe('a late answer', () => {
  it('of a payment, repeated, emits sdk.late once for each status', async () => {
    const app = await createLinkedApp();
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    const reads = statusReads(app);
    for (const status of ['SUCCESS', 'FAILURE', 'PENDING', 'SUCCESS', 'FAILURE', 'WHATEVER']) {
      app.emit(processResult(lastRequest(app), { action: 'upiTxn', status, orderId: 'A1' }));
      await app.wait(5_000);
    }
    const late = { type: 'sdk.late', requestId: lastRequest(app), operation: 'upiTxn' };
    expect(app.noticesOf('sdk.late')).toEqual([late, late, late]);
    expect(statusReads(app) - reads).toBeLessThanOrEqual(3);
  });

  it('with an unknown request id emits sdk.late once, for the last hundred ids', async () => {
    const app = await createLinkedApp();
    const says = (id: string) => app.emit(processResult(id, { status: 'PENDING' }));
    for (let n = 0; n < 5; n += 1) says('stranger-0');
    expect(app.noticesOf('sdk.late')).toHaveLength(1);
    for (let n = 1; n < 100; n += 1) says(`stranger-${n}`);
    says('stranger-0');
    expect(app.noticesOf('sdk.late')).toHaveLength(100);
    says('stranger-100');
    says('stranger-0');
    expect(app.noticesOf('sdk.late')).toHaveLength(102);
  });

  it('whose request id is somebody’s number emits sdk.late once for all such ids', async () => {
    const app = await createLinkedApp();
    for (let n = 0; n < 100; n += 1) {
      app.emit(processResult(String(9_876_543_210 + n), { status: 'PENDING' }));
    }
    expect(app.noticesOf('sdk.late')).toEqual([
      { type: 'sdk.late', requestId: undefined, operation: undefined },
    ]);
  });

  it('that says how an order ended emits sdk.late, whatever came under its id before', async () => {
    const first = await createLinkedApp();
    const { simulator } = first;
    simulator.person.plansOrder('A1', { answer: 'FAILURE' });
    await first.send(pay('A1'));
    await first.wait(10 * MINUTE);
    const app = first.restarted();
    await app.start();
    await app.wait(10 * MINUTE);
    const says = (status: string) =>
      app.emit(processResult(lastRequest(app), { action: 'upiTxn', status, orderId: 'A1' }));
    says('FAILURE');
    await app.wait(1_000);
    simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
    says('FAILURE');
    says('SUCCESS');
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
  });
});

describe('a storm of late answers', () => {
  it.each<readonly [string, (n: number, own: string) => string, number]>([
    ['to a finished payment', (_, own) => own, 3],
    ['to a request nobody made', () => 'nobody', 3],
    ['to no request', () => '', 3],
    ['to numbers of people', (n) => String(9_000_000_000 + n), 3],
    ['to requests that are all different', (n) => `stranger-${n}`, STORM],
  ])('%s', async (_, idOf, most) => {
    const app = await createLinkedApp();
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    const own = lastRequest(app);
    const reads = statusReads(app);
    const { state } = app;
    const words = ['FAILURE', 'PENDING', 'SUCCESS'];
    for (let n = 0; n < STORM; n += 1) {
      app.emit(processResult(idOf(n, own), { status: words[n % 3] }));
    }
    await app.wait(10 * MINUTE);
    expect(app.noticesOf('sdk.late').length).toBeLessThanOrEqual(most);
    expect(statusReads(app) - reads).toBeLessThanOrEqual(5);
    expect(app.state).toBe(state);
    await paysAfterwards(app);
  });

  it('to a bind asks for the session token a few times at most', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    app.simulator.person.sms('never');
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(5 * MINUTE);
    expect(app.step.name).toBe('bindExpired');
    const [bind] = app.simulator.wire.requests('upiBindActivateDevice');
    const before = app.simulator.wire.requests('upiGetSessionToken').length;
    const words = ['FRESH', 'BOUND', 'FAILURE', 'SUCCESS'];
    for (let n = 0; n < 10_000; n += 1) {
      const payload = { action: 'upiBindActivateDevice', status: words[n % 4] };
      app.emit(processResult(bind?.requestId ?? '', payload));
      if (n % 100 === 0) await app.wait(1_000);
    }
    await app.wait(MINUTE);
    const asked = app.simulator.wire.requests('upiGetSessionToken').length - before;
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(3);
    expect(app.step.name).toBe('bindExpired');
  });
});
