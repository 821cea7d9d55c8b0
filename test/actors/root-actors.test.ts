import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createLinkedApp, createTestApp } from '../../testing/index.js';
import { pay, paying, processResult } from '../flow/support/paying.js';
import { lifecycle, moneyRequests, pollsSince } from '../flow/support/wire.js';
import { interposed, watched } from '../journal/support/storages.js';

const MINUTE = 60_000;

describe('the start of the SDK', () => {
  it('that is not answered ends in the time that is configured for it', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    simulator.server.answersAfter(0);
    simulator.wire.fault('drop', { event: 'initiate_result' });
    const app = createTestApp({ simulator, config: { timings: { initiate: 7_000 } } });
    app.flow.start();
    await app.wait(6_999);
    expect(app.step.name).toBe('starting');
    await app.wait(1_000);
    expect(app.step).toMatchObject({ name: 'unavailable', problem: { reason: 'timeout' } });
  });
});

describe('what the SDK and the person do', () => {
  it('is passed on: a loader, a late answer, hardware back, the end', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const backs: string[] = [];
    const sdk = {
      ...simulator.sdk,
      back: () => {
        backs.push('back');
        return true;
      },
    };
    const app = await createLinkedApp({ simulator: { ...simulator, sdk } });
    app.emit(processResult('stranger', { status: 'SUCCESS' }));
    app.emit('no json');
    await app.wait(1);
    expect(app.noticesOf('sdk.late')).toMatchObject([{ requestId: 'stranger' }]);
    expect(app.noticesOf('sdk.malformed')).toMatchObject([{ reason: 'notJson' }]);
    await app.send({ type: 'back' });
    expect(backs).toEqual(['back']);
    await app.send({ type: 'sdk.terminate' });
    expect(lifecycle(simulator)).toEqual(['open', 'initiate', 'terminate']);
  });
});

describe('the record of an order', () => {
  it('is not written while the order waits to be signed', async () => {
    const storage = watched();
    const app = await createLinkedApp({ storage });
    app.simulator.server.answersAfter(Number.POSITIVE_INFINITY);
    const before = storage.written.length;
    await app.send(pay('A1'));
    await app.wait(5_000);
    expect(app.order('A1').status).toBe('authorizing');
    expect(storage.written.slice(before)).toEqual([]);
    // Also not when something of it changed.
    const [order] = Object.values(app.flow.actor.getSnapshot().context.orders);
    if (order === undefined) throw new Error('there is no order');
    app.flow.actor.send({ type: 'order.changed', order: { ...order } });
    await app.wait(1_000);
    expect(storage.written.slice(before)).toEqual([]);
    app.flow.actor.send({ type: 'order.changed', order: { ...order, status: 'pending' } });
    await app.wait(1_000);
    expect(storage.written.length).toBeGreaterThan(before);
  });

  it('that could not be written is written when the app comes back', async () => {
    const inner = watched();
    let isFull = false;
    const storage = interposed(inner, (operation) => {
      if (isFull && operation === 'set') throw new Error('disk full');
    });
    const app = await createLinkedApp({ storage });
    await app.send(pay('A1'));
    await app.wait(1_000);
    isFull = true;
    await app.wait(30 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', settled: true });
    isFull = false;
    const key = inner.keys.find((one) => one.includes('/order/')) ?? '';
    const isSettled = async () => JSON.parse(String(await inner.getItem(key))).settled;
    expect(await isSettled()).toBe(false);
    await app.send({ type: 'app.foreground' });
    expect(await isSettled()).toBe(true);
  });
});

describe('the time of an order', () => {
  it('is the time of what happened to it', async () => {
    const app = await createLinkedApp();
    await app.wait(MINUTE);
    const now = app.simulator.clock.now();
    app.flow.send(pay('A1'));
    expect(app.order('A1').updatedAt).toBe(now);
    const [record] = Object.values(app.flow.actor.getSnapshot().context.orders);
    expect(record).toMatchObject({ at: now, updatedAt: now });
  });

  it('counts for when a failed one is looked up again', async () => {
    const app = await paying({ answer: 'FAILURE' });
    await app.wait(10_000);
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true });
    const settledAt = app.simulator.server.calls.at(-1)?.at ?? 0;
    await app.wait(30 * MINUTE);
    const minutes = pollsSince(app.simulator, settledAt + 1).map((s) => Math.round(s / 60));
    expect(minutes).toEqual([1, 5, 15]);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
  });
});
