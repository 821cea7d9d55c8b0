import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod/mini';

/** Optional peers: each belongs to one entry. */
const bridges = ['react-native', 'hyper-sdk-react', 'hyper-sdk-capacitor'];

/** Only the hooks, and what React Native has on top of them, know React. */
const react = ['react', '@xstate/react'];

interface Layer {
  readonly from: string;
  /** Only files whose names begin with this. */
  readonly named?: string;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
}

/** Who may import what, by folder. */
const layers: readonly Layer[] = [
  {
    from: 'src/protocol',
    may: ['./amount.js', 'zod/mini'],
    mayNot: [
      '../ports.js',
      '../index.js',
      '../../machines/index.js',
      '../../adapters/hyper-sdk.js',
      'xstate',
      ...react,
      'node:fs',
      ...bridges,
    ],
  },
  {
    from: 'machines',
    may: [
      './order.js',
      'xstate',
      '../src/protocol/index.js',
      '../src/ports.js',
      '../adapters/hyper-sdk.js',
    ],
    mayNot: [
      '../adapters/simulator/index.js',
      '../adapters/web.js',
      '../src/index.js',
      '../src/flow.js',
      '../src/react/index.js',
      ...react,
      'node:fs',
      ...bridges,
    ],
  },
  {
    from: 'adapters',
    may: ['./hyper-sdk.js', '../src/ports.js', '../src/protocol/index.js'],
    mayNot: [
      './react-native.js',
      './capacitor.js',
      '../machines/index.js',
      '../src/index.js',
      '../src/flow.js',
      'xstate',
      ...react,
      ...bridges,
    ],
  },
  {
    from: 'adapters',
    named: 'react-native',
    may: ['./hyper-sdk.js', 'react-native', 'hyper-sdk-react'],
    mayNot: ['../src/index.js', 'xstate', ...react, 'hyper-sdk-capacitor'],
  },
  {
    from: 'adapters',
    named: 'capacitor',
    may: ['./hyper-sdk.js', 'hyper-sdk-capacitor'],
    mayNot: ['../src/index.js', 'xstate', ...react, 'react-native', 'hyper-sdk-react'],
  },
  {
    from: 'adapters/simulator',
    may: ['./ledger.js', '../hyper-sdk.js', '../../src/ports.js', '../../src/protocol/index.js'],
    mayNot: [
      '../react-native.js',
      '../../machines/index.js',
      '../../src/index.js',
      '../../src/flow.js',
      'xstate',
      ...react,
      ...bridges,
    ],
  },
  {
    from: 'src',
    may: [
      './journal.js',
      './protocol/index.js',
      '../machines/index.js',
      '../adapters/hyper-sdk.js',
      'xstate',
      'uuid',
    ],
    mayNot: [
      '../adapters/simulator/index.js',
      '../adapters/web.js',
      './react/index.js',
      './inspect/index.js',
      './testing/index.js',
      './server/index.js',
      '../adapters/react-native.js',
      './react-native/index.js',
      ...react,
      ...bridges,
    ],
  },
  {
    from: 'src/wiring',
    may: ['./ask.js', '../journal.js', '../protocol/index.js', '../../machines/index.js', 'xstate'],
    mayNot: ['../react/index.js', '../server/index.js', '../../adapters/web.js', ...react],
  },
  {
    from: 'src/react',
    may: ['./upi-flow-context.js', '../index.js', '../view/replace-equal-deep.js', ...react],
    mayNot: [
      '../flow.js',
      '../protocol/index.js',
      '../testing/index.js',
      '../../machines/index.js',
      '../../adapters/hyper-sdk.js',
      ...bridges,
    ],
  },
  {
    from: 'src/react-native',
    may: [
      './use-hardware-back.js',
      '../index.js',
      '../react/index.js',
      '../../adapters/react-native.js',
      'react',
      'react-native',
    ],
    mayNot: [
      '../flow.js',
      '../../machines/index.js',
      '../../adapters/simulator/index.js',
      'hyper-sdk-react',
      'hyper-sdk-capacitor',
    ],
  },
  {
    from: 'src/inspect',
    may: ['./recorder.js', '../index.js', 'xstate'],
    mayNot: [
      '../flow.js',
      '../../machines/index.js',
      '../../adapters/simulator/index.js',
      ...react,
      ...bridges,
    ],
  },
  {
    from: 'src/testing',
    may: [
      './explore.js',
      '../index.js',
      '../../machines/index.js',
      '../../adapters/simulator/index.js',
    ],
    mayNot: ['../flow.js', '../journal.js', '../../adapters/web.js', ...react, ...bridges],
  },
  {
    from: 'src/server',
    may: ['./signing.js', '../protocol/index.js', 'node:crypto'],
    mayNot: [
      '../index.js',
      '../ports.js',
      '../../machines/index.js',
      'xstate',
      ...react,
      ...bridges,
    ],
  },
];

/** Every way of importing must be caught; a type alone is a dependency too. */
const forms = {
  value: (path: string) => `import { a } from '${path}';\nexport const b = a;\n`,
  type: (path: string) => `import type { A } from '${path}';\nexport type B = A;\n`,
  reexport: (path: string) => `export { a } from '${path}';\n`,
  dynamic: (path: string) => `export const a = import('${path}');\n`,
};

const cases = layers.flatMap(({ from, named = '', may, mayNot }, layer) =>
  [
    ...may.map((path) => ({ path, allowed: true })),
    ...mayNot.map((path) => ({ path, allowed: false })),
  ].map(({ path, allowed }, index) => ({
    from: named === '' ? from : `${from}/${named}*`,
    path,
    verb: allowed ? 'may' : 'may not',
    expected: allowed ? [] : Object.keys(forms),
    file: (form: string) => `${from}/${named}case-${layer}-${index}-${form}.ts`,
  })),
);

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), location: z.object({ path: z.string() }) }),
  ),
});

/** Lints one small file a case, all in one run, and answers the files that were refused. */
function refusedFiles(folder: string): Set<string> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  for (const { path, file } of cases) {
    for (const [form, source] of Object.entries(forms)) {
      const target = join(folder, file(form));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, source(path));
    }
  }
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const rule = '--only=style/noRestrictedImports';
  const options = ['--reporter=json', '--max-diagnostics=none', '--vcs-enabled=false'];
  const run = spawnSync(process.execPath, [biome, 'lint', rule, ...options, '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { diagnostics } = reportSchema.parse(JSON.parse(run.stdout));
  return new Set(
    diagnostics
      .filter(({ category }) => category === 'lint/style/noRestrictedImports')
      .map(({ location }) => location.path.replaceAll('\\', '/')),
  );
}

describe('imports point one way', () => {
  const folder = mkdtempSync(join(tmpdir(), 'upi-flow-layers-'));
  let refused: ReadonlySet<string> = new Set();

  beforeAll(() => {
    refused = refusedFiles(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(cases)('$from $verb import $path', ({ file, expected }) => {
    expect(Object.keys(forms).filter((form) => refused.has(file(form)))).toEqual(expected);
  });
});
