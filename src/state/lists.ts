import type { Account, Bank, Sim } from '../../core/protocol/index.js';
import { omitUndefined } from '../../core/protocol/omit-undefined.js';
import { type UpiAccount, upiAccount } from './accounts.js';

/**
 * A SIM to choose from.
 *
 * @example
 * ```ts
 * const sim: UpiSim = { simId: '0', provider: 'JIO', phoneNumber: '919876543210' };
 * flow.send({ type: 'sim.select', simId: sim.simId });
 * ```
 */
export interface UpiSim {
  /** What `sim.select` takes. */
  readonly simId: string;
  /** The operator, as the phone names it. */
  readonly provider?: string | undefined;
  /** The SIM's own number, where the phone knows it. Show it; never log it. */
  readonly phoneNumber?: string | undefined;
}

/**
 * A bank to choose from.
 *
 * @example
 * ```ts
 * const bank: UpiBank = { bankCode: '607153', name: 'Axis Bank' };
 * flow.send({ type: 'bank.select', bankCode: bank.bankCode });
 * ```
 */
export interface UpiBank {
  /** IIN; what `bank.select` takes. */
  readonly bankCode: string;
  readonly name: string;
}

/** The SIMs as a list shows them: keys nobody knows stay inside. */
export function simList(sims: readonly Sim[]): readonly UpiSim[] {
  return sims.map(({ simId, provider, phoneNumber }) =>
    omitUndefined({ simId, provider, phoneNumber }),
  );
}

/** The banks as a list shows them. */
export function bankList(banks: readonly Bank[]): readonly UpiBank[] {
  return banks.map(({ bankCode, name }) => ({ bankCode, name }));
}

/** The accounts of a bank, before one is linked. */
export function accountList(accounts: readonly Account[]): readonly UpiAccount[] {
  return accounts.map((account) => upiAccount(account));
}
