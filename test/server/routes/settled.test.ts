import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OrderEvent } from '../../../src/server/index.js';
import {
  createTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../../testing/server/index.js';

vi.setConfig({ testTimeout: 60_000 });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((test) => test.stop()));
});

async function serverWith(server: TestServerOptions['server']): Promise<TestServer> {
  const test = await createTestServer({ world: { device: 'LINKED' }, server });
  servers.push(test);
  return test;
}

/** Somebody pays an order of the books. */
async function paid(test: TestServer, orderId: string): Promise<void> {
  const { customerId } = test;
  await test.orders.create({ orderId, customerId, amount: '2.00' });
  await test.request('/sessions', { body: { orderId } });
  test.mock.pays(orderId);
}

const toldOf = ({ orders: { db } }: TestServer) =>
  db.selectFrom('upi_outbox').select(['id', 'delivered_at']).orderBy('id').execute();

describe('onOrderSettled', () => {
  it('that throws is called again, each minute, until it does not, and then never', async () => {
    const at: number[] = [];
    const test = await serverWith({
      onOrderSettled: ({ order }) => {
        at.push(order.orderId === 'A1' ? test.simulator.clock.now() : 0);
        if (at.length < 4) throw new Error('the warehouse is away');
      },
    });
    await paid(test, 'A1');
    await test.pass(30 * SECOND);
    expect(at).toHaveLength(1);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'paid' });
    await test.pass(HOUR);
    expect(at).toHaveLength(4);
    for (const [index, time] of at.slice(1).entries()) {
      expect(time - (at[index] ?? 0)).toBeGreaterThanOrEqual(MINUTE);
      expect(time - (at[index] ?? 0)).toBeLessThanOrEqual(2 * MINUTE);
    }
    expect(test.errors).toHaveLength(3);
    expect(await toldOf(test)).toEqual([{ id: 'a1:settled', delivered_at: expect.any(Number) }]);
  });

  it('that rejects is called again, and what it wrote before is not there', async () => {
    let tries = 0;
    const test = await serverWith({
      onOrderSettled: async ({ order }, transaction) => {
        tries += 1;
        await transaction
          .insertInto('upi_idempotency')
          .values({ key: `shipped ${order.orderId} ${tries}`, hash: '', at: 0 })
          .execute();
        if (tries < 3) throw new Error('not yet');
      },
    });
    await paid(test, 'A1');
    await test.pass(HOUR);
    const rows = await test.orders.db.selectFrom('upi_idempotency').select('key').execute();
    expect(rows).toEqual([{ key: 'shipped A1 3' }]);
  });

  it('that throws holds up no other order, and no answer', async () => {
    const told: string[] = [];
    const test = await serverWith({
      onOrderSettled: ({ order }) => {
        if (order.orderId === 'A1') throw new Error('never this one');
        told.push(order.orderId);
      },
    });
    await paid(test, 'A1');
    await paid(test, 'A2');
    await test.pass(MINUTE);
    await paid(test, 'A3');
    await test.pass(MINUTE);
    expect(told.sort()).toEqual(['A2', 'A3']);
    const answer = await test.request('/orders/A1');
    expect(await answer.json()).toMatchObject({ status: 'CHARGED' });
    await test.pass(24 * HOUR);
    expect(told).toHaveLength(2);
    expect(await toldOf(test)).toContainEqual({ id: 'a1:settled', delivered_at: null });
  });

  it('that is slow is called once, and what waits for it is answered after it', async () => {
    const told: string[] = [];
    const test = await serverWith({
      onOrderSettled: async ({ order }) => {
        told.push(order.orderId);
        await new Promise<void>((resolve) => {
          test.simulator.clock.setTimeout(resolve, 8 * SECOND);
        });
      },
    });
    await paid(test, 'A1');
    await test.pass(SECOND);
    expect(told).toEqual(['A1']);
    const asking = test.request('/orders/A1');
    await test.pass(10 * MINUTE);
    expect(await (await asking).json()).toMatchObject({ status: 'CHARGED' });
    await test.pass(HOUR);
    expect(told).toEqual(['A1']);
    expect(test.errors).toEqual([]);
  });

  it('that is under way is waited for when the server stops', async () => {
    let isDone = false;
    const test = await serverWith({
      onOrderSettled: async () => {
        await new Promise<void>((resolve) => {
          test.simulator.clock.setTimeout(resolve, 8 * SECOND);
        });
        isDone = true;
      },
    });
    await paid(test, 'A1');
    await test.pass(SECOND);
    const stopping = test.server.stop();
    await test.pass(2 * MINUTE);
    await stopping;
    expect(isDone).toBe(true);
    expect(await toldOf(test)).toEqual([{ id: 'a1:settled', delivered_at: expect.any(Number) }]);
  });

  it('that never managed is called by the next process, with the same event', async () => {
    const seen: OrderEvent[] = [];
    let isAway = true;
    const test = await serverWith({
      onOrderSettled: (event) => {
        seen.push(event);
        if (isAway) throw new Error('away');
      },
    });
    await paid(test, 'A1');
    await test.pass(MINUTE);
    servers.splice(0);
    const next = await test.restarted();
    servers.push(next);
    isAway = false;
    await next.pass(HOUR);
    const last = seen.at(-1);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every((event) => JSON.stringify(event) === JSON.stringify(last))).toBe(true);
    expect(last).toMatchObject({ kind: 'settled', order: { orderId: 'A1', status: 'paid' } });
    expect(await toldOf(next)).toEqual([{ id: 'a1:settled', delivered_at: expect.any(Number) }]);
  });

  it('hears of an order, never of whose phone or card it was', async () => {
    const test = await serverWith({});
    await paid(test, 'A1');
    await test.pass(MINUTE);
    const text = JSON.stringify(test.events);
    expect(text).toContain('"status":"paid"');
    expect(text).not.toMatch(/98765|asha@|phone|email|vpa/i);
  });
});

describe('onOrderEvent', () => {
  it('that throws is called again, and the order stays settled', async () => {
    const kinds: string[] = [];
    let left = 2;
    const test = await serverWith({
      onOrderEvent: ({ kind }) => {
        kinds.push(kind);
        left -= 1;
        if (left >= 0) throw new Error('away');
      },
    });
    await paid(test, 'A1');
    await test.pass(MINUTE);
    await test.juspay.refund({ orderId: 'A1', uniqueRequestId: 'r1', amount: '2.00' });
    await test.pass(6 * HOUR);
    expect(kinds.length).toBeGreaterThan(2);
    expect((await toldOf(test)).every(({ delivered_at: at }) => at !== null)).toBe(true);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'refunded' });
  });

  it('may be left out', async () => {
    const test = await serverWith({ onOrderEvent: undefined });
    await paid(test, 'A1');
    await test.pass(MINUTE);
    await test.juspay.refund({ orderId: 'A1', uniqueRequestId: 'r1', amount: '2.00' });
    await test.pass(6 * HOUR);
    expect((await toldOf(test)).every(({ delivered_at: at }) => at !== null)).toBe(true);
    expect(test.errors).toEqual([]);
  });
});
