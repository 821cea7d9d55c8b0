import { describe, expect, it, vi } from 'vitest';
import type { Simulator, SmsOutcome } from '../../adapters/simulator/index.js';
import { clockFaults, createTestApp, type TestApp } from '../../testing/index.js';
import { atEveryMoment } from '../../testing/interruption.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

/** Asks for a token, and stops after `timers` timers; `undefined` when it was over before. */
async function bindAndPause(sms: SmsOutcome, timers: number): Promise<TestApp | undefined> {
  const app = createTestApp({ world: { device: 'FRESH' } });
  const { simulator } = app;
  simulator.person.sms(sms);
  neverVerifies(simulator);
  await app.start();
  await app.send({ type: 'sim.select', simId: '0' });
  for (let timer = 0; timer < timers; timer += 1) {
    if (app.step.name !== 'binding') return undefined;
    await simulator.clock.next();
  }
  return app;
}

/** The rails verify nothing: what they do half a lifetime after they said "pending" is undone. */
function neverVerifies({ sdk, clock, phone }: Simulator): void {
  sdk.subscribe((raw) => {
    if (!String(raw).includes('SMS_VERIFICATION_PENDING')) return;
    clock.setTimeout(() => phone.unbind(), 30_000);
  });
}

describe.each(clockFaults)('while %s', (_, fault) => {
  it.each([
    ['is not heard of', 'never'],
    ['stays unverified', 'pending'],
  ] as const)('an SMS token that %s ends as bindExpired in time', async (_, sms) => {
    await atEveryMoment(async (timers) => {
      const app = timers < 15 ? await bindAndPause(sms, timers) : undefined;
      if (app === undefined) return false;
      await fault(app);
      await app.wait(130_000);
      expect(app.step).toMatchObject({ name: 'bindExpired', attemptsLeft: 2 });
      expect(app.simulator.wire.requests('upiBindActivateDevice')).toHaveLength(1);
      app.flow.stop();
      return true;
    });
  });

  it('a phone is bound all the same, once the rails have verified its SMS', async () => {
    const app = createTestApp({ world: { device: 'FRESH' } });
    await app.start();
    await fault(app);
    app.simulator.person.sms('pending');
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(10_000);
    expect(app.step).toMatchObject({ name: 'binding' });
    await app.wait(40_000);
    expect(app.steps().slice(-3)).toEqual(['binding', 'checking', 'bankList']);
  });
});
