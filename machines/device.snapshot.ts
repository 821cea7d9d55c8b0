import type { SnapshotFrom } from 'xstate';
import type { deviceMachine } from './device.machine.js';

/** The device statechart's snapshot. */
export type DeviceSnapshot = SnapshotFrom<typeof deviceMachine>;
