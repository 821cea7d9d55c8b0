import { describe, expect, it, vi } from 'vitest';
import { createSimulator, type PaymentPlan } from '../../adapters/simulator/index.js';
import { memoryStorage } from '../../src/index.js';
import { createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { atEveryMoment, interruptedAt } from '../../testing/interruption.js';
import { pay } from '../flow/support/paying.js';
import { appTimers, lifecycle, moneyRequests } from '../flow/support/wire.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;

describe('a flow that was created and never started', () => {
  it('touches nothing, as under StrictMode', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const storage = memoryStorage();
    createTestApp({ simulator, storage });
    const app = createTestApp({ simulator, storage });
    await app.start();
    expect(lifecycle(simulator)).toEqual(['open', 'initiate']);
    expect(simulator.wire.listeners).toBe(1);
    expect(app.step.name).toBe('ready');
  });
});

describe('flow.start() again during a payment', () => {
  it('changes nothing', async () => {
    const app = await createLinkedApp();
    await app.send(pay('A1'));
    for (let again = 0; again < 20; again += 1) {
      app.flow.start();
      await app.simulator.clock.next();
    }
    expect(lifecycle(app.simulator)).toEqual(['open', 'initiate']);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'success?', 'success']);
  });
});

describe('flow.stop() at any step of a payment, while another flow takes its place', () => {
  it.each<readonly [string, PaymentPlan]>([
    ['PENDING, charged later', { answer: 'PENDING', debitAfter: 30_000 }],
    ['silence, debited', { answer: 'silence' }],
  ])('sends nothing again, and settles: %s', async (_, plan) => {
    const steps = await atEveryMoment(async (step) => {
      const interruption = interruptedAt(step);
      const simulator = createSimulator({ device: 'LINKED' });
      const { through } = interruption;
      // Flows of one process share one storage object.
      const config = { storage: through(memoryStorage()) };
      const first = createTestApp({ simulator, config, through });
      let second: TestApp | undefined;
      const remount = () => {
        first.flow.stop();
        second = createTestApp({ simulator, config });
        second.flow.start();
      };
      interruption.interrupt = () => queueMicrotask(remount);
      await first.start();
      simulator.person.plansOrder('A1', plan);
      const remounted = () => second !== undefined || first.state.orders['A1']?.settled === true;
      await interruption.during(first, () => first.flow.send(pay('A1')), remounted);
      if (second === undefined) return interruption.happened();

      const sent = moneyRequests(simulator).length;
      await simulator.clock.settle();
      const shown = second.state.orders['A1'];
      if (shown?.settled === false) expect(['pending', 'success']).toContain(shown.status);
      await second.wait(4 * MINUTE);
      const debits = simulator.ledger.debits('A1').length;
      const paid = { status: 'success', verified: true, settled: true };
      if (debits > 0) expect(second.order('A1')).toMatchObject(paid);
      else expect(second.state.orders['A1']?.status).not.toBe('success');
      expect(debits).toBeLessThanOrEqual(sent);
      expect(sent).toBeLessThanOrEqual(1);
      expect(moneyRequests(simulator)).toHaveLength(sent);
      expect(second.step.name).toBe('ready');
      second.flow.stop();
      expect(appTimers(simulator)).toBe(0);
      expect(simulator.wire.listeners).toBe(0);
      return true;
    });
    expect(steps).toBeGreaterThan(30);
  });
});
