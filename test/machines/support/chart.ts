import {
  type ActorLogic,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  createActor,
  type DoneActorEvent,
  type ErrorActorEvent,
  type EventObject,
  fromCallback,
  type Snapshot,
} from 'xstate';
import { ProblemError, type ProblemReason } from '../../../core/model/problem.js';
import type { Clock } from '../../../machines/shared/clock.js';
import type { OrderNews, OrderParent } from '../../../machines/shared/order-parent.js';
import { stateNodesOf } from '../../../scripts/export/state-graph.js';

/** Epoch ms at which everything begins. */
export const START = 1_000;

/** A chart, and what it is started with. */
export interface Chart {
  readonly machine: AnyStateMachine;
  readonly input: (clock: Clock, parent: OrderParent) => object;
  /** The actors that work, by their sources; for all others there is a stand-in. */
  readonly actors?: Readonly<Record<string, AnyActorLogic>>;
}

type StandIn = Snapshot<unknown> & { readonly input?: unknown };

/** A chart, not started yet: its actors do nothing but end, and its time passes, when the test says so. */
export function chartUnderTest({ machine, input, actors = {} }: Chart) {
  /** Every stand-in and what it was started with, oldest first. */
  const started: { readonly ref: AnyActorRef; readonly input: unknown }[] = [];
  const told: OrderNews[] = [];
  const taken: AnyTransitionDefinition[] = [];
  const clock = { at: START, now: (): number => clock.at };
  const standIn: ActorLogic<StandIn, EventObject, unknown> = {
    getInitialSnapshot: (_, given) => {
      return { status: 'active', output: undefined, error: undefined, input: given };
    },
    start: (snapshot, { self }) => started.push({ ref: self, input: snapshot.input }),
    transition: (snapshot, event) => {
      if ('output' in event) return { status: 'done', output: event.output, error: undefined };
      if ('error' in event) return { status: 'error', output: undefined, error: event.error };
      if (event.type !== 'xstate.stop') return snapshot;
      return { status: 'stopped', output: undefined, error: undefined };
    },
    getPersistedSnapshot: (snapshot) => snapshot,
  };
  const sources = stateNodesOf(machine).flatMap(({ invoke }) => invoke.map(({ src }) => src));
  const standIns = sources.flatMap((src) => (typeof src === 'string' ? [[src, standIn]] : []));
  const simulated = machine.provide({ actors: { ...Object.fromEntries(standIns), ...actors } });
  const parent = createActor(
    fromCallback<OrderNews>(({ receive }) => receive((news) => void told.push(news))),
  ).start();
  const actor = createActor(simulated, {
    input: input(clock, parent),
    inspect: (inspected) => {
      if (inspected.type === '@xstate.microstep') taken.push(...inspected._transitions);
    },
  });
  const running = () => started.filter(({ ref }) => ref.getSnapshot().status === 'active');

  /** When the one deadline that runs passes. */
  function deadlineAt(): number {
    const [first, ...others] = running().filter(({ ref }) => ref.src === 'deadline');
    if (first === undefined || others.length > 0) throw new Error('not one deadline runs');
    return first.ref.getSnapshot().input.at;
  }

  return {
    actor,
    clock,
    deadlineAt,
    machine: simulated,
    parent,
    running,
    started,
    /** Every transition so far. */
    taken,
    /** What the parent heard. */
    told,
    passDeadline: () => {
      clock.at = Math.max(clock.at, deadlineAt());
      actor.send({ type: 'deadline.passed' });
    },
    /** The end of an actor happens in that actor, all else to the chart. */
    make: (event: EventObject) => {
      const ends = 'actorId' in event;
      const where = ends ? running().find(({ ref }) => ref.id === event.actorId)?.ref : actor;
      if (where === undefined) throw new Error(`nobody is there to say ${event.type}`);
      where.send(event);
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
