import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const file = fileURLToPath(new URL('react-native-types.generated.ts', import.meta.url));

/** What is declared in types/react-native.d.ts, each name given what React Native really has. */
const source = `
import * as real from 'react-native';
import type * as ours from '../../types/react-native.js';

export const NativeEventEmitter: typeof ours.NativeEventEmitter = real.NativeEventEmitter;
export const NativeModules: typeof ours.NativeModules = real.NativeModules;
export const AppState: typeof ours.AppState = real.AppState;
export const BackHandler: typeof ours.BackHandler = real.BackHandler;
export const Platform: typeof ours.Platform = real.Platform;
export const mistake: typeof ours.Platform = real.AppState;
`;

/** In a program of its own: React Native's types contradict those of Node. */
function mistakes(): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, version, ...rest) =>
    name === file
      ? ts.createSourceFile(name, source, version)
      : getSourceFile(name, version, ...rest);
  const program = ts.createProgram([file], options, host);
  const parsed = program.getSourceFile(file);
  return ts.getPreEmitDiagnostics(program, parsed).map(({ start = 0, messageText }) => {
    const line = source.slice(0, start).split('\n').length;
    return `${source.split('\n')[line - 1]} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

describe('types/react-native.d.ts', () => {
  it("says nothing that React Native's own types do not say", { timeout: 120_000 }, () => {
    expect(mistakes()).toEqual([expect.stringMatching(/^export const mistake.*'OS' is missing/)]);
  });
});
