import { defineConfig } from 'vitest/config';

/** The mutants take minutes: `npm run mutants` runs them, two at a time. */
export default defineConfig({
  test: { include: ['test/explore/mutants.test.ts'], maxConcurrency: 2 },
});
