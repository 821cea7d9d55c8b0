import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { GROUPS, type Group } from './mutants/groups.js';
import { print } from './mutants/print.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Takes what the last run of the group found for what did not change since. */
    incremental: { type: 'boolean', default: false },
    /** Only this file, or these lines of it: `core/model/order.ts:100-120`. */
    file: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});

const chosen = GROUPS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const results: MutantResult[] = [];
const began = performance.now();
for (const group of chosen) results.push(...(await run(group)));
const isWhole = chosen.length === GROUPS.length && values.file === undefined;
process.exitCode = print(results, { isWhole, ms: performance.now() - began }) ? 0 : 1;

async function run({ name, files }: Group): Promise<MutantResult[]> {
  // The runner's vitest reads which tests to take from here.
  process.env['MUTANTS_GROUP'] = name;
  const stryker = new Stryker({
    mutate: values.file === undefined ? [...files] : [values.file],
    jsonReporter: { fileName: `reports/mutants/${name}.json` },
    htmlReporter: { fileName: `reports/mutants/${name}.html` },
    // A room for each group: several may be run side by side.
    tempDirName: `.stryker-tmp/${name}`,
    incremental: values.incremental,
    incrementalFile: `reports/mutants/${name}.incremental.json`,
    concurrency: Number(values.workers),
  });
  return stryker.runMutationTest();
}
