import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createUpiFlow, memoryStorage, mmkvStorage, type UpiFlowConfig } from '../../src/index.js';
import { configOf } from '../../testing/index.js';

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

describe('createUpiFlow throws, and names what is wrong in the configuration', () => {
  it.each(['open', 'initiate', 'process', 'back', 'terminate', 'subscribe'])('sdk.%s', (method) => {
    const says = `createUpiFlow: \`sdk.${method}\` is missing. An adapter has open, initiate, process, back, terminate and subscribe.`;
    expect(creating({ sdk: without(config.sdk, method) })).toThrow(says);
    expect(creating({ sdk: without(config.sdk, method, 'text') })).toThrow(says);
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

  it.each([1_767_587_400, 1.5e9, 9_999_999_999])('a clock that answers seconds: %s', (seconds) => {
    const says = 'createUpiFlow: `clock.now()` answers seconds. It must answer epoch milliseconds';
    expect(creating({ clock: { ...config.clock, now: () => seconds } })).toThrow(says);
  });

  it.each([0, 1_000, 1.5e9 - 1, 1e10, 1_767_587_400_000])('a clock may answer %s', (now) => {
    expect(creating({ clock: { ...config.clock, now: () => now } })).not.toThrow();
  });

  it.each<readonly [string, object, string]>([
    ['storage', { storage: null }, '`storage` is missing.'],
    ['clock', { clock: null }, '`clock` is missing.'],
    ['newId', { newId: 'uuid' }, '`newId` is no function. It returns a new uuid v4.'],
    ['newId', { newId: null }, '`newId` is no function.'],
    ['backend', { backend: null }, '`backend` is missing. It is an object: { authorize, '],
    ['authorize', { backend: {} }, '`backend.authorize` is missing. Pass a function that asks '],
    ['authorize', { backend: { authorize: {} } }, '`backend.authorize` is no function. Pass a '],
    [
      'orderStatus',
      { backend: { ...config.backend, orderStatus: 'yes' } },
      '`backend.orderStatus` is no function. Leave it out if your server cannot be asked.',
    ],
    ['merchant', { merchant: 'stock' }, '`merchant` is a string. It is { merchantId, clientId, '],
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
    ['timings', { timings: [] }, '`timings` is no object. See the type Timings.'],
    ['timings', { timings: { status: 1e300 } }, '`timings.status` is more than a year, in milli'],
    [
      'timings',
      { timings: { status: 365 * 86_400_000 + 1 } },
      '`timings.status` is more than a year, in milliseconds.',
    ],
    [
      'timings',
      { timings: { pollFirst: 60_000, pollMax: 59_999 } },
      '`timings.pollMax` is below `timings.pollFirst`. Polling slows down from pollFirst to pollMax.',
    ],
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

  it.each([
    { status: 365 * 86_400_000 },
    { pollFirst: 60_000, pollMax: 60_000 },
    { pollFirst: 120_000 },
    { pollMax: 1_000 },
  ])('timings of %j are good', (timings) => {
    expect(creating({ timings })).not.toThrow();
  });

  it.each(['bindAttempts', 'authorizeAttempts'])('a count that is not whole: %s', (name) => {
    const says = `createUpiFlow: \`timings.${name}\` is a count and must be a whole number above 0.`;
    for (const value of [1.5, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, '3', null]) {
      expect(creating({ timings: { [name]: value } })).toThrow(new Error(says));
    }
    expect(creating({ timings: { [name]: 1 } })).not.toThrow();
  });
});

/** What `hyper-sdk-react` exports, as far as it matters. */
const reactNative = {
  HyperEvent: 'HyperEvent',
  ...Object.fromEntries(
    ['createHyperServices', 'initiate', 'process', 'processWithActivity', 'terminate'].map(
      (name) => [name, () => undefined],
    ),
  ),
};

/** Capacitor answers a method for every name, also for those it does not have. */
const capacitor = new Proxy({}, { get: () => () => Promise.resolve() });

/** What Juspay's script puts on the page. */
class HyperServices {
  initiate() {}
  process() {}
  terminate() {}
  handleBackpress() {}
}

/** hyper-sdk-react 5.0.35 has it, too. */
class HyperServiceInstance {
  initiate() {}
  process() {}
  terminate() {}
  getHyperEventString() {}
}

const cordova = { initiate() {}, process() {}, onBackPress() {}, terminate() {} };

/** A module that is not linked. */
const notLinked = new Proxy(
  {},
  {
    get() {
      throw new Error("The package 'hyper-sdk-react' doesn't seem to be linked.");
    },
  },
);

describe('createUpiFlow refuses a bridge in place of its adapter', () => {
  const RN = 'createReactNativeSdk() of upi-flow/react-native.';
  const CAPACITOR = 'createCapacitorSdk() of upi-flow/capacitor.';

  it.each<readonly [string, object, string, string]>([
    ['the default export of hyper-sdk-react', reactNative, 'hyper-sdk-react', RN],
    ['the module hyper-sdk-react', { default: reactNative }, 'hyper-sdk-react', RN],
    ['the class of hyper-sdk-react', HyperServiceInstance, 'hyper-sdk-react', RN],
    ['an instance of hyper-sdk-react', new HyperServiceInstance(), 'hyper-sdk-react', RN],
    ['HyperServices of hyper-sdk-capacitor', capacitor, 'hyper-sdk-capacitor', CAPACITOR],
    [
      'the module hyper-sdk-capacitor',
      { HyperServices: capacitor },
      'hyper-sdk-capacitor',
      CAPACITOR,
    ],
    [
      'window.HyperServices',
      HyperServices,
      'window.HyperServices',
      'createWebSdk() of upi-flow/web.',
    ],
    [
      'an instance of window.HyperServices',
      new HyperServices(),
      'window.HyperServices',
      'createWebSdk() of upi-flow/web.',
    ],
    ['the plugin', cordova, 'the Cordova plugin', 'createCordovaSdk() of upi-flow/cordova.'],
  ])('%s', (_, sdk, bridge, adapter) => {
    expect(creating({ sdk })).toThrow(
      new Error(`createUpiFlow: \`sdk\` is ${bridge} itself. Pass an adapter for it: ${adapter}`),
    );
  });

  it.each<readonly [string, unknown, string]>([
    ['nothing', undefined, '`sdk` is missing. Pass an adapter: createReactNativeSdk() of '],
    ['a text', 'capacitor', '`sdk` is a string. Pass an adapter: createReactNativeSdk() of '],
    ['a module that is not linked', notLinked, '`sdk.open` is missing. An adapter has open, '],
    ['a function that was not called', () => config.sdk, '`sdk` is a function. Call it and '],
    ['a simulator', createSimulator(), '`sdk` is what holds the adapter. Pass its member, as '],
  ])('%s', (_, sdk, says) => {
    expect(creating({ sdk })).toThrow(`createUpiFlow: ${says}`);
  });

  it('is no adapter of the app that has more methods than it needs', () => {
    expect(creating({ sdk: { ...reactNative, ...config.sdk } })).not.toThrow();
  });
});

describe('createUpiFlow refuses a storage without its methods', () => {
  const mmkv = { getString: () => undefined, set: () => undefined, remove: () => undefined };

  it.each<readonly [string, unknown, string]>([
    ['{}', {}, '`storage.getItem` is missing. A storage has getItem, setItem and removeItem.'],
    ['null', null, '`storage` is missing. A storage has getItem, setItem and removeItem.'],
    ['a Map', new Map(), '`storage.getItem` is missing. A storage has getItem, setItem and '],
    ['MMKV itself', mmkv, '`storage` is an instance of MMKV. Wrap it: mmkvStorage(mmkv) of '],
    ['a module', { default: memoryStorage() }, '`storage` is a module. Pass its default export.'],
    ['a function', memoryStorage, '`storage` is a function. Call it and pass what it returns.'],
  ])('%s', (_, storage, says) => {
    expect(creating({ storage })).toThrow(`createUpiFlow: ${says}`);
  });

  it('takes it when it is wrapped', () => {
    expect(creating({ storage: mmkvStorage(mmkv) })).not.toThrow();
  });
});

describe('createUpiFlow refuses a promise in place of a port', () => {
  it.each(['sdk', 'merchant', 'backend', 'storage', 'clock'] as const)('%s', (name) => {
    const port = { ...config, storage: memoryStorage() }[name];
    expect(creating({ [name]: Promise.resolve(port) })).toThrow(
      `createUpiFlow: \`${name}\` is a Promise. Await it before you call createUpiFlow.`,
    );
  });

  it('the whole configuration', () => {
    const create = () => Reflect.apply(createUpiFlow, undefined, [Promise.resolve(config)]);
    expect(create).toThrow('createUpiFlow: the configuration is a Promise. Await it');
  });
});

describe('createUpiFlow refuses a merchant with', () => {
  const merchant = (changed: object) => creating({ merchant: { ...config.merchant, ...changed } });
  const ENVIRONMENT = "`merchant.environment` is neither 'sandbox' nor 'production'.";

  it.each<readonly [string, object, string]>([
    ['prod', { environment: 'prod' }, `${ENVIRONMENT} Did you mean 'production'?`],
    ['Sandbox', { environment: 'Sandbox' }, `${ENVIRONMENT} Did you mean 'sandbox'?`],
    ['PRODUCTION', { environment: 'PRODUCTION' }, `${ENVIRONMENT} Did you mean 'production'?`],
    ['live', { environment: 'live' }, ENVIRONMENT],
    [
      'no environment',
      { environment: undefined },
      "`merchant.environment` is missing. It is 'sandbox' or 'production'.",
    ],
    ['no id', { customerId: '' }, '`merchant.customerId` is missing. It is a non-empty string.'],
    ['a number', { customerId: 7 }, '`merchant.customerId` is a number. It is a non-empty string.'],
    [
      'blanks around',
      { customerId: ' abc' },
      '`merchant.customerId` begins or ends with a blank. Trim it.',
    ],
    [
      'the end of a line',
      { merchantId: 'stock\n' },
      '`merchant.merchantId` begins or ends with a blank. Trim it.',
    ],
    ['a PSP', { issuingPsp: 7 }, '`merchant.issuingPsp` is a number. It is a non-empty string.'],
    [
      'a flag',
      { merchantLoader: 'true' },
      '`merchant.merchantLoader` is a string. It is true or false.',
    ],
    ['a level', { logLevel: 1 }, '`merchant.logLevel` is a number. It is a non-empty string.'],
    [
      'a theme',
      { theme: 'Dark' },
      "`merchant.theme` is neither 'light' nor 'dark'. Did you mean 'dark'?",
    ],
    [
      'another spelling',
      { issuingPsp: undefined, issuingPSP: 'YES_BIZ' },
      '`merchant.issuingPSP` is unknown. Did you mean `issuingPsp`?',
    ],
    [
      'the spelling of the wire',
      { merchantId: undefined, merchant_id: 'stock' },
      '`merchant.merchant_id` is unknown. Did you mean `merchantId`?',
    ],
  ])('with %s', (_, changed, says) => {
    expect(merchant(changed)).toThrow(new Error(`createUpiFlow: ${says}`));
  });

  it('may be a record of the app that holds more', () => {
    expect(merchant({ merchantKeyId: 'k', prefix: 'UPF', name: 'Stock' })).not.toThrow();
    expect(merchant({ issuingPSP: 'AXIS_BIZ' })).not.toThrow();
  });
});

describe('createUpiFlow refuses an unknown option', () => {
  const FIELD = 'is no field of the configuration.';

  it.each<readonly [object, string]>([
    [{ inspct: () => undefined }, `\`inspct\` ${FIELD} Did you mean \`inspect\`?`],
    [{ inspector: () => undefined }, `\`inspector\` ${FIELD} Did you mean \`inspect\`?`],
    [{ SDK: config.sdk }, `\`SDK\` ${FIELD} Did you mean \`sdk\`?`],
    [{ environment: 'sandbox' }, `\`environment\` ${FIELD} It belongs in \`merchant\`.`],
    [{ orderStatus: () => undefined }, `\`orderStatus\` ${FIELD} It belongs in \`backend\`.`],
    [{ smsToken: 5_000 }, `\`smsToken\` ${FIELD} It belongs in \`timings\`.`],
    [{ colour: 'red' }, `\`colour\` ${FIELD} The fields are sdk, merchant, backend, `],
    [{ timings: { proces: 5 } }, '`timings.proces` is unknown. Did you mean `process`?'],
    [{ timings: { poll_first: 5 } }, '`timings.poll_first` is unknown. Did you mean `pollFirst`?'],
    [{ timings: { colour: 5 } }, '`timings.colour` is unknown. See the type Timings.'],
    [
      { backend: { authorise: config.backend.authorize } },
      '`backend.authorise` is unknown. Did you mean `authorize`?',
    ],
    [
      { backend: { authorize: config.backend.authorize, getOrderStatus: () => undefined } },
      '`backend.getOrderStatus` is unknown. Did you mean `orderStatus`?',
    ],
  ])('%o', (changed, says) => {
    expect(creating(changed)).toThrow(`createUpiFlow: ${says}`);
  });

  it('takes an unknown option that is undefined, and other members of a backend', () => {
    expect(creating({ inspct: undefined })).not.toThrow();
    expect(creating({ backend: { ...config.backend, baseUrl: '/upi' } })).not.toThrow();
  });
});

describe('createUpiFlow with a valid configuration', () => {
  it('calls no port at creation but clock.now', () => {
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
