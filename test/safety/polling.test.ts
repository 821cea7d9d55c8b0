import { describe, expect, it } from 'vitest';
import type { UpiCommand } from '../../src/index.js';
import { clockFaults, createLinkedApp, type TestApp } from '../../testing/index.js';
import { pay } from '../flow/support/paying.js';
import { pollsSince } from '../flow/support/wire.js';

const MINUTE = 60_000;

/** An order that nobody settles, ten seconds after it was asked for. */
async function open(): Promise<TestApp> {
  const app = await createLinkedApp();
  app.simulator.server.answersAfter(0);
  app.simulator.person.plansOrder('A1', { answer: 'PENDING', money: 'none' });
  await app.send(pay('A1'));
  await app.wait(10_000);
  return app;
}

const processes = [
  ['the process that sent it', async (app: TestApp) => app],
  [
    'the process after a restart',
    async (before: TestApp) => {
      const app = before.restarted();
      await app.start();
      return app;
    },
  ],
  [
    'a process after sdk.terminate',
    async (app: TestApp) => {
      await app.send({ type: 'sdk.terminate' });
      expect(app.state.sdk).toBe('terminated');
      return app;
    },
  ],
] as const;

const calls: readonly (readonly [string, UpiCommand])[] = [
  ['app.foreground', { type: 'app.foreground' }],
  ['order.recheck', { type: 'order.recheck', orderId: 'A1' }],
];

describe('a pending order after a restart', () => {
  it('is asked about at once, then politely, for 15 minutes', async () => {
    const app = (await open()).restarted();
    const since = app.simulator.clock.trueNow();
    await app.start();
    await app.wait(60 * MINUTE);
    expect(pollsSince(app.simulator, since)).toEqual([
      0, 5, 15, 35, 75, 135, 195, 255, 315, 375, 435, 495, 555, 615, 675, 735, 795, 855, 900,
    ]);
  });
});

describe.each(processes)('a parked order in %s', (_, move) => {
  it.each(calls)('is asked about on %s, and polled again', async (_, command) => {
    const app = await move(await open());
    await app.wait(30 * MINUTE);
    const parked = app.simulator.clock.trueNow();
    await app.wait(30 * MINUTE);
    expect(pollsSince(app.simulator, parked)).toEqual([]);
    const since = app.simulator.clock.trueNow();
    await app.send(command);
    await app.wait(80_000);
    expect(pollsSince(app.simulator, since)).toEqual([0, 5, 15, 35, 75]);
  });

  it.each(calls)('is polled no faster on %s while the server is down', async (_, command) => {
    const app = await move(await open());
    await app.wait(30 * MINUTE);
    app.simulator.server.failsNext('orderStatus', Number.POSITIVE_INFINITY);
    const since = app.simulator.clock.trueNow();
    await app.send(command);
    await app.wait(80_000);
    expect(pollsSince(app.simulator, since)).toEqual([0, 5, 15, 35, 75]);
  });
});

describe.each(clockFaults)('a pending order that is polled while %s', (_, fault) => {
  it('is asked about at least every minute, and no more than every five seconds', async () => {
    const app = await open();
    await app.wait(3 * MINUTE);
    await fault(app);
    const since = app.simulator.clock.trueNow();
    await app.wait(5 * MINUTE);
    const polls = pollsSince(app.simulator, since);
    const gaps = polls.map((at, nth) => at - (polls[nth - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60);
    expect(Math.min(...gaps.slice(1))).toBeGreaterThanOrEqual(5);
  });
});

const HOUR = 60 * MINUTE;

/** An app whose order the SDK and the server called not paid, at `since`. */
async function unpaid() {
  const app = await createLinkedApp();
  app.simulator.server.answersAfter(0);
  app.simulator.person.plansOrder('A1', { answer: 'FAILURE' });
  await app.send(pay('A1'));
  await app.wait(10_000);
  const [settled] = app.noticesOf('order.settled');
  if (settled === undefined) throw new Error('the order is not settled');
  return { app, since: settled.order.updatedAt + 1 };
}

describe('an order that is settled as failure', () => {
  it('is looked up after 1, 5 and 15 minutes, without a sign of it', async () => {
    const { app, since } = await unpaid();
    const { state } = app;
    const told = app.notices.length;
    await app.wait(48 * HOUR);
    expect(pollsSince(app.simulator, since)).toEqual([60, 300, 900]);
    expect(app.state).toBe(state);
    expect(app.notices).toHaveLength(told);
  });

  it.each([60, 300, 900])('is success when the server knows of it by then: %i s', async (at) => {
    const { app, since } = await unpaid();
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

  it('is looked up on each app.foreground, for 48 hours', async () => {
    const { app, since } = await unpaid();
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
    const { app, since } = await unpaid();
    await app.wait(20 * MINUTE);
    let last = app;
    for (const after of [HOUR, 46 * HOUR, 2 * HOUR]) {
      await last.wait(after);
      last = last.restarted();
      await last.start();
      await last.wait(30 * MINUTE);
    }
    expect(pollsSince(app.simulator, since).slice(3)).toHaveLength(2);
    expect(last.order('A1')).toMatchObject({ status: 'failure', settled: true });
  });

  it('is looked up on after a restart as planned', async () => {
    const { app, since } = await unpaid();
    const next = app.restarted();
    await next.start();
    await next.wait(HOUR);
    const [first, ...planned] = pollsSince(app.simulator, since);
    expect(first).toBeLessThan(60);
    expect(planned).toEqual([60, 300, 900]);
  });

  it('is looked up no more after order.retry', async () => {
    const { app, since } = await unpaid();
    app.simulator.person.plansOrder('A1', { answer: 'SUCCESS' });
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(HOUR);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    // One read before it was sent, and one that confirmed it.
    expect(pollsSince(app.simulator, since)).toHaveLength(2);
  });
});

describe('an order after order.retry', () => {
  it('is settled by its own transaction alone', async () => {
    const { app } = await unpaid();
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
