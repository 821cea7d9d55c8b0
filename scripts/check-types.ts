import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { heartbeat } from './heartbeat.js';

/** Each has its own idea of the platform, so each is a program of its own. */
const PROGRAMS = [
  'tsconfig.json',
  'test/react/tsconfig.json',
  'examples/react-native/tsconfig.check.json',
  'examples/capacitor/tsconfig.check.json',
];

const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const waiting = PROGRAMS.values();
const running = new Set<string>();
const failed: string[] = [];
const stop = heartbeat(() => `checking types of ${[...running].join(', ')}`);
await Promise.all(Array.from({ length: availableParallelism() }, work));
stop();
if (failed.length > 0) {
  console.error(`Types do not fit in ${failed.join(', ')}.`);
  process.exitCode = 1;
}

async function work(): Promise<void> {
  for (const program of waiting) {
    running.add(program);
    if ((await check(program)) !== 0) failed.push(program);
    running.delete(program);
  }
}

function check(program: string): Promise<number | null> {
  const tsc = spawn(process.execPath, [TSC, '-p', program], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    tsc.on('error', reject);
    tsc.on('close', resolve);
  });
}
