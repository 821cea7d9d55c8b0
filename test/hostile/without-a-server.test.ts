import { describe, expect, it } from 'vitest';
import {
  MINUTE,
  PROCESS_DEADLINE,
  SECOND,
  unpaidWords,
  type Word,
  World,
} from './support/world.js';

/** The merchant's server signs, and cannot be asked about orders. */
async function sent(): Promise<World> {
  const world = await World.ready({ canQueryStatus: false });
  await world.pay();
  await world.advance(SECOND);
  expect(world.sent()).toHaveLength(1);
  return world;
}

const certain = ['FAILURE', 'Pay_Failure', 'BACKPRESS'] as const satisfies readonly Word[];

describe('nobody can be asked about orders', () => {
  it.each(certain)('%s settles, and can be tried again', async (word) => {
    const world = await sent();
    world.says(word);
    await world.advance(SECOND);
    expect(world.order()).toMatchObject({ settled: true, canRetry: true });
    await world.retry();
    await world.advance(SECOND);
    expect(world.sent()).toHaveLength(2);
    world.says('SUCCESS');
    await world.advance(SECOND);
    world.shows({ status: 'success', verified: false, settled: true });
    await world.cannotPay();
    await world.stop();
  });

  it.each(['PENDING', 'silence', 'USER_ABORTED', 'JP_002', 'JP_012'] as const)(
    '%s stays open for ever',
    async (word) => {
      const world = await sent();
      world.says(word);
      await world.advance(PROCESS_DEADLINE + 30 * MINUTE);
      expect(world.order()).toMatchObject({ settled: false, canRetry: false });
      await world.send({ type: 'app.foreground' }, { type: 'order.recheck', orderId: 'A1' });
      await world.restart();
      await world.advance(30 * MINUTE);
      expect(world.order()).toMatchObject({ settled: false, canRetry: false });
      await world.cannotPay();
      await world.stop();
    },
  );

  it.each(unpaidWords)('SUCCESS after %s is shown, and is never payable again', async (word) => {
    const world = await sent();
    world.says(word);
    await world.advance(MINUTE);
    world.says('SUCCESS');
    await world.advance(SECOND);
    expect(world.order()).toMatchObject({ status: 'success', canRetry: false });
    await world.cannotPay();
    await world.restart();
    await world.cannotPay();
    await world.stop();
  });

  it.each([
    'while the second is signed',
    'while the second is written',
    'on the PIN page',
    'after the second failed',
  ] as const)(
    'a late SUCCESS of the first attempt %s: never sent after it, never payable again',
    async (when) => {
      const world = await sent();
      const first = world.request();
      world.says('FAILURE');
      await world.advance(SECOND);
      if (when === 'while the second is signed') {
        world.server.signs = async ({ claims }) => {
          await world.clock.wait(5 * SECOND);
          return world.server.sign(claims);
        };
      }
      if (when === 'while the second is written') world.storage.set = SECOND;
      await world.retry();
      await world.advance(500);
      const open = when === 'on the PIN page' || when === 'after the second failed';
      expect(world.sent()).toHaveLength(open ? 2 : 1);
      if (when === 'after the second failed') {
        world.says('FAILURE');
        await world.advance(SECOND);
      }
      world.says('SUCCESS', first);
      await world.advance(20 * SECOND);
      expect(world.sent()).toHaveLength(open ? 2 : 1);
      if (when === 'on the PIN page') world.says('BACKPRESS');
      world.storage.works();
      await world.advance(MINUTE);
      expect(world.order()?.canRetry).toBe(false);
      await world.cannotPay();
      await world.restart();
      await world.cannotPay();
      await world.stop();
    },
  );

  it('a push message is believed', async () => {
    const world = await sent();
    world.says('PENDING');
    await world.advance(0);
    const status = { orderId: 'A1', status: 'CHARGED', amount: '2.00' };
    await world.send({ type: 'order.inform', orderId: 'A1', status });
    world.shows({ status: 'success', verified: true, settled: true });
    await world.cannotPay();
    await world.stop();
  });
});

describe('an SDK that is ended', () => {
  it.each([true, false])(
    'while the payment is signed (server to ask: %s): nothing is sent',
    async (canQueryStatus) => {
      const world = await World.ready({ canQueryStatus });
      world.server.signs = async ({ claims }) => {
        await world.clock.wait(3 * SECOND);
        return world.server.sign(claims);
      };
      await world.pay();
      await world.send({ type: 'sdk.terminate' });
      await world.send({ type: 'sdk.retry' });
      await world.advance(MINUTE);
      expect(world.sent()).toEqual([]);
      expect(world.order()).toMatchObject({ settled: true, canRetry: true });
      await world.stop();
    },
  );

  it.each(['SUCCESS', 'FAILURE'] as const)(
    'on the PIN page: pending; a late %s of the old one is heard',
    async (word) => {
      const world = await World.ready();
      await world.pay();
      await world.advance(3 * SECOND);
      await world.send({ type: 'sdk.terminate' });
      await world.advance(SECOND);
      expect(world.order()).toMatchObject({ status: 'pending', settled: false, canRetry: false });
      await world.send({ type: 'sdk.retry' });
      await world.advance(3 * SECOND);
      world.debit();
      world.says(word);
      await world.advance(MINUTE);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );
});

describe('a word that is provisional', () => {
  it('is left by the person: it goes on being asked about', async () => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    world.server.lag = 90 * SECOND;
    world.debit();
    world.says('FAILURE');
    await world.advance(0);
    expect(world.state.step).toMatchObject({ name: 'outcome', order: { settled: false } });
    await world.send({ type: 'order.dismiss', orderId: 'A1' });
    expect(world.state.step).toMatchObject({ name: 'ready' });
    await world.advance(3 * MINUTE);
    world.shows({ status: 'success', verified: true });
    expect(world.state.step).toMatchObject({ name: 'ready' });
    await world.finale();
  });

  it('is asked about when the person asks', async () => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    world.says('FAILURE');
    await world.advance(20 * SECOND);
    world.debit();
    await world.send({ type: 'order.recheck', orderId: 'A1' });
    await world.advance(SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it('is told as settled once, when it is', async () => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    world.says('FAILURE');
    await world.advance(MINUTE);
    expect(world.noticesOf('order.settled')).toEqual([]);
    await world.advance(2 * MINUTE);
    expect(world.noticesOf('order.settled')).toHaveLength(1);
    await world.advance(30 * MINUTE);
    await world.send({ type: 'app.foreground' });
    await world.advance(MINUTE);
    expect(world.noticesOf('order.settled')).toHaveLength(1);
    await world.finale();
  });

  it('is forgotten by a small keepOrders: a second pay asks first', async () => {
    const world = await World.ready({ config: { keepOrders: 1 } });
    await world.pay();
    await world.advance(3 * SECOND);
    world.says('BACKPRESS');
    await world.advance(20 * SECOND);
    world.debit();
    for (const orderId of ['B1', 'C1']) {
      await world.pay(orderId);
      await world.advance(3 * SECOND);
      world.debit(orderId);
      world.says('SUCCESS', world.request(orderId));
      await world.advance(SECOND);
    }
    await world.pay('A1');
    await world.advance(3 * SECOND);
    expect(world.sent('A1')).toHaveLength(1);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});
