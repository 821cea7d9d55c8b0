import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { edgesFrom, stateNodesOf } from '../../../scripts/export/state-graph.js';
import { projectedEvent, projectedType } from './projected-event.js';

/** One branch of the real machine. */
export interface Branch {
  /** Does nothing at all: it only keeps the event from the states around. */
  readonly forbids: boolean;
}

/** `<path of the source> <projected event type>`: the name of a branch. */
export function branchKey(path: string, type: string): string {
  return `${path === '' ? '(root)' : path} ${type}`;
}

/** Every branch of the machine, by its name, in the order of the config. */
export function branchesOf(machine: AnyStateMachine): ReadonlyMap<string, Branch> {
  return new Map(stateNodesOf(machine).flatMap((node) => [...ownBranches(node).values()]));
}

/** The name of the branch that a transition of a running actor stands for. */
export function nameOfTransition(transition: AnyTransitionDefinition): string {
  const found = ownBranches(transition.source).get(transition);
  if (found === undefined) throw new Error(`${transition.source.id}: an unknown transition`);
  return found[0];
}

const known = new WeakMap<AnyStateNode, Map<AnyTransitionDefinition, [string, Branch]>>();

function ownBranches(node: AnyStateNode): Map<AnyTransitionDefinition, [string, Branch]> {
  const before = known.get(node);
  if (before !== undefined) return before;
  const edges = edgesFrom(node);
  const definitions = [...node.transitions.values(), node.always ?? []].flat();
  const own = new Map(
    edges.flatMap((edge, index): [AnyTransitionDefinition, [string, Branch]][] => {
      const definition = definitions[index];
      if (definition === undefined) return [];
      const key = branchKey(node.path.join('.'), projectedType(projectedEvent(edge)));
      const forbids = edge.targets.length === 0 && definition.actions.length === 0;
      return [[definition, [key, { forbids }]]];
    }),
  );
  known.set(node, own);
  return own;
}
