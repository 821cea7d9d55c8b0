import {
  type AnyActorLogic,
  type AnyActorRef,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  createActor,
  type DoneActorEvent,
  type ErrorActorEvent,
  fromCallback,
} from 'xstate';
import { ProblemError, type ProblemReason } from '../../../core/model/problem.js';
import type { Clock } from '../../../machines/shared/clock.js';
import type { OrderNews, OrderParent } from '../../../machines/shared/order-parent.js';
import { stateNodesOf } from '../../../scripts/export/state-graph.js';
import { createTransitionReader } from '../../../testing/explorer/taken-transitions.js';

/** Epoch ms at which everything begins. */
export const START = 1_000;

/** A chart, and what it is started with. */
export interface Chart {
  readonly machine: AnyStateMachine;
  readonly input: (clock: Clock, parent: OrderParent) => object;
  /** The actors that work, by their sources; for all others there is a stand-in. */
  readonly actors?: Readonly<Record<string, AnyActorLogic>>;
}

/** A chart, not started yet: its actors only wait, and its time passes, when the test says so. */
export function chartUnderTest({ machine, input, actors = {} }: Chart) {
  /** Every stand-in and what it was started with, oldest first. */
  const started: { readonly ref: AnyActorRef; readonly input: unknown }[] = [];
  const told: OrderNews[] = [];
  const taken: AnyTransitionDefinition[] = [];
  const clock = { at: START, now: (): number => clock.at };
  const standIn = fromCallback(({ input: given, self }) => {
    started.push({ ref: self, input: given });
  });
  const sources = stateNodesOf(machine).flatMap(({ invoke }) =>
    invoke.map(({ src }) => String(src)),
  );
  const standIns = Object.fromEntries(sources.map((src) => [src, standIn]));
  const simulated = machine.provide({ actors: { ...standIns, ...actors } });
  const parent = createActor(
    fromCallback<OrderNews>(({ receive }) => receive((news) => void told.push(news))),
  ).start();
  const transitionsOf = createTransitionReader();
  const actor = createActor(simulated, {
    input: input(clock, parent),
    inspect: (inspected) => void taken.push(...transitionsOf(inspected)),
  });
  const path = pathOf(actor);
  const atWork = () => started.filter(({ ref }) => ref.getSnapshot().status === 'active');

  /** When the one deadline that runs passes. */
  function deadlineAt(): number {
    const [first, ...others] = atWork().filter(({ ref }) => ref.src === 'deadline');
    if (first === undefined || others.length > 0) throw new Error('not one deadline runs');
    return first.ref.getSnapshot().input.at;
  }

  return {
    actor,
    clock,
    machine: simulated,
    path,
    started,
    /** Every transition so far. */
    taken,
    /** What the parent heard. */
    told,
    at: () => path.at(-1),
    /** The stand-ins at work: their names, and what each was started with. */
    running: () => Object.fromEntries(atWork().map(({ ref, input: given }) => [ref.id, given])),
    /** How long the one deadline that runs has yet to go. */
    left: () => deadlineAt() - clock.at,
    passDeadline: () => {
      clock.at = Math.max(clock.at, deadlineAt());
      actor.send({ type: 'deadline.passed' });
    },
    /** The one stand-in of this source ends, well or with an error. */
    answer: (src: string, output: unknown) => {
      const [actorId = `no ${src}`] = atWork().flatMap(({ ref }) =>
        ref.src === src ? ref.id : [],
      );
      const error = { type: `xstate.error.actor.${actorId}`, actorId, error: output };
      actor.send(output instanceof Error ? error : done(actorId, output));
    },
  };
}

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

/** The state values an actor goes through, in order, without repeats; `a.b` for nested ones. */
export function pathOf(actor: AnyActorRef): string[] {
  const path: string[] = [];
  actor.subscribe((snapshot) => {
    const value = print(snapshot.value);
    if (value !== path.at(-1)) path.push(value);
  });
  return path;
}

/** A state value as text. */
function print(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}.${print(inner)}`)
    .join(' ');
}

/** Lets promises finish. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}
