import { coerceBoolean, coerceList, isObject, type JsonObject, valueAt, wireWord } from './read.js';
import { readAmount } from './requests/amount.js';

/** Money of an order that went back, or is on its way. */
export interface RefundStatus {
  /**
   * `pending`: on its way, or a person at Juspay looks at it. `success`: back, of an order that keeps
   * a part. `failure`: it did not come back.
   */
  readonly status: 'pending' | 'success' | 'failure';
  /** Rupees with two decimals; absent when the server names none. */
  readonly amount?: string | undefined;
  /** How many refunds the server lists; 0 when it lists none. It never falls. */
  readonly count: number;
}

/** What the refunds of an order say about its money. */
export interface RefundedOrder {
  /** All of it is back. */
  readonly isRefunded: boolean;
  /** The order is called refunded, and its money is not back yet: it is paid until then. */
  readonly isPaid: boolean;
  readonly refund: RefundStatus | undefined;
}

const WORDS: Readonly<Record<string, RefundStatus['status']>> = {
  SUCCESS: 'success',
  FAILURE: 'failure',
  FAILED: 'failure',
};

const NOTHING: RefundedOrder = { isRefunded: false, isPaid: false, refund: undefined };

/**
 * Reads what went back of an order's money: `refunded` and AUTO_REFUNDED stand beside refunds that
 * are still on their way, too.
 */
export function readRefunds(
  fields: JsonObject,
  /** The order's own word, in capitals. */
  word: string,
  /** The order's amount: rupees with two decimals. */
  amount: string | undefined,
): RefundedOrder {
  const isCalled = word === 'AUTO_REFUNDED';
  if (!isCalled && word !== 'CHARGED') return NOTHING;
  const refunds = coerceList(fields['refunds']).map(readRefund);
  const count = refunds.length;
  const isFlagged = coerceBoolean(fields['refunded']);
  const back = readAmount(valueAt(fields, 'amount_refunded', 'amountRefunded'));
  const of = (status: RefundStatus['status']) => refunds.filter((one) => one.status === status);
  const [pending, done] = [of('pending'), of('success')];
  const isListDone = refunds.length === 0 || (pending.length === 0 && done.length > 0);
  if (isListDone && isCalledBack() && isAllBack()) {
    const whole = amount ?? back ?? sum(done);
    return { isRefunded: true, isPaid: false, refund: { status: 'success', amount: whole, count } };
  }
  return { isRefunded: false, isPaid: isCalled, refund: refundOf() };

  /** AUTO_REFUNDED says it by itself; only beside amounts its flag says nothing more. */
  function isCalledBack(): boolean {
    return isFlagged !== false || (isCalled && back !== undefined);
  }

  /** Every amount that is named is the whole; AUTO_REFUNDED need not name any. */
  function isAllBack(): boolean {
    const named = [back, sum(done)];
    const known = named.filter((part) => part !== undefined);
    if (known.length === 0) return isCalled;
    return amount === undefined ? isCalled : known.every((part) => covers(part, amount));
  }

  function refundOf(): RefundStatus | undefined {
    if (pending.length > 0) return { status: 'pending', amount: sum([...pending, ...done]), count };
    if (done.length > 0) return { status: 'success', amount: sum(done), count };
    if (refunds.length > 0) return { status: 'failure', amount: sum(refunds), count };
    if (back !== undefined && back !== '0.00') return { status: 'success', amount: back, count };
    return isCalled || isFlagged === true ? { status: 'pending', count } : undefined;
  }
}

/** One of several. */
type Refund = Pick<RefundStatus, 'status' | 'amount'>;

/** Reads one refund of an order; a word that is not known is `pending`. Total. */
export function readRefund(wire: unknown): Refund {
  // What cannot be read is on its way, for all anybody knows.
  if (!isObject(wire)) return { status: 'pending' };
  const word = wireWord(wire['status']);
  const status = (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined) ?? 'pending';
  return { status, amount: readAmount(wire['amount']) };
}

/** Rupees with two decimals; `undefined` when one of them names none. */
function sum(refunds: readonly Refund[]): string | undefined {
  if (refunds.length === 0) return undefined;
  let paise = 0;
  for (const { amount } of refunds) {
    if (amount === undefined) return undefined;
    paise += paiseOf(amount);
  }
  return (paise / 100).toFixed(2);
}

/** Whether so much is at least the whole. */
function covers(part: string, whole: string): boolean {
  return paiseOf(part) >= paiseOf(whole);
}

function paiseOf(amount: string): number {
  return Number(amount.replace('.', ''));
}
