import type { Life } from './lives.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Something that happens to the clocks of a phone. */
type Upset = (life: Life) => unknown;

const jump =
  (ms: number): Upset =>
  ({ app }) =>
    app.simulator.clock.jump(ms);

/** Twenty minutes without timers; then the app is told that it is back, or never hears of it. */
const nap =
  (told: boolean): Upset =>
  async (life) => {
    life.sleep();
    await life.app.wait(20 * MINUTE);
    life.wake();
    if (told) await life.app.send({ type: 'app.foreground' });
  };

export const upsets: readonly (readonly [string, Upset])[] = [
  ['the clock is set back by an hour', jump(-HOUR)],
  ['the clock is set back by a year', jump(-365 * DAY)],
  ['the clock is set forward by an hour', jump(HOUR)],
  ['the clock is set forward by a year', jump(365 * DAY)],
  ['the timers sleep, and the app is told', nap(true)],
  ['the timers sleep, and the app is not told', nap(false)],
];
