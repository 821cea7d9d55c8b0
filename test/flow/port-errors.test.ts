import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import {
  type Clock,
  type ErrorSource,
  type KeyValueStorage,
  memoryStorage,
  type UpiFlowConfig,
} from '../../src/index.js';
import { configOf, createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { watched } from '../journal/support/storages.js';
import { pay } from './support/paying.js';

const SECRET = 'Bearer eyJhbGciOi.secret of 919876543210';

/** An app on a linked phone, and everything its `onError` heard. */
function listening(
  config: (simulator: ReturnType<typeof createSimulator>) => Partial<UpiFlowConfig>,
  storage?: KeyValueStorage,
): { app: TestApp; heard: { error: unknown; where: ErrorSource }[]; places(): ErrorSource[] } {
  const simulator = createSimulator({ device: 'LINKED' });
  const heard: { error: unknown; where: ErrorSource }[] = [];
  const onError: UpiFlowConfig['onError'] = (error, where) => heard.push({ error, where });
  const app = createTestApp({
    simulator,
    ...(storage === undefined ? {} : { storage }),
    config: { ...config(simulator), onError },
  });
  return { app, heard, places: () => [...new Set(heard.map(({ where }) => where))] };
}

/** Everything that is shown or kept. */
function printed(app: TestApp, written: readonly string[]): string {
  const { actor } = app.flow;
  const persisted = JSON.stringify(actor.getPersistedSnapshot());
  return [JSON.stringify([app.states, app.notices]), persisted, ...written].join('\n');
}

describe('onError hears of', () => {
  const failure = new TypeError(SECRET);
  const fails = (): never => {
    throw failure;
  };
  const rejects = () => Promise.reject(failure);

  it.each<readonly [string, () => Promise<never>]>([
    ['rejects', rejects],
    ['throws', fails],
  ])('a server that does not sign: it %s', async (_, authorize) => {
    const { app, heard, places } = listening(({ backend }) => ({
      backend: {
        ...backend,
        authorize: (request) =>
          request.action === 'upiTxn' ? authorize() : backend.authorize(request),
      },
    }));
    await app.start();
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(app.order('A1').problem).toMatchObject({
      reason: 'authorizeFailed',
      message: 'backend.authorize rejected with a TypeError.',
    });
    expect(places()).toEqual(['backend.authorize']);
    // Each try is one.
    expect(heard).toHaveLength(3);
    for (const { error } of heard) expect(error).toBe(failure);
  });

  it('a server that answers too late, and then rejects', async () => {
    const { app, places } = listening(({ backend, clock }) => ({
      backend: {
        ...backend,
        authorize: (request) =>
          request.action === 'upiTxn'
            ? new Promise((_, reject) => clock.setTimeout(() => reject(failure), 600_000))
            : backend.authorize(request),
      },
    }));
    await app.start();
    await app.send(pay('A1'));
    await app.wait(300_000);
    expect(app.order('A1')).toMatchObject({ status: 'failure' });
    expect(places()).toEqual([]);
    await app.wait(600_000);
    expect(places()).toEqual(['backend.authorize']);
  });

  it('a server that does not say how an order stands', async () => {
    const { app, places } = listening(({ backend }) => ({
      backend: { ...backend, orderStatus: rejects },
    }));
    await app.start();
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(app.order('A1').status).toBe('success');
    expect(places()).toEqual(['backend.orderStatus']);
  });

  it.each<readonly [ErrorSource, Partial<KeyValueStorage>]>([
    ['storage.getItem', { getItem: fails }],
    ['storage.getItem', { getItem: rejects }],
    ['storage.setItem', { setItem: fails }],
    ['storage.setItem', { setItem: rejects }],
  ])('a storage that breaks: %s', async (where, broken) => {
    const { app, places } = listening(() => ({}), { ...memoryStorage(), ...broken });
    await app.start();
    await app.send(pay('A1'));
    await app.wait(5_000);
    expect(places()).toEqual([where]);
  });

  it('a storage that cannot remove', async () => {
    const storage = memoryStorage();
    const broken: KeyValueStorage = { ...storage, removeItem: rejects };
    const simulator = createSimulator({ device: 'LINKED' });
    const places: ErrorSource[] = [];
    const app = await createLinkedApp({
      simulator,
      storage: broken,
      config: { onError: (_, where) => places.push(where), keepOrders: 0 },
    });
    for (const id of Array.from({ length: 70 }, (_, n) => `A${n}`)) {
      await app.send(pay(id));
      await app.wait(20_000);
      await app.send({ type: 'order.dismiss', orderId: id });
    }
    expect(new Set(places)).toEqual(new Set(['storage.removeItem']));
  });

  it.each<readonly [ErrorSource, Partial<Clock>]>([
    ['clock.setTimeout', { setTimeout: fails }],
    ['clock.clearTimeout', { clearTimeout: fails }],
  ])('a clock that breaks: %s', async (where, broken) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { app, places } = listening(({ clock }) => ({ clock: { ...clock, ...broken } }));
    await app.start();
    expect(places()).toEqual([where]);
    app.flow.stop();
  });

  it('a clock that breaks later: clock.now', async () => {
    let now = (): number => simulator.clock.now();
    const simulator = createSimulator({ device: 'LINKED' });
    const places: ErrorSource[] = [];
    const app = await createLinkedApp({
      simulator,
      config: {
        clock: { ...simulator.clock, now: () => now() },
        onError: (_, where) => places.push(where),
      },
    });
    expect(places).toEqual([]);
    now = fails;
    await app.send(pay('A1'));
    expect(new Set(places)).toEqual(new Set(['clock.now']));
  });

  it('a source of ids that breaks', async () => {
    const { app, places } = listening(() => ({ newId: fails }));
    await app.start();
    expect(app.step).toMatchObject({ name: 'unavailable', problem: { reason: 'invalid' } });
    expect(places()).toEqual(['newId']);
  });

  it.each(['open', 'initiate', 'process', 'back', 'terminate', 'subscribe'] as const)(
    'a bridge that breaks: sdk.%s',
    async (method) => {
      const { app, heard, places } = listening(({ sdk }) => ({ sdk: { ...sdk, [method]: fails } }));
      await app.start();
      await app.send({ type: 'back' });
      app.flow.stop();
      await app.wait(0);
      expect(places()).toEqual([`sdk.${method}`]);
      expect(heard[0]?.error).toBe(failure);
    },
  );

  it('a bridge that cannot be left', async () => {
    const { app, places } = listening(({ sdk }) => ({
      sdk: {
        ...sdk,
        subscribe: (listener) => {
          sdk.subscribe(listener);
          return fails;
        },
      },
    }));
    await app.start();
    app.flow.stop();
    await app.wait(0);
    expect(places()).toEqual(['sdk.unsubscribe']);
  });

  it('an inspection sink or a listener that throws, and the others go on', async () => {
    const seen: string[] = [];
    const { app, heard } = listening(() => ({ inspect: [fails, () => seen.push('inspect')] }));
    app.flow.subscribe(fails);
    app.flow.subscribe({ next: () => seen.push('subscribe') });
    app.flow.on('command.rejected', fails);
    app.flow.on('command.rejected', () => seen.push('on'));
    await app.start();
    await app.send({ type: 'mpin.skip' });
    const places = new Set(heard.map(({ where }) => where));
    expect(places).toEqual(new Set(['inspect', 'flow.subscribe', 'flow.on']));
    expect(new Set(seen)).toEqual(new Set(['inspect', 'subscribe', 'on']));
  });
});

describe('a server that refuses to sign', () => {
  it.each([
    [401, 1, false],
    [400, 1, false],
    [429, 3, true],
    [503, 3, true],
  ])('with status %i is asked %i times', async (status, times, retry) => {
    const simulator = createSimulator({ device: 'LINKED' });
    let asked = 0;
    const app = await createLinkedApp({
      simulator,
      config: {
        backend: {
          ...simulator.backend,
          authorize: (request) => {
            if (request.action !== 'upiTxn') return simulator.backend.authorize(request);
            asked += 1;
            return Promise.reject(Object.assign(new Error(SECRET), { response: { status } }));
          },
        },
      },
    });
    await app.send(pay('A1'));
    await app.wait(120_000);
    expect(asked).toBe(times);
    expect(app.order('A1')).toMatchObject({
      status: 'failure',
      settled: true,
      canRetry: true,
      problem: { reason: 'authorizeFailed', retry, message: expect.stringContaining(`${status}`) },
    });
  });
});

describe('onError', () => {
  const authorize = () => Promise.reject(Object.assign(new TypeError(SECRET), { name: SECRET }));

  it('is told what was thrown, and nobody else is', async () => {
    const storage = watched();
    const error = Object.assign(new TypeError(SECRET), { name: SECRET });
    const simulator = createSimulator({ device: 'LINKED' });
    const heard: unknown[] = [];
    const app = await createLinkedApp({
      simulator,
      storage,
      config: {
        onError: (one) => heard.push(one),
        backend: {
          authorize: (request) =>
            request.action === 'upiTxn'
              ? Promise.reject(error)
              : simulator.backend.authorize(request),
          orderStatus: () => Promise.reject(error),
        },
      },
    });
    const events: unknown[] = [];
    app.flow.actor.subscribe(({ context }) => events.push(inspect(context, { depth: 8 })));
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(heard).toContain(error);
    expect(app.order('A1').problem).toMatchObject({
      reason: 'authorizeFailed',
      // The name of the error is the app's as well.
      message: 'backend.authorize rejected with a TypeError.',
    });
    const print = [printed(app, storage.written), ...events].join('\n');
    for (const part of ['Bearer', 'eyJhbGciOi', '919876543210']) expect(print).not.toContain(part);
  });

  it.each<readonly [string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('of onError');
      },
    ],
    ['rejects', () => Promise.reject(new Error('of onError'))],
  ])('may break itself: it %s', async (_, onError) => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = createTestApp({ simulator, config: { backend: { authorize }, onError } });
    await app.start();
    await app.wait(60_000);
    expect(app.step).toMatchObject({
      name: 'unavailable',
      problem: { reason: 'authorizeFailed', docs: 'docs/errors.md#authorizefailed' },
    });
  });

  it('may use the flow, also where that throws again', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const fails = (): never => {
      throw new Error('no time');
    };
    let now = (): number => simulator.clock.now();
    let times = 0;
    const app = await createLinkedApp({
      simulator,
      config: {
        clock: { ...simulator.clock, now: () => now() },
        onError: () => {
          times += 1;
          // Both read the time.
          app.flow.send({ type: 'device.refresh' });
          app.flow.can(pay('B1'));
        },
      },
    });
    now = fails;
    app.flow.can(pay('A1'));
    await app.wait(5_000);
    expect(times).toBeGreaterThan(0);
    expect(times).toBeLessThan(1_000);
    expect(app.step.name).toBe('ready');
  });

  it('has to be a function', () => {
    const config = configOf(createSimulator());
    const onError = JSON.parse('"log"');
    expect(() => createTestApp({ config: { ...config, onError } })).toThrow('onError');
  });

  it('left out, what a listener throws is unhandled, and what a port throws is not', async () => {
    const unhandled: unknown[] = [];
    const hear = (error: unknown) => void unhandled.push(error);
    const before = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', hear);
    onTestFinished(() => {
      process.removeAllListeners('unhandledRejection');
      for (const one of before) process.on('unhandledRejection', one);
    });
    const error = new Error('of a listener');
    const app = createTestApp({ config: { backend: { authorize } } });
    app.flow.subscribe(() => {
      throw error;
    });
    await app.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect(new Set(unhandled)).toEqual(new Set([error]));
  });
});
