import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as reactNative from 'react-native';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

interface Loaded extends Pick<typeof reactNative, 'AppState' | 'BackHandler' | 'Platform'> {
  readonly nativeEvents: {
    emit(event: string, body?: object): void;
    listenerCount(event: string): number;
  };
}

/**
 * React Native's own JavaScript, as Metro bundles it for this platform, over a native side that is
 * told what happens to the phone. Once per test file.
 */
export function loadReactNative(platform: 'android' | 'ios') {
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
    /** The person presses back. Answers whether the app was left, the system's own reaction. */
    pressBack: (): boolean => {
      const before = exits;
      nativeEvents.emit('hardwareBackPress');
      return exits > before;
    },
    /** The app goes to the front, to the back, or under a dialog. */
    become: (state: 'active' | 'inactive' | 'background') =>
      nativeEvents.emit('appStateDidChange', { app_state: state }),
    /** How many listen to the app's state. */
    get appStateListeners() {
      return nativeEvents.listenerCount('appStateDidChange') - own;
    },
  };
}

function bundled(platform: string): string {
  // A folder of its own: Metro writes what it found there, too, beside the bundle.
  const cwd = mkdtempSync(join(tmpdir(), 'upi-flow-react-native-'));
  const [metro, config] = [at('../../../../node_modules/metro/src/cli.js'), at('metro.config.js')];
  const options = ['--config', config, '--platform', platform, '--dev=false', '--minify=false'];
  execFileSync(process.execPath, [metro, 'build', 'entry.js', '--out=bundle.js', ...options], {
    cwd,
  });
  const bundle = readFileSync(join(cwd, 'bundle.js'), 'utf8');
  rmSync(cwd, { recursive: true });
  return bundle;
}
