import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { root } from './sample-app.js';

const FOLDERS: Readonly<Record<string, string>> = {
  linux: 'linux64-bin',
  darwin: 'osx-bin',
  win32: 'win64-bin',
};

const SYSTEM = FOLDERS[process.platform] ?? process.platform;

/** What a run of the VM came to. */
export interface VmRun {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from spawning the process to its end. */
  readonly took: number;
}

/** The VM, or its compiler. Throws where the npm package has none for this system. */
export function hermesTool(name: 'hermes' | 'hermesc'): string {
  const installed = createRequire(import.meta.url).resolve('hermes-engine-cli/package.json');
  return mustExist(join(dirname(installed), SYSTEM, name));
}

/** The compiler that this React Native builds release bundles with. Its VM is not on npm. */
export function reactNativeCompiler(): string {
  return mustExist(join(root, 'node_modules/hermes-compiler/hermesc', SYSTEM, 'hermesc'));
}

/** What the VM says it is: `0.12.0`. */
export function version(): string {
  const { stdout } = spawnSync(hermesTool('hermes'), ['--version'], { encoding: 'utf8' });
  return /release version: (\S+)/.exec(stdout)?.[1] ?? 'of an unknown version';
}

/** Compiles as React Native's release build does. Answers the bytecode. */
export function compile(compiler: string, code: string, bytecode: string): Buffer {
  const source = `${bytecode}.js`;
  writeFileSync(source, code);
  const { status, stderr, error } = spawnSync(
    compiler,
    ['-w', '-O', '-emit-binary', '-out', bytecode, source],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`hermesc: ${error?.message ?? stderr}`);
  return readFileSync(bytecode);
}

/** Runs bytecode with the engine's own promises and microtasks, as the New Architecture does. */
export function run(bytecode: string): VmRun {
  const began = performance.now();
  const { status, stdout, stderr, error } = spawnSync(
    hermesTool('hermes'),
    ['-b', '-Xmicrotask-queue', bytecode],
    { encoding: 'utf8', timeout: 60_000 },
  );
  const took = performance.now() - began;
  return { ok: status === 0, stdout, stderr: error?.message ?? stderr, took };
}

function mustExist(tool: string): string {
  const path = process.platform === 'win32' ? `${tool}.exe` : tool;
  if (existsSync(path)) return path;
  throw new Error(
    `npm has no Hermes for ${process.platform} ${process.arch}: there is no ${relative(root, path)}. ` +
      'Nothing was run on it; use Linux, macOS or Windows on x64.',
  );
}
