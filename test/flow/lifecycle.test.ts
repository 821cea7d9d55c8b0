import { describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createUpiFlow, memoryStorage, type UpiNotice } from '../../src/index.js';
import { configOf, createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { interposed, never } from '../journal/support/storages.js';
import { pay, paying, processResult } from './support/paying.js';
import { actions, appTimers, lifecycle, moneyRequests } from './support/wire.js';

const MINUTE = 60_000;

describe('starting', () => {
  it('opens an instance, initiates it once, then reads the status', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    expect(app.step).toEqual({ name: 'starting' });
    expect(app.state.sdk).toBe('starting');
    await app.start();
    expect(lifecycle(app.simulator)).toEqual(['open', 'initiate']);
    expect(app.steps()).toEqual(['starting', 'checking', 'ready']);
    expect(app.state.sdk).toBe('ready');
  });

  it('asks nothing of the SDK before its initiate result', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    await app.start();
    const { traffic } = app.simulator.wire;
    const result = traffic.findIndex((entry) => entry.event === 'initiate_result');
    const first = traffic.findIndex((entry) => entry.call === 'process');
    expect(result).toBeGreaterThan(0);
    expect(first).toBeGreaterThan(result);
  });

  it('passes on what the merchant configured', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const { merchant } = configOf(simulator);
    const app = createTestApp({
      simulator,
      config: { merchant: { ...merchant, merchantLoader: true, logLevel: '1', theme: 'dark' } },
    });
    await app.start();
    const initiate = simulator.wire.traffic.find((entry) => entry.call === 'initiate');
    expect(JSON.parse(initiate?.raw ?? '').payload).toMatchObject({
      action: 'initiate',
      merchantId: 'stock',
      clientId: 'stock_android',
      customerId: 'abcde12345',
      environment: 'sandbox',
      issuingPsp: 'YES_BIZ',
      merchantLoader: true,
      logLevel: '1',
      theme: 'dark',
    });
  });

  it('twice is once', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    app.flow.start();
    await app.start();
    app.flow.start();
    await app.wait(10_000);
    expect(lifecycle(app.simulator)).toEqual(['open', 'initiate']);
  });

  it.each([
    [
      'is refused',
      (app: ReturnType<typeof createTestApp>) => {
        app.simulator.phone.webView = false;
      },
      { reason: 'declined', code: 'JP_020' },
      5_000,
    ],
    [
      'is never answered',
      (app: ReturnType<typeof createTestApp>) =>
        app.simulator.wire.fault('drop', { event: 'initiate_result' }),
      { reason: 'timeout' },
      35_000,
    ],
    [
      'is not signed',
      (app: ReturnType<typeof createTestApp>) => app.simulator.server.failsNext('authorize', 1),
      { reason: 'authorizeFailed' },
      5_000,
    ],
  ] as const)(
    'that %s is shown, and retry starts a new instance',
    async (_, spoil, problem, ms) => {
      const app = createTestApp({ world: { device: 'LINKED' } });
      spoil(app);
      app.flow.start();
      await app.wait(ms);
      expect(app.step).toMatchObject({ name: 'unavailable', problem });
      expect(app.state.sdk).toBe('failed');
      expect(app.flow.can(pay('A1'))).toBe(false);

      app.simulator.phone.webView = true;
      await app.send({ type: 'sdk.retry' });
      await app.wait(10_000);
      expect(app.steps()).toEqual(['starting', 'unavailable', 'starting', 'checking', 'ready']);
      const calls = lifecycle(app.simulator);
      expect(calls.slice(-2)).toEqual(['open', 'initiate']);
      // A second initiate on one instance is never sent.
      const instances = calls.join(' ').split('terminate');
      for (const calls of instances) expect(calls.match(/initiate/g) ?? []).toHaveLength(1);
    },
  );

  it.each([
    ['throws', () => Promise.reject(new Error('no activity')), 'notReady', 1_000],
    ['never returns', never, 'timeout', 35_000],
  ] as const)('with a bridge whose open %s is shown', async (_, open, reason, ms) => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = createTestApp({ simulator, config: { sdk: { ...simulator.sdk, open } } });
    app.flow.start();
    await app.wait(ms);
    expect(app.step).toMatchObject({ name: 'unavailable', problem: { reason } });
    expect(lifecycle(simulator)).not.toContain('initiate');
  });

  it('needs its ports, and says which is missing', () => {
    const config = configOf(createSimulator());
    const broken = (more: object) => () =>
      Reflect.apply(createUpiFlow, undefined, [{ ...config, ...more }]);
    expect(broken({ sdk: undefined })).toThrow('`sdk` is missing');
    expect(broken({ backend: {} })).toThrow('`backend.authorize` is missing');
    expect(broken({ merchant: undefined })).toThrow('`merchant` is missing');
    expect(broken({ merchant: { ...config.merchant, customerId: '' } })).toThrow(
      '`merchant.customerId` is missing',
    );
  });

  it.each([
    [{ procss: 5 }, 'createUpiFlow: `timings.procss` is unknown. Did you mean `process`?'],
    [{ toString: 5 }, 'createUpiFlow: `timings.toString` is unknown. See the type Timings.'],
  ])('takes no timings that mean nothing: %o', (timings, says) => {
    const config = Object.assign(configOf(createSimulator()), { timings });
    expect(() => createUpiFlow(config)).toThrow(new Error(says));
  });

  it('takes timings that say nothing', () => {
    const config = configOf(createSimulator());
    expect(() => createUpiFlow({ ...config, timings: { process: undefined } })).not.toThrow();
  });

  it('needs nothing else', async () => {
    const { sdk, backend, merchant } = configOf(createSimulator());
    const flow = createUpiFlow({ sdk, backend, merchant, timings: { call: 20_000 } });
    expect(flow.getSnapshot().step).toEqual({ name: 'starting' });
    flow.stop();
  });
});

describe('a second initiate result', () => {
  it('that says JP_017 does not end the live session', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    app.emit({
      requestId: 'somebody-else',
      service: 'in.juspay.hyperapi',
      payload: {},
      error: true,
      errorCode: 'JP_017',
      errorMessage: 'initiate() can only be called once without terminate()',
      event: 'initiate_result',
    });
    await app.wait(1_000);
    expect(app.state).toMatchObject({ sdk: 'ready', step: { name: 'ready' } });
    expect(app.noticesOf('sdk.late')).toEqual([
      { type: 'sdk.late', requestId: 'somebody-else', operation: undefined },
    ]);
    await app.send(pay('A1'));
    await app.wait(20_000);
    expect(app.order('A1').status).toBe('success');
  });
});

describe('terminating', () => {
  it('and starting again gives a new instance', async () => {
    const app = await createLinkedApp();
    await app.send({ type: 'sdk.terminate' });
    expect(app.step).toEqual({ name: 'terminated' });
    expect(app.state.sdk).toBe('terminated');
    await app.send({ type: 'sdk.retry' });
    await app.wait(10_000);
    expect(app.step.name).toBe('ready');
    expect(lifecycle(app.simulator)).toEqual(['open', 'initiate', 'terminate', 'open', 'initiate']);
  });

  it('during a payment leaves it pending, and the status settles it', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(3_600);
    expect(app.step.name).toBe('paying');
    await app.send({ type: 'sdk.terminate' });
    expect(app.order('A1').status).toBe('pending');
    await app.wait(20_000);
    expect(app.order('A1').status).toBe('success');
    expect(app.state.sdk).toBe('terminated');
  });

  it('during a payment makes no noise', async () => {
    const noise = vi.spyOn(console, 'warn');
    for (const after of [50, 2_000, 3_900, 8_000]) {
      const app = await paying({ answer: 'PENDING', money: 'none' });
      await app.wait(after);
      await app.send({ type: 'sdk.terminate' });
      await app.wait(20_000);
    }
    expect(noise).not.toHaveBeenCalled();
    noise.mockRestore();
  });

  it('while the server signs an order sends nothing: it may be tried again', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.send({ type: 'sdk.terminate' });
    await app.wait(MINUTE);
    expect(moneyRequests(app.simulator)).toEqual([]);
    expect(app.order('A1')).toMatchObject({
      status: 'failure',
      settled: true,
      canRetry: true,
      problem: { reason: 'notReady', retry: true },
    });
    await app.send({ type: 'sdk.retry' });
    await app.wait(10_000);
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', attempts: 2 });
  });

  it('makes the old instance’s answers late: they settle nothing by themselves', async () => {
    const app = await paying({ answer: 'SUCCESS' }, { world: { orderStatus: false } });
    app.simulator.wire.fault('delay', { action: 'upiTxn', ms: MINUTE });
    await app.wait(10_000);
    const [request] = moneyRequests(app.simulator);
    await app.send({ type: 'sdk.terminate' }, { type: 'sdk.retry' });
    await app.wait(2 * MINUTE);
    expect(app.noticesOf('sdk.late')).toEqual([
      { type: 'sdk.late', requestId: request?.requestId, operation: 'upiTxn' },
    ]);
    // Nobody can be asked: what came late is shown, and keeps the order from being paid again.
    expect(app.order('A1')).toMatchObject({ status: 'success', settled: false, canRetry: false });
    expect(moneyRequests(app.simulator)).toHaveLength(1);
  });

  it('while the status is read starts nothing twice', async () => {
    const app = await createLinkedApp();
    await app.send({ type: 'device.refresh' });
    await app.wait(300);
    await app.send({ type: 'sdk.terminate' });
    await app.wait(MINUTE);
    expect(app.step).toEqual({ name: 'terminated' });
    expect(app.state.device).toBe('linked');
  });

  it('gives the screen back', async () => {
    const app = await createLinkedApp({ world: { device: 'NOPERMISSION' } });
    app.simulator.person.answersPermission('ignore');
    await app.send({ type: 'permission.request' });
    await app.wait(2_000);
    expect(app.state.busy).toBe(true);
    await app.send({ type: 'sdk.terminate' });
    expect(app.state.busy).toBe(false);
  });
});

describe('a device whose actor broke', () => {
  /** Breaks while it binds, by a fault of our own: no port can do that. */
  async function broken(): Promise<TestApp> {
    const app = createTestApp({ world: { device: 'FRESH' } });
    await app.start();
    await app.send({ type: 'sim.select', simId: '0' });
    const { device } = app.flow.actor.getSnapshot().children;
    if (device === undefined) throw new Error('there is no device');
    Reflect.apply(device.send, device, [{ type: 'xstate.done.actor.bindDevice' }]);
    await app.wait(5_000);
    return app;
  }

  it('is told about, and the flow goes on after a new start of the SDK', async () => {
    const app = await broken();
    expect(app.noticesOf('error').map(({ problem }) => problem.reason)).toEqual(['unreadable']);
    expect(app.flow.actor.getSnapshot().status).toBe('active');
    await app.send({ type: 'sdk.retry' });
    await app.wait(5_000);
    expect(app.step.name).toBe('bankList');
    expect(app.flow.can(pay('A1', { onboard: true }))).toBe(true);
  });

  it('holds no screen', async () => {
    const app = await broken();
    expect(app.state).toMatchObject({ busy: false, sdk: 'failed' });
    expect(app.step).toMatchObject({ name: 'unavailable', problem: { reason: 'unreadable' } });
  });

  it('loses no command silently', async () => {
    const app = await broken();
    const { state } = app;
    await app.send({ type: 'device.cancel' });
    expect(app.state !== state || app.noticesOf('command.rejected').length > 0).toBe(true);
  });
});

describe('what nobody asked for', () => {
  it('is told when it cannot be read, and changes nothing', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    const before = app.state;
    for (const raw of ['', '{"event":', '42', null, undefined, [], '{}']) app.emit(raw);
    expect(app.noticesOf('sdk.malformed').map(({ reason }) => reason)).toEqual([
      'empty',
      'notJson',
      'notObject',
      'empty',
      'empty',
      'notObject',
      'noContent',
    ]);
    expect(app.state).toBe(before);
  });

  it('is ignored when it is an event nobody knows', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    const { state, notices } = app;
    const told = notices.length;
    for (const event of ['log_stream', 'user_event', 'paymentAttempt', 'whatever']) {
      app.emit({ event, payload: { action: 'x' } });
    }
    expect(app.state).toBe(state);
    expect(notices).toHaveLength(told);
  });

  it('shows the loader only where it changes', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    const seen = app.states.length;
    const events = ['show_loader', 'show_loader', 'hide_loader', 'hide_loader', 'show_loader'];
    for (const event of events) app.emit({ event, payload: {} });
    expect(app.states.slice(seen).map((state) => state.loader)).toEqual([true, false, true]);
    await app.send({ type: 'sdk.terminate' });
    expect(app.state.loader).toBe(false);
  });

  it('with another request’s id settles nothing', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    simulator.person.plansOrder('A1', { answer: 'silence', money: 'none' });
    await app.send(pay('A1'));
    await app.wait(2_000);
    app.emit(processResult('unknown', { status: 'SUCCESS', orderId: 'A1' }));
    app.emit({ event: 'process_result', error: true, errorCode: 'JP_012', payload: {} });
    await app.wait(1_000);
    expect(app.order('A1').status).toBe('submitted');
    expect(app.noticesOf('sdk.late')).toHaveLength(2);
  });
});

describe('stopping', () => {
  it.each([
    ['before the start', -1],
    ['while the server signs', 50],
    ['while the SDK starts', 400],
    ['at rest', 10_000],
  ] as const)('%s leaves no listener and no timer', async (_, after) => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    if (after >= 0) {
      app.flow.start();
      await app.wait(after);
    }
    app.flow.stop();
    app.flow.stop();
    await app.simulator.clock.settle();
    expect(app.simulator.wire.listeners).toBe(0);
    expect(appTimers(app.simulator)).toBe(0);
    const seen = app.states.length;
    await app.wait(5 * MINUTE);
    expect(app.states).toHaveLength(seen);
    expect(app.simulator.wire.listeners).toBe(0);
    expect(appTimers(app.simulator)).toBe(0);
    if (after === 50) expect(lifecycle(app.simulator)).toEqual([]);
  });

  it.each([
    ['the start', (app: TestApp) => app.flow.start()],
    ['an order', (app: TestApp) => app.flow.send(pay('A1'))],
    ['a call', (app: TestApp) => void app.flow.call('upiValidVpa', { vpa: 'a@upf' })],
    ['the session', (app: TestApp) => app.simulator.wire.expireSession()],
    ['the device', (app: TestApp) => app.flow.send({ type: 'device.refresh' })],
  ])('while the server signs %s starts nothing when it answers', async (what, begin) => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    if (what !== 'the start') await app.start();
    const before = app.simulator.wire.traffic.length;
    app.simulator.server.answersAfter(10_000);
    begin(app);
    await app.wait(5_000);
    app.flow.stop();
    await app.wait(30 * MINUTE);
    expect(app.simulator.wire.listeners).toBe(0);
    expect(appTimers(app.simulator)).toBe(0);
    const after = app.simulator.wire.traffic.slice(before).map(({ call }) => call);
    expect(after.filter((call) => call !== undefined && call !== 'terminate')).toEqual([]);
  });

  it('while the storage reads or writes leaves no timer', async () => {
    for (const stopAt of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const simulator = createSimulator({ device: 'LINKED' });
      let operations = 0;
      let going = () => {};
      const storage = interposed(memoryStorage(), () => {
        operations += 1;
        if (operations !== stopAt) return undefined;
        return new Promise<void>((resolve) => {
          going = resolve;
        });
      });
      const app = createTestApp({ simulator, storage });
      await app.start();
      await app.send(pay('A1'));
      await app.wait(1_000);
      app.flow.stop();
      going();
      await simulator.clock.settle();
      const left = { listeners: simulator.wire.listeners, timers: appTimers(simulator) };
      expect([stopAt, left]).toEqual([stopAt, { listeners: 0, timers: 0 }]);
    }
  });

  it.each([
    ['signing', 50],
    ['paying', 2_000],
    ['confirming', 3_900],
    ['pending', 8_000],
  ] as const)('while an order is %s leaves nothing behind', async (_, after) => {
    const app = await paying({ answer: 'PENDING', money: 'none' });
    await app.wait(after);
    app.flow.stop();
    await app.simulator.clock.settle();
    expect(app.simulator.wire.listeners).toBe(0);
    expect(appTimers(app.simulator)).toBe(0);
    const sent = actions(app.simulator).length;
    const asked = app.simulator.server.calls.length;
    await app.wait(30 * MINUTE);
    expect(actions(app.simulator)).toHaveLength(sent);
    expect(app.simulator.server.calls).toHaveLength(asked);
    expect(appTimers(app.simulator)).toBe(0);
  });

  it('says so when the SDK was ended already: it cannot be started any more', async () => {
    const app = await createLinkedApp();
    await app.send({ type: 'sdk.terminate' });
    expect(app.step).toEqual({ name: 'terminated' });
    expect(app.flow.can({ type: 'sdk.retry' })).toBe(true);
    const told = app.states.length;
    app.flow.stop();
    expect(app.step).toMatchObject({ name: 'terminated', problem: { reason: 'stopped' } });
    expect(app.flow.can({ type: 'sdk.retry' })).toBe(false);
    expect(app.states.slice(told)).toEqual([app.state]);
  });

  it('tells nothing the second time', async () => {
    const app = await createLinkedApp();
    app.flow.stop();
    const { state } = app;
    const told = app.states.length;
    app.flow.stop();
    expect(app.state).toBe(state);
    expect(app.states).toHaveLength(told);
  });

  it('is for good: commands are rejected, nothing starts again', async () => {
    const app = await createLinkedApp();
    app.flow.stop();
    app.flow.start();
    await app.send({ type: 'device.refresh' });
    expect(app.noticesOf('command.rejected')).toMatchObject([
      { command: 'device.refresh', reason: 'notStarted', problem: { reason: 'stopped' } },
    ]);
    await app.wait(MINUTE);
    expect(app.flow.can({ type: 'device.refresh' })).toBe(false);
    expect(lifecycle(app.simulator)).toEqual(['open', 'initiate', 'terminate']);
    expect(await app.flow.call('upiGetBankList', {})).toMatchObject({
      ok: false,
      problem: { reason: 'stopped' },
    });
  });

  it('and starting again says what to do, to those who listen and those who come', async () => {
    const app = await createLinkedApp();
    app.flow.stop();
    const late: UpiNotice[] = [];
    app.flow.on('error', (notice) => late.push(notice));
    app.flow.start();
    const problem = {
      reason: 'stopped',
      message: expect.stringMatching(
        /^flow\.start\(\) does nothing after flow\.stop\(\)\. Create the flow outside your components/,
      ),
      retry: false,
    };
    expect(late).toMatchObject([{ type: 'error', problem }]);
    expect(app.noticesOf('error')).toMatchObject([{ problem }]);
    expect(app.step).toMatchObject({ name: 'terminated', problem: { reason: 'stopped' } });
    await app.wait(MINUTE);
    expect(lifecycle(app.simulator)).toEqual(['open', 'initiate', 'terminate']);
    expect(app.simulator.wire.listeners).toBe(0);
    expect(appTimers(app.simulator)).toBe(0);
  });

  it('does not depend on a bridge whose terminate works', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const sdk = {
      ...simulator.sdk,
      terminate: () => {
        throw new Error('no instance');
      },
    };
    const app = await createLinkedApp({ simulator, config: { sdk } });
    expect(() => app.flow.stop()).not.toThrow();
    expect(simulator.wire.listeners).toBe(0);
  });
});
