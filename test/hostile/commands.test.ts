import { describe, expect, it } from 'vitest';
import type { UpiCommand } from '../../src/index.js';
import { MINUTE, SECOND, World } from './support/world.js';

const order = (orderId: string) => ({ orderId, amount: '2.00' });
const pay = (orderId = 'A1'): UpiCommand => ({ type: 'pay', order: order(orderId) });

/** Ids that count up; `drawn` says how many were asked for. Every second one may be an old one. */
function countedIds() {
  const ids: { drawn: number; again: string | undefined } = { drawn: 0, again: undefined };
  const newId = () => {
    ids.drawn += 1;
    if (ids.again !== undefined && ids.drawn % 2 === 0) return ids.again;
    return `00000000-0000-4000-8000-${String(ids.drawn).padStart(12, '0')}`;
  };
  return { ids, newId };
}

describe('flow.can', () => {
  it.each([
    ['NOPERMISSION', false],
    ['FRESH', false],
    ['BOUND', false],
    ['LINKED', true],
  ] as const)(
    'says of pay what the statechart and flow.send say, on a phone that is %s',
    async (status, can) => {
      const world = new World();
      if (status !== 'LINKED') world.sdk.answers.set('upiGetSessionToken', () => ({ status }));
      await world.start();
      expect(world.flow.can(pay())).toBe(can);
      const snapshot = world.flow.actor.getSnapshot();
      expect(snapshot.can({ type: 'pay' })).toBe(can);
      expect(snapshot.can({ type: 'pay', order: order('A1') })).toBe(can);
      await world.send(pay());
      await world.advance(3 * SECOND);
      expect(world.sent()).toHaveLength(can ? 1 : 0);
      expect(world.noticesOf('command.rejected')).toHaveLength(can ? 0 : 1);
      await world.stop();
    },
  );

  it('draws no ids, and asks nobody, however often it is asked', async () => {
    const { ids, newId } = countedIds();
    const world = await World.ready({ config: { newId } });
    const [drawn, asked] = [ids.drawn, world.sdk.calls.length];
    for (let times = 0; times < 10; times += 1) {
      expect(world.flow.can(pay())).toBe(true);
      expect(world.flow.can({ type: 'device.refresh' })).toBe(true);
      expect(world.flow.can({ type: 'order.retry', orderId: 'A1' })).toBe(false);
    }
    await world.advance(SECOND);
    expect([ids.drawn, world.sdk.calls.length]).toEqual([drawn, asked]);
    await world.stop();
  });
});

describe('ids that were used before', () => {
  it('send nothing, and the command is rejected', async () => {
    const { ids, newId } = countedIds();
    const world = await World.ready({ config: { newId } });
    await world.pay();
    await world.advance(3 * SECOND);
    world.debit();
    world.says('SUCCESS');
    await world.advance(MINUTE);
    const used = world.request().requestId;
    ids.again = used;
    // Whichever of its two ids comes first, one command or the next takes the old one for its request.
    for (const orderId of ['B1', 'B2', 'B3', 'B4']) await world.send(pay(orderId));
    await world.send({ type: 'order.dismiss', orderId: 'B1' }, pay('B5'));
    await world.advance(MINUTE);
    const requests = world.requests.map(({ requestId }) => requestId);
    expect(requests).toEqual([used]);
    expect(world.noticesOf('command.rejected').length).toBeGreaterThanOrEqual(4);
    await world.stop();
  });
});
