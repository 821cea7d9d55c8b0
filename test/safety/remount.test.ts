import { describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createFaultyStorage } from '../../src/testing/faulty-storage.js';
import { pay } from '../flow/support/paying.js';
import { appTimers, lifecycle, moneyRequests } from '../flow/support/wire.js';
import { at, everyStep, sentOnce, settlesToTheTruth } from './support/deaths.js';
import { type App, appIn, begin, killer, liveOn } from './support/lives.js';
import { named, plainPayments } from './support/payments.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const shortList = plainPayments.filter(({ plan }) => /PENDING|silence/.test(plan.answer));
const MINUTE = 60_000;

describe('a flow that was created and never started', () => {
  it('as StrictMode does: touches nothing', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const storage = createFaultyStorage(simulator.clock);
    begin(simulator, storage);
    const { app } = begin(simulator, storage);
    await app.start();
    expect(lifecycle(simulator)).toEqual(['open', 'initiate']);
    expect(simulator.wire.listeners).toBe(1);
    expect(app.step.name).toBe('ready');
  });
});

describe('a flow that is started again during a payment', () => {
  it('goes on as it was', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const { app } = begin(simulator, createFaultyStorage(simulator.clock));
    await app.start();
    await app.send(pay('A1'));
    for (let again = 0; again < 20; again += 1) {
      app.flow.start();
      await simulator.clock.next();
    }
    expect(lifecycle(simulator)).toEqual(['open', 'initiate']);
    expect(moneyRequests(simulator)).toHaveLength(1);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'success?', 'success']);
  });
});

describe('a flow that is stopped during a payment while another takes its place', () => {
  it.each(named(shortList))('at any step: %s', async (_, { way, plan }) => {
    for (const step of everyStep()) {
      const simulator = createSimulator({ device: way.device });
      const storage = createFaultyStorage(simulator.clock);
      let second: App | undefined;
      const counter = killer(Number.POSITIVE_INFINITY, (now) => {
        if (now === step) Promise.resolve().then(remount);
      });
      const life = begin(simulator, storage, { step: counter.step });
      const first = life.app;
      const remount = () => {
        first.flow.stop();
        second = appIn(life, simulator);
        second.flow.start();
      };
      await first.start();
      simulator.person.plansOrder('A1', plan);
      counter.arm(life);
      counter.step('command');
      first.flow.send(way.command(simulator));
      const remounted = () => second !== undefined || first.state.orders['A1']?.settled === true;
      await liveOn(simulator, counter, remounted, 30 * MINUTE);
      if (second === undefined) {
        expect(step).toBeGreaterThan(30);
        break;
      }
      const sent = moneyRequests(simulator).length;
      const { app } = { app: second };
      await at(`stopped after step ${step}, ${counter.steps[step]}`, async () => {
        const scene = { simulator, storage };
        await simulator.clock.settle();
        const order = app.state.orders['A1'];
        if (order?.settled === false) expect(['pending', 'success']).toContain(order.status);
        await app.wait(5_000);
        await settlesToTheTruth(scene, app);
        sentOnce(scene, sent);
        expect(app.step.name).toBe('ready');
        app.flow.stop();
        expect(appTimers(simulator)).toBe(0);
        expect(simulator.wire.listeners).toBe(0);
      });
    }
  });
});
