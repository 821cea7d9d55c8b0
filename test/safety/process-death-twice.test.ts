import { describe, expect, it } from 'vitest';
import { moneyRequests } from '../flow/support/wire.js';
import {
  at,
  payAndDie,
  recoverAndDie,
  sentOnce,
  settlesToTheTruth,
  showsWhatIsOpen,
  tellingSteps,
} from './support/deaths.js';
import { begin } from './support/lives.js';
import { plainPayments } from './support/payments.js';

describe('killed at every step of a payment, and at every step of the recovery', () => {
  it.each(plainPayments)('$title', async (payment) => {
    let deaths = 0;
    const first = tellingSteps();
    await payAndDie(payment, Number.POSITIVE_INFINITY, first.watch);
    for (const k of first.steps()) {
      const second = tellingSteps();
      await recoverAndDie(await payAndDie(payment, k), Number.POSITIVE_INFINITY, second.watch);
      for (const j of second.steps()) {
        const scene = await payAndDie(payment, k);
        const sent = moneyRequests(scene.simulator).length;
        const death = await recoverAndDie(scene, j);
        const { app } = begin(scene.simulator, scene.storage);
        await at(`killed at step ${k} and ${j}, ${death.steps.at(-1)}`, async () => {
          await showsWhatIsOpen(scene, app);
          await settlesToTheTruth(scene, app);
          sentOnce(scene, sent);
        });
        app.flow.stop();
        deaths += 1;
      }
    }
    expect(deaths).toBeGreaterThan(first.steps().length);
  });
});
