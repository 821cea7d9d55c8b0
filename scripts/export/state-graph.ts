import type { AnyStateNode } from 'xstate';

/** What makes a transition happen, told apart from XState's internal event names. */
export interface Trigger {
  readonly kind: 'event' | 'done' | 'error' | 'snapshot' | 'after' | 'always' | 'stateDone';
  /** Event type, actor source, or delay name; empty for `always` and `stateDone`. */
  readonly name: string;
  /** The invoke's own id when the config gives one: tells two invokes of one source apart. */
  readonly actorId?: string;
}

/** One branch of a transition, with its targets resolved. */
export interface Edge {
  readonly source: AnyStateNode;
  /** No target: the transition only runs actions. */
  readonly targets: readonly AnyStateNode[];
  readonly trigger: Trigger;
  readonly guard?: Guard;
  /** No guard of its own, but taken only when the guards before it said no. */
  readonly otherwise: boolean;
  readonly reenter: boolean;
}

/** A guard as a name; parameters only when they are static, since others need an event. */
interface Guard {
  readonly name: string;
  readonly params?: unknown;
}

/** Every transition branch that starts at this very node, in the order XState tries them. */
export function edgesFrom(node: AnyStateNode): Edge[] {
  const triggers = actorAndDelayTriggers(node);
  return [...node.transitions.values(), node.always ?? []].flatMap((branches) =>
    branches.map((branch, index) => {
      const guard = readGuard(branch.guard);
      return {
        source: node,
        targets: branch.target ?? [],
        trigger: triggers.get(branch.eventType) ?? readTrigger(node, branch.eventType),
        reenter: branch.reenter,
        otherwise: guard === undefined && index > 0,
        ...(guard === undefined ? {} : { guard }),
      };
    }),
  );
}

/** The child states of a node, in the order of the config. */
export function childrenOf(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states);
}

function actorAndDelayTriggers(node: AnyStateNode): Map<string, Trigger> {
  const triggers = new Map<string, Trigger>();
  node.invoke.forEach((invoke, index) => {
    const name = typeof invoke.src === 'string' ? invoke.src : invoke.id;
    // XState makes up `<index>.<state id>` when the config names none.
    const own = invoke.id === `${index}.${node.id}` ? {} : { actorId: invoke.id };
    triggers.set(`xstate.done.actor.${invoke.id}`, { kind: 'done', name, ...own });
    triggers.set(`xstate.error.actor.${invoke.id}`, { kind: 'error', name, ...own });
    triggers.set(`xstate.snapshot.${invoke.id}`, { kind: 'snapshot', name, ...own });
  });
  for (const { eventType, delay } of node.after) {
    triggers.set(eventType, { kind: 'after', name: String(delay) });
  }
  return triggers;
}

function readTrigger(node: AnyStateNode, eventType: string): Trigger {
  if (eventType === '') return { kind: 'always', name: '' };
  if (eventType === `xstate.done.state.${node.id}`) return { kind: 'stateDone', name: '' };
  return { kind: 'event', name: eventType };
}

function readGuard(guard: unknown): Guard | undefined {
  if (guard === undefined) return undefined;
  if (typeof guard === 'string') return { name: guard };
  if (typeof guard === 'object' && guard !== null && 'type' in guard) {
    const isStatic = 'params' in guard && typeof guard.params !== 'function';
    return { name: String(guard.type), ...(isStatic ? { params: guard.params } : {}) };
  }
  throw new TypeError('An inline guard has no name to show.');
}
