import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Exploration, explore, mergeExplorations } from '../src/testing/index.js';
import { printExploration } from './explore/print-exploration.js';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    length: { type: 'string', default: '30' },
    depth: { type: 'string', default: '4' },
    workers: { type: 'string', default: String(availableParallelism()) },
    /** Set for the processes this one starts: print one JSON document and nothing else. */
    shard: { type: 'boolean', default: false },
  },
});

const schedules = whole('schedules', values.schedules);
const seed = whole('seed', values.seed);
const length = whole('length', values.length);
const depth = whole('depth', values.depth);
const began = performance.now();
const until =
  values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds) * 1_000;

if (values.shard) {
  const goOn = () => performance.now() - began < until;
  const result = await explore({ seed, schedules, length, depth, goOn, stopAtFirst: false });
  process.send?.(result, () => process.disconnect());
} else {
  const workers = Math.max(1, whole('workers', values.workers));
  const share = Math.ceil(schedules / workers);
  const first = shard(0, share, depth);
  const others = Array.from({ length: workers - 1 }, (_, index) => shard(index + 1, share, 0));
  const result = mergeExplorations([await first, ...(await Promise.all(others))]);
  process.exitCode = printExploration(result, (performance.now() - began) / 1_000) ? 0 : 1;
}

function shard(index: number, share: number, exhaustiveDepth: number): Promise<Exploration> {
  const mine = Math.max(0, Math.min(share, schedules - index * share));
  const args = ['--shard', '--schedules', mine, '--seed', seed + index * share];
  const rest = ['--length', length, '--depth', exhaustiveDepth];
  const time = values.seconds === undefined ? [] : ['--seconds', values.seconds];
  const child = fork(fileURLToPath(import.meta.url), [...args, ...rest, ...time].map(String), {
    execArgv: process.execArgv,
  });
  return new Promise((resolve, reject) => {
    let result: Exploration | undefined;
    child.on('message', (message: Exploration) => {
      result = message;
    });
    child.on('exit', (code) => {
      if (result === undefined) reject(new Error(`A worker ended with exit code ${code}.`));
      else resolve(result);
    });
  });
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number, for example --${name} 100.`);
  process.exit(2);
}
