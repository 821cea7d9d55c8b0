import {
  type ActorRefLike,
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
  getStateNodes,
  type InspectionEvent,
  isMachineSnapshot,
} from 'xstate';

/** Answers the transitions that an inspected microstep took; of everything else, none. */
export type ReadTransitions = (inspected: InspectionEvent) => readonly AnyTransitionDefinition[];

/** Where an actor stands, and the event that a macrostep which is not over has dealt with. */
interface Standing {
  readonly snapshot: AnyMachineSnapshot;
  readonly handled: AnyEventObject | undefined;
}

const NONE: readonly AnyTransitionDefinition[] = [];

/** XState inspects snapshots and events; what led from one to the next is worked out from them. */
export function createTransitionReader(): ReadTransitions {
  const standings = new Map<ActorRefLike, Standing>();

  return (inspected) => {
    const { type, actorRef } = inspected;
    if (type !== '@xstate.snapshot' && type !== '@xstate.microstep') return NONE;
    const { event, snapshot } = inspected;
    if (!isMachineSnapshot(snapshot)) return NONE;
    const isOver = type === '@xstate.snapshot';
    const before = standings.get(actorRef);
    standings.set(actorRef, { snapshot, handled: isOver ? undefined : event });
    if (isOver || snapshot.status === 'stopped') return NONE;
    // Of what a machine entered first, no snapshot is inspected.
    if (before === undefined) return takenAtOnce(initialNodes(snapshot.machine), snapshot);
    if (event === before.handled) return takenAtOnce(activeNodes(before.snapshot), snapshot);
    return before.snapshot.machine.getTransitionData(before.snapshot, event);
  };
}

/** A state has one way at once to each target: the one that was taken is told by where it led. */
function takenAtOnce(
  before: ReadonlySet<AnyStateNode>,
  after: AnyMachineSnapshot,
): readonly AnyTransitionDefinition[] {
  const active = activeNodes(after);
  const ledTo = ({ target }: AnyTransitionDefinition): boolean =>
    target?.every((node) => active.has(node)) === true;
  return [...before].flatMap(({ always }) => always?.find(ledTo) ?? []);
}

function activeNodes({ machine, value }: AnyMachineSnapshot): ReadonlySet<AnyStateNode> {
  return new Set(getStateNodes(machine.root, value));
}

function initialNodes({ root }: AnyStateMachine): ReadonlySet<AnyStateNode> {
  return new Set(enteredIn(root));
}

function enteredIn(node: AnyStateNode): readonly AnyStateNode[] {
  const below = node.type === 'parallel' ? Object.values(node.states) : node.initial.target;
  return [node, ...below.flatMap(enteredIn)];
}
