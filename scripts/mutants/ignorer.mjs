import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** The name of the property that a node is, if it is one. */
function keyOf(path) {
  if (!path.isObjectProperty() || path.node.computed) return undefined;
  const { key } = path.node;
  return key.type === 'Identifier' ? key.name : key.value;
}

/** What changes no behaviour, and is not counted: every line says why. */
const REASONS = [
  {
    why: 'A description is for drawings of the statechart.',
    fits: (path) => keyOf(path) === 'description',
  },
  {
    why: 'A state that has only a description.',
    fits: (path) =>
      path.isObjectExpression() &&
      path.node.properties.length === 1 &&
      keyOf(path.get('properties.0')) === 'description',
  },
  {
    why: 'A text for people.',
    fits: (path) => keyOf(path) === 'message' && path.get('value').isStringLiteral(),
  },
];

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'no-behaviour', {
    shouldIgnore: (path) => REASONS.find(({ fits }) => fits(path))?.why,
  }),
];
