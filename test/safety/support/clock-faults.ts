import type { TestApp } from '../../../testing/index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;

async function sleep(app: TestApp): Promise<void> {
  app.ports.sleep();
  await app.wait(20 * MINUTE);
  app.ports.wake();
}

/** What happens to the clocks of a phone. */
export const clockFaults: readonly (readonly [string, (app: TestApp) => unknown])[] = [
  ['the clock is set back by an hour', (app) => app.simulator.clock.jump(-HOUR)],
  ['the clock is set back by a year', (app) => app.simulator.clock.jump(-YEAR)],
  ['the clock is set forward by an hour', (app) => app.simulator.clock.jump(HOUR)],
  ['the clock is set forward by a year', (app) => app.simulator.clock.jump(YEAR)],
  ['the timers sleep, and the app is not told', sleep],
  [
    'the timers sleep until app.foreground',
    (app) => sleep(app).then(() => app.send({ type: 'app.foreground' })),
  ],
];
