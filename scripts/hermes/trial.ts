import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Emitted } from './app/emit.js';
import { bundle } from './bundle.js';
import { makeSampleApp } from './sample-app.js';
import { compile, hermesTool, reactNativeCompiler, run, version } from './vm.js';

/** What came of running the built package on Hermes. */
export interface Trial {
  /** The VM, as it calls itself. */
  readonly version: string;
  /** Everything the app said, in order. */
  readonly said: readonly Emitted[];
  /** What the app or the VM complained of. */
  readonly complaint: string;
  readonly sizes: Sizes;
  readonly start: Start;
}

/** An app that imports `upi-flow` and nothing else, in bytes. */
export interface Sizes {
  /** Metro's bundle, as it is compiled: not minified, not shaken. */
  readonly bundle: number;
  readonly bundleGzip: number;
  readonly bytecode: number;
  readonly bytecodeGzip: number;
  /** By the compiler of this React Native, for its newer engine. */
  readonly bytecodeV1: number;
}

/** Medians, in milliseconds. */
export interface Start {
  /** The VM started and ended with nothing to do. */
  readonly bare: number;
  /** The same with an app that starts one flow, until it takes commands. */
  readonly loaded: number;
  /** By the VM's own clock. */
  readonly evaluated: number;
  readonly created: number;
  readonly ready: number;
}

/** What React Native's C++ side gives before any JavaScript: here the VM has only `print`. */
const NATIVE_SIDE = 'globalThis.nativeLoggingHook = function (text) { print(text); };\n';

const STARTS = 9;

/**
 * Builds the package, bundles it into an app with Metro, and runs that on the Hermes VM. Leaves
 * nothing behind but Metro's own cache.
 */
export async function tryOnHermes(): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'upi-flow-hermes-'));
  try {
    // First of all: without a VM for this system there is no use in building.
    const compiler = hermesTool('hermesc');
    makeSampleApp(folder);
    const main = join(folder, 'main.hbc');
    compile(compiler, NATIVE_SIDE + (await bundle(folder, 'main.ts')), main);
    const { stdout, stderr, ok } = run(main);
    const { said, rest } = read(stdout);
    return {
      version: version(),
      said,
      complaint: [rest, stderr, ok ? '' : 'The VM failed.']
        .filter((text) => text !== '')
        .join('\n'),
      ...(await loading(folder)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loading(folder: string): Promise<{ sizes: Sizes; start: Start }> {
  const code = await bundle(folder, 'core.ts');
  const core = join(folder, 'core.hbc');
  const bare = join(folder, 'bare.hbc');
  const bytecode = compile(
    hermesTool('hermesc'),
    `vmBegan = Date.now();${NATIVE_SIDE}${code}`,
    core,
  );
  compile(hermesTool('hermesc'), NATIVE_SIDE, bare);
  const starts = Array.from({ length: STARTS }, () => ({ bare: run(bare), loaded: run(core) }));
  const cold = starts.flatMap(({ loaded }) =>
    read(loaded.stdout).said.flatMap((one) => (one.kind === 'start' ? [one] : [])),
  );
  if (cold.length !== STARTS) throw new Error(`The app did not start. ${starts[0]?.loaded.stderr}`);
  return {
    sizes: {
      bundle: Buffer.byteLength(code),
      bundleGzip: gzipSync(code).length,
      bytecode: bytecode.length,
      bytecodeGzip: gzipSync(bytecode).length,
      bytecodeV1: compile(reactNativeCompiler(), code, join(folder, 'v1.hbc')).length,
    },
    start: {
      bare: median(starts.map((one) => one.bare.took)),
      loaded: median(starts.map((one) => one.loaded.took)),
      evaluated: median(cold.map((one) => one.evaluated)),
      created: median(cold.map((one) => one.created)),
      ready: median(cold.map((one) => one.ready)),
    },
  };
}

/** The lines the app meant for us, and whatever else the VM wrote. */
function read(stdout: string): { said: Emitted[]; rest: string } {
  const lines = stdout.split('\n').filter((line) => line !== '');
  return {
    said: lines.flatMap((line): Emitted[] =>
      line.startsWith('{"kind":') ? [JSON.parse(line)] : [],
    ),
    rest: lines.filter((line) => !line.startsWith('{"kind":')).join('\n'),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
