import { describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { type Orders, sqliteOrders } from '../../../src/server/index.js';
import { createTestServer, type TestServer } from '../../../testing/server/index.js';

vi.setConfig({ testTimeout: 60_000 });

const SECOND = 1_000;

/** An order that somebody was given the means to pay. */
async function opened(world: TestServer, orderId: string): Promise<void> {
  await world.orders.create({ orderId, customerId: world.customerId, amount: '2.00' });
  const answer = await world.request('/sessions', { body: { orderId } });
  expect(answer.status).toBe(201);
}

const told = ({ events }: TestServer) => events.map(({ order }) => order.orderId);
const looks = ({ mock }: TestServer) =>
  mock.calls.filter(({ route }) => route === 'orderStatus').length;

describe('the checks of one process', () => {
  it('look at an order while the look at another takes long', async () => {
    const world = await createTestServer();
    world.mock.faults.arm('slow', { route: 'orderStatus', ms: 9 * SECOND });
    await opened(world, 'A1');
    await world.pass(3 * SECOND);
    expect(looks(world)).toBe(1);
    await opened(world, 'A2');
    world.mock.pays('A2');
    await world.pass(2 * SECOND);
    expect(told(world)).toEqual(['A2']);
    world.mock.pays('A1');
    await world.pass(10 * SECOND);
    expect(told(world)).toEqual(['A2', 'A1']);
    await world.stop();
  });

  it('look at orders whose time comes while the look at another takes long', async () => {
    const world = await createTestServer();
    world.mock.webhooks.arm('lose', { times: 100 });
    world.mock.faults.arm('slow', { route: 'orderStatus', ms: 9 * SECOND });
    await opened(world, 'A1');
    await world.pass(1.5 * SECOND);
    await opened(world, 'A2');
    await world.pass(0.2 * SECOND);
    await opened(world, 'A3');
    for (const orderId of ['A2', 'A3']) world.mock.pays(orderId);
    await world.pass(4 * SECOND);
    expect(told(world)).toEqual(['A2', 'A3']);
    await world.pass(10 * SECOND);
    await world.stop();
  });

  it('forget no webhook that comes while they ask the books what is next', async () => {
    let post = async () => {};
    const simulator = createSimulator();
    const orders = await sqliteOrders({ file: ':memory:', now: () => simulator.clock.now() });
    const { nextDueAt } = orders.store;
    const late: Orders = {
      ...orders,
      store: {
        ...orders.store,
        nextDueAt: async () => {
          const at = await nextDueAt();
          await post();
          return at;
        },
      },
    };
    const world = await createTestServer({ simulator, orders: late });
    world.mock.webhooks.arm('lose', { times: 100 });
    await opened(world, 'A1');
    await world.pass(SECOND);
    post = async () => {
      post = async () => {};
      world.mock.pays('A1');
      world.mock.webhooks.say({
        id: 'evt_1',
        event_name: 'X',
        content: { order: { order_id: 'A1' } },
      });
      await world.mock.webhooks.idle();
      // What it woke comes while they are still at it.
      const { clock } = simulator;
      while ((clock.nextAt ?? Number.POSITIVE_INFINITY) <= clock.now()) await clock.next();
    };
    // The first look comes after two seconds, the next two seconds later.
    await world.pass(2 * SECOND);
    expect(told(world)).toEqual(['A1']);
    await world.stop();
  });

  it('begin nothing new when they are stopped, and wait for no answer', async () => {
    const world = await createTestServer();
    const ids = Array.from({ length: 20 }, (_, nth) => `A${nth}`);
    for (const orderId of ids) await opened(world, orderId);
    world.mock.faults.arm('slow', { route: 'orderStatus', times: 100, ms: 5 * SECOND });
    await world.pass(3 * SECOND);
    const begun = looks(world);
    expect(begun).toBeGreaterThan(1);
    expect(begun).toBeLessThan(ids.length);
    let isStopped = false;
    const stopping = world.server.stop().then(() => {
      isStopped = true;
    });
    await world.pass(SECOND);
    expect(isStopped).toBe(true);
    await world.pass(10 * SECOND);
    expect(looks(world)).toBe(begun);
    await stopping;
    // The next process looks at the rest.
    const next = await world.restarted();
    await next.pass(60 * SECOND);
    expect(looks(next)).toBeGreaterThan(ids.length);
    await next.stop();
  });
});
