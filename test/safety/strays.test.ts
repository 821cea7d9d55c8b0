import { describe, expect, it } from 'vitest';
import { moneyRequests } from '../flow/support/wire.js';
import type { App } from './support/lives.js';
import { named } from './support/payments.js';
import { said, standing, standings, strays } from './support/strays.js';

const MINUTE = 60_000;
/** How the attempt after the one that was called paid may end. */
const endsOfAttempt = [
  { title: 'FAILURE, and the server knows', plan: { answer: 'FAILURE' } },
  { title: 'BACKPRESS, before there was a transaction', plan: { answer: 'BACKPRESS' } },
  { title: 'PENDING, and it is declined', plan: { answer: 'PENDING', money: 'declined' } },
] as const;

const words = ['SUCCESS', 'PENDING', 'FAILURE'] as const;

const cases = strays.flatMap((stray) =>
  standings
    .filter(({ name }) => !stray.not.includes(name))
    .flatMap((order) =>
      words.map((word) => ({
        stray,
        order,
        word,
        title: `${word} of ${stray.name}: ${order.name}`,
      })),
    ),
);

/** How often the server was asked about orders. */
function reads(app: App): number {
  return app.simulator.server.calls.filter(({ operation }) => operation === 'orderStatus').length;
}

describe('a result that nobody waits for', () => {
  it.each(named(cases))('%s', async (_, { stray, order, word }) => {
    const { life, requestId } = await stray.of(await standing(order));
    const { app } = life;
    const before = app.order('A1');
    expect(before).toMatchObject({ status: order.status, settled: order.settled });
    const told = app.notices.length;
    const asked = reads(app);

    life.say(said(requestId, word));
    await app.wait(1);
    expect(app.notices.slice(told)[0]).toMatchObject({ type: 'sdk.late', requestId });
    // Money is concerned, so the server is asked, also beside an attempt on the SDK's screen.
    expect(reads(app) - asked).toBe(stray.ofOrder ? 1 : 0);
    // Only "may be paid" takes "not paid" back, until the server has answered.
    const reopens = stray.ofOrder && order.name === 'not paid' && word !== 'FAILURE';
    if (reopens) expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
    else expect(app.order('A1')).toBe(before);

    await app.wait(4_000);
    expect(reads(app) - asked).toBe(stray.ofOrder ? 1 : 0);
    // What the SDK called paid may not be paid again, though the server calls it failed.
    const doubt =
      reopens && word === 'SUCCESS' ? { status: 'pending', settled: false, canRetry: false } : {};
    expect(app.order('A1')).toMatchObject({
      status: order.status,
      settled: order.settled,
      verified: reopens && word === 'SUCCESS' ? false : before.verified,
      attempts: before.attempts,
      canRetry: before.canRetry,
      ...doubt,
    });
    app.flow.stop();
  });

  it.each(words)('%s: the server’s word counts, if it is another by now', async (word) => {
    const [order] = standings.filter(({ name }) => name === 'not paid');
    if (order === undefined) throw new Error('no such order');
    for (const stray of strays.filter(({ ofOrder, not }) => ofOrder && !not.includes(order.name))) {
      const { life, requestId } = await stray.of(await standing(order));
      const { app } = life;
      app.simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
      life.say(said(requestId, word));
      await app.wait(MINUTE);
      expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
      app.flow.stop();
    }
  });

  it.each(named(endsOfAttempt))(
    'SUCCESS of an earlier attempt keeps the order from being paid again: %s',
    async (_, { plan }) => {
      const [order] = standings.filter(({ name }) => name === 'on the screen again');
      if (order === undefined) throw new Error('no such order');
      const life = await standing({ ...order, again: { ...plan, actsAfter: 20_000 } });
      const { app } = life;
      const [first] = moneyRequests(app.simulator);
      life.say(said(first?.requestId, 'SUCCESS'));
      await app.wait(30 * MINUTE);
      expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false, canRetry: false });
      app.simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
      await app.send({ type: 'order.recheck', orderId: 'A1' });
      await app.wait(1_000);
      expect(app.order('A1')).toMatchObject({ status: 'success', settled: true, verified: true });
      app.flow.stop();
    },
  );
});
