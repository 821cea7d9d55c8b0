import type { CommandContext } from '../../../src/commands/command-context.js';
import { isSecret, type MandateTerms } from '../../../src/protocol/index.js';

/** When every command of these tests is given: half past four in the afternoon, in India. */
export const NOW = Date.UTC(2026, 0, 5, 11);
export const DAY = 24 * 3_600_000;

const account = (referenceId: string, isPrimary?: boolean) => ({
  referenceId,
  lite: false,
  ...(isPrimary === undefined ? {} : { isPrimary }),
});

/** Two accounts, the second of them the primary one. */
const twoAccounts = [account('acc-1', false), account('acc-2', true)];
/** Two accounts, neither of which is called primary. */
export const noPrimary = [account('acc-1'), account('acc-2')];

/** What a command is checked against; ids count up from `id-1`. */
export function contextOf(more: Partial<CommandContext> = {}): CommandContext {
  let ids = 0;
  return {
    base: {
      merchantId: 'stock',
      customerId: 'abcde12345',
      timestamp: NOW,
      issuingPsp: 'YES_BIZ',
    },
    accounts: twoAccounts,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    ...more,
  };
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
