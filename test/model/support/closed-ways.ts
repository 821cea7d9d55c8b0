import type { AnyStateMachine } from 'xstate';
import { adjacencyMapToArray } from 'xstate/graph';
import type { ModelPath } from './guided-model.js';
import { modelOf } from './model-of.js';
import type { Facts } from './move.js';
import { projectMachine } from './projection.js';

/**
 * What the bare graph offers, with every guard taken to be free, and no path walks: `<state> <event>`.
 * States that are left at once are passed through, never stood in, so nothing happens in them.
 */
export function closedWays<F extends Facts, R>(
  source: AnyStateMachine,
  paths: readonly ModelPath<F, R>[],
): string[] {
  const { machine, events } = projectMachine(source);
  const walked = new Set(
    paths.flatMap(({ start, steps }) =>
      steps.map(({ type }, at) => wayOf(steps[at - 1]?.next.value ?? start.value, type)),
    ),
  );
  const offered = adjacencyMapToArray(modelOf(machine, 'states').getAdjacencyMap())
    .filter(
      ({ state }) =>
        ![...events].some(
          ([type, event]) =>
            event.kind === 'always' && event.branch === 'otherwise' && state.can({ type }),
        ),
    )
    .filter(({ event }) => events.get(event.type)?.kind !== 'always')
    .map(({ state, event }) => wayOf(state.value, event.type));
  return [...new Set(offered)].filter((way) => !walked.has(way));
}

function wayOf(value: unknown, type: string): string {
  return `${JSON.stringify(value)} ${type}`;
}
