import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Block, root } from './markdown.js';

/** A folder in which a block of a document is a module of an app that installed the library. */
export interface Workshop {
  /** Type-checks all blocks; answers `document:line message` for every mistake. */
  check(): string[];
  /** Runs one block; answers what it wrote when it failed, with lines of the document. */
  run(block: Block): string | undefined;
  remove(): void;
}

/** The library's own entry points, as source. */
const entries = {
  'upi-flow': ['src/index.ts'],
  'upi-flow/simulator': ['adapters/simulator/index.ts'],
  'upi-flow/machines': ['machines/index.ts'],
  'upi-flow/testing': ['src/testing/index.ts'],
  'upi-flow/react': ['src/react/index.ts'],
  'upi-flow/react-native': ['src/react-native/index.ts'],
  'upi-flow/capacitor': ['adapters/capacitor.ts'],
  'upi-flow/cordova': ['adapters/cordova.ts'],
  'upi-flow/web': ['adapters/web.ts'],
  // As in tsconfig.json.
  'react-native': ['types/react-native.d.ts'],
};

const fileOf = ({ doc, line, language }: Block): string =>
  `${doc.replaceAll(/[/.]/g, '-')}-${line}.${language}`;

export function openWorkshop(blocks: readonly Block[]): Workshop {
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
    run(block) {
      const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
      const { status, stderr } = node(['--import', tsx, fileOf(block)]);
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
