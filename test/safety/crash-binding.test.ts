import { describe, expect, it, vi } from 'vitest';
import { createSimulator, type SmsOutcome } from '../../adapters/simulator/index.js';
import { createFaultyStorage } from '../../testing/explorer/faulty-storage.js';
import { createTestApp } from '../../testing/index.js';
import { atEveryMoment, interruptedAt } from '../../testing/interruption.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;

const outcomes: readonly SmsOutcome[] = ['arrives', 'pending', 'late', 'expired', 'never', 'limit'];

/** Binds in one process after the other, each killed at that step; then there is a next one. */
async function bindInProcesses(processes: number, outcome: SmsOutcome, step: number) {
  const simulator = createSimulator({ device: 'FRESH' });
  const storage = createFaultyStorage(simulator.clock);
  let killed = true;
  for (let process = 0; process < processes; process += 1) {
    simulator.person.sms(outcome);
    const crash = interruptedAt(step);
    const app = createTestApp({ simulator, storage, through: crash.through });
    await app.start();
    expect(app.step.name).toBe('simList');
    const select = () => app.flow.send({ type: 'sim.select', simId: '0' });
    await crash.during(app, select, () => app.step.name !== 'binding');
    killed &&= crash.happened();
    app.kill();
  }
  return { simulator, app: createTestApp({ simulator, storage }), killed };
}

describe('a binding killed at any step of sim.select', () => {
  it.each(outcomes)('asks for no SMS token without a command, SMS: %s', async (outcome) => {
    const steps = await atEveryMoment(async (step) => {
      const { simulator, app, killed } = await bindInProcesses(1, outcome, step);
      const sent = simulator.wire.requests('upiBindActivateDevice').length;
      await app.start();
      await app.send({ type: 'app.foreground' });
      await app.wait(10 * MINUTE);
      await app.send({ type: 'device.refresh' });
      await app.wait(MINUTE);
      expect(simulator.wire.requests('upiBindActivateDevice')).toHaveLength(sent);
      expect(app.state.device).toBe(simulator.phone.status.toLowerCase());
      expect(app.step.name).toBe(app.state.device === 'fresh' ? 'simList' : 'bankList');
      app.flow.stop();
      return killed;
    });
    expect(steps).toBeGreaterThan(9);
  });

  it('and killed again asks for three SMS tokens a day at most', async () => {
    await atEveryMoment(async (step) => {
      const { simulator, app, killed } = await bindInProcesses(5, 'never', step);
      if (!killed) return false;
      const sent = simulator.wire.requests('upiBindActivateDevice').length;
      expect(sent).toBeLessThanOrEqual(3);
      // Whatever was sent was counted: the rest of the three is what is left.
      await app.start();
      await app.send({ type: 'sim.select', simId: '0' });
      await app.wait(3 * MINUTE);
      const left = app.step.name === 'bindExpired' ? app.step.attemptsLeft : 0;
      expect(left).toBeLessThanOrEqual(Math.max(0, 2 - sent));
      expect(simulator.wire.requests('upiBindActivateDevice').length).toBeLessThanOrEqual(3);
      app.flow.stop();
      return true;
    });
  });
});
