import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as reactNative from 'react-native';

/** React Native's own JavaScript over a native side that is told what happens to the phone. */
export interface Phone {
  readonly AppState: typeof reactNative.AppState;
  readonly BackHandler: typeof reactNative.BackHandler;
  readonly Platform: typeof reactNative.Platform;
  /** The person presses back. Answers whether the app was left, the system's own reaction. */
  pressBack(): boolean;
  /** The app goes to the front, to the back, or under a dialog. */
  become(state: 'active' | 'inactive' | 'background'): void;
  /** How many listen to the app's state. */
  readonly appStateListeners: number;
}

interface Loaded extends Pick<Phone, 'AppState' | 'BackHandler' | 'Platform'> {
  readonly nativeEvents: {
    emit(event: string, body?: object): void;
    listenerCount(event: string): number;
  };
}

/** Loads what Metro bundles for this platform. Once per test file. */
export function loadReactNative(platform: 'android' | 'ios'): Phone {
  let exits = 0;
  const modules: Readonly<Record<string, object>> = {
    AppState: {
      getConstants: () => ({ initialAppState: 'active' }),
      getCurrentAppState: (tell: (state: object) => void) => tell({ app_state: 'active' }),
      addListener: () => undefined,
      removeListeners: () => undefined,
    },
    PlatformConstants: { getConstants: () => ({}) },
    DeviceEventManager: {
      invokeDefaultBackPressHandler: () => {
        exits += 1;
      },
    },
  };
  // What the C++ side of the New Architecture puts there before any JavaScript runs.
  Reflect.set(globalThis, '__turboModuleProxy', (name: string) => modules[name]);
  Reflect.set(globalThis, 'nativeModuleProxy', {});
  const loaded: Loaded = new Function(`${bundled(platform)}\nreturn globalThis.reactNative;`)();
  const { nativeEvents, ...parts } = loaded;
  // React Native itself listens, too, to know its current state.
  const own = nativeEvents.listenerCount('appStateDidChange');
  return {
    ...parts,
    pressBack: () => {
      const before = exits;
      nativeEvents.emit('hardwareBackPress');
      return exits > before;
    },
    become: (state) => nativeEvents.emit('appStateDidChange', { app_state: state }),
    get appStateListeners() {
      return nativeEvents.listenerCount('appStateDidChange') - own;
    },
  };
}

function bundled(platform: string): string {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = join(dirname(fileURLToPath(import.meta.url)), 'bundle-react-native.ts');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', tsx, script, platform],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new Error(`React Native was not bundled.\n${stderr}`);
  return stdout;
}
