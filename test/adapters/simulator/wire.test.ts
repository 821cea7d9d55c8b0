import { describe, expect, it } from 'vitest';
import { createSimulator, type FaultKind } from '../../../adapters/simulator/index.js';
import { createRawApp, type RawApp } from './raw-app.js';

async function freshApp(): Promise<RawApp> {
  const app = createRawApp({ device: 'FRESH' });
  await app.start();
  app.raw.length = 0;
  app.heard.length = 0;
  return app;
}

describe('traffic', () => {
  it('logs every crossing of the bridge', async () => {
    const app = createRawApp();
    const { wire, sdk } = app.simulator;
    await app.start();
    sdk.back();
    await app.ask('upiCheckPermission');
    sdk.terminate();
    expect(wire.traffic.map((entry) => entry.call ?? entry.event)).toEqual([
      'open',
      'initiate',
      'initiate_result',
      'back',
      'process',
      'process_result',
      'terminate',
    ]);
    expect(wire.traffic[4]).toMatchObject({
      at: expect.any(Number),
      direction: 'toSdk',
      raw: '{"requestId":"req-2","service":"in.juspay.hyperapi","payload":{"action":"upiCheckPermission"}}',
    });
    expect(wire.traffic[5]).toMatchObject({
      direction: 'fromSdk',
      requestId: 'req-2',
      action: 'upiCheckPermission',
      fate: 'delivered',
    });
  });

  it('delivers text or objects, each listener its own', async () => {
    const app = await freshApp();
    const { wire, sdk } = app.simulator;
    expect(wire.mode).toBe('string');
    await app.ask('upiCheckPermission');
    expect(app.raw[0]).toBeTypeOf('string');
    wire.mode = 'object';
    const others: unknown[] = [];
    const stop = sdk.subscribe((raw) => others.push(raw));
    await app.ask('upiCheckPermission');
    expect(app.raw[1]).toMatchObject({ event: 'process_result' });
    expect(others[0]).toEqual(app.raw[1]);
    expect(others[0]).not.toBe(app.raw[1]);
    stop();
    stop();
    await app.ask('upiCheckPermission');
    expect(others).toHaveLength(1);
  });

  it('counts listeners and its own timers', async () => {
    const app = await freshApp();
    const { wire, sdk, clock } = app.simulator;
    expect(wire.listeners).toBe(1);
    const listener = (): void => {};
    const stops = [sdk.subscribe(listener), sdk.subscribe(listener)];
    expect(wire.listeners).toBe(3);
    for (const stop of stops) stop();
    expect(wire.listeners).toBe(1);
    const mine = clock.setTimeout(() => {}, 60_000);
    app.send('upiCheckPermission');
    expect([clock.pending, app.simulator.timers]).toEqual([2, 1]);
    await clock.advance(1_000);
    expect([clock.pending, app.simulator.timers]).toEqual([1, 0]);
    clock.clearTimeout(mine);
  });

  it('notes what nobody heard', async () => {
    const app = createRawApp();
    app.simulator.restart();
    await expect(app.start()).rejects.toThrow('nothing was heard');
    expect(app.simulator.wire.traffic.at(-1)).toMatchObject({ fate: 'lost' });
  });
});

describe('anything at all', () => {
  it('can be said to the app, and is logged', () => {
    const { wire, sdk } = createSimulator();
    wire.say('nobody hears');
    const heard: unknown[] = [];
    sdk.subscribe((raw) => heard.push(raw));
    const event = { event: 'log_stream' };
    for (const raw of ['', event, undefined]) wire.say(raw);
    expect(heard).toEqual(['', event, undefined]);
    expect(wire.traffic.map(({ raw, fate }) => [raw, fate])).toEqual([
      ['nobody hears', 'lost'],
      ['', 'delivered'],
      ['{"event":"log_stream"}', 'delivered'],
      ['', 'delivered'],
    ]);
  });
});

describe('faults', () => {
  async function faulty(kind: FaultKind): Promise<RawApp> {
    const app = await freshApp();
    app.simulator.wire.fault(kind);
    await app.sendSigned('upiGetSessionToken');
    await app.simulator.clock.advance(10_000);
    return app;
  }

  it('drop', async () => {
    const app = await faulty('drop');
    expect(app.raw).toEqual([]);
    expect(app.simulator.wire.traffic.at(-1)).toMatchObject({ fate: 'dropped', fault: 'drop' });
    await app.ask('upiCheckPermission');
    expect(app.raw).toHaveLength(1);
  });

  it('delay', async () => {
    const app = await faulty('delay');
    expect(app.raw).toEqual([]);
    await app.simulator.clock.advance(30_000);
    expect(app.heard).toMatchObject([{ payload: { status: 'FRESH' } }]);
  });

  it('duplicate', async () => {
    const app = await faulty('duplicate');
    expect(app.raw).toHaveLength(2);
    expect(app.raw[0]).toBe(app.raw[1]);
  });

  it('reorder lets the next event overtake', async () => {
    const app = await freshApp();
    app.simulator.wire.fault('reorder', { action: 'upiCheckPermission' });
    const first = app.send('upiCheckPermission');
    const second = app.send('upiGetSimDetails');
    await app.simulator.clock.advance(1_000);
    expect(app.heard.map((one) => one.requestId)).toEqual([second, first]);
    await app.simulator.clock.advance(10_000);
    expect(app.heard).toHaveLength(2);
  });

  it('reorder delivers when nothing follows', async () => {
    const app = await faulty('reorder');
    expect(app.raw).toHaveLength(1);
  });

  it('malform cuts the text', async () => {
    const app = await faulty('malform');
    expect(app.raw).toHaveLength(1);
    expect(() => JSON.parse(String(app.raw[0]))).toThrow();
  });

  it('emptyString', async () => {
    expect((await faulty('emptyString')).raw).toEqual(['']);
  });

  it('doubleWrap', async () => {
    const app = await faulty('doubleWrap');
    expect(app.heard).toMatchObject([
      { event: 'process_result', payload: { error: false, payload: { status: 'FRESH' } } },
    ]);
    expect(app.heard[0]).not.toHaveProperty('requestId');
  });

  it('emptyPayload', async () => {
    expect((await faulty('emptyPayload')).heard).toMatchObject([{ error: false, payload: {} }]);
  });

  it('missingEvent', async () => {
    const app = await faulty('missingEvent');
    expect(app.heard[0]).not.toHaveProperty('event');
    expect(app.heard).toMatchObject([{ payload: { status: 'FRESH' } }]);
  });

  it('wrongCasing', async () => {
    expect((await faulty('wrongCasing')).heard).toMatchObject([{ payload: { status: 'fresh' } }]);
    const app = createRawApp();
    app.simulator.wire.fault('wrongCasing');
    expect((await app.start()).payload?.['status']).toBe('SUCCESS');
    app.simulator.wire.fault('wrongCasing');
    expect(await app.ask('nothing')).toMatchObject({ payload: {} });
  });

  it('takes only what matches, as often as told', async () => {
    const app = await freshApp();
    const { wire, clock } = app.simulator;
    wire.fault('drop', { requestId: 'other' });
    wire.fault('drop', { action: 'upiGetPermission' });
    wire.fault('drop', { event: 'show_loader', times: 2 });
    wire.fault('delay', { action: 'upiCheckPermission', ms: 5_000, times: 2 });
    for (let round = 0; round < 3; round += 1) {
      app.send('upiCheckPermission');
    }
    await clock.advance(1_000);
    expect(app.heard).toHaveLength(1);
    await clock.advance(5_000);
    expect(app.heard).toHaveLength(3);
    app.simulator.phone.revokePermissions();
    app.send('upiGetPermission');
    await clock.advance(10_000);
    expect(app.heard.map((one) => one.event).slice(3)).toEqual(['hide_loader']);
  });

  it('loses delayed and overtaken events with the process', async () => {
    const app = await freshApp();
    const { wire, clock } = app.simulator;
    wire.fault('delay');
    wire.fault('reorder');
    app.send('upiCheckPermission');
    app.send('upiGetSimDetails');
    await clock.advance(1_000);
    expect(clock.pending).toBe(2);
    app.simulator.restart();
    expect(clock.pending).toBe(0);
  });
});

describe('manual mode', () => {
  async function held(): Promise<RawApp> {
    const app = await freshApp();
    app.simulator.wire.hold();
    app.send('upiCheckPermission');
    app.send('upiGetSimDetails');
    await app.simulator.clock.advance(1_000);
    return app;
  }

  it('keeps every event in flight', async () => {
    const app = await held();
    expect(app.raw).toEqual([]);
    expect(app.simulator.wire.inFlight).toMatchObject([
      { event: 'process_result', requestId: 'req-2', action: 'upiCheckPermission' },
      { event: 'process_result', requestId: 'req-3', action: 'upiGetSimDetails' },
    ]);
  });

  it('delivers in any order, altered, twice or not at all', async () => {
    const app = await held();
    const { wire } = app.simulator;
    const [first, second] = wire.inFlight.map((event) => event.id);
    expect(wire.duplicate(second ?? 0)).toBe(true);
    expect(wire.deliver(second ?? 0)).toBe(true);
    expect(wire.deliver(first ?? 0, 'emptyPayload')).toBe(true);
    expect(app.heard.map((one) => one.requestId)).toEqual(['req-3', 'req-3', 'req-2']);
    expect(app.heard[2]?.payload).toEqual({});
    expect(wire.inFlight).toEqual([]);
    for (const act of [wire.duplicate, wire.deliver, wire.drop]) {
      expect(act(first ?? 0)).toBe(false);
    }
  });

  it('drops, then releases the rest in order', async () => {
    const app = await held();
    const { wire } = app.simulator;
    expect(wire.drop(wire.inFlight[0]?.id ?? 0)).toBe(true);
    wire.release();
    expect(app.heard.map((one) => one.requestId)).toEqual(['req-3']);
    await app.ask('upiCheckPermission');
    expect(app.heard).toHaveLength(2);
  });
});
