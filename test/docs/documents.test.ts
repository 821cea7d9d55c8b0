import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operations } from '../../core/protocol/index.js';
import { defaultTimings } from '../../src/index.js';
import { parseMermaid } from '../scripts/export/mermaid-parser.js';
import { type Block, blocksIn, documents, root, textOf } from './support/markdown.js';
import { wordsOf } from './support/words.js';

const SERVER = 'src/server/index.ts';
const docs = documents();
const blocks = (language: string): Block[] =>
  docs.flatMap((doc) => blocksIn(doc, textOf(doc), language));
/** The README is read beside the repository; the facts are only there. */
const published = docs.filter((doc) => doc.startsWith('docs/') && !doc.includes('protocol-facts'));
const place = ({ doc, line }: { doc: string; line: number }): string => `${doc}:${line}`;

describe('the pictures', () => {
  it.each(blocks('mermaid').map((block) => ({ place: place(block), block })))(
    "are accepted by Mermaid's parser: $place",
    async ({ block }) => {
      await expect(parseMermaid(block.text)).resolves.toBeDefined();
    },
  );
});

/** Every name of a state, in every machine. */
function stateNames(value: unknown, names = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return names;
  for (const [key, part] of Object.entries(value)) {
    if (key === 'id' && typeof part === 'string') names.add(part);
    if (key === 'states') for (const name of Object.keys(part)) names.add(name);
    stateNames(part, names);
  }
  return names;
}

describe('the hand-drawn charts', () => {
  const names = new Set(
    ['upi-flow', 'device', 'payment', 'session', 'look-up'].flatMap((machine) => [
      ...stateNames(JSON.parse(textOf(`docs/machines/${machine}.json`))),
    ]),
  );
  const drawn = blocks('mermaid').filter(
    ({ doc, text }) => !doc.startsWith('docs/machines/') && text.startsWith('stateDiagram'),
  );

  /** The server has no machine: an order's state is a row in its books. */
  const inBooks = new Set(wordsOf('ServerOrderStatus', undefined, SERVER));

  it.each(drawn.map((block) => ({ place: place(block), block })))(
    'have no state that the machines, or the books, do not have: $place',
    ({ block }) => {
      const states = [...block.text.matchAll(/(\w+)(?= -->)|(?<=--> )(\w+)/g)].map(
        ([name]) => name,
      );
      expect(states.length).toBeGreaterThan(0);
      const known = block.doc === 'docs/server.md' ? inBooks : names;
      expect(states.filter((name) => !known.has(name))).toEqual([]);
    },
  );
});

/** A link from a document to a file beside it. */
interface Link {
  readonly doc: string;
  readonly line: number;
  /** Without the part after `#`. */
  readonly target: string;
}

/** Links to files, in text and tables; not those to other sites, nor inside one document. */
function linksIn(doc: string, text: string): Link[] {
  const found: Link[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    for (const [, target = ''] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
      const path = target.replace(/#.*$/, '');
      if (path !== '' && !/^[a-z]+:/i.test(path)) found.push({ doc, line: at + 1, target: path });
    }
  }
  return found;
}

describe('the links', () => {
  it.each(docs)('in %s lead to files that are there', (doc) => {
    const dead = linksIn(doc, textOf(doc)).filter(
      ({ target }) => !existsSync(join(root, dirname(doc), target)),
    );
    expect(dead.map((link) => `${place(link)} ${link.target}`)).toEqual([]);
  });

  it.each(published)('in %s lead to what npm carries, too', (doc) => {
    const outside = linksIn(doc, textOf(doc)).filter(
      ({ target }) => !/^docs\b(?!\/protocol-facts)/.test(join(dirname(doc), target)),
    );
    expect(outside.map((link) => `${place(link)} ${link.target}`)).toEqual([]);
  });
});

/** The words in `code` in the first column of the tables of a text. */
function firstColumnWords(text: string): Set<string> {
  return codeWords(text, (row) => row.split(/(?<!\\)\|/)[1] ?? '');
}

/** The words in `code` anywhere in the tables of a text. */
function tableWords(text: string): Set<string> {
  return codeWords(text, (row) => row);
}

function codeWords(text: string, part: (row: string) => string): Set<string> {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  const words = rows.flatMap((row) => [...part(row).matchAll(/`([^`]+)`/g)]);
  return new Set(words.map(([, word = '']) => word.split(/[\s{]/)[0] ?? ''));
}

describe('the tables', () => {
  const commands = wordsOf('UpiCommand', 'type');
  const missing = (words: readonly string[], found: ReadonlySet<string>): string[] =>
    words.filter((word) => !found.has(word));

  it.each([
    ['README.md', 'step', wordsOf('UpiStep', 'name')],
    ['docs/concepts.md', 'command', commands],
    ['docs/concepts.md', 'order status', wordsOf('OrderStatusWord')],
    ['docs/concepts.md', 'notice', wordsOf('UpiNotice', 'type')],
    ['docs/timings.md', 'timing', Object.keys(defaultTimings)],
    ['docs/server.md', 'status of the books', wordsOf('ServerOrderStatus', undefined, SERVER)],
    ['docs/server.md', 'event', wordsOf('OrderEventKind', undefined, SERVER)],
    [
      'docs/server.md',
      'problem code',
      wordsOf('ProblemCode', undefined, 'src/server/routes/problem.ts'),
    ],
    ['docs/errors.md', 'problem reason', wordsOf('ProblemReason')],
    ['docs/errors.md', 'rejection reason', wordsOf('RejectionReason')],
    ['docs/errors.md', 'rejection cause', wordsOf('RejectionCause')],
  ])('in %s have a row for every %s', (doc, _kind, words) => {
    expect(missing(words, firstColumnWords(textOf(doc)))).toEqual([]);
  });

  it('in the README offer every command', () => {
    expect(missing(commands, tableWords(textOf('README.md')))).toEqual([]);
  });

  it('of calls name what flow.call takes, and nothing else', () => {
    expect([...firstColumnWords(textOf('docs/calls.md'))].sort()).toEqual(
      wordsOf('CallableOperation').sort(),
    );
  });

  it('for the server name every action that is signed', () => {
    const signed = Object.entries(operations).flatMap(([name, { auth }]) => (auth ? [name] : []));
    expect(missing(signed, firstColumnWords(textOf('docs/server.md')))).toEqual([]);
  });
});
