import type { AnyStateMachine } from 'xstate';

/** A machine and the name of its files in `docs/machines`. */
export interface NamedMachine {
  readonly name: string;
  readonly machine: AnyStateMachine;
}

/** Every machine of the library, the root first. */
export const machines: readonly NamedMachine[] = [];
