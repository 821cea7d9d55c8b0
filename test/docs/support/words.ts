import ts from 'typescript';
import { root } from './markdown.js';

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  root,
);
const program = ts.createProgram([`${root}/src/index.ts`, `${root}/src/server/index.ts`], options);
const checker = program.getTypeChecker();

/** All words of a union that a file exports, or of a property that its members have. */
export function wordsOf(union: string, property?: string, from = 'src/index.ts'): string[] {
  const file = program.getSourceFile(`${root}/${from}`);
  const module = file && checker.getSymbolAtLocation(file);
  const exported = module && checker.getExportsOfModule(module).find(({ name }) => name === union);
  const type = exported && checker.getDeclaredTypeOfSymbol(written(exported));
  const member = property === undefined ? undefined : type?.getProperty(property);
  const words = member === undefined ? type : checker.getTypeOfSymbol(member);
  if (words?.isUnion() !== true) throw new Error(`${union} is no union of words`);
  return words.types.flatMap((word) => (word.isStringLiteral() ? [word.value] : []));
}

function written(exported: ts.Symbol): ts.Symbol {
  return exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
}
