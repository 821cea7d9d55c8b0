import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { stateNodesOf } from '../../testing/explorer/state-nodes.js';
import { type Arrows, drawArrows } from './mermaid-arrows.js';
import { anyStateId, mermaidId, quoted } from './mermaid-text.js';
import { childrenOf } from './state-graph.js';

// Strokes only: a fill is unreadable in either the light or the dark theme.
const styles = [
  'classDef waiting stroke-dasharray:5 3',
  'classDef needsUser stroke-width:3px',
  'classDef anyState font-style:italic',
];

/**
 * Draws a machine as one Mermaid `stateDiagram-v2`: composites nested, parallel regions apart,
 * transitions labelled `event [guard]`. Transitions that only run actions are not drawn.
 */
export function toMermaid(machine: AnyStateMachine): string {
  const { root } = machine;
  const arrows = drawArrows(machine);

  function drawState(node: AnyStateNode): string[] {
    const title = `state ${quoted(node.key)} as ${mermaidId(node)}`;
    if (childrenOf(node).length === 0)
      return [title, ...(node.type === 'final' ? [`${mermaidId(node)} --> [*]`] : [])];
    return [`${title} {`, ...drawInside(node).map(indent), '}'];
  }

  function drawInside(node: AnyStateNode): string[] {
    const blocks = childrenOf(node).map(drawState);
    const handlers = arrows.anyStateIn.has(node)
      ? [`state ${quoted(`any state of ${node.key}`)} as ${anyStateId(node)}`]
      : [];
    if (node.type !== 'parallel') return [...initialMark(node), ...handlers, ...blocks.flat()];
    const regions = handlers.length === 0 ? blocks : [handlers, ...blocks];
    return regions.flatMap((region, index) => (index === 0 ? region : ['--', ...region]));
  }

  // Arrows and classes stand outside every block: inside one, Mermaid would move the states of
  // another block into it, and ignores classes.
  const states = root.type === 'parallel' ? drawState(root) : drawInside(root);
  return [
    'stateDiagram-v2',
    ...[...styles, ...states, ...arrows.lines, ...classLines(machine, arrows)].map(indent),
    '',
  ].join('\n');
}

function initialMark(node: AnyStateNode): string[] {
  const first = node.initial.target?.[0];
  return first === undefined ? [] : [`[*] --> ${mermaidId(first)}`];
}

function classLines(machine: AnyStateMachine, arrows: Arrows): string[] {
  const leaves = stateNodesOf(machine).filter((node) => childrenOf(node).length === 0);
  const tagged = (tag: string) => leaves.filter((node) => node.tags.includes(tag)).map(mermaidId);
  return [
    classLine('waiting', tagged('waiting')),
    classLine('needsUser', tagged('needsUser')),
    classLine('anyState', Array.from(arrows.anyStateIn, anyStateId)),
  ].flat();
}

function classLine(name: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`class ${ids.join(',')} ${name}`];
}

function indent(line: string): string {
  return `  ${line}`;
}
