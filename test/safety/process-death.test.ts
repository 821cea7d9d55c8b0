import { describe, expect, it } from 'vitest';
import { moneyRequests } from '../flow/support/wire.js';
import {
  at,
  payAndDie,
  type Scene,
  sentOnce,
  settlesToTheTruth,
  showsWhatIsOpen,
} from './support/deaths.js';
import { type App, begin } from './support/lives.js';
import { type Payment, payments, plainPayments } from './support/payments.js';

/** Kills the payment at each of its steps, and looks at the process after it; answers how often. */
async function killEverywhere(
  payment: Payment,
  ends: (scene: Scene, app: App) => Promise<void>,
): Promise<number> {
  for (let step = 0; ; step += 1) {
    const scene = await payAndDie(payment, step);
    const { simulator, storage, death } = scene;
    if (!death.killed) return step;
    const sent = moneyRequests(simulator).length;
    const { app } = begin(simulator, storage);
    await at(`killed at step ${step}, ${death.steps.at(-1)}`, async () => {
      await showsWhatIsOpen(scene, app);
      await ends(scene, app);
      sentOnce(scene, sent);
    });
    app.flow.stop();
  }
}

describe('killed at any step of a payment', () => {
  it.each(payments)('$title', async (payment) => {
    expect(await killEverywhere(payment, settlesToTheTruth)).toBeGreaterThan(30);
  });
});

describe('killed at any step of a payment whose server cannot be asked', () => {
  it.each(plainPayments)('$title', async (payment) => {
    const deaths = await killEverywhere({ ...payment, orderStatus: false }, async (scene, app) => {
      await app.wait(1_000);
      const before = app.state.orders['A1'];
      await app.wait(20 * 60_000);
      // Nobody can tell, so nothing changes by itself.
      expect(app.state.orders['A1']).toEqual(before);
      await informedOfTheTruth(scene, app);
    });
    expect(deaths).toBeGreaterThan(25);
  });
});

/** The server pushes what it knows, and the order follows. */
async function informedOfTheTruth({ simulator }: Scene, app: App): Promise<void> {
  const [debit] = simulator.ledger.debits('A1');
  if (app.state.orders['A1'] === undefined || debit === undefined) return;
  const status = { orderId: 'A1', status: 'CHARGED', amount: debit.amount };
  await app.send({ type: 'order.inform', orderId: 'A1', status });
  expect(app.order('A1')).toMatchObject({ status: 'success', settled: true });
}
