import { safeTxn } from '../../../core/model/redact.js';
import { type ServerStatus, sameAmount } from '../../../core/protocol/index.js';
import { type Dispute, keyOf, type RefundWord, type ServerOrder } from './order.js';

/**
 * How long Juspay has to go on saying so before an order counts as ended without money. In ms.
 *
 * @example
 * ```ts
 * const patience: Patience = { failedFor: 15 * 60_000, untouchedFor: 24 * 3_600_000 };
 * ```
 */
export interface Patience {
  /** All its transactions failed, and nobody was given the means to start another for so long. */
  readonly failedFor: number;
  /** Juspay knows no transaction, and nobody was given the means to start one for so long. */
  readonly untouchedFor: number;
}

/** What one read of an order says, compared with the books. */
export interface Verdict {
  readonly status: 'open' | 'failed' | 'expired' | 'paid' | 'refunded';
  readonly dispute?: Dispute | undefined;
  readonly txnUuid?: string | undefined;
  readonly mandateStatus?: string | undefined;
  readonly refund?:
    | { readonly status: RefundWord; readonly amount?: string | undefined; readonly count: number }
    | undefined;
}

const OPEN: Verdict = { status: 'open' };

/**
 * What Juspay's word means for an order. Paid is only what names this order, its amount and rupees; a word that
 * contradicts them is for a person. Ended without money is never guessed: Juspay has to say it, and go on saying
 * it until no signature that was given can be used any more.
 */
export function verdictOn(
  order: Pick<ServerOrder, 'orderId' | 'amount' | 'sentAt'>,
  said: ServerStatus,
  now: number,
  patience: Patience,
): Verdict {
  if (said.orderId === undefined) return OPEN;
  if (keyOf(said.orderId) !== keyOf(order.orderId)) return { ...OPEN, dispute: 'otherOrder' };
  const since = now - (order.sentAt ?? now);
  const details = {
    txnUuid: safeTxn(said.txnUuid),
    mandateStatus: said.mandate,
    refund: said.refund,
  };
  switch (said.moneyStatus) {
    case 'paid':
    case 'refunded': {
      if (said.currency !== undefined && said.currency !== 'INR')
        return { ...OPEN, dispute: 'otherCurrency' };
      // Without an amount nobody knows what was paid: it is asked again.
      if (said.amount === undefined) return OPEN;
      if (!sameAmount(said.amount, order.amount)) return { ...OPEN, dispute: 'otherAmount' };
      return { status: said.moneyStatus, ...details };
    }
    case 'failed':
      return { ...details, status: since >= patience.failedFor ? 'failed' : 'open' };
    case 'untouched':
      return { ...details, status: since >= patience.untouchedFor ? 'expired' : 'open' };
    default:
      return { ...details, status: 'open' };
  }
}
