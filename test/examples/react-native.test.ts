// @vitest-environment happy-dom
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fireEvent, screen } from '@testing-library/dom';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..').replaceAll('\\', '/');
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
async function bundleReactNativeExample(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env': '{}', __DEV__: 'false', global: 'globalThis' },
    resolve: {
      alias: [
        { find: /^react-native$/, replacement: at('node_modules/react-native-web/dist/index.js') },
        { find: /^upi-flow$/, replacement: at('src/index.ts') },
        { find: /^upi-flow\/simulator$/, replacement: at('adapters/simulator/index.ts') },
        { find: /^upi-flow\/react$/, replacement: at('src/react/index.ts') },
        {
          find: /^upi-flow\/react-native$/,
          replacement: at('adapters/react-native/index.ts'),
        },
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

/** A build reads the whole library and React: longer than a single test may usually take. */
const PATIENCE = 60_000;

/** Lets the app's time go by, and React draw. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await new Promise((resolve) => setImmediate(resolve));
}

/** The button, radio or box with this name, as soon as it is there. `hidden` spares slow looks at styles. */
async function find(role: 'button' | 'radio' | 'checkbox', name: string | RegExp) {
  for (let second = 0; second < 60; second += 1) {
    const found = screen.queryByRole(role, { name, hidden: true });
    if (found !== null) return found;
    await pass(1_000);
  }
  return screen.getByRole(role, { name });
}

async function press(role: 'button' | 'radio' | 'checkbox', name: string | RegExp): Promise<void> {
  fireEvent.click(await find(role, name));
  await pass(0);
}

const isShown = (text: string | RegExp): boolean => screen.queryAllByText(text).length > 0;

describe('the React Native example', () => {
  beforeAll(async () => {
    const script = await bundleReactNativeExample();
    vi.useFakeTimers({
      toFake: ['Date', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'],
    });
    new Function(script)();
  }, PATIENCE);
  afterAll(() => vi.useRealTimers());

  it('sets UPI up, from the first start to the shop', { timeout: PATIENCE }, async () => {
    await press('button', 'Continue');
    await press('radio', /^JIO/);
    await press('button', 'Verify this number');
    await press('button', 'Axis Bank');
    await press('checkbox', /3891/);
    await press('button', 'Continue');
    fireEvent.change(screen.getByRole('textbox', { name: 'UPI ID' }), {
      target: { value: 'priya' },
    });
    await press('button', 'Continue');
    await find('button', /^Pay .* for Estate coffee$/);
    expect(isShown(/priya@upf/)).toBe(true);
  });

  it('shows a payment through to its end', { timeout: PATIENCE }, async () => {
    await press('button', /^Pay .* for Estate coffee$/);
    await find('button', 'Back to the shop');
    expect(isShown(/The shop is confirming your payment/)).toBe(true);
    await pass(2_000);
    expect(isShown(/The shop has your payment/)).toBe(true);
    await press('button', 'Back to the shop');
  });

  it('calls a pending payment pending, and paid when it is', { timeout: PATIENCE }, async () => {
    await press('button', /^Simulation/);
    await press('radio', 'Pending, then paid');
    await press('button', /^Simulation/);
    await press('button', /^Pay .* for Forest honey$/);
    await find('button', 'Check now');
    expect(isShown('Payment pending')).toBe(true);
    expect(isShown(/do not pay for this order again/)).toBe(true);
    expect(isShown(/fail|not paid/i)).toBe(false);
    await pass(60_000);
    expect(isShown(/The shop has your payment/)).toBe(true);
  });

  it('says "not paid" for good only once that is certain', { timeout: PATIENCE }, async () => {
    await press('button', 'Back to the shop');
    await press('button', /^Simulation/);
    await press('radio', 'Customer goes back');
    await press('button', /^Simulation/);
    await press('button', /^Pay .* for Black pepper$/);
    await find('button', 'Check now');
    expect(isShown('Not paid, as far as we know')).toBe(true);
    expect(isShown(/We are checking/)).toBe(true);
    expect(screen.queryByRole('button', { name: 'Try again', hidden: true })).toBeNull();
    // Nobody is sold a second one meanwhile.
    await press('button', 'Back to the shop');
    await press('button', /^Pay .* for Black pepper$/);
    expect(screen.queryAllByText(/^Black pepper ·/)).toHaveLength(1);
    expect(isShown('We are checking your last payment')).toBe(true);
    await find('button', 'Try again to pay for Black pepper');
    expect(isShown('Cancelled')).toBe(true);
    expect(isShown('We are checking your last payment')).toBe(false);
  });
});
