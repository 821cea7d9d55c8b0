import { describe, expect, it } from 'vitest';
import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyTransitionDefinition,
  type DoneActorEvent,
  type ErrorActorEvent,
  type EventObject,
  getMicrosteps,
  getNextTransitions,
} from 'xstate';
import { type ChartOptions, createTestChart, type TestChart } from '../../../testing/chart.js';
import { stateNodesOf, transitionsOf } from '../../../testing/explorer/state-nodes.js';

/** One thing that may happen, with one payload. */
export interface Action<C, E extends EventObject> {
  /** What is heard then, also how an actor ended; nothing where it cannot happen. */
  readonly event: (
    context: C,
    now: number,
  ) => E | DoneActorEvent<undefined, string> | ErrorActorEvent<unknown, string> | undefined;
  /** Of the guards that any action of the model names: those that hold for this payload. */
  readonly holds?: readonly string[];
  /** Ms that pass before, without a deadline being told. */
  readonly after?: number;
  /** The source of the actor that says it while it runs. Without: whoever ends, or somebody outside. */
  readonly by?: string;
}

/** What is known of a chart besides the chart. */
export interface Model<C, E extends EventObject> extends Pick<ChartOptions, 'machine' | 'input'> {
  /** By the name that a path is printed with. */
  readonly actions: Readonly<Record<string, Action<C, E>>>;
  /** What of the context decides later: two situations that agree in it are the same. */
  readonly memory: (context: C, now: number) => unknown;
  /** Where the search need not go on. */
  readonly until?: (context: C) => boolean;
  /** What is true in a state, and so in those inside it, by its path; `event`: what led here. */
  readonly inside: Readonly<Record<string, (context: C, event: EventObject) => boolean>>;
}

/** Something that may always happen. */
export function on<const E extends EventObject>(
  event: E,
  more: Pick<Action<never, E>, 'after' | 'by' | 'holds'> = {},
) {
  return { event: () => event, ...more };
}

/** One action, and where it leads; the first of a path is the start. */
interface Step {
  readonly action: string;
  readonly event: EventObject;
  readonly snapshot: AnyMachineSnapshot;
  readonly now: number;
}

type Path = readonly Step[];

/** The tests of one chart: every branch is taken on the real machine, which keeps every rule on the way. */
export function describeModel<C, E extends EventObject>(
  name: string,
  models: Readonly<Record<string, Model<C, E>>>,
  check?: (context: C, chart: TestChart, walked: Path) => void,
): void {
  const searched = Object.entries(models).map(([title, model]) => {
    return { title, model, ...search(model) };
  });

  describe(name, () => {
    it('takes every branch it has', () => {
      const taken = searched.flatMap(({ model, paths }) =>
        paths.flatMap((path) => replay(model, path).taken.map(branchName)),
      );
      const [all = []] = Object.values(models).map(({ machine }) =>
        transitionsOf(machine).map(branchName),
      );
      expect(all.filter((branch) => !taken.includes(branch))).toEqual([]);
    });

    it('is everywhere as its model says, and its guards take every payload for what it is', () => {
      expect(searched.flatMap(({ wrong }) => [...wrong])).toEqual([]);
    });

    describe.each(searched)('$title', ({ model, paths }) => {
      it.each(paths.map((path) => [nameOf(path), path] as const))('%s', (_, path) => {
        const { running } = replay(model, path, (chart, step, walked) => {
          const { context, value } = chart.actor.getSnapshot();
          const where = nameOf(walked);
          expect(value, where).toEqual(step.snapshot.value);
          expect(model.memory(context, chart.clock.at), where).toEqual(
            model.memory(step.snapshot.context, step.now),
          );
          expectSound(model, chart, step.event, where);
          if (walked.length > 1) check?.(context, chart, walked);
        });
        expect(running(), 'actors after the end').toEqual({});
      });
    });
  });
}

/**
 * One shortest path over every edge of a chart, without those that are the beginning of another. The chart
 * is a pure function here: nothing runs, an answer or a deadline is an event like others, and of the context
 * only what decides later tells two situations apart.
 */
function search<C, E extends EventObject>(model: Model<C, E>) {
  const { actor, clock, machine } = createTestChart(model);
  const named = new Set(Object.values(model.actions).flatMap(({ holds = [] }) => holds));
  /** What was not as the model says, wherever the search came by. */
  const wrong = new Set<string>();
  const seen = new Set<string>();
  const over = new Map<string, Path>();
  const init = { action: 'start', event: { type: 'xstate.init' } };
  const ahead: Path[] = [[{ ...init, snapshot: actor.getSnapshot(), now: clock.at }]];

  /** Walks one step further, if this can happen there. */
  function walk(path: Path, { snapshot, now }: Step, name: string, action: Action<C, E>): void {
    const { after = 0, by, holds = [] } = action;
    clock.at = now + after;
    const event = action.event(snapshot.context, clock.at);
    if (event === undefined) return;
    const speaks = by ?? ('actorId' in event ? event.actorId : undefined);
    const children: readonly AnyActorRef[] = Object.values(snapshot.children);
    const speaker = children.find(({ id, src }) => id === speaks || src === speaks);
    const branches = machine.getTransitionData(snapshot, event).map(branchName);
    if (branches.length === 0 || (speaks !== undefined && speaker === undefined)) return;
    if (by === 'deadline') clock.at = Math.max(clock.at, speaker?.getSnapshot().input.at);
    // Also the guards that others in front of them hide.
    for (const { eventType, guard } of getNextTransitions(snapshot)) {
      const guardName = String(guard);
      if (eventType !== event.type || !named.has(guardName)) continue;
      const isTrue = machine.implementations.guards[guardName];
      const expected = holds.includes(guardName);
      if (isTrue?.({ context: snapshot.context, event }, undefined) !== expected)
        wrong.add(`${name}: ${guardName} is ${!expected}`);
    }
    const steps = getMicrosteps(machine, snapshot, event).map(([one]) => one);
    const next = steps.at(-1) ?? snapshot;
    const walked = [...path, { action: name, event, snapshot: next, now: clock.at }];
    const edge = JSON.stringify([snapshot, ...steps].map(({ value }) => value).concat(branches));
    if (!over.has(edge)) over.set(edge, walked);
    const broken = brokenIn(model, next, event);
    for (const one of broken) wrong.add(`${name}: ${one}`);
    // What comes of a fault may have no end.
    if (broken.length === 0) ahead.push(walked);
  }

  for (const path of ahead) {
    const [at] = path.slice(-1);
    if (at === undefined || model.until?.(at.snapshot.context) === true) continue;
    const key = JSON.stringify([at.snapshot.value, model.memory(at.snapshot.context, at.now)]);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const [name, action] of Object.entries(model.actions)) walk(path, at, name, action);
  }
  const all = [...over.values()];
  const beginnings = new Set(all.flatMap((path) => path.map((_, at) => nameOf(path.slice(0, at)))));
  return { wrong, paths: all.filter((path) => !beginnings.has(nameOf(path))) };
}

/** Walks a path on the real machine; `look` is called after each step, the start included. */
function replay<C, E extends EventObject>(
  model: Model<C, E>,
  path: Path,
  look: (chart: TestChart, step: Step, walked: Path) => void = () => {},
): TestChart {
  const chart = createTestChart(model);
  for (const [at, step] of path.entries()) {
    chart.clock.at = step.now;
    if (at === 0) chart.actor.start();
    else chart.actor.send(step.event);
    look(chart, step, path.slice(0, at + 1));
  }
  chart.actor.stop();
  return chart;
}

/** Everything that must hold of a running machine, whatever happened. */
function expectSound<C, E extends EventObject>(
  model: Model<C, E>,
  { actor, machine, running }: TestChart,
  event: EventObject,
  where: string,
): void {
  const snapshot: AnyMachineSnapshot = actor.getSnapshot();
  expect(snapshot.status, where).toBe('active');
  expect(brokenIn(model, snapshot, event), where).toEqual([]);
  for (const { id, invoke, path, tags } of stateNodesOf(machine)) {
    if (!tags.includes('waiting') || !snapshot.matches(path.join('.'))) continue;
    const own = invoke.map((one) => one.id);
    expect(own, `${where}: ${id} waits for something`).not.toEqual([]);
    expect(Object.keys(running()), `${where}: what ${id} waits for runs`).toEqual(
      expect.arrayContaining(own),
    );
  }
  if (!snapshot.hasTag('needsUser')) return;
  const commands = Object.values(model.actions)
    .filter(({ by }) => by === undefined)
    .flatMap((action) => action.event(snapshot.context, 0) ?? [])
    .filter((command) => !('actorId' in command) && snapshot.can(command));
  expect(commands, `${where}: a person can go on`).not.toEqual([]);
}

/** The states in which something is not as the model says. */
function brokenIn<C, E extends EventObject>(
  { inside }: Model<C, E>,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): readonly string[] {
  return Object.entries(inside)
    .filter(([path, isTrue]) => snapshot.matches(path) && !isTrue(snapshot.context, event))
    .map(([path]) => `not as it must be inside ${path}`);
}

/** `<path of the state> <event type>#<guard>`: the name of a branch. */
function branchName({ eventType, guard, source }: AnyTransitionDefinition): string {
  if (typeof guard === 'object' || typeof guard === 'function')
    throw new TypeError('A guard is known by its name alone.');
  const condition = guard === undefined ? '' : `#${guard}`;
  return `${source.path.join('.') || '(root)'} ${eventType || 'always'}${condition}`;
}

/** A path as the title of its test. */
function nameOf([, ...steps]: Path): string {
  return steps.map(({ action }) => action).join(' > ');
}
