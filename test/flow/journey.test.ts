import { describe, expect, it } from 'vitest';
import { createTestApp } from '../../testing/index.js';
import { accountWithoutPin, accountWithPin, axis } from './support/accounts.js';
import { actions } from './support/wire.js';

describe('from a new phone to a paid order', () => {
  it('walks every step in order, and asks the SDK nothing it need not', async () => {
    const app = createTestApp();
    await app.start();
    await app.send({ type: 'permission.request' });
    await app.wait(10_000);
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(10_000);
    await app.send({ type: 'bank.select', bankCode: axis });
    await app.wait(5_000);
    await app.send({ type: 'account.select', referenceIds: [accountWithoutPin] });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    await app.wait(10_000);
    await app.send({
      type: 'mpin.set',
      referenceId: accountWithoutPin,
      cardLastSix: '123456',
      cardExpiry: '1230',
    });
    await app.wait(10_000);
    await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
    await app.wait(20_000);
    await app.send({ type: 'order.dismiss', orderId: 'A1' });

    expect(app.steps()).toEqual([
      'starting',
      'checking',
      'permission',
      'checking',
      'simList',
      'binding',
      'checking',
      'bankList',
      'accountList',
      'vpa',
      'linking',
      'checking',
      'mpin',
      'checking',
      'ready',
      'authorizing',
      'paying',
      'outcome',
      'ready',
    ]);
    expect(actions(app.simulator)).toEqual([
      'upiGetSessionToken',
      'upiCheckPermission',
      'upiGetPermission',
      'upiGetSessionToken',
      'upiGetSimDetails',
      'upiBindActivateDevice',
      'upiGetSessionToken',
      'upiGetBankList',
      'upiGetAccounts',
      'upiVpaAvailability',
      'upiLinkAccounts',
      'upiGetSessionToken',
      'upiSetMpin',
      'upiGetSessionToken',
      'upiTxn',
    ]);
    expect(app.simulator.ledger.debits('A1')).toHaveLength(1);
    expect(app.notices.map((notice) => notice.type)).toEqual(['order.settled']);
  });

  it('shows each device status only after a session token confirmed it', async () => {
    const app = createTestApp();
    await app.start();
    await app.send({ type: 'permission.request' });
    await app.wait(10_000);
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(10_000);
    const shown = app.states.map((state) => state.device);
    expect(shown.filter((device, at) => device !== shown[at - 1])).toEqual([
      'unknown',
      'noPermission',
      'fresh',
      'bound',
    ]);
  });

  it('gives every step exactly what its screen needs', async () => {
    const app = createTestApp();
    await app.start();
    expect(app.step).toEqual({ name: 'permission', asking: false, problem: undefined });
    await app.send({ type: 'permission.request' });
    expect(app.step).toEqual({ name: 'permission', asking: true, problem: undefined });
    expect(app.state.busy).toBe(true);
    await app.wait(10_000);
    expect(app.step).toMatchObject({
      name: 'simList',
      loading: false,
      sims: [
        { simId: '0', provider: 'JIO' },
        { simId: '1', provider: 'AIRTEL' },
      ],
    });
    const before = app.simulator.clock.now();
    await app.send({ type: 'sim.select', simId: '1' });
    expect(app.step).toEqual({
      name: 'binding',
      simId: '1',
      endsAt: before + 120_000,
      attemptsLeft: 2,
    });
    await app.wait(10_000);
    expect(app.step).toMatchObject({ name: 'bankList', loading: false });
    await app.send({ type: 'bank.select', bankCode: axis });
    expect(app.step).toMatchObject({ name: 'accountList', bankCode: axis, loading: true });
    await app.wait(5_000);
    expect(app.step).toMatchObject({
      name: 'accountList',
      loading: false,
      accounts: [
        { referenceId: accountWithPin, bankName: 'Axis Bank', mpinSet: true },
        { referenceId: accountWithoutPin, type: 'CURRENT', mpinSet: false },
      ],
    });
    await app.send({ type: 'account.select', referenceIds: [accountWithPin] });
    expect(app.step).toMatchObject({ name: 'vpa', suggestions: [], checking: false });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    expect(app.step).toMatchObject({ name: 'vpa', vpa: 'abc@upf', checking: true });
    await app.wait(10_000);
    expect(app.step).toEqual({ name: 'ready', device: 'linked', problem: undefined });
    expect(app.state.vpas).toEqual(['abc@upf']);
    expect(app.state.accounts).toMatchObject([{ referenceId: accountWithPin, vpa: 'abc@upf' }]);
  });

  it('hides banks without UPI', async () => {
    const app = createTestApp({ world: { device: 'BOUND' } });
    await app.start();
    const codes = app.step.name === 'bankList' ? app.step.banks.map((bank) => bank.bankCode) : [];
    expect(codes).toEqual(['607153', '607152', '607223']);
  });

  it.each(['device', 'result'] as const)(
    'does not depend on which words a bind answer uses (%s)',
    async (bindVocabulary) => {
      const app = createTestApp({ world: { device: 'FRESH', bindVocabulary } });
      await app.start();
      await app.send({ type: 'sim.select', simId: '0' });
      await app.wait(10_000);
      expect(app.step.name).toBe('bankList');
      expect(app.state.device).toBe('bound');
    },
  );

  it('starts on iOS without asking for permissions', async () => {
    const app = createTestApp({ world: { platform: 'ios' } });
    await app.start();
    expect(app.steps()).toEqual(['starting', 'checking', 'simList']);
    expect(actions(app.simulator)).toEqual(['upiGetSessionToken', 'upiGetSimDetails']);
  });

  it.each(['9876543210', '919876543210'])(
    'passes the number on when binding is limited to it: %s',
    async (mobileNumber) => {
      const app = createTestApp({ world: { device: 'FRESH' } });
      await app.start();
      await app.send({ type: 'sim.select', simId: '0', mobileNumber });
      await app.wait(10_000);
      const [request] = app.simulator.wire.requests('upiBindActivateDevice');
      expect(request?.payload).toMatchObject({ simId: '0', customerMobileNumber: '9876543210' });
      expect(app.step.name).toBe('bankList');
    },
  );
});

describe('permissions', () => {
  it('shows a refusal, and goes on when they were granted in the settings', async () => {
    const app = createTestApp();
    app.simulator.person.answersPermission('deny');
    await app.start();
    await app.send({ type: 'permission.request' });
    await app.wait(10_000);
    expect(app.step).toMatchObject({
      name: 'permissionRefused',
      problem: { reason: 'permissionDenied', code: 'JP_001', retry: true },
    });
    app.simulator.phone.grantPermissions();
    await app.send({ type: 'app.foreground' });
    await app.wait(10_000);
    expect(app.steps()).toEqual([
      'starting',
      'checking',
      'permission',
      'permissionRefused',
      'checking',
      'simList',
    ]);
  });

  it('stays refused when the app comes back without them, and may be asked again', async () => {
    const app = createTestApp();
    app.simulator.person.answersPermission('deny');
    await app.start();
    await app.send({ type: 'permission.request' });
    await app.wait(10_000);
    await app.send({ type: 'app.foreground' });
    await app.wait(10_000);
    expect(app.step).toMatchObject({ name: 'permission', asking: false });
    app.simulator.person.answersPermission('grant');
    await app.send({ type: 'permission.request' });
    await app.wait(10_000);
    expect(app.step.name).toBe('simList');
  });

  it('needs no dialog when they were granted meanwhile', async () => {
    const app = createTestApp();
    await app.start();
    app.simulator.phone.grantPermissions();
    await app.send({ type: 'permission.request' });
    await app.wait(10_000);
    expect(app.step.name).toBe('simList');
    expect(actions(app.simulator)).not.toContain('upiGetPermission');
  });

  it('gives up on a dialog nobody answers', async () => {
    const app = createTestApp();
    app.simulator.person.answersPermission('ignore');
    await app.start();
    await app.send({ type: 'permission.request' });
    await app.wait(6 * 60_000);
    expect(app.step).toMatchObject({ name: 'permissionRefused', problem: { reason: 'timeout' } });
    await app.send({ type: 'device.cancel' });
    expect(app.step).toEqual({ name: 'permission', asking: false, problem: undefined });
  });

  it('shows the dialog also when looking first does not work', async () => {
    const app = createTestApp();
    await app.start();
    app.simulator.wire.fault('drop', { action: 'upiCheckPermission' });
    await app.send({ type: 'permission.request' });
    await app.wait(60_000);
    expect(app.step.name).toBe('simList');
  });
});
