import { describe, expect, it, vi } from 'vitest';
import { type Clock, createUpiFlow, type UpiFlowConfig } from '../../src/index.js';
import { never } from './support/clock.js';
import { DAY, MINUTE, SECOND, World } from './support/world.js';

/** Another order can be paid: the flow works on. */
async function anotherIsPaid(world: World, orderId = 'Z1'): Promise<void> {
  await world.pay(orderId);
  await world.advance(5 * SECOND);
  world.debit(orderId);
  world.says('SUCCESS', world.request(orderId));
  await world.advance(5 * SECOND);
  world.shows({ status: 'success', verified: true }, orderId);
}

async function sent(): Promise<World> {
  const world = await World.ready();
  await world.pay();
  await world.advance(3 * SECOND);
  return world;
}

/** How the bridge may take a request that moves money. */
const breaking = {
  throws: () => {
    throw new Error('the bridge threw');
  },
  rejects: () => Promise.reject(new Error('the bridge refused')),
  neverSettles: never,
} as const;

describe('a bridge that breaks', () => {
  it.each(['throws', 'rejects', 'neverSettles'] as const)(
    'process %s: the order is pending, never sent again',
    async (takes) => {
      const world = await World.ready();
      world.sdk.takes = breaking[takes];
      await world.pay();
      await world.advance(11 * MINUTE);
      expect(world.sent()).toHaveLength(1);
      world.shows({ status: 'pending', settled: false, canRetry: false });
      world.debit();
      await world.advance(2 * MINUTE);
      world.shows({ status: 'success', verified: true });
      world.sdk.takes = () => {};
      await anotherIsPaid(world);
      await world.finale();
    },
  );

  it.each(['throws', 'rejects'] as const)(
    'process %s and the answer comes all the same',
    async (takes) => {
      const world = await World.ready();
      world.sdk.takes = breaking[takes];
      await world.pay();
      await world.advance(3 * SECOND);
      world.debit();
      world.says('SUCCESS');
      await world.advance(5 * SECOND);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );

  it('an unsubscribe that throws: stop() does not', async () => {
    const world = new World();
    const subscribe = world.sdk.subscribe.bind(world.sdk);
    world.sdk.subscribe = (listener) => {
      const leave = subscribe(listener);
      return () => {
        leave();
        breaking.throws();
      };
    };
    await world.start();
    await world.stop();
  });

  it.each(['terminate', 'back', 'open', 'initiate'] as const)(
    '%s that throws does not reach the app',
    async (name) => {
      const world = new World();
      Object.assign(world.sdk, {
        [name]: () => {
          throw new Error('the bridge is gone');
        },
      });
      world.flow.start();
      await world.advance(MINUTE);
      await world.send({ type: 'back' }, { type: 'sdk.terminate' }, { type: 'sdk.retry' });
      await world.advance(MINUTE);
      expect(world.state.step.name).toBeTypeOf('string');
      await world.stop();
    },
  );

  it('a subscribe that throws ends in a start that failed, and can be tried again', async () => {
    const world = new World();
    const subscribe = world.sdk.subscribe.bind(world.sdk);
    Object.assign(world.sdk, {
      subscribe: () => {
        throw new Error('not linked');
      },
    });
    world.flow.start();
    await world.advance(MINUTE);
    expect(world.state.step.name).toBe('unavailable');
    Object.assign(world.sdk, { subscribe });
    await world.send({ type: 'sdk.retry' });
    await world.advance(5 * SECOND);
    await anotherIsPaid(world);
    await world.finale();
  });

  it.each([undefined, null, 7, {}])('an unsubscribe that is %s: stop() works', async (answer) => {
    const world = new World();
    const subscribe = world.sdk.subscribe.bind(world.sdk);
    Object.assign(world.sdk, {
      subscribe: (listener: (raw: unknown) => void) => {
        subscribe(listener);
        return answer;
      },
    });
    world.flow.start();
    await world.advance(5 * SECOND);
    await anotherIsPaid(world);
    world.flow.stop();
    await world.advance(0);
  });
});

describe('a clock that breaks', () => {
  const parts: readonly (keyof Clock)[] = ['now', 'setTimeout', 'clearTimeout'];

  const breakClock = (world: World, part: keyof Clock) =>
    vi.spyOn(world.time, part).mockImplementation(() => {
      throw new Error('the clock is broken');
    });

  it.each(parts.map((part) => ({ part })))(
    '$part throws for a while during a payment: nothing is lost',
    async ({ part }) => {
      const world = await sent();
      const broken = breakClock(world, part);
      world.debit();
      world.says('SUCCESS');
      await world.advance(5 * SECOND);
      await world.send({ type: 'app.foreground' });
      await world.advance(MINUTE);
      broken.mockRestore();
      await world.send({ type: 'app.foreground' });
      await world.advance(5 * MINUTE);
      expect(world.order()?.canRetry).toBe(false);
      await anotherIsPaid(world);
      await world.finale();
    },
  );

  it.each(parts.map((part) => ({ part })))(
    '$part throws when it is asked to pay: refused or done, never half',
    async ({ part }) => {
      const world = await World.ready();
      const broken = breakClock(world, part);
      await world.pay();
      await world.advance(MINUTE);
      broken.mockRestore();
      await world.advance(MINUTE);
      if (world.sent().length > 0) {
        world.debit();
        world.says('SUCCESS');
      }
      await world.advance(5 * MINUTE);
      if (world.order() !== undefined) expect(world.order()?.status).not.toBe('authorizing');
      await anotherIsPaid(world);
      await world.finale();
    },
  );

  it.each(parts.map((part) => ({ part })))(
    '$part throws from the start: nothing is thrown at the app',
    async ({ part }) => {
      const world = new World();
      const broken = breakClock(world, part);
      world.flow.start();
      await world.advance(MINUTE);
      await world.send({ type: 'app.foreground' }, { type: 'sdk.retry' });
      await world.advance(0);
      broken.mockRestore();
      await world.send({ type: 'sdk.retry' });
      await world.advance(MINUTE);
      await anotherIsPaid(world);
      await world.finale();
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])(
    'now() that says %s for a while',
    async (shown) => {
      const world = await sent();
      const before = world.clock.shown;
      world.clock.shown = shown;
      world.debit();
      world.says('PENDING');
      await world.advance(0);
      await world.send({ type: 'app.foreground' });
      await world.advance(0);
      world.clock.shown = before + 5 * SECOND;
      await world.send({ type: 'app.foreground' });
      await world.advance(3 * MINUTE);
      world.shows({ status: 'success', verified: true });
      await anotherIsPaid(world);
      await world.finale();
    },
  );
});

describe('a server that breaks', () => {
  it.each(['orderStatus', 'authorize'] as const)(
    '%s that throws at once, twice and more',
    async (name) => {
      const world = await World.ready();
      if (name === 'orderStatus') {
        world.server.says.set('A1', () => {
          throw new Error('broken');
        });
      } else
        world.server.signs = () => {
          throw new Error('broken');
        };
      await world.pay();
      await world.advance(MINUTE);
      if (world.sent().length > 0) world.says('PENDING');
      await world.advance(5 * MINUTE);
      await world.send({ type: 'app.foreground' }, { type: 'order.recheck', orderId: 'A1' });
      await world.advance(MINUTE);
      world.server.signs = ({ claims }) => world.server.sign(claims);
      world.server.says.clear();
      await anotherIsPaid(world);
      await world.finale();
    },
  );

  it.each([
    {
      what: 'a getter that throws',
      answer: {
        get status() {
          throw new Error('a trap');
        },
      },
    },
    {
      what: 'a proxy',
      answer: new Proxy(
        {},
        {
          get: () => {
            throw new Error('a trap');
          },
          has: () => true,
        },
      ),
    },
    {
      what: 'a thenable',
      answer: {
        orderId: 'A1',
        status: 'NEW',
        amount: '2.00',
        valueOf: () => {
          throw new Error('x');
        },
      },
    },
    { what: 'a deep one', answer: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) },
    { what: 'a symbol', answer: Symbol('CHARGED') },
  ])(
    'an answer that is $what breaks the payment actor, twice: the order stays open',
    async ({ answer }) => {
      const world = await sent();
      world.server.says.set('A1', () => answer);
      world.says('PENDING');
      for (let time = 0; time < 4; time += 1) {
        await world.advance(MINUTE);
        await world.send({ type: 'app.foreground' }, { type: 'order.recheck', orderId: 'A1' });
      }
      expect(world.order()).toMatchObject({ settled: false, canRetry: false });
      expect(world.state.busy).toBe(false);
      world.server.says.clear();
      world.debit();
      await anotherIsPaid(world);
      await world.finale();
    },
  );
});

describe('listeners of the app that throw', () => {
  it.each(['subscribe', 'notice'] as const)('%s', async (kind) => {
    const world = await World.ready();
    const errors: unknown[] = [];
    const collect = (error: unknown) => errors.push(error);
    const before = process.listeners('uncaughtException');
    const beforeRejections = process.listeners('unhandledRejection');
    process.removeAllListeners('uncaughtException').on('uncaughtException', collect);
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', collect);
    const bad = () => {
      throw new Error('the app is broken');
    };
    if (kind === 'subscribe') world.flow.subscribe(bad);
    else for (const type of ['order.settled', 'order.pending'] as const) world.flow.on(type, bad);
    await anotherIsPaid(world);
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.removeAllListeners('uncaughtException');
    process.removeAllListeners('unhandledRejection');
    for (const listener of before) process.on('uncaughtException', listener);
    for (const listener of beforeRejections) process.on('unhandledRejection', listener);
    for (const error of errors) expect(String(error)).toContain('the app is broken');
    await world.finale();
  });
});

describe('creation', () => {
  const good = (): UpiFlowConfig => {
    const world = new World();
    return {
      sdk: world.sdk,
      merchant: {
        merchantId: 'stock',
        clientId: 'stock',
        customerId: 'c1',
        environment: 'sandbox',
      },
      backend: world.server.backend(world.time),
      storage: world.storage,
      clock: world.time,
    };
  };

  /** What an app in JavaScript may pass. */
  const create = (change: Readonly<Record<string, unknown>>): void => {
    createUpiFlow(Object.assign({}, good(), change));
  };

  it.each([
    { port: 'storage', value: {} },
    { port: 'storage', value: { getItem: (): null => null } },
    { port: 'storage', value: { getItem: (): null => null, setItem: () => {} } },
    { port: 'storage', value: { getItem: 1, setItem: 2, removeItem: 3 } },
    { port: 'storage', value: 'localStorage' },
    { port: 'clock', value: {} },
    { port: 'clock', value: { now: (): number => 0 } },
    { port: 'clock', value: { now: (): number => 0, setTimeout: () => 0 } },
    { port: 'newId', value: 'uuid' },
    { port: 'sdk', value: { process: () => {} } },
    { port: 'sdk', value: { process: () => {}, initiate: () => {}, open: () => {} } },
    { port: 'sdk', value: undefined },
    { port: 'backend', value: {} },
    { port: 'backend', value: { authorize: () => {}, orderStatus: 'yes' } },
    { port: 'merchant', value: {} },
  ])('$port = $value: a sentence that says what to mend', ({ port, value }) => {
    expect(() => create({ [port]: value })).toThrow(new RegExp(`createUpiFlow.*${port}`));
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '5000', null, {}, true])(
    'a timing of %s is refused',
    (value) => {
      expect(() => create({ timings: { process: value } })).toThrow(/createUpiFlow.*process/);
    },
  );

  it.each([Number.NaN, -1, '10', 1.5, Number.POSITIVE_INFINITY])(
    'keepOrders of %s is refused or harmless',
    (value) => {
      try {
        create({ keepOrders: value });
      } catch (error) {
        expect(String(error)).toMatch(/createUpiFlow.*keepOrders/);
      }
    },
  );

  it('a timing of a year is taken, and fires no sooner', async () => {
    const world = await World.ready({ config: { timings: { process: 365 * DAY } } });
    await world.pay();
    await world.advance(10 * DAY);
    world.shows({ status: 'submitted' });
    await world.stop();
  });
});

describe('ids', () => {
  it('a newId that throws: nothing is thrown at the app, and it works on', async () => {
    let broken = false;
    let made = 0;
    const newId = () => {
      if (broken) throw new Error('no entropy');
      made += 1;
      return `feedbeef-cafe-4bad-8dad-${made.toString(16).padStart(12, 'e')}`;
    };
    const world = await World.ready({ config: { newId } });
    broken = true;
    await world.pay();
    await world.retry();
    world.sdk.emit({ event: 'session_expired', payload: { reqCode: 'r1' } });
    await world.send({ type: 'device.refresh' });
    await world.advance(MINUTE);
    expect(world.requests).toEqual([]);
    broken = false;
    await anotherIsPaid(world);
    await world.finale();
  });

  it('a newId that always says the same pays nothing twice', async () => {
    const world = await World.ready({
      config: { newId: () => 'feedbeef-cafe-4bad-8dad-aaaaaaaaaaaa' },
    });
    await world.pay('A1');
    await world.advance(3 * SECOND);
    if (world.sent('A1').length > 0) world.says('PENDING', world.request('A1'));
    await world.pay('B1');
    await world.advance(3 * SECOND);
    expect(world.requests.length).toBeLessThanOrEqual(1);
    await world.advance(0);
  });
});
