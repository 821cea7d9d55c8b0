import type { Actor, AnyActorRef, InspectionEvent } from 'xstate';
import type { upiFlowMachine } from '../../machines/upi-flow/machine.js';
import type { ErrorReporter } from '../platform/port-errors.js';
import type { Deadlines } from '../time/deadlines.js';

/**
 * One thing an actor of the flow did, for people who watch it: names and states, nothing else. It is
 * built from an allow-list, so no payload, context, input or output can be in it.
 *
 * @example
 * ```ts
 * { at: 1767587400000, actor: 'order:1', event: 'attempt.answered', state: { open: 'confirming' } }
 * ```
 */
export interface InspectedStep {
  /** Epoch ms. */
  readonly at: number;
  /** The id of the actor: the root's own, `device`, `session`, `order:<n>` and `lookUp:<n>`, numbered in order. */
  readonly actor: string;
  /** The type of the event it took. */
  readonly event: string;
  /** Where its statechart is now, as XState prints a state value. */
  readonly state: unknown;
}

/**
 * Takes what is inspected. What a sink throws goes to `onError`, or else is unhandled; it stops nothing.
 *
 * @example
 * ```ts
 * const steps: InspectedStep[] = [];
 * createUpiFlow({ ...config, inspect: (step) => steps.push(step) });
 * ```
 */
export type InspectionSink = (step: InspectedStep) => void;

/** Shows every step of every statechart to the sinks. Without a sink nothing is set up. */
export function inspectWith(
  actor: Actor<typeof upiFlowMachine>,
  sinks: readonly InspectionSink[],
  deadlines: Deadlines,
  reportError: ErrorReporter,
): void {
  if (sinks.length === 0) return;
  actor.system.inspect((seen) => {
    const step = stepOf(seen, deadlines.now());
    if (step === undefined) return;
    for (const sink of sinks) {
      try {
        sink(step);
      } catch (error) {
        reportError(error, 'inspect');
      }
    }
  });
}

function stepOf(seen: InspectionEvent, at: number): InspectedStep | undefined {
  if (seen.type !== '@xstate.snapshot' || !('value' in seen.snapshot)) return undefined;
  return { at, actor: idOf(seen.actorRef), event: seen.event.type, state: seen.snapshot.value };
}

function idOf(actor: InspectionEvent['actorRef'] | AnyActorRef): string {
  return 'id' in actor ? String(actor.id) : actor.sessionId;
}
