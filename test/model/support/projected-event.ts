import type { Edge } from '../../../scripts/export/state-graph.js';

/** What one event of a projected machine stands for in the real one. */
export interface ProjectedEvent {
  readonly kind: Edge['trigger']['kind'];
  /** Event type, invoke id or source, delay name; the state's path for `always` and `stateDone`. */
  readonly name: string;
  /** The guard that must hold; `otherwise` when all before it said no; none when unguarded. */
  readonly branch?: string;
}

/** The meaning of the event that stands for this branch. */
export function projectedEvent({ source, trigger, guard, otherwise }: Edge): ProjectedEvent {
  const { kind, name, actorId } = trigger;
  const ofState = kind === 'always' || kind === 'stateDone';
  const event = { kind, name: ofState ? source.path.join('.') : (actorId ?? name) };
  if (guard === undefined) return otherwise ? { ...event, branch: 'otherwise' } : event;
  const params = guard.params === undefined ? '' : JSON.stringify(guard.params);
  return { ...event, branch: `${guard.name}${params}` };
}

/**
 * The event's type: `sim.select`, `done.readSims`, `error.readSims`, `snapshot.readSims`,
 * `after.smsToken`, `always.<path>` or `stateDone.<path>`, and for one branch of several
 * `#<guard>` or `#otherwise` behind it.
 */
export function projectedType({ kind, name, branch }: ProjectedEvent): string {
  const event = kind === 'event' ? name : `${kind}.${name}`;
  return branch === undefined ? event : `${event}#${branch}`;
}
