import { describe, expect, it, onTestFinished } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import type { UpiState } from '../../src/index.js';
import { createLinkedApp, createTestApp } from '../../testing/index.js';
import { pay, paying } from '../flow/support/paying.js';
import { moneyRequests } from '../flow/support/wire.js';
import { watched } from '../journal/support/storages.js';

describe('the snapshot', () => {
  it('is the same object until something visible changes', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    const { state } = app;
    app.emit({ event: 'hide_loader', payload: {} });
    app.emit({ event: 'something_new', payload: {} });
    await app.send({ type: 'app.background' }, { type: 'app.foreground' }, { type: 'back' });
    expect(app.state).toBe(state);
    expect(app.flow.getSnapshot()).toBe(state);
  });

  it('keeps every part that did not change', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    const before = app.state;
    app.emit({ event: 'show_loader', payload: {} });
    const { loader, ...rest } = app.state;
    expect(loader).toBe(true);
    expect(app.state).not.toBe(before);
    for (const [key, value] of Object.entries(rest)) expect(value).toBe(Reflect.get(before, key));
    app.emit({ event: 'hide_loader', payload: {} });
    await app.send(pay('A1'));
    expect(app.state.accounts).toBe(before.accounts);
    expect(app.state.vpas).toBe(before.vpas);
  });

  it('keeps an order while another one is paid, and shows the same one in the step', async () => {
    const app = await createLinkedApp();
    await app.send(pay('A1'));
    await app.wait(60_000);
    const a1 = app.order('A1');
    expect(app.step).toEqual({ name: 'outcome', order: a1 });
    await app.send({ type: 'order.dismiss', orderId: 'A1' }, pay('B2'));
    await app.wait(60_000);
    expect(app.order('A1')).toBe(a1);
    expect(app.order('B2').account).toEqual(a1.account);
    const { step } = app;
    expect(step.name === 'outcome' && step.order).toBe(app.order('B2'));
  });

  it('is told to listeners only when it changed', async () => {
    const app = await paying({ answer: 'PENDING' });
    await app.wait(60_000);
    app.states.forEach((state, at) => {
      expect(state).not.toBe(app.states[at - 1]);
    });
  });

  it('is told even when a listener of a notice reads it first', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    app.flow.on('order.settled', () => app.flow.getSnapshot());
    await app.start();
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(app.state.orders['A1']?.verified).toBe(true);
    expect(app.states.at(-1)).toBe(app.state);
  });

  it.each([['new'], ['running']])('is told a last time when a %s flow stops', async (phase) => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    if (phase === 'running') await app.start();
    const shown = app.states.length;
    app.flow.stop();
    app.flow.stop();
    expect(app.states.slice(shown)).toEqual([app.state]);
    expect(app.step.name).toBe('terminated');
  });

  it('is the same object however often a pending order is asked about', async () => {
    const storage = watched();
    const app = await paying({ answer: 'PENDING', money: 'none' }, { storage });
    await app.wait(10_000);
    const { state } = app;
    const shown = app.states.length;
    const asked = app.simulator.server.calls.length;
    const saved = storage.written.length;
    await app.wait(5 * 60_000);
    await app.send({ type: 'order.recheck', orderId: 'A1' });
    await app.wait(60 * 60_000);
    expect(app.simulator.server.calls.length - asked).toBeGreaterThan(10);
    expect(app.state).toBe(state);
    expect(app.states).toHaveLength(shown);
    expect(storage.written).toHaveLength(saved);
    expect(app.noticesOf('order.pending')).toHaveLength(1);
  });

  it('survives JSON', async () => {
    const app = createTestApp();
    await app.start();
    await app.send({ type: 'permission.request' });
    await app.wait(10_000);
    await app.send({ type: 'sim.select', simId: '0' });
    await app.wait(10_000);
    await app.send(pay('A1', { onboard: true }));
    await app.wait(60_000);
    expect(app.state.orders['A1']?.status).toBe('success');
    for (const state of app.states) {
      expect(JSON.parse(JSON.stringify(state))).toEqual(withoutUndefined(state));
    }
  });

  it('is never frozen in a step: what a listener sees is what getSnapshot says', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const seen: boolean[] = [];
    app.flow.subscribe((state) => seen.push(state === app.flow.getSnapshot()));
    await app.start();
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set([true]));
  });
});

/** What JSON leaves of plain data. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => [key, withoutUndefined(one)]),
  );
}

describe('listeners', () => {
  it('hear nothing after they unsubscribed', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const states: UpiState[] = [];
    const rejected: string[] = [];
    const first = app.flow.subscribe((state) => states.push(state));
    const second = app.flow.on('command.rejected', ({ reason }) => rejected.push(reason));
    first.unsubscribe();
    second.unsubscribe();
    first.unsubscribe();
    await app.start();
    await app.send({ type: 'mpin.skip' });
    expect(states).toEqual([]);
    expect(rejected).toEqual([]);
  });

  it('that throw stop no other, and the platform hears of it', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const heard: unknown[] = [];
    const platform = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', (error) => heard.push(error));
    onTestFinished(() => {
      process.removeAllListeners('unhandledRejection');
      for (const listener of platform) process.on('unhandledRejection', listener);
    });
    const steps: string[] = [];
    const fault = new Error('a listener of the app');
    app.flow.subscribe(() => {
      throw fault;
    });
    app.flow.subscribe((state) => steps.push(state.step.name));
    await app.start();
    await new Promise(setImmediate);
    expect(steps.at(-1)).toBe('ready');
    expect(heard).toHaveLength(steps.length);
    expect(new Set(heard)).toEqual(new Set([fault]));
  });

  it('may send: it takes effect after every listener heard of the change', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const log: string[] = [];
    app.flow.subscribe((state) => {
      log.push(`first: ${state.step.name}`);
      if (state.step.name === 'ready') app.flow.send(pay('A1'));
    });
    app.flow.subscribe((state) => log.push(`second: ${state.step.name}`));
    await app.start();
    await app.wait(20_000);
    const at = log.indexOf('first: ready');
    expect(log.slice(at, at + 4)).toEqual([
      'first: ready',
      'second: ready',
      'first: authorizing',
      'second: authorizing',
    ]);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
  });

  it('may send from a notice as well', async () => {
    const app = await createLinkedApp();
    app.flow.on('order.settled', ({ order }) =>
      app.flow.send({ type: 'order.dismiss', orderId: order.orderId }),
    );
    await app.send(pay('A1'));
    await app.wait(20_000);
    expect(app.step.name).toBe('ready');
    expect(app.noticesOf('command.rejected')).toEqual([]);
  });
});
