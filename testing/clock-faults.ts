import type { TestApp } from './test-app.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;

async function sleep(app: TestApp): Promise<void> {
  app.ports.sleep();
  await app.wait(20 * MINUTE);
  app.ports.wake();
}

/**
 * Something that happens to the clock or the timers of a phone, and what it is called.
 *
 * @example
 * ```ts
 * const noon: ClockFault = ['it is noon', (app) => app.simulator.clock.jump(12 * 3_600_000)];
 * ```
 */
export type ClockFault = readonly [name: string, happensTo: (app: TestApp) => unknown];

/**
 * What happens to the clocks of phones: set back or forward, by an hour or a year, and timers that sleep in
 * the background for twenty minutes.
 *
 * @example
 * ```ts
 * it.each(clockFaults)('is paid once though %s', async (_, happensTo) => {
 *   const app = await createLinkedApp();
 *   await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
 *   await happensTo(app);
 *   await app.wait(20 * 60_000);
 *   expect(app.simulator.ledger.debits('A1')).toHaveLength(1);
 * });
 * ```
 */
export const clockFaults: readonly ClockFault[] = [
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
