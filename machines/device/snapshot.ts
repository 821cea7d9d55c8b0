import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { deviceMachine } from './machine.js';

/** The device statechart's snapshot. */
export type DeviceSnapshot = SnapshotFrom<typeof deviceMachine>;

/** The device statechart at work. */
export type DeviceActor = ActorRefFrom<typeof deviceMachine>;
