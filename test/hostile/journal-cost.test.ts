import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, World } from './support/world.js';

const MANY = 2_000;
const name = (at: number): string => `J${String(at).padStart(5, '0')}`;

async function payOne(world: World, orderId: string): Promise<void> {
  world.flow.send({ type: 'pay', order: { orderId, amount: '2.00' } });
  await until(world, () => world.requests.at(-1)?.orderId === orderId);
  world.debit(orderId);
  world.says('SUCCESS', world.request(orderId));
  const told = world.notices.length;
  await until(world, () => world.notices.length > told);
}

async function until(world: World, isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 50 && !isSo(); turn += 1) await world.clock.advance(10);
}

interface Cost {
  readonly bytes: number;
  readonly reads: number;
  readonly writes: number;
}

/** What one payment costs the storage, over so many of them. */
async function costOf(world: World, from: number, payments: number): Promise<Cost> {
  const { storage } = world;
  const before = { bytes: storage.bytes, reads: storage.reads, writes: storage.writes };
  for (let at = from; at < from + payments; at += 1) await payOne(world, name(at));
  return {
    bytes: (storage.bytes - before.bytes) / payments,
    reads: (storage.reads - before.reads) / payments,
    writes: (storage.writes - before.writes) / payments,
  };
}

describe('with 10 and with 2,000 kept orders', () => {
  it('a payment costs the storage the same; the start reads a bounded part and hides no open order', async () => {
    const world = await World.ready({ watched: false, config: { keepOrders: 3_000 } });
    await world.pay('OPEN');
    await world.advance(3 * SECOND);
    world.says('PENDING', world.request('OPEN'));
    await world.advance(0);
    await costOf(world, 0, 10);
    const few = await costOf(world, 10, 64);
    for (let at = 74; at < MANY; at += 64) {
      const now = await costOf(world, at, 64);
      // Far beyond the bar already: the rest would only take long.
      expect(now.bytes / few.bytes, `bytes with ${at} orders`).toBeLessThan(1.5);
    }
    const many = await costOf(world, 9_000, 64);
    expect(many.bytes / few.bytes).toBeLessThanOrEqual(1.1);
    expect(many.reads / few.reads).toBeLessThanOrEqual(1.1);
    expect(many.writes / few.writes).toBeLessThanOrEqual(1.1);
    expect(many.bytes).toBeLessThan(20_000);

    world.debit('OPEN');
    await world.restart();
    expect(world.storage.reads).toBeLessThan(200);
    world.shows({ status: 'success', verified: true }, 'OPEN');
    world.shows({ status: 'success' }, name(9_063));
    await world.cannotPay(name(9_063));
    await world.stop();
  }, 120_000);

  it('a payment that failed and was tried again costs the same as well', async () => {
    const world = await World.ready({ config: { keepOrders: 3_000 } });
    const fail = async (orderId: string): Promise<number> => {
      const before = world.storage.bytes;
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        if (attempt === 1) await world.pay(orderId);
        else await world.retry(orderId);
        await world.advance(100);
        world.bankSays('AUTHORIZATION_FAILED', orderId, `${orderId}_${attempt}`);
        world.says('FAILURE', world.request(orderId), { txnUuid: `${orderId}_${attempt}` });
        await world.advance(100);
      }
      world.shows({ settled: true, attempts: 2 }, orderId);
      return world.storage.bytes - before;
    };
    await costOf(world, 0, 10);
    const few = await fail('F00001');
    await costOf(world, 10, 60);
    expect((await fail('F00002')) / few).toBeLessThanOrEqual(1.3);
    await world.stop();
  });
});

describe('events that tell nothing new', () => {
  it('write nothing', async () => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    world.says('PENDING');
    await world.advance(20 * MINUTE);
    const { writes } = world.storage;
    await world.advance(20 * MINUTE);
    await world.send({ type: 'app.background' }, { type: 'app.foreground' });
    await world.advance(2 * MINUTE);
    expect(world.storage.writes).toBe(writes);
    world.debit();
    await world.finale();
  });

  it('an order costs a handful of writes from the tap to the end', async () => {
    const world = await World.ready();
    const { writes } = world.storage;
    await world.pay();
    await world.advance(3 * SECOND);
    world.debit();
    world.says('SUCCESS');
    await world.advance(MINUTE);
    world.shows({ status: 'success', verified: true });
    expect(world.storage.writes - writes).toBeLessThanOrEqual(12);
    await world.finale();
  });
});

describe('what is kept', () => {
  it.each([{ keepOrders: 0 }, { keepOrders: 1 }, { keepOrders: 3 }])(
    'keepOrders $keepOrders: an unsettled order is never forgotten',
    async ({ keepOrders }) => {
      const world = await World.ready({ config: { keepOrders } });
      await world.pay('OPEN');
      await world.advance(3 * SECOND);
      world.says('PENDING', world.request('OPEN'));
      await world.advance(0);
      for (let at = 0; at < 8; at += 1) {
        const orderId = name(at);
        await world.pay(orderId);
        await world.advance(3 * SECOND);
        world.debit(orderId);
        world.says('SUCCESS', world.request(orderId));
        await world.advance(SECOND);
      }
      expect(world.order('OPEN')).toMatchObject({ settled: false });
      await world.restart();
      expect(world.order('OPEN')).toMatchObject({ settled: false });
      world.debit('OPEN');
      await world.finale();
    },
  );

  it('the store does not grow without end', { timeout: 120_000 }, async () => {
    const world = await World.ready({ config: { keepOrders: 5 } });
    await costOf(world, 0, 40);
    const size = (): number =>
      [...world.kept].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
    const before = { keys: world.kept.size, size: size() };
    await costOf(world, 100, 200);
    expect(world.kept.size).toBeLessThanOrEqual(before.keys * 2);
    expect(size()).toBeLessThanOrEqual(before.size * 2);
    await world.stop();
  });
});
