import type { Checked } from '../../core/protocol/index.js';
import { isObject } from '../../core/protocol/read.js';
import type { CommandContext } from './command-context.js';
import type { CommandEvent } from './command-event.js';
import { COMMANDS, commandName } from './commands.js';
import { invalidFields } from './fields.js';

/**
 * Checks a command and turns it into the event that the root statechart takes, with everything secret in a
 * box. It draws no ids and builds no request, so it may be asked as often as a screen is drawn. Total.
 */
export function resolveCommand(command: unknown, context: CommandContext): Checked<CommandEvent> {
  const name = commandName(command);
  if (name === undefined || !isObject(command)) return invalidFields('type');
  try {
    return COMMANDS[name].read(command, context);
  } catch {
    // A getter or a proxy threw: no command is made of those.
    return invalidFields('type');
  }
}
