import { describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { memoryStorage } from '../../src/index.js';
import { requestsOf } from '../flow/support/wire.js';
import { begin, type Life } from './support/lives.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

async function phone(): Promise<Life> {
  const life = begin(createSimulator({ device: 'FRESH' }), memoryStorage());
  await life.app.start();
  return life;
}

async function reborn(before: Life): Promise<Life> {
  before.end();
  before.app.simulator.restart();
  const life = begin(before.app.simulator, before.disk);
  await life.app.start();
  return life;
}

/** Asks for a token whose SMS never arrives; answers the step it came to. */
async function ask({ app }: Life): Promise<string> {
  app.simulator.person.sms('never');
  if (app.step.name === 'simList') await app.send({ type: 'sim.select', simId: '0' });
  else await app.send({ type: 'device.retry' });
  await app.wait(3 * MINUTE);
  return app.step.name;
}

/** How many tokens the SDK was asked for. */
function asked({ app }: Life): number {
  return requestsOf(app.simulator, 'upiBindActivateDevice').length;
}

const lives = [
  ['in one process', async (life: Life) => life],
  ['in a new process each time', reborn],
] as const;

const jumps = [
  ['back by an hour', -HOUR],
  ['back by a day', -DAY],
  ['back by a year', -YEAR],
  ['forward by an hour', HOUR],
] as const;

describe.each(lives)('SMS tokens %s', (_, live) => {
  it.each(jumps)('are three, when the clock is set %s before any of them', async (_, ms) => {
    for (const before of [0, 1, 2, 3]) {
      let life = await phone();
      for (let token = 0; token < 5; token += 1) {
        if (token === before) life.app.simulator.clock.jump(ms);
        const step = await ask(life);
        expect(step).toBe(token < 3 ? 'bindExpired' : 'bindRefused');
        life = await live(life);
      }
      expect(asked(life)).toBe(3);
    }
  });

  it('are three, however often the clock is set back', async () => {
    let life = await phone();
    for (let token = 0; token < 12; token += 1) {
      await ask(life);
      life.app.simulator.clock.jump(-HOUR);
      life = await live(life);
    }
    expect(asked(life)).toBe(3);
  });

  it.each(jumps)('are given again a day later, when the clock was set %s', async (_, ms) => {
    let life = await phone();
    for (let token = 0; token < 3; token += 1) {
      await ask(life);
      life = await live(life);
    }
    life.app.simulator.clock.jump(ms);
    expect(await ask(life)).toBe('bindRefused');
    life = await live(life);
    await life.app.wait(DAY + MINUTE);
    expect(await ask(life)).toBe('bindExpired');
    expect(asked(life)).toBe(4);
  });

  it('counted by a clock that was a year ahead do not lock it for a year', async () => {
    let life = await phone();
    life.app.simulator.clock.jump(YEAR);
    for (let token = 0; token < 3; token += 1) {
      await ask(life);
      life = await live(life);
    }
    life.app.simulator.clock.jump(-YEAR);
    expect(await ask(life)).toBe('bindRefused');
    life = await live(life);
    await life.app.wait(DAY + MINUTE);
    expect(await ask(life)).toBe('bindExpired');
  });
});
