import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

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
