import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Deed, doAll } from './support/deed.js';
import { paymentDeeds } from './support/payment-deeds.js';
import { walkOf } from './support/walk.js';

const RUNS = 150;

async function pays(deeds: readonly Deed[]): Promise<void> {
  const walk = await walkOf({ device: 'LINKED' });
  await doAll(walk, deeds);
  await walk.stop();
}

/** The same sequences in every run; a failure prints the seed and the path of the shortest one. */
const SEED = 20260105;

describe('payments on the simulator', () => {
  it('keeps the rules of money, whatever happens', async () => {
    await fc.assert(fc.asyncProperty(paymentDeeds, pays), {
      numRuns: RUNS,
      seed: SEED,
    });
  }, 60_000);

  it('finds out about every order once the server can be asked', async () => {
    const property = fc.asyncProperty(paymentDeeds, async (deeds) => {
      const walk = await walkOf({ device: 'LINKED' });
      await doAll(walk, deeds);
      const { simulator } = walk;
      simulator.phone.online = true;
      simulator.server.failsNext('orderStatus', 0);
      simulator.server.failsNext('authorize', 0);
      await walk.app.wait(20 * 60_000);
      await walk.send({ type: 'app.foreground' });
      await walk.app.wait(10_000);
      for (const order of Object.values(walk.app.state.orders)) {
        const paid = simulator.ledger.debits(order.orderId).length > 0;
        expect(order.status === 'success' && order.verified, JSON.stringify(order)).toBe(paid);
      }
      await walk.stop();
    });
    await fc.assert(property, { numRuns: RUNS / 3, seed: SEED });
  }, 60_000);
});
