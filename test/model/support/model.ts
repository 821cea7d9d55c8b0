import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  DoneActorEvent,
  ErrorActorEvent,
  EventObject,
  StateValue,
} from 'xstate';
import { ProblemError, type ProblemReason } from '../../../core/model/problem.js';
import type { Clock } from '../../../machines/shared/clock.js';
import type { OrderParent } from '../../../machines/shared/order-parent.js';
import { stateNodesOf } from '../../../scripts/export/state-graph.js';

/** What a chart hears: its own events, and how an actor without a word ended. */
export type Heard<E extends EventObject> =
  | E
  | DoneActorEvent<undefined, string>
  | ErrorActorEvent<unknown, string>;

/** One thing that may happen, with one payload. */
export interface Action<C, E extends EventObject> {
  /** What is heard then; nothing where it cannot happen. */
  readonly event: (context: C, now: number) => Heard<E> | undefined;
  /** Of the guards that any action of the model names: those that hold for this payload. */
  readonly holds?: readonly string[];
  /** Ms that pass before, without a deadline being told. */
  readonly after?: number;
}

/** What is known of a chart besides the chart. */
export interface Model<C, E extends EventObject> {
  readonly machine: AnyStateMachine;
  readonly input: (clock: Clock, parent: OrderParent) => object;
  /** By the name that a path is printed with. */
  readonly actions: Readonly<Record<string, Action<C, E>>>;
  /** What of the context decides later: two situations that agree in it are the same. */
  readonly memory: (context: C, now: number) => unknown;
  /** Where the search need not go on. */
  readonly until?: (context: C) => boolean;
  /** What is true in a state, and so in those inside it, by its path; `event`: what led here. */
  readonly inside: Readonly<Record<string, (context: C, event: EventObject) => boolean>>;
  /** What an actor says while it runs, by its source. */
  readonly says?: Readonly<Record<string, readonly string[]>>;
}

/** The source of the actor that has to run for an event to be heard, or the id of the one that ends. */
export function speakerOf<C, E extends EventObject>(
  { says = {} }: Model<C, E>,
  type: string,
): { readonly src?: string; readonly id?: string } {
  const [, id] = /^xstate\.(?:done|error)\.actor\.(.+)$/.exec(type) ?? [];
  if (id !== undefined) return { id };
  if (type === 'deadline.passed') return { src: 'deadline' };
  const src = Object.keys(says).find((one) => says[one]?.includes(type));
  return src === undefined ? {} : { src };
}

/** `<path of the state> <event type>#<guard>`: the name of a branch. */
export function branchName({ eventType, guard, source }: AnyTransitionDefinition): string {
  const siblings = (eventType === '' ? source.always : source.transitions.get(eventType)) ?? [];
  const otherwise = siblings.length > 1 ? '#otherwise' : '';
  const name = guard === undefined ? otherwise : `#${guardName(guard)}`;
  return `${source.path.join('.') || '(root)'} ${eventType || 'always'}${name}`;
}

/** Every branch that a chart has. */
export function branchesOf(machine: AnyStateMachine): readonly string[] {
  return stateNodesOf(machine).flatMap((node) =>
    [...node.transitions.values(), node.always ?? []].flat().map(branchName),
  );
}

export function guardName(guard: unknown): string {
  if (typeof guard !== 'string') throw new TypeError('A guard with parameters is not projected.');
  return guard;
}

/** The active states, those around others first. */
export function activeNodes({ machine, value }: AnyMachineSnapshot): readonly AnyStateNode[] {
  const paths = new Set(pathsIn(value));
  return stateNodesOf(machine).filter(({ path }) => paths.has(path.join('.')));
}

function pathsIn(value: StateValue): string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value).flatMap(([key, inner]) => [
    key,
    ...(inner === undefined ? [] : pathsIn(inner).map((path) => `${key}.${path}`)),
  ]);
}

/** The states in which something is not as the model says. */
export function brokenIn<C, E extends EventObject>(
  { inside }: Model<C, E>,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): readonly string[] {
  const active = new Set(pathsIn(snapshot.value));
  return Object.keys(inside)
    .filter((path) => active.has(path) && inside[path]?.(snapshot.context, event) === false)
    .map((path) => `not as it must be inside ${path}`);
}

/** A path as the title of its test. */
export function nameOf(path: readonly { readonly action: string }[]): string {
  return path.map(({ action }) => action).join(' > ');
}

/** Something that may always happen. */
export function on<const E extends EventObject>(
  event: E,
  more: { readonly holds?: readonly string[]; readonly after?: number } = {},
) {
  return { event: () => event, ...more };
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
