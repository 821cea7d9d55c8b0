import {
  type Actor,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  createActor,
  fromCallback,
} from 'xstate';
import type { Clock } from '../machines/shared/clock.js';
import type { OrderNews, OrderParent } from '../machines/shared/order-parent.js';
import { stateNodesOf } from './explorer/state-nodes.js';
import { createTransitionReader } from './explorer/taken-transitions.js';

const BEGIN = 1_000;

/**
 * A statechart, and what it is started with.
 *
 * @example
 * ```ts
 * const session: ChartOptions = {
 *   machine: sessionMachine,
 *   input: (clock) => ({ timings: defaultTimings, clock }),
 * };
 * ```
 */
export interface ChartOptions {
  readonly machine: AnyStateMachine;
  /** The input of the machine, with the time of the test, and one who hears what it tells its parent. */
  readonly input: (clock: Clock, parent: OrderParent) => object;
  /** The actors that work, by the names the machine has for them; for all others there is a stand-in. */
  readonly actors?: Readonly<Record<string, AnyActorLogic>>;
}

/**
 * A chart alone: its actors only wait, and its time passes, when the test says so.
 *
 * @example
 * ```ts
 * const isAtWork = (chart: TestChart, actor: string) => actor in chart.running();
 * ```
 */
export interface TestChart {
  /** Not started yet. */
  readonly actor: Actor<AnyStateMachine>;
  /** The machine with its stand-ins. */
  readonly machine: AnyStateMachine;
  /** What the chart takes for the time, in epoch ms: a test may write it. It begins at 1,000. */
  readonly clock: Clock & { at: number };
  /** Every stand-in that was started, and what with, oldest first. */
  readonly started: readonly { readonly ref: AnyActorRef; readonly input: unknown }[];
  /** Every transition so far. */
  readonly taken: readonly AnyTransitionDefinition[];
  /** What the parent heard. */
  readonly told: OrderNews[];
  /** The states it went through, in order, without repeats; `a.b` for nested ones. */
  readonly path: readonly string[];
  /** The state it is in. */
  at(): string | undefined;
  /** The stand-ins at work: their names, and what each was started with. */
  running(): Readonly<Record<string, unknown>>;
  /** The one stand-in of this name at work ends, well or with an error. */
  answer(actor: string, output: unknown): void;
  /** How long the one deadline that runs has yet to go, in ms. It throws where not one deadline runs. */
  left(): number;
  /** The time of the one deadline that runs has come, and it says so. */
  passDeadline(): void;
}

/**
 * One statechart of `upi-flow/machines` without a world: every actor it asks for is a stand-in that ends when
 * the test says so. So each branch can be reached, also those that need the SDK, the server or the storage to
 * fail at one moment.
 *
 * @example
 * ```ts
 * const chart = createTestChart({
 *   machine: lookUpMachine,
 *   input: (clock, parent) => ({ orderId: 'A1', waits: [0, 60_000], clock, parent }),
 * });
 * chart.actor.start();
 * chart.passDeadline();
 * chart.answer('readStatus', new Error('no network'));
 * chart.path; // ['waiting', 'checking', 'waiting']
 * ```
 */
export function createTestChart({ machine, input, actors = {} }: ChartOptions): TestChart {
  const started: { readonly ref: AnyActorRef; readonly input: unknown }[] = [];
  const told: OrderNews[] = [];
  const taken: AnyTransitionDefinition[] = [];
  const clock = { at: BEGIN, now: (): number => clock.at };
  const standIn = fromCallback(({ input: given, self }) => {
    started.push({ ref: self, input: given });
  });
  const asked = stateNodesOf(machine).flatMap(({ invoke }) => invoke.map(({ src }) => String(src)));
  const standIns = Object.fromEntries(asked.map((src) => [src, standIn]));
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

  function deadlineAt(): number {
    const [first, ...others] = atWork().filter(({ ref }) => ref.src === 'deadline');
    if (first === undefined || others.length > 0) throw new Error('not one deadline runs');
    return first.ref.getSnapshot().input.at;
  }

  return {
    actor,
    clock,
    machine: simulated,
    started,
    taken,
    told,
    path,
    at: () => path[path.length - 1],
    running: () => Object.fromEntries(atWork().map(({ ref, input: given }) => [ref.id, given])),
    left: () => deadlineAt() - clock.at,
    passDeadline: () => {
      clock.at = Math.max(clock.at, deadlineAt());
      actor.send({ type: 'deadline.passed' });
    },
    answer: (src, output) => {
      const [actorId = `no ${src}`] = atWork().flatMap(({ ref }) =>
        ref.src === src ? ref.id : [],
      );
      const isError = output instanceof Error;
      const type = `xstate.${isError ? 'error' : 'done'}.actor.${actorId}`;
      actor.send({ type, actorId, ...(isError ? { error: output } : { output }) });
    },
  };
}

/** The state values an actor goes through, in order, without repeats; `a.b` for nested ones. */
export function pathOf(actor: AnyActorRef): string[] {
  const path: string[] = [];
  actor.subscribe((snapshot) => {
    const value = print(snapshot.value);
    if (value !== path[path.length - 1]) path.push(value);
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
