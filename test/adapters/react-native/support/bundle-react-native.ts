import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getDefaultConfig, mergeConfig } from '@react-native/metro-config';
import { runBuild } from 'metro';
import { build } from 'metro/private/shared/output/bundle';

/** The modules behind React Native's public names, and the channel on which native code speaks. */
const ENTRY = `
globalThis.reactNative = {
  AppState: require('react-native/Libraries/AppState/AppState').default,
  BackHandler: require('react-native/Libraries/Utilities/BackHandler').default,
  Platform: require('react-native/Libraries/Utilities/Platform').default,
  nativeEvents: require('react-native/Libraries/EventEmitter/RCTDeviceEventEmitter').default,
};`;

/** Where Metro may look: all that these modules need. */
const PACKAGES = ['react-native', 'invariant', '@babel/runtime', 'metro-runtime'];

const installed = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

/** A part of React Native's own JavaScript as one script, as Metro makes it for the platform. */
async function bundleReactNative(platform: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'upi-flow-react-native-'));
  try {
    const entry = join(folder, 'entry.js');
    writeFileSync(entry, ENTRY);
    const config = mergeConfig(getDefaultConfig(folder), {
      watchFolders: [folder, ...PACKAGES.map((name) => join(installed, name))],
      fileMapCacheDirectory: folder,
      reporter: { update: () => undefined },
      resolver: { useWatchman: false, nodeModulesPaths: [installed] },
      serializer: { getModulesRunBeforeMainModule: () => [], getPolyfills: () => [] },
    });
    const output = { build, save: () => Promise.resolve() };
    return (await runBuild(config, { entry, platform, dev: false, minify: false, output })).code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.stdout.write(await bundleReactNative(process.argv[2] ?? 'android'));
