import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runDemo } from '../../demo/cli.js';
import { noPaint } from '../../demo/paint.js';
import { COMMANDS } from '../../src/commands/commands.js';
import { defaultTimings } from '../../src/index.js';
import { operations } from '../../src/protocol/index.js';
import { parseMermaid } from '../export/mermaid-parser.js';
import { openWorkshop } from './support/compile.js';
import {
  type Block,
  blocksIn,
  documents,
  firstColumnWords,
  linksIn,
  root,
  tableWords,
  textOf,
} from './support/markdown.js';
import {
  callableOperations,
  commands,
  notices,
  orderStatuses,
  problemReasons,
  rejectionCauses,
  rejectionReasons,
  steps,
} from './support/words.js';

/** A type-check reads the whole library: longer than a single test may usually take. */
const PATIENCE = 120_000;

const docs = documents();
const blocks = (language: string): Block[] =>
  docs.flatMap((doc) => blocksIn(doc, textOf(doc), language));
const place = ({ doc, line }: { doc: string; line: number }): string => `${doc}:${line}`;

describe('the examples', () => {
  const examples = [...blocks('ts'), ...blocks('tsx')];
  // Shows in every run that mistakes are seen, with their document and line.
  const mistakes = [
    { language: 'ts', line: 40, text: "import 'upi-flow';\nlet a: string = 1;" },
    { language: 'tsx', line: 50, text: "import 'upi-flow/react';\nlet a: string = <p />;" },
  ].map((block) => ({ doc: 'docs/none.md', ...block }));
  const workshop = openWorkshop([...examples, ...mistakes]);
  afterAll(() => workshop.remove());

  it('are complete modules that compile against the public API', { timeout: PATIENCE }, () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(workshop.check()).toEqual([
      expect.stringMatching(/^docs\/none\.md:41 error TS2322/),
      expect.stringMatching(/^docs\/none\.md:51 error TS2322/),
    ]);
  });

  // An example on the simulator or with a check can be run, and what it asserts has to hold. The
  // others need a bridge or a server that is not here.
  it.each(
    examples
      .filter(({ text }) => /'upi-flow\/(?:simulator|testing)'/.test(text))
      // A component needs a page: it runs in test/react.
      .filter(({ language }) => language === 'ts')
      .map((block) => ({ place: place(block), block })),
  )('do what they say: $place', { timeout: PATIENCE }, ({ block }) => {
    expect(workshop.run(block)).toBeUndefined();
  });
});

describe('what needs a page', () => {
  it.each([
    ['the test of a component', "'vitest'", 'test/react/document.test.tsx'],
    ['the whole screen', 'export function Upi(', 'test/react/support/documented-screen.tsx'],
  ])('%s is what runs in test/react', (_, holds, file) => {
    const running = textOf(file)
      .replace(/'(?:\.\.\/)+src\/index\.js'/, "'upi-flow'")
      .replace(/'(?:\.\.\/)+src\/react\/index\.js'/, "'upi-flow/react'")
      .replace(/'(?:\.\.\/)+adapters\/simulator\/index\.js'/, "'upi-flow/simulator'");
    // Imports are sorted by their paths, which differ.
    const parts = (text: string) => {
      const lines = text.trim().split('\n');
      const isImport = (line: string) => line.startsWith('import ');
      return [lines.filter(isImport).sort(), lines.filter((line) => !isImport(line))];
    };
    const shown = blocks('tsx').filter(({ text }) => text.includes(holds));
    expect(shown.map(({ text }) => parts(text))).toEqual([parts(running)]);
  });
});

describe("the README's sample of the demo", () => {
  it('is what the demo prints', { timeout: PATIENCE }, async () => {
    const printed: string[] = [];
    const print = (line: string): void => void printed.push(...line.split('\n'));
    await runDemo([], { print, complain: print, paint: noPaint });
    const [sample] = blocksIn('README.md', textOf('README.md'), '').filter(({ text }) =>
      text.startsWith('── '),
    );
    const lines = sample?.text.split('\n') ?? [];
    const start = printed.indexOf(lines[0] ?? '');
    expect(printed.slice(start, start + lines.length)).toEqual(lines);
    expect(lines.length).toBeGreaterThan(5);
  });
});

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
    ['upi-flow', 'device', 'payment', 'session'].flatMap((machine) => [
      ...stateNames(JSON.parse(textOf(`docs/machines/${machine}.json`))),
    ]),
  );
  const drawn = blocks('mermaid').filter(
    ({ doc, text }) => !doc.startsWith('docs/machines/') && text.startsWith('stateDiagram'),
  );

  it.each(drawn.map((block) => ({ place: place(block), block })))(
    'have no state that the machines do not have: $place',
    ({ block }) => {
      const states = [...block.text.matchAll(/(\w+)(?= -->)|(?<=--> )(\w+)/g)].map(
        ([name]) => name,
      );
      expect(states.length).toBeGreaterThan(0);
      expect(states.filter((name) => !names.has(name))).toEqual([]);
    },
  );
});

describe('the links', () => {
  it.each(docs)('in %s lead to files that are there', (doc) => {
    const dead = linksIn(doc, textOf(doc)).filter(
      ({ target }) => !existsSync(join(root, dirname(doc), target)),
    );
    expect(dead.map((link) => `${place(link)} ${link.target}`)).toEqual([]);
  });
});

describe('the tables', () => {
  const missing = (words: readonly string[], found: ReadonlySet<string>): string[] =>
    words.filter((word) => !found.has(word));

  it.each([
    ['README.md', 'step', steps],
    ['docs/concepts.md', 'command', commands],
    ['docs/concepts.md', 'order status', orderStatuses],
    ['docs/concepts.md', 'notice', notices],
    ['docs/timings.md', 'timing', Object.keys(defaultTimings)],
    ['docs/errors.md', 'problem reason', problemReasons],
    ['docs/errors.md', 'rejection reason', rejectionReasons],
    ['docs/errors.md', 'rejection cause', rejectionCauses],
  ])('in %s have a row for every %s', (doc, _kind, words) => {
    expect(missing(words, firstColumnWords(textOf(doc)))).toEqual([]);
  });

  it('in the README offer every command', () => {
    expect(missing(commands, tableWords(textOf('README.md')))).toEqual([]);
  });

  it('of commands name what each needs, in the order in which it is told', () => {
    const rows = textOf('docs/concepts.md')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter(([, name = '']) => commands.some((command) => name === `\`${command}\``));
    const told = rows.map(([, name, , needs]) => `${name}: ${needs}`);
    const needed = Object.entries(COMMANDS).map(
      ([name, { needs }]) => `\`${name}\`: ${needs.map((need) => `\`${need}\``).join(', ')}`,
    );
    expect([...told].sort()).toEqual([...needed].sort());
  });

  it('of calls name what flow.call takes, and nothing else', () => {
    expect([...firstColumnWords(textOf('docs/calls.md'))].sort()).toEqual(
      [...callableOperations].sort(),
    );
  });

  it('for the server name every action that is signed', () => {
    const signed = Object.entries(operations).flatMap(([name, { auth }]) => (auth ? [name] : []));
    expect(missing(signed, firstColumnWords(textOf('docs/server.md')))).toEqual([]);
  });
});
