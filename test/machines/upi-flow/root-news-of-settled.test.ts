import { describe, expect, it } from 'vitest';
import type { OrderRecord, OrderStatusWord } from '../../../core/model/order.js';
import type { RefundStatus, ServerStatus } from '../../../core/protocol/index.js';
import { paymentMachine } from '../../../machines/index.js';
import { settledNews } from '../../../machines/upi-flow/orders.js';
import type { UpiFlowEvent } from '../../../machines/upi-flow/types.js';
import { failed, paid, record } from '../../journal/support/records.js';
import { serverStatusOf } from '../support/payment.js';
import { rootWith, START } from '../support/root.js';

const MINUTE = 60_000;
const LOOKS = [MINUTE, 4 * MINUTE, 10 * MINUTE];

const onItsWay: RefundStatus = { status: 'pending', amount: '1.00', count: 1 };
const back: RefundStatus = { status: 'success', amount: '1.00', count: 1 };
const active = { status: 'active', confirmed: true } as const;
const settled = record('A1', { ...paid, kind: 'mandate', mandate: active, updatedAt: START });

function inform(serverStatus: ServerStatus, orderId = 'A1'): UpiFlowEvent {
  return { type: 'order.inform', orderId, serverStatus };
}

function lookedUp(serverStatus: ServerStatus, orderId = 'A1'): UpiFlowEvent {
  return { type: 'order.lookedUp', orderId, serverStatus };
}

describe.each([
  ['by the app', inform],
  ['by a look', lookedUp],
])('news of a settled order, told %s', (_, tell) => {
  type Row = [what: string, serverStatus: ServerStatus, news: Partial<OrderRecord>];

  it.each<Row>([
    [
      'its mandate is paused',
      serverStatusOf('silent', { mandate: 'PAUSED' }),
      { mandate: { status: 'ended', confirmed: true } },
    ],
    [
      'its mandate is revoked, and nothing of its refund',
      serverStatusOf('paid', { mandate: 'REVOKED' }),
      { mandate: { status: 'ended', confirmed: true, over: true } },
    ],
    [
      'a part is back',
      serverStatusOf('paid', { refund: back, mandate: 'ACTIVE' }),
      { refund: back },
    ],
    [
      'both',
      serverStatusOf('paid', { refund: back, mandate: 'PAUSED' }),
      { refund: back, mandate: { status: 'ended', confirmed: true } },
    ],
  ])(
    'are shown and saved, and nobody is told that it settled: %s',
    async (__, serverStatus, news) => {
      const root = await rootWith({ restored: { orders: [settled] } });
      root.clock.at += MINUTE;
      await root.send(tell(serverStatus));
      const next = { ...settled, ...news, updatedAt: START + MINUTE };
      expect(root.order('A1')).toEqual(next);
      expect(root.saved).toEqual([next]);
      expect(root.told).toEqual([]);
      expect(root.context).toMatchObject({ payments: {}, statusLookups: {} });
      await root.send(tell(serverStatus));
      expect(root.saved).toHaveLength(1);
    },
  );

  it('have a refund looked up until it is back', async () => {
    const root = await rootWith({ restored: { orders: [settled] } });
    await root.send(tell(serverStatusOf('paid', { refund: onItsWay })));
    expect(root.order('A1').refund).toEqual(onItsWay);
    expect(root.lookUp('lookUp:1')).toMatchObject({ orderId: 'A1', waits: LOOKS });
    await root.send(tell(serverStatusOf('paid', { refund: back })));
    expect(root.order('A1').refund).toEqual(back);
    expect(root.context.statusLookups).toEqual({});
    expect(root.told).toEqual([]);
  });

  it.each<[string, ServerStatus]>([
    ['what is known', serverStatusOf('paid', { mandate: 'ACTIVE' })],
    ['nothing', serverStatusOf('silent')],
    ['another order', serverStatusOf('paid', { orderId: 'B2', refund: back, mandate: 'PAUSED' })],
  ])('are none when it is about %s', async (__, serverStatus) => {
    const root = await rootWith({ restored: { orders: [settled] } });
    expect(root.actor.getSnapshot().can(tell(serverStatus))).toBe(false);
    await root.send(tell(serverStatus));
    expect(root.order('A1')).toBe(settled);
    expect(root.saved).toEqual([]);
  });

  it('are none of an order that nobody knows', async () => {
    const root = await rootWith();
    const serverStatus = serverStatusOf('silent', {
      about: 'refund',
      mandate: 'PAUSED',
      refund: back,
    });
    expect(root.actor.getSnapshot().can(tell(serverStatus))).toBe(false);
    expect(root.actor.getSnapshot().can(tell(serverStatus, 'constructor'))).toBe(false);
    expect(settledNews(undefined, serverStatus, START)).toBeUndefined();
  });

  it.each<[OrderStatusWord, string | undefined, boolean]>([
    ['pending', 'PAUSED', true],
    ['pending', undefined, true],
    ['submitted', 'PAUSED', true],
    ['submitted', undefined, false],
    ['authorizing', 'PAUSED', false],
    ['authorizing', undefined, false],
  ])('are the actor’s while it is %s, of the mandate %s: %s', async (status, mandate, reaches) => {
    const root = await rootWith({ restored: { orders: [record('A1')] } });
    const open = record('A1', { status, kind: 'mandate' });
    await root.send({ type: 'order.changed', order: open });
    const serverStatus = serverStatusOf('silent', { mandate });
    expect(root.actor.getSnapshot().can(tell(serverStatus))).toBe(reaches);
    expect(root.tells(tell(serverStatus))).toEqual(
      reaches ? [{ to: 'order:1', event: inform(serverStatus) }] : [],
    );
    expect(settledNews(open, serverStatus, START)).toBeUndefined();
  });
});

describe('an order that settles again', () => {
  const order = record('A1', paid);
  /** Its actor tells nobody what it knows. */
  const payment = paymentMachine.provide({ actions: { notifyParent: () => {} } });

  it.each<[what: string, before: Partial<OrderRecord>, after: Partial<OrderRecord>, is: boolean]>([
    ['the same way', {}, { refund: back }, false],
    ['after it was open', { settled: false }, {}, true],
    ['with another attempt', {}, { attemptId: 'second' }, true],
    ['as something else', {}, { status: 'refunded' }, true],
    ['verified', { verified: false }, {}, true],
  ])('%s is told: %4$s', async (_, before, after, isTold) => {
    const root = await rootWith({
      restored: { orders: [{ ...order, ...before }] },
      actors: { payment },
    });
    if (before.settled === false) {
      await root.send({ type: 'order.changed', order: { ...order, ...before } });
    }
    const next = { ...order, ...after };
    await root.send({ type: 'order.changed', order: next });
    expect(root.told).toEqual(isTold ? [{ type: 'order.settled', order: next }] : []);
    expect(root.saved.at(-1)).toBe(next);
  });
});

describe('a word about a refund', () => {
  const hint = inform(serverStatusOf('silent', { about: 'refund' }));
  const unpaid = record('A1', { ...failed, updatedAt: START });

  it('has the server asked about a settled order, at once', async () => {
    const root = await rootWith({ restored: { orders: [settled] } });
    expect(root.actor.getSnapshot().can(hint)).toBe(true);
    await root.send(hint);
    expect(root.lookUp('lookUp:1')).toMatchObject({ orderId: 'A1', waits: [0] });
    expect(root.order('A1')).toBe(settled);
  });

  it('leaves the looks that are planned', async () => {
    const root = await rootWith({ restored: { orders: [unpaid] } });
    root.clock.at += 2 * MINUTE;
    await root.send(hint);
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:2' });
    expect(root.lookUp('lookUp:2').waits).toEqual([0, 3 * MINUTE, 10 * MINUTE]);
    expect(root.children()).not.toContain('lookUp:1');
  });

  it.each<[string, OrderRecord, UpiFlowEvent]>([
    ['when it is about a mandate', settled, inform(serverStatusOf('silent', { about: 'mandate' }))],
    ['when it is about the order, and known', settled, inform(serverStatusOf('paid'))],
    ['heard by a look', settled, lookedUp(serverStatusOf('silent', { about: 'refund' }))],
    ['while the order has the screen', record('A1', { status: 'submitted' }), hint],
  ])('asks nobody %s', async (_, order, event) => {
    const root = await rootWith({ restored: { orders: [order] } });
    await root.send({ type: 'order.changed', order });
    expect(root.actor.getSnapshot().can(event)).toBe(false);
    await root.send(event);
    expect(root.context.statusLookups).toEqual({});
  });

  it('asks nobody where no server can be asked', async () => {
    const root = await rootWith({
      restored: { orders: [settled] },
      input: { canQueryStatus: false },
    });
    expect(root.actor.getSnapshot().can(hint)).toBe(false);
  });
});

describe('a recheck of a settled order', () => {
  const recheck = { type: 'order.recheck', orderId: 'A1' } as const;
  const returning = { ...settled, refund: onItsWay };

  it('asks about a refund on its way now, and as planned', async () => {
    const root = await rootWith({ restored: { orders: [returning] } });
    root.clock.at += 2 * MINUTE;
    expect(root.actor.getSnapshot().can(recheck)).toBe(true);
    await root.send(recheck);
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:2' });
    expect(root.lookUp('lookUp:2')).toMatchObject({
      orderId: 'A1',
      waits: [0, 3 * MINUTE, 10 * MINUTE],
    });
    expect(root.order('A1')).toBe(returning);
  });

  it.each<[string, OrderRecord, boolean]>([
    ['it is back', { ...settled, refund: back }, true],
    ['there is none', settled, true],
    ['the order has the screen', record('A1', { refund: onItsWay }), true],
    ['no server can be asked', returning, false],
  ])('is not taken when %s', async (_, order, canQueryStatus) => {
    const root = await rootWith({ restored: { orders: [order] }, input: { canQueryStatus } });
    await root.send({ type: 'order.changed', order });
    expect(root.actor.getSnapshot().can(recheck)).toBe(false);
    expect(root.actor.getSnapshot().can({ ...recheck, orderId: 'B2' })).toBe(false);
  });
});
