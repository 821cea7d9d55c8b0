import { describe, expect, it, vi } from 'vitest';
import { moneyRequests } from '../flow/support/wire.js';
import {
  at,
  everyStep,
  payAndDie,
  recoverAndDie,
  sentOnce,
  settlesToTheTruth,
  showsWhatIsOpen,
  stepsOfRecovery,
  stepsThatTell,
} from './support/deaths.js';
import { begin } from './support/lives.js';
import { named, type Payment, plainPayments } from './support/payments.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

describe('a payment that is killed, and killed again while it is recovered', () => {
  it.each(named(plainPayments))('at any step that changes the world: %s', async (_, payment) => {
    let deaths = 0;
    for (const k of await stepsThatTell(payment)) {
      for (const j of await stepsOfRecovery(payment, k)) {
        deaths += 1;
        await killTwice(payment, k, j);
      }
    }
    expect(deaths).toBeGreaterThan(8);
  });

  it('at any step at all, just after it was handed over', async () => {
    const [, payment] = plainPayments;
    if (payment === undefined) throw new Error('no payment');
    const { death } = await payAndDie(payment, Number.POSITIVE_INFINITY);
    const handedOver = death.steps.indexOf('process, after');
    for (const step of everyStep()) {
      if (await killTwice(payment, handedOver, step)) continue;
      expect(step).toBeGreaterThan(30);
      break;
    }
  });
});

/** `false`: the recovery has no such step. */
async function killTwice(payment: Payment, first: number, second: number): Promise<boolean> {
  const scene = await payAndDie(payment, first);
  const sent = moneyRequests(scene.simulator).length;
  const death = await recoverAndDie(scene, second);
  if (!death.killed) return false;
  const { app } = begin(scene.simulator, scene.storage);
  await at(`killed at step ${first} and ${second}, ${death.steps.at(-1)}`, async () => {
    await showsWhatIsOpen(scene, app);
    await settlesToTheTruth(scene, app);
    sentOnce(scene, sent);
  });
  app.flow.stop();
  return true;
}
