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

const HOUR = 60 * MINUTE;

/** A life in which the SDK and the server called the order not paid, at `since`. */
async function unpaid() {
  const simulator = createSimulator({ device: 'LINKED' });
  simulator.server.answersAfter(0);
  const life = begin(simulator, memoryStorage());
  simulator.person.plansOrder('A1', { answer: 'FAILURE' });
  await life.app.start();
  await life.app.send(pay('A1'));
  await life.app.wait(10_000);
  const [settled] = life.app.told('order.settled');
  if (settled === undefined) throw new Error('the order is not settled');
  return { life, since: settled.order.updatedAt + 1 };
}

describe('an order that ended without money', () => {
  it('is looked up after 1, 5 and 15 minutes, without a sign of it', async () => {
    const { life, since } = await unpaid();
    const { app } = life;
    const { state } = app;
    const told = app.notices.length;
    await app.wait(48 * HOUR);
    expect(pollsSince(app.simulator, since)).toEqual([60, 300, 900]);
    expect(app.state).toBe(state);
    expect(app.notices).toHaveLength(told);
  });

  it.each([60, 300, 900])('is success when the server knows of it by then: %i s', async (at) => {
    const { life, since } = await unpaid();
    const { app } = life;
    await app.wait(since + (at - 1) * 1_000 - app.simulator.clock.trueNow());
    app.simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true, canRetry: true });
    await app.wait(2_000);
    expect(app.order('A1')).toMatchObject({
      status: 'success',
      settled: true,
      verified: true,
      canRetry: false,
    });
    await app.wait(48 * HOUR);
    // Once confirmed it is asked about no more.
    expect(pollsSince(app.simulator, since).at(-1)).toBe(at);
  });

  it('is looked up whenever the app comes back, for 48 hours', async () => {
    const { life, since } = await unpaid();
    const { app } = life;
    await app.wait(20 * MINUTE);
    for (const after of [0, HOUR, 46 * HOUR, 3 * HOUR]) {
      await app.wait(after);
      await app.send({ type: 'app.foreground' });
      await app.wait(1_000);
    }
    const polls = pollsSince(app.simulator, since).slice(3);
    expect(polls).toHaveLength(3);
    expect(polls.every((at) => at < 48 * 3_600)).toBe(true);
  });

  it('is looked up when the app starts again, for 48 hours', async () => {
    const { life, since } = await unpaid();
    await life.app.wait(20 * MINUTE);
    let last = life;
    for (const after of [HOUR, 46 * HOUR, 2 * HOUR]) {
      await last.app.wait(after);
      last = await reborn(last);
      await last.app.start();
      await last.app.wait(30 * MINUTE);
    }
    expect(pollsSince(last.app.simulator, since).slice(3)).toHaveLength(2);
    expect(last.app.order('A1')).toMatchObject({ status: 'failure', settled: true });
  });

  it('goes on with its looks in the process after', async () => {
    const { life, since } = await unpaid();
    const next = await reborn(life);
    await next.app.start();
    await next.app.wait(HOUR);
    const [first, ...planned] = pollsSince(next.app.simulator, since);
    expect(first).toBeLessThan(60);
    expect(planned).toEqual([60, 300, 900]);
  });

  it('is looked up no more once it is tried again', async () => {
    const { life, since } = await unpaid();
    const { app } = life;
    app.simulator.person.plansOrder('A1', { answer: 'SUCCESS' });
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(HOUR);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    // One read before it was sent, and one that confirmed it.
    expect(pollsSince(app.simulator, since)).toHaveLength(2);
  });
});

describe('an order that was tried twice', () => {
  it('is settled by its own transaction alone', async () => {
    const { life } = await unpaid();
    const { app } = life;
    app.simulator.person.plansOrder('A1', { answer: 'BACKPRESS', money: 'none' });
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(10_000);
    // The server still names the failure of the attempt before.
    const shown = app.order('A1');
    expect(shown).toMatchObject({ attempts: 2, settled: false, canRetry: false });
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ settled: true, canRetry: true });
  });
});
