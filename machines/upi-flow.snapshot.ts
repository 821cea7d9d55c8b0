import type { SnapshotFrom } from 'xstate';
import type { upiFlowMachine } from './upi-flow.machine.js';

/** The root statechart's snapshot. */
export type UpiFlowSnapshot = SnapshotFrom<typeof upiFlowMachine>;
