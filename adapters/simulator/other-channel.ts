import type { Bank } from './bank.js';
import type { LedgerBook } from './ledger.js';
import { toPaise, toRupees } from './money.js';
import type { PaymentPlan } from './person.js';
import type { Random } from './random.js';

/**
 * What another channel does with an order: what of a `PaymentPlan` is about money.
 *
 * @example
 * ```ts
 * const plan: OtherPlan = { money: 'declined', debitAfter: 30_000, waitsAs: 'PENDING_VBV' };
 * ```
 */
export type OtherPlan = Pick<PaymentPlan, 'money' | 'debitAfter' | 'refundAfter' | 'waitsAs'>;

/**
 * Ways to pay an order that this app knows nothing of: a web page, a card, an installation before
 * this one.
 *
 * @example
 * ```ts
 * simulator.otherChannel.pays({ orderId: 'order1', amount: '2.00' }, { money: 'declined' });
 * ```
 */
export interface OtherChannel {
  /** Starts a transaction of the order and answers its id. Default: the money is `debited`. */
  pays(order: { readonly orderId: string; readonly amount: string }, plan?: OtherPlan): string;
}

/** Creates the other channels of a world. */
export function createOtherChannel(world: {
  readonly bank: Bank;
  readonly ledger: LedgerBook;
  readonly random: Random;
}): OtherChannel {
  const { bank, ledger, random } = world;
  return {
    pays({ orderId, amount }, plan = {}) {
      const txnUuid = `web${random.hex(17)}`;
      const rupees = toRupees(toPaise(amount));
      ledger.open(orderId, rupees);
      bank.take({ orderId, amount: rupees, txnUuid }, { answer: 'SUCCESS', ...plan });
      return txnUuid;
    },
  };
}
