import { describe, expect, it, vi } from 'vitest';
import { moneyRequests } from '../flow/support/wire.js';
import {
  at,
  everyStep,
  payAndDie,
  type Scene,
  sentOnce,
  settlesToTheTruth,
  showsWhatIsOpen,
  stepsThatTell,
} from './support/deaths.js';
import { type App, begin } from './support/lives.js';
import {
  directPayments,
  named,
  otherPayments,
  type Payment,
  plainPayments,
} from './support/payments.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

type Ends = (scene: Scene, app: App) => Promise<void>;

/** Kills the payment at one step, and looks at the process after it; `false`: there is no such step. */
async function killAt(payment: Payment, step: number, ends: Ends): Promise<boolean> {
  const scene = await payAndDie(payment, step);
  const { simulator, storage, death } = scene;
  if (!death.killed) return false;
  const sent = moneyRequests(simulator).length;
  const { app } = begin(simulator, storage);
  await at(`killed at step ${step}, ${death.steps.at(-1)}`, async () => {
    await showsWhatIsOpen(scene, app);
    await ends(scene, app);
    sentOnce(scene, sent);
  });
  app.flow.stop();
  return true;
}

describe('a payment that is killed', () => {
  it.each(named(directPayments))('at any step: %s', async (_, payment) => {
    for (const step of everyStep()) {
      if (await killAt(payment, step, settlesToTheTruth)) continue;
      expect(step).toBeGreaterThan(30);
      break;
    }
  });

  it.each(named(otherPayments))('at any step that changes the world: %s', async (_, payment) => {
    const steps = await stepsThatTell(payment);
    for (const step of steps) await killAt(payment, step, settlesToTheTruth);
    expect(steps.length).toBeGreaterThan(5);
  });

  it.each(named(plainPayments))('where no server can be asked: %s', async (_, plain) => {
    const payment = { ...plain, orderStatus: false };
    const steps = await stepsThatTell(payment);
    for (const step of steps) await killAt(payment, step, waitsForNews);
    expect(steps.length).toBeGreaterThan(5);
  });
});

/** Nobody can tell, so nothing changes by itself. */
async function waitsForNews(scene: Scene, app: App): Promise<void> {
  await app.wait(1_000);
  const before = app.state.orders['A1'];
  await app.wait(20 * 60_000);
  expect(app.state.orders['A1']).toEqual(before);
  await informedOfTheTruth(scene, app);
}

/** The server pushes what it knows, and the order follows. */
async function informedOfTheTruth({ simulator }: Scene, app: App): Promise<void> {
  const [debit] = simulator.ledger.debits('A1');
  if (app.state.orders['A1'] === undefined || debit === undefined) return;
  const status = { orderId: 'A1', status: 'CHARGED', amount: debit.amount };
  await app.send({ type: 'order.inform', orderId: 'A1', status });
  expect(app.order('A1')).toMatchObject({ status: 'success', settled: true });
}
