import type { AnyActorRef } from 'xstate';
import type { FlowHarness } from './flow-harness.js';

/** The states of every statechart of a run, in one line for people. */
export function describeStates({ apps }: FlowHarness): string {
  return apps.map(({ flow }) => statesOf('upiFlow', flow.actor).join(', ')).join(' | ');
}

function statesOf(name: string, actor: AnyActorRef): string[] {
  const snapshot = actor.getSnapshot();
  if (!('value' in snapshot)) return [];
  const below = Object.entries<AnyActorRef | undefined>(snapshot.children ?? {});
  return [
    `${name} ${snapshot.status === 'active' ? words(snapshot.value) : snapshot.status}`,
    ...below.flatMap(([id, child]) => (child === undefined ? [] : statesOf(id, child))),
  ];
}

/** `{ open: { pending: 'waiting' } }` as `open.pending.waiting`. */
function words(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => `${key}.${words(inner)}`)
    .join(' & ');
}
