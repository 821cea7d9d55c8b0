import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './mutants.js';

const ROOT = join(import.meta.dirname, '../../..');
/** Inside node_modules, so that the copies find the packages, and git does not see them. */
const ROOM = join(ROOT, 'node_modules/.cache/upi-flow-mutants');

const RUN = `
import { explore } from './src/testing/index.ts';
const [seed, schedules] = process.argv.slice(2).map(Number);
const { findings, schedules: done } = await explore({ seed, schedules });
process.stdout.write(JSON.stringify({ done, rules: findings.flatMap((one) => one.violations.map((v) => v.rule)) }));
`;

/** What the explorer said about a mutant. */
export interface Caught {
  readonly done: number;
  /** Empty when it noticed nothing. */
  readonly rules: readonly string[];
}

/** Copies the product, breaks it, and lets the explorer of the copy look for it. */
export async function exploreMutant(mutant: Mutant, schedules: number): Promise<Caught> {
  const room = join(ROOM, mutant.name.replaceAll(/\W+/g, '-'));
  rmSync(room, { recursive: true, force: true });
  mkdirSync(room, { recursive: true });
  for (const folder of ['src', 'machines', 'adapters']) {
    cpSync(join(ROOT, folder), join(room, folder), { recursive: true });
  }
  writeFileSync(join(room, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(room, 'run.ts'), RUN);
  for (const edit of mutant.edits) {
    const file = join(room, edit.file);
    const source = readFileSync(file, 'utf8');
    if (source.split(edit.text).length !== 2) {
      throw new Error(`${mutant.name}: its text must stand once in ${edit.file}.`);
    }
    writeFileSync(
      file,
      source.replace(edit.text, () => edit.instead),
    );
  }
  const { seed = 1 } = mutant;
  const said = await run(join(room, 'run.ts'), [String(seed), String(schedules)]);
  rmSync(room, { recursive: true, force: true });
  return JSON.parse(said);
}

function run(file: string, args: readonly string[]): Promise<string> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = spawn(process.execPath, ['--import', tsx, file, ...args]);
  let said = '';
  let complaint = '';
  child.stdout.on('data', (data) => {
    said += String(data);
  });
  child.stderr.on('data', (data) => {
    complaint += String(data);
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`exit code ${code}: ${complaint.slice(0, 2_000)}`));
    });
  });
}
