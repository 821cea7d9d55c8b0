import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doAll } from './support/deed.js';
import { deviceDeeds } from './support/device-deeds.js';
import { walkOf } from './support/walk.js';

const STARTS = ['NOPERMISSION', 'FRESH', 'BOUND', 'LINKED'] as const;

/** The same sequences in every run; a failure prints the seed and the path of the shortest one. */
const SEED = 20260105;

describe('the device on the simulator', () => {
  it('shows what a session token said, whatever happens', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...STARTS),
      deviceDeeds,
      async (device, deeds) => {
        const walk = await walkOf({ device });
        await doAll(walk, deeds);
        await walk.stop();
      },
    );
    await fc.assert(property, { numRuns: 150, seed: SEED });
  }, 60_000);

  it('comes to rest when the SDK answers again', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...STARTS),
      deviceDeeds,
      async (device, deeds) => {
        const walk = await walkOf({ device });
        await doAll(walk, deeds);
        const { simulator, app } = walk;
        simulator.phone.online = true;
        simulator.server.failsNext('authorize', 0);
        await app.wait(30 * 60_000);
        const { step, busy } = app.state;
        const names = deeds.map(({ name }) => name).join(' > ');
        expect({ step: step.name, busy }, names).toEqual({
          step: expect.not.stringMatching(/^(starting|binding|linking|onboarding|paying)$/),
          busy: false,
        });
        await walk.stop();
      },
    );
    await fc.assert(property, { numRuns: 50, seed: SEED });
  }, 60_000);
});
