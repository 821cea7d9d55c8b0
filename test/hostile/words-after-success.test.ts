import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND, unpaidWords, type Word, World } from './support/world.js';

const weaker: readonly Word[] = ['PENDING', ...unpaidWords];
const lags = [0, 14 * SECOND, 10 * MINUTE, 3 * HOUR];
const kills = ['nothing', 'a restart between', 'a restart after', 'two restarts'] as const;

async function sent(lag: number): Promise<World> {
  const world = await World.ready();
  await world.pay();
  await world.advance(3 * SECOND);
  world.server.lag = lag;
  world.debit('A1', 'A1_t1');
  return world;
}

const stillPaid = (world: World): void => {
  expect(['success', 'pending']).toContain(world.order()?.status);
  expect(world.order()?.canRetry).toBe(false);
};

describe('SUCCESS, and then a weaker word for the same request', () => {
  it.each(weaker.flatMap((word) => lags.map((lag) => ({ word, lag }))))(
    '$word, server $lag ms behind',
    async ({ word, lag }) => {
      const world = await sent(lag);
      world.says('SUCCESS', world.request(), { txnUuid: 'A1_t1' });
      await world.advance(0);
      world.says(word, world.request());
      await world.advance(5 * MINUTE);
      stillPaid(world);
      await world.advance(20 * MINUTE);
      stillPaid(world);
      await world.cannotPay();
      await world.finale();
    },
  );

  it.each(weaker.flatMap((word) => kills.map((kill) => ({ word, kill }))))(
    '$word, with $kill',
    async ({ word, kill }) => {
      const world = await sent(DAY);
      const request = world.request();
      world.says('SUCCESS', request);
      await world.advance(SECOND);
      if (kill === 'a restart between' || kill === 'two restarts') await world.restart();
      world.says(word, request);
      await world.advance(SECOND);
      if (kill === 'a restart after' || kill === 'two restarts') await world.restart();
      await world.advance(10 * MINUTE);
      stillPaid(world);
      await world.cannotPay();
      await world.finale();
    },
  );

  it.each(weaker.map((word) => ({ word })))('$word in the same turn', async ({ word }) => {
    const world = await sent(DAY);
    world.says('SUCCESS');
    world.says(word);
    await world.advance(10 * MINUTE);
    stillPaid(world);
    await world.cannotPay();
    await world.finale();
  });

  it.each(weaker.map((word) => ({ word })))('$word came first', async ({ word }) => {
    const world = await sent(DAY);
    world.says(word);
    await world.advance(MINUTE);
    world.says('SUCCESS');
    await world.advance(10 * MINUTE);
    stillPaid(world);
    await world.restart();
    await world.advance(10 * MINUTE);
    stillPaid(world);
    await world.cannotPay();
    await world.finale();
  });

  it('both inside `process`', async () => {
    const world = await World.ready();
    world.sdk.takes = (request) => {
      world.says('SUCCESS', request);
      world.says('FAILURE', request);
    };
    world.server.lag = DAY;
    await world.pay();
    await world.advance(10 * MINUTE);
    world.debit();
    stillPaid(world);
    await world.cannotPay();
    await world.finale();
  });
});

describe('a late SUCCESS, and then one stale reading', () => {
  const stale = ['NEW', 'AUTHORIZATION_FAILED', 'PENDING_VBV', 'NOT_FOUND', 'NONSENSE'];

  it.each(stale.map((status) => ({ status })))('$status', async ({ status }) => {
    const world = await sent(DAY);
    world.says('FAILURE');
    await world.advance(3 * MINUTE);
    world.shows({ status: 'failure', settled: true });
    world.server.says.set('A1', () => ({ orderId: 'A1', status, amount: '2.00' }));
    world.says('SUCCESS', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(MINUTE);
    stillPaid(world);
    await world.restart();
    await world.advance(30 * MINUTE);
    stillPaid(world);
    await world.cannotPay();
    await world.finale();
  });

  it.each(stale.map((status) => ({ status })))('by order.inform: $status', async ({ status }) => {
    const world = await sent(DAY);
    world.says('SUCCESS');
    await world.advance(0);
    const push = { orderId: 'A1', status, amount: '2.00', txnUuid: 'A1_t1' };
    await world.send({ type: 'order.inform', orderId: 'A1', status: push });
    await world.advance(MINUTE);
    stillPaid(world);
    await world.cannotPay();
    await world.finale();
  });
});

describe('confirmed by the server', () => {
  const stale = ['NEW', 'AUTHORIZATION_FAILED', 'PENDING_VBV'];

  it.each(stale.map((status) => ({ status })))(
    'a later $status changes nothing',
    async ({ status }) => {
      const world = await sent(0);
      world.says('SUCCESS');
      await world.advance(SECOND);
      world.shows({ status: 'success', verified: true, settled: true });
      world.server.says.set('A1', () => ({
        orderId: 'A1',
        status,
        amount: '2.00',
        txnUuid: 'A1_t1',
      }));
      const push = { orderId: 'A1', status, amount: '2.00', txnUuid: 'A1_t1' };
      await world.send({ type: 'order.inform', orderId: 'A1', status: push });
      await world.send({ type: 'app.foreground' }, { type: 'order.recheck', orderId: 'A1' });
      world.says('FAILURE');
      await world.advance(MINUTE);
      world.shows({ status: 'success', verified: true, settled: true, canRetry: false });
      await world.restart();
      await world.advance(MINUTE);
      world.shows({ status: 'success', verified: true, settled: true, canRetry: false });
      await world.finale();
    },
  );

  it('a refund is shown, and is not payable', async () => {
    const world = await sent(0);
    world.says('SUCCESS');
    await world.advance(SECOND);
    const push = { orderId: 'A1', status: 'AUTO_REFUNDED', amount: '2.00' };
    await world.send({ type: 'order.inform', orderId: 'A1', status: push });
    world.shows({ status: 'refunded', settled: true, canRetry: false });
    await world.cannotPay();
    await world.stop();
  });

  it.each(unpaidWords.map((word) => ({ word })))(
    'CHARGED by a push while $word is provisional, and a stale reading after it',
    async ({ word }) => {
      const world = await sent(DAY);
      world.says(word);
      await world.advance(SECOND);
      const push = { orderId: 'A1', status: 'CHARGED', amount: '2.00', txnUuid: 'A1_t1' };
      await world.send({ type: 'order.inform', orderId: 'A1', status: push });
      world.shows({ status: 'success', verified: true, settled: true });
      await world.advance(5 * MINUTE);
      world.shows({ status: 'success', verified: true, settled: true });
      await world.restart();
      await world.advance(MINUTE);
      world.shows({ status: 'success', verified: true, settled: true });
      await world.cannotPay();
      await world.stop();
    },
  );
});

describe('SUCCESS without a server to ask', () => {
  it.each(weaker.map((word) => ({ word })))(
    'and then $word: shown as paid, never payable',
    async ({ word }) => {
      const world = await World.ready({ canQueryStatus: false });
      await world.pay();
      await world.advance(SECOND);
      world.says('SUCCESS');
      world.says(word);
      await world.advance(MINUTE);
      world.shows({ status: 'success', canRetry: false });
      await world.restart();
      await world.cannotPay();
      await world.stop();
    },
  );

  it('late, over a settled failure: shown, and never payable', async () => {
    const world = await World.ready({ canQueryStatus: false });
    await world.pay();
    await world.advance(SECOND);
    world.says('FAILURE');
    await world.advance(SECOND);
    world.shows({ status: 'failure', settled: true, canRetry: true });
    world.says('SUCCESS');
    await world.advance(MINUTE);
    world.shows({ status: 'success', canRetry: false });
    await world.restart();
    await world.cannotPay();
    await world.stop();
  });

  it('SUCCESS beside an error and a code is not certain', async () => {
    const world = await World.ready({ canQueryStatus: false });
    await world.pay();
    await world.advance(SECOND);
    world.sdk.reply(world.request(), { status: 'SUCCESS' }, { error: true, errorCode: 'JP_012' });
    await world.advance(MINUTE);
    expect(world.order()?.settled).toBe(false);
    expect(world.order()?.canRetry).toBe(false);
    await world.cannotPay();
    await world.stop();
  });
});
