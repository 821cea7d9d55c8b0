import type { Issue, VpaAccount } from '../../core/protocol/index.js';
import type { PayingKind } from '../../machines/upi-flow/paying-account.js';

const NO_DEFAULT: Readonly<Record<PayingKind, string>> = {
  pay: 'Only accounts of UPI Lite, or with a first top-up on its way, are linked: none of them pays unless it is named. Pass accountRefId, or have another account linked.',
  mandate:
    'Only credit accounts, and accounts of UPI Lite, are linked: none of them takes a mandate unless it is named. Pass accountRefId, or have another account linked.',
};

/** Why there is nothing to pay from, where the command names no account and none may stand in. */
export function missingAccount(kind: PayingKind, linked: readonly VpaAccount[]): Issue {
  const path = 'accountRefId';
  return linked.some(({ accounts }) => accounts.length > 0)
    ? { path, code: 'command.noDefaultAccount', message: NO_DEFAULT[kind] }
    : { path, code: 'required', message: 'Required and missing.' };
}
