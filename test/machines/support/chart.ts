import type { DoneActorEvent, ErrorActorEvent } from 'xstate';
import { ProblemError, type ProblemReason } from '../../../core/model/problem.js';

/** Epoch ms at which the time of a chart alone begins. */
export const START = 1_000;

export function done<const Id extends string, O>(id: Id, output: O): DoneActorEvent<O, Id> {
  return { type: `xstate.done.actor.${id}`, actorId: id, output };
}

export function failed<const Id extends string>(
  id: Id,
  reason: ProblemReason = 'timeout',
  retry = true,
): ErrorActorEvent<unknown, Id> {
  const error = new ProblemError({ reason, retry });
  return { type: `xstate.error.actor.${id}`, actorId: id, error };
}

/** Lets promises finish. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}
