import { describe, expect, it } from 'vitest';
import { type AnyStateNode, createActor, createMachine, raise } from 'xstate';
import * as machines from '../../../machines/index.js';
import { createTransitionReader } from '../../../testing/explorer/taken-transitions.js';

/** Goes on by itself at once, when it starts and when it is told; `stay` does so for no event. */
const machine = createMachine({
  initial: 'a',
  context: { isBack: false },
  states: {
    a: { always: [{ guard: ({ context }) => context.isBack, target: 'c' }, { target: 'b' }] },
    b: {
      on: { go: { target: 'c', actions: raise({ type: 'next' }) }, stay: { actions: () => {} } },
    },
    c: { on: { next: 'd' } },
    d: { type: 'parallel', states: { left: { always: '#end' }, right: {} } },
    end: { id: 'end', on: { again: 'b' } },
  },
});

function takenBy(events: readonly string[]): readonly string[] {
  const taken: string[] = [];
  const transitionsIn = createTransitionReader();
  const actor = createActor(machine, {
    inspect: (inspected) => {
      for (const { source, eventType } of transitionsIn(inspected)) {
        taken.push(`${source.key} ${eventType}`);
      }
    },
  });
  actor.start();
  for (const type of events) actor.send({ type });
  actor.stop();
  return taken;
}

describe('what a machine took', () => {
  it('is read at its start', () => {
    expect(takenBy([])).toEqual(['a ']);
  });

  it('is read of what it is told, tells itself, and does by itself', () => {
    expect(takenBy(['go', 'again'])).toEqual(['a ', 'b go', 'c next', 'left ', 'end again']);
  });

  it('is read each time one event comes, and is nothing where nobody takes it', () => {
    expect(takenBy(['stay', 'stay', 'unknown'])).toEqual(['a ', 'b stay', 'b stay']);
  });

  it('can be told by where it leads: no state has two ways at once to one target', () => {
    for (const { root } of Object.values(machines)) {
      for (const node of nodesIn(root)) {
        const ways = (node.always ?? []).map(({ target = [] }) =>
          target.map(({ id }) => id).join(),
        );
        expect([...new Set(ways)], node.id).toEqual(ways);
        expect(ways, node.id).not.toContain('');
      }
    }
  });
});

function nodesIn(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesIn)];
}
