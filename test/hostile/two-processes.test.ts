import { describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND, World } from './support/world.js';

/** Two processes on one phone (an app and its extension, two tabs), each with its own storage object. */
async function two(): Promise<{ one: World; other: World }> {
  const one = await World.ready();
  const other = await World.ready({ beside: one });
  return { one, other };
}

const delays = [0, 7, 31];
const interleavings = delays.flatMap((get1) =>
  delays.flatMap((set1) =>
    delays.flatMap((get2) => delays.map((set2) => ({ get1, set1, get2, set2 }))),
  ),
);

describe('two storage objects over one store', () => {
  it.each(interleavings)(
    'two orders at once, storages of $get1/$set1 and $get2/$set2 ms: none is undone',
    async ({ get1, set1, get2, set2 }) => {
      const { one, other } = await two();
      Object.assign(one.storage, { get: get1, set: set1 });
      Object.assign(other.storage, { get: get2, set: set2 });
      one.server.lag = DAY;
      other.server.lag = DAY;
      await Promise.all([one.pay('A1'), other.pay('B1')]);
      await one.advance(3 * SECOND);
      expect([one.sent('A1').length, other.sent('B1').length]).toEqual([1, 1]);
      one.says('SUCCESS', one.request('A1'));
      other.says('SUCCESS', other.request('B1'));
      await one.advance(5 * SECOND);
      // Both are killed; who comes back knows both orders, though the server knows none.
      await other.restart(false);
      await one.restart();
      for (const orderId of ['A1', 'B1']) {
        expect(one.order(orderId)).toMatchObject({ orderId, canRetry: false });
        const before = one.sent(orderId).length;
        await one.pay(orderId);
        await one.advance(3 * SECOND);
        expect(one.sent(orderId).length).toBe(before);
      }
      await one.stop();
    },
  );

  it('an order that one ends as not paid, and the other knows to be paid, is found out', async () => {
    const one = await World.ready();
    one.server.lag = DAY;
    await one.pay('A1');
    await one.advance(3 * SECOND);
    const other = await World.ready({ beside: one });
    one.debit();
    await other.send({ type: 'order.recheck', orderId: 'A1' });
    await other.advance(SECOND);
    other.shows({ status: 'success', settled: true });
    one.says('BACKPRESS');
    await one.advance(MINUTE);
    one.shows({ status: 'backPress', settled: true });
    // Both are killed; what was written last is that it was not paid.
    await other.restart(false);
    one.server.lag = 0;
    await one.restart();
    await one.advance(MINUTE);
    one.shows({ status: 'success', settled: true, verified: true });
    await one.cannotPay('A1');
    await one.stop();
  });

  it('an order that the other one began is not sent here', async () => {
    const { one, other } = await two();
    one.server.lag = DAY;
    other.server.lag = DAY;
    await one.pay('A1');
    await one.advance(3 * SECOND);
    await other.pay('A1');
    await other.advance(3 * SECOND);
    expect([one.sent().length, other.sent().length]).toEqual([1, 0]);
    other.shows({ status: 'pending', settled: false, canRetry: false });
    await other.stop();
  });

  it.each(['SUCCESS', 'PENDING', 'FAILURE'] as const)(
    'an order that the other one sent, and the SDK said %s',
    async (word) => {
      const { one, other } = await two();
      one.server.lag = DAY;
      other.server.lag = DAY;
      await one.pay('A1');
      await one.advance(3 * SECOND);
      one.says(word);
      await one.advance(20 * SECOND);
      await other.pay('A1');
      await other.advance(3 * SECOND);
      expect(other.sent()).toEqual([]);
      await other.stop();
    },
  );

  it('an order that failed for the other one can be paid here, and is known there', async () => {
    const { one, other } = await two();
    await one.pay('A1');
    await one.advance(3 * SECOND);
    one.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_t1');
    one.says('FAILURE', one.request(), { txnUuid: 'A1_t1' });
    await one.advance(MINUTE);
    one.shows({ status: 'failure', settled: true });
    await other.pay('A1');
    await other.advance(3 * SECOND);
    expect(other.sent()).toHaveLength(1);
    // The first one knows nothing of it, but its claim must fail now.
    await one.retry('A1');
    await one.advance(3 * SECOND);
    expect(one.sent()).toHaveLength(1);
    other.debit('A1', 'A1_t2');
    other.says('SUCCESS');
    await other.advance(5 * SECOND);
    other.shows({ status: 'success', verified: true });
    await one.advance(5 * MINUTE);
    await one.finale();
  });

  it('the writes of one do not bring back what the other one settled', async () => {
    const { one, other } = await two();
    await one.pay('A1');
    await one.advance(3 * SECOND);
    // The other one starts when the order is open, and goes on writing.
    await other.restart();
    expect(other.order('A1')).toMatchObject({ settled: false });
    other.server.lag = DAY;
    one.debit('A1', 'A1_t1');
    one.says('SUCCESS');
    await one.advance(5 * SECOND);
    one.shows({ status: 'success', verified: true });
    one.server.lag = DAY;
    for (const orderId of ['B1', 'C1', 'D1']) {
      await other.pay(orderId);
      await other.advance(3 * SECOND);
      other.bankSays('AUTHORIZATION_FAILED', orderId);
      other.says('FAILURE', other.request(orderId));
      await other.advance(3 * MINUTE);
    }
    await one.restart();
    one.server.lag = DAY;
    expect(one.order('A1')?.canRetry).toBe(false);
    await one.cannotPay('A1');
    await one.finale();
  });
});
