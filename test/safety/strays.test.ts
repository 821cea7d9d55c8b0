import { describe, expect, it } from 'vitest';
import type { App } from './support/lives.js';
import { named } from './support/payments.js';
import { said, standing, standings, strays } from './support/strays.js';

const MINUTE = 60_000;
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
    // An attempt on the SDK's screen goes on; its own answer is still to come.
    const isRead = stray.ofOrder && order.name !== 'on the screen again';
    expect(reads(app) - asked).toBe(isRead ? 1 : 0);
    // Only "may be paid" takes "not paid" back, until the server has answered.
    const reopens = isRead && order.name === 'not paid' && word !== 'FAILURE';
    if (reopens) expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
    else expect(app.order('A1')).toBe(before);

    await app.wait(4_000);
    expect(reads(app) - asked).toBe(isRead ? 1 : 0);
    expect(app.order('A1')).toMatchObject({
      status: order.status,
      settled: order.settled,
      verified: before.verified,
      attempts: before.attempts,
      canRetry: before.canRetry,
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
});
