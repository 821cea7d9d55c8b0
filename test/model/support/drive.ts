import { expect } from 'vitest';
import type {
  AnyActorRef,
  AnyMachineSnapshot,
  AnyStateNode,
  EventObject,
  InspectionEvent,
} from 'xstate';
import { nameOfTransition } from './branches.js';
import type { GuidedModel, ModelPath, ModelState, ModelStep } from './guided-model.js';
import type { Facts } from './move.js';
import { activePaths } from './state-path.js';

/** A real actor with everything around it scripted. */
export interface Rig {
  readonly actor: {
    start(): unknown;
    stop(): unknown;
    getSnapshot(): AnyMachineSnapshot;
  };
  /** The branches that the actor took, oldest first. */
  readonly taken: readonly string[];
  /** One well-formed event per command, good for asking whether it would be taken. */
  readonly commands: readonly EventObject[];
  /** Deadlines that run. */
  readonly deadlines: number;
}

/** Notes every branch an actor takes, its start included. */
export function branchRecorder(): {
  readonly taken: string[];
  readonly inspect: (event: InspectionEvent) => void;
} {
  const taken: string[] = [];
  return {
    taken,
    inspect: (event) => {
      if (event.type !== '@xstate.microstep') return;
      for (const transition of event._transitions) {
        // The start is a transition of its own, without a source in the config.
        if (transition.eventType !== 'xstate.init') taken.push(nameOfTransition(transition));
      }
    },
  };
}

/** Walks a path on the real actor; after every step it must be where the model says. */
export async function drive<F extends Facts, R extends Rig>(
  model: GuidedModel<F, R>,
  path: ModelPath<F, R>,
  rig: R,
): Promise<void> {
  const { actor } = rig;
  actor.start();
  await settle();
  const expected = [...model.startBranches];
  const walked: string[] = [];
  inspectState(model, path.start, rig, walked);
  for (const step of path.steps) {
    walked.push(nameOf(step));
    step.move.act?.(rig);
    await settle();
    expected.push(...step.branches);
    inspectState(model, step.next, rig, walked);
    expect(rig.taken, `the branches of ${walked.join(' > ')}`).toEqual(expected);
  }
  actor.stop();
  await settle();
  expect(rig.deadlines, `clocks after ${walked.join(' > ')}`).toBe(0);
}

/** A path as a test's name. */
export function nameOfPath<F extends Facts, R>({ steps }: ModelPath<F, R>): string {
  return steps.map(nameOf).join(' > ');
}

function nameOf<F extends Facts, R>({ type, move }: ModelStep<F, R>): string {
  return move.with === undefined ? type : `${type} (${move.with})`;
}

function inspectState<F extends Facts, R extends Rig>(
  model: GuidedModel<F, R>,
  state: ModelState<F>,
  rig: R,
  walked: readonly string[],
): void {
  const snapshot = rig.actor.getSnapshot();
  const where = `${walked.join(' > ')} in ${JSON.stringify(state.value)}`;
  expect(snapshot.value, where).toEqual(state.value);
  const running = runningChildren(snapshot);
  for (const node of activeNodes(snapshot)) {
    if (!node.tags.includes('waiting')) continue;
    const own = node.invoke.map(({ id }) => id);
    expect(own, `${where}: ${node.id} waits for something`).not.toEqual([]);
    expect(running, `${where}: what ${node.id} waits for runs`).toEqual(
      expect.arrayContaining(own),
    );
  }
  if (snapshot.status === 'done') {
    expect(running, `${where} is over`).toEqual([]);
    return;
  }
  expect(snapshot.status, where).toBe('active');
  const open = rig.commands.filter((command) => snapshot.can(command)).map(({ type }) => type);
  const meant = rig.commands.map(({ type }) => type).filter((type) => model.accepts(state, type));
  expect(open, `${where}: what is taken`).toEqual(meant);
  if (snapshot.hasTag('needsUser')) {
    expect(open, `${where}: a person can go on`).not.toEqual([]);
  }
}

function runningChildren(snapshot: AnyMachineSnapshot): string[] {
  const children: Readonly<Record<string, AnyActorRef | undefined>> = snapshot.children;
  return Object.entries(children).flatMap(([id, child]) =>
    child?.getSnapshot().status === 'active' ? [id] : [],
  );
}

function activeNodes(snapshot: AnyMachineSnapshot): readonly AnyStateNode[] {
  const { machine } = snapshot;
  return activePaths(snapshot.value).map((path) =>
    machine.getStateNodeById([machine.id, ...(path === '' ? [] : [path])].join('.')),
  );
}

/** Lets promise answers arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}
