import { describe, expect, it } from 'vitest';
import type { SmsOutcome } from '../../adapters/simulator/index.js';
import { createTestApp, type TestApp } from '../../testing/index.js';

const DAY = 24 * 3_600_000;

/** A fresh phone whose next SMS go as scripted, bound once. */
async function bound(...outcomes: readonly SmsOutcome[]): Promise<TestApp> {
  const app = createTestApp({ world: { device: 'FRESH' } });
  app.simulator.person.sms(...outcomes);
  await app.start();
  await app.send({ type: 'sim.select', simId: '0' });
  return app;
}

/** The steps after the list of SIMs. */
function stepsSinceSims(app: TestApp): string[] {
  return app.steps().slice(app.steps().indexOf('simList') + 1);
}

describe('an SMS token', () => {
  it('that is verified in time binds the device', async () => {
    const app = await bound('arrives');
    await app.wait(10_000);
    expect(stepsSinceSims(app)).toEqual(['binding', 'checking', 'bankList']);
  });

  it('that is never verified ends at its deadline, and a new one may be asked for', async () => {
    const app = await bound('never', 'arrives');
    await app.wait(119_000);
    expect(app.step.name).toBe('binding');
    await app.wait(1_000);
    expect(app.step).toEqual({
      name: 'bindExpired',
      attemptsLeft: 2,
      problem: {
        reason: 'smsTokenExpired',
        retry: true,
        docs: 'docs/errors.md#smstokenexpired',
      },
    });
    await app.send({ type: 'device.retry' });
    await app.wait(10_000);
    expect(stepsSinceSims(app)).toEqual([
      'binding',
      'bindExpired',
      'binding',
      'checking',
      'bankList',
    ]);
    expect(app.simulator.phone.smsSent).toBe(2);
  });

  it('ends when the app comes back, when the timers slept meanwhile', async () => {
    const app = await bound('never');
    await app.wait(10_000);
    app.simulator.clock.jump(10 * 60_000);
    expect(app.step.name).toBe('binding');
    await app.send({ type: 'app.foreground' });
    expect(app.step.name).toBe('bindExpired');
  });

  it('whose end the SDK reports counts as expired', async () => {
    const app = await bound('expired');
    await app.wait(70_000);
    expect(stepsSinceSims(app)).toEqual(['binding', 'checking', 'bindExpired']);
    expect(app.step).toMatchObject({
      attemptsLeft: 2,
      problem: { reason: 'smsTokenExpired', code: 'SMS_VERIFICATION_EXPIRED', retry: true },
    });
  });

  it('that is still being verified is asked about until the device is bound', async () => {
    const app = await bound('pending');
    await app.wait(60_000);
    expect(stepsSinceSims(app)).toEqual(['binding', 'checking', 'bankList']);
    expect(app.simulator.wire.requests('upiBindActivateDevice')).toHaveLength(1);
  });

  it('takes its end from the SDK when the SDK tells it', async () => {
    const app = await bound('pending');
    await app.wait(4_000);
    const { name, endsAt } =
      app.step.name === 'binding' ? app.step : { name: app.step.name, endsAt: undefined };
    expect(name).toBe('binding');
    // The phone says one minute; the configuration said two.
    expect(endsAt).toBeLessThan(app.simulator.clock.now() + 60_000);
  });

  it('that stays unverified expires, although the SDK answered', async () => {
    const app = await bound('pending');
    app.simulator.phone.unbind();
    await app.wait(10_000);
    app.simulator.wire.fault('drop', { action: 'upiGetSessionToken', times: 20 });
    await app.wait(5 * 60_000);
    expect(app.step).toMatchObject({
      name: 'bindExpired',
      problem: { reason: 'smsTokenExpired' },
    });
  });

  it.each([
    ['mismatch', 'simMismatch', 'SMS_VERIFICATION_MISMATCH', true],
    ['declined', 'registrationDeclined', 'REGISTRATION_DECLINED', false],
    ['limit', 'bindLimit', 'BIND_DEVICE_LIMIT_EXCEEDED', false],
    ['otherBinding', 'boundElsewhere', 'OPERATION_RESTRICTED_DEREGISTER_CUSTOMER', false],
  ] as const)(
    'that the rails refuse (%s) is shown as refused',
    async (sms, reason, code, retry) => {
      const app = await bound(sms);
      await app.wait(10_000);
      expect(stepsSinceSims(app)).toEqual(['binding', 'checking', 'bindRefused']);
      expect(app.step).toMatchObject({ attemptsLeft: 2, problem: { reason, code, retry } });
      await app.send({ type: 'device.retry' });
      await app.wait(10_000);
      expect(app.step.name).toBe('bankList');
    },
  );

  it('from another number than the one wanted is a mismatch', async () => {
    const app = createTestApp({ world: { device: 'FRESH' } });
    await app.start();
    await app.send({ type: 'sim.select', simId: '1', mobileNumber: '919876543210' });
    await app.wait(10_000);
    expect(app.step).toMatchObject({ name: 'bindRefused', problem: { reason: 'simMismatch' } });
  });

  it('goes back to the list of SIMs when the network is gone, and can be tried again', async () => {
    const app = await bound('arrives');
    const { phone, sdk } = app.simulator;
    await app.wait(200);
    phone.online = false;
    // Back as soon as the SDK said something.
    sdk.subscribe(() => {
      phone.online = true;
    });
    await app.wait(10_000);
    expect(app.step).toMatchObject({
      name: 'simList',
      problem: { reason: 'offline', code: 'JP_005', retry: true },
    });
    await app.send({ type: 'device.retry' });
    await app.wait(10_000);
    expect(app.step.name).toBe('bankList');
  });

  it('may be left: back at rest, the answer only makes the flow look again', async () => {
    const app = await bound('arrives');
    await app.wait(1_000);
    await app.send({ type: 'device.cancel' });
    expect(app.step).toEqual({ name: 'ready', device: 'fresh', problem: undefined });
    await app.wait(10_000);
    expect(stepsSinceSims(app)).toEqual(['binding', 'ready', 'checking', 'bankList']);
    expect(app.noticesOf('sdk.late')).toMatchObject([{ operation: 'upiBindActivateDevice' }]);
  });
});

describe('a bind answer that comes after the deadline', () => {
  it('leads to a look at the session token, and moves nothing by itself', async () => {
    const app = createTestApp({
      world: { device: 'FRESH' },
      config: { timings: { smsToken: 30_000 } },
    });
    app.simulator.person.sms('late');
    await app.start();
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(80_000);
    expect(stepsSinceSims(app)).toEqual(['binding', 'bindExpired']);
    await app.wait(60_000);
    expect(stepsSinceSims(app)).toEqual(['binding', 'bindExpired', 'checking', 'bankList']);
    expect(app.noticesOf('sdk.late')).toMatchObject([{ operation: 'upiBindActivateDevice' }]);
  });

  it('does not make a device bound that the session token calls fresh', async () => {
    const app = createTestApp({
      world: { device: 'FRESH' },
      config: { timings: { smsToken: 30_000 } },
    });
    app.simulator.wire.fault('delay', { action: 'upiBindActivateDevice', ms: 60_000 });
    await app.start();
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(40_000);
    app.simulator.phone.unbind();
    await app.wait(60_000);
    expect(stepsSinceSims(app)).toEqual(['binding', 'bindExpired', 'checking', 'bindExpired']);
    expect(app.states.map((state) => state.device)).not.toContain('bound');
  });
});

describe('SMS tokens in 24 hours', () => {
  it('are three, across a restart, and three more a day later', async () => {
    const first = await bound('never', 'never', 'never', 'arrives');
    await first.wait(120_000);
    await first.send({ type: 'device.retry' });
    await first.wait(120_000);
    const { simulator } = first;
    const app = first.restarted();
    await app.start();
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(120_000);
    expect(app.step).toMatchObject({ name: 'bindExpired', attemptsLeft: 0 });
    await app.send({ type: 'device.retry' });
    await app.wait(1_000);
    expect(app.step).toEqual({
      name: 'bindRefused',
      attemptsLeft: 0,
      problem: { reason: 'bindLimit', retry: false, docs: 'docs/errors.md#bindlimit' },
    });
    expect(simulator.phone.smsSent).toBe(3);

    await app.wait(DAY);
    await app.send({ type: 'device.retry' });
    await app.wait(10_000);
    expect(app.steps()).toEqual([
      'starting',
      'checking',
      'simList',
      'binding',
      'bindExpired',
      'binding',
      'bindRefused',
      'binding',
      'checking',
      'bankList',
    ]);
  });

  it('are not asked for when they cannot be counted', async () => {
    const app = createTestApp({
      world: { device: 'FRESH' },
      storage: {
        getItem: (key) => {
          if (key.includes('sms-tokens')) throw new Error('disk');
          return null;
        },
        setItem: () => {},
        removeItem: () => {},
      },
    });
    await app.start();
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(10_000);
    expect(app.step).toMatchObject({ name: 'simList', problem: { reason: 'storageFailed' } });
    expect(app.simulator.wire.requests('upiBindActivateDevice')).toHaveLength(0);
  });
});
