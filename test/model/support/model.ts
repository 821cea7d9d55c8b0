import type {
  AnyMachineSnapshot,
  AnyTransitionDefinition,
  DoneActorEvent,
  ErrorActorEvent,
  EventObject,
} from 'xstate';
import type { Chart } from '../../machines/support/chart.js';

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
  /** The source of the actor that says it while it runs. Without: whoever ends, or somebody outside. */
  readonly by?: string;
}

/** What is known of a chart besides the chart. */
export interface Model<C, E extends EventObject> extends Pick<Chart, 'machine' | 'input'> {
  /** By the name that a path is printed with. */
  readonly actions: Readonly<Record<string, Action<C, E>>>;
  /** What of the context decides later: two situations that agree in it are the same. */
  readonly memory: (context: C, now: number) => unknown;
  /** Where the search need not go on. */
  readonly until?: (context: C) => boolean;
  /** What is true in a state, and so in those inside it, by its path; `event`: what led here. */
  readonly inside: Readonly<Record<string, (context: C, event: EventObject) => boolean>>;
}

/** `<path of the state> <event type>#<guard>`: the name of a branch. */
export function branchName({ eventType, guard, source }: AnyTransitionDefinition): string {
  if (typeof guard === 'object' || typeof guard === 'function')
    throw new TypeError('A guard is known by its name alone.');
  const condition = guard === undefined ? '' : `#${guard}`;
  return `${source.path.join('.') || '(root)'} ${eventType || 'always'}${condition}`;
}

/** The states in which something is not as the model says. */
export function brokenIn<C, E extends EventObject>(
  { inside }: Model<C, E>,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): readonly string[] {
  return Object.entries(inside)
    .filter(([path, isTrue]) => snapshot.matches(path) && !isTrue(snapshot.context, event))
    .map(([path]) => `not as it must be inside ${path}`);
}

/** A path as the title of its test. */
export function nameOf(path: readonly { readonly action: string }[]): string {
  return path.map(({ action }) => action).join(' > ');
}

/** Something that may always happen. */
export function on<const E extends EventObject>(
  event: E,
  more: Pick<Action<never, E>, 'after' | 'by' | 'holds'> = {},
) {
  return { event: () => event, ...more };
}
