import type { SnapshotFrom } from 'xstate';
import type { upiFlowMachine } from './machine.js';

/** The root statechart's snapshot. */
export type UpiFlowSnapshot = SnapshotFrom<typeof upiFlowMachine>;
