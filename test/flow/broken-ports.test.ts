import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSimulator, type Simulator } from '../../adapters/simulator/index.js';
import type { Clock, UpiCommand, UpiFlowConfig } from '../../src/index.js';
import { createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { accountWithPin } from './support/accounts.js';
import { pay } from './support/paying.js';
import { actions, moneyRequests } from './support/wire.js';

const MINUTE = 60_000;

function broken(): never {
  throw new Error('a port that breaks');
}

/** A clock whose parts a test can break at any time. */
function breakable(simulator: Simulator): Clock & { parts: Partial<Clock> } {
  const { clock } = simulator;
  const parts: Partial<Clock> = {};
  return {
    parts,
    now: () => (parts.now ?? clock.now)(),
    setTimeout: (run, ms) => (parts.setTimeout ?? clock.setTimeout)(run, ms),
    clearTimeout: (timer) => (parts.clearTimeout ?? clock.clearTimeout)(timer),
  };
}

async function withClock(): Promise<{ app: TestApp; parts: Partial<Clock> }> {
  const simulator = createSimulator({ device: 'LINKED' });
  const clock = breakable(simulator);
  const app = await createLinkedApp({ simulator, config: { clock } });
  return { app, parts: clock.parts };
}

describe('a clock that breaks later', () => {
  it.each<readonly [string, () => unknown]>([
    ['throws', broken],
    ['answers NaN', () => Number.NaN],
    ['answers nothing', () => undefined],
    ['answers a text', () => '1767587400000'],
  ])('a time that %s is the last good one', async (_, now) => {
    const { app, parts } = await withClock();
    // Any command reads the time.
    app.flow.can({ type: 'back' });
    const lastGood = app.simulator.clock.now();
    Object.assign(parts, { now });
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
    expect(app.order('A1').updatedAt).toBe(lastGood);
    await app.send({ type: 'app.foreground' });
    expect(app.step.name).toBe('outcome');
    app.flow.stop();
    expect(app.state.sdk).toBe('terminated');
  });

  it('timers that cannot be stopped stop nothing', async () => {
    const { app, parts } = await withClock();
    parts.clearTimeout = broken;
    await app.send(pay('A1'));
    await app.wait(30 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
    expect(app.order('A1').problem).toBeUndefined();
    expect(() => app.flow.stop()).not.toThrow();
  });

  it.each<readonly [string, Clock['setTimeout']]>([
    ['throw', broken],
    ['run at once', (run) => run()],
  ])('timers that %s are the platform’s own', async (_, setTimeout) => {
    const simulator = createSimulator({ device: 'LINKED' });
    const clock = breakable(simulator);
    const timings = { initiate: 20 };
    const app = createTestApp({ simulator, config: { clock, timings } });
    clock.parts.setTimeout = setTimeout;
    simulator.wire.fault('drop', { event: 'initiate_result' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    app.flow.start();
    await app.wait(5_000);
    vi.advanceTimersByTime(19);
    await app.wait(0);
    expect(app.step.name).toBe('starting');
    // The platform's time is not the simulator's.
    vi.advanceTimersByTime(1);
    await app.wait(0);
    expect(app.step).toMatchObject({ name: 'unavailable', problem: { reason: 'timeout' } });
    app.flow.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('flow.can', () => {
  it('draws no ids, so a broken newId is met by flow.send alone', async () => {
    let drawn = 0;
    const app = await createLinkedApp({
      config: {
        newId: () => {
          drawn += 1;
          return `id-${drawn}`;
        },
      },
    });
    const before = drawn;
    for (let times = 0; times < 3; times += 1) {
      expect(app.flow.can(pay('A1'))).toBe(true);
      expect(app.flow.can(pay('A1', { onboard: true }))).toBe(true);
    }
    expect(drawn).toBe(before);
  });
});

describe('ids that are none', () => {
  const commands: readonly UpiCommand[] = [
    pay('A1', { accountRefId: accountWithPin }),
    pay('A1', { onboard: true }),
    {
      type: 'checkout',
      sdkPayload: { requestId: 'r', payload: { orderId: 'A1', amount: '2.00' } },
    },
    { type: 'order.retry', orderId: 'A0' },
  ];

  it.each<readonly [string, () => unknown]>([
    ['an exception', broken],
    ['nothing', () => undefined],
    ['an empty text', () => ''],
    ['blanks', () => '  '],
    ['a number', () => 7],
    ['a promise', () => Promise.resolve('id')],
    ['two lines', () => 'a\nb'],
    ['a text without end', () => 'x'.repeat(1_000)],
  ])('%s: the command is rejected, and nothing is sent', async (_, newId) => {
    let source: (() => unknown) | undefined;
    let next = 0;
    const config: Partial<UpiFlowConfig> = {};
    // No type lets such a source through.
    Reflect.set(config, 'newId', () => {
      next += 1;
      return source === undefined ? `id-${next}` : source();
    });
    const app = await createLinkedApp({ config });
    app.simulator.person.plansOrder('A0', { answer: 'BACKPRESS' });
    await app.send(pay('A0'));
    await app.wait(MINUTE);
    expect(app.order('A0').canRetry).toBe(true);
    const before = actions(app.simulator).length;
    source = newId;
    for (const command of commands) expect(() => app.flow.send(command)).not.toThrow();
    await app.wait(MINUTE);
    const rejected = app.noticesOf('command.rejected');
    expect(rejected).toHaveLength(commands.length);
    for (const { reason, issues } of rejected) {
      expect(reason).toBe('invalid');
      expect(issues).toEqual([
        {
          path: 'newId',
          code: 'command.newId',
          message: 'newId must return a new uuid v4, a string.',
        },
      ]);
    }
    expect(app.noticesOf('error')).toEqual([]);
    expect(Object.keys(app.state.orders)).toEqual(['A0']);
    expect(actions(app.simulator)).toHaveLength(before);

    const answer = app.flow.call('upiGetBankList', {});
    await app.wait(1_000);
    expect(await answer).toMatchObject({ ok: false, problem: { reason: 'invalid' } });

    source = undefined;
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
  });

  it('are no reason to die at the start', async () => {
    const app = createTestApp({ world: { device: 'LINKED' }, config: { newId: broken } });
    await app.start();
    expect(app.step).toMatchObject({ name: 'unavailable', problem: { reason: 'invalid' } });
  });
});

describe('a bridge that breaks', () => {
  it('when it is listened to: the flow is unavailable, and can be started again', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    let works = false;
    const sdk = {
      ...simulator.sdk,
      subscribe: (listener: (raw: unknown) => void) =>
        works ? simulator.sdk.subscribe(listener) : broken(),
    };
    const app = createTestApp({ simulator, config: { sdk } });
    await app.start();
    expect(app.step).toMatchObject({
      name: 'unavailable',
      problem: { reason: 'notReady', retry: true },
    });
    works = true;
    await app.send({ type: 'sdk.retry' });
    await app.wait(5_000);
    expect(app.step.name).toBe('ready');
  });

  it.each<readonly [string, () => unknown]>([
    ['throws', broken],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('when it is no longer listened to: stop goes on when it %s', async (_, unsubscribe) => {
    const simulator = createSimulator({ device: 'LINKED' });
    let hear: (raw: unknown) => void = () => undefined;
    const sdk = {
      ...simulator.sdk,
      subscribe: (listener: (raw: unknown) => void) => {
        hear = listener;
        simulator.sdk.subscribe(listener);
        return () => unsubscribe();
      },
    };
    const app = createTestApp({ simulator, config: { sdk } });
    await app.start();
    expect(() => app.flow.stop()).not.toThrow();
    expect(app.state).toMatchObject({ step: { name: 'terminated' }, sdk: 'terminated' });
    const told = app.states.length;
    const notices = app.notices.length;
    hear('{"event":"show_loader"}');
    hear('');
    await app.wait(MINUTE);
    expect(app.states).toHaveLength(told);
    expect(app.notices).toHaveLength(notices);
    expect(moneyRequests(simulator)).toEqual([]);
  });
});
