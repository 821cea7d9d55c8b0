import { describe, expect, it, vi } from 'vitest';
import {
  createSimulator,
  createVirtualClock,
  type PaymentPlan,
  type WireRequest,
} from '../../adapters/simulator/index.js';
import { type Backend, type KeyValueStorage, memoryStorage } from '../../src/index.js';
import { createFaultyStorage } from '../../testing/explorer/faulty-storage.js';
import {
  createLinkedApp,
  createTestApp,
  type TestApp,
  type TestAppOptions,
} from '../../testing/index.js';
import { at, atEveryMoment, interruptedAt } from '../../testing/interruption.js';
import { pay, paying } from '../flow/support/paying.js';
import { lifecycle, moneyRequests } from '../flow/support/wire.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;

/** Two flows of one customer, each with an SDK of its own, on one storage and one server. */
interface TwoTabs {
  readonly first: TestApp;
  readonly second: TestApp;
  /** Every request that moves money, of both. */
  requests(): WireRequest[];
  /** How often the order was debited, by both. */
  debits(orderId: string): number;
}

/** Two browser tabs, say, each with its storage object. */
async function twoTabs(
  [mine, theirs]: readonly [KeyValueStorage, KeyValueStorage],
  through: NonNullable<TestAppOptions['through']> = (port) => port,
): Promise<TwoTabs> {
  const one = createSimulator({ device: 'LINKED' });
  const two = createSimulator({ device: 'LINKED', clock: one.clock, seed: 2 });

  /** One server: it knows what happened in either tab. */
  const backend: Backend = {
    authorize: one.backend.authorize,
    orderStatus: async (orderId) => {
      const asked = [one, two].map((tab) => tab.backend.orderStatus?.(orderId));
      const known = (await Promise.all(asked)).filter((status) => status !== undefined);
      const status =
        known.find((each) => each.status === 'CHARGED') ??
        known.find((each) => each.status !== 'NOT_FOUND') ??
        known[0];
      if (status === undefined) throw new Error('no server');
      return status;
    },
  };
  const config = { storage: mine };
  const first = createTestApp({ simulator: { ...one, backend }, config, through });
  const second = createTestApp({ simulator: { ...two, backend }, config: { storage: theirs } });
  first.flow.start();
  await second.start();
  return {
    first,
    second,
    requests: () => [...moneyRequests(one), ...moneyRequests(two)],
    debits: (orderId) => one.ledger.debits(orderId).length + two.ledger.debits(orderId).length,
  };
}

function sameStorage(storage: KeyValueStorage = memoryStorage()) {
  return [storage, storage] as const;
}

describe('two flows on one storage, each with an SDK of its own', () => {
  it.each([
    ['one storage object', false],
    ['a storage object each', true],
  ])('send an order once, whenever the second one asks (%s)', async (_, apart) => {
    const steps = await atEveryMoment(async (step) => {
      const interruption = interruptedAt(step);
      const items = memoryStorage();
      const { through } = interruption;
      const mine = through(items);
      const theirs = apart ? through(items) : mine;
      const { first, second, requests, debits } = await twoTabs([mine, theirs], through);
      interruption.interrupt = () => second.flow.send(pay('A1'));
      const settled = () => first.order('A1').settled;
      await interruption.during(first, () => first.flow.send(pay('A1')), settled);
      if (!interruption.happened()) return false;
      await first.wait(12 * MINUTE);
      expect(requests()).toHaveLength(1);
      expect(debits('A1')).toBe(1);
      for (const app of [first, second]) {
        expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
        expect(app.statuses('A1')).not.toContain('failure');
        app.flow.stop();
      }
      return true;
    });
    expect(steps).toBeGreaterThan(25);
  });

  it('send an order once, in whatever order the storage answers', async () => {
    for (let order = 0; order < 2 ** 6; order += 1) {
      const storage = createFaultyStorage(createVirtualClock());
      const { first, second, requests, debits } = await twoTabs(sameStorage(storage));
      storage.mode = 'held';
      first.flow.send(pay('A1'));
      second.flow.send(pay('A1'));
      await first.wait(1_000);
      // One bit for each choice between the oldest answer and the newest.
      for (let choice = 0; storage.waiting > 0; choice += 1) {
        storage.step((order >> choice) & 1 ? storage.waiting - 1 : 0);
        await first.wait(0);
      }
      await first.wait(10_000);
      while (storage.waiting > 0) {
        storage.step(0);
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
    const { first, second, requests } = await twoTabs(sameStorage());
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
    const { first, second, requests } = await twoTabs(sameStorage());
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
  it.each<readonly [string, PaymentPlan]>([
    ['PENDING, charged later', { answer: 'PENDING', debitAfter: 30_000 }],
    ['silence, debited', { answer: 'silence' }],
  ])('leave the payment of the first alone, whenever the second starts: %s', async (_, plan) => {
    const steps = await atEveryMoment(async (step) => {
      const interruption = interruptedAt(step);
      const simulator = createSimulator({ device: 'LINKED' });
      const { through } = interruption;
      const config = { storage: through(memoryStorage()) };
      const first = createTestApp({ simulator, config, through });
      const second = createTestApp({ simulator, config });
      await first.start();
      simulator.person.plansOrder('A1', plan);
      interruption.interrupt = () => second.flow.start();
      const settled = () => first.order('A1').settled;
      await interruption.during(first, () => first.flow.send(pay('A1')), settled);
      if (!interruption.happened()) return false;
      await first.wait(2 * MINUTE);
      expect(lifecycle(simulator)).not.toContain('terminate');
      expect(moneyRequests(simulator)).toHaveLength(1);
      expect(first.order('A1').settled).toBe(true);
      expect(second.state.sdk).toBe('failed');
      const seen = second.state.orders['A1'];
      if (seen !== undefined) {
        expect(seen.settled).toBe(true);
        expect(seen.status === 'success').toBe(first.order('A1').status === 'success');
      }
      first.flow.stop();
      second.flow.stop();
      return true;
    });
    expect(steps).toBeGreaterThan(25);
  });
});

describe('a flow whose SDK another one initiated', () => {
  it('takes it over on sdk.retry, and nothing is lost', async () => {
    const first = await paying({ answer: 'PENDING', debitAfter: MINUTE });
    const { simulator, storage } = first;
    await first.wait(2_000);
    const second = await createLinkedApp({ simulator, storage });
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
