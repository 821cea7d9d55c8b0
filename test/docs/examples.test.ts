import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDemo } from '../../demo/cli.js';
import { noPaint } from '../../demo/paint.js';
import { type Block, blocksIn, documents, root, textOf } from './support/markdown.js';

/** A folder in which a block of a document is a module of an app that installed the library. */
interface Workshop {
  /** Type-checks all blocks; answers `document:line message` for every mistake. */
  check(): string[];
  /** Makes them ready to run, all at once: each alone would load the library's sources again. */
  build(blocks: readonly Block[]): Promise<void>;
  /** Runs one block that was built; answers what it wrote when it failed, with lines of the document. */
  run(block: Block): string | undefined;
  remove(): void;
}

/** The library's own entry points, as source. */
const entries = {
  'upi-flow': ['src/index.ts'],
  'upi-flow/simulator': ['adapters/simulator/index.ts'],
  'upi-flow/machines': ['machines/index.ts'],
  'upi-flow/testing': ['testing/index.ts'],
  'upi-flow/testing/server': ['testing/server/index.ts'],
  'upi-flow/react': ['src/react/index.ts'],
  'upi-flow/react-native': ['adapters/react-native/index.ts'],
  'upi-flow/capacitor': ['adapters/capacitor.ts'],
  'upi-flow/cordova': ['adapters/cordova.ts'],
  'upi-flow/web': ['adapters/web.ts'],
  'upi-flow/server': ['src/server/index.ts'],
  // As in tsconfig.json.
  'react-native': ['types/react-native.d.ts'],
};

const fileOf = ({ doc, line, language }: Block): string =>
  `${doc.replaceAll(/[/.]/g, '-')}-${line}.${language}`;

function openWorkshop(blocks: readonly Block[]): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'upi-flow-docs-'));
  const paths = Object.fromEntries(
    Object.entries(entries).map(([name, files]) => [name, files.map((file) => join(root, file))]),
  );
  const config = {
    extends: join(root, 'tsconfig.json'),
    // An example shows one thing at a time; what it names and does not use is no mistake.
    compilerOptions: {
      paths,
      // A component may name the page it is on.
      lib: ['ES2023', 'DOM'],
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
    include: ['*.ts', '*.tsx'],
  };
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  for (const block of blocks) writeFileSync(join(folder, fileOf(block)), block.text);

  const node = (args: readonly string[]) =>
    spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

  return {
    check() {
      const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
      const { status, stdout, stderr } = node([tsc, '-p', 'tsconfig.json', '--pretty', 'false']);
      const mistakes = stdout
        .split('\n')
        .filter((line) => line.includes('error TS'))
        .map((line) => inDocument(line, blocks));
      if (status !== 0 && mistakes.length === 0) return [stdout + stderr];
      return mistakes;
    },
    async build(some) {
      await build({
        ...{ configFile: false, root: folder, logLevel: 'error' },
        resolve: {
          alias: Object.entries(paths).map(([name, [replacement = '']]) => ({
            ...{ find: new RegExp(`^${name}$`), replacement },
          })),
        },
        build: {
          ...{ ssr: true, outDir: 'built', sourcemap: true, minify: false },
          rolldownOptions: { input: some.map((block) => join(folder, fileOf(block))) },
        },
      });
    },
    run(block) {
      const file = fileOf(block);
      const built = join('built', `${basename(file, extname(file))}.js`);
      const { status, stderr } = node(['--enable-source-maps', built]);
      return status === 0 ? undefined : `${block.doc}:${block.line}\n${stderr}`;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** `file(3,5): error TS2322: ...` as `document:line error TS2322: ...`. */
function inDocument(message: string, blocks: readonly Block[]): string {
  const [, file, line, rest] = /^([^(]+)\((\d+),\d+\): (.*)$/.exec(message) ?? [];
  const block = blocks.find((one) => fileOf(one) === file);
  return block === undefined ? message : `${block.doc}:${block.line + Number(line) - 1} ${rest}`;
}

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
  const broken = {
    doc: 'docs/none.md',
    language: 'ts',
    line: 60,
    text: "\nthrow new Error('no');",
  };
  const workshop = openWorkshop([...examples, ...mistakes, broken]);
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
  const complete = examples
    .filter(({ text }) => /'upi-flow\/(?:simulator|testing|testing\/server)'/.test(text))
    // A component needs a page: it runs in test/react.
    .filter(({ language }) => language === 'ts');
  beforeAll(() => workshop.build([...complete, broken]), PATIENCE);

  it('are seen to fail, with the line of the document', () => {
    expect(workshop.run(broken)).toContain('docs-none-md-60.ts:2');
  });

  it.each(complete.map((block) => ({ place: place(block), block })))(
    'do what they say: $place',
    { timeout: PATIENCE },
    ({ block }) => {
      expect(workshop.run(block)).toBeUndefined();
    },
  );
});

describe('what needs a page', () => {
  it('is what runs in test/react: the test of a component', () => {
    const running = textOf('test/react/document.test.tsx')
      .replace(/'(?:\.\.\/)+src\/index\.js'/, "'upi-flow'")
      .replace(/'(?:\.\.\/)+src\/react\/index\.js'/, "'upi-flow/react'")
      .replace(/'(?:\.\.\/)+adapters\/simulator\/index\.js'/, "'upi-flow/simulator'");
    // Imports are sorted by their paths, which differ.
    const parts = (text: string) => {
      const lines = text.trim().split('\n');
      const isImport = (line: string) => line.startsWith('import ');
      return [lines.filter(isImport).sort(), lines.filter((line) => !isImport(line))];
    };
    const shown = blocks('tsx').filter(({ text }) => text.includes("'vitest'"));
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
