import { describe, expect, it } from 'vitest';
import { createSimulator, type FaultKind } from '../../../adapters/simulator/index.js';
import { createRig, type Rig } from './rig.js';

async function freshRig(): Promise<Rig> {
  const rig = createRig({ device: 'FRESH' });
  await rig.start();
  rig.raw.length = 0;
  rig.heard.length = 0;
  return rig;
}

describe('traffic', () => {
  it('logs every crossing of the bridge', async () => {
    const rig = createRig();
    const { wire, sdk } = rig.simulator;
    await rig.start();
    sdk.back();
    await rig.ask('upiCheckPermission');
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
    const rig = await freshRig();
    const { wire, sdk } = rig.simulator;
    expect(wire.mode).toBe('string');
    await rig.ask('upiCheckPermission');
    expect(rig.raw[0]).toBeTypeOf('string');
    wire.mode = 'object';
    const others: unknown[] = [];
    const stop = sdk.subscribe((raw) => others.push(raw));
    await rig.ask('upiCheckPermission');
    expect(rig.raw[1]).toMatchObject({ event: 'process_result' });
    expect(others[0]).toEqual(rig.raw[1]);
    expect(others[0]).not.toBe(rig.raw[1]);
    stop();
    stop();
    await rig.ask('upiCheckPermission');
    expect(others).toHaveLength(1);
  });

  it('counts listeners and its own timers', async () => {
    const rig = await freshRig();
    const { wire, sdk, clock } = rig.simulator;
    expect(wire.listeners).toBe(1);
    const listener = (): void => {};
    const stops = [sdk.subscribe(listener), sdk.subscribe(listener)];
    expect(wire.listeners).toBe(3);
    for (const stop of stops) stop();
    expect(wire.listeners).toBe(1);
    const mine = clock.setTimeout(() => {}, 60_000);
    rig.send('upiCheckPermission');
    expect([clock.pending, rig.simulator.timers]).toEqual([2, 1]);
    await clock.advance(1_000);
    expect([clock.pending, rig.simulator.timers]).toEqual([1, 0]);
    clock.clearTimeout(mine);
  });

  it('notes what nobody heard', async () => {
    const rig = createRig();
    rig.simulator.restart();
    await expect(rig.start()).rejects.toThrow('nothing was heard');
    expect(rig.simulator.wire.traffic.at(-1)).toMatchObject({ fate: 'lost' });
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
  async function faulty(kind: FaultKind): Promise<Rig> {
    const rig = await freshRig();
    rig.simulator.wire.fault(kind);
    await rig.sendSigned('upiGetSessionToken');
    await rig.simulator.clock.advance(10_000);
    return rig;
  }

  it('drop', async () => {
    const rig = await faulty('drop');
    expect(rig.raw).toEqual([]);
    expect(rig.simulator.wire.traffic.at(-1)).toMatchObject({ fate: 'dropped', fault: 'drop' });
    await rig.ask('upiCheckPermission');
    expect(rig.raw).toHaveLength(1);
  });

  it('delay', async () => {
    const rig = await faulty('delay');
    expect(rig.raw).toEqual([]);
    await rig.simulator.clock.advance(30_000);
    expect(rig.heard).toMatchObject([{ payload: { status: 'FRESH' } }]);
  });

  it('duplicate', async () => {
    const rig = await faulty('duplicate');
    expect(rig.raw).toHaveLength(2);
    expect(rig.raw[0]).toBe(rig.raw[1]);
  });

  it('reorder lets the next event overtake', async () => {
    const rig = await freshRig();
    rig.simulator.wire.fault('reorder', { action: 'upiCheckPermission' });
    const first = rig.send('upiCheckPermission');
    const second = rig.send('upiGetSimDetails');
    await rig.simulator.clock.advance(1_000);
    expect(rig.heard.map((one) => one.requestId)).toEqual([second, first]);
    await rig.simulator.clock.advance(10_000);
    expect(rig.heard).toHaveLength(2);
  });

  it('reorder delivers when nothing follows', async () => {
    const rig = await faulty('reorder');
    expect(rig.raw).toHaveLength(1);
  });

  it('malform cuts the text', async () => {
    const rig = await faulty('malform');
    expect(rig.raw).toHaveLength(1);
    expect(() => JSON.parse(String(rig.raw[0]))).toThrow();
  });

  it('emptyString', async () => {
    expect((await faulty('emptyString')).raw).toEqual(['']);
  });

  it('doubleWrap', async () => {
    const rig = await faulty('doubleWrap');
    expect(rig.heard).toMatchObject([
      { event: 'process_result', payload: { error: false, payload: { status: 'FRESH' } } },
    ]);
    expect(rig.heard[0]).not.toHaveProperty('requestId');
  });

  it('emptyPayload', async () => {
    expect((await faulty('emptyPayload')).heard).toMatchObject([{ error: false, payload: {} }]);
  });

  it('missingEvent', async () => {
    const rig = await faulty('missingEvent');
    expect(rig.heard[0]).not.toHaveProperty('event');
    expect(rig.heard).toMatchObject([{ payload: { status: 'FRESH' } }]);
  });

  it('wrongCasing', async () => {
    expect((await faulty('wrongCasing')).heard).toMatchObject([{ payload: { status: 'fresh' } }]);
    const rig = createRig();
    rig.simulator.wire.fault('wrongCasing');
    expect((await rig.start()).payload?.['status']).toBe('SUCCESS');
    rig.simulator.wire.fault('wrongCasing');
    expect(await rig.ask('nothing')).toMatchObject({ payload: {} });
  });

  it('takes only what matches, as often as told', async () => {
    const rig = await freshRig();
    const { wire, clock } = rig.simulator;
    wire.fault('drop', { requestId: 'other' });
    wire.fault('drop', { action: 'upiGetPermission' });
    wire.fault('drop', { event: 'show_loader', times: 2 });
    wire.fault('delay', { action: 'upiCheckPermission', ms: 5_000, times: 2 });
    for (let round = 0; round < 3; round += 1) {
      rig.send('upiCheckPermission');
    }
    await clock.advance(1_000);
    expect(rig.heard).toHaveLength(1);
    await clock.advance(5_000);
    expect(rig.heard).toHaveLength(3);
    rig.simulator.phone.revokePermissions();
    rig.send('upiGetPermission');
    await clock.advance(10_000);
    expect(rig.heard.map((one) => one.event).slice(3)).toEqual(['hide_loader']);
  });

  it('loses delayed and overtaken events with the process', async () => {
    const rig = await freshRig();
    const { wire, clock } = rig.simulator;
    wire.fault('delay');
    wire.fault('reorder');
    rig.send('upiCheckPermission');
    rig.send('upiGetSimDetails');
    await clock.advance(1_000);
    expect(clock.pending).toBe(2);
    rig.simulator.restart();
    expect(clock.pending).toBe(0);
  });
});

describe('manual mode', () => {
  async function held(): Promise<Rig> {
    const rig = await freshRig();
    rig.simulator.wire.hold();
    rig.send('upiCheckPermission');
    rig.send('upiGetSimDetails');
    await rig.simulator.clock.advance(1_000);
    return rig;
  }

  it('keeps every event in flight', async () => {
    const rig = await held();
    expect(rig.raw).toEqual([]);
    expect(rig.simulator.wire.inFlight).toMatchObject([
      { event: 'process_result', requestId: 'req-2', action: 'upiCheckPermission' },
      { event: 'process_result', requestId: 'req-3', action: 'upiGetSimDetails' },
    ]);
  });

  it('delivers in any order, altered, twice or not at all', async () => {
    const rig = await held();
    const { wire } = rig.simulator;
    const [first, second] = wire.inFlight.map((event) => event.id);
    expect(wire.duplicate(second ?? 0)).toBe(true);
    expect(wire.deliver(second ?? 0)).toBe(true);
    expect(wire.deliver(first ?? 0, 'emptyPayload')).toBe(true);
    expect(rig.heard.map((one) => one.requestId)).toEqual(['req-3', 'req-3', 'req-2']);
    expect(rig.heard[2]?.payload).toEqual({});
    expect(wire.inFlight).toEqual([]);
    for (const act of [wire.duplicate, wire.deliver, wire.drop]) {
      expect(act(first ?? 0)).toBe(false);
    }
  });

  it('drops, then releases the rest in order', async () => {
    const rig = await held();
    const { wire } = rig.simulator;
    expect(wire.drop(wire.inFlight[0]?.id ?? 0)).toBe(true);
    wire.release();
    expect(rig.heard.map((one) => one.requestId)).toEqual(['req-3']);
    await rig.ask('upiCheckPermission');
    expect(rig.heard).toHaveLength(2);
  });
});
