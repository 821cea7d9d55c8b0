import type { AnyStateMachine } from 'xstate';
import { edgesFrom, stateNodesOf } from '../../scripts/export/state-graph.js';

/** Every transition of a machine as one line of text: source, event, guard, targets. */
export function edgeList(machine: AnyStateMachine): string[] {
  return stateNodesOf(machine)
    .flatMap(edgesFrom)
    .map(({ source, trigger, guard, targets, reenter }) =>
      JSON.stringify([
        source.id,
        trigger,
        guard ?? null,
        targets.map((target) => target.id),
        reenter,
      ]),
    );
}
