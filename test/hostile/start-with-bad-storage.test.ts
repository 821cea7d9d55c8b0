import { describe, expect, it } from 'vitest';
import type { StorageMode } from './support/storage.js';
import { DAY, MINUTE, SECOND, World } from './support/world.js';

const broken: readonly StorageMode[] = ['rejects', 'throws', 'hangs', 20 * SECOND];
const eachBroken = broken.map((get) => ({ get }));

/** A process was killed when its order was on the PIN page; the bank debited. */
async function killedWhilePaying(): Promise<World> {
  const world = await World.ready();
  await world.pay();
  await world.advance(3 * SECOND);
  world.debit('A1', 'A1_t1');
  await world.restart(false);
  return world;
}

async function start(world: World, get: StorageMode): Promise<void> {
  world.storage.get = get;
  await world.start();
}

describe('the orders cannot be read at the start', () => {
  it.each(eachBroken)(
    '$get for a while: then every open order is shown and looked up',
    async ({ get }) => {
      const world = await killedWhilePaying();
      await start(world, get);
      await world.advance(10 * SECOND);
      world.storage.works();
      await world.advance(2 * MINUTE);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );

  it.each(eachBroken)('$get: the SDK starts meanwhile', async ({ get }) => {
    const world = await killedWhilePaying();
    await start(world, get);
    await world.advance(10 * SECOND);
    expect(world.state.sdk).toBe('ready');
    expect(world.state.device).toBe('linked');
    await world.stop();
  });

  it.each(eachBroken)(
    '$get: payments are refused, with a problem that says why',
    async ({ get }) => {
      const world = await killedWhilePaying();
      await start(world, get);
      await world.advance(6 * SECOND);
      world.notices.length = 0;
      await world.pay('B1');
      await world.checkout('C1');
      await world.retry('A1');
      await world.advance(20 * MINUTE);
      expect(world.requests.filter(({ orderId }) => orderId !== 'A1')).toEqual([]);
      const rejected = world.noticesOf('command.rejected');
      expect(rejected.length).toBeGreaterThanOrEqual(2);
      expect(rejected[0]).toMatchObject({
        command: 'pay',
        reason: 'notReady',
        problem: { reason: 'storageFailed' },
      });
      world.storage.works();
      await world.finale();
    },
  );

  it.each(eachBroken)('$get: a second pay of an open order is never sent', async ({ get }) => {
    const world = await killedWhilePaying();
    world.server.lag = DAY;
    await start(world, get);
    for (let minute = 0; minute < 5; minute += 1) {
      await world.pay('A1');
      await world.advance(MINUTE);
    }
    expect(world.sent('A1')).toHaveLength(1);
    world.storage.works();
    await world.advance(5 * MINUTE);
    await world.cannotPay('A1');
    await world.finale();
  });

  it.each(eachBroken)(
    '$get for a quarter of an hour: payments work again after it',
    async ({ get }) => {
      const world = await killedWhilePaying();
      await start(world, get);
      await world.advance(15 * MINUTE);
      world.storage.works();
      await world.send({ type: 'app.foreground' });
      await world.advance(2 * MINUTE);
      world.shows({ status: 'success', verified: true });
      await world.pay('B1');
      await world.advance(3 * SECOND);
      expect(world.sent('B1')).toHaveLength(1);
      world.debit('B1');
      world.says('SUCCESS', world.request('B1'));
      await world.finale();
    },
  );

  it('the tries back off', async () => {
    const world = await killedWhilePaying();
    await start(world, 'rejects');
    const before = world.storage.reads;
    await world.advance(60 * MINUTE);
    const reads = world.storage.reads - before;
    expect(reads).toBeGreaterThan(2);
    expect(reads).toBeLessThan(1_000);
    await world.stop();
  });

  it('an answer of the SDK that comes meanwhile is not lost', async () => {
    const world = await killedWhilePaying();
    world.server.lag = DAY;
    await start(world, 'rejects');
    world.says('SUCCESS', world.request('A1'), { txnUuid: 'A1_t1' });
    await world.advance(10 * SECOND);
    world.storage.works();
    await world.advance(5 * MINUTE);
    expect(world.order()?.canRetry).toBe(false);
    await world.cannotPay();
    await world.finale();
  });

  it('a push that comes meanwhile does not throw and settles nothing wrong', async () => {
    const world = await killedWhilePaying();
    await start(world, 'hangs');
    const status = { orderId: 'A1', status: 'AUTHORIZATION_FAILED', amount: '2.00' };
    await world.send(
      { type: 'order.inform', orderId: 'A1', status },
      { type: 'order.recheck', orderId: 'A1' },
      { type: 'order.dismiss', orderId: 'A1' },
    );
    world.storage.works();
    await world.finale();
  });

  it('stop() while they are read leaves nothing running', async () => {
    const world = await killedWhilePaying();
    await start(world, 'rejects');
    await world.advance(5 * SECOND);
    await world.stop();
    await world.advance(MINUTE);
    expect(world.time.running.size).toBe(0);
  });
});

describe('a storage of another kind', () => {
  it.each([7, true, {}, [], Symbol('x')])(
    'that answers %s for every key: nothing is thrown, nothing is sent',
    async (answer) => {
      const world = await killedWhilePaying();
      Object.assign(world.storage, { getItem: () => answer });
      await start(world, 'works');
      await world.pay('B1');
      await world.advance(MINUTE);
      expect(world.sent('B1')).toEqual([]);
      await world.stop();
    },
  );

  it('that answers at once, without promises', async () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key),
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    const world = await World.ready({ config: { storage } });
    await world.pay();
    await world.advance(3 * SECOND);
    world.debit();
    await world.restart();
    await world.advance(SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it('that throws at once, without promises: nothing is sent, and it says why', async () => {
    let broken = false;
    const kept = new Map<string, string>();
    const fail = (): void => {
      if (broken) throw new Error('QuotaExceededError');
    };
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => {
        fail();
        kept.set(key, value);
      },
      removeItem: (key: string) => {
        fail();
        kept.delete(key);
      },
    };
    const world = await World.ready({ config: { storage } });
    broken = true;
    await world.pay();
    await world.advance(MINUTE);
    expect(world.sent()).toEqual([]);
    expect(world.order()?.problem).toMatchObject({ reason: 'storageFailed' });
    broken = false;
    await world.retry();
    await world.advance(3 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });
});

describe('a key that is damaged', () => {
  const damages = [
    { how: 'cut in half', damage: (text: string) => text.slice(0, text.length / 2) },
    { how: 'empty', damage: () => '' },
    { how: 'another language', damage: () => '<html>captive portal</html>' },
    { how: 'null', damage: () => 'null' },
    { how: 'of a newer version', damage: () => JSON.stringify({ version: 99, orders: {} }) },
  ];

  it.each(damages)(
    '$how, any one of them: nothing throws, and nothing is sent twice',
    async ({ damage }) => {
      const first = await killedWhilePaying();
      for (const key of [...first.kept.keys()]) {
        const world = await killedWhilePaying();
        const old = world.kept.get(key);
        if (old === undefined) continue;
        world.kept.set(key, damage(old));
        await start(world, 'works');
        await world.advance(10 * SECOND);
        // Where the order is not known any more, the server is asked before anything is sent.
        await world.cannotPay('A1');
        await world.finale();
      }
      await first.stop();
    },
  );

  it('the order that is open is hidden by no damage to a settled one', async () => {
    const world = await World.ready();
    for (const orderId of ['S1', 'S2', 'S3']) {
      await world.pay(orderId);
      await world.advance(3 * SECOND);
      world.debit(orderId);
      world.says('SUCCESS', world.request(orderId));
      await world.advance(3 * SECOND);
    }
    const settled = new Set(world.kept.keys());
    await world.pay('A1');
    await world.advance(3 * SECOND);
    world.debit();
    for (const key of settled) {
      const kept = new Map(world.kept);
      world.kept.set(key, 'damaged');
      await world.restart();
      await world.advance(10 * SECOND);
      expect(world.order('A1')).toMatchObject({ orderId: 'A1' });
      expect(world.order('A1')?.canRetry).toBe(false);
      world.kept.clear();
      for (const [name, text] of kept) world.kept.set(name, text);
    }
    await world.restart();
    await world.finale();
  });
});
