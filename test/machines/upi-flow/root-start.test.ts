import { describe, expect, it } from 'vitest';
import { fromPromise } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { Secret } from '../../../core/protocol/index.js';
import { NO_PROFILE, NOTHING } from '../../../machines/device/setup.js';
import { upiFlowMachine } from '../../../machines/index.js';
import { screenIsFree } from '../../../machines/upi-flow/orders.js';
import { pathOf } from '../../../testing/chart.js';
import { failed, paid, record } from '../../journal/support/records.js';
import { settle } from '../support/chart.js';
import { rootWith, START } from '../support/root.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const UNREADABLE = { reason: 'storageFailed', retry: true } as const;

describe('a flow whose storage is not read yet', () => {
  it('knows no order, no device and no address', async () => {
    const { actor, children, context, state } = await rootWith({ restored: 'later' });
    expect(state).toBe('restoring');
    expect(actor.getSnapshot().hasTag('waiting')).toBe(true);
    expect(children()).toEqual(['listenToSdk', 'restoreOrders']);
    expect(context).toEqual({
      timings: defaultTimings,
      canQueryStatus: true,
      keepOrders: 100,
      clock: expect.anything(),
      deviceStatus: 'unknown',
      vpaAccounts: NOTHING,
      profile: NO_PROFILE,
      device: undefined,
      callHoldsScreen: false,
      ordersKnown: false,
      orders: {},
      requests: {},
      payments: {},
      statusLookups: {},
      restarted: [],
      notifiedMistakes: {},
      currentOrderId: undefined,
      loader: false,
      problem: undefined,
    });
  });

  it('the flow has the name that tools show', () => {
    expect(upiFlowMachine.id).toBe('upiFlow');
  });
});

describe('what the storage remembers', () => {
  const orders = [
    record('A1', { status: 'submitted' }),
    record('B2', { ...failed, updatedAt: START - MINUTE }),
    record('C3', paid),
    record('D4', { ...failed, updatedAt: START - 49 * HOUR }),
    record('E5', { status: 'authorizing' }),
    record('F6', { ...failed, updatedAt: START - HOUR }),
  ];

  it('is shown, and asked about where it is open or ended unpaid not long ago', async () => {
    const root = await rootWith({ restored: { orders } });
    expect(root.context.ordersKnown).toBe(true);
    expect(Object.keys(root.context.orders)).toEqual(['A1', 'B2', 'C3', 'D4', 'E5', 'F6']);
    expect(root.order('A1')).toEqual({ ...orders[0], status: 'pending' });
    expect(root.order('B2')).toBe(orders[1]);
    expect(root.order('C3')).toBe(orders[2]);
    expect(root.order('E5').status).toBe('pending');
    expect(root.context.payments).toEqual({ A1: 'order:1', E5: 'order:2' });
    expect(root.payment('order:1')).toMatchObject({
      order: { orderId: 'A1' },
      canQueryStatus: true,
      timings: defaultTimings,
    });
    expect(root.payment('order:1').attempt).toBeUndefined();
    expect(root.payment('order:2').order.orderId).toBe('E5');
    expect(root.context.statusLookups).toEqual({ B2: 'lookUp:1', F6: 'lookUp:2' });
    expect(root.lookUp('lookUp:1')).toMatchObject({
      orderId: 'B2',
      waits: [0, 4 * MINUTE, 10 * MINUTE],
    });
    expect(root.lookUp('lookUp:2')).toMatchObject({ orderId: 'F6', waits: [0] });
    expect(root.context.restarted).toEqual([]);
    expect(root.told).toEqual([]);
    expect(root.saved).toEqual([]);
  });

  it('is taken in when it is read late; the SDK starts without waiting for it', async () => {
    const root = await rootWith({ restored: 'later' });
    await root.send({ type: 'orders.unreadable', problem: UNREADABLE });
    expect(root.state).toBe('ready');
    expect(root.told).toEqual([{ type: 'error', problem: UNREADABLE }]);
    expect(root.context.ordersKnown).toBe(false);
    await root.send({ type: 'orders.restored', restored: { orders } });
    expect(root.context.ordersKnown).toBe(true);
    expect(root.state).toBe('ready');
    expect(root.order('A1').status).toBe('pending');
    expect(root.context.payments).toEqual({ A1: 'order:1', E5: 'order:2' });
    expect(root.context.statusLookups).toEqual({ B2: 'lookUp:1', F6: 'lookUp:2' });
  });

  it('is told to have been damaged', async () => {
    const { told } = await rootWith({ restored: { problem: UNREADABLE } });
    expect(told).toEqual([{ type: 'error', problem: UNREADABLE }]);
  });

  it('is shown as far as the app wants it', async () => {
    const { context } = await rootWith({ restored: { orders }, input: { keepOrders: 1 } });
    expect(Object.keys(context.orders)).toEqual(['A1', 'B2', 'E5']);
  });

  it('is asked about by nobody where no server can be asked', async () => {
    const root = await rootWith({ restored: { orders }, input: { canQueryStatus: false } });
    expect(root.payment('order:1').canQueryStatus).toBe(false);
    expect(root.context.statusLookups).toEqual({});
  });
});

describe('the start of the SDK', () => {
  it('is followed by the device and the session once initiate() is done', async () => {
    let starts = () => {};
    const started = new Promise<void>((resolve) => {
      starts = resolve;
    });
    const root = await rootWith({ actors: { startSdk: fromPromise(() => started) } });
    expect(root.state).toBe('starting');
    expect(root.actor.getSnapshot().hasTag('waiting')).toBe(true);
    expect(root.children()).toEqual(['listenToSdk', 'restoreOrders', 'startSdk']);
    starts();
    await settle();
    expect(root.state).toBe('ready');
    expect(root.actor.getSnapshot().hasTag('needsUser')).toBe(true);
    expect(root.children()).toEqual(['device', 'listenToSdk', 'restoreOrders', 'session']);
    const { device, session } = root.actor.getSnapshot().children;
    expect(device?.getSnapshot().context.timings).toBe(root.context.timings);
    expect(session?.getSnapshot().context.timings).toBe(root.context.timings);
  });

  it('that fails says why, until it is tried again', async () => {
    const problem = { reason: 'offline', retry: true } as const;
    const outcomes = [() => Promise.reject(new ProblemError(problem)), async () => {}];
    const root = await rootWith({
      actors: { startSdk: fromPromise(async () => outcomes.shift()?.()) },
    });
    expect(root.state).toBe('failed');
    expect(root.actor.getSnapshot().hasTag('needsUser')).toBe(true);
    expect(root.context.problem).toEqual(problem);
    expect(root.children()).toEqual(['listenToSdk', 'restoreOrders']);
    root.actor.send({ type: 'sdk.retry' });
    expect(root.state).toBe('starting');
    expect(root.context.problem).toBeUndefined();
    await settle();
    expect(root.state).toBe('ready');
  });

  it('is tried again only where it failed or was ended', async () => {
    const root = await rootWith();
    expect(root.actor.getSnapshot().can({ type: 'sdk.retry' })).toBe(false);
    expect(root.actor.getSnapshot().can({ type: 'sdk.terminate' })).toBe(true);
    await root.send({ type: 'sdk.terminate' });
    expect(root.actor.getSnapshot().can({ type: 'sdk.retry' })).toBe(true);
    expect(root.actor.getSnapshot().can({ type: 'sdk.terminate' })).toBe(false);
  });
});

describe('the end of the SDK', () => {
  it('is told to every open order, and ends device and session', async () => {
    const orders = [record('A1'), record('B2', paid), record('C3')];
    const root = await rootWith({ restored: { orders } });
    const path = pathOf(root.actor);
    expect(root.tells({ type: 'sdk.terminate' })).toEqual([
      { to: 'order:1', event: { type: 'sdk.terminated' } },
      { to: 'order:2', event: { type: 'sdk.terminated' } },
    ]);
    expect(root.state).toBe('terminated');
    expect(root.done).toEqual(['terminate']);
    expect(root.actor.getSnapshot().hasTag('needsUser')).toBe(true);
    expect(root.children()).toEqual(['listenToSdk', 'order:1', 'order:2', 'restoreOrders']);
    await root.send({ type: 'sdk.retry' });
    expect(path).toEqual(['terminated', 'starting', 'ready']);
    expect(root.done).toEqual(['terminate']);
  });

  it('gives the screen back, with its loader', async () => {
    const root = await rootWith();
    await root.send({ type: 'onboard' }, { type: 'sdk.loader', visible: true });
    expect(screenIsFree(root.context)).toBe(false);
    expect(root.context.loader).toBe(true);
    await root.send({ type: 'sdk.terminate' });
    expect(screenIsFree(root.context)).toBe(true);
    expect(root.context).toMatchObject({ device: undefined, loader: false });
  });

  it('leaves the device as it was confirmed last, until it is read anew', async () => {
    const vpaAccounts = new Secret([]);
    const root = await rootWith({ token: { vpaAccounts } });
    expect(root.context.deviceStatus).toBe('linked');
    const seen = new Set<unknown>();
    root.actor.subscribe(({ context }) => {
      seen.add(context.deviceStatus);
      seen.add(context.vpaAccounts);
    });
    await root.send({ type: 'sdk.terminate' }, { type: 'sdk.retry' });
    expect(root.state).toBe('ready');
    expect([...seen]).toEqual(['linked', vpaAccounts]);
  });
});

describe('a device that broke', () => {
  it('ends in a start that failed, and is told about', async () => {
    const root = await rootWith();
    await root.send({ type: 'onboard' });
    const error = new ProblemError({ reason: 'timeout', retry: true });
    await root.send({ type: 'xstate.error.actor.device', actorId: 'device', error });
    expect(root.state).toBe('failed');
    expect(root.context).toMatchObject({ problem: error.problem, device: undefined });
    expect(root.told).toEqual([{ type: 'error', problem: error.problem }]);
  });
});
