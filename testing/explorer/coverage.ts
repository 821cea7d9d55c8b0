import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import {
  deviceMachine,
  lookUpMachine,
  paymentMachine,
  sessionMachine,
  upiFlowMachine,
} from '../../machines/index.js';
import type { UpiFlow } from '../../src/index.js';
import { transitionsOf } from './state-nodes.js';
import { createTransitionReader } from './taken-transitions.js';

const MACHINES: readonly AnyStateMachine[] = [
  upiFlowMachine,
  deviceMachine,
  paymentMachine,
  sessionMachine,
  lookUpMachine,
];

/** How often each transition of each machine was taken. */
export interface Coverage {
  /** Counts what a flow does from now on. */
  watch(flow: UpiFlow): void;
  readonly taken: Readonly<Record<string, number>>;
  /** Every transition there is, by machine. */
  readonly all: Readonly<Record<string, readonly string[]>>;
}

/** Counts transitions through XState’s inspection. */
export function createCoverage(): Coverage {
  const counts = new Map<string, { times: number }>();
  // Machines are provided once, so a transition is the same object in every flow.
  const known = new WeakMap<AnyTransitionDefinition, { times: number }>();

  function countOf(transition: AnyTransitionDefinition): { times: number } {
    const name = nameOf(transition);
    const count = counts.get(name) ?? { times: 0 };
    counts.set(name, count);
    known.set(transition, count);
    return count;
  }

  return {
    watch: (flow) => {
      const transitionsIn = createTransitionReader();
      flow.actor.system.inspect((inspected) => {
        for (const transition of transitionsIn(inspected)) {
          const count = known.get(transition) ?? countOf(transition);
          count.times += 1;
        }
      });
    },
    get taken() {
      return Object.fromEntries([...counts].map(([name, { times }]) => [name, times]));
    },
    all: Object.fromEntries(
      MACHINES.map((machine) => [
        machine.id,
        [...new Set(transitionsOf(machine).filter(isSeen).map(nameOf))],
      ]),
    ),
  };
}

/** `{}` forbids an event that a parent would take: there is nothing to see. */
function isSeen({ target, actions }: AnyTransitionDefinition): boolean {
  return target !== undefined || actions.length > 0;
}

function nameOf(transition: AnyTransitionDefinition): string {
  const { source, eventType, guard, target } = transition;
  const when = typeof guard === 'object' && guard !== null ? ` [${String(guard.type)}]` : '';
  const named = typeof guard === 'string' ? ` [${guard}]` : when;
  const to = target?.map((node) => node.id).join(', ') ?? 'stays';
  return `${source.id}: ${shortName(eventType)}${named} -> ${to}`;
}

function shortName(eventType: string): string {
  if (eventType === '') return 'always';
  return eventType
    .replace(/^xstate\.(done|error|snapshot)\.actor\./, '$1 ')
    .replace('xstate.snapshot.', 'snapshot ');
}
