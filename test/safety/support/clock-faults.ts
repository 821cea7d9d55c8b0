import type { App } from '../../flow/support/app.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;

/** Something that happens to the clocks of a phone. */
type ClockFault = (app: App) => unknown;

const jump = (ms: number): ClockFault => {
  return ({ simulator }) => simulator.clock.jump(ms);
};

const sleep: ClockFault = async (app) => {
  app.sleep();
  await app.wait(20 * MINUTE);
  app.wake();
};

export const clockFaults: readonly (readonly [string, ClockFault])[] = [
  ['the clock is set back by an hour', jump(-HOUR)],
  ['the clock is set back by a year', jump(-YEAR)],
  ['the clock is set forward by an hour', jump(HOUR)],
  ['the clock is set forward by a year', jump(YEAR)],
  ['the timers sleep, and the app is not told', sleep],
  [
    'the timers sleep until app.foreground',
    async (app) => {
      await sleep(app);
      await app.send({ type: 'app.foreground' });
    },
  ],
];
