import type { UpiAccount, UpiState } from '../index.js';
import { useSelected } from './use-selected.js';

/**
 * The linked accounts; none until the device is linked.
 *
 * @example
 * ```tsx
 * const accounts = useAccounts();
 * return accounts.map((account) => <li key={account.referenceId}>{account.bankName}</li>);
 * ```
 */
export function useAccounts(): readonly UpiAccount[] {
  return useSelected('useAccounts', accountsOf);
}

const accountsOf = ({ accounts }: UpiState): readonly UpiAccount[] => accounts;
