import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { listed, nameOf } from './survivors.js';

/** Of a hundred mutants, so many must be noticed. */
const ENOUGH = 95;

export interface Run {
  /** Every group was run: then the list of survivors must be whole, too. */
  readonly isWhole: boolean;
  readonly ms: number;
}

/** Prints the score of each file and what survived; whether that is good enough. */
export function print(results: readonly MutantResult[], { isWhole, ms }: Run): boolean {
  const files = new Set(results.map(({ fileName }) => fileName));
  console.log(row('file', 'mutants', 'noticed', 'timeout', 'score'));
  for (const file of files) {
    const mutants = results.filter(({ fileName }) => fileName === file);
    console.log(rowOf(relative(process.cwd(), file), mutants));
  }
  console.log(rowOf('all', results));
  console.log(`${Math.round(ms / 1_000)} s`);

  const survivors = results.filter(survived).map(nameOf);
  const known = listed();
  const unknown = without(survivors, known);
  const gone = isWhole ? without(known, survivors) : [];
  for (const name of unknown) console.log(`survived, and is not listed: ${name}`);
  for (const name of gone) console.log(`listed, and did not survive: ${name}`);
  const isEnough = scoreOf(results) >= ENOUGH;
  if (!isEnough) console.log(`The score is below ${ENOUGH}.`);
  return isEnough && unknown.length === 0 && gone.length === 0;
}

/** What is in the first list more often than in the second. */
function without(names: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return names.filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function survived({ status }: MutantResult): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

function isNoticed({ status }: MutantResult): boolean {
  return status === 'Killed' || status === 'Timeout';
}

/** In percent, of those that could be tried. */
function scoreOf(mutants: readonly MutantResult[]): number {
  const noticed = mutants.filter(isNoticed).length;
  return (100 * noticed) / (noticed + mutants.filter(survived).length);
}

function rowOf(name: string, mutants: readonly MutantResult[]): string {
  const tried = mutants.filter((mutant) => survived(mutant) || isNoticed(mutant));
  const timeouts = mutants.filter(({ status }) => status === 'Timeout');
  const noticed = tried.filter(isNoticed);
  return row(name, tried.length, noticed.length, timeouts.length, scoreOf(mutants).toFixed(2));
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return [name.padEnd(36), ...cells.map((cell) => String(cell).padStart(8))].join(' ');
}
