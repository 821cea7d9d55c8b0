import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';

/** Where the mutants that no test notices are listed, each with the reason. */
const DOCUMENT = 'scripts/mutants/survivors.md';

/** A mutant as the document names it: its file, its line, and what stands there instead. */
export function nameOf({ fileName, location, replacement }: MutantResult): string {
  const file = relative(process.cwd(), fileName);
  const { start, end } = location;
  const lines = readFileSync(fileName, 'utf8').split('\n');
  const line = lines[start.line - 1] ?? '';
  const original = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : '';
  const text = original === '' ? line.slice(start.column - 1) : original;
  return `\`${file}\` ${code(line)}: ${code(text)} → ${code(replacement)}`;
}

/** One line, in backticks, and not for ever. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const short = line.length > 90 ? `${line.slice(0, 89)}…` : line;
  if (!short.includes('`')) return `\`${short}\``;
  // Padded only where it has to be, as the formatter prints it.
  const padding = short.startsWith('`') || short.endsWith('`') ? ' ' : '';
  return `\`\`${padding}${short}${padding}\`\``;
}

/** The mutants that the document lists. */
export function listed(): string[] {
  const items = readFileSync(DOCUMENT, 'utf8').matchAll(/^- (`\S+` `.+? → `.+?`)\. \S/gm);
  return [...items].map(([, name = '']) => name);
}
