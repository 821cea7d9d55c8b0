import { defineConfig } from 'vitest/config';
import { GROUPS } from './scripts/mutants/groups.js';

const group = GROUPS.find(({ name }) => name === process.env['MUTANTS_GROUP']);

/** The tests that judge a group of files while they are broken on purpose (`npm run mutants`). */
export default defineConfig({
  test: {
    // Otherwise every file loads every module anew, for every mutant.
    isolate: false,
    include: [...(group?.tests ?? [])],
  },
});
