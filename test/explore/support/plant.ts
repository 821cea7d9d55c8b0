import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { normalizePath, type Plugin } from 'vite';
import { bundle } from '../../../scripts/explore/bundle.js';
import type { Edit, Planted } from './planted.js';

const ROOT = join(import.meta.dirname, '../../..');
const ENTRY = join(import.meta.dirname, 'plant-run.ts');

/** What the explorer said about a planted fault. */
export interface Caught {
  readonly done: number;
  /** Empty when it noticed nothing. */
  readonly rules: readonly string[];
}

/** Bundles the product broken, and lets its own explorer look for what is broken. */
export async function explorePlanted(fault: Planted, schedules: number): Promise<Caught> {
  const room = mkdtempSync(join(tmpdir(), 'upi-flow-planted-'));
  try {
    const made = new Set<Edit>();
    const file = await bundle(ENTRY, room, [breaking(fault, made)]);
    const missing = fault.edits.filter((edit) => !made.has(edit));
    if (missing.length > 0) throw new Error(`${fault.name}: ${missing[0]?.file} is not used.`);
    const { seed } = fault;
    return JSON.parse(await run(file, [String(seed), String(schedules)]));
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

/** Makes the edits while the sources are read, and notes them. */
function breaking({ name, edits }: Planted, made: Set<Edit>): Plugin {
  return {
    name: 'break',
    enforce: 'pre',
    load(id) {
      const mine = edits.filter(({ file }) => id === normalizePath(join(ROOT, file)));
      if (mine.length === 0) return null;
      let source = readFileSync(id, 'utf8');
      for (const edit of mine) {
        const { file, text, instead } = edit;
        if (source.split(text).length !== 2) {
          throw new Error(`${name}: its text must stand once in ${file}.`);
        }
        source = source.replace(text, () => instead);
        made.add(edit);
      }
      return source;
    },
  };
}

function run(file: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--max-semi-space-size=64', file, ...args]);
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
