import { describe, expect, it, vi } from 'vitest';
import type { PaymentPlan } from '../../adapters/simulator/index.js';
import { clockFaults, createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { atEveryMoment } from '../../testing/interruption.js';
import { pay, paying } from '../flow/support/paying.js';
import { moneyRequests } from '../flow/support/wire.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;

const plans: readonly (readonly [string, PaymentPlan])[] = [
  ['charged later', { answer: 'PENDING', debitAfter: MINUTE }],
  ['debited without a word', { answer: 'silence' }],
  ['FAILURE, but debited', { answer: 'FAILURE', money: 'debited' }],
];

/** Pays `A1`, and stops after `timers` timers; `undefined` when the order settled before. */
async function payAndPause(plan: PaymentPlan, timers: number): Promise<TestApp | undefined> {
  const app = await paying(plan);
  for (let timer = 0; timer < timers; timer += 1) {
    if (app.order('A1').settled) return undefined;
    await app.simulator.clock.next();
  }
  return app;
}

function settledAsPaid(app: TestApp): void {
  expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
  expect(app.statuses('A1')).not.toContain('failure');
  expect(moneyRequests(app.simulator)).toHaveLength(1);
  expect(app.simulator.ledger.debits('A1')).toHaveLength(1);
}

describe.each(clockFaults)('while %s', (_, fault) => {
  it.each(plans)('a payment settles in time, at whatever moment: %s', async (_, plan) => {
    const moments = await atEveryMoment(async (timers) => {
      const app = await payAndPause(plan, timers);
      if (app === undefined) return false;
      await fault(app);
      await app.wait(13 * MINUTE);
      settledAsPaid(app);
      app.flow.stop();
      return true;
    });
    expect(moments).toBeGreaterThan(5);
  });

  it('an order that is pending after a restart settles in time', async () => {
    const before = await payAndPause({ answer: 'PENDING', debitAfter: 20 * MINUTE }, 12);
    if (before === undefined) throw new Error('settled too soon');
    const app = before.restarted();
    await app.start();
    expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
    await fault(app);
    await app.wait(22 * MINUTE);
    await app.send({ type: 'app.foreground' });
    await app.wait(1_000);
    settledAsPaid(app);
  });

  it('the keepOrders latest orders are kept', async () => {
    const before = await createLinkedApp({ config: { keepOrders: 2 } });
    for (const orderId of ['A1', 'A2', 'A3', 'A4']) {
      if (orderId === 'A3') await fault(before);
      await before.send(pay(orderId));
      await before.wait(MINUTE);
    }
    const app = before.restarted();
    await app.start();
    expect(Object.keys(app.state.orders)).toEqual(['A3', 'A4']);
    expect(app.flow.can(pay('A4'))).toBe(false);
  });

  it('initiate() without an initiate_result ends in a timeout', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    app.simulator.wire.fault('drop', { event: 'initiate_result' });
    app.flow.start();
    await app.wait(1_000);
    await fault(app);
    await app.wait(31_000);
    expect(app.step).toMatchObject({ name: 'unavailable', problem: { reason: 'timeout' } });
  });
});
