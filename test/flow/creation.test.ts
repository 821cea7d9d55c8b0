import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createUpiFlow, memoryStorage, type UpiFlowConfig } from '../../src/index.js';
import { configOf } from './support/app.js';

const config = configOf(createSimulator());

/** Creates a flow from what no type would let through. */
function creating(changed: object): () => unknown {
  return () => Reflect.apply(createUpiFlow, undefined, [{ ...config, ...changed }]);
}

/** A port with one method missing, or another in its place. */
function without(port: object, method: string, other?: unknown): object {
  const methods = Object.keys(port).map((name) => [name, Reflect.get(port, name)]);
  return { ...Object.fromEntries(methods), [method]: other };
}

const calls: string[] = [];
/** Everything that a port is asked, by name. */
function watched<T extends object>(name: string, port: T): T {
  return new Proxy(port, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        calls.push(`${name}.${String(key)}`);
        return Reflect.apply(member, target, args);
      };
    },
  });
}

describe('what a programmer must mend is said at creation', () => {
  it.each(['open', 'initiate', 'process', 'back', 'terminate', 'subscribe'])('sdk.%s', (method) => {
    const says = `createUpiFlow: \`sdk.${method}\` is missing. An adapter has open, initiate, process, back, terminate and subscribe.`;
    expect(creating({ sdk: without(config.sdk, method) })).toThrow(new Error(says));
    expect(creating({ sdk: without(config.sdk, method, 'text') })).toThrow(new Error(says));
  });

  it.each([undefined, null, 'text', 7, []])('sdk: %s', (sdk) => {
    expect(creating({ sdk })).toThrow('`sdk');
  });

  it.each(['getItem', 'setItem', 'removeItem'])('storage.%s', (method) => {
    expect(creating({ storage: without(memoryStorage(), method) })).toThrow(
      `createUpiFlow: \`storage.${method}\` is missing. A storage has getItem, setItem and removeItem.`,
    );
  });

  it.each(['now', 'setTimeout', 'clearTimeout'])('clock.%s', (method) => {
    const clock = without(
      { now: () => 0, setTimeout: () => 0, clearTimeout: () => undefined },
      method,
    );
    expect(creating({ clock })).toThrow(
      `createUpiFlow: \`clock.${method}\` is missing. A clock has now, setTimeout and clearTimeout.`,
    );
  });

  it.each<readonly [string, () => unknown]>([
    ['a text', () => '1767587400000'],
    ['NaN', () => Number.NaN],
    ['Infinity', () => Number.POSITIVE_INFINITY],
    ['nothing', () => undefined],
    ['a date', () => new Date()],
    [
      'an exception',
      () => {
        throw new Error('no');
      },
    ],
  ])('a clock that answers %s', (_, now) => {
    const clock = { ...config.clock, now };
    expect(creating({ clock })).toThrow(
      'createUpiFlow: `clock.now()` must answer epoch milliseconds, a finite number.',
    );
  });

  it.each<readonly [string, object, string]>([
    ['storage', { storage: null }, '`storage` is missing.'],
    ['clock', { clock: null }, '`clock` is missing.'],
    ['newId', { newId: 'uuid' }, '`newId` is no function. It returns a new uuid v4.'],
    ['newId', { newId: null }, '`newId` is no function.'],
    ['backend', { backend: null }, '`backend.authorize` is missing.'],
    ['authorize', { backend: { authorize: {} } }, '`backend.authorize` is missing.'],
    [
      'orderStatus',
      { backend: { ...config.backend, orderStatus: 'yes' } },
      '`backend.orderStatus` is no function. Leave it out if your server cannot be asked.',
    ],
    ['merchant', { merchant: 'stock' }, '`merchant.merchantId` is missing.'],
    [
      'environment',
      { merchant: { ...config.merchant, environment: 'prod' } },
      "`merchant.environment` is neither 'sandbox' nor 'production'.",
    ],
    ['keepOrders', { keepOrders: -1 }, '`keepOrders` must be a whole number, 0 or above.'],
    ['keepOrders', { keepOrders: 1.5 }, '`keepOrders` must be a whole number, 0 or above.'],
    ['keepOrders', { keepOrders: '5' }, '`keepOrders` must be a whole number, 0 or above.'],
    ['keepOrders', { keepOrders: Number.NaN }, '`keepOrders` must be'],
    ['keepOrders', { keepOrders: Number.POSITIVE_INFINITY }, '`keepOrders` must be'],
    ['keepOrders', { keepOrders: null }, '`keepOrders` must be'],
    ['inspect', { inspect: 'all' }, '`inspect` is no function and no list of functions.'],
    ['inspect', { inspect: [() => undefined, 7] }, '`inspect` is no function'],
    ['timings', { timings: null }, '`timings` is no object. See the type Timings.'],
    ['timings', { timings: 5 }, '`timings` is no object. See the type Timings.'],
  ])('%s: %j', (_, changed, says) => {
    expect(creating(changed)).toThrow(`createUpiFlow: ${says}`);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '5000', null, true, {}, 5n])(
    'a timing of %s',
    (value) => {
      expect(creating({ timings: { process: value } })).toThrow(
        'createUpiFlow: `timings.process` must be a finite number above 0, in milliseconds.',
      );
    },
  );

  it.each(['bindAttempts', 'authorizeAttempts'])('a count that is not whole: %s', (name) => {
    const says = `createUpiFlow: \`timings.${name}\` is a count and must be a whole number above 0.`;
    for (const value of [1.5, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, '3', null]) {
      expect(creating({ timings: { [name]: value } })).toThrow(new Error(says));
    }
    expect(creating({ timings: { [name]: 1 } })).not.toThrow();
  });
});

describe('what is as it must be', () => {
  it('asks nothing of any port but the time', () => {
    calls.length = 0;
    const { clock } = config;
    const watchedConfig: UpiFlowConfig = {
      ...config,
      sdk: watched('sdk', config.sdk),
      backend: watched('backend', config.backend),
      storage: watched('storage', memoryStorage()),
      clock: clock && watched('clock', clock),
      newId: () => {
        throw new Error('too early');
      },
    };
    createUpiFlow(watchedConfig);
    expect([...new Set(calls)]).toEqual(['clock.now']);
  });

  it('may be left out, or be undefined', () => {
    const nothing = { storage: undefined, timings: undefined, keepOrders: undefined };
    expect(creating({ ...nothing, inspect: undefined, clock: undefined })).not.toThrow();
    expect(creating({ keepOrders: 0, inspect: [], timings: {} })).not.toThrow();
  });

  it('may be an object of a class', () => {
    class Store {
      readonly items = new Map<string, string>();
      getItem(key: string) {
        return this.items.get(key);
      }
      setItem(key: string, value: string) {
        this.items.set(key, value);
      }
      removeItem(key: string) {
        this.items.delete(key);
      }
    }
    expect(creating({ storage: new Store() })).not.toThrow();
  });
});
