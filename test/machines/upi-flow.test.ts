import { describe, expect, it } from 'vitest';
import { createActor, fromCallback, fromPromise } from 'xstate';
import { NOTHING } from '../../machines/device.setup.js';
import type { BindQuota, DeviceToken } from '../../machines/device.types.js';
import { deviceMachine, paymentMachine, upiFlowMachine } from '../../machines/index.js';
import { screenIsFree } from '../../machines/order-book.js';
import type { ClaimResult } from '../../machines/payment.types.js';
import { ProblemError } from '../../machines/problem.js';
import { defaultTimings } from '../../machines/timings.js';
import type { Restored } from '../../machines/upi-flow.types.js';
import { Secret, type Sim } from '../../src/protocol/index.js';
import { pathOf, settle } from './support/path.js';

const input = { timings: defaultTimings, canQueryStatus: true, keepOrders: 100 };

describe('the root statechart', () => {
  it('restores, starts, is ready, ends, and starts again', async () => {
    const actions: string[] = [];
    const machine = upiFlowMachine.provide({
      actions: { terminateSdk: () => void actions.push('terminate') },
      actors: {
        restoreOrders: fromPromise(async (): Promise<Restored> => ({ orders: [] })),
        startSdk: fromPromise(async () => {}),
      },
    });
    const actor = createActor(machine, { input });
    const path = pathOf(actor);
    actor.start();
    await settle();
    actor.send({ type: 'sdk.terminate' });
    actor.send({ type: 'sdk.retry' });
    await settle();
    expect(path).toEqual(['restoring', 'starting', 'ready', 'terminated', 'starting', 'ready']);
    expect(actions).toEqual(['terminate']);
  });

  it('starts without its memory when that fails, and says so', async () => {
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: fromPromise(() =>
          Promise.reject(new ProblemError({ reason: 'storageFailed', retry: true })),
        ),
        startSdk: fromPromise(async () => {}),
      },
    });
    const actor = createActor(machine, { input });
    const told: unknown[] = [];
    actor.on('error', (notice) => told.push(notice));
    const path = pathOf(actor);
    actor.start();
    await settle();
    expect(path).toEqual(['restoring', 'starting', 'ready']);
    expect(told).toEqual([{ type: 'error', problem: { reason: 'storageFailed', retry: true } }]);
  });

  it('keeps an order open whose actor broke, off the screen, and says so', async () => {
    const broken = paymentMachine.provide({
      actors: {
        authorize: fromPromise(async () => new Secret({})),
        claimAttempt: fromPromise(async (): Promise<ClaimResult> => ({ claimed: true })),
        attempt: fromCallback(() => {
          throw new Error('a fault of ours');
        }),
      },
    });
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: fromPromise(async (): Promise<Restored> => ({ orders: [] })),
        startSdk: fromPromise(async () => {}),
        payment: broken,
      },
    });
    const actor = createActor(machine, { input });
    const told: unknown[] = [];
    actor.on('error', (notice) => told.push(notice));
    actor.start();
    await settle();
    const ids = { orderId: 'A1', attemptId: 'a1', requestId: 'r1' };
    actor.send({ type: 'pay', attempt: { ...ids, kind: 'pay', amount: '2.00' } });
    await settle();
    const { status, context } = actor.getSnapshot();
    expect(status).toBe('active');
    expect(context.orders['A1']).toMatchObject({ status: 'pending', settled: false });
    expect(screenIsFree(context)).toBe(true);
    // Once for the actor, and once for the one that took its place.
    const notice = { type: 'error', problem: { reason: 'unreadable', retry: true } };
    expect(told).toEqual([notice, notice]);
    expect(actor.getSnapshot().can({ type: 'order.recheck', orderId: 'A1' })).toBe(false);
  });

  it('looks an order up whose actor broke once', async () => {
    let breaks = true;
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: fromPromise(async (): Promise<Restored> => ({ orders: [] })),
        startSdk: fromPromise(async () => {}),
        payment: paymentMachine.provide({
          actors: {
            authorize: fromPromise(async () => new Secret({})),
            claimAttempt: fromPromise(async (): Promise<ClaimResult> => ({ claimed: true })),
            attempt: fromCallback(() => {
              if (!breaks) return;
              breaks = false;
              throw new Error('a fault of ours');
            }),
          },
        }),
      },
    });
    const actor = createActor(machine, { input: { ...input, canQueryStatus: true } });
    actor.start();
    await settle();
    const ids = { orderId: 'A1', attemptId: 'a1', requestId: 'r1' };
    actor.send({ type: 'pay', attempt: { ...ids, kind: 'pay', amount: '2.00' } });
    await settle();
    const { context } = actor.getSnapshot();
    expect(context.orders['A1']).toMatchObject({ status: 'pending', settled: false });
    expect(actor.getSnapshot().can({ type: 'order.recheck', orderId: 'A1' })).toBe(true);
  });

  it('goes on without a device whose actor broke, and has one again after a new start', async () => {
    let breaks = true;
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: fromPromise(async (): Promise<Restored> => ({ orders: [] })),
        startSdk: fromPromise(async () => {}),
        device: deviceMachine.provide({
          actors: {
            readSessionToken: fromPromise(
              async (): Promise<DeviceToken> => ({
                status: 'FRESH',
                prefix: undefined,
                vpaAccounts: NOTHING,
              }),
            ),
            readSims: fromPromise(
              async (): Promise<Secret<readonly Sim[]>> => new Secret([{ simId: '0' }]),
            ),
            countBindAttempt: fromPromise(
              async (): Promise<BindQuota> => ({ allowed: true, attempts: [1] }),
            ),
            deadline: fromCallback(() => {
              if (breaks) throw new Error('a fault of ours');
            }),
          },
        }),
      },
    });
    const actor = createActor(machine, { input });
    const told: unknown[] = [];
    actor.on('error', (notice) => told.push(notice));
    actor.start();
    await settle();
    actor.send({ type: 'sim.select', simId: '0' });
    await settle();
    expect(actor.getSnapshot().status).toBe('active');
    expect(actor.getSnapshot().matches('failed')).toBe(true);
    expect(screenIsFree(actor.getSnapshot().context)).toBe(true);
    expect(actor.getSnapshot().context.deviceStatus).toBe('fresh');
    expect(told).toEqual([{ type: 'error', problem: { reason: 'unreadable', retry: true } }]);
    breaks = false;
    actor.send({ type: 'sdk.retry' });
    await settle();
    const device = actor.getSnapshot().children.device?.getSnapshot();
    expect(device?.status).toBe('active');
    expect(device?.value).toEqual({ fresh: 'choosingSim' });
  });

  it('fails softly when nothing is provided', async () => {
    const actor = createActor(upiFlowMachine, { input });
    const path = pathOf(actor);
    actor.start();
    await settle();
    actor.send({ type: 'back' });
    expect(path).toEqual(['restoring', 'starting', 'failed']);
    expect(actor.getSnapshot().status).toBe('active');
    expect(actor.getSnapshot().context.problem).toEqual({ reason: 'notReady', retry: false });
  });
});
