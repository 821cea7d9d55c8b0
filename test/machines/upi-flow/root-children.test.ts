import { describe, expect, it } from 'vitest';
import { createActor, fromPromise } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import type { DeviceToken } from '../../../machines/device/types.js';
import { deviceMachine, paymentMachine } from '../../../machines/index.js';
import { record } from '../../journal/support/records.js';
import { settle } from '../support/chart.js';
import { serverStatusOf } from '../support/payment.js';
import { rootWith } from '../support/root.js';

const paid = {
  type: 'order.inform',
  orderId: 'A1',
  serverStatus: serverStatusOf('paid'),
} as const;

describe('a payment of the root', () => {
  it('that was open at the start tells the root that it is paid', async () => {
    const root = await rootWith({ restored: { orders: [record('A1', { status: 'pending' })] } });
    await root.send(paid);
    expect(root.order('A1')).toMatchObject({ status: 'success', settled: true });
  });

  it('whose actor broke tells it, too, from its new actor', async () => {
    let starts = 0;
    const payment = paymentMachine.provide({
      guards: {
        isKnownFromBefore: () => {
          starts += 1;
          if (starts === 1) throw new Error('a fault of ours');
          return true;
        },
      },
    });
    const restored = { orders: [record('A1', { status: 'pending' })] };
    const root = await rootWith({ restored, actors: { payment } });
    expect(starts).toBe(2);
    await root.send(paid);
    expect(root.order('A1')).toMatchObject({ status: 'success', settled: true });
  });
});

describe('a device of the root', () => {
  it('takes commands though its status is not known', async () => {
    const device = deviceMachine.provide({
      actors: {
        readSessionToken: fromPromise(async (): Promise<DeviceToken> => {
          throw new ProblemError({ reason: 'timeout', retry: true });
        }),
      },
    });
    const root = await rootWith({ actors: { device } });
    expect(root.context.deviceStatus).toBe('unknown');
    expect(root.actor.getSnapshot().can({ type: 'device.retry' })).toBe(true);
  });
});

describe('the services of the root', () => {
  it('are asked to write again when the app goes to the background', async () => {
    const root = await rootWith();
    await root.send({ type: 'app.background' });
    expect(root.done).toEqual(['retryRecords']);
  });

  it('are gone when the root is restored from JSON, and it goes on without them', async () => {
    const root = await rootWith({ restored: { orders: [record('A1', { status: 'pending' })] } });
    const snapshot = JSON.parse(JSON.stringify(root.actor.getPersistedSnapshot()));
    const restored = createActor(root.actor.logic, { snapshot, input: {} }).start();
    const order = record('A1', { status: 'success', settled: true });
    restored.send({ type: 'app.background' });
    restored.send({ type: 'back' });
    restored.send({ type: 'order.changed', order });
    restored.send({ type: 'sdk.terminate' });
    await settle();
    expect(restored.getSnapshot().status).toBe('active');
    expect(restored.getSnapshot().value).toBe('terminated');
    expect(root.saved).toEqual([]);
  });
});
