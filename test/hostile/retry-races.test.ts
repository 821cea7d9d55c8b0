import { describe, expect, it } from 'vitest';
import { never } from './support/clock.js';
import type { Call } from './support/sdk.js';
import {
  HOUR,
  MINUTE,
  PROCESS_DEADLINE,
  SECOND,
  World,
  type WorldOptions,
} from './support/world.js';

const charged = { orderId: 'A1', status: 'CHARGED', amount: '2.00', txnUuid: 'A1_t1' };

/** The first attempt ended without money, as far as anybody knew. */
async function failedOnce(
  lag = 0,
  options: WorldOptions = {},
): Promise<{ world: World; first: Call }> {
  const world = await World.ready(options);
  world.server.lag = lag;
  await world.pay();
  await world.advance(3 * SECOND);
  const first = world.request();
  world.says('FAILURE');
  await world.advance(3 * MINUTE);
  world.shows({ status: 'failure', settled: true, canRetry: true });
  return { world, first };
}

/** How the news of the first attempt's money arrives. */
const news = [
  {
    by: 'a late SUCCESS of the SDK',
    tell: async (world: World, first: Call) => {
      world.says('SUCCESS', first, { txnUuid: 'A1_t1' });
      await world.advance(0);
    },
  },
  {
    by: 'a push message',
    tell: (world: World) => world.send({ type: 'order.inform', orderId: 'A1', status: charged }),
  },
];

/** How far the second attempt is. */
const moments = [
  {
    when: 'while it is signed',
    arrange: (world: World) => {
      world.server.signs = async ({ claims }) => {
        await world.clock.wait(5 * SECOND);
        return world.server.sign(claims);
      };
    },
    wait: SECOND,
  },
  {
    when: 'while a try to sign is repeated',
    arrange: (world: World) => {
      let tries = 0;
      world.server.signs = async ({ claims }) => {
        tries += 1;
        if (tries === 1) throw new Error('busy');
        await world.clock.wait(5 * SECOND);
        return world.server.sign(claims);
      };
    },
    wait: 500,
  },
  {
    when: 'while it is written',
    arrange: (world: World) => {
      world.storage.set = SECOND;
    },
    wait: 500,
  },
  {
    when: 'while the storage is read for it',
    arrange: (world: World) => {
      world.storage.get = SECOND;
    },
    wait: 500,
  },
] as const;

describe.each(moments)('the first attempt turns out to be paid $when', ({ arrange, wait }) => {
  it.each(news)('by $by: the second is not sent', async ({ tell }) => {
    const { world, first } = await failedOnce();
    arrange(world);
    // What the bank did is known to the server only a little later.
    world.server.lag = 30 * SECOND;
    world.debit('A1', 'A1_t1');
    await world.retry();
    await world.advance(wait);
    expect(world.sent()).toHaveLength(1);
    await tell(world, first);
    await world.advance(20 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.storage.works();
    await world.advance(2 * MINUTE);
    world.shows({ status: 'success', verified: true, canRetry: false });
    await world.finale();
  });

  it('by a late PENDING: the server is asked before anything is sent', async () => {
    const { world, first } = await failedOnce();
    arrange(world);
    world.server.lag = 30 * SECOND;
    world.debit('A1', 'A1_t1');
    await world.retry();
    await world.advance(wait);
    world.says('PENDING', first, { txnUuid: 'A1_t1' });
    await world.advance(20 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.storage.works();
    await world.advance(2 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe.each(['SUCCESS', 'PENDING'] as const)(
  'an attempt that was forgotten is called %s',
  (word) => {
    it.each(moments)('$when of another one for its order: that is not sent', async (moment) => {
      const { world, first } = await failedOnce(0, { config: { keepOrders: 0 } });
      await world.send({ type: 'order.dismiss', orderId: 'A1' });
      expect(world.order()).toBeUndefined();
      moment.arrange(world);
      world.server.lag = 30 * SECOND;
      world.debit('A1', 'A1_t1');
      await world.pay();
      await world.advance(moment.wait);
      world.says(word, first, { txnUuid: 'A1_t1' });
      await world.advance(20 * SECOND);
      expect(world.sent()).toHaveLength(1);
      world.storage.works();
      await world.advance(2 * MINUTE);
      world.shows({ status: 'success', verified: true, canRetry: false });
      await world.finale();
    });

    it('with its order spelled in other letters: the next one is not sent', async () => {
      const { world, first } = await failedOnce(0, { config: { keepOrders: 0 } });
      await world.send({ type: 'order.dismiss', orderId: 'A1' });
      world.server.signs = never;
      world.server.lag = 30 * SECOND;
      world.debit('A1', 'A1_t1');
      await world.pay();
      world.says(word, first, { orderId: 'a1', txnUuid: 'A1_t1' });
      await world.advance(0);
      world.shows({ settled: false, status: 'pending' });
      await world.advance(2 * MINUTE);
      expect(world.sent()).toHaveLength(1);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    });

    it('of another order, when that is paid: nothing comes of it', async () => {
      const { world, first } = await failedOnce(0, { config: { keepOrders: 0 } });
      await world.send({ type: 'order.dismiss', orderId: 'A1' });
      await world.pay('B2');
      await world.advance(0);
      world.says(word, first, { txnUuid: 'A1_t1' });
      await world.advance(3 * SECOND);
      expect(world.sent('B2')).toHaveLength(1);
    });
  },
);

describe('the first attempt turns out to be paid when the second is on the PIN page', () => {
  it.each(news)('by $by: paid is shown, and found out', async ({ tell }) => {
    const { world, first } = await failedOnce();
    world.server.lag = 30 * SECOND;
    await world.retry();
    await world.advance(SECOND);
    expect(world.sent()).toHaveLength(2);
    world.debit('A1', 'A1_t1');
    await tell(world, first);
    await world.advance(5 * MINUTE);
    expect(world.order()).toMatchObject({ status: 'success', canRetry: false });
    await world.finale();
  });

  it.each(['FAILURE', 'BACKPRESS', 'USER_ABORTED', 'JP_002', 'JP_012'] as const)(
    'the second then ends with %s: the order stays paid',
    async (word) => {
      const { world, first } = await failedOnce();
      await world.retry();
      await world.advance(SECOND);
      const second = world.request();
      expect(second).not.toBe(first);
      world.server.lag = HOUR;
      world.debit('A1', 'A1_t1');
      world.says('SUCCESS', first, { txnUuid: 'A1_t1' });
      await world.advance(0);
      world.says(word, second);
      await world.advance(10 * MINUTE);
      expect(world.order()?.settled === true && world.order()?.status !== 'success').toBe(false);
      expect(world.order()?.canRetry).toBe(false);
      await world.cannotPay();
      await world.finale();
    },
  );

  it.each(['FAILURE', 'BACKPRESS', 'PENDING'] as const)(
    'the second ended with %s first, and then the first says SUCCESS',
    async (word) => {
      const { world, first } = await failedOnce();
      world.server.lag = HOUR;
      await world.retry();
      await world.advance(SECOND);
      world.says(word, world.request());
      await world.advance(5 * SECOND);
      world.debit('A1', 'A1_t1');
      world.says('SUCCESS', first, { txnUuid: 'A1_t1' });
      await world.advance(10 * MINUTE);
      expect(world.order()?.canRetry).toBe(false);
      await world.cannotPay();
      await world.finale();
    },
  );

  it('the second is killed on the PIN page: nothing is offered again', async () => {
    const { world, first } = await failedOnce();
    await world.retry();
    await world.advance(SECOND);
    world.server.lag = HOUR;
    world.debit('A1', 'A1_t1');
    world.says('SUCCESS', first, { txnUuid: 'A1_t1' });
    await world.advance(0);
    await world.restart();
    await world.advance(10 * MINUTE);
    expect(world.order()?.canRetry).toBe(false);
    await world.cannotPay();
    await world.finale();
  });

  it('nobody answers the second: the truth about the first is shown when its time is over', async () => {
    const { world } = await failedOnce();
    await world.retry();
    await world.advance(SECOND);
    world.debit('A1', 'A1_t1');
    await world.advance(PROCESS_DEADLINE + MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe('a look-up under way when the retry is asked for', () => {
  it.each([
    { answer: 'at once', ms: 0 },
    { answer: 'after half a second', ms: 500 },
    { answer: 'after eight seconds', ms: 8 * SECOND },
  ])('and it says paid $answer: never settled as not paid again', async ({ ms }) => {
    const { world } = await failedOnce();
    world.debit('A1', 'A1_t1');
    world.server.says.set('A1', async () => {
      await world.clock.wait(ms);
      return charged;
    });
    await world.send({ type: 'app.foreground' });
    await world.retry();
    await world.advance(30 * SECOND);
    // Where the answer came in time, nothing may have been sent.
    if (ms < 2 * SECOND) expect(world.sent()).toHaveLength(1);
    expect(world.order()).toMatchObject({ status: 'success', canRetry: false });
    await world.finale();
  });

  it('a read that hangs for ever holds up no retry for ever', async () => {
    const { world } = await failedOnce();
    world.server.says.set('A1', never);
    await world.send({ type: 'app.foreground' });
    await world.retry();
    await world.advance(15 * SECOND);
    expect(world.sent()).toHaveLength(2);
    world.debit('A1', 'A1_t2');
    world.says('SUCCESS');
    await world.finale();
  });
});

describe('a push message about a first attempt that was not sent yet', () => {
  const words = ['PENDING_VBV', 'AUTHORIZING', 'STARTED', 'CHARGED', 'AUTO_REFUNDED'];
  const cases = moments.flatMap((one) => words.map((word) => ({ ...one, word })));

  it.each(cases)('$word $when: it is not sent', async ({ arrange, wait, word }) => {
    const world = await World.ready();
    arrange(world);
    world.server.lag = HOUR;
    await world.pay();
    await world.advance(wait);
    const status = { orderId: 'A1', status: word, amount: '2.00', txnUuid: 'elsewhere' };
    await world.send({ type: 'order.inform', orderId: 'A1', status });
    await world.advance(20 * SECOND);
    expect(world.sent()).toEqual([]);
    expect(world.order()?.canRetry).toBe(false);
    world.storage.works();
    await world.stop();
  });

  it.each(['NEW', 'AUTHORIZATION_FAILED', 'NONSENSE'])(
    '%s: it is sent all the same',
    async (word) => {
      const world = await World.ready();
      moments[0].arrange(world);
      await world.pay();
      await world.advance(SECOND);
      const status = { orderId: 'A1', status: word, amount: '2.00', txnUuid: 'elsewhere' };
      await world.send({ type: 'order.inform', orderId: 'A1', status });
      await world.advance(20 * SECOND);
      expect(world.sent()).toHaveLength(1);
      world.debit();
      world.says('SUCCESS');
      await world.finale();
    },
  );
});

describe('a late word of the first attempt after a restart', () => {
  it.each(['while the second is open', 'after the second failed'] as const)(
    'SUCCESS %s',
    async (when) => {
      const { world, first } = await failedOnce();
      world.server.lag = HOUR;
      await world.retry();
      await world.advance(3 * SECOND);
      expect(world.sent()).toHaveLength(2);
      if (when === 'after the second failed') {
        world.says('BACKPRESS');
        await world.advance(20 * SECOND);
      }
      await world.restart();
      world.debit('A1', 'A1_t1');
      world.says('SUCCESS', first, { txnUuid: 'A1_t1' });
      await world.advance(5 * MINUTE);
      expect(world.order()?.canRetry).toBe(false);
      await world.cannotPay();
      await world.restart();
      await world.cannotPay();
      await world.finale();
    },
  );
});

describe('an answer to the second that names the transaction of the first', () => {
  it('FAILURE, and the server says that one failed: the second is still open', async () => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_t1');
    world.says('FAILURE', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(10 * SECOND);
    world.shows({ status: 'failure', settled: true, canRetry: true });
    await world.retry();
    await world.advance(3 * SECOND);
    world.server.lag = MINUTE;
    world.debit('A1', 'A1_t2');
    world.says('FAILURE', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(50 * SECOND);
    expect(world.order()).toMatchObject({ settled: false, canRetry: false });
    await world.advance(5 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe('two taps', () => {
  it('two retries send once', async () => {
    const { world } = await failedOnce();
    await world.send(
      { type: 'order.retry', orderId: 'A1' },
      { type: 'order.retry', orderId: 'A1' },
    );
    await world.advance(5 * SECOND);
    expect(world.sent()).toHaveLength(2);
    world.debit('A1', 'A1_t2');
    world.says('SUCCESS');
    await world.finale();
  });

  it('a retry and a pay of the same order send once', async () => {
    const { world } = await failedOnce();
    await world.send(
      { type: 'order.retry', orderId: 'A1' },
      { type: 'pay', order: { orderId: 'A1', amount: '2.00' } },
    );
    await world.advance(5 * SECOND);
    expect(world.sent()).toHaveLength(2);
    world.debit('A1', 'A1_t2');
    world.says('SUCCESS');
    await world.finale();
  });

  it('a pay after a restart asks first, and sends once', async () => {
    const { world } = await failedOnce();
    await world.restart();
    await world.pay();
    await world.advance(3 * SECOND);
    expect(world.sent()).toHaveLength(2);
    expect(world.server.reads('A1')).toBeGreaterThan(0);
    world.debit('A1', 'A1_t2');
    world.says('SUCCESS');
    await world.finale();
  });
});
