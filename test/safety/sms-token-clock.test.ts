import { describe, expect, it, vi } from 'vitest';
import {
  createSimulator,
  type Simulator,
  type SmsOutcome,
} from '../../adapters/simulator/index.js';
import { memoryStorage } from '../../src/index.js';
import { requestsOf } from '../flow/support/wire.js';
import { at } from './support/deaths.js';
import { begin, type Life } from './support/lives.js';
import { upsets } from './support/upsets.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

/** Asks for a token, and stops after `timers` timers; `undefined` when it was over before. */
async function bindAndPause(sms: SmsOutcome, timers: number): Promise<Life | undefined> {
  const simulator = createSimulator({ device: 'FRESH' });
  const life = begin(simulator, memoryStorage());
  const { app } = life;
  simulator.person.sms(sms);
  neverVerifies(simulator);
  await app.start();
  await app.send({ type: 'sim.select', simId: '0' });
  for (let timer = 0; timer < timers; timer += 1) {
    if (app.step.name !== 'binding') return undefined;
    await simulator.clock.next();
  }
  return life;
}

/** The rails verify nothing: what they do half a lifetime after they said "pending" is undone. */
function neverVerifies({ sdk, clock, phone }: Simulator): void {
  sdk.subscribe((raw) => {
    if (!String(raw).includes('SMS_VERIFICATION_PENDING')) return;
    clock.setTimeout(() => phone.unbind(), 30_000);
  });
}

describe.each(upsets)('an SMS token during which %s', (_, upset) => {
  it.each([
    ['is not heard of', 'never'],
    ['stays unverified', 'pending'],
  ] as const)('ends in time, when it %s', async (_, sms) => {
    for (let timers = 0; timers < 15; timers += 1) {
      const life = await bindAndPause(sms, timers);
      if (life === undefined) break;
      const { app } = life;
      await upset(life);
      await app.wait(130_000);
      await at(`after ${timers} timers`, () => {
        expect(app.step).toMatchObject({ name: 'bindExpired', attemptsLeft: 2 });
        expect(requestsOf(app.simulator, 'upiBindActivateDevice')).toHaveLength(1);
      });
      app.flow.stop();
    }
  });
});

describe.each(upsets)('a phone on which %s before it is bound', (_, upset) => {
  it('is bound all the same, once the rails have verified its SMS', async () => {
    const simulator = createSimulator({ device: 'FRESH' });
    const life = begin(simulator, memoryStorage());
    const { app } = life;
    await app.start();
    await upset(life);
    simulator.person.sms('pending');
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(10_000);
    expect(app.step).toMatchObject({ name: 'binding' });
    await app.wait(40_000);
    expect(app.steps().slice(-3)).toEqual(['binding', 'checking', 'bankList']);
  });
});
