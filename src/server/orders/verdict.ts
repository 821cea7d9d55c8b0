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
  /** What it says means no money, for now. */
  readonly unpaid?: 'failed' | 'untouched' | undefined;
  /** Epoch ms at which that counts, if Juspay goes on saying it. */
  readonly surelyAt?: number | undefined;
  /** Juspay knows a transaction of it. */
  readonly isTouched?: boolean | undefined;
  readonly txnUuid?: string | undefined;
  readonly mandateStatus?: string | undefined;
  readonly refund?:
    | { readonly status: RefundWord; readonly amount?: string | undefined; readonly count: number }
    | undefined;
}

const OPEN: Verdict = { status: 'open' };

/**
 * What Juspay's word means for an order. Whatever it says has to be about this order, its amount and rupees; a word
 * that contradicts them is for a person. Ended without money is never guessed: Juspay has to say it, and go on
 * saying it, without a break and after the last signature.
 */
export function verdictOn(
  order: Pick<ServerOrder, 'orderId' | 'amount' | 'sentAt' | 'unpaid'>,
  said: ServerStatus,
  now: number,
  patience: Patience,
): Verdict {
  if (said.orderId === undefined) return OPEN;
  if (keyOf(said.orderId) !== keyOf(order.orderId)) return { ...OPEN, dispute: 'otherOrder' };
  const details = {
    txnUuid: safeTxn(said.txnUuid),
    mandateStatus: said.mandate,
    refund: said.refund,
    isTouched: said.moneyStatus !== 'untouched' && said.moneyStatus !== 'silent',
  };
  // Of what is all back, nobody has to look at how much it was.
  if (said.moneyStatus === 'refunded') {
    const refund = said.refund ?? { status: 'success', amount: order.amount, count: 0 };
    return { status: 'refunded', ...details, refund };
  }
  const dispute = contradiction(order, said);
  if (dispute !== undefined) return { ...OPEN, dispute };
  switch (said.moneyStatus) {
    case 'paid':
      // Without an amount nobody knows what was paid: it is asked again.
      return { status: said.amount === undefined ? 'open' : 'paid', ...details };
    case 'failed':
      return { ...details, ...unpaid('failed', 'failed', patience.failedFor) };
    case 'untouched':
      return { ...details, ...unpaid('untouched', 'expired', patience.untouchedFor) };
    default:
      return { ...details, status: 'open' };
  }

  function unpaid(
    as: 'failed' | 'untouched',
    end: 'failed' | 'expired',
    time: number,
  ): Pick<Verdict, 'status' | 'unpaid' | 'surelyAt'> {
    // Nobody could pay it: nothing of it can end.
    if (order.sentAt === undefined) return { status: 'open', unpaid: as };
    const since = order.unpaid?.as === as ? order.unpaid.since : now;
    const surelyAt = Math.max(order.sentAt, since) + time;
    return { status: now >= surelyAt ? end : 'open', unpaid: as, surelyAt };
  }
}

/** What is named has to be right, whatever else is said. */
function contradiction(
  order: Pick<ServerOrder, 'amount'>,
  { amount, currency }: ServerStatus,
): Dispute | undefined {
  if (currency !== undefined && currency !== 'INR') return 'otherCurrency';
  return amount !== undefined && !sameAmount(amount, order.amount) ? 'otherAmount' : undefined;
}
