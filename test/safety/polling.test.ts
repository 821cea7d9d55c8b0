import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { memoryStorage, type UpiCommand } from '../../src/index.js';
import { pay } from '../flow/support/paying.js';
import { pollsSince } from '../flow/support/wire.js';
import { begin, type Life } from './support/lives.js';
import { upsets } from './support/upsets.js';

const MINUTE = 60_000;

/** An order that nobody settles, ten seconds after it was asked for. */
async function open(): Promise<Life> {
  const simulator = createSimulator({ device: 'LINKED' });
  simulator.server.answersAfter(0);
  const life = begin(simulator, memoryStorage());
  simulator.person.plansOrder('A1', { answer: 'PENDING', money: 'none' });
  await life.app.start();
  await life.app.send(pay('A1'));
  await life.app.wait(10_000);
  return life;
}

/** The same order in the process after; its flow is not started yet. */
async function reborn(before: Life): Promise<Life> {
  before.end();
  before.app.simulator.restart();
  return begin(before.app.simulator, before.disk);
}

const lives = [
  ['the process that sent it', async (life: Life) => life],
  [
    'the process after',
    async (before: Life) => {
      const life = await reborn(before);
      await life.app.start();
      return life;
    },
  ],
  [
    'a process that ended the SDK',
    async (life: Life) => {
      await life.app.send({ type: 'sdk.terminate' });
      expect(life.app.state.sdk).toBe('terminated');
      return life;
    },
  ],
] as const;

const calls: readonly (readonly [string, UpiCommand])[] = [
  ['the app comes back', { type: 'app.foreground' }],
  ['somebody asks', { type: 'order.recheck', orderId: 'A1' }],
];

describe('an order that was open when the process died', () => {
  it('is asked about at once, then politely, for 15 minutes', async () => {
    const { app } = await reborn(await open());
    const since = app.simulator.clock.trueNow();
    await app.start();
    await app.wait(60 * MINUTE);
    expect(pollsSince(app.simulator, since)).toEqual([
      0, 5, 15, 35, 75, 135, 195, 255, 315, 375, 435, 495, 555, 615, 675, 735, 795, 855, 900,
    ]);
  });
});

describe.each(lives)('a parked order in %s', (_, live) => {
  it.each(calls)('is asked about when %s, and polled again', async (_, command) => {
    const { app } = await live(await open());
    await app.wait(30 * MINUTE);
    const parked = app.simulator.clock.trueNow();
    await app.wait(30 * MINUTE);
    expect(pollsSince(app.simulator, parked)).toEqual([]);
    const since = app.simulator.clock.trueNow();
    await app.send(command);
    await app.wait(80_000);
    expect(pollsSince(app.simulator, since)).toEqual([0, 5, 15, 35, 75]);
  });

  it.each(calls)('is polled no faster while the server is down, when %s', async (_, command) => {
    const { app } = await live(await open());
    await app.wait(30 * MINUTE);
    app.simulator.server.failsNext('orderStatus', Number.POSITIVE_INFINITY);
    const since = app.simulator.clock.trueNow();
    await app.send(command);
    await app.wait(80_000);
    expect(pollsSince(app.simulator, since)).toEqual([0, 5, 15, 35, 75]);
  });
});

describe.each(upsets)('an order that is polled while %s', (_, upset) => {
  it('is asked about at least every minute, and no more than every five seconds', async () => {
    const life = await open();
    const { app } = life;
    await app.wait(3 * MINUTE);
    await upset(life);
    const since = app.simulator.clock.trueNow();
    await app.wait(5 * MINUTE);
    const polls = pollsSince(app.simulator, since);
    const gaps = polls.map((at, nth) => at - (polls[nth - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60);
    expect(Math.min(...gaps.slice(1))).toBeGreaterThanOrEqual(5);
  });
});
