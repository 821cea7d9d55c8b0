import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, World } from './support/world.js';

const HUGE = 'x'.repeat(200_000);

/** Every event type that XState sees: it remembers each until the process ends. */
function typesOf(world: World): Set<string> {
  const types = new Set<string>();
  world.flow.actor.system.inspect((seen) => {
    if ('event' in seen) types.add(seen.event.type);
  });
  return types;
}

describe('event types', () => {
  it('carry no ids: fifty payments, each its own way, use no more than ten', async () => {
    const world = await World.ready();
    const types = typesOf(world);
    const words = ['SUCCESS', 'FAILURE', 'PENDING', 'BACKPRESS', 'USER_ABORTED'] as const;
    const run = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; at += 1) {
        const orderId = `M${at}`;
        const word = words[at % words.length] ?? 'SUCCESS';
        await world.pay(orderId);
        await world.advance(SECOND);
        if (word === 'SUCCESS' || word === 'PENDING') world.debit(orderId);
        else world.bankSays('AUTHORIZATION_FAILED', orderId);
        world.says(word, world.request(orderId), { txnUuid: `${orderId}_t1` });
        await world.advance(20 * SECOND);
        await world.send({ type: 'order.dismiss', orderId }, { type: 'app.foreground' });
        if (at % 10 === 3) {
          await world.retry(orderId);
          await world.advance(SECOND);
          world.says('PENDING', world.request(orderId));
        }
        await world.advance(10 * SECOND);
      }
    };
    await run(0, 10);
    const few = new Set(types);
    await run(10, 50);
    expect([...types].filter((type) => !few.has(type))).toEqual([]);
    expect([...types].filter((type) => /M\d|feedbeef/.test(type))).toEqual([]);
    await world.advance(20 * MINUTE);
    expect([...types].filter((type) => /M\d|feedbeef/.test(type))).toEqual([]);
    await world.stop();
  });

  it('carry no ids after a restart either', async () => {
    const world = await World.ready();
    for (const orderId of ['M1', 'M2', 'M3']) {
      await world.pay(orderId);
      await world.advance(SECOND);
      world.says('PENDING', world.request(orderId));
      await world.advance(0);
      world.debit(orderId);
    }
    await world.restart(false);
    const types = typesOf(world);
    world.flow.start();
    await world.advance(MINUTE);
    expect([...types].filter((type) => /M\d/.test(type))).toEqual([]);
    await world.finale();
  });

  it('carry no ids of reads, signatures and clocks', async () => {
    const world = await World.ready();
    const types = typesOf(world);
    await world.pay('M1');
    await world.advance(3 * SECOND);
    world.says('FAILURE', world.request('M1'));
    await world.advance(20 * MINUTE);
    world.sdk.emit({ event: 'session_expired', payload: { reqCode: 'reqcode-77' } });
    await world.advance(MINUTE);
    world.sdk.reply({ requestId: 'unknown-request-5' }, { status: 'SUCCESS', orderId: 'M1' });
    await world.advance(MINUTE);
    expect([...types].filter((type) => /M1|reqcode|unknown-request|feedbeef/.test(type))).toEqual(
      [],
    );
    await world.finale();
  });
});

describe('ids of 200 kB', () => {
  const sdkPayload = (orderId: string, requestId: string) => ({
    requestId,
    service: 'in.juspay.hyperpay',
    payload: { action: 'paymentPage', orderId, amount: '2.00' },
  });
  const commands = [
    {
      what: 'the order of a checkout',
      command: { type: 'checkout', sdkPayload: sdkPayload(HUGE, 'session-h') },
    },
    {
      what: 'the request of a checkout',
      command: { type: 'checkout', sdkPayload: sdkPayload('A1', HUGE) },
    },
    {
      what: 'the order of a payment',
      command: { type: 'pay', order: { orderId: HUGE, amount: '2.00' } },
    },
    {
      what: 'the account of a payment',
      command: { type: 'pay', order: { orderId: 'A1', amount: '2.00' }, accountRefId: HUGE },
    },
    {
      what: 'the payee of a payment',
      command: { type: 'pay', order: { orderId: 'A1', amount: '2.00', gatewayReferenceId: HUGE } },
    },
    {
      what: 'the amount of a payment',
      command: { type: 'pay', order: { orderId: 'A1', amount: `${'9'.repeat(200_000)}.00` } },
    },
  ] as const;

  it.each(commands)('$what: refused, and nothing is left behind', async ({ command }) => {
    const world = await World.ready();
    await world.send(command);
    await world.advance(5 * SECOND);
    expect(world.requests).toEqual([]);
    expect(world.noticesOf('command.rejected')).toMatchObject([{ reason: 'invalid' }]);
    expect(JSON.stringify(world.state).length).toBeLessThan(10_000);
    expect(JSON.stringify(world.notices).length).toBeLessThan(10_000);
    expect(world.storage.bytes).toBeLessThan(10_000);
    await world.stop();
  });

  it.each(['order.recheck', 'order.retry', 'order.dismiss', 'order.inform'] as const)(
    '%s: refused, and said in few words',
    async (type) => {
      const world = await World.ready();
      const types = typesOf(world);
      const status = { orderId: HUGE, status: 'CHARGED', amount: '2.00' };
      if (type === 'order.inform') await world.send({ type, orderId: HUGE, status });
      else await world.send({ type, orderId: HUGE });
      expect(world.noticesOf('command.rejected')).toHaveLength(1);
      expect(JSON.stringify(world.notices).length).toBeLessThan(1_000);
      for (const seen of types) expect(seen.length).toBeLessThan(200);
      await world.stop();
    },
  );

  it('of the SDK: not kept', async () => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    world.debit();
    world.says('PENDING', world.request(), { txnUuid: HUGE, gatewayResponseCode: HUGE });
    world.sdk.reply({ requestId: HUGE }, { status: 'SUCCESS', orderId: HUGE });
    world.sdk.emit({ event: HUGE });
    world.sdk.emit({ event: 'session_expired', payload: { reqCode: HUGE } });
    await world.advance(MINUTE);
    expect(JSON.stringify(world.state).length).toBeLessThan(10_000);
    expect(JSON.stringify(world.notices).length).toBeLessThan(10_000);
    expect(world.storage.bytes).toBeLessThan(50_000);
    await world.finale();
  });

  it('of the server: not kept', async () => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    const odd = { orderId: 'A1', status: HUGE, amount: '2.00', txnUuid: HUGE, mandateStatus: HUGE };
    world.server.says.set('A1', () => odd);
    world.says('PENDING');
    await world.advance(MINUTE);
    await world.send({ type: 'order.inform', orderId: 'A1', status: odd });
    expect(JSON.stringify(world.state).length).toBeLessThan(10_000);
    expect(JSON.stringify(world.notices).length).toBeLessThan(10_000);
    expect(world.storage.bytes).toBeLessThan(50_000);
    world.debit();
    await world.finale();
  });

  it('fifty of them leave nothing behind', async () => {
    const world = await World.ready();
    const types = typesOf(world);
    for (let at = 0; at < 50; at += 1) {
      await world.checkout(`${at}-${HUGE}`);
      world.sdk.reply({ requestId: `${at}-${HUGE}` }, { status: 'SUCCESS' });
    }
    await world.advance(MINUTE);
    expect(world.state.orders).toEqual({});
    expect([...types].reduce((sum, type) => sum + type.length, 0)).toBeLessThan(20_000);
    expect(world.storage.bytes).toBeLessThan(10_000);
    await world.stop();
  });
});
