import { describe, expect, it, vi } from 'vitest';
import { createSimulator, type SmsOutcome } from '../../adapters/simulator/index.js';
import { createFaultyStorage } from '../../src/testing/faulty-storage.js';
import { requestsOf } from '../flow/support/wire.js';
import { at, everyStep } from './support/deaths.js';
import { begin, killer, liveOn } from './support/lives.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;

const outcomes: readonly SmsOutcome[] = ['arrives', 'pending', 'late', 'expired', 'never', 'limit'];

/** Binds in one process after the other, each killed at its `step`-th step; then lives on. */
async function bindAndDie(step: number, outcome: SmsOutcome, lives: number) {
  const simulator = createSimulator({ device: 'FRESH' });
  const storage = createFaultyStorage(simulator.clock);
  const steps: string[] = [];
  let killed = true;
  for (let life = 0; life < lives; life += 1) {
    simulator.person.sms(outcome);
    const death = killer(step);
    const { app, ...process } = begin(simulator, storage, { step: death.step });
    await app.start();
    expect(app.step.name).toBe('simList');
    death.arm(process);
    if (death.step('command')) app.flow.send({ type: 'sim.select', simId: '0' });
    await liveOn(simulator, death, () => app.step.name !== 'binding', 10 * MINUTE);
    killed &&= death.killed;
    steps.push(death.steps.at(-1) ?? '');
    process.end();
    simulator.restart();
  }
  return { simulator, storage, killed, steps };
}

describe('killed at any step of binding', () => {
  it.each(outcomes)('whose SMS %s: no token is asked for without a command', async (outcome) => {
    for (const deaths of everyStep()) {
      const { simulator, storage, killed, steps } = await bindAndDie(deaths, outcome, 1);
      if (!killed) {
        expect(deaths).toBeGreaterThan(9);
        break;
      }
      const sent = requestsOf(simulator, 'upiBindActivateDevice').length;
      const { app } = begin(simulator, storage);
      await at(`killed at step ${deaths}, ${steps.at(-1)}`, async () => {
        await app.start();
        await app.send({ type: 'app.foreground' });
        await app.wait(10 * MINUTE);
        await app.send({ type: 'device.refresh' });
        await app.wait(MINUTE);
        expect(requestsOf(simulator, 'upiBindActivateDevice')).toHaveLength(sent);
        expect(app.state.device).toBe(simulator.phone.status.toLowerCase());
        expect(app.step.name).toBe(app.state.device === 'fresh' ? 'simList' : 'bankList');
      });
      app.flow.stop();
    }
  });

  it('time and again: no more than three tokens a day are asked for', async () => {
    for (const step of everyStep()) {
      const { simulator, storage, killed, steps } = await bindAndDie(step, 'never', 5);
      if (!killed) break;
      await at(`killed at step ${step}, ${steps.at(-1)}`, async () => {
        const sent = requestsOf(simulator, 'upiBindActivateDevice').length;
        expect(sent).toBeLessThanOrEqual(3);
        // Whatever was sent was counted: the rest of the three is what is left.
        const { app } = begin(simulator, storage);
        await app.start();
        await app.send({ type: 'sim.select', simId: '0' });
        await app.wait(3 * MINUTE);
        const left = app.step.name === 'bindExpired' ? app.step.attemptsLeft : 0;
        expect(left).toBeLessThanOrEqual(Math.max(0, 2 - sent));
        expect(requestsOf(simulator, 'upiBindActivateDevice').length).toBeLessThanOrEqual(3);
        app.flow.stop();
      });
    }
  });
});
