import type { AnyStateMachine } from 'xstate';
import {
  deviceMachine,
  lookUpMachine,
  paymentMachine,
  sessionMachine,
  upiFlowMachine,
} from '../../machines/index.js';

/** A machine and the name of its files in `docs/machines`. */
export interface NamedMachine {
  readonly name: string;
  readonly machine: AnyStateMachine;
}

/** Every machine of the library, the root first. */
export const machines: readonly NamedMachine[] = [
  { name: 'upi-flow', machine: upiFlowMachine },
  { name: 'device', machine: deviceMachine },
  { name: 'payment', machine: paymentMachine },
  { name: 'session', machine: sessionMachine },
  { name: 'look-up', machine: lookUpMachine },
];
