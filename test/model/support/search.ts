import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type EventObject,
  getMicrosteps,
  getNextTransitions,
} from 'xstate';
import { chartUnderTest } from '../../machines/support/chart.js';
import { branchName, brokenIn, type Heard, type Model, nameOf } from './model.js';

/** Where a machine stands between two events, and when. */
interface Situation {
  readonly snapshot: AnyMachineSnapshot;
  readonly now: number;
}

/** One action, and where it leads. */
interface Step<E extends EventObject> {
  readonly action: string;
  readonly event: Heard<E>;
  readonly next: Situation;
}

export type Path<E extends EventObject> = readonly Step<E>[];

interface Search<E extends EventObject> {
  readonly start: Situation;
  /** One shortest path over every edge, without those that are the beginning of another. */
  readonly paths: readonly Path<E>[];
  /** What was not as the model says, wherever the search came by. */
  readonly wrong: ReadonlySet<string>;
}

/**
 * Paths over every edge of a chart, breadth first. The chart is a pure function here: nothing runs, an
 * answer or a deadline is an event like others, and of the context only what decides later tells two
 * situations apart.
 */
export function search<C, E extends EventObject>(model: Model<C, E>): Search<E> {
  const chart = chartUnderTest(model);
  const { machine } = chart;
  const named = new Set(Object.values(model.actions).flatMap(({ holds = [] }) => holds));
  const wrong = new Set<string>();
  const seen = new Set<string>();
  const over = new Map<string, Path<E>>();

  /** Also the guards that others in front of them hide. */
  function checkGuards(action: string, snapshot: AnyMachineSnapshot, event: EventObject): void {
    for (const { eventType, guard } of getNextTransitions(snapshot)) {
      const name = String(guard);
      if (eventType !== event.type || !named.has(name)) continue;
      const isTrue = machine.implementations.guards[name];
      const expected = model.actions[action]?.holds?.includes(name) === true;
      if (isTrue?.({ context: snapshot.context, event }, undefined) !== expected)
        wrong.add(`${action}: ${name} is ${!expected}`);
    }
  }

  /** Walks one step further, if this can happen there. */
  function walk(path: Path<E>, { snapshot, now }: Situation, action: string): void {
    const row = model.actions[action];
    chart.clock.at = now + (row?.after ?? 0);
    const event = row?.event(snapshot.context, chart.clock.at);
    if (event === undefined) return;
    const speaks = row?.by ?? ('actorId' in event ? event.actorId : undefined);
    const children: readonly AnyActorRef[] = Object.values(snapshot.children);
    const speaker = children.find(({ id, src }) => id === speaks || src === speaks);
    const branches = machine.getTransitionData(snapshot, event).map(branchName);
    if (branches.length === 0 || (speaks !== undefined && speaker === undefined)) return;
    if (speaks === 'deadline')
      chart.clock.at = Math.max(chart.clock.at, speaker?.getSnapshot().input.at);
    checkGuards(action, snapshot, event);
    const after = getMicrosteps(machine, snapshot, event).map(([one]) => one);
    const next = { snapshot: after.at(-1) ?? snapshot, now: chart.clock.at };
    const walked = [...path, { action, event, next }];
    const edge = JSON.stringify([snapshot, ...after].map(({ value }) => value).concat(branches));
    if (!over.has(edge)) over.set(edge, walked);
    const broken = brokenIn(model, next.snapshot, event);
    for (const one of broken) wrong.add(`${action}: ${one}`);
    // What comes of a fault may have no end.
    if (broken.length === 0) ahead.push([walked, next]);
  }

  const start = { snapshot: chart.actor.getSnapshot(), now: chart.clock.at };
  const ahead: (readonly [Path<E>, Situation])[] = [[[], start]];
  for (const [path, at] of ahead) {
    const { context, value } = at.snapshot;
    const key = JSON.stringify([value, model.memory(context, at.now)]);
    if (seen.has(key) || model.until?.(context) === true) continue;
    seen.add(key);
    for (const action of Object.keys(model.actions)) walk(path, at, action);
  }

  const all = [...over.values()];
  const beginnings = new Set(all.flatMap((path) => path.map((_, at) => nameOf(path.slice(0, at)))));
  return { start, wrong, paths: all.filter((path) => !beginnings.has(nameOf(path))) };
}
