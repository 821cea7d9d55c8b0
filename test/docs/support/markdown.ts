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
  if ((text.match(/^```/gm) ?? []).length % 2 > 0) throw new Error(`${doc}: a block never ends`);
  return [...text.matchAll(/^```(\S*).*\n([\s\S]*?)\n?^```$/gm)]
    .filter(([, info]) => info === language)
    .map(({ index, 2: inner = '' }) => {
      const line = text.slice(0, index).split('\n').length + 1;
      return { doc, line, language, text: inner };
    });
}
