import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { documents, textOf } from './support/markdown.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const ENTRIES = [
  'src/index.ts',
  'adapters/simulator/index.ts',
  'machines/index.ts',
  'testing/index.ts',
  'src/server/index.ts',
  'testing/server/index.ts',
  'src/react/index.ts',
  'adapters/react-native/index.ts',
  'adapters/capacitor.ts',
  'adapters/cordova.ts',
  'adapters/web.ts',
];

const config = ts.parseConfigFileTextToJson(
  'tsconfig.json',
  ts.sys.readFile(`${ROOT}tsconfig.json`) ?? '{}',
).config;
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
const program = ts.createProgram(
  ENTRIES.map((entry) => `${ROOT}${entry}`),
  { ...options, noEmit: true },
);
const checker = program.getTypeChecker();

/** What the file exports, each name followed to where it is written. */
function exportsOf(entry: string): { name: string; symbol: ts.Symbol; file: string }[] {
  const source = program.getSourceFile(`${ROOT}${entry}`);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} is not a module`);
  return checker.getExportsOfModule(module).map((exported) => {
    const symbol =
      exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? entry;
    return { name: exported.name, symbol, file: file.replace(ROOT, '') };
  });
}

/** What carries the doc comment of a declaration: of a constant, the whole statement. */
function commented(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

/** The places of a file's examples that explain what nobody can import. */
function strayExamples(source: ts.SourceFile, imported: ReadonlySet<ts.Node>): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (imported.has(node)) return;
    const tags = ts.getJSDocTags(node);
    if (tags.some(({ tagName }) => tagName.text === 'example')) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${source.fileName.replace(ROOT, '')}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Why the doc comment of an export is not enough; nothing when it is. */
function lacking(symbol: ts.Symbol): string | undefined {
  if (ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() === '') {
    return 'no doc comment';
  }
  const example = symbol.getJsDocTags(checker).find((tag) => tag.name === 'example');
  if (ts.displayPartsToString(example?.text).trim() === '') return 'no @example';
  return undefined;
}

describe('every public name is explained where it is written', () => {
  it.each(ENTRIES)('%s', (entry) => {
    const exported = exportsOf(entry);
    expect(exported).not.toEqual([]);
    const poor = exported.flatMap(({ name, symbol, file }) => {
      const reason = lacking(symbol);
      return reason === undefined ? [] : [`${name} (${file}): ${reason}`];
    });
    expect(poor).toEqual([]);
  });
});

const declared = ENTRIES.flatMap(exportsOf).flatMap(({ symbol }) => symbol.declarations ?? []);

describe('an example', () => {
  it('stands only on what users import', () => {
    const imported = new Set<ts.Node>(declared.map(commented));
    const stray = program
      .getSourceFiles()
      .filter(({ fileName }) => /^(src|machines|adapters)\//.test(fileName.replace(ROOT, '')))
      .flatMap((source) => strayExamples(source, imported));
    expect(stray).toEqual([]);
  });
});

/** Names of the project's own papers, which nobody gets with the package. */
const UNPUBLISHED = /(protocol|server|xstate)-facts|\bSEED\b|\bdesign(\.md)? §|\binvariant S\d/;

describe('what users read cites only what they can open', () => {
  // The paper itself stays at home: `files` of package.json leaves it out.
  it.each(documents().filter((doc) => doc !== 'docs/protocol-facts.md'))('%s', (doc) => {
    expect(UNPUBLISHED.exec(textOf(doc))?.[0]).toBeUndefined();
  });

  it('in the comments of what they import', () => {
    const citing = declared
      .map(commented)
      .flatMap((node) => UNPUBLISHED.exec(node.getFullText()) ?? []);
    expect(citing).toEqual([]);
  });
});
