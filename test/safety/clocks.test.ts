import { describe, expect, it, vi } from 'vitest';
import { createSimulator, type PaymentPlan } from '../../adapters/simulator/index.js';
import { memoryStorage } from '../../src/index.js';
import { pay } from '../flow/support/paying.js';
import { moneyRequests, requestsOf } from '../flow/support/wire.js';
import { at, everyStep } from './support/deaths.js';
import { begin, type Life } from './support/lives.js';
import { operations, readyFor } from './support/operations.js';
import { named } from './support/payments.js';
import { upsets } from './support/upsets.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;

/** The longest deadline of an operation, that of a payment, and a little more. */
const LONGEST_WAIT = 11 * MINUTE;

const plans: readonly (readonly [string, PaymentPlan])[] = [
  ['charged later', { answer: 'PENDING', debitAfter: MINUTE }],
  ['debited without a word', { answer: 'silence' }],
  ['FAILURE, but debited', { answer: 'FAILURE', money: 'debited' }],
];

/** Pays `A1`, and stops after `timers` timers; `undefined` when the order settled before. */
async function payAndPause(plan: PaymentPlan, timers: number): Promise<Life | undefined> {
  const simulator = createSimulator({ device: 'LINKED' });
  const life = begin(simulator, memoryStorage());
  const { app } = life;
  simulator.person.plansOrder('A1', plan);
  await app.start();
  await app.send(pay('A1'));
  for (let timer = 0; timer < timers; timer += 1) {
    if (app.order('A1').settled) return undefined;
    await simulator.clock.next();
  }
  return life;
}

function settledAsPaid({ app }: Life): void {
  expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
  expect(app.statuses('A1')).not.toContain('failure');
  expect(moneyRequests(app.simulator)).toHaveLength(1);
  expect(app.simulator.ledger.debits('A1')).toHaveLength(1);
}

describe.each(upsets)('a payment during which %s', (_, upset) => {
  it.each(plans)('at any moment, settles in time (%s)', async (_, plan) => {
    for (const timers of everyStep()) {
      const life = await payAndPause(plan, timers);
      if (life === undefined) {
        expect(timers).toBeGreaterThan(5);
        break;
      }
      await upset(life);
      await life.app.wait(13 * MINUTE);
      await at(`after ${timers} timers`, () => settledAsPaid(life));
      life.app.flow.stop();
    }
  });
});

describe.each(upsets)('an order that is open while %s', (_, upset) => {
  it('in the process after, settles in time', async () => {
    const before = await payAndPause({ answer: 'PENDING', debitAfter: 20 * MINUTE }, 12);
    if (before === undefined) throw new Error('settled too soon');
    const { simulator } = before.app;
    before.end();
    simulator.restart();
    const life = begin(simulator, before.disk);
    await life.app.start();
    expect(life.app.order('A1')).toMatchObject({ status: 'pending', settled: false });
    await upset(life);
    await life.app.wait(22 * MINUTE);
    await life.app.send({ type: 'app.foreground' });
    await life.app.wait(1_000);
    settledAsPaid(life);
  });
});

describe.each(upsets)('the orders that are kept, when %s', (_, upset) => {
  it('are the latest ones all the same', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const config = { keepOrders: 2 };
    const before = begin(simulator, memoryStorage(), { config });
    await before.app.start();
    for (const orderId of ['A1', 'A2', 'A3', 'A4']) {
      if (orderId === 'A3') await upset(before);
      await before.app.send(pay(orderId));
      await before.app.wait(MINUTE);
    }
    before.end();
    simulator.restart();
    const { app } = begin(simulator, before.disk, { config });
    await app.start();
    expect(Object.keys(app.state.orders)).toEqual(['A3', 'A4']);
    expect(app.flow.can(pay('A4'))).toBe(false);
  });
});

describe.each(upsets)('an answer that never comes, while %s', (_, upset) => {
  it.each(named(operations))('is not waited for for ever: %s', async (_, operation) => {
    const life = await readyFor(operation);
    const { app } = life;
    app.simulator.wire.fault('drop', { action: operation.action, times: 9 });
    await app.send(operation.command);
    await app.wait(1_000);
    expect(app.state.busy).toBe(true);
    await upset(life);
    await app.wait(LONGEST_WAIT);
    expect(app.state.busy).toBe(false);
    expect(requestsOf(app.simulator, operation.action)).toHaveLength(1);
  });

  it('is not waited for for ever: the start of the SDK', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    simulator.wire.fault('drop', { event: 'initiate_result' });
    const life = begin(simulator, memoryStorage());
    life.app.flow.start();
    await life.app.wait(1_000);
    await upset(life);
    await life.app.wait(31_000);
    expect(life.app.step).toMatchObject({ name: 'unavailable', problem: { reason: 'timeout' } });
  });
});
