import {
  type AnyStateMachine,
  fromTransition,
  initialTransition,
  type StateValue,
  transition,
} from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { branchesOf, branchKey } from './branches.js';
import type { Facts, Move, Play } from './move.js';
import type { ProjectedEvent } from './projected-event.js';
import { projectMachine } from './projection.js';
import { activePaths } from './state-path.js';

/** A state of the model between two events: nothing happens by itself any more. */
export interface ModelState<F extends Facts> {
  readonly value: StateValue;
  readonly facts: F;
}

/** One event of a path, and where it leads. */
export interface ModelStep<F extends Facts, R> {
  readonly type: string;
  readonly move: Move<F, R>;
  readonly next: ModelState<F>;
  /** The branches it takes, its own first, then those the machine takes by itself. */
  readonly branches: readonly string[];
}

/** A way through the model; it begins at `start`. */
export interface ModelPath<F extends Facts, R> {
  readonly start: ModelState<F>;
  readonly steps: readonly ModelStep<F, R>[];
}

export interface GuidedModel<F extends Facts, R> {
  /** The branches that the machine takes by itself before the first event. */
  readonly startBranches: readonly string[];
  /** One shortest way over every transition, without those that are the beginning of another. */
  paths(): readonly ModelPath<F, R>[];
  /** Whether something sent with this event type would do anything here. */
  accepts(state: ModelState<F>, eventName: string): boolean;
}

interface Sent {
  readonly type: string;
  readonly with: number;
}

/**
 * The projected machine with a memory. A projection takes guards to be free; here a branch is open
 * only when what happened before makes its guard true, so every path can be walked on the real
 * machine.
 */
export function guidedModel<F extends Facts, R>(
  source: AnyStateMachine,
  play: Play<F, R>,
): GuidedModel<F, R> {
  const { machine, events } = projectMachine(source);
  const branches = branchesOf(source);
  const targets = new Map<string, StateValue>();

  /** The branch that takes the event here, if one does. */
  function branchAt(value: StateValue, type: string): string | undefined {
    const path = activePaths(value).find((at) => nodeAt(machine, at).transitions.has(type));
    const key = path === undefined ? '' : branchKey(path, type);
    return branches.has(key) ? key : undefined;
  }

  function target(value: StateValue, type: string): StateValue {
    const key = JSON.stringify([value, type]);
    const found =
      targets.get(key) ??
      transition(machine, machine.resolveState({ value, context: {} }), { type })[0].value;
    targets.set(key, found);
    return found;
  }

  /** One branch, and whatever the machine then does by itself. */
  function follow(
    from: ModelState<F>,
    type: string,
    move: Move<F, R>,
  ): { readonly next: ModelState<F>; readonly branches: readonly string[] } {
    const value = target(from.value, type);
    const told = { ...from.facts, ...move.then?.(from.facts) };
    const settled = settle({ value, facts: entered(from.value, value, told) });
    const own = branchAt(from.value, type) ?? type;
    return { next: settled.next, branches: [own, ...settled.branches] };
  }

  function entered(before: StateValue, after: StateValue, facts: F): F {
    const left = new Set(activePaths(before));
    const news = activePaths(after).filter((path) => !left.has(path));
    return news
      .reverse()
      .reduce((told, path) => ({ ...told, ...play.entering?.[path]?.(told) }), facts);
  }

  function settle(state: ModelState<F>): ReturnType<typeof follow> {
    const own = enabled(state).find(({ kind }) => kind === 'always');
    return own === undefined ? { next: state, branches: [] } : follow(state, own.type, own.move);
  }

  function enabled(state: ModelState<F>): readonly (ProjectedEvent & Choice<F, R>)[] {
    return [...events].flatMap(([type, event]) => {
      if (branchAt(state.value, type) === undefined) return [];
      return (play.moves[type] ?? []).flatMap((move, at) =>
        move.when?.(state.facts) === false ? [] : [{ ...event, type, move, at }],
      );
    });
  }

  function stepsFrom(state: ModelState<F>): readonly ModelStep<F, R>[] {
    if (isFinal(machine, state.value)) return [];
    return enabled(state).map(({ type, move }) => ({ type, move, ...follow(state, type, move) }));
  }

  const fresh: ModelState<F> = {
    value: initialTransition(machine)[0].value,
    facts: play.facts,
  };
  const { next: start, branches: startBranches } = settle(fresh);

  function walk(from: ModelState<F>, { type, with: at }: Sent): ModelState<F> {
    const move = play.moves[type]?.[at];
    return move === undefined ? from : follow(from, type, move).next;
  }

  function paths(): readonly ModelPath<F, R>[] {
    const reached = getShortestPaths(fromTransition(walk, start), {
      serializeState: ({ context }) => JSON.stringify(context),
      events: ({ context }) =>
        isFinal(machine, context.value)
          ? []
          : enabled(context).map(({ type, at }) => ({ type, with: at })),
    });
    const over = new Map<string, ModelPath<F, R>>();
    for (const { steps } of reached.toSorted((a, b) => a.weight - b.weight)) {
      const way = replay(steps.slice(1).map(({ event }) => event));
      const end = way.at(-1)?.next ?? start;
      for (const step of stepsFrom(end)) {
        const key = JSON.stringify([end.value, step.type, step.branches, step.next.value]);
        if (!over.has(key)) over.set(key, { start, steps: [...way, step] });
      }
    }
    return withoutBeginnings([...over.values()]);
  }

  function replay(sent: readonly Sent[]): readonly ModelStep<F, R>[] {
    const way: ModelStep<F, R>[] = [];
    for (const { type, with: at } of sent) {
      const move = play.moves[type]?.[at];
      if (move === undefined) throw new Error(`there is no move ${type}`);
      way.push({ type, move, ...follow(way.at(-1)?.next ?? start, type, move) });
    }
    return way;
  }

  return {
    startBranches,
    paths,
    accepts: (state, eventName) =>
      !isFinal(machine, state.value) &&
      enabled(state).some(
        ({ kind, name, type }) =>
          kind === 'event' &&
          name === eventName &&
          branches.get(branchAt(state.value, type) ?? '')?.forbids === false,
      ),
  };
}

interface Choice<F extends Facts, R> {
  readonly type: string;
  readonly move: Move<F, R>;
  readonly at: number;
}

function withoutBeginnings<F extends Facts, R>(
  all: readonly ModelPath<F, R>[],
): readonly ModelPath<F, R>[] {
  const name = (steps: readonly ModelStep<F, R>[]): string =>
    steps.map(({ type, move }) => `${type} ${move.with ?? ''}`).join('\n');
  const beginnings = new Set(
    all.flatMap(({ steps }) => steps.map((_, at) => name(steps.slice(0, at)))),
  );
  return all.filter(({ steps }) => !beginnings.has(name(steps)));
}

function nodeAt(machine: AnyStateMachine, path: string) {
  return machine.getStateNodeById([machine.id, ...(path === '' ? [] : [path])].join('.'));
}

function isFinal(machine: AnyStateMachine, value: StateValue): boolean {
  return nodeAt(machine, activePaths(value)[0] ?? '').type === 'final';
}
