import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createActor, fromCallback, fromPromise, type Snapshot } from 'xstate';
import { createSimulator } from '../../adapters/simulator/index.js';
import type { OrderRecord } from '../../core/model/order.js';
import { paymentMachine, upiFlowMachine } from '../../machines/index.js';
import { defaultTimings, type UpiCommand } from '../../src/index.js';
import { createFaultyStorage } from '../../testing/explorer/faulty-storage.js';
import { createTestApp } from '../../testing/index.js';
import { at, interruptedAt } from '../../testing/interruption.js';
import { pay } from '../flow/support/paying.js';
import { servicesWith } from '../machines/support/root.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;

const order: OrderRecord = {
  orderId: 'A1',
  kind: 'pay',
  status: 'pending',
  verified: false,
  settled: false,
  attempts: 1,
  attemptId: 'a1',
  requestId: 'r1',
  earlierRequestIds: [],
  at: 0,
  updatedAt: 0,
  foreignTxns: [],
  foreignUnknown: false,
};

/** What `actor.getPersistedSnapshot()` says at every step after a command, and the phone after it. */
async function snapshotsAfter(device: 'FRESH' | 'LINKED', command: UpiCommand) {
  const simulator = createSimulator({ device });
  const storage = createFaultyStorage(simulator.clock);
  const snapshots: Snapshot<unknown>[] = [];
  const orders: Snapshot<unknown>[] = [];
  const steps = interruptedAt(Number.POSITIVE_INFINITY, () => {
    const { actor } = app.flow;
    snapshots.push(actor.getPersistedSnapshot());
    for (const child of Object.values(actor.getSnapshot().children)) {
      if (child?.id === 'order:1') orders.push(child.getPersistedSnapshot());
    }
  });
  const app = createTestApp({ simulator, storage, through: steps.through });
  simulator.person.plansOrder('A1', { answer: 'PENDING', debitAfter: 10_000 });
  await app.start();
  const send = () => app.flow.send(command);
  await steps.during(app, send, () => false, MINUTE);
  return { app: app.restarted(), storage, snapshots, orders };
}

const forms = [
  ['as it is', (snapshot: Snapshot<unknown>): Snapshot<unknown> => snapshot],
  ['from JSON', (snapshot: Snapshot<unknown>) => JSON.parse(JSON.stringify(snapshot))],
] as const;

const commands = [
  ['paying', 'LINKED', pay('A1')],
  ['paying and onboarding', 'FRESH', pay('A1', { onboard: true })],
  ['binding', 'FRESH', { type: 'sim.select', simId: '0' }],
] as const;

beforeEach(() => {
  // XState's development build warns of events to actors that broke.
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

describe.each(forms)('a getPersistedSnapshot() of flow.actor, restored %s,', (_, form) => {
  it.each(commands)('at any step of %s sends and stores nothing', async (_, device, command) => {
    // The next process: its flow is at rest, and lends its logic to the restored actor.
    const { app, storage, snapshots } = await snapshotsAfter(device, command);
    const { simulator } = app;
    await app.start();
    await app.wait(30 * MINUTE);
    const { actor } = app.flow;
    const sent = simulator.wire.requests().length;
    const stored = [...storage.items];
    const state = app.state;
    for (const [step, snapshot] of snapshots.entries()) {
      for (const logic of [upiFlowMachine, actor.logic]) {
        const { timings, canQueryStatus, keepOrders } = actor.getSnapshot().context;
        const services = servicesWith();
        const input = { timings, canQueryStatus, keepOrders, services };
        const restored = createActor(logic, { snapshot: form(snapshot), input });
        // It belongs to no flow, and says so.
        restored.subscribe({ error: () => {} });
        restored.start();
        await app.wait(11 * MINUTE);
        await at(`restored from step ${step}`, () => {
          expect(simulator.wire.requests()).toHaveLength(sent);
          expect([...storage.items]).toEqual(stored);
          expect(app.state).toBe(state);
        });
        restored.stop();
      }
    }
    expect(snapshots.length).toBeGreaterThan(20);
  });
});

describe('a snapshot of one order, restored by an app that brings actors of its own', () => {
  it('carries nothing to sign or to send, once it was text', async () => {
    const { orders } = await snapshotsAfter('LINKED', pay('A1'));
    const boxes: unknown[] = [];
    const machine = paymentMachine.provide({
      actors: {
        authorize: fromPromise(({ input }) => {
          boxes.push(input.attempt?.request);
          return Promise.reject(new Error('nothing to sign'));
        }),
        attempt: fromCallback(({ input }) => void boxes.push(input.signed)),
      },
    });
    for (const snapshot of orders) {
      const clock = { now: () => 0 };
      const input = { order, canQueryStatus: true, timings: defaultTimings, clock };
      createActor(machine, { snapshot: JSON.parse(JSON.stringify(snapshot)), input }).start();
    }
    expect(orders.length).toBeGreaterThan(20);
    expect(boxes.length).toBeGreaterThan(20);
    expect(new Set(boxes)).toEqual(new Set(['[secret]']));
  });
});
