import { join } from 'node:path';
import { getDefaultConfig, type MetroConfig, mergeConfig } from '@react-native/metro-config';
import { runBuild } from 'metro';
import { build } from 'metro/private/shared/output/bundle';
import { root } from './sample-app.js';

/** Packages of the repository that the app installed, with the ones Metro itself puts in. */
const INSTALLED = [
  'xstate',
  'zod',
  'uuid',
  'abort-controller',
  'event-target-shim',
  '@babel/runtime',
  '@react-native/js-polyfills',
  'metro-runtime',
];

/**
 * Bundles an entry of the sample app with Metro as React Native configures it, for release.
 * Answers the code. Nothing outside the app and its packages can be in it.
 */
export async function bundle(folder: string, entry: string): Promise<string> {
  const { code } = await runBuild(configOf(folder), {
    entry: join(folder, 'scripts/hermes/app', entry),
    dev: false,
    // React Native's release build leaves this to the Hermes compiler.
    minify: false,
    platform: 'android',
    output: { build, save: () => Promise.resolve() },
  });
  return code;
}

function configOf(folder: string) {
  const installed = join(root, 'node_modules');
  const own: MetroConfig = {
    projectRoot: folder,
    watchFolders: [folder, ...INSTALLED.map((name) => join(installed, name))],
    fileMapCacheDirectory: folder,
    reporter: { update: () => undefined },
    resolver: {
      useWatchman: false,
      nodeModulesPaths: [installed],
      // The demo looks behind the package's face, which a package's exports do not allow.
      resolveRequest: (context, name, platform) =>
        name.startsWith('upi-flow/dist/')
          ? { type: 'sourceFile', filePath: join(folder, 'node_modules', name) }
          : /^\.\/tpv\.js$|merchant-server|\/merchant\//.test(name)
            ? { type: 'empty' }
            : context.resolveRequest(context, name, platform),
    },
    serializer: {
      // InitializeCore needs native modules; the app's entries begin with what they use of it.
      getModulesRunBeforeMainModule: () => [],
    },
    transformer: {
      babelTransformerPath: join(installed, '@react-native/metro-babel-transformer/src/index.js'),
    },
  };
  return mergeConfig(getDefaultConfig(folder), own);
}
