import { defineConfig } from 'vitest/config';

const hooks = {
  include: ['test/react/**/*.test.tsx'],
  environment: 'happy-dom',
};

/** Fails a test in which React complained. */
const setup = 'test/react/support/react.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'core',
          include: ['test/**/*.test.ts'],
          // Minutes, in processes of their own: `npm run mutants`.
          exclude: ['test/explore/mutants.test.ts'],
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
      include: ['src/**/*.ts', 'machines/**/*.ts', 'adapters/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95 },
    },
  },
});
