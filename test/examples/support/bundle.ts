import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..').replaceAll('\\', '/');
const at = (path: string): string => `${root}/${path}`;

/** What a phone has and a browser has not, in the least that will do. */
const stubs: Readonly<Record<string, string>> = {
  'react-native-get-random-values': '',
  'hyper-sdk-react': 'export default undefined;',
  '@react-native-async-storage/async-storage': 'export default new Map();',
  'react-native-safe-area-context': `
    export const SafeAreaProvider = ({ children }) => children;
    export const useSafeAreaInsets = () => ({ top: 0, right: 0, bottom: 0, left: 0 });`,
  main: `
    import { AppRegistry } from 'react-native';
    import App from '${at('examples/react-native/App.tsx')}';
    AppRegistry.registerComponent('main', () => App);
    const rootTag = document.body.appendChild(document.createElement('div'));
    AppRegistry.runApplication('main', { rootTag });`,
};

/** The React Native example as one script for an empty page. */
export async function bundleReactNativeExample(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env': '{}', __DEV__: 'false', global: 'globalThis' },
    resolve: {
      alias: [
        { find: /^react-native$/, replacement: at('node_modules/react-native-web/dist/index.js') },
        { find: /^upi-flow$/, replacement: at('src/index.ts') },
        { find: /^upi-flow\/simulator$/, replacement: at('adapters/simulator/index.ts') },
        { find: /^upi-flow\/(react|react-native)$/, replacement: at('src/$1/index.ts') },
      ],
    },
    plugins: [
      {
        name: 'stubs',
        enforce: 'pre',
        resolveId: (id) => (Object.hasOwn(stubs, id) ? `\0${id}` : undefined),
        load: (id) => stubs[id.slice(1)],
      },
    ],
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: 'main', output: { format: 'iife' } },
    },
  });
  const outputs = 'output' in built ? built.output : [];
  const [script] = outputs.flatMap((file) => (file.type === 'chunk' ? [file.code] : []));
  if (script === undefined) throw new Error('The example was not bundled.');
  return script;
}
