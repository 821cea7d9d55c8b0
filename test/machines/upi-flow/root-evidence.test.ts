import { describe, expect, it } from 'vitest';
import type { OrderRecord, OrderStatusWord } from '../../../core/model/order.js';
import { ProblemError } from '../../../core/model/problem.js';
import type { ServerStatus } from '../../../core/protocol/index.js';
import { paymentMachine } from '../../../machines/index.js';
import type { SdkSaid, UpiFlowEvent } from '../../../machines/upi-flow/types.js';
import { failed, paid, record } from '../../journal/support/records.js';
import { serverStatusOf } from '../support/payment.js';
import { payFor, type Root, type RootOptions, rootWith, START } from '../support/root.js';

type MoneyStatus = ServerStatus['moneyStatus'];
type Late = Extract<SdkSaid, { type: 'sdk.late' }>;

const MINUTE = 60_000;
const LOOKS = [MINUTE, 4 * MINUTE, 10 * MINUTE];
const unpaid = record('A1', { ...failed, reported: 'failure', updatedAt: START });

/** It tells nobody what its order looks like now. */
const silent = paymentMachine.provide({ actions: { notifyParent: () => {} } });

/** A root whose order A1 has an actor and is like this. */
async function rootAt(status: OrderStatusWord): Promise<Root> {
  const root = await rootWith({ restored: { orders: [record('A1')] } });
  await root.send({ type: 'order.changed', order: record('A1', { status }) });
  return root;
}

describe('a recheck', () => {
  const recheck = { type: 'order.recheck', orderId: 'A1' } as const;

  it('is passed on to an open order', async () => {
    const root = await rootAt('pending');
    expect(root.tells(recheck)).toEqual([{ to: 'order:1', event: recheck }]);
    expect(root.tells({ ...recheck, orderId: 'B2' })).toEqual([]);
  });

  it.each<OrderStatusWord>(['authorizing', 'submitted'])(
    'is not taken while the order is %s',
    async (status) => {
      const root = await rootAt(status);
      expect(root.actor.getSnapshot().can(recheck)).toBe(false);
      expect(root.tells(recheck)).toEqual([]);
    },
  );

  it('is not taken where no server can be asked', async () => {
    const orders = [record('A1')];
    const root = await rootWith({ restored: { orders }, input: { canQueryStatus: false } });
    expect(root.actor.getSnapshot().can(recheck)).toBe(false);
  });

  it('is not taken for an order that is settled, also while that is in question', async () => {
    const root = await rootWith({ restored: { orders: [unpaid] }, actors: { payment: silent } });
    expect(root.actor.getSnapshot().can(recheck)).toBe(false);
    await root.send(inform('paid'));
    expect(root.context.payments).toEqual({ A1: 'order:1' });
    expect(root.actor.getSnapshot().can(recheck)).toBe(false);
    expect(root.tells(inform('paid'))).toEqual([]);
  });
});

function inform(moneyStatus: MoneyStatus, more: Partial<ServerStatus> = {}): UpiFlowEvent {
  return { type: 'order.inform', orderId: 'A1', serverStatus: serverStatusOf(moneyStatus, more) };
}

function lookedUp(moneyStatus: MoneyStatus, more: Partial<ServerStatus> = {}): UpiFlowEvent {
  return { type: 'order.lookedUp', orderId: 'A1', serverStatus: serverStatusOf(moneyStatus, more) };
}

describe.each([
  ['by the app', inform],
  ['by a look beside the actor', lookedUp],
])('what the server says of an open order, told %s', (_, tell) => {
  const WORDS: readonly [OrderStatusWord, MoneyStatus, boolean][] = [
    ['pending', 'paid', true],
    ['pending', 'refunded', true],
    ['pending', 'underway', true],
    ['pending', 'failed', true],
    ['pending', 'untouched', true],
    ['pending', 'open', true],
    ['success', 'failed', true],
    ['submitted', 'paid', true],
    ['submitted', 'refunded', false],
    ['submitted', 'underway', false],
    ['submitted', 'failed', false],
    ['authorizing', 'paid', true],
    ['authorizing', 'refunded', true],
    ['authorizing', 'underway', true],
    ['authorizing', 'failed', false],
    ['authorizing', 'untouched', false],
    ['authorizing', 'open', false],
  ];

  it.each(WORDS)(
    'while it is %s: %s reaches its actor: %s',
    async (status, moneyStatus, reaches) => {
      const root = await rootAt(status);
      const event = {
        type: 'order.inform',
        orderId: 'A1',
        serverStatus: serverStatusOf(moneyStatus),
      };
      expect(root.tells(tell(moneyStatus))).toEqual(reaches ? [{ to: 'order:1', event }] : []);
    },
  );

  it.each(['a1', undefined])(
    'reaches its actor if it names %s: no other order',
    async (orderId) => {
      const root = await rootAt('submitted');
      expect(root.tells(tell('paid', { orderId }))).toHaveLength(1);
    },
  );

  it('reaches nobody when it names another order', async () => {
    const root = await rootAt('pending');
    expect(root.tells(tell('paid', { orderId: 'B2' }))).toEqual([]);
  });
});

describe.each([
  ['by the app', inform],
  ['by a look', lookedUp],
])('what the server says of a settled order, told %s', (_, tell) => {
  it('reopens it when it is more than was known', async () => {
    const root = await rootWith({ restored: { orders: [unpaid] } });
    await root.send(tell('underway'));
    expect(root.order('A1')).toMatchObject({ status: 'pending', settled: false });
    expect(root.context.payments).toEqual({ A1: 'order:1' });
    expect(root.payment('order:1').serverStatus).toEqual(serverStatusOf('underway'));
    expect(root.payment('order:1').attempt).toBeUndefined();
    // The actor asks from now on.
    expect(root.context.statusLookups).toEqual({});
    expect(root.children()).not.toContain('lookUp:1');
  });

  it('settles it anew when it is final', async () => {
    const root = await rootWith({ restored: { orders: [unpaid] } });
    await root.send(tell('paid', { orderId: 'a1' }));
    expect(root.order('A1')).toMatchObject({ ...paid, problem: undefined });
    expect(root.context).toMatchObject({ payments: {}, statusLookups: {} });
  });

  it('changes nothing when it is known, or about another order', async () => {
    const root = await rootWith({ restored: { orders: [unpaid, record('B2', paid)] } });
    await root.send(tell('failed'), tell('paid', { orderId: 'B2' }));
    expect(root.order('A1')).toBe(unpaid);
    expect(root.context).toMatchObject({ payments: {}, statusLookups: { A1: 'lookUp:1' } });
  });
});

function late(moneyStatus: Late['moneyStatus'], more: Partial<Late> = {}): UpiFlowEvent {
  return {
    type: 'sdk.late',
    requestId: undefined,
    answersRequest: 'request-A1',
    operation: 'upiTxn',
    moneyStatus,
    isForeign: false,
    namesOrder: 'A1',
    ...more,
  };
}

describe.each(['while the SDK runs', 'while it does not run'])('a late answer, %s', (when) => {
  async function rootHearing(order: OrderRecord, more: RootOptions = {}): Promise<Root> {
    const root = await rootWith({ restored: { orders: [order] }, ...more });
    if (order.settled === false) await root.send({ type: 'order.changed', order });
    if (when === 'while it does not run') await root.send({ type: 'sdk.terminate' });
    return root;
  }

  it.each<Late['moneyStatus']>(['paid', 'open', 'notPaid'])(
    '%s reaches the actor of an open order',
    async (moneyStatus) => {
      const root = await rootHearing(record('A1', { status: 'pending' }));
      const event = { type: 'attempt.late', moneyStatus };
      expect(root.tells(late(moneyStatus))).toEqual([{ to: 'order:1', event }]);
      expect(root.context.statusLookups).toEqual({});
      expect(root.context.payments).toEqual({ A1: 'order:1' });
    },
  );

  it('has the server asked beside an order that was sent', async () => {
    const root = await rootHearing(record('A1', { status: 'submitted' }), {
      actors: { payment: silent },
    });
    await root.send(late('open'));
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:1' });
    expect(root.lookUp('lookUp:1')).toMatchObject({ orderId: 'A1', waits: [0, ...LOOKS] });
    await root.send(late('open'));
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:2' });
    expect(root.children()).not.toContain('lookUp:1');
  });

  it('of an earlier request counts like one of the last', async () => {
    const order = record('A1', { status: 'pending', earlierRequestIds: ['earlier'] });
    const root = await rootHearing(order);
    expect(root.tells(late('paid', { answersRequest: 'earlier' }))).toHaveLength(1);
  });

  it('paid reopens an order that ended unpaid, which is never payable again', async () => {
    const root = await rootHearing(unpaid);
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:1' });
    await root.send(late('paid'));
    expect(root.order('A1')).toMatchObject({ settled: false, paid: 'reported' });
    expect(root.context.payments).toEqual({ A1: 'order:1' });
    expect(root.context.statusLookups).toEqual({});
    expect(root.children()).not.toContain('lookUp:1');
    expect(root.payment('order:1').serverStatus).toBeUndefined();
    expect(root.payment('order:1').attempt).toBeUndefined();
  });

  it('open puts an order in doubt that ended unpaid', async () => {
    const root = await rootHearing(unpaid);
    await root.send(late('open'));
    expect(root.order('A1')).toMatchObject({ status: 'pending', settled: false });
    expect(root.order('A1').reported).toBeUndefined();
    expect(root.order('A1').paid).toBeUndefined();
  });

  it('notPaid changes nothing of an order that ended unpaid; the server is asked now', async () => {
    const root = await rootHearing(unpaid);
    root.clock.at += 2 * MINUTE;
    expect(root.tells(late('notPaid'))).toEqual([]);
    expect(root.order('A1')).toBe(unpaid);
    expect(root.context.payments).toEqual({});
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:2' });
    expect(root.lookUp('lookUp:2').waits).toEqual([0, 3 * MINUTE, 10 * MINUTE]);
    expect(root.children()).not.toContain('lookUp:1');
  });

  it.each<Late['moneyStatus']>(['paid', 'open', 'notPaid'])(
    '%s changes nothing of a paid order; the server is asked once',
    async (moneyStatus) => {
      const order = record('A1', paid);
      const root = await rootHearing(order);
      expect(root.tells(late(moneyStatus))).toEqual([]);
      expect(root.order('A1')).toBe(order);
      expect(root.lookUp('lookUp:1')).toMatchObject({ orderId: 'A1', waits: [0] });
    },
  );

  it('starts no look where no server can be asked', async () => {
    const root = await rootHearing(record('A1', paid), { input: { canQueryStatus: false } });
    await root.send(late('paid'));
    expect(root.context.statusLookups).toEqual({});
  });

  it('is weighed whatever the case of the order it names, and if it names none', async () => {
    const root = await rootHearing(record('A1', { status: 'pending' }));
    expect(root.tells(late('paid', { namesOrder: 'a1' }))).toHaveLength(1);
    expect(root.tells(late('paid', { namesOrder: undefined }))).toHaveLength(1);
  });

  it.each(['upiTxn', 'onboardingAndPay', 'checkout'] as const)(
    'of a forgotten attempt (%s) counts for the order it names',
    async (operation) => {
      const root = await rootHearing(record('A1', { status: 'pending' }));
      expect(root.tells(late('paid', { answersRequest: 'other', operation }))).toHaveLength(1);
    },
  );

  it('to a request of one order that names another one says nothing about either', async () => {
    const orders = [record('A1', { status: 'pending' }), record('B2', { status: 'pending' })];
    const root = await rootHearing(orders[0] ?? record('A1'), { restored: { orders } });
    expect(root.context.payments).toEqual({ A1: 'order:1', B2: 'order:2' });
    expect(root.tells(late('paid', { namesOrder: 'B2' }))).toEqual([]);
  });

  it('that names none says nothing about an order called undefined', async () => {
    const root = await rootHearing(record('undefined', { status: 'pending' }));
    const nameless = { answersRequest: 'other', namesOrder: undefined };
    expect(root.tells(late('paid', nameless))).toEqual([]);
    expect(root.tells(late('paid', { ...nameless, namesOrder: 'undefined' }))).toHaveLength(1);
  });

  it.each<[string, Partial<Late>]>([
    ['that answers something else', { isForeign: true }],
    ['that names another order', { namesOrder: 'B2' }],
    ['of a request of nobody', { answersRequest: 'other', operation: undefined }],
    ['of a call that pays nothing', { answersRequest: 'other', operation: 'upiGetBankList' }],
    ['of a forgotten attempt for another order', { answersRequest: 'other', namesOrder: 'B2' }],
    ['of a forgotten attempt that names none', { answersRequest: 'other', namesOrder: undefined }],
    ['that names no request', { answersRequest: undefined, operation: undefined }],
  ])('%s says nothing about an order', async (_, more) => {
    const open = await rootHearing(record('A1', { status: 'submitted' }));
    expect(open.tells(late('paid', more))).toEqual([]);
    expect(open.context.statusLookups).toEqual({});
    const settled = await rootHearing(unpaid);
    await settled.send(late('paid', more));
    expect(settled.order('A1')).toBe(unpaid);
  });
});

describe('a look-up', () => {
  it('that ended is forgotten', async () => {
    const orders = [unpaid, record('B2', { ...failed, updatedAt: START })];
    const root = await rootWith({ restored: { orders } });
    await root.send({ type: 'lookUp.ended', orderId: 'A1' });
    expect(root.context.statusLookups).toEqual({ B2: 'lookUp:2' });
    expect(root.children()).not.toContain('lookUp:1');
    expect(root.children()).toContain('lookUp:2');
    await root.send({ type: 'lookUp.ended', orderId: 'A1' });
    expect(root.context.statusLookups).toEqual({ B2: 'lookUp:2' });
  });

  it('looks when the app is back, and is there again for what is still in question', async () => {
    const orders = [unpaid, record('B2', { ...failed, updatedAt: START }), record('C3', paid)];
    const root = await rootWith({ restored: { orders } });
    await root.send({ type: 'lookUp.ended', orderId: 'A1' });
    root.clock.at += 20 * MINUTE;
    const event = { type: 'app.foreground' } as const;
    expect(root.tells(event)).toContainEqual({ to: 'lookUp:2', event });
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:1', B2: 'lookUp:2' });
    expect(root.lookUp('lookUp:1')).toMatchObject({ orderId: 'A1', waits: [0] });
    expect(root.lookUp('lookUp:2')).toMatchObject({ orderId: 'B2', waits: [0, ...LOOKS] });
  });

  it('whose actor threw is forgotten, and no other look-up', async () => {
    const orders = [unpaid, record('B2', { ...failed, updatedAt: START })];
    const root = await rootWith({ restored: { orders } });
    const broke = { type: 'xstate.error.actor.lookUp:2', actorId: 'lookUp:2' } as const;
    await root.send({ ...broke, error: new Error('a fault of ours') });
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:1' });
    expect(root.context.payments).toEqual({});
  });
});

describe('an order whose actor broke', () => {
  const error = new Error('a fault of ours');
  const notice = { type: 'error', problem: { reason: 'unreadable', retry: true } };

  function breaks(actorId: string): UpiFlowEvent {
    return { type: `xstate.error.actor.${actorId}`, actorId, error };
  }

  it('goes on as pending with a new actor, once', async () => {
    const root = await rootWith({ restored: { orders: [record('B2')] } });
    await root.send(payFor('A1'));
    root.clock.at += MINUTE;
    await root.send(breaks('order:2'));
    expect(root.order('A1')).toMatchObject({ status: 'pending', updatedAt: START + MINUTE });
    expect(root.context.payments).toEqual({ A1: 'order:3', B2: 'order:1' });
    expect(root.context.restarted).toEqual(['A1']);
    expect(root.children()).not.toContain('order:2');
    expect(root.payment('order:3').attempt).toBeUndefined();
    expect(root.payment('order:3').order.orderId).toBe('A1');
    expect(root.told).toEqual([notice]);
    await root.send(breaks('order:3'));
    expect(root.context.payments).toEqual({ B2: 'order:1' });
    expect(root.context.restarted).toEqual(['A1']);
    expect(root.children()).not.toContain('order:3');
    expect(root.order('A1').status).toBe('pending');
    // Nobody would hear it.
    expect(root.actor.getSnapshot().can(inform('paid'))).toBe(false);
    expect(root.told).toEqual([notice, notice]);
    await root.send(breaks('order:1'));
    expect(root.context.payments).toEqual({ B2: 'order:2' });
    expect(root.context.restarted).toEqual(['A1', 'B2']);
  });

  it('has a new actor again after app.foreground', async () => {
    const root = await rootWith({ restored: { orders: [record('A1')] } });
    await root.send(breaks('order:1'), breaks('order:2'));
    expect(root.context.payments).toEqual({});
    await root.send({ type: 'app.foreground' });
    expect(root.context).toMatchObject({ payments: { A1: 'order:1' }, restarted: [] });
    await root.send(breaks('order:1'));
    expect(root.context.payments).toEqual({ A1: 'order:2' });
  });

  it('has a new actor again after app.foreground, while the SDK does not run', async () => {
    const root = await rootWith({ restored: { orders: [record('A1')] } });
    await root.send({ type: 'sdk.terminate' }, breaks('order:1'), breaks('order:2'));
    root.clock.at += MINUTE;
    await root.send({ type: 'app.foreground' });
    expect(root.context).toMatchObject({ payments: { A1: 'order:1' }, restarted: [] });
  });

  it('is no order at all when another actor threw', async () => {
    // Names are texts: whatever they say, they are no sign of an order.
    const named = record('undefined', { ...failed, updatedAt: START });
    const root = await rootWith({ restored: { orders: [record('B2'), unpaid, named] } });
    const { orders, payments, statusLookups } = root.context;
    expect(statusLookups).toEqual({ A1: 'lookUp:1', undefined: 'lookUp:2' });
    const problem = { reason: 'timeout', retry: true } as const;
    await root.send({
      type: 'xstate.error.actor.session',
      actorId: 'session',
      error: new ProblemError(problem),
    });
    expect(root.context).toMatchObject({ payments, statusLookups, restarted: [] });
    expect(root.context.orders).toBe(orders);
    expect(root.told).toEqual([{ type: 'error', problem }]);
    expect(root.state).toBe('ready');
  });
});
