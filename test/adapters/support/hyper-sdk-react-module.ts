import type { NativeInstance, NativeSdk } from './native-sdk.js';

/** Where a native module sends what it has to say. */
export interface EventSink {
  send(channel: string, text: string): void;
  /** JavaScript listens on a channel. */
  listen(channel: string): void;
  complain(text: string): void;
}

const HYPER_EVENT = 'HyperEvent';

/** The native module of hyper-sdk-react 5.0.35, as its Java and Objective-C behave. */
export function hyperSdkReactModule(
  platform: 'android' | 'ios',
  sdk: NativeSdk,
  sink: EventSink,
): Record<string, unknown> {
  const isIos = platform === 'ios';
  const keyed = new Map<string, NativeInstance>();
  const known = new Set([HYPER_EVENT]);
  let shared: NativeInstance | undefined;
  let listenerCount = 0;

  function send(channel: string, event: unknown): void {
    if (isIos && !known.has(channel)) sink.complain(`${channel} is not a supported event type`);
    // iOS sends nothing while nobody listens.
    if (isIos && listenerCount === 0) return;
    sink.send(channel, typeof event === 'string' ? event : JSON.stringify(event));
  }

  function initiate(instance: NativeInstance | undefined, data: string, channel: string): void {
    instance?.initiate(JSON.parse(data), (event) => send(channel, event));
  }

  function create(key: string): void {
    if (key === '' || key === HYPER_EVENT || keyed.has(key)) return;
    keyed.set(key, sdk.create());
    known.add(key);
  }

  return {
    HyperEvent: HYPER_EVENT,
    addListener: (channel: string) => {
      if (isIos && !known.has(channel)) sink.complain(`${channel} is not a supported event type`);
      listenerCount += 1;
      sink.listen(channel);
    },
    removeListeners: (count: number) => {
      listenerCount -= count;
      if (listenerCount < 0) sink.complain('more listeners removed than added');
    },
    createHyperServices: () => {
      shared ??= sdk.create();
    },
    createHyperServicesWithTenantId: () => {
      shared ??= sdk.create();
    },
    initiate: (data: string) => initiate(shared, data, HYPER_EVENT),
    process: (data: string) => shared?.process(JSON.parse(data)),
    terminate: () => {
      shared?.terminate();
      if (!isIos) shared = undefined;
    },
    isNull: () => shared === undefined,
    isInitialised: async () => shared?.isInitialised() ?? false,
    createHyperServicesWithKey: create,
    initiateWithKey: (data: string, key: string) => initiate(keyed.get(key), data, key),
    processWithKey: (data: string, key: string) => keyed.get(key)?.process(JSON.parse(data)),
    terminateWithKey: (key: string) => {
      keyed.get(key)?.terminate();
      keyed.delete(key);
    },
    isNullWithKey: (key: string) => !keyed.has(key),
    isInitialisedWithKey: async (key: string) => keyed.get(key)?.isInitialised() ?? false,
    // Hardware back is Android's.
    ...(!isIos && {
      onBackPressed: () => shared?.onBackPressed() ?? false,
      onBackPressedWithKey: (key: string) => keyed.get(key)?.onBackPressed() ?? false,
    }),
  };
}
