import { describe, expect, it } from 'vitest';
import type { AnyActorRef, AnyMachineSnapshot, EventObject } from 'xstate';
import { type Harness, harnessOf } from './harness.js';
import { activeNodes, branchesOf, brokenIn, type Model, nameOf, speakerOf } from './model.js';
import { type Path, search } from './search.js';

/** What a test looks at after each step. */
export interface Replayed<C, E extends EventObject> {
  readonly context: C;
  readonly harness: Harness;
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
      const taken = new Set(searched.flatMap((one) => [...one.taken]));
      const all = searched.slice(0, 1).flatMap(({ model }) => branchesOf(model.machine));
      expect(all.filter((branch) => !taken.has(branch))).toEqual([]);
    });

    it('is everywhere as its model says, and its guards take every payload for what it is', () => {
      expect(searched.flatMap(({ wrong }) => [...wrong])).toEqual([]);
    });

    describe.each(searched)('$title', ({ model, paths, start }) => {
      it.each(paths.map((path) => [nameOf(path), path] as const))('%s', async (_, path) => {
        const harness = harnessOf(model);
        const { actor, deadline, make } = harness;
        actor.start();
        await settle();
        inspect(model, actor.getSnapshot(), { type: 'xstate.init' }, start.snapshot.value, 'start');
        for (const [at, { action, event, next }] of path.entries()) {
          const walked = path.slice(0, at + 1);
          deadline.moveTo(deadline.now() + (model.actions[action]?.after ?? 0));
          make(event);
          await settle();
          const snapshot = actor.getSnapshot();
          const { context } = snapshot;
          inspect(model, snapshot, event, next.snapshot.value, nameOf(walked));
          const memory = model.memory(next.snapshot.context, next.now);
          expect(model.memory(context, deadline.now()), nameOf(walked)).toEqual(memory);
          check?.({ context, harness, walked });
        }
        actor.stop();
        await settle();
        expect(deadline.running, 'clocks after the end').toBe(0);
      });
    });
  });
}

/** Everything that must hold of a running machine, whatever happened. */
function inspect<C, E extends EventObject>(
  model: Model<C, E>,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
  value: unknown,
  where: string,
): void {
  expect(snapshot.value, where).toEqual(value);
  expect(snapshot.status, where).toBe('active');
  expect(brokenIn(model, snapshot, event), where).toEqual([]);
  const children: Readonly<Record<string, AnyActorRef | undefined>> = snapshot.children;
  const running = Object.keys(children).filter(
    (id) => children[id]?.getSnapshot().status === 'active',
  );
  for (const { id, invoke, tags } of activeNodes(snapshot)) {
    if (!tags.includes('waiting')) continue;
    const own = invoke.map((one) => one.id);
    expect(own, `${where}: ${id} waits for something`).not.toEqual([]);
    expect(running, `${where}: what ${id} waits for runs`).toEqual(expect.arrayContaining(own));
  }
  if (!snapshot.hasTag('needsUser')) return;
  const open = Object.values(model.actions).filter((action) => {
    const command = action.event(snapshot.context, 0);
    return (
      command !== undefined &&
      Object.keys(speakerOf(model, command.type)).length === 0 &&
      snapshot.can(command)
    );
  });
  expect(open, `${where}: a person can go on`).not.toEqual([]);
}

/** Lets promise answers arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}
