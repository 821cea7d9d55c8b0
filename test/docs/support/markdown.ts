import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A fenced block of a document. */
export interface Block {
  /** Path of the document, from the root. */
  readonly doc: string;
  /** The line of its first line of content, 1 for the first of the document. */
  readonly line: number;
  /** Its language, such as `ts`. */
  readonly language: string;
  readonly text: string;
}

/** A link from a document to a file beside it. */
export interface Link {
  readonly doc: string;
  readonly line: number;
  /** Without the part after `#`. */
  readonly target: string;
}

/** Every document of the project, as paths from the root. */
export function documents(): string[] {
  const inDocs = readdirSync(`${root}/docs`, { recursive: true, encoding: 'utf8' });
  return [...readdirSync(root), ...inDocs.map((path) => `docs/${path.replaceAll('\\', '/')}`)]
    .filter((path) => path.endsWith('.md'))
    .sort();
}

export function textOf(doc: string): string {
  return readFileSync(`${root}/${doc}`, 'utf8');
}

/** The blocks of one language, such as `ts`. */
export function blocksIn(doc: string, text: string, language: string): Block[] {
  const blocks: Block[] = [];
  let open: { info: string; line: number; lines: string[] } | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    if (open === undefined) {
      const info = /^\s*```\s*(\S*)/.exec(line)?.[1];
      if (info !== undefined) open = { info, line: at + 2, lines: [] };
    } else if (/^\s*```\s*$/.test(line)) {
      const { info, lines } = open;
      if (info === language)
        blocks.push({ doc, line: open.line, language, text: lines.join('\n') });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  if (open !== undefined)
    throw new Error(`${doc}:${open.line - 1} opens a block and never ends it`);
  return blocks;
}

/** Links to files, in text and tables; not those to other sites, nor inside one document. */
export function linksIn(doc: string, text: string): Link[] {
  const found: Link[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    for (const [, target = ''] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
      const path = target.replace(/#.*$/, '');
      if (path !== '' && !/^[a-z]+:/i.test(path)) found.push({ doc, line: at + 1, target: path });
    }
  }
  return found;
}

/** The words in `code` in the first column of the tables of a text. */
export function firstColumnWords(text: string): Set<string> {
  return codeWords(text, (row) => row.split(/(?<!\\)\|/)[1] ?? '');
}

/** The words in `code` anywhere in the tables of a text. */
export function tableWords(text: string): Set<string> {
  return codeWords(text, (row) => row);
}

function codeWords(text: string, part: (row: string) => string): Set<string> {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  const words = rows.flatMap((row) => [...part(row).matchAll(/`([^`]+)`/g)]);
  return new Set(words.map(([, word = '']) => word.split(/[\s{]/)[0] ?? ''));
}
