import { describe, expect, it } from 'vitest';
import { accountWithPin } from './support/accounts.js';
import { createApp } from './support/app.js';
import { linkedApp, paying } from './support/paying.js';
import { actions } from './support/wire.js';

const balance = { upiRequestId: 'UPF123', vpa: 'abcde12345@upf', referenceId: accountWithPin };

describe('a call beside the flow', () => {
  it('answers what the SDK answered, typed', async () => {
    const app = await linkedApp();
    const answer = app.flow.call('upiCheckBalance', balance);
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: true, value: { balance: '25000.00' } });
    expect(app.steps()).toEqual(['starting', 'checking', 'ready']);
  });

  it('owns the screen while it lasts', async () => {
    const app = await linkedApp();
    const answer = app.flow.call('upiCheckBalance', balance);
    await app.wait(1_000);
    expect(app.state.busy).toBe(true);
    expect(await app.flow.call('upiChangeMpin', balance)).toMatchObject({
      ok: false,
      error: { reason: 'notReady', retry: true },
    });
    await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
    expect(app.told('command.rejected')).toMatchObject([{ reason: 'busy' }]);
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: true });
    expect(app.state.busy).toBe(false);
  });

  it('answers why it did not work', async () => {
    const app = await linkedApp();
    app.simulator.person.answersPin('fails');
    const answer = app.flow.call('upiCheckBalance', balance);
    await app.wait(10_000);
    expect(await answer).toEqual({
      ok: false,
      error: { reason: 'declined', code: 'ZM', message: 'Invalid MPIN', retry: true },
    });
  });

  it('answers that parameters are wrong, and sends nothing', async () => {
    const app = await linkedApp();
    const sent = actions(app.simulator).length;
    const answer = await app.flow.call('upiVpaAvailability', { vpa: '' });
    expect(answer).toMatchObject({ ok: false, error: { reason: 'invalid', retry: false } });
    expect(actions(app.simulator)).toHaveLength(sent);
  });

  it('answers that nobody answered', async () => {
    const app = await linkedApp();
    app.simulator.wire.fault('drop', { action: 'upiGetBankList' });
    const answer = app.flow.call('upiGetBankList', {});
    await app.wait(40_000);
    expect(await answer).toMatchObject({ ok: false, error: { reason: 'timeout', retry: true } });
  });

  it('answers that the server did not sign', async () => {
    const app = await linkedApp();
    app.simulator.server.failsNext('authorize');
    const answer = app.flow.call('upiValidVpa', { vpa: 'shop@upf' });
    await app.wait(5_000);
    expect(await answer).toMatchObject({ ok: false, error: { reason: 'authorizeFailed' } });
  });

  it('is not possible before the start, and answers so while the SDK starts', async () => {
    const app = createApp({ world: { device: 'LINKED' } });
    expect(await app.flow.call('upiGetBankList', {})).toMatchObject({
      ok: false,
      error: { reason: 'notReady', retry: false },
    });
    app.flow.start();
    await app.simulator.clock.settle();
    expect(await app.flow.call('upiGetBankList', {})).toMatchObject({
      ok: false,
      error: { reason: 'notReady' },
    });
  });

  it('that needs the screen waits for nobody: it is refused during a payment', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(1_000);
    expect(await app.flow.call('upiCheckBalance', balance)).toMatchObject({
      ok: false,
      error: { reason: 'notReady', retry: true },
    });
    const read = app.flow.call('upiGetBankList', {});
    await app.wait(5_000);
    expect(await read).toMatchObject({ ok: true });
  });

  it('that is open when the SDK ends is answered', async () => {
    const app = await linkedApp();
    const answer = app.flow.call('upiGetBankList', {});
    await app.simulator.clock.settle();
    await app.send({ type: 'sdk.terminate' });
    expect(await answer).toMatchObject({ ok: false, error: { reason: 'notReady', retry: true } });
  });

  it('that is open when the flow stops is answered', async () => {
    const app = await linkedApp();
    const answer = app.flow.call('upiGetBankList', {});
    await app.simulator.clock.settle();
    app.flow.stop();
    expect(await answer).toMatchObject({ ok: false, error: { reason: 'notReady' } });
  });

  it('that changes the device makes the flow read the status again', async () => {
    const app = await linkedApp();
    const answer = app.flow.call('upiDeregister', {});
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: true });
    expect(app.steps()).toEqual(['starting', 'checking', 'ready', 'checking', 'simList']);
  });

  it('to the SDK’s own account screens ends with the person', async () => {
    const app = await linkedApp();
    app.simulator.person.answersOnboarding('goesBack');
    const answer = app.flow.call('management', {});
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
    expect(app.step).toMatchObject({ name: 'ready', device: 'linked' });
  });
});
