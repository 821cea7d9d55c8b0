import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const hooks = {
  include: ['test/{react,adapters/react-native}/**/*.test.tsx'],
  environment: 'happy-dom',
};

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The bridges' own JavaScript, as bundlers take it. `react-native` itself is not JavaScript. */
const bridges = [
  { find: /^react-native$/, replacement: at('test/adapters/support/no-react-native.ts') },
  {
    find: /^hyper-sdk-react$/,
    replacement: at('node_modules/hyper-sdk-react/lib/module/index.js'),
  },
  {
    find: /^hyper-sdk-capacitor$/,
    replacement: at('node_modules/hyper-sdk-capacitor/dist/esm/index.js'),
  },
  { find: /^@capacitor\/core$/, replacement: at('node_modules/@capacitor/core/dist/index.js') },
];

/** What the example of a server imports, as a merchant would. */
const packages = [
  { find: /^upi-flow\/server$/, replacement: at('src/server/index.ts') },
  { find: /^upi-flow\/simulator$/, replacement: at('adapters/simulator/index.ts') },
  { find: /^upi-flow\/testing$/, replacement: at('testing/index.ts') },
];

/** What `npm run test:unit` leaves out: it searches, compiles, bundles, starts programs or counts costs. */
const slow = [
  'test/*.test.ts',
  'test/{demo,docs,examples,hostile,model,safety,scripts}/**/*.test.ts',
  'test/testing/explorer/*.test.ts',
  'test/server/**/*.test.ts',
  'test/flow/{storms,port-errors}.test.ts',
  'test/testing/mock-juspay/any-request.test.ts',
  'test/core/protocol/total.test.ts',
  'test/journal/{any-key,flat-cost,migrate,recover,two-writers}.test.ts',
  'test/platform/web-locks.test.ts',
];

/** What `npm run test:nightly` runs: faults planted in the library are found by whole searches. */
const nightly = ['test/testing/explorer/planted.test.ts'];

/** The bridges' own code takes another resolution, so another project. */
const bridgeTests = 'test/adapters/*.test.ts';

/** Fails a test in which React complained. */
const setup = 'test/react/support/react.ts';

export default defineConfig({
  test: {
    // All of them: on two cores the default is one.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          // Loading the same modules for every file took longer than the tests: each file tidies up.
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [...slow, bridgeTests],
        },
      },
      {
        resolve: { alias: packages },
        test: {
          name: 'slow',
          isolate: false,
          globalSetup: 'test/heartbeat.ts',
          include: slow,
          exclude: nightly,
        },
      },
      { test: { name: 'nightly', globalSetup: 'test/heartbeat.ts', include: nightly } },
      {
        resolve: { alias: bridges },
        test: {
          name: 'bridges',
          include: [bridgeTests],
          server: { deps: { inline: [/hyper-sdk-/, /react-native-web/, /@capacitor/] } },
        },
      },
      { test: { ...hooks, name: 'react-19', env: { REACT: '19' }, setupFiles: [setup] } },
      {
        test: {
          ...hooks,
          name: 'react-18',
          env: { REACT: '18' },
          setupFiles: ['test/react/support/require-react-18.ts', setup],
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['{core,machines,src,adapters,testing,cli}/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95 },
    },
  },
});
