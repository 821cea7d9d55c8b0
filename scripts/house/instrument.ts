import ts from 'typescript';

/** The global that instrumented code calls with its file's name whenever a function is entered. */
export const HOOK = '__entered';

/** The JavaScript of a module in which every function says which file it stands in. */
export function instrument(source: string, file: string): string {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
    transformers: { before: [(context) => (root) => withHooks(root, file, context)] },
  });
  return outputText;
}

function withHooks(
  root: ts.SourceFile,
  file: string,
  context: ts.TransformationContext,
): ts.SourceFile {
  const { factory } = context;
  const entered = factory.createCallExpression(factory.createIdentifier(HOOK), undefined, [
    factory.createStringLiteral(file),
  ]);

  function visit(node: ts.Node): ts.Node {
    const visited = ts.visitEachChild(node, visit, context);
    if (ts.isArrowFunction(visited) && !ts.isBlock(visited.body)) {
      const body = factory.createParenthesizedExpression(
        factory.createComma(entered, visited.body),
      );
      return factory.updateArrowFunction(
        visited,
        visited.modifiers,
        visited.typeParameters,
        visited.parameters,
        visited.type,
        visited.equalsGreaterThanToken,
        body,
      );
    }
    if (ts.isBlock(visited) && ts.isFunctionLike(node.parent)) {
      return factory.updateBlock(visited, [
        factory.createExpressionStatement(entered),
        ...visited.statements,
      ]);
    }
    return visited;
  }

  return ts.visitEachChild(root, visit, context);
}
