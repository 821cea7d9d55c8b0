import { describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../testing/index.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

async function unbound(): Promise<TestApp> {
  const app = createTestApp({ world: { device: 'FRESH' } });
  await app.start();
  return app;
}

async function restarted(before: TestApp): Promise<TestApp> {
  const app = before.restarted();
  await app.start();
  return app;
}

/** Asks for a token whose SMS never arrives; answers the step it came to. */
async function ask(app: TestApp): Promise<string> {
  app.simulator.person.sms('never');
  if (app.step.name === 'simList') await app.send({ type: 'sim.select', simId: '0' });
  else await app.send({ type: 'device.retry' });
  await app.wait(3 * MINUTE);
  return app.step.name;
}

/** How many tokens the SDK was asked for. */
function asked(app: TestApp): number {
  return app.simulator.wire.requests('upiBindActivateDevice').length;
}

const processes = [
  ['in one process', async (app: TestApp) => app],
  ['in a new process each time', restarted],
] as const;

const jumps = [
  ['back by an hour', -HOUR],
  ['back by a day', -DAY],
  ['back by a year', -YEAR],
  ['forward by an hour', HOUR],
] as const;

describe.each(processes)('SMS tokens %s', (_, move) => {
  it.each(jumps)('are three, when the clock is set %s before any of them', async (_, ms) => {
    for (const before of [0, 1, 2, 3]) {
      let app = await unbound();
      for (let token = 0; token < 5; token += 1) {
        if (token === before) app.simulator.clock.jump(ms);
        const step = await ask(app);
        expect(step).toBe(token < 3 ? 'bindExpired' : 'bindRefused');
        app = await move(app);
      }
      expect(asked(app)).toBe(3);
    }
  });

  it('are three, however often the clock is set back', async () => {
    let app = await unbound();
    for (let token = 0; token < 12; token += 1) {
      await ask(app);
      app.simulator.clock.jump(-HOUR);
      app = await move(app);
    }
    expect(asked(app)).toBe(3);
  });

  it.each(jumps)('are given again a day later, when the clock was set %s', async (_, ms) => {
    let app = await unbound();
    for (let token = 0; token < 3; token += 1) {
      await ask(app);
      app = await move(app);
    }
    app.simulator.clock.jump(ms);
    expect(await ask(app)).toBe('bindRefused');
    app = await move(app);
    await app.wait(DAY + MINUTE);
    expect(await ask(app)).toBe('bindExpired');
    expect(asked(app)).toBe(4);
  });

  it('counted by a clock that was a year ahead lock sim.select for a day only', async () => {
    let app = await unbound();
    app.simulator.clock.jump(YEAR);
    for (let token = 0; token < 3; token += 1) {
      await ask(app);
      app = await move(app);
    }
    app.simulator.clock.jump(-YEAR);
    expect(await ask(app)).toBe('bindRefused');
    app = await move(app);
    await app.wait(DAY + MINUTE);
    expect(await ask(app)).toBe('bindExpired');
  });
});
