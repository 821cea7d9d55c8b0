import { describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { memoryStorage } from '../../src/index.js';
import { pay } from '../flow/support/paying.js';
import { watched } from '../flow/support/storages.js';
import { lifecycle, moneyRequests } from '../flow/support/wire.js';
import { at, everyStep } from './support/deaths.js';
import { gatedStorage } from './support/gated-storage.js';
import { appIn, begin, killer, liveOn } from './support/lives.js';
import { named, plainPayments } from './support/payments.js';
import { twoPhones } from './support/two-phones.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const shortList = plainPayments.filter(({ plan }) => /PENDING|silence/.test(plan.answer));
const MINUTE = 60_000;

describe('two flows on one storage, each with an SDK of its own', () => {
  it.each([
    ['one storage object', false],
    ['a storage object each', true],
  ])('send an order once, whenever the second one asks (%s)', async (_, apart) => {
    for (const step of everyStep()) {
      const items = memoryStorage();
      let both = () => {};
      const counter = killer(Number.POSITIVE_INFINITY, (now) => {
        if (now === step) both();
      });
      const counted = () => watched(items, (operation) => counter.step(operation));
      const one = counted();
      const { life, first, second, requests, debits } = await twoPhones(
        () => (apart ? counted() : one),
        counter.step,
      );
      let asked = false;
      both = () => {
        asked = true;
        second.flow.send(pay('A1'));
      };
      counter.arm(life);
      counter.step('command');
      first.flow.send(pay('A1'));
      await liveOn(first.simulator, counter, () => first.order('A1').settled, 30 * MINUTE);
      if (!asked) {
        expect(step).toBeGreaterThan(25);
        break;
      }
      await first.wait(12 * MINUTE);
      await at(`asked again at step ${step}, ${counter.steps[step]}`, () => {
        expect(requests()).toHaveLength(1);
        expect(debits('A1')).toBe(1);
        for (const app of [first, second]) {
          expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
          expect(app.statuses('A1')).not.toContain('failure');
        }
      });
      first.flow.stop();
      second.flow.stop();
    }
  });

  it('send an order once, in whatever order the storage answers', async () => {
    for (let order = 0; order < 2 ** 6; order += 1) {
      const storage = gatedStorage();
      const { first, second, requests, debits } = await twoPhones(once(storage));
      storage.close();
      first.flow.send(pay('A1'));
      second.flow.send(pay('A1'));
      await first.wait(1_000);
      // One bit for each choice between the oldest answer and the newest.
      for (let choice = 0; storage.waiting > 0; choice += 1) {
        storage.choose((order >> choice) & 1 ? storage.waiting - 1 : 0);
        await first.wait(0);
      }
      await first.wait(10_000);
      while (storage.waiting > 0) {
        storage.choose(0);
        await first.wait(1_000);
      }
      await at(`in order ${order.toString(2)}`, () => {
        expect(requests()).toHaveLength(1);
        expect(debits('A1')).toBe(1);
      });
      first.flow.stop();
      second.flow.stop();
    }
  });

  it('send the session of a checkout once, also when it failed', async () => {
    const { first, second, requests } = await twoPhones(once(memoryStorage()));
    const { server, person } = first.simulator;
    const sdkPayload = server.session({ orderId: 'A1', amount: '2.00' }).sdk_payload;
    person.plansOrder('A1', { answer: 'FAILURE' });
    await first.send({ type: 'checkout', sdkPayload });
    await first.wait(MINUTE);
    expect(first.order('A1')).toMatchObject({ status: 'failure', settled: true });
    await second.send({ type: 'checkout', sdkPayload });
    await second.wait(MINUTE);
    expect(requests()).toHaveLength(1);
  });

  it('know of each other’s attempts: an old failure does not end a new one', async () => {
    const { first, second, requests } = await twoPhones(once(memoryStorage()));
    first.simulator.person.plansOrder('A1', { answer: 'FAILURE' });
    await first.send(pay('A1'));
    await first.wait(MINUTE);
    expect(first.order('A1')).toMatchObject({ status: 'failure', settled: true });
    // The person is on the SDK's screen; the server still tells of the first attempt.
    const actsAfter = Number.POSITIVE_INFINITY;
    second.simulator.person.plansOrder('A1', { answer: 'silence', actsAfter });
    first.simulator.server.says('A1', { status: 'AUTHORIZATION_FAILED' });
    await second.send(pay('A1'));
    await second.wait(12 * MINUTE);
    expect(requests()).toHaveLength(2);
    expect(second.order('A1')).toMatchObject({ status: 'pending', settled: false, attempts: 2 });
  });
});

describe('two flows over one SDK', () => {
  it.each(named(shortList))('leave the payment of the first alone: %s', async (_, payment) => {
    const { way, plan } = payment;
    for (const step of everyStep()) {
      const simulator = createSimulator({ device: 'LINKED' });
      let start = () => {};
      const counter = killer(Number.POSITIVE_INFINITY, (now) => {
        if (now === step) start();
      });
      const life = begin(simulator, memoryStorage(), { step: counter.step });
      const first = life.app;
      const second = appIn(life, simulator);
      await first.start();
      simulator.person.plansOrder('A1', plan);
      let started = false;
      start = () => {
        started = true;
        second.flow.start();
      };
      counter.arm(life);
      counter.step('command');
      first.flow.send(way.command(simulator));
      await liveOn(simulator, counter, () => first.order('A1').settled, 30 * MINUTE);
      if (!started) {
        expect(step).toBeGreaterThan(25);
        break;
      }
      await first.wait(2 * MINUTE);
      await at(`started at step ${step}, ${counter.steps[step]}`, () => {
        expect(lifecycle(simulator)).not.toContain('terminate');
        expect(moneyRequests(simulator)).toHaveLength(1);
        expect(first.order('A1').settled).toBe(true);
        expect(second.state.sdk).toBe('failed');
        const { status } = first.order('A1');
        const seen = second.state.orders['A1'];
        if (seen === undefined) return;
        expect(seen.settled).toBe(true);
        expect(seen.status === 'success').toBe(status === 'success');
      });
      first.flow.stop();
      second.flow.stop();
    }
  });
});

describe('a flow whose SDK another one initiated', () => {
  it('takes it over when a person asks, and nothing is lost', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const life = begin(simulator, memoryStorage());
    const first = life.app;
    await first.start();
    simulator.person.plansOrder('A1', { answer: 'PENDING', debitAfter: MINUTE });
    await first.send(pay('A1'));
    await first.wait(2_000);
    const second = appIn(life, simulator);
    await second.start();
    expect(second.step).toMatchObject({ name: 'unavailable', problem: { code: 'JP_017' } });
    await second.send({ type: 'sdk.retry' });
    await second.wait(5_000);
    expect(second.step.name).toBe('ready');
    expect(lifecycle(simulator).slice(-3)).toEqual(['terminate', 'open', 'initiate']);
    await second.wait(20 * MINUTE);
    expect(moneyRequests(simulator)).toHaveLength(1);
    const paid = simulator.ledger.debits('A1').length === 1;
    for (const app of [first, second]) {
      expect(app.order('A1').status).toBe(paid ? 'success' : 'pending');
    }
  });
});

function once<T>(value: T): () => T {
  return () => value;
}
