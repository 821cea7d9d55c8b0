import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine, setup } from 'xstate';
import { adjacencyMapToArray, createTestModel } from 'xstate/graph';
import { parcelMachine } from '../export/samples.js';
import { modelOf } from './support/model-of.js';
import { projectMachine } from './support/projection.js';

/** Every edge the model can take, as `from event to`, values in JSON. */
function reachableEdges(source: AnyStateMachine): string[] {
  const { machine } = projectMachine(source);
  return adjacencyMapToArray(modelOf(machine, 'states').getAdjacencyMap()).map(
    ({ state, event, nextState }) =>
      `${JSON.stringify(state.value)} ${event.type} ${JSON.stringify(nextState.value)}`,
  );
}

const lookup = createMachine({
  id: 'lookup',
  initial: 'asking',
  states: {
    asking: {
      tags: ['waiting'],
      entry: 'count',
      invoke: {
        src: 'callSdk',
        onDone: [
          { guard: 'isBound', target: 'bound' },
          { guard: { type: 'isCode', params: { code: 'U67' } }, target: 'failed' },
          { target: 'fresh', actions: 'remember' },
        ],
        onError: 'failed',
        onSnapshot: 'asking',
      },
      after: { patience: 'failed' },
    },
    bound: {},
    fresh: {},
    failed: { always: [{ guard: 'mayRetry', target: 'asking' }, { target: 'given' }] },
    given: { type: 'final' },
  },
});

describe('projectMachine', () => {
  it('is needed: the graph tools refuse the machine itself', () => {
    expect(() => createTestModel(lookup)).toThrow('Invocations on test machines are not supported');
  });

  it('makes an event of every branch, each reachable without a payload', () => {
    expect(reachableEdges(lookup)).toEqual([
      '"asking" done.callSdk#isBound "bound"',
      '"asking" done.callSdk#isCode{"code":"U67"} "failed"',
      '"asking" done.callSdk#otherwise "fresh"',
      '"asking" error.callSdk "failed"',
      '"asking" snapshot.callSdk "asking"',
      '"asking" after.patience "failed"',
      '"failed" always.failed#mayRetry "asking"',
      '"failed" always.failed#otherwise "given"',
    ]);
  });

  it('says what each event stands for', () => {
    const { events } = projectMachine(lookup);
    expect(events.get('done.callSdk#otherwise')).toEqual({
      kind: 'done',
      name: 'callSdk',
      branch: 'otherwise',
    });
    expect(events.get('after.patience')).toEqual({ kind: 'after', name: 'patience' });
  });

  it('keeps tags and descriptions, and drops actions, context and actors', () => {
    const { machine } = projectMachine(parcelMachine);
    const road = machine.getStateNodeById('model.delivery.road');
    expect(road.tags).toEqual(['waiting']);
    expect(road.description).toBe('Somebody carries it.');
    expect(road.invoke).toEqual([]);
    expect(road.after).toEqual([]);
    expect(road.entry).toEqual([]);
  });

  it('projects parallel regions, and leaves out what only runs actions', () => {
    const edges = reachableEdges(parcelMachine);
    expect(edges).toContain(
      '{"delivery":"road","weather":"wet"} error.carry#isAtLeast{"tries":2} {"delivery":"shop","weather":"wet"}',
    );
    expect(edges.filter((edge) => edge.includes('weather.*'))).toEqual([]);
  });

  it('does not let an outer branch through where an inner one takes the event anyway', () => {
    const machine = createMachine({
      initial: 'inner',
      on: { go: [{ guard: 'early', target: '.outer' }, { target: '.late' }] },
      states: { inner: { on: { go: 'middle' } }, middle: {}, outer: {}, late: {} },
    });
    const edges = reachableEdges(machine).filter((edge) => edge.startsWith('"inner"'));
    expect(edges).toEqual(['"inner" go "middle"']);
    expect(reachableEdges(machine)).toContain('"middle" go#early "outer"');
    expect(reachableEdges(machine)).toContain('"middle" go#otherwise "late"');
  });

  it('leaves a composite that is done, guarded or not, and only then', () => {
    const box = {
      initial: 'a',
      states: { a: { on: { finish: 'b' } }, b: { type: 'final' } },
    } as const;
    const plain = createMachine({
      initial: 'box',
      states: { box: { ...box, onDone: 'rest' }, rest: {} },
    });
    const guarded = createMachine({
      initial: 'box',
      states: {
        box: { ...box, onDone: [{ guard: 'isGood', target: 'rest' }, { target: 'box' }] },
        rest: {},
      },
    });
    expect(reachableEdges(plain)).toEqual(['{"box":"a"} finish "rest"']);
    expect(reachableEdges(guarded)).toEqual([
      '{"box":"a"} finish {"box":"b"}',
      '{"box":"b"} stateDone.box#isGood "rest"',
      '{"box":"b"} stateDone.box#otherwise {"box":"a"}',
    ]);
  });

  it('tells two invokes of one source apart by id, and refuses when it cannot', () => {
    const invoke = (ids: readonly (string | undefined)[]) =>
      createMachine({
        initial: 'a',
        states: {
          a: { invoke: ids.map((id) => ({ ...(id && { id }), src: 'read', onDone: 'b' })) },
          b: {},
        },
      });
    expect(reachableEdges(invoke(['one', 'two']))).toEqual([
      '"a" done.one "b"',
      '"a" done.two "b"',
    ]);
    expect(() => projectMachine(invoke([undefined, undefined]))).toThrow(/both done\.read/);
  });

  it('names a guard with computed parameters by its name alone', () => {
    const machine = setup({
      guards: { isCode: (_, params: { code: string }) => params.code === 'U67' },
    }).createMachine({
      initial: 'a',
      states: {
        a: {
          on: { go: { guard: { type: 'isCode', params: () => ({ code: 'RB' }) }, target: 'b' } },
        },
        b: {},
      },
    });
    expect(reachableEdges(machine)).toEqual(['"a" go#isCode "b"']);
  });

  it('refuses an inline guard', () => {
    const machine = createMachine({ on: { go: { guard: () => true, actions: 'x' } } });
    expect(() => projectMachine(machine)).toThrow('An inline guard has no name');
  });
});

describe('modelOf', () => {
  const { machine } = projectMachine(lookup);

  it('has one path to every state, or one over every edge', () => {
    const ends = modelOf(machine, 'states')
      .getShortestPaths({ allowDuplicatePaths: true })
      .map(({ state }) => state.value);
    expect(ends.sort()).toEqual(['asking', 'bound', 'failed', 'fresh', 'given']);

    const lastSteps = modelOf(machine, 'transitions')
      .getShortestPaths({ allowDuplicatePaths: true })
      .map(({ steps }) => steps.at(-1)?.event.type);
    expect(new Set(lastSteps)).toEqual(
      new Set(['xstate.init', ...projectMachine(lookup).events.keys()]),
    );
  });

  it('runs its paths against whatever the test drives', async () => {
    const seen: string[] = [];
    for (const path of modelOf(machine, 'states').getShortestPaths()) {
      await path.test({
        events: { 'done.callSdk#isBound': () => void seen.push('answered bound') },
        states: { bound: () => void seen.push('is bound') },
      });
    }
    expect(seen).toEqual(['answered bound', 'is bound']);
  });
});
