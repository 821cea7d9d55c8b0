import { describe, expect, it } from 'vitest';
import { createSimulator, type SimulatorOptions } from '../../adapters/simulator/index.js';
import type { HyperSdk } from '../../core/ports/hyper-sdk.js';
import { configOf, createTestApp, type TestApp } from '../../testing/index.js';
import { accountWithoutPin, accountWithPin, axis, hdfc } from './support/accounts.js';
import { processResult } from './support/paying.js';
import { actions } from './support/wire.js';

async function started(
  device: 'FRESH' | 'BOUND' | 'LINKED',
  prepare: (app: TestApp) => void = () => {},
): Promise<TestApp> {
  const app = createTestApp({ world: { device } });
  prepare(app);
  await app.start();
  return app;
}

/** A bound phone on which an account was chosen: the step is `vpa`. */
async function namingVpa(): Promise<TestApp> {
  const app = await started('BOUND');
  await app.send({ type: 'bank.select', bankCode: axis });
  await app.wait(2_000);
  await app.send({ type: 'account.select', referenceIds: [accountWithPin] });
  return app;
}

describe('banks and accounts', () => {
  it('reads the banks again after a failure', async () => {
    const app = await started('BOUND', ({ simulator }) =>
      simulator.wire.fault('drop', { action: 'upiGetBankList' }),
    );
    await app.wait(30_000);
    expect(app.step).toMatchObject({
      name: 'bankList',
      banks: [],
      loading: false,
      problem: { reason: 'timeout', retry: true },
    });
    await app.send({ type: 'device.retry' });
    expect(app.step).toMatchObject({ loading: true });
    expect(app.step).not.toHaveProperty('problem');
    await app.wait(5_000);
    expect(app.step).toMatchObject({ name: 'bankList' });
    expect(app.step).not.toHaveProperty('problem');
    expect(actions(app.simulator).filter((action) => action === 'upiGetBankList')).toHaveLength(2);
  });

  it('reads the SIMs again after a failure', async () => {
    const app = await started('FRESH', ({ simulator }) =>
      simulator.wire.fault('drop', { action: 'upiGetSimDetails' }),
    );
    await app.wait(30_000);
    expect(app.step).toMatchObject({ name: 'simList', sims: [], problem: { reason: 'timeout' } });
    await app.send({ type: 'device.retry' });
    await app.wait(5_000);
    expect(app.step).toMatchObject({ name: 'simList', sims: [{ simId: '0' }, { simId: '1' }] });
  });

  it('reads the accounts of a bank again after a failure', async () => {
    const app = await started('BOUND', ({ simulator }) =>
      simulator.wire.fault('drop', { action: 'upiGetAccounts' }),
    );
    await app.send({ type: 'bank.select', bankCode: axis });
    await app.wait(30_000);
    expect(app.step).toMatchObject({ name: 'accountList', problem: { reason: 'timeout' } });
    await app.send({ type: 'device.retry' });
    await app.wait(5_000);
    expect(app.step).toMatchObject({ name: 'accountList', accounts: [{}, {}] });
    expect(app.step).not.toHaveProperty('problem');
  });

  it('lets the person choose another bank where there is no account', async () => {
    const app = await started('BOUND');
    await app.send({ type: 'bank.select', bankCode: '607223' });
    await app.wait(2_000);
    expect(app.step).toMatchObject({ name: 'accountList', bankCode: '607223', accounts: [] });
    await app.send({ type: 'bank.select', bankCode: hdfc });
    await app.wait(2_000);
    expect(app.step).toMatchObject({ name: 'accountList', bankCode: hdfc, accounts: [{}] });
  });

  it('takes only what was listed', async () => {
    const app = await started('BOUND');
    await app.send({ type: 'bank.select', bankCode: '999999' });
    await app.send({ type: 'bank.select', bankCode: axis });
    await app.wait(2_000);
    await app.send({ type: 'account.select', referenceIds: [accountWithPin, 'nobody'] });
    expect(
      app.noticesOf('command.rejected').map(({ command, reason }) => [command, reason]),
    ).toEqual([
      ['bank.select', 'notAllowed'],
      ['account.select', 'notAllowed'],
    ]);
    expect(app.step.name).toBe('accountList');
  });
});

describe('the address', () => {
  it('that is taken brings suggestions, and one of them links', async () => {
    const app = await namingVpa();
    await app.send({ type: 'vpa.select', vpa: 'taken@upf' });
    await app.wait(5_000);
    expect(app.step).toEqual({
      name: 'vpa',
      vpa: 'taken@upf',
      suggestions: ['mytaken1@upf', 'mytaken2@upf', 'mytaken3@upf'],
      checking: false,
      problem: { reason: 'vpaTaken', retry: false, docs: 'docs/errors.md#vpataken' },
    });
    await app.send({ type: 'vpa.select', vpa: 'mytaken2@upf' });
    await app.wait(5_000);
    expect(app.steps().slice(-5)).toEqual(['accountList', 'vpa', 'linking', 'checking', 'ready']);
    expect(app.state.vpas).toEqual(['mytaken2@upf']);
  });

  it('can be checked again after a failure', async () => {
    const app = await namingVpa();
    app.simulator.wire.fault('drop', { action: 'upiVpaAvailability' });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    await app.wait(30_000);
    expect(app.step).toMatchObject({ name: 'vpa', problem: { reason: 'timeout' } });
    await app.send({ type: 'device.retry' });
    await app.wait(10_000);
    expect(app.step.name).toBe('ready');
  });

  it('stays on its step when linking fails, and retry links', async () => {
    const app = await namingVpa();
    const { phone, sdk } = app.simulator;
    let heard = 0;
    sdk.subscribe(() => {
      heard += 1;
      // The network is away for the link call alone.
      phone.online = heard !== 1;
    });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    await app.wait(10_000);
    expect(app.step).toMatchObject({
      name: 'vpa',
      vpa: 'abc@upf',
      problem: { reason: 'offline', retry: true },
    });
    expect(app.state.device).toBe('bound');
    await app.send({ type: 'device.retry' });
    await app.wait(10_000);
    expect(app.step).toMatchObject({ name: 'ready', device: 'linked' });
    expect(app.simulator.wire.requests('upiLinkAccounts')).toHaveLength(2);
  });

  it('is linked although the answer got lost, because the status decides', async () => {
    const app = await namingVpa();
    app.simulator.wire.fault('drop', { action: 'upiLinkAccounts' });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    await app.wait(60_000);
    expect(app.step).toEqual({ name: 'ready', device: 'linked', problem: undefined });
  });

  it('may be named for other accounts first', async () => {
    const app = await namingVpa();
    await app.send({ type: 'account.select', referenceIds: [accountWithPin, accountWithoutPin] });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    await app.wait(10_000);
    const [request] = app.simulator.wire.requests('upiLinkAccounts');
    expect(request?.payload['accountReferenceIds']).toEqual([accountWithPin, accountWithoutPin]);
  });
});

describe('the action that links', () => {
  const LINKS = ['upiLinkAccount', 'upiLinkAccounts'] as const;

  async function linking(
    world: SimulatorOptions,
    linkAction?: (typeof LINKS)[number],
  ): Promise<TestApp> {
    const { merchant } = configOf(createSimulator());
    const config = { merchant: { ...merchant, linkAction } };
    const app = createTestApp({ world: { device: 'BOUND', ...world }, config });
    await app.start();
    await app.send({ type: 'bank.select', bankCode: axis });
    await app.wait(2_000);
    await app.send({ type: 'account.select', referenceIds: [accountWithPin] });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    await app.wait(10_000);
    return app;
  }

  function asked(app: TestApp): unknown[] {
    return actions(app.simulator).filter((action) => String(action).startsWith('upiLink'));
  }

  it.each([
    [undefined, ['upiLinkAccounts']],
    ['upiLinkAccounts', ['upiLinkAccounts']],
    ['upiLinkAccount', ['upiLinkAccount']],
  ] as const)('is the one of the product: %s', async (linkAction, only) => {
    const app = await linking({}, linkAction);
    expect(asked(app)).toEqual(only);
    expect(app.step).toMatchObject({ name: 'ready', device: 'linked' });
  });

  it.each([
    [undefined, 'upiLinkAccount', ['upiLinkAccounts', 'upiLinkAccount']],
    ['upiLinkAccounts', 'upiLinkAccount', ['upiLinkAccounts', 'upiLinkAccount']],
    ['upiLinkAccount', 'upiLinkAccounts', ['upiLinkAccount', 'upiLinkAccounts']],
  ] as const)(
    'is the other one where the SDK does not know %s',
    async (linkAction, known, both) => {
      const app = await linking({ linkAction: known }, linkAction);
      expect(asked(app)).toEqual(both);
      expect(app.step).toMatchObject({ name: 'ready', device: 'linked' });
      const sent = LINKS.flatMap((action) => app.simulator.wire.requests(action));
      expect(sent.map(({ payload }) => payload['accountReferenceIds'])).toEqual([
        [accountWithPin],
        [accountWithPin],
      ]);
    },
  );

  it('is tried once under each name, not more', async () => {
    const { merchant } = configOf(createSimulator());
    const simulator = createSimulator({ device: 'BOUND', linkAction: 'upiLinkAccount' });
    const sdk: HyperSdk = {
      ...simulator.sdk,
      process(request) {
        const { requestId, payload } = JSON.parse(JSON.stringify(request));
        if (payload.action !== 'upiLinkAccount') return simulator.sdk.process(request);
        const errorMessage = 'Unknown event : upiLinkAccount';
        app.emit(processResult(requestId, {}, { errorCode: 'JP_001', errorMessage }));
      },
    };
    const app = createTestApp({ simulator: { ...simulator, sdk }, config: { merchant } });
    await app.start();
    await app.send({ type: 'bank.select', bankCode: axis });
    await app.wait(2_000);
    await app.send({ type: 'account.select', referenceIds: [accountWithPin] });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    await app.wait(10_000);
    expect(asked(app)).toEqual(['upiLinkAccounts']);
    expect(app.step).toMatchObject({ name: 'vpa', problem: { code: 'JP_001' } });
    expect(app.state.device).toBe('bound');
  });

  it('is not changed for any other failure', async () => {
    const app = await namingVpa();
    const { phone } = app.simulator;
    let answers = 0;
    app.simulator.sdk.subscribe(() => {
      answers += 1;
      phone.online = answers !== 1;
    });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    await app.wait(10_000);
    expect(asked(app)).toEqual(['upiLinkAccounts']);
    expect(app.step).toMatchObject({ name: 'vpa', problem: { reason: 'offline' } });
  });
});

describe('the UPI PIN', () => {
  async function withoutPin(): Promise<TestApp> {
    const app = await namingVpa();
    await app.send({ type: 'account.select', referenceIds: [accountWithoutPin] });
    await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
    await app.wait(10_000);
    expect(app.step.name).toBe('mpin');
    return app;
  }

  const setPin = {
    type: 'mpin.set',
    referenceId: accountWithoutPin,
    cardLastSix: '123456',
    cardExpiry: '1230',
  } as const;

  it('is set on the page of NPCI', async () => {
    const app = await withoutPin();
    await app.send(setPin);
    expect(app.step).toMatchObject({ name: 'mpin', setting: true });
    await app.wait(10_000);
    expect(app.step).toEqual({ name: 'ready', device: 'linked', problem: undefined });
    const [request] = app.simulator.wire.requests('upiSetMpin');
    expect(request?.payload).toMatchObject({
      customerVpa: 'abc@upf',
      accountReferenceId: accountWithoutPin,
      card: '123456',
      expiry: '1230',
    });
    expect(request?.payload['upiRequestId']).toMatch(/^UPF[0-9a-f]{32}$/);
  });

  it.each([
    ['fails', 'declined', 'ZM'],
    ['goesBack', 'cancelled', 'JP_002'],
  ] as const)('that is not set (%s) is asked for again', async (answer, reason, code) => {
    const app = await withoutPin();
    app.simulator.person.answersPin(answer);
    await app.send(setPin);
    await app.wait(10_000);
    expect(app.step).toMatchObject({ name: 'mpin', setting: false, problem: { reason, code } });
    app.simulator.person.answersPin('completes');
    await app.send(setPin);
    await app.wait(10_000);
    expect(app.step.name).toBe('ready');
  });

  it('that is never typed ends the wait', async () => {
    const app = await withoutPin();
    app.simulator.person.answersPin('ignores');
    await app.send(setPin);
    await app.wait(6 * 60_000);
    expect(app.step).toMatchObject({ name: 'mpin', problem: { reason: 'timeout' } });
  });

  it('may be skipped, and stays skipped when the status is read again', async () => {
    const app = await withoutPin();
    await app.send({ type: 'mpin.skip' });
    expect(app.step).toMatchObject({ name: 'ready', device: 'linked' });
    await app.send({ type: 'device.refresh' });
    await app.wait(5_000);
    expect(app.step.name).toBe('ready');
  });

  it('cannot be set for an account that is not linked', async () => {
    const app = await withoutPin();
    await app.send({ ...setPin, referenceId: 'nobody' });
    expect(app.noticesOf('command.rejected')).toMatchObject([
      { command: 'mpin.set', reason: 'notAllowed' },
    ]);
  });
});

describe('at rest', () => {
  it('a bound device leaves the list of banks with cancel, and refresh brings it back', async () => {
    const app = await started('BOUND');
    await app.send({ type: 'device.cancel' });
    expect(app.step).toEqual({ name: 'ready', device: 'bound', problem: undefined });
    await app.send({ type: 'device.refresh' });
    await app.wait(5_000);
    expect(app.steps()).toEqual([
      'starting',
      'checking',
      'bankList',
      'ready',
      'checking',
      'bankList',
    ]);
  });

  it('a fresh device leaves the list of SIMs with cancel', async () => {
    const app = await started('FRESH');
    await app.send({ type: 'device.cancel' });
    expect(app.step).toEqual({ name: 'ready', device: 'fresh', problem: undefined });
  });

  it('shows that the status could not be read, and keeps the last one', async () => {
    const app = await started('LINKED');
    app.simulator.wire.fault('drop', { action: 'upiGetSessionToken' });
    await app.send({ type: 'device.refresh' });
    await app.wait(40_000);
    expect(app.step).toEqual({
      name: 'checking',
      problem: { reason: 'timeout', retry: true, docs: 'docs/errors.md#timeout' },
    });
    expect(app.state.device).toBe('linked');
    await app.send({ type: 'device.retry' });
    await app.wait(5_000);
    expect(app.step).toMatchObject({ name: 'ready', device: 'linked' });
  });

  it('calls a status without a word unreadable', async () => {
    const app = await started('LINKED');
    app.simulator.wire.fault('emptyPayload', { action: 'upiGetSessionToken' });
    await app.send({ type: 'device.refresh' });
    await app.wait(5_000);
    expect(app.step).toMatchObject({ name: 'checking', problem: { reason: 'unreadable' } });
  });

  it.each(['doubleWrap', 'wrongCasing', 'missingEvent'] as const)(
    'reads a status that is %s all the same',
    async (fault) => {
      const app = await started('LINKED');
      app.simulator.wire.fault(fault, { action: 'upiGetSessionToken' });
      await app.send({ type: 'device.refresh' });
      await app.wait(5_000);
      expect(app.step).toMatchObject({ name: 'ready', device: 'linked' });
    },
  );

  it('notices that another phone took the binding over', async () => {
    const app = await started('LINKED');
    app.simulator.phone.unbind();
    await app.send({ type: 'device.refresh' });
    await app.wait(5_000);
    expect(app.step.name).toBe('simList');
    expect(app.state).toMatchObject({ device: 'fresh', accounts: [], vpas: [] });
  });
});

describe('deregistering', () => {
  it.each(['BOUND', 'LINKED'] as const)('makes a %s device fresh', async (device) => {
    const app = await started(device);
    await app.send({ type: 'device.deregister' });
    await app.wait(10_000);
    expect(app.steps().slice(-2)).toEqual(['checking', 'simList']);
    expect(app.state).toMatchObject({ device: 'fresh', accounts: [], vpas: [], busy: false });
  });

  it('whose answer got lost is done when the status says so', async () => {
    const app = await started('LINKED');
    app.simulator.wire.fault('drop', { action: 'upiDeregister' });
    await app.send({ type: 'device.deregister' });
    await app.wait(60_000);
    expect(app.step.name).toBe('simList');
  });

  it('that fails leaves the device as it was, and says why', async () => {
    const app = await started('LINKED');
    const { phone, sdk } = app.simulator;
    phone.online = false;
    sdk.subscribe(() => {
      phone.online = true;
    });
    await app.send({ type: 'device.deregister' });
    await app.wait(60_000);
    expect(app.step).toMatchObject({
      name: 'ready',
      device: 'linked',
      problem: { reason: 'offline' },
    });
  });
});

describe('the SDK’s own onboarding', () => {
  it('leads a new phone to linked', async () => {
    const app = createTestApp();
    await app.start();
    await app.send({ type: 'onboard' });
    expect(app.step).toEqual({ name: 'onboarding' });
    expect(app.state.busy).toBe(true);
    await app.wait(60_000);
    expect(app.steps()).toEqual([
      'starting',
      'checking',
      'permission',
      'onboarding',
      'checking',
      'ready',
    ]);
    expect(app.state).toMatchObject({ device: 'linked', busy: false });
  });

  it.each([
    ['fails', 'declined'],
    ['goesBack', 'cancelled'],
  ] as const)('that does not work (%s) says so where the device stands', async (answer, reason) => {
    const app = createTestApp();
    app.simulator.person.answersOnboarding(answer);
    await app.start();
    await app.send({ type: 'onboard' });
    await app.wait(60_000);
    expect(app.step).toMatchObject({ name: 'permission', problem: { reason } });
  });

  it('that nobody finishes ends', async () => {
    const app = await started('LINKED');
    app.simulator.phone.unbind();
    await app.send({ type: 'device.refresh' });
    await app.wait(5_000);
    app.simulator.person.answersOnboarding('ignores');
    await app.send({ type: 'onboard' });
    await app.wait(16 * 60_000);
    expect(app.step).toMatchObject({ name: 'simList', problem: { reason: 'timeout' } });
  });

  it('closes with hardware back', async () => {
    const app = createTestApp();
    await app.start();
    await app.send({ type: 'onboard' });
    await app.wait(3_000);
    expect(app.simulator.screen).toBe('onboarding');
    await app.send({ type: 'back' });
    await app.wait(5_000);
    expect(app.step).toMatchObject({ name: 'permission', problem: { reason: 'cancelled' } });
  });
});
