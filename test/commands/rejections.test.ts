import { describe, expect, it } from 'vitest';
import type { RejectionCause, UpiCommand, UpiNoticeOf } from '../../src/index.js';
import { createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { pay, paying } from '../flow/support/paying.js';

type Rejected = UpiNoticeOf<'command.rejected'>;

async function rejected(app: TestApp, command: UpiCommand): Promise<Rejected | undefined> {
  const before = app.noticesOf('command.rejected').length;
  expect(app.flow.can(command)).toBe(false);
  await app.send(command);
  return app.noticesOf('command.rejected')[before];
}

const bare: UpiCommand = { type: 'pay', order: { orderId: 'N1', amount: '2.00' } };

describe('a rejection names the true reason', () => {
  it.each(['FRESH', 'BOUND', 'NOPERMISSION'] as const)(
    'a payment on a %s phone: not linked',
    async (device) => {
      const app = await createLinkedApp({ world: { device } });
      for (const command of [bare, pay('N1', { accountRefId: 'a1' })]) {
        const notice = await rejected(app, command);
        expect(notice).toMatchObject({ reason: 'notLinked', because: 'notLinked' });
        expect(notice?.message).toContain('onboard: true');
      }
      expect(app.flow.can({ ...bare, onboard: true })).toBe(true);
    },
  );

  it('a payment while the SDK could not be started: not ready', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    app.simulator.phone.webView = false;
    await app.start();
    expect(await rejected(app, bare)).toMatchObject({ reason: 'notReady', because: 'sdkFailed' });
    const checkout = { requestId: 'r1', payload: { orderId: 'C1' } };
    expect(await rejected(app, { type: 'checkout', sdkPayload: checkout })).toMatchObject({
      reason: 'notReady',
      because: 'sdkFailed',
    });
  });

  it('a payment after the SDK was ended: not ready', async () => {
    const app = await createLinkedApp();
    await app.send({ type: 'sdk.terminate' });
    const notice = await rejected(app, pay('N1'));
    expect(notice).toMatchObject({ reason: 'notReady', because: 'sdkTerminated' });
    expect(notice?.message).toContain('sdk.retry');
  });

  it('a payment while the SDK starts: not ready', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    app.flow.start();
    await app.wait(100);
    expect(await rejected(app, bare)).toMatchObject({ reason: 'notReady', because: 'sdkStarting' });
  });

  it('what is malformed stays invalid, wherever the phone is', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    const notice = await rejected(app, { type: 'pay', order: { orderId: 'N1', amount: '2' } });
    expect(notice).toMatchObject({ reason: 'invalid' });
    expect(notice?.issues.map(({ path }) => path)).toContain('order.amount');
    expect(notice).not.toHaveProperty('because');
  });

  it('another payment on the screen: busy, and with which order', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(500);
    expect(app.order('A1')?.status).toBe('submitted');
    expect(await rejected(app, pay('N1'))).toMatchObject({
      reason: 'busy',
      because: 'order',
      orderId: 'A1',
    });
    expect(await rejected(app, { type: 'onboard' })).toMatchObject({
      reason: 'busy',
      because: 'order',
    });
  });

  it('the device on the screen: busy with it', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    app.flow.send({ type: 'onboard' });
    const notice = await rejected(app, { ...bare, onboard: true });
    expect(notice).toMatchObject({ reason: 'busy', because: 'device' });
  });

  it('a call on the screen: busy with it', async () => {
    const app = await createLinkedApp();
    app.flow.call('management', {});
    const notice = await rejected(app, pay('N1'));
    expect(notice).toMatchObject({ reason: 'busy', because: 'call' });
  });
});

describe('a rejection about an order says how it stands', () => {
  async function because(app: TestApp, command: UpiCommand): Promise<RejectionCause | undefined> {
    const notice = await rejected(app, command);
    expect(notice?.reason).toBe('notAllowed');
    expect(notice?.message).toMatch(/\.$/);
    return notice?.because;
  }

  async function unsure(): Promise<TestApp> {
    const app = await paying({ answer: 'PENDING' });
    app.simulator.server.says('A1', { status: 'PENDING_VBV' });
    await app.wait(30_000);
    return app;
  }

  it('paid already', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(30_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', settled: true });
    expect(await because(app, pay('A1'))).toBe('paid');
    expect(await because(app, { type: 'order.retry', orderId: 'A1' })).toBe('paid');
    expect(await because(app, { type: 'order.recheck', orderId: 'A1' })).toBe('settled');
    const status = { status: 'CHARGED', amount: '2.00', orderId: 'A1' };
    expect(await because(app, { type: 'order.inform', orderId: 'A1', status })).toBe('nothingNew');
  });

  it('pending', async () => {
    const app = await unsure();
    expect(app.order('A1')).toMatchObject({ status: 'pending' });
    expect(await because(app, pay('A1'))).toBe('pending');
    expect(await because(app, { type: 'order.retry', orderId: 'A1' })).toBe('pending');
  });

  it('refunded', async () => {
    const app = await unsure();
    const status = { status: 'AUTO_REFUNDED', amount: '2.00', orderId: 'A1' };
    await app.send({ type: 'order.inform', orderId: 'A1', status });
    expect(await because(app, pay('A1'))).toBe('refunded');
  });

  it('unresolved', async () => {
    const app = await unsure();
    const status = { status: 'CHARGED', amount: '3.00', orderId: 'A1' };
    await app.send({ type: 'order.inform', orderId: 'A1', status });
    expect(await because(app, pay('A1'))).toBe('unresolved');
    expect(await because(app, { type: 'order.retry', orderId: 'A1' })).toBe('unresolved');
  });

  it('unknown, or not on the screen', async () => {
    const app = await createLinkedApp();
    for (const type of ['order.retry', 'order.recheck', 'order.dismiss'] as const) {
      expect(await because(app, { type, orderId: 'X1' })).toBe('unknownOrder');
    }
    const status = { status: 'CHARGED', amount: '2.00' };
    expect(await because(app, { type: 'order.inform', orderId: 'X1', status })).toBe(
      'unknownOrder',
    );
  });

  it('not possible in this step', async () => {
    const app = await createLinkedApp();
    expect(await because(app, { type: 'sdk.retry' })).toBe('step');
    expect(await because(app, { type: 'bank.select', bankCode: 'x' })).toBe('step');
  });
});

describe('a malformed command says what belongs there', () => {
  async function issues(command: unknown) {
    const app = await createLinkedApp();
    Reflect.apply(app.flow.send, undefined, [command]);
    await app.wait(100);
    return app.noticesOf('command.rejected')[0]?.issues;
  }

  it('a whole session in place of its payload', async () => {
    const session = { status: 'NEW', id: 'ordeh_1', sdk_payload: { requestId: 'r1', payload: {} } };
    expect(await issues({ type: 'checkout', sdkPayload: session })).toMatchObject([
      { path: 'sdkPayload', message: expect.stringContaining('sdk_payload') },
    ]);
  });

  it('no payload at all', async () => {
    expect(await issues({ type: 'checkout', sdkPayload: 'x' })).toMatchObject([
      { path: 'sdkPayload', code: 'object' },
    ]);
  });

  it('a status that cannot be looked at', async () => {
    const status = Object.defineProperty({}, 'status', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(await issues({ type: 'order.inform', orderId: 'A1', status })).toMatchObject([
      { path: 'status' },
    ]);
  });
});
