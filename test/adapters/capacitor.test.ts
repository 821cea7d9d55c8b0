import { afterEach, describe, expect, it, vi } from 'vitest';
import { isRefusedAsItIs, itIsAnAdapter } from './support/adapter-suite.js';
import { type NativeInstance, type NativeSdk, scriptedSdk } from './support/native-sdk.js';
import { hyperServicesClass } from './support/web-page.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** An app with the plugin's own JavaScript and Capacitor's own core over a faked native side. */
interface CapacitorApp {
  readonly adapter: typeof import('../../adapters/capacitor.js');
  readonly plugin: typeof import('hyper-sdk-capacitor').HyperServices;
  /** How many listeners the native side has. */
  listeners(): number;
  /** Android: no activity, so every call is refused. */
  loseActivity(): void;
}

interface CapacitorOptions {
  readonly platform?: 'android' | 'ios';
  readonly installed?: boolean;
}

type Callback = (data: unknown, error?: unknown) => void;
type Options = Readonly<Record<string, unknown>>;

/** Starts an app: everything above the native bridge is loaded anew. */
async function startCapacitor(
  sdk: NativeSdk,
  { platform = 'android', installed = true }: CapacitorOptions = {},
): Promise<CapacitorApp> {
  const listeners = new Map<string, Callback>();
  const isIos = platform === 'ios';
  let callbackId = 0;
  let instance: NativeInstance | undefined;
  let hasActivity = true;

  function notify(event: unknown): void {
    // What crosses is text: each listener gets an object of its own.
    const text = typeof event === 'string' ? event : JSON.stringify(event);
    for (const listener of [...listeners.values()]) listener(JSON.parse(text));
  }

  /** Answers what the call resolves to; a throw is a rejection. */
  function call(method: string, options: Options): unknown {
    if (!hasActivity) throw new Error(`${method} failed: Activity is null`);
    switch (method) {
      case 'createHyperServices':
      case 'createHyperServicesWithTenantId':
        instance ??= sdk.create();
        return undefined;
      case 'initiate':
        if (instance === undefined) throw new Error('HyperServices is null');
        instance.initiate(JSON.parse(JSON.stringify(options)), notify);
        return undefined;
      case 'process':
        if (instance === undefined) throw new Error('HyperServices instance is Null');
        if (!instance.isInitialised()) throw new Error('Initiate should be done before');
        instance.process(JSON.parse(JSON.stringify(options)));
        return undefined;
      case 'terminate':
        instance?.terminate();
        instance = undefined;
        return undefined;
      case 'onBackPressed':
        if (isIos) throw new Error('Not implemented on IOS');
        return { onBackPressed: instance?.onBackPressed() ?? false };
      case 'isInitialised':
        return { isInitialised: instance?.isInitialised() ?? false };
      default:
        throw new Error(`no such method: ${method}`);
    }
  }

  const methods = [
    'createHyperServices',
    'createHyperServicesWithTenantId',
    'initiate',
    'process',
    'terminate',
    'onBackPressed',
  ];
  const header = {
    name: 'HyperServices',
    methods: [
      ...methods.map((name) => ({ name, rtype: isIos ? 'none' : 'promise' })),
      { name: 'isInitialised', rtype: 'promise' },
      { name: 'addListener', rtype: isIos ? 'callback' : 'none' },
      { name: 'removeListener', rtype: isIos ? 'callback' : 'none' },
    ],
  };
  const capacitor = {
    PluginHeaders: installed ? [header] : [],
    nativePromise: async (_plugin: string, method: string, options: Options) =>
      call(method, options),
    nativeCallback: (_plugin: string, method: string, options: Options, callback?: Callback) => {
      if (method === 'addListener' && callback !== undefined) {
        callbackId += 1;
        listeners.set(`${callbackId}`, callback);
        return `${callbackId}`;
      }
      if (method === 'removeListener') {
        listeners.delete(String(options['callbackId']));
        return '-1';
      }
      try {
        call(method, options);
      } catch {
        // Without a callback a refusal goes nowhere.
      }
      return '-1';
    },
  };
  vi.resetModules();
  vi.stubGlobal('CapacitorPlatforms', undefined);
  vi.stubGlobal('Capacitor', capacitor);
  vi.stubGlobal('androidBridge', isIos ? undefined : {});
  vi.stubGlobal('webkit', isIos ? { messageHandlers: { bridge: {} } } : undefined);
  return {
    ...(await load()),
    listeners: () => listeners.size,
    loseActivity: () => {
      hasActivity = false;
    },
  };
}

/** Starts the app in a browser: the plugin's web implementation, and a script that loads `Class`. */
async function startCapacitorInBrowser(
  Class: new () => object,
): Promise<Pick<CapacitorApp, 'adapter' | 'plugin'> & { readonly scripts: readonly string[] }> {
  const scripts: string[] = [];
  vi.resetModules();
  for (const name of ['CapacitorPlatforms', 'Capacitor', 'androidBridge', 'webkit']) {
    vi.stubGlobal(name, undefined);
  }
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('document', {
    createElement: () => ({ setAttribute: () => {} }),
    getElementById: (id: string) => (id === 'widget' ? { element: id } : null),
    body: {
      appendChild: (script: { src: string; onload?: () => void }) => {
        scripts.push(script.src);
        queueMicrotask(() => {
          vi.stubGlobal('HyperServices', Class);
          script.onload?.();
        });
      },
    },
  });
  return { ...(await load()), scripts };
}

async function load(): Promise<Pick<CapacitorApp, 'adapter' | 'plugin'>> {
  const adapter = await import('../../adapters/capacitor.js');
  const { HyperServices: plugin } = await import('hyper-sdk-capacitor');
  // In an object: the plugin answers to every name, `then` included.
  return { adapter, plugin };
}

describe.each(['android', 'ios'] as const)('hyper-sdk-capacitor on %s', (platform) => {
  itIsAnAdapter(async (native) => {
    const { adapter, listeners, loseActivity } = await startCapacitor(native, { platform });
    const sdk = adapter.createCapacitorSdk();
    const bridge = { sdk, delivers: 'object', listeners } as const;
    // On iOS nothing is answered, so nothing is refused either.
    return platform === 'ios' ? { ...bridge, hasBack: false } : { ...bridge, refuse: loseActivity };
  });

  it('is refused as it is', () =>
    isRefusedAsItIs('createCapacitorSdk()', async (native) => ({
      sdk: (await startCapacitor(native, { platform })).plugin,
    })));
});

describe('hyper-sdk-capacitor in a browser', () => {
  itIsAnAdapter(async (native) => {
    const { adapter, plugin } = await startCapacitorInBrowser(hyperServicesClass(native));
    // Loads what the plugin loads late, which takes longer than the clock of the test can wait.
    await plugin.isNull();
    return {
      sdk: adapter.createCapacitorSdk(),
      delivers: 'object',
      settle: async () => {
        for (let nth = 0; nth < 3; nth += 1) await vi.dynamicImportSettled();
      },
    };
  });

  it('is refused as it is', () =>
    isRefusedAsItIs('createCapacitorSdk()', async (native) => {
      await startCapacitorInBrowser(hyperServicesClass(native));
      return { sdk: await import('hyper-sdk-capacitor') };
    }));
});

const ANSWER = { event: 'process_result', requestId: 'r1', payload: {} };

describe('hyper-sdk-capacitor that is not part of the app', () => {
  it.each(['android', 'ios'] as const)('is told on %s, with what to do', async (platform) => {
    const { adapter } = await startCapacitor(scriptedSdk(), { platform, installed: false });
    const reason =
      'hyper-sdk-capacitor is not part of this app: run `npx cap sync` after installing the ' +
      'package, and rebuild the app.';
    expect(adapter.checkCapacitorSdk()).toEqual({ available: false, reason });
    expect(() => adapter.createCapacitorSdk()).toThrow(new Error(reason));
  });

  it('is not told where it is', async () => {
    const sdk = scriptedSdk();
    const { adapter } = await startCapacitor(sdk);
    expect(adapter.checkCapacitorSdk()).toEqual({ available: true });
    const browser = await startCapacitorInBrowser(hyperServicesClass(sdk));
    expect(browser.adapter.checkCapacitorSdk()).toEqual({ available: true });
    expect(sdk.calls).toEqual([]);
  });
});

describe('a refusal', () => {
  it('of open is told on Android: there is no activity', async () => {
    const app = await startCapacitor(scriptedSdk());
    app.loseActivity();
    const sdk = app.adapter.createCapacitorSdk();
    await expect(sdk.open()).rejects.toThrow('createHyperServices failed: Activity is null');
  });

  it('of a process before initiate is told', async () => {
    const app = await startCapacitor(scriptedSdk());
    const sdk = app.adapter.createCapacitorSdk();
    await sdk.open();
    await expect(sdk.process({})).rejects.toThrow('Initiate should be done before');
  });
});

describe('back', () => {
  it('is not used on iOS, whose bridge answers it with the number of a call', async () => {
    const app = await startCapacitor(scriptedSdk(), { platform: 'ios' });
    expect(await app.plugin.onBackPressed()).toBe('-1');
    expect(await app.adapter.createCapacitorSdk().back()).toBe(false);
  });
});

describe('in a browser', () => {
  async function start() {
    const native = scriptedSdk();
    const app = await startCapacitorInBrowser(hyperServicesClass(native));
    return { ...app, native };
  }

  it('all who begin to listen at the same time hear', async () => {
    const { adapter, native } = await start();
    const heard: number[] = [];
    for (const nth of [1, 2, 3]) adapter.createCapacitorSdk().subscribe(() => heard.push(nth));
    const sdk = adapter.createCapacitorSdk();
    sdk.subscribe(() => heard.push(4));
    await sdk.open();
    await sdk.initiate({});
    native.emit(ANSWER);
    expect(heard).toEqual([1, 2, 3, 4]);
  });

  it('a page element that the plugin puts into a request stays out of the one given', async () => {
    const { adapter, native } = await start();
    const sdk = adapter.createCapacitorSdk();
    await sdk.open();
    await sdk.initiate({});
    const request = { payload: { fragmentViewGroups: { paymentWidget: 'widget' } } };
    await sdk.process(request);
    expect(request).toEqual({ payload: { fragmentViewGroups: { paymentWidget: 'widget' } } });
    expect(native.calls.at(-1)?.request).toEqual({
      payload: { fragmentViewGroups: { paymentWidget: { element: 'widget' } } },
    });
  });

  it("loads the script of the tenant's environment", async () => {
    const { adapter, scripts } = await start();
    const tenant = { tenantId: 'jp_global', clientId: 'client', env: 'sandbox' };
    const sdk = adapter.createCapacitorSdk(tenant);
    await sdk.open();
    await sdk.terminate();
    await adapter.createCapacitorSdk({ clientId: 'client', service: 'in.juspay.hyperapi' }).open();
    expect(scripts).toEqual([
      'https://payments.sandbox.juspay.io/payment-page/HyperServices.js',
      'https://public.releases.juspay.in/hyper-sdk-web/HyperServices.js',
    ]);
  });
});
