import { describe, expect, it } from 'vitest';
import { createActor, fromCallback, fromPromise } from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { ProblemError } from '../../../core/model/problem.js';
import { Secret, type ServerStatus, type Sim } from '../../../core/protocol/index.js';
import { NO_PROFILE, NOTHING } from '../../../machines/device/setup.js';
import type { BindQuota, DeviceToken } from '../../../machines/device/types.js';
import {
  deviceMachine,
  lookUpMachine,
  paymentMachine,
  upiFlowMachine,
} from '../../../machines/index.js';
import type { ClaimResult } from '../../../machines/payment/types.js';
import { screenIsFree } from '../../../machines/upi-flow/orders.js';
import { pathOf } from '../../../testing/chart.js';
import { settle } from '../support/chart.js';
import { payFor, ROOT_INPUT, servicesWith } from '../support/root.js';

/** Says what the storage remembers, when it is read. */
function restoring(...orders: OrderRecord[]) {
  return fromCallback<{ type: 'none' }, Record<string, never>>(({ sendBack }) =>
    sendBack({ type: 'orders.restored', restored: { orders } }),
  );
}

const ids = { attemptId: 'a1', requestId: 'r1' };

const record: OrderRecord = {
  orderId: 'A1',
  ...ids,
  kind: 'pay',
  amount: '2.00',
  status: 'failure',
  verified: false,
  settled: true,
  attempts: 1,
  earlierRequestIds: [],
  at: 0,
  updatedAt: 0,
  foreignTxns: [],
  foreignUnknown: false,
};

const input = ROOT_INPUT;

/** A root that is ready, on a phone whose status is this. */
async function readyOn(token: Partial<DeviceToken>) {
  const machine = upiFlowMachine.provide({
    actors: {
      restoreOrders: restoring(),
      startSdk: fromPromise(async () => {}),
      device: deviceMachine.provide({
        actors: {
          readSessionToken: fromPromise(
            async (): Promise<DeviceToken> => ({
              status: 'LINKED',
              prefix: undefined,
              vpaAccounts: NOTHING,
              profile: NO_PROFILE,
              ...token,
            }),
          ),
        },
      }),
    },
  });
  const actor = createActor(machine, { input }).start();
  await settle();
  return actor;
}

const vpaAccounts = new Secret([{ vpa: 'a@upf', accounts: [{ referenceId: 'r1', lite: false }] }]);

describe('whether a payment is possible', () => {
  it.each([
    ['NOPERMISSION', false],
    ['FRESH', false],
    ['BOUND', false],
    ['LINKED', true],
  ] as const)(
    'is known before there is an order, on a phone that is %s: %s',
    async (status, can) => {
      const actor = await readyOn({ status, vpaAccounts });
      expect(actor.getSnapshot().can({ type: 'pay' })).toBe(can);
      expect(actor.getSnapshot().can({ type: 'mandate.create' })).toBe(can);
      // The SDK's own screens need no account.
      expect(actor.getSnapshot().can({ type: 'pay', onboard: true })).toBe(true);
      expect(actor.getSnapshot().can({ type: 'checkout' })).toBe(true);
    },
  );

  it('is false on a linked phone without an account that may stand in', async () => {
    const actor = await readyOn({});
    expect(actor.getSnapshot().can({ type: 'pay' })).toBe(false);
    expect(actor.getSnapshot().can({ type: 'pay', accountRefId: 'r1' })).toBe(true);
  });

  it('sends nothing for a question: without an order and ids no attempt is made', async () => {
    const actor = await readyOn({ vpaAccounts });
    actor.send({ type: 'pay' });
    actor.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
    actor.send({ type: 'checkout', order: { orderId: 'B2' } });
    await settle();
    expect(actor.getSnapshot().context).toMatchObject({ orders: {}, payments: {} });
  });
});

describe('the root statechart', () => {
  it('restores, starts, is ready, ends, and starts again', async () => {
    const actions: string[] = [];
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: restoring(),
        startSdk: fromPromise(async () => {}),
      },
    });
    const actor = createActor(machine, {
      input: {
        ...input,
        services: servicesWith({ terminateSdk: () => actions.push('terminate') }),
      },
    });
    const path = pathOf(actor);
    actor.start();
    await settle();
    actor.send({ type: 'sdk.terminate' });
    actor.send({ type: 'sdk.retry' });
    await settle();
    expect(path).toEqual(['restoring', 'starting', 'ready', 'terminated', 'starting', 'ready']);
    expect(actions).toEqual(['terminate']);
  });

  it('starts while its memory cannot be read, says so, and takes no payment until it can', async () => {
    let read = () => {};
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: fromCallback(({ sendBack }) => {
          const problem = { reason: 'storageFailed', retry: true } as const;
          sendBack({ type: 'orders.unreadable', problem });
          read = () => sendBack({ type: 'orders.restored', restored: { orders: [] } });
        }),
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
    const pay = payFor('A1');
    expect(actor.getSnapshot().can(pay)).toBe(false);
    read();
    expect(path.at(-1)).toBe('ready');
    expect(actor.getSnapshot().can(pay)).toBe(true);
  });

  it('shows open orders of before as pending, and asks about them', async () => {
    const submitted: OrderRecord = {
      ...record,
      status: 'submitted',
      settled: false,
      reported: 'failure',
    };
    const machine = upiFlowMachine.provide({
      actors: { restoreOrders: restoring(submitted), startSdk: fromPromise(async () => {}) },
    });
    const actor = createActor(machine, { input });
    actor.start();
    await settle();
    const { context, children } = actor.getSnapshot();
    expect(context.orders['A1']).toMatchObject({ status: 'pending', settled: false });
    expect(context.payments).toEqual({ A1: 'order:1' });
    expect(children['order:1']).toBeDefined();
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
        restoreOrders: restoring(),
        startSdk: fromPromise(async () => {}),
        payment: broken,
      },
    });
    const actor = createActor(machine, { input });
    const told: unknown[] = [];
    actor.on('error', (notice) => told.push(notice));
    actor.start();
    await settle();
    actor.send(payFor('A1'));
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
        restoreOrders: restoring(),
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
    actor.send(payFor('A1'));
    await settle();
    const { context } = actor.getSnapshot();
    expect(context.orders['A1']).toMatchObject({ status: 'pending', settled: false });
    expect(actor.getSnapshot().can({ type: 'order.recheck', orderId: 'A1' })).toBe(true);
  });

  it('names its children by number, and uses a number again that is free', async () => {
    const names: string[] = [];
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: restoring(),
        startSdk: fromPromise(async () => {}),
        payment: paymentMachine.provide({
          actors: {
            // It cannot be signed, so nothing is sent.
            authorize: fromPromise(() =>
              Promise.reject(new ProblemError({ reason: 'authorizeFailed', retry: false })),
            ),
          },
        }),
      },
    });
    const actor = createActor(machine, { input });
    const heard = new Set<string>();
    actor.system.inspect((event) => {
      if (event.type === '@xstate.event') heard.add(event.event.type);
    });
    actor.start();
    await settle();
    for (const orderId of ['A1', 'B2', 'C3']) {
      actor.send(payFor(orderId));
      names.push(...Object.values(actor.getSnapshot().context.payments));
      await settle();
    }
    expect(names).toEqual(['order:1', 'order:1', 'order:1']);
    expect(actor.getSnapshot().context.payments).toEqual({});
    // XState keeps every name of a child that is done: none is.
    expect([...heard].filter((type) => /^xstate\.done\.actor\.order/.test(type))).toEqual([]);
    expect(Object.keys(actor.getSnapshot().children).sort()).not.toContain('order:1');
  });

  it('looks up what ended without money, and believes a server that was behind', async () => {
    const serverStatus: ServerStatus = {
      moneyStatus: 'paid',
      word: 'CHARGED',
      orderId: 'A1',
      amount: '2.00',
    };
    const asked: string[] = [];
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: restoring({ ...record, sdkTxnUuid: 't1' }),
        startSdk: fromPromise(async () => {}),
        lookUp: lookUpMachine.provide({
          actors: {
            readStatus: fromPromise(async ({ input: { orderId } }) => {
              asked.push(orderId);
              return serverStatus;
            }),
            deadline: fromCallback(({ sendBack }) => sendBack({ type: 'deadline.passed' })),
          },
        }),
      },
    });
    const actor = createActor(machine, { input });
    const told: unknown[] = [];
    actor.on('order.settled', (notice) => told.push(notice));
    actor.start();
    await settle();
    expect(asked).toEqual(['A1']);
    expect(actor.getSnapshot().context.orders['A1']).toMatchObject({
      status: 'success',
      settled: true,
      verified: true,
      paid: 'confirmed',
    });
    expect(told).toHaveLength(1);
    expect(actor.getSnapshot().context).toMatchObject({ payments: {}, statusLookups: {} });
  });

  it('goes on after a look-up that broke', async () => {
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: restoring(record),
        startSdk: fromPromise(async () => {}),
        lookUp: lookUpMachine.provide({
          actors: {
            deadline: fromCallback(() => {
              throw new Error('a fault of ours');
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
    expect(actor.getSnapshot().value).toBe('ready');
    expect(told).toEqual([{ type: 'error', problem: { reason: 'unreadable', retry: true } }]);
    expect(actor.getSnapshot().context.statusLookups).toEqual({});
    expect(actor.getSnapshot().context.orders['A1']).toEqual(record);
  });

  it('goes on without a device whose actor broke, and has one again after a new start', async () => {
    let breaks = true;
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: restoring(),
        startSdk: fromPromise(async () => {}),
        device: deviceMachine.provide({
          actors: {
            readSessionToken: fromPromise(
              async (): Promise<DeviceToken> => ({
                status: 'FRESH',
                prefix: undefined,
                vpaAccounts: NOTHING,
                profile: NO_PROFILE,
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
    const bare = createActor(upiFlowMachine, { input });
    bare.start();
    await settle();
    expect(bare.getSnapshot().value).toBe('restoring');
    expect(bare.getSnapshot().status).toBe('active');
    const machine = upiFlowMachine.provide({ actors: { restoreOrders: restoring() } });
    const actor = createActor(machine, { input });
    const path = pathOf(actor);
    actor.start();
    await settle();
    actor.send({ type: 'back' });
    expect(path).toEqual(['restoring', 'starting', 'failed']);
    expect(actor.getSnapshot().status).toBe('active');
    expect(actor.getSnapshot().context.problem).toEqual({ reason: 'notReady', retry: false });
  });
});
