import { explore } from '../../../src/testing/index.js';

// What a broken copy of the product runs: `node run.mjs <seed> <schedules>`.
const [seed = 1, schedules = 0] = process.argv.slice(2).map(Number);
const { findings, schedules: done } = await explore({ seed, schedules });
const rules = findings.flatMap(({ violations }) => violations.map(({ rule }) => rule));
process.stdout.write(JSON.stringify({ done, rules }));
