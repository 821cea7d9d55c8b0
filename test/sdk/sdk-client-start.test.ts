import { describe, expect, it } from 'vitest';
import { never } from '../journal/support/storages.js';
import { clientWorld, outcomeOf } from './support/sdk-client.js';

const notReady = { reason: 'notReady', retry: true, message: undefined };
const jp017 = {
  error: true,
  errorCode: 'JP_017',
  errorMessage: 'called once',
  event: 'initiate_result',
};

function refuses(): never {
  throw new Error('no activity');
}

describe('a start', () => {
  it('listens, opens an instance and hands the signed payload over', async () => {
    const world = clientWorld();
    await world.start();
    expect(world.listeners.size).toBe(1);
    expect(world.calls).toEqual([
      { name: 'open' },
      {
        name: 'initiate',
        request: {
          requestId: 'id-1',
          service: 'in.juspay.hyperapi',
          payload: { action: 'initiate' },
        },
      },
    ]);
    expect(world.clock.pending).toBe(0);
  });

  it('is not done before the SDK has answered it', async () => {
    const world = clientWorld();
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.advance(29_999);
    expect(started.now).toBe('open');
    world.answers('id-1', { status: 'SUCCESS' }, { event: 'initiate_result' });
    await world.clock.settle();
    expect(started.now).toBe('done');
  });

  it('that is answered without a status is done', async () => {
    const world = clientWorld();
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    world.answers('id-1', {}, { event: 'initiate_result' });
    await world.clock.settle();
    expect(started.now).toBe('done');
  });

  it('that nobody answers fails in time, and leaves no instance', async () => {
    const world = clientWorld();
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.advance(30_000);
    expect(started.now).toEqual({ reason: 'timeout', retry: true, message: undefined });
    expect(world.names()).toEqual(['open', 'initiate', 'terminate']);
    world.answers('id-1', { status: 'SUCCESS' }, { event: 'initiate_result' });
    await world.clock.settle();
    await expect(world.client.call('upiGetBankList', {})).rejects.toMatchObject({
      problem: notReady,
    });
  });

  it.each([
    ['an error', { status: 'SUCCESS' }, { error: true, errorCode: 'JP_020' }, 'JP_020'],
    ['a status that says so', { status: 'FAILURE' }, {}, undefined],
    ['a status that says so in small letters', { status: 'failed' }, {}, undefined],
  ] as const)('that is refused with %s ends the instance', async (_, payload, error, code) => {
    const world = clientWorld();
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    world.answers('id-1', payload, { ...error, event: 'initiate_result' });
    await world.clock.settle();
    expect(started.now).toMatchObject({ reason: 'declined', code });
    expect(world.names()).toEqual(['open', 'initiate', 'terminate']);
    expect(world.submit().heard).toEqual(['unsent']);
  });

  it.each([
    ['open throws', { open: refuses }, ['open', 'terminate']],
    ['open rejects', { open: () => Promise.reject(new Error('no')) }, ['open', 'terminate']],
    ['initiate throws', { initiate: refuses }, ['open', 'initiate', 'terminate']],
    [
      'initiate rejects',
      { initiate: () => Promise.reject(new Error('no')) },
      ['open', 'initiate', 'terminate'],
    ],
  ])('fails at once where %s', async (_, broken, names) => {
    const world = clientWorld(broken);
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    const where = names.includes('initiate') ? 'sdk.initiate' : 'sdk.open';
    expect(started.now).toEqual({ ...notReady, message: `${where} rejected.` });
    expect(world.reported).toEqual([where]);
    expect(world.names()).toEqual(names);
    expect(world.clock.pending).toBe(0);
  });

  it('fails where the bridge takes no listener, and may be tried again', async () => {
    let isBroken = true;
    const world = clientWorld({
      subscribe: () => {
        if (isBroken) throw new TypeError('no module');
        return () => {};
      },
    });
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    expect(started.now).toEqual({
      reason: 'notReady',
      retry: true,
      message: 'sdk.subscribe rejected with a TypeError.',
    });
    expect(world.reported).toEqual(['sdk.subscribe']);
    expect(world.calls).toEqual([]);
    isBroken = false;
    const again = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    expect(again.now).toBe('open');
    expect(world.names()).toEqual(['open', 'initiate']);
  });

  it('initiates nothing when the instance comes after it was given up', async () => {
    const opened: (() => void)[] = [];
    const world = clientWorld({
      open: () => new Promise<void>((resolve) => opened.push(resolve)),
    });
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.advance(30_000);
    expect(started.now).toMatchObject({ reason: 'timeout' });
    for (const resolve of opened) resolve();
    await world.clock.settle();
    expect(world.names()).toEqual(['open', 'terminate']);
  });

  it('initiates nothing when the instance comes after the SDK was ended', async () => {
    const opened: (() => void)[] = [];
    const world = clientWorld({
      open: () => new Promise<void>((resolve) => opened.push(resolve)),
    });
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    world.client.terminate();
    for (const resolve of opened) resolve();
    await world.clock.settle();
    expect(started.now).toEqual(notReady);
    expect(world.names()).toEqual(['open', 'terminate']);
  });

  it('on a bridge whose promises never settle is done when the SDK answers', async () => {
    const world = clientWorld({ initiate: never });
    await world.start();
    expect(world.names()).toEqual(['open', 'initiate']);
  });

  it('ends the live instance first, and listens once', async () => {
    const world = clientWorld();
    await world.start();
    await world.start();
    expect(world.names()).toEqual(['open', 'initiate', 'terminate', 'open', 'initiate']);
    expect(world.listeners.size).toBe(1);
  });

  it('that takes the place of another one outlives it', async () => {
    const world = clientWorld();
    const first = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    const second = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    expect(first.now).toEqual(notReady);
    expect(second.now).toBe('open');
    world.answers('id-2', { status: 'SUCCESS' }, { event: 'initiate_result' });
    await world.clock.settle();
    expect(second.now).toBe('done');
    expect(world.names()).toEqual(['open', 'initiate', 'terminate', 'open', 'initiate']);
  });

  it.each([['ended'], ['stopped']] as const)(
    'that is answered and %s in the same moment stays so',
    async (how) => {
      const world = clientWorld();
      const started = outcomeOf(world.client.start({}, 30_000));
      await world.clock.settle();
      world.answers('id-1', { status: 'SUCCESS' }, { event: 'initiate_result' });
      if (how === 'ended') world.client.terminate();
      else world.client.stop();
      await world.clock.settle();
      expect(started.now).toEqual(notReady);
      expect(world.submit().heard).toEqual(['unsent']);
      expect(world.names()).toEqual(['open', 'initiate', 'terminate']);
    },
  );

  it('after the client was stopped touches nothing', async () => {
    const world = clientWorld();
    world.client.stop();
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    expect(started.now).toEqual({ reason: 'notReady', retry: false, message: undefined });
    expect(world.calls).toEqual([]);
    expect(world.listeners.size).toBe(0);
  });
});

describe('an instance that somebody else initiated', () => {
  async function taken() {
    const world = clientWorld();
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    world.answers('id-1', {}, jp017);
    await world.clock.settle();
    expect(started.now).toMatchObject({ reason: 'notReady', code: 'JP_017', retry: false });
    return world;
  }

  it('is left alone', async () => {
    const world = await taken();
    world.client.terminate();
    expect(world.names()).toEqual(['open', 'initiate']);
  });

  it('is left alone when the client stops, too', async () => {
    const world = await taken();
    world.client.stop();
    expect(world.names()).toEqual(['open', 'initiate']);
  });

  it('is sent nothing', async () => {
    const world = await taken();
    expect(world.submit().heard).toEqual(['unsent']);
    expect(world.names()).not.toContain('process');
  });

  it('is ended when a new start is asked for, and once', async () => {
    const world = await taken();
    await world.start();
    expect(world.names()).toEqual(['open', 'initiate', 'terminate', 'open', 'initiate']);
    world.client.terminate();
    await world.start();
    expect(world.names().slice(5)).toEqual(['terminate', 'open', 'initiate']);
  });
});

describe('the end of an instance', () => {
  it('is asked for only where there is one', async () => {
    const world = clientWorld();
    world.client.terminate();
    expect(world.calls).toEqual([]);
    await world.start();
    world.client.terminate();
    world.client.terminate();
    expect(world.names().filter((name) => name === 'terminate')).toHaveLength(1);
  });

  it.each([
    ['throws', refuses],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['never settles', never],
  ])('counts though the bridge %s', async (_, terminate) => {
    const world = clientWorld({ terminate });
    await world.start();
    const call = outcomeOf(world.client.call('upiGetBankList', {}));
    world.client.terminate();
    await world.clock.settle();
    expect(call.now).toEqual(notReady);
    await world.start();
    expect(world.names().slice(-2)).toEqual(['open', 'initiate']);
  });

  it('is told to everybody who waits for an answer, and to no payment', async () => {
    const world = clientWorld();
    await world.start();
    const calls = [
      outcomeOf(world.client.call('upiGetBankList', {})),
      outcomeOf(world.client.call('upiGetSimDetails', {}, { timeout: 5_000 })),
    ];
    const money = world.submit();
    world.client.terminate();
    await world.clock.settle();
    expect(calls.map(({ now }) => now)).toEqual([notReady, notReady]);
    expect(money.heard).toEqual([]);
    expect(world.clock.pending).toBe(0);
  });

  it('makes an answer late that the bridge gives while it ends', async () => {
    const world = clientWorld({ terminate: () => world.answers('m-1', { status: 'SUCCESS' }) });
    await world.start();
    const money = world.submit();
    world.client.terminate();
    expect(money.heard).toEqual([]);
    expect(world.said).toMatchObject([
      { type: 'sdk.late', requestId: 'm-1', operation: 'upiTxn', moneyStatus: 'paid' },
    ]);
  });
});

describe('an end that the bridge refuses', () => {
  it.each([
    ['throws', refuses],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('is reported, and is an end all the same: it %s', async (_, terminate) => {
    const world = clientWorld({ terminate });
    await world.start();
    expect(() => world.client.terminate()).not.toThrow();
    await world.clock.settle();
    expect(world.reported).toEqual(['sdk.terminate']);
    await expect(world.client.call('upiGetBankList', {})).rejects.toMatchObject({
      problem: notReady,
    });
  });
});

describe('a client that is stopped', () => {
  it('ends its instance and leaves the bridge, once', async () => {
    const world = clientWorld();
    await world.start();
    world.client.stop();
    world.client.stop();
    expect(world.names()).toEqual(['open', 'initiate', 'terminate']);
    expect(world.listeners.size).toBe(0);
  });

  it.each([
    ['throws', refuses],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('ends though leaving the bridge %s', async (_, leave) => {
    const world = clientWorld({
      subscribe: (listener) => {
        listeners.push(listener);
        return leave;
      },
    });
    const listeners: ((raw: unknown) => void)[] = [];
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    world.client.stop();
    await world.clock.settle();
    expect(started.now).toEqual(notReady);
    expect(world.reported).toEqual(['sdk.unsubscribe']);
    // Such a bridge goes on speaking.
    const heard: unknown[] = [];
    world.client.listen((word) => heard.push(word));
    for (const listener of listeners) listener({ event: 'show_loader' });
    expect(listeners).toHaveLength(1);
    expect(heard).toEqual([]);
  });

  it('ends on a bridge that gives no way to leave it', async () => {
    const sdk = { subscribe: () => JSON.parse('null') };
    const world = clientWorld(sdk);
    const started = outcomeOf(world.client.start({}, 30_000));
    await world.clock.settle();
    expect(() => world.client.stop()).not.toThrow();
    await world.clock.settle();
    expect(started.now).toEqual(notReady);
    expect(world.reported).toEqual(['sdk.unsubscribe']);
    expect(world.names()).toEqual(['open', 'initiate', 'terminate']);
  });

  it('and was never started leaves the bridge alone', () => {
    const world = clientWorld();
    expect(() => world.client.stop()).not.toThrow();
    expect(world.calls).toEqual([]);
  });
});
