import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyTransitionDefinition,
  type EventObject,
  fromTransition,
  getInitialMicrosteps,
  getMicrosteps,
  getNextTransitions,
  initialTransition,
} from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { harnessOf, START } from './harness.js';
import {
  branchName,
  brokenIn,
  guardName,
  type Heard,
  type Model,
  nameOf,
  speakerOf,
} from './model.js';

/** Where a machine stands between two events, and when. */
interface Situation {
  readonly snapshot: AnyMachineSnapshot;
  readonly now: number;
}

/** One action, and where it leads. */
export interface Step<E extends EventObject> {
  readonly action: string;
  readonly event: Heard<E>;
  readonly next: Situation;
  /** The branches that are taken: that of the event first, then those taken at once. */
  readonly branches: readonly string[];
}

export type Path<E extends EventObject> = readonly Step<E>[];

export interface Search<E extends EventObject> {
  readonly start: Situation;
  /** One shortest path over every edge, without those that are the beginning of another. */
  readonly paths: readonly Path<E>[];
  /** Every branch that is taken on one of them. */
  readonly taken: ReadonlySet<string>;
  /** What was not as the model says, wherever the search came by. */
  readonly wrong: ReadonlySet<string>;
}

/**
 * Paths over every edge of a chart. The graph tools refuse a chart that invokes or waits, so it is
 * projected: to a pure function of its own guards and assignments, in which nothing runs, an answer
 * or a deadline is an event like others, and of the context only what decides later tells two
 * situations apart.
 */
export function search<C, E extends EventObject>(model: Model<C, E>): Search<E> {
  let now = START;
  const { machine, parent } = harnessOf(model);
  const input = model.input({ now: () => now }, parent);
  const named = new Set(Object.values(model.actions).flatMap(({ holds = [] }) => holds));
  const wrong = new Set<string>();
  /** Nobody goes on from there: what comes of a fault may have no end. */
  const broken = new WeakSet<AnyMachineSnapshot>();
  const known = new Map<string, Path<E>>();

  function isOpen(
    { guard }: AnyTransitionDefinition,
    { context }: AnyMachineSnapshot,
    event: EventObject,
  ) {
    if (guard === undefined) return true;
    const implementation = machine.implementations.guards[guardName(guard)];
    if (typeof implementation !== 'function')
      throw new TypeError(`Nobody wrote ${guardName(guard)}.`);
    return implementation({ context, event }, undefined);
  }

  const offers = new WeakMap<AnyMachineSnapshot, readonly AnyTransitionDefinition[]>();

  function offeredBy(snapshot: AnyMachineSnapshot): readonly AnyTransitionDefinition[] {
    const offered = offers.get(snapshot) ?? getNextTransitions(snapshot);
    offers.set(snapshot, offered);
    return offered;
  }

  /** The branches that take an event: in each region the first one, inside out, whose guard holds. */
  function takers(snapshot: AnyMachineSnapshot, event: EventObject, type = event.type): string[] {
    const open = offeredBy(snapshot).filter(
      (one) => one.eventType === type && isOpen(one, snapshot, event),
    );
    const isAround = (outer: string, inner: string): boolean => `${inner}.`.startsWith(`${outer}.`);
    return open
      .filter(({ source }, at) =>
        open.slice(0, at).every((other) => !isAround(source.id, other.source.id)),
      )
      .map(branchName);
  }

  /** The branches that led from each snapshot to the next, by themselves. */
  function atOnce(snapshots: readonly AnyMachineSnapshot[], event: EventObject): string[] {
    return snapshots.slice(0, -1).flatMap((one) => takers(one, event, ''));
  }

  function checkGuards(action: string, snapshot: AnyMachineSnapshot, event: EventObject): void {
    for (const one of offeredBy(snapshot)) {
      if (one.eventType !== event.type || one.guard === undefined) continue;
      const guard = guardName(one.guard);
      const expected = model.actions[action]?.holds?.includes(guard) === true;
      if (!named.has(guard) || isOpen(one, snapshot, event) === expected) continue;
      wrong.add(`${action}: ${guard} is ${!expected}`);
    }
  }

  function stepOf({ snapshot, now: before }: Situation, action: string): Step<E> | undefined {
    const row = model.actions[action];
    now = before + (row?.after ?? 0);
    const event = row?.event(snapshot.context, now);
    if (event === undefined) return undefined;
    const { id, src } = speakerOf(model, event.type);
    const children: Readonly<Record<string, AnyActorRef | undefined>> = snapshot.children;
    const speaker = Object.values(children).find((one) => one?.src === src);
    if (id === undefined ? src !== undefined && speaker === undefined : !(id in children)) {
      return undefined;
    }
    const own = takers(snapshot, event);
    if (own.length === 0) return undefined;
    if (src === 'deadline') now = Math.max(now, speaker?.getSnapshot().input.at);
    checkGuards(action, snapshot, event);
    const after = getMicrosteps(machine, snapshot, event).map(([one]) => one);
    const next = after.at(-1) ?? snapshot;
    const branches = [...own, ...atOnce(after, event)];
    for (const one of brokenIn(model, next, event)) {
      wrong.add(`${action}: ${one}`);
      broken.add(next);
    }
    return { action, event, branches, next: { snapshot: next, now } };
  }

  /** The same for all that agree in what decides later: the first of them was walked to. */
  function stepsFrom(situation: Situation): Path<E> {
    const key = keyOf(situation);
    const { snapshot } = situation;
    const isOver = broken.has(snapshot) || model.until?.(snapshot.context) === true;
    const steps =
      known.get(key) ??
      (isOver ? [] : Object.keys(model.actions)).flatMap((one) => stepOf(situation, one) ?? []);
    known.set(key, steps);
    return steps;
  }

  function keyOf({ now: at, snapshot: { context, value } }: Situation): string {
    return JSON.stringify([value, model.memory(context, at)]);
  }

  function stepBy(situation: Situation, action: string): Step<E> | undefined {
    return stepsFrom(situation).find((step) => step.action === action);
  }

  const first = getInitialMicrosteps(machine, input).map(([one]) => one);
  const start = { snapshot: first.at(-1) ?? initialTransition(machine, input)[0], now };
  const logic = fromTransition(
    (situation: Situation, { action }: { type: 'act'; action: string }) =>
      stepBy(situation, action)?.next ?? situation,
    start,
  );
  const reached = getShortestPaths(logic, {
    serializeState: ({ context }) => keyOf(context),
    serializeEvent: ({ action }) => action,
    events: ({ context }) =>
      stepsFrom(context).map(({ action }) => ({ type: 'act' as const, action })),
  });

  const over = new Map<string, Path<E>>();
  for (const { state, steps } of reached.toSorted((a, b) => a.weight - b.weight)) {
    const from = state.context;
    for (const step of stepsFrom(from)) {
      const edge = [from.snapshot.value, step.branches, step.next.snapshot.value];
      const key = JSON.stringify(edge);
      if (over.has(key)) continue;
      let at = start;
      const way = steps.slice(1).flatMap(({ event }) => {
        const found = stepBy(at, event.action);
        at = found?.next ?? at;
        return found ?? [];
      });
      over.set(key, [...way, step]);
    }
  }
  const all = [...over.values()];
  const beginnings = new Set(all.flatMap((path) => path.map((_, at) => nameOf(path.slice(0, at)))));
  const branches = all.flatMap((path) => path.flatMap((step) => step.branches));
  return {
    start,
    paths: all.filter((path) => !beginnings.has(nameOf(path))),
    taken: new Set([...atOnce(first, { type: 'xstate.init' }), ...branches]),
    wrong,
  };
}
