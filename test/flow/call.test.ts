import { describe, expect, it } from 'vitest';
import { createLinkedApp, createTestApp } from '../../testing/index.js';
import { accountWithPin } from './support/accounts.js';
import { paying } from './support/paying.js';
import { actions } from './support/wire.js';

const balance = { referenceId: accountWithPin };

describe('a call beside the flow', () => {
  it('answers what the SDK answered, typed', async () => {
    const app = await createLinkedApp();
    const answer = app.flow.call('upiCheckBalance', balance);
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: true, value: { balance: '25000.00' } });
    expect(app.steps()).toEqual(['starting', 'checking', 'ready']);
  });

  it('owns the screen while it lasts', async () => {
    const app = await createLinkedApp();
    const answer = app.flow.call('upiCheckBalance', balance);
    await app.wait(1_000);
    expect(app.state.busy).toBe(true);
    expect(await app.flow.call('upiChangeMpin', balance)).toMatchObject({
      ok: false,
      problem: { reason: 'notReady', retry: true },
    });
    await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
    expect(app.noticesOf('command.rejected')).toMatchObject([{ reason: 'busy' }]);
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: true });
    expect(app.state.busy).toBe(false);
  });

  it('answers why it did not work', async () => {
    const app = await createLinkedApp();
    app.simulator.person.answersPin('fails');
    const answer = app.flow.call('upiCheckBalance', balance);
    await app.wait(10_000);
    expect(await answer).toMatchObject({
      ok: false,
      problem: { reason: 'declined', code: 'ZM', message: 'Invalid MPIN', retry: true },
    });
  });

  it('answers that parameters are wrong, and sends nothing', async () => {
    const app = await createLinkedApp();
    const sent = actions(app.simulator).length;
    const answer = await app.flow.call('upiVpaAvailability', { vpa: '' });
    expect(answer).toMatchObject({ ok: false, problem: { reason: 'invalid', retry: false } });
    expect(actions(app.simulator)).toHaveLength(sent);
  });

  it('answers that nobody answered', async () => {
    const app = await createLinkedApp();
    app.simulator.wire.fault('drop', { action: 'upiGetBankList' });
    const answer = app.flow.call('upiGetBankList', {});
    await app.wait(40_000);
    expect(await answer).toMatchObject({ ok: false, problem: { reason: 'timeout', retry: true } });
  });

  it('answers that the server did not sign', async () => {
    const app = await createLinkedApp();
    app.simulator.server.failsNext('authorize');
    const answer = app.flow.call('upiValidVpa', { vpa: 'shop@upf' });
    await app.wait(5_000);
    expect(await answer).toMatchObject({ ok: false, problem: { reason: 'authorizeFailed' } });
  });

  it('is not possible before the start, and answers so while the SDK starts', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    expect(await app.flow.call('upiGetBankList', {})).toMatchObject({
      ok: false,
      problem: {
        reason: 'notReady',
        message: 'Call flow.start() first, and wait for state.sdk to be ready.',
        retry: true,
      },
    });
    app.flow.start();
    await app.simulator.clock.settle();
    const early = {
      ok: false,
      problem: {
        reason: 'notReady',
        message: 'The SDK is not ready: wait for state.sdk to be ready.',
        retry: true,
      },
    };
    expect(await app.flow.call('upiGetBankList', {})).toMatchObject(early);
    await app.wait(5_000);
    await app.send({ type: 'sdk.terminate' });
    const signed = app.simulator.server.calls.length;
    expect(await app.flow.call('upiValidVpa', { vpa: 'shop@upf' })).toMatchObject(early);
    expect(await app.flow.call('upiCheckBalance', balance)).toMatchObject(early);
    expect(app.simulator.server.calls).toHaveLength(signed);
  });

  it('that needs the screen waits for nobody: it is refused during a payment', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(1_000);
    expect(await app.flow.call('upiCheckBalance', balance)).toMatchObject({
      ok: false,
      problem: { reason: 'notReady', retry: true },
    });
    const read = app.flow.call('upiGetBankList', {});
    await app.wait(5_000);
    expect(await read).toMatchObject({ ok: true });
  });

  it('that is open when the SDK ends is answered', async () => {
    const app = await createLinkedApp();
    const answer = app.flow.call('upiGetBankList', {});
    await app.simulator.clock.settle();
    await app.send({ type: 'sdk.terminate' });
    expect(await answer).toMatchObject({ ok: false, problem: { reason: 'notReady', retry: true } });
  });

  it('that is open when the flow stops is answered', async () => {
    const app = await createLinkedApp();
    const answer = app.flow.call('upiGetBankList', {});
    await app.simulator.clock.settle();
    app.flow.stop();
    const stopped = { ok: false, problem: { reason: 'stopped', retry: false } };
    expect(await answer).toMatchObject(stopped);
    expect(await app.flow.call('upiGetBankList', {})).toMatchObject(stopped);
  });

  it('that changes the device makes the flow read the status again', async () => {
    const app = await createLinkedApp();
    const answer = app.flow.call('upiDeregister', {});
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: true });
    expect(app.steps()).toEqual(['starting', 'checking', 'ready', 'checking', 'simList']);
  });

  it.each<readonly [string, string]>([
    ['upiTxn', 'Not an operation for flow.call: money goes through commands, and so does binding.'],
    ['onboardingAndPay', 'Not an operation for flow.call: money goes through commands, and so '],
    ['initiate', 'Not an operation for flow.call: money goes through commands, and so does '],
    ['upiBindActivateDevice', 'Not an operation for flow.call: money goes through commands, and '],
    ['upiBalance', 'There is no such operation. docs/calls.md lists what flow.call takes.'],
    ['toString', 'There is no such operation.'],
  ])('of %s is refused, and sends nothing', async (operation, says) => {
    const app = await createLinkedApp();
    const sent = actions(app.simulator).length;
    const answer: unknown = await Reflect.apply(app.flow.call, undefined, [operation, {}]);
    expect(answer).toMatchObject({
      ok: false,
      problem: { reason: 'invalid', message: expect.stringContaining(says), retry: false },
    });
    expect(actions(app.simulator)).toHaveLength(sent);
  });

  it('whose parameters cannot be read is refused', async () => {
    const app = await createLinkedApp();
    const params = {
      get referenceId() {
        throw new Error('not mine');
      },
    };
    const answer: unknown = await Reflect.apply(app.flow.call, undefined, [
      'upiCheckBalance',
      params,
    ]);
    expect(answer).toMatchObject({
      ok: false,
      problem: {
        reason: 'invalid',
        message: 'The parameters cannot be read: pass a plain object.',
        retry: false,
      },
    });
    expect(app.state.busy).toBe(false);
  });

  it('to the SDK’s own account screens ends with the person', async () => {
    const app = await createLinkedApp();
    app.simulator.person.answersOnboarding('goesBack');
    const answer = app.flow.call('management', {});
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: false, problem: { reason: 'cancelled' } });
    expect(app.step).toMatchObject({ name: 'ready', device: 'linked' });
  });
});

describe('the id of a call on the rails', () => {
  const card = { vpa: 'abcde12345@upf', cardLastSix: '123456', cardExpiry: '1230' };

  it('is made from the prefix of the session token, a new one for each call', async () => {
    const app = await createLinkedApp();
    const calls = [
      () => app.flow.call('upiCheckBalance', balance),
      () => app.flow.call('upiChangeMpin', balance),
      () => app.flow.call('upiSetMpin', { ...balance, ...card }),
      () => app.flow.call('upiCheckBalance', { ...balance, upiRequestId: undefined }),
    ];
    for (const call of calls) {
      const answer = call();
      await app.wait(10_000);
      expect(await answer).toMatchObject({ ok: true });
    }
    const ids = app.simulator.wire
      .requests()
      .flatMap(({ payload }) => payload['upiRequestId'] ?? []);
    expect(ids).toHaveLength(calls.length);
    expect(new Set(ids).size).toBe(calls.length);
    for (const id of ids) expect(id).toMatch(/^UPF[A-Za-z0-9]{32}$/);
  });

  it('has at most 35 letters and digits, and is still a new one', async () => {
    const merchant = { prefix: 'STOCKBROKER0123456789' };
    const app = await createLinkedApp({ world: { device: 'LINKED', merchant } });
    for (const _ of [1, 2]) {
      const answer = app.flow.call('upiCheckBalance', balance);
      await app.wait(10_000);
      expect(await answer).toMatchObject({ ok: true });
    }
    const ids = app.simulator.wire
      .requests()
      .flatMap(({ payload }) => payload['upiRequestId'] ?? []);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^STOCKBROKER0123456789[A-Za-z0-9]{14}$/);
  });

  it('is sent as the app gave it', async () => {
    const app = await createLinkedApp();
    const answer = app.flow.call('upiCheckBalance', { ...balance, upiRequestId: 'UPF123' });
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: true });
    expect(app.simulator.wire.requests().at(-1)?.payload).toMatchObject({ upiRequestId: 'UPF123' });
  });

  it('cannot be made before a session token was read', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    app.simulator.wire.fault('drop', { action: 'upiGetSessionToken' });
    await app.start();
    expect(app.state).toMatchObject({ sdk: 'ready', device: 'unknown' });
    const answer = await app.flow.call('upiCheckBalance', balance);
    expect(answer).toMatchObject({
      ok: false,
      problem: {
        reason: 'notReady',
        message: expect.stringContaining('wait for state.device to be known'),
        retry: true,
      },
    });
    await app.wait(10_000);
    expect(actions(app.simulator)).not.toContain('upiCheckBalance');
  });
});
