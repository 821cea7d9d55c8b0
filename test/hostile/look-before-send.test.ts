import { describe, expect, it } from 'vitest';
import { never } from './support/clock.js';
import { DAY, MINUTE, SECOND, World } from './support/world.js';

const underWay = [
  'STARTED',
  'PENDING_VBV',
  'VBV_SUCCESSFUL',
  'AUTHORIZING',
  'AUTHORIZED',
  'CAPTURE_INITIATED',
  'PENDING',
  'PENDING_AUTHENTICATION',
] as const;
const unpaid = ['AUTHORIZATION_FAILED', 'AUTHENTICATION_FAILED', 'JUSPAY_DECLINED'] as const;
const untouched = ['NEW', 'CREATED', 'NOT_FOUND'] as const;

const says = (status: string, more: object = {}) => ({
  orderId: 'A1',
  status,
  amount: '2.00',
  ...more,
});

/** How an order comes to be sent. */
const ways = [
  { how: 'pay', begin: (world: World) => world.pay() },
  { how: 'checkout', begin: (world: World) => world.checkout() },
  {
    how: 'pay after a reinstall',
    begin: async (world: World) => {
      world.kept.clear();
      await world.restart();
      await world.pay();
    },
  },
  {
    how: 'order.retry',
    begin: async (world: World) => {
      const script = world.server.says.get('A1');
      world.server.says.delete('A1');
      await world.pay();
      await world.advance(SECOND);
      world.says('BACKPRESS');
      await world.advance(20 * SECOND);
      world.shows({ status: 'backPress', canRetry: true });
      world.requests.length = 0;
      if (script !== undefined) world.server.says.set('A1', script);
      await world.retry();
    },
  },
] as const;

describe.each(ways)('$how', ({ begin }) => {
  it('is read once, beside the signature, and sent when nothing stands against it', async () => {
    const world = await World.ready();
    const signed = world.server.signed.length;
    await begin(world);
    await world.advance(100);
    expect(world.sent()).toHaveLength(1);
    expect(world.server.signed.length - signed).toBeLessThanOrEqual(3);
    expect(world.server.reads('A1', world.request().at - 100)).toBe(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it.each(['CHARGED', 'COD_INITIATED'])('%s is not sent: it is paid', async (status) => {
    const world = await World.ready();
    world.server.says.set('A1', () => says(status, { txnUuid: 'elsewhere' }));
    await begin(world);
    await world.advance(5 * SECOND);
    expect(world.sent()).toEqual([]);
    world.shows({ status: 'success', verified: true, settled: true, canRetry: false });
    await world.cannotPay();
    await world.stop();
  });

  it('AUTO_REFUNDED is not sent: it is refunded', async () => {
    const world = await World.ready();
    world.server.says.set('A1', () => says('AUTO_REFUNDED'));
    await begin(world);
    await world.advance(5 * SECOND);
    expect(world.sent()).toEqual([]);
    world.shows({ status: 'refunded', settled: true, canRetry: false });
    await world.stop();
  });

  it.each(underWay)('%s is not sent: it is pending, and asked about', async (status) => {
    const world = await World.ready();
    world.server.says.set('A1', () => says(status, { txnUuid: 'elsewhere' }));
    await begin(world);
    await world.advance(5 * SECOND);
    expect(world.sent()).toEqual([]);
    world.shows({ status: 'pending', settled: false, canRetry: false });
    const reads = world.server.reads('A1');
    await world.advance(MINUTE);
    expect(world.server.reads('A1')).toBeGreaterThan(reads);
    world.server.says.set('A1', () => says('CHARGED', { txnUuid: 'elsewhere' }));
    await world.advance(2 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.cannotPay();
    await world.stop();
  });

  it.each([...unpaid, ...untouched])('%s is sent', async (status) => {
    const world = await World.ready();
    world.server.says.set('A1', () => says(status, { txnUuid: 'elsewhere' }));
    await begin(world);
    await world.advance(5 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('an unknown word is sent, and said once', async () => {
    const world = await World.ready();
    world.server.says.set('A1', () => says('QUANTUM_STATE'));
    await begin(world);
    await world.advance(5 * SECOND);
    expect(world.sent()).toHaveLength(1);
    expect(world.noticesOf('error')).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it.each([
    { read: 'fails', answer: () => Promise.reject(new Error('no network')) },
    { read: 'never ends', answer: never },
    { read: 'says nothing', answer: () => undefined },
    { read: 'says null', answer: () => null },
    { read: 'says a text', answer: () => 'CHARGED' },
    {
      read: 'throws',
      answer: () => {
        throw new Error('broken');
      },
    },
  ])('a read that $read does not stop it', async ({ answer }) => {
    const world = await World.ready();
    world.server.says.set('A1', answer);
    await begin(world);
    await world.advance(3 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('a slow read is waited for two seconds longer than the signature, and no longer', async () => {
    const world = await World.ready();
    world.server.says.set('A1', never);
    await begin(world);
    await world.advance(1_900);
    expect(world.sent()).toHaveLength(0);
    await world.advance(200);
    expect(world.sent()).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('a read that says paid within those two seconds stops it', async () => {
    const world = await World.ready();
    world.server.says.set('A1', async () => {
      await world.clock.wait(1_500);
      return says('CHARGED');
    });
    await begin(world);
    await world.advance(5 * SECOND);
    expect(world.sent()).toEqual([]);
    world.shows({ status: 'success', verified: true });
    await world.stop();
  });

  it('a read that says paid after it was sent is believed', async () => {
    const world = await World.ready();
    let asked = 0;
    world.server.says.set('A1', async () => {
      asked += 1;
      await world.clock.wait(asked === 1 ? 4 * SECOND : 0);
      return says('CHARGED', { txnUuid: 'elsewhere' });
    });
    await begin(world);
    await world.advance(3 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.says('PENDING');
    await world.advance(30 * SECOND);
    world.shows({ status: 'success', verified: true, canRetry: false });
    await world.cannotPay();
    await world.stop();
  });
});

describe('what the look says about another order, or another amount', () => {
  it('another order: says nothing, it is sent', async () => {
    const world = await World.ready();
    world.server.says.set('A1', () => says('CHARGED', { orderId: 'B1' }));
    await world.pay();
    await world.advance(3 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it.each([
    { what: 'another amount', more: { amount: '3.00' } },
    { what: 'no amount', more: { amount: undefined } },
    { what: 'another currency', more: { currency: 'USD' } },
  ])('CHARGED with $what is never sent: somebody paid something', async ({ more }) => {
    const world = await World.ready();
    world.server.says.set('A1', () => says('CHARGED', more));
    await world.pay();
    await world.advance(10 * SECOND);
    expect(world.sent()).toEqual([]);
    expect(world.order()?.canRetry).toBe(false);
    expect(world.order()?.status).not.toBe('success');
    await world.stop();
  });
});

describe('beside a signature that is slow or fails', () => {
  it('the read is not made again for every try to sign', async () => {
    const world = await World.ready();
    let tries = 0;
    world.server.signs = ({ claims }) => {
      tries += 1;
      if (tries < 3) throw new Error('busy');
      return world.server.sign(claims);
    };
    await world.pay();
    await world.advance(8 * SECOND);
    expect(world.sent()).toHaveLength(1);
    expect(world.server.reads('A1')).toBeLessThanOrEqual(3);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('paid is shown though the signature never came', async () => {
    const world = await World.ready();
    world.server.signs = never;
    world.server.says.set('A1', () => says('CHARGED'));
    await world.pay();
    await world.advance(40 * SECOND);
    expect(world.sent()).toEqual([]);
    world.shows({ status: 'success', verified: true });
    await world.stop();
  });

  it('a signature that takes long costs no more than that when the read was quick', async () => {
    const world = await World.ready();
    world.server.signs = async ({ claims }) => {
      await world.clock.wait(5 * SECOND);
      return world.server.sign(claims);
    };
    await world.pay();
    await world.advance(4_900);
    expect(world.sent()).toHaveLength(0);
    await world.advance(200);
    expect(world.sent()).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('a failure that the read named is not the one of this attempt', async () => {
    const world = await World.ready();
    world.server.says.set('A1', () => says('AUTHORIZATION_FAILED', { txnUuid: 'elsewhere' }));
    await world.pay();
    await world.advance(3 * SECOND);
    world.says('PENDING');
    await world.advance(10 * MINUTE);
    world.shows({ status: 'pending', settled: false });
    world.debit();
    await world.finale();
  });
});

describe('without a server to ask', () => {
  it('it is sent at once', async () => {
    const world = await World.ready({ canQueryStatus: false });
    await world.pay();
    await world.advance(0);
    expect(world.sent()).toHaveLength(1);
    world.says('SUCCESS');
    await world.advance(0);
    world.shows({ status: 'success', verified: false, settled: true });
    await world.cannotPay();
    await world.stop();
  });
});

describe('the read before sending is still out', () => {
  /** The server calls the order paid, after a while. */
  async function slowlyPaid(ms: number): Promise<World> {
    const world = await World.ready();
    world.server.says.set('A1', async () => {
      await world.clock.wait(ms);
      return says('CHARGED', { txnUuid: 'elsewhere' });
    });
    return world;
  }

  async function endsPaid(world: World, shown: readonly unknown[]): Promise<void> {
    await world.advance(5 * SECOND);
    expect(world.sent()).toEqual([]);
    expect(shown).not.toContain('failure');
    world.shows({ status: 'success', verified: true, canRetry: false });
    await world.cannotPay();
    await world.stop();
  }

  function watch(world: World): unknown[] {
    const shown: unknown[] = [];
    world.flow.subscribe(() => shown.push(world.order()?.status));
    return shown;
  }

  it('when the SDK ends: what it says is shown, and no failure before', async () => {
    const world = await slowlyPaid(SECOND);
    const shown = watch(world);
    world.server.signs = never;
    await world.pay();
    await world.advance(500);
    await world.send({ type: 'sdk.terminate' });
    await endsPaid(world, shown);
  });

  it.each(['rejects', 'throws'] as const)('when the storage %s: the same', async (mode) => {
    // Longer than a payment waits for it.
    const world = await slowlyPaid(2_500);
    const shown = watch(world);
    world.storage.set = mode;
    await world.pay();
    await endsPaid(world, shown);
  });

  it.each([DAY, -DAY, 365 * DAY])(
    'when the clock jumps by %i ms and the app comes back: it is not given up',
    async (ms) => {
      const world = await slowlyPaid(SECOND);
      const shown = watch(world);
      await world.pay();
      await world.advance(500);
      world.clock.shown += ms;
      await world.send({ type: 'app.foreground' });
      await endsPaid(world, shown);
    },
  );
});
