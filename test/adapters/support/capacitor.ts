import { vi } from 'vitest';
import type { NativeInstance, NativeSdk } from './native-sdk.js';

/** An app with the plugin's own JavaScript and Capacitor's own core over a faked native side. */
export interface CapacitorApp {
  readonly adapter: typeof import('../../../adapters/capacitor.js');
  readonly plugin: typeof import('hyper-sdk-capacitor').HyperServices;
  /** How many listeners the native side has. */
  listeners(): number;
  /** Android: no activity, so every call is refused. */
  loseActivity(): void;
}

export interface CapacitorOptions {
  readonly platform?: 'android' | 'ios';
  readonly installed?: boolean;
}

type Callback = (data: unknown, error?: unknown) => void;
type Options = Readonly<Record<string, unknown>>;

/** Starts an app: everything above the native bridge is loaded anew. */
export async function startCapacitor(
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
export async function startCapacitorInBrowser(
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
  const adapter = await import('../../../adapters/capacitor.js');
  const { HyperServices: plugin } = await import('hyper-sdk-capacitor');
  // In an object: the plugin answers to every name, `then` included.
  return { adapter, plugin };
}
