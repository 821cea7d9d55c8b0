import { join } from 'node:path';
import { getDefaultConfig, mergeConfig } from '@react-native/metro-config';

const installed = join(import.meta.dirname, '../../../../node_modules');
/** All that the modules of the entry need. */
const packages = ['react-native', 'invariant', '@babel/runtime', 'metro-runtime'];

// biome-ignore lint/style/noDefaultExport: Metro reads it there.
export default mergeConfig(getDefaultConfig(import.meta.dirname), {
  watchFolders: packages.map((name) => join(installed, name)),
  fileMapCacheDirectory: process.cwd(),
  resolver: { useWatchman: false, nodeModulesPaths: [installed] },
  serializer: { getModulesRunBeforeMainModule: () => [], getPolyfills: () => [] },
});
