import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { GROUPS } from './scripts/mutants/groups.js';

const tests = GROUPS.find(({ name }) => name === process.env['MUTANTS_GROUP'])?.tests ?? [];

/**
 * As listed: a mutant ends with the first test that notices it, so the quick ones come first. Last come
 * those that import a chart inside a test: what a test loads first counts as covered by this test alone.
 */
class AsListed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      moduleId.endsWith('-chart-loads.test.ts')
        ? tests.length
        : tests.findIndex((test) => moduleId.endsWith(`/${test}`));
    return files.sort((one, other) => place(one) - place(other));
  }
}

/** The tests that judge a group of files while they are broken on purpose (`npm run mutants`). */
export default defineConfig({
  test: {
    // Otherwise every file loads every module anew, for every mutant.
    isolate: false,
    include: [...tests],
    sequence: { sequencer: AsListed },
    // Virtual time: what takes so long waits for something that never comes.
    testTimeout: 3_000,
  },
});
