import type { Account, VpaAccount } from '../../core/protocol/index.js';

/** What is paid from an account of this device. */
export type PayingKind = 'pay' | 'mandate';

/** The account that pays when none is named: the primary one where it may stand in, else the first. */
export function payingAccount(
  kind: PayingKind,
  entries: readonly VpaAccount[],
): Account | undefined {
  const able = entries
    .flatMap(({ accounts }) => accounts)
    .filter((account) => mayStandIn(kind, account));
  return able.find((account) => account.isPrimary) ?? able[0];
}

/** UPI Lite has limits of its own, and a mandate is no credit: those a person chooses knowingly. */
function mayStandIn(kind: PayingKind, { lite, liteTopUp, type }: Account): boolean {
  if (lite || liteTopUp === 'pending') return false;
  return kind === 'pay' || type !== 'CREDIT';
}
