import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { stateNodesOf } from '../../testing/explorer/state-nodes.js';
import { anyStateId, edgeLabel, mermaidId } from './mermaid-text.js';
import { childrenOf, edgesFrom } from './state-graph.js';

/** The arrows of a diagram, and the composites that need an "any state" to start one from. */
export interface Arrows {
  readonly lines: readonly string[];
  readonly anyStateIn: ReadonlySet<AnyStateNode>;
}

/**
 * Draws every transition that has a target. Arrows between the same two states share one line,
 * one label under the other.
 */
export function drawArrows(machine: AnyStateMachine): Arrows {
  const labels = new Map<string, string[]>();
  const anyStateIn = new Set<AnyStateNode>();

  for (const edge of stateNodesOf(machine).flatMap(edgesFrom)) {
    for (const target of edge.targets) {
      const arrow = `${startOf(edge.source)} --> ${mermaidId(entered(edge.source, target))}`;
      if (isComposite(edge.source)) anyStateIn.add(edge.source);
      labels.set(arrow, [...(labels.get(arrow) ?? []), edgeLabel(edge)]);
    }
  }
  const lines = Array.from(labels, ([arrow, texts]) => `${arrow}: ${texts.join('<br/>')}`);
  return { lines, anyStateIn };
}

// Mermaid cannot lay out an arrow from a block to something inside that block,
// so what a composite handles starts at a stand-in for whatever is active in it.
function startOf(source: AnyStateNode): string {
  return isComposite(source) ? anyStateId(source) : mermaidId(source);
}

// The same limit, the other way round: entering an ancestor means entering its initial state.
function entered(source: AnyStateNode, target: AnyStateNode): AnyStateNode {
  const initial = target.initial?.target?.[0];
  const inside =
    source === target || source.path.join('\n').startsWith(`${target.path.join('\n')}\n`);
  return inside && initial !== undefined && initial !== target ? entered(source, initial) : target;
}

function isComposite(node: AnyStateNode): boolean {
  return childrenOf(node).length > 0;
}
