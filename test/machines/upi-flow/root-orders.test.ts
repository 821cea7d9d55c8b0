import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../../core/model/order.js';
import type { MandateTerms } from '../../../core/protocol/index.js';
import type { UpiFlowEvent } from '../../../machines/upi-flow/types.js';
import { failed, paid, record } from '../../journal/support/records.js';
import { serverStatusOf } from '../support/payment.js';
import { checkoutFor, payFor, type Root, requestFor, rootWith, START } from '../support/root.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The order as its actor shows it now. */
function changed(order: OrderRecord): UpiFlowEvent {
  return { type: 'order.changed', order };
}

/** A root whose order A1 was asked for, and is like this now. */
async function rootAt(more: Partial<OrderRecord>): Promise<Root> {
  const root = await rootWith();
  await root.send(payFor('A1'));
  await root.send(changed({ ...root.order('A1'), ...more }));
  return root;
}

const unpaid = { ...failed, neverSent: true, updatedAt: START } as const;

describe('an attempt', () => {
  it.each([
    ['pay', 'pay'],
    ['mandate.create', 'mandate'],
    ['checkout', 'checkout'],
  ] as const)('by %s has an actor, a record and the screen', async (type, kind) => {
    const root = await rootWith({ restored: { orders: [record('B2')] } });
    root.clock.at += MINUTE;
    const asked = payFor('A1');
    await root.send(type === 'checkout' ? checkoutFor('A1') : { ...asked, type });
    expect(root.order('A1')).toMatchObject({
      kind,
      status: 'authorizing',
      settled: false,
      at: START + MINUTE,
      updatedAt: START + MINUTE,
    });
    expect(root.context).toMatchObject({
      payments: { A1: 'order:2', B2: 'order:1' },
      currentOrderId: 'A1',
    });
    const { request, signed } = root.payment('order:2').attempt ?? {};
    expect(root.context.requests).toEqual(type === 'checkout' ? {} : { A1: request });
    expect(root.payment('order:2').attempt).toEqual({
      orderId: 'A1',
      kind,
      amount: '2.00',
      ...asked.ids,
      ...(type === 'checkout' ? { signed } : { request }),
    });
    expect(root.payment('order:2').order).toMatchObject({ orderId: 'A1', status: 'authorizing' });
    expect(root.order('B2').status).toBe('pending');
  });

  it('with nothing to try again with leaves what others would be tried with', async () => {
    const root = await rootWith();
    await root.send(payFor('A1'), changed(record('A1', { status: 'pending' })), checkoutFor('B2'));
    expect(root.context.payments).toEqual({ A1: 'order:1', B2: 'order:2' });
    expect(Object.keys(root.context.requests)).toEqual(['A1']);
  });

  it.each(['pay', 'mandate.create', 'checkout'] as const)(
    'by %s is not taken while something has the screen, or for an open order',
    async (type) => {
      const root = await rootWith({ restored: { orders: [record('A1')] } });
      const asking = (orderId: string) =>
        type === 'checkout' ? checkoutFor(orderId) : { ...payFor(orderId), type };
      const can = (orderId: string) => root.actor.getSnapshot().can(asking(orderId));
      expect(can('A1')).toBe(false);
      expect(can('B2')).toBe(true);
      await root.send({ type: 'call.started' });
      expect(can('B2')).toBe(false);
      await root.send({ type: 'call.ended' }, asking('B2'));
      expect(can('B2')).toBe(false);
      expect(can('C3')).toBe(false);
    },
  );

  it('is not taken while the SDK does not run', async () => {
    const root = await rootWith();
    await root.send({ type: 'sdk.terminate' });
    expect(root.actor.getSnapshot().can(payFor('A1'))).toBe(false);
  });
});

describe('a retry', () => {
  const ids = { attemptId: 'second', requestId: 'other' };
  const event = { type: 'order.retry', orderId: 'A1', at: START, ids } as const;

  it('is the same attempt under new ids', async () => {
    const root = await rootAt(unpaid);
    root.clock.at += MINUTE;
    expect(root.actor.getSnapshot().can(event)).toBe(true);
    await root.send(event);
    expect(root.order('A1')).toMatchObject({
      status: 'authorizing',
      attempts: 2,
      attemptId: 'second',
      requestId: 'other',
      earlierRequestIds: ['next-A1'],
      at: START + MINUTE,
    });
    const { A1: id = '' } = root.context.payments;
    expect(root.payment(id).attempt).toEqual({
      orderId: 'A1',
      attemptId: 'second',
      requestId: 'other',
      kind: 'pay',
      amount: '2.00',
      request: root.context.requests['A1'],
    });
    expect(root.payment(id).attempt?.request).toBeDefined();
  });

  it('is not taken while something has the screen', async () => {
    const root = await rootAt(unpaid);
    await root.send({ type: 'call.started' });
    expect(root.actor.getSnapshot().can(event)).toBe(false);
  });

  it.each<[string, Partial<OrderRecord>]>([
    ['open', { status: 'pending' }],
    ['paid', paid],
  ])('is not taken for an order that is %s', async (_, more) => {
    const root = await rootAt(more);
    expect(root.actor.getSnapshot().can(event)).toBe(false);
  });

  it('is not taken for an order that nobody knows, or of before', async () => {
    const root = await rootWith({ restored: { orders: [record('A1', failed)] } });
    expect(root.actor.getSnapshot().can(event)).toBe(false);
    expect(root.actor.getSnapshot().can({ ...event, orderId: 'B2' })).toBe(false);
  });

  it('is not taken for a mandate that would begin in the past', async () => {
    const mandate: MandateTerms = {
      name: 'Gym',
      maxAmount: '500.00',
      amountRule: 'VARIABLE',
      frequency: 'MONTHLY',
      startDate: START,
      endDate: START + 100 * DAY,
    };
    const root = await rootWith();
    const request = requestFor('A1', { mandate });
    await root.send(payFor('A1', { type: 'mandate.create', request }));
    await root.send(changed({ ...root.order('A1'), ...unpaid }));
    expect(root.actor.getSnapshot().can(event)).toBe(true);
    expect(root.actor.getSnapshot().can({ ...event, at: START + 2 * DAY })).toBe(false);
  });
});

describe.each(['while the SDK runs', 'while it does not run'])('news of an order, %s', (when) => {
  async function rootHearing(...orders: readonly OrderRecord[]): Promise<Root> {
    const root = await rootWith({ restored: { orders } });
    if (when === 'while it does not run') await root.send({ type: 'sdk.terminate' });
    return root;
  }

  it('are shown and saved, once', async () => {
    const root = await rootHearing(record('A1'));
    const next = record('A1', { status: 'success', paid: 'reported' });
    await root.send(changed(next), changed(next));
    expect(root.order('A1')).toBe(next);
    expect(root.saved).toEqual([next]);
    expect(root.context.payments).toEqual({ A1: 'order:1' });
    expect(root.told).toEqual([]);
  });

  it('that it is pending are told once', async () => {
    const root = await rootHearing();
    const first = record('A1', { status: 'pending' });
    const second = record('A1', { status: 'pending', txnUuid: 't1' });
    await root.send(changed(record('A1')), changed(first), changed(second));
    expect(root.told).toEqual([{ type: 'order.pending', order: first }]);
    expect(root.saved).toHaveLength(3);
  });

  it('that it is pending are told of an order that was not known', async () => {
    const root = await rootHearing();
    const order = record('A1', { status: 'pending' });
    await root.send(changed(order));
    expect(root.told).toEqual([{ type: 'order.pending', order }]);
  });

  it('that it is settled are told, and end its actor', async () => {
    const root = await rootHearing(record('A1'), record('B2'));
    const order = record('A1', paid);
    await root.send(changed(order));
    expect(root.told).toEqual([{ type: 'order.settled', order }]);
    expect(root.saved).toEqual([order]);
    expect(root.context.payments).toEqual({ B2: 'order:2' });
    expect(root.children()).not.toContain('order:1');
    expect(root.children()).toContain('order:2');
    expect(root.context.statusLookups).toEqual({});
    expect(root.sent.map(({ to }) => to)).not.toContain('lookUp:1');
  });

  it('that another amount was paid are an error, too', async () => {
    const root = await rootHearing(record('A1'));
    const order = record('A1', { status: 'unresolved', settled: true });
    await root.send(changed(order));
    expect(root.told).toEqual([
      { type: 'order.settled', order },
      {
        type: 'error',
        problem: {
          reason: 'integration',
          code: 'AMOUNT_MISMATCH',
          field: 'amount',
          message: expect.stringContaining('another amount'),
          retry: false,
        },
        orderId: 'A1',
      },
    ]);
  });

  it('that it ended unpaid are followed by looks at it', async () => {
    const root = await rootHearing(record('A1'));
    await root.send(changed(record('A1', { ...failed, updatedAt: START - 2 * MINUTE })));
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:1' });
    expect(root.lookUp('lookUp:1')).toMatchObject({
      orderId: 'A1',
      waits: [MINUTE, 4 * MINUTE, 10 * MINUTE],
    });
  });

  it('that it came to nothing are followed by a look at once', async () => {
    const root = await rootHearing();
    await root.send(changed(record('A1', unpaid)));
    expect(root.lookUp('lookUp:1').waits).toEqual([0, MINUTE, 4 * MINUTE, 10 * MINUTE]);
  });

  it('that it is settled again end its earlier look-ups', async () => {
    const root = await rootHearing(record('A1', { ...failed, updatedAt: START }));
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:1' });
    await root.send(changed(record('A1', { ...failed, updatedAt: START + 1 })));
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:2' });
    expect(root.children()).toContain('lookUp:2');
    expect(root.children()).not.toContain('lookUp:1');
    await root.send(changed(record('A1', paid)));
    expect(root.context.statusLookups).toEqual({});
    expect(root.children()).not.toContain('lookUp:2');
  });

  it('that it is open leave its look-up running', async () => {
    const root = await rootHearing(record('A1', { ...failed, updatedAt: START }));
    await root.send(changed(record('A1', { status: 'pending' })));
    expect(root.context.statusLookups).toEqual({ A1: 'lookUp:1' });
    expect(root.children()).toContain('lookUp:1');
  });
});

describe('what cannot be written or understood', () => {
  it.each(['order.unsaved', 'order.unclear'] as const)(
    'is told with its order: %s',
    async (type) => {
      const root = await rootWith();
      const problem = { reason: 'storageFailed', retry: true } as const;
      await root.send({ type, orderId: 'A1', problem });
      expect(root.told).toEqual([{ type: 'error', problem, orderId: 'A1' }]);
    },
  );
});

describe('the order on the screen', () => {
  const dismiss = { type: 'order.dismiss', orderId: 'A1' } as const;

  it('is dismissed once it has left the screen of the SDK', async () => {
    const root = await rootAt({ status: 'submitted' });
    expect(root.actor.getSnapshot().can(dismiss)).toBe(false);
    await root.send(changed(record('A1', { status: 'pending' })));
    expect(root.actor.getSnapshot().can({ ...dismiss, orderId: 'B2' })).toBe(false);
    await root.send(dismiss);
    expect(root.context.currentOrderId).toBeUndefined();
    expect(root.actor.getSnapshot().can(dismiss)).toBe(false);
    expect(root.order('A1').status).toBe('pending');
    expect(Object.keys(root.context.requests)).toEqual(['A1']);
  });

  it('is neither dismissed nor asked about when it is no order any more', async () => {
    const root = await rootAt({ status: 'pending' });
    await root.send({ type: 'orders.restored', restored: { orders: [] } });
    expect(root.context.currentOrderId).toBe('A1');
    expect(root.actor.getSnapshot().can(dismiss)).toBe(false);
    expect(root.actor.getSnapshot().can({ ...dismiss, type: 'order.recheck' })).toBe(false);
    const inform = {
      ...dismiss,
      type: 'order.inform',
      serverStatus: serverStatusOf('paid'),
    } as const;
    expect(root.actor.getSnapshot().can(inform)).toBe(false);
  });

  it('is forgotten when it is dismissed and there is no room for it', async () => {
    const root = await rootWith({ input: { keepOrders: 0 } });
    await root.send(payFor('A1'));
    await root.send(changed({ ...root.order('A1'), ...unpaid }));
    expect(Object.keys(root.context.orders)).toEqual(['A1']);
    expect(Object.keys(root.context.requests)).toEqual(['A1']);
    await root.send(dismiss);
    expect(root.context.orders).toEqual({});
    expect(root.context.requests).toEqual({});
  });

  it('keeps no request for a retry once it is paid', async () => {
    const root = await rootAt(paid);
    expect(root.context.requests).toEqual({});
  });
});
