import { type AnyStateMachine, type AnyStateNode, createMachine } from 'xstate';
import type { Json, JsonObject } from '../../../scripts/export/json.js';
import {
  childrenOf,
  type Edge,
  edgesFrom,
  stateNodesOf,
} from '../../../scripts/export/state-graph.js';
import { type ProjectedEvent, projectedEvent, projectedType } from './projected-event.js';

/** A machine that `xstate/graph` accepts, and the meaning of its events. */
export interface Projection {
  readonly machine: AnyStateMachine;
  /** What each event of `machine` stands for, by its type. */
  readonly events: ReadonlyMap<string, ProjectedEvent>;
}

/**
 * Turns a machine into its bare graph: no actors, clocks, actions, context or guards. The graph
 * tools refuse `invoke` and `after`, and their events carry no payload, so a guard that reads one
 * is silently never true. Here every branch is an event of its own instead: an answer becomes
 * `done.callSdk`, a deadline `after.smsToken`, a guarded branch `done.callSdk#isBound` and the
 * last one `done.callSdk#otherwise`. See `projectedType` for all of them.
 *
 * A test walks a path by making each event's meaning true in the real machine. Two limits: guards
 * are taken to be free, so a path may ask for a combination the context never allows; and an event
 * that several parallel regions guard differently moves one region at a time.
 */
export function projectMachine(machine: AnyStateMachine): Projection {
  const all = stateNodesOf(machine).flatMap(edgesFrom).map(projectedEvent);
  const events = new Map(all.map((event) => [projectedType(event), event]));

  function project(node: AnyStateNode): JsonObject {
    const edges = edgesFrom(node).filter((edge) => !staysInXState(edge));
    const onDone = edges.filter(({ trigger }) => trigger.kind === 'stateDone');
    if (onDone.length > 0 && node.type === 'parallel') {
      throw new TypeError(`${node.id}: a guarded onDone on a parallel state is not projected.`);
    }
    const children = childrenOf(node).map((child): [string, JsonObject] => [
      child.key,
      // A guarded onDone waits for its event in the final child, which must stay open for it.
      child.type === 'final' && onDone.length > 0
        ? { ...project(child), type: 'atomic', on: transitions(onDone) }
        : project(child),
    ]);
    return {
      type: node.type,
      tags: node.tags,
      ...(node.description === undefined ? {} : { description: node.description }),
      ...(node.history === false ? {} : historyOf(node)),
      ...(node.type === 'compound' ? { initial: initialOf(node) } : {}),
      ...(children.length === 0 ? {} : { states: Object.fromEntries(children) }),
      ...automatic(node),
      on: transitions(edges.filter(({ trigger }) => trigger.kind !== 'stateDone')),
    };
  }

  // An unguarded branch takes its event whatever the payload, so no branch of the same event in a
  // state around it can be reached from here: those are listed as forbidden.
  function transitions(edges: readonly Edge[]): JsonObject {
    const types = edges.map(typeOf);
    const twice = types.find((type, index) => types.indexOf(type) !== index);
    if (twice !== undefined) {
      throw new TypeError(`${edges[0]?.source.id}: two branches are both ${twice}; give ids.`);
    }
    const own = edges.map((edge): [string, Json] => [typeOf(edge), targetOf(edge)]);
    const caught = edges.filter(({ guard }) => guard === undefined).map(projectedEvent);
    const forbidden = [...events]
      .filter(([, { kind, name }]) => caught.some((to) => to.kind === kind && to.name === name))
      .map(([type]): [string, Json] => [type, {}]);
    return Object.fromEntries([...forbidden, ...own]);
  }

  return { machine: createMachine({ id: rootId, ...project(machine.root) }), events };
}

// The id of every projected machine, so that targets can be written as `#model.<path>`.
const rootId = 'model';

// XState raises these by itself and they carry nothing: they can stay as they are.
function staysInXState({ trigger, guard, otherwise }: Edge): boolean {
  const raised = trigger.kind === 'always' || trigger.kind === 'stateDone';
  return raised && guard === undefined && !otherwise;
}

function automatic(node: AnyStateNode): JsonObject {
  const kept = edgesFrom(node).filter(staysInXState);
  return Object.fromEntries(
    kept.map((edge) => [edge.trigger.kind === 'always' ? 'always' : 'onDone', targetOf(edge)]),
  );
}

function typeOf(edge: Edge): string {
  return projectedType(projectedEvent(edge));
}

function targetOf({ targets, reenter }: Edge): JsonObject {
  if (targets.length === 0) return {};
  return { target: targets.map(({ path }) => [`#${rootId}`, ...path].join('.')), reenter };
}

function initialOf(node: AnyStateNode): string {
  const first = node.initial.target?.[0];
  if (first === undefined) throw new TypeError(`${node.id} has no initial state.`);
  return first.path.slice(node.path.length).join('.');
}

function historyOf({ history, config }: AnyStateNode): JsonObject {
  return { history, ...(typeof config.target === 'string' ? { target: config.target } : {}) };
}
