import type { AnyStateMachine, EventObject } from 'xstate';
import { createTestModel } from 'xstate/graph';

/** What a set of paths has to visit: every state, or every edge between two states. */
export type Coverage = 'states' | 'transitions';

/**
 * A test model of a projected machine. Two snapshots count as the same when their state values
 * are, which keeps the number of paths near the number of states (or edges).
 */
export function modelOf(machine: AnyStateMachine, coverage: Coverage) {
  return createTestModel(machine, {
    serializeState: (state, event, previous) =>
      coverage === 'states' || event === undefined || previous === undefined
        ? JSON.stringify(state.value)
        : JSON.stringify([state.value, event.type, previous.value]),
    // XState raises its own events when they are due; sent by hand they would be a lie.
    // What an inner state forbids is still listed by the outer one, hence `can`.
    filterEvents: (state, event: EventObject) =>
      !event.type.startsWith('xstate.') && state.can(event),
  });
}
