import { describe, expect, it } from 'vitest';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { stateNodesOf } from '../../../scripts/export/state-graph.js';
import { chartUnderTest } from '../../machines/support/chart.js';
import { branchName, brokenIn, type Model, nameOf } from './model.js';
import { type Path, search } from './search.js';

type RunningChart = ReturnType<typeof chartUnderTest>;

/** What a test looks at after each step. */
interface Replayed<C, E extends EventObject> {
  readonly context: C;
  readonly chart: RunningChart;
  readonly walked: Path<E>;
}

/** The tests of one chart: every branch is taken on the real machine, which keeps every rule on the way. */
export function describeModel<C, E extends EventObject>(
  name: string,
  models: Readonly<Record<string, Model<C, E>>>,
  check?: (replayed: Replayed<C, E>) => void,
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
        stateNodesOf(machine).flatMap(({ always = [], transitions }) =>
          [...transitions.values(), always].flat().map(branchName),
        ),
      );
      expect(all.filter((branch) => !taken.includes(branch))).toEqual([]);
    });

    it('is everywhere as its model says, and its guards take every payload for what it is', () => {
      expect(searched.flatMap(({ wrong }) => [...wrong])).toEqual([]);
    });

    describe.each(searched)('$title', ({ model, paths, start }) => {
      it.each(paths.map((path) => [nameOf(path), path] as const))('%s', (_, path) => {
        const { running } = replay(model, path, (chart, event, steps) => {
          const walked = path.slice(0, steps);
          const { snapshot, now } = walked.at(-1)?.next ?? start;
          const { context, value } = chart.actor.getSnapshot();
          expect(value, nameOf(walked)).toEqual(snapshot.value);
          expect(model.memory(context, chart.clock.at), nameOf(walked)).toEqual(
            model.memory(snapshot.context, now),
          );
          expectSound(model, chart, event, nameOf(walked));
          if (steps > 0) check?.({ context, chart, walked });
        });
        expect(running(), 'actors after the end').toEqual([]);
      });
    });
  });
}

/** Walks a path on the real machine; `look` is called at its beginning and after each step. */
function replay<C, E extends EventObject>(
  model: Model<C, E>,
  path: Path<E>,
  look: (chart: RunningChart, event: EventObject, steps: number) => void = () => {},
): RunningChart {
  const chart = chartUnderTest(model);
  chart.actor.start();
  look(chart, { type: 'xstate.init' }, 0);
  for (const [at, { action, event }] of path.entries()) {
    const { after = 0, by } = model.actions[action] ?? {};
    chart.clock.at += after;
    if (by === 'deadline') chart.passDeadline();
    else chart.make(event);
    look(chart, event, at + 1);
  }
  chart.actor.stop();
  return chart;
}

/** Everything that must hold of a running machine, whatever happened. */
function expectSound<C, E extends EventObject>(
  model: Model<C, E>,
  { actor, machine, running }: RunningChart,
  event: EventObject,
  where: string,
): void {
  const snapshot: AnyMachineSnapshot = actor.getSnapshot();
  expect(snapshot.status, where).toBe('active');
  expect(brokenIn(model, snapshot, event), where).toEqual([]);
  const ids = running().map(({ ref }) => ref.id);
  for (const { id, invoke, path, tags } of stateNodesOf(machine)) {
    if (!tags.includes('waiting') || !snapshot.matches(path.join('.'))) continue;
    const own = invoke.map((one) => one.id);
    expect(own, `${where}: ${id} waits for something`).not.toEqual([]);
    expect(ids, `${where}: what ${id} waits for runs`).toEqual(expect.arrayContaining(own));
  }
  if (!snapshot.hasTag('needsUser')) return;
  const commands = Object.values(model.actions)
    .filter(({ by }) => by === undefined)
    .flatMap((action) => action.event(snapshot.context, 0) ?? [])
    .filter((command) => !('actorId' in command) && snapshot.can(command));
  expect(commands, `${where}: a person can go on`).not.toEqual([]);
}
