import type { Account, VpaAccount } from '../../core/protocol/index.js';
import { omitUndefined } from '../../core/protocol/omit-undefined.js';

/**
 * A linked account, ready to be listed.
 *
 * @example
 * ```ts
 * flow.send({ type: 'pay', order, accountRefId: account.referenceId });
 * ```
 */
export interface UpiAccount {
  /** What `pay` takes as `accountRefId`, and `mpin.set` as `referenceId`. */
  readonly referenceId: string;
  /** The address the account is linked to; absent while an account is only being chosen. */
  readonly vpa?: string | undefined;
  /** IIN. */
  readonly bankCode?: string | undefined;
  readonly bankName?: string | undefined;
  /** With the last few digits visible, as the bank prints it. */
  readonly maskedAccountNumber?: string | undefined;
  /** `SAVINGS`, `CURRENT`, `CREDIT`, ... */
  readonly type?: string | undefined;
  readonly isPrimary?: boolean | undefined;
  /** Whether its UPI PIN is set; absent when the SDK did not say. */
  readonly mpinSet?: boolean | undefined;
  /** A UPI Lite account: it pays small amounts without a PIN, and only where the app names it. */
  readonly lite: boolean;
  /** Of a UPI Lite account, whether its first top-up arrived; absent when the SDK did not say. */
  readonly liteTopUp?: 'done' | 'pending' | undefined;
}

/** The accounts behind all addresses, as one list. */
export function accountsOf(entries: readonly VpaAccount[]): readonly UpiAccount[] {
  return entries.flatMap(({ accounts, vpa }) =>
    accounts.map((account) => upiAccount(account, vpa)),
  );
}

/** The addresses. */
export function vpasOf(entries: readonly VpaAccount[]): readonly string[] {
  return entries.map(({ vpa }) => vpa);
}

/** Only what a list shows: keys nobody knows stay inside. */
export function upiAccount(account: Account, vpa?: string): UpiAccount {
  return omitUndefined({
    referenceId: account.referenceId,
    vpa,
    bankCode: account.bankCode,
    bankName: account.bankName,
    maskedAccountNumber: account.maskedAccountNumber,
    type: account.type,
    isPrimary: account.isPrimary,
    mpinSet: account.mpinSet,
    lite: account.lite,
    liteTopUp: account.liteTopUp,
  });
}
