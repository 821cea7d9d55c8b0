import { explore } from '../../../../testing/index.js';

// Bundled with a product that is broken, and run as `node plant-run.mjs <seed> <schedules>`.
const [seed = 1, schedules = 0] = process.argv.slice(2).map(Number);
const { findings, schedules: done } = await explore({ seed, schedules });
const rules = findings.flatMap(({ violations }) => violations.map(({ rule }) => rule));
process.stdout.write(JSON.stringify({ done, rules }));
