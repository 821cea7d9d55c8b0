import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** Every state node of a machine, parents first. */
export function stateNodesOf({ root }: AnyStateMachine): AnyStateNode[] {
  return withDescendants(root);
}

/** Every branch of every transition of a machine. */
export function transitionsOf(machine: AnyStateMachine): AnyTransitionDefinition[] {
  return stateNodesOf(machine).flatMap(({ always = [], transitions }) =>
    [...transitions.values(), always].flat(),
  );
}

function withDescendants(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(withDescendants)];
}
