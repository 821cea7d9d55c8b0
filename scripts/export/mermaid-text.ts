import type { AnyStateNode } from 'xstate';
import type { Edge, Trigger } from './state-graph.js';

/** A state's name in the diagram: its whole path, because Mermaid has one namespace. */
export function mermaidId(node: AnyStateNode): string {
  return [node.machine.id, ...node.path].map(identifier).join('_');
}

/** The stand-in for "whatever is active inside this state". */
export function anyStateId(node: AnyStateNode): string {
  return `${mermaidId(node)}__any`;
}

/** A label in quotes, as `state "..." as id` wants it. */
export function quoted(label: string): string {
  return `"${label.replaceAll('"', "'")}"`;
}

/** One branch of a transition in words: `event [guard]`, `done actor`, `after delay`. */
export function edgeLabel({ trigger, guard, otherwise }: Edge): string {
  const condition = guard?.name ?? (otherwise ? 'else' : undefined);
  const name = triggerLabel(trigger);
  return plain(condition === undefined ? name : `${name} [${condition}]`);
}

// No colon after "done": Mermaid 11.0 ends a label at the second colon.
function triggerLabel({ kind, name }: Trigger): string {
  switch (kind) {
    case 'event':
      return name;
    case 'always':
      return 'always';
    case 'stateDone':
      return 'done';
    default:
      return `${kind} ${name}`;
  }
}

// These end a label or start an entity in Mermaid's grammar.
function plain(label: string): string {
  return label.replace(/[:;#\n]/g, ' ');
}

function identifier(key: string): string {
  return key.replace(/\W/g, '_');
}
