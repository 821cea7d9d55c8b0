import { vi } from 'vitest';
import { type EventSink, hyperSdkReactModule } from './hyper-sdk-react-module.js';
import type { NativeSdk } from './native-sdk.js';

/** An app with the package's own JavaScript and React Native's own emitter over a faked module. */
export interface ReactNativeApp {
  readonly adapter: typeof import('../../../adapters/react-native.js');
  /** The native module itself, for what an app may do beside the adapter. */
  readonly module: Record<string, unknown>;
  /** How many JavaScript listeners there are, on any channel. */
  listeners(): number;
  /** What React Native would have shown a red box for. */
  readonly complaints: readonly string[];
}

export interface ReactNativeOptions {
  readonly platform?: 'android' | 'ios';
  readonly linked?: boolean;
  /** Names of methods that the native part of an older build does not have. */
  readonly without?: RegExp;
}

/** Starts an app: everything above the native module is loaded anew. */
export async function startReactNative(
  sdk: NativeSdk,
  { platform = 'android', linked = true, without }: ReactNativeOptions = {},
): Promise<ReactNativeApp> {
  vi.resetModules();
  const { default: Platform } = await import('react-native-web/dist/exports/Platform');
  const { default: device } = await import(
    'react-native-web/dist/vendor/react-native/EventEmitter/RCTDeviceEventEmitter'
  );
  const { default: NativeEventEmitter } = await import(
    'react-native-web/dist/vendor/react-native/EventEmitter/NativeEventEmitter'
  );
  Platform.OS = platform;
  const complaints: string[] = [];
  const channels = new Set<string>();
  const sink: EventSink = {
    send: (channel, text) => device.emit(channel, text),
    listen: (channel) => channels.add(channel),
    complain: (text) => complaints.push(text),
  };
  const module = Object.fromEntries(
    Object.entries(hyperSdkReactModule(platform, sdk, sink)).filter(
      ([name]) => without?.test(name) !== true,
    ),
  );
  vi.doMock('react-native', () => ({
    NativeEventEmitter,
    NativeModules: linked ? { HyperSdkReact: module } : {},
    Platform: {
      OS: platform,
      select: (texts: Record<string, unknown>) => texts[platform] ?? texts['default'],
    },
    // What the package's view asks for when it is loaded; no view is shown here.
    requireNativeComponent: () => undefined,
    UIManager: {},
    View: undefined,
    findNodeHandle: () => null,
  }));
  return {
    adapter: await import('../../../adapters/react-native.js'),
    module,
    complaints,
    listeners: () => [...channels].reduce((sum, name) => sum + device.listenerCount(name), 0),
  };
}
