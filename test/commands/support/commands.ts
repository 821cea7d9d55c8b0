import {
  type Account,
  type Checked,
  isSecret,
  type MandateTerms,
  type VpaAccount,
} from '../../../core/protocol/index.js';
import type { CommandContext } from '../../../src/commands/command-context.js';
import type { CommandEvent } from '../../../src/commands/command-event.js';
import { resolveCommand } from '../../../src/commands/resolve-command.js';
import { withIds } from '../../../src/commands/with-ids.js';
import { countedIds } from '../../actors/support/services.js';

/** When every command of these tests is given: half past four in the afternoon, in India. */
export const NOW = Date.UTC(2026, 0, 5, 11);
export const DAY = 24 * 3_600_000;

/** Accounts of one address, as a session token lists them. */
export function linked(...accounts: readonly Account[]): readonly VpaAccount[] {
  return [{ vpa: 'asha@upf', accounts }];
}

/** What a command is checked against: two accounts, the second of them the primary one. */
export function contextOf(more: Partial<CommandContext> = {}): CommandContext {
  return {
    base: {
      merchantId: 'stock',
      customerId: 'abcde12345',
      timestamp: NOW,
      issuingPsp: 'YES_BIZ',
    },
    vpaAccounts: linked(
      { referenceId: 'acc-1', lite: false, isPrimary: false },
      { referenceId: 'acc-2', lite: false, isPrimary: true },
    ),
    ...more,
  };
}

/** What a command becomes when it is sent; ids count up from `id-1`. */
export function readCommand(
  command: unknown,
  context: CommandContext = contextOf(),
  newId: () => string = countedIds(),
): Checked<CommandEvent> {
  const resolved = resolveCommand(command, context);
  return resolved.ok ? withIds(resolved.value, newId) : resolved;
}

/** A value with every box opened, for comparing. */
export function opened(value: unknown): unknown {
  if (isSecret(value)) return { boxed: value.reveal() };
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, opened(part)]));
}

export const order = { orderId: 'A1', amount: '2.00' };

export const gym: MandateTerms = {
  name: 'Gym',
  maxAmount: '500.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  startDate: NOW + DAY,
  endDate: NOW + 365 * DAY,
};
