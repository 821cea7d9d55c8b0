import type { UpiFlowEvent } from '../../machines/upi-flow/types.js';
import type { UpiCommand } from './command.js';

/** The name of a command. */
export type CommandName = UpiCommand['type'];

/** What the root statechart takes for a command. */
export type CommandEvent<N extends CommandName = CommandName> = UpiFlowEvent & { readonly type: N };
