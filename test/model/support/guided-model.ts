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
import { activePaths, innermostPaths } from './state-path.js';

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

  const taken = new Map<string, ReadonlyMap<string, string>>();

  /** The branch that takes each event here, for the events that one takes. */
  function branchesAt(value: StateValue): ReadonlyMap<string, string> {
    const name = JSON.stringify(value);
    const before = taken.get(name);
    if (before !== undefined) return before;
    const paths = activePaths(value);
    const isOver = innermostPaths(value).some((path) => nodeAt(machine, path).type === 'final');
    const active = (isOver ? [] : paths).map((path) => ({ path, node: nodeAt(machine, path) }));
    const found = new Map<string, string>();
    for (const type of events.keys()) {
      const at = active.find(({ node }) => node.transitions.has(type));
      const key = at === undefined ? '' : branchKey(at.path, type);
      if (branches.has(key)) found.set(type, key);
    }
    taken.set(name, found);
    return found;
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
    const told = { ...from.facts, ...move.remember?.(from.facts) };
    const settled = settle({ value, facts: entered(from.value, value, told) });
    const own = branchesAt(from.value).get(type) ?? type;
    return { next: settled.next, branches: [own, ...settled.branches] };
  }

  function entered(before: StateValue, after: StateValue, facts: F): F {
    const left = new Set(activePaths(before));
    const news = activePaths(after).filter((path) => !left.has(path));
    let told = facts;
    for (const path of news.reverse()) told = { ...told, ...play.entering?.[path]?.(told) };
    return told;
  }

  function settle(state: ModelState<F>): ReturnType<typeof follow> {
    const own = enabled(state, automaticAt(state.value))[0];
    return own === undefined ? { next: state, branches: [] } : follow(state, own.type, own.move);
  }

  const automatic = new Map<string, readonly string[]>();

  /** What the machine may do by itself here, in the order it tries. */
  function automaticAt(value: StateValue): readonly string[] {
    const name = JSON.stringify(value);
    const found =
      automatic.get(name) ??
      [...branchesAt(value).keys()].filter((type) => events.get(type)?.kind === 'always');
    automatic.set(name, found);
    return found;
  }

  function enabled(
    state: ModelState<F>,
    types: Iterable<string> = branchesAt(state.value).keys(),
  ): readonly (ProjectedEvent & Choice<F, R>)[] {
    return [...types].flatMap((type) =>
      (play.moves[type] ?? []).flatMap((move, at) => {
        const event = events.get(type);
        const closed = event === undefined || move.when?.(state.facts) === false;
        return closed ? [] : [{ ...event, type, move, at }];
      }),
    );
  }

  function stepsFrom(state: ModelState<F>): readonly ModelStep<F, R>[] {
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
      events: ({ context }) => enabled(context).map(({ type, at }) => ({ type, with: at })),
    });
    const over = new Map<string, ModelPath<F, R>>();
    for (const { steps, state } of reached.toSorted((a, b) => a.weight - b.weight)) {
      const from = state.context;
      for (const step of stepsFrom(from)) {
        const key = JSON.stringify([from.value, step.type, step.branches, step.next.value]);
        if (over.has(key)) continue;
        const way = replay(steps.slice(1).map(({ event }) => event));
        over.set(key, { start, steps: [...way, step] });
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
      enabled(state).some(
        ({ kind, name, type }) =>
          kind === 'event' &&
          name === eventName &&
          branches.get(branchesAt(state.value).get(type) ?? '')?.forbids === false,
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

/**
 * Every way the paths go, one a line, in the order of the alphabet: the state, the branches that are
 * taken there, each with the state it is written in, and the state it ends in.
 */
export function printWays<F extends Facts, R>(paths: readonly ModelPath<F, R>[]): string {
  const lines = paths.flatMap(({ start, steps }) =>
    steps.map(({ branches, next }, at) => {
      const from = steps[at - 1]?.next.value ?? start.value;
      return [printValue(from), ...branches, printValue(next.value)].join(' | ');
    }),
  );
  return `${[...new Set(lines)].sort().join('\n')}\n`;
}

function printValue(value: StateValue): string {
  return innermostPaths(value).join(' + ');
}
