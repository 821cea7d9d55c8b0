import { toPaise, toRupees } from './money.js';

/**
 * One movement of money out of the customer's account.
 *
 * @example
 * ```ts
 * const debit: Debit = { at: 1767587400000, amount: '200.00', txnUuid: 'moz1a2b', accountRefId: 'A1' };
 * ```
 */
export interface Debit {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Rupees, two decimals. */
  readonly amount: string;
  readonly txnUuid: string;
  /** The account the money left; absent when the rails do not say (checkout). */
  readonly accountRefId?: string | undefined;
}

/**
 * Juspay's words for the life of a mandate.
 *
 * @example
 * ```ts
 * simulator.ledger.order('order1')?.mandate?.status; // 'ACTIVE'
 * ```
 */
export type MandateStatus = 'CREATED' | 'ACTIVE' | 'FAILURE' | 'PAUSED' | 'REVOKED' | 'EXPIRED';

/**
 * A mandate of an order, with its first debit kept apart from the mandate itself.
 *
 * @example
 * ```ts
 * ledger.order('order1')?.mandate; // { umn: 'ab12@upf', status: 'ACTIVE', firstDebit: true }
 * ```
 */
export interface LedgerMandate {
  /** Unique mandate number. */
  readonly umn: string;
  readonly status: MandateStatus;
  /** Whether the first debit happened. */
  readonly firstDebit: boolean;
}

/**
 * Juspay's words for the status of an order. A script may put any other word.
 *
 * @example
 * ```ts
 * simulator.ledger.order('order1')?.status; // 'CHARGED'
 * ```
 */
export type LedgerStatus =
  | 'NEW'
  | 'PENDING_VBV'
  | 'AUTHORIZING'
  | 'CHARGED'
  | 'AUTHENTICATION_FAILED'
  | 'AUTHORIZATION_FAILED'
  | 'AUTO_REFUNDED'
  | 'JUSPAY_DECLINED';

/**
 * What is true about one order.
 *
 * @example
 * ```ts
 * ledger.order('order1'); // { orderId: 'order1', amount: '200.00', status: 'CHARGED', debits: [...] }
 * ```
 */
export interface LedgerOrder {
  readonly orderId: string;
  /** The amount that was signed, in rupees with two decimals. */
  readonly amount: string;
  readonly status: LedgerStatus;
  readonly debits: readonly Debit[];
  /** When the money went back, epoch milliseconds. */
  readonly refundedAt?: number | undefined;
  readonly mandate?: LedgerMandate | undefined;
  readonly txnUuid?: string | undefined;
}

/**
 * One try to move money for an order, by this app or by another way.
 *
 * @example
 * ```ts
 * const own = ledger.transactions('order1').filter(({ requestId }) => requestId !== undefined);
 * ```
 */
export interface Transaction {
  /** When it reached the bank, epoch milliseconds. */
  readonly at: number;
  readonly txnUuid: string;
  /** The SDK request that made it; absent for one that was made on another channel. */
  readonly requestId?: string | undefined;
}

/**
 * Ground truth about money: what the banks did, whatever the SDK or the back end says.
 *
 * @example
 * ```ts
 * simulator.ledger.debits('order1').length; // 1
 * ```
 */
export interface Ledger {
  /** The order as it is now. */
  order(orderId: string): LedgerOrder | undefined;
  /** Every order, oldest first. */
  readonly orders: readonly LedgerOrder[];
  /** Every debit of the order, refunded or not; empty for an unknown order. */
  debits(orderId: string): readonly Debit[];
  /** Every transaction of the order that reached a bank, oldest first. */
  transactions(orderId: string): readonly Transaction[];
}

/**
 * The ledger as the rails write it. Only the simulator holds this side.
 *
 * @example
 * ```ts
 * const book = createLedger(() => clock.trueNow());
 * book.open('order1', '200.00');
 * ```
 */
export interface LedgerBook extends Ledger {
  /** Notes the order as NEW unless it is known; answers it. */
  open(orderId: string, amount: string): LedgerOrder;
  /** Notes a transaction; without a bank's knowing of it, nothing else does. */
  begin(orderId: string, transaction: Omit<Transaction, 'at'>): void;
  /** Sets the status, unless money was taken and stays taken: then CHARGED stays. */
  mark(orderId: string, status: LedgerStatus, txnUuid?: string): void;
  /** Takes money. */
  debit(orderId: string, debit: Omit<Debit, 'at'>): void;
  /** Gives the order's money back. */
  refund(orderId: string): void;
  /** Notes or changes the order's mandate. */
  mandate(orderId: string, mandate: Omit<LedgerMandate, 'firstDebit'>): void;
  /** The order as it was at an instant (epoch ms), for a back end that lags. */
  orderAt(orderId: string, at: number): LedgerOrder | undefined;
  /** Rupees that left the account and did not come back. */
  spent(accountRefId: string): string;
}

interface Entry {
  readonly at: number;
  readonly order: LedgerOrder;
}

/**
 * Creates an empty ledger.
 *
 * @param now the time of the rails, epoch milliseconds
 *
 * @example
 * ```ts
 * const ledger = createLedger(() => 0);
 * ```
 */
export function createLedger(now: () => number): LedgerBook {
  const histories = new Map<string, Entry[]>();
  const transactions = new Map<string, Transaction[]>();

  function order(orderId: string): LedgerOrder | undefined {
    return histories.get(orderId)?.slice(-1)[0]?.order;
  }

  function change(orderId: string, update: (order: LedgerOrder) => LedgerOrder): void {
    const history = histories.get(orderId);
    const last = history?.slice(-1)[0];
    if (history !== undefined && last !== undefined) {
      history.push({ at: now(), order: update(last.order) });
    }
  }

  function all(): LedgerOrder[] {
    return [...histories.keys()].flatMap((orderId) => order(orderId) ?? []);
  }

  return {
    order,
    get orders() {
      return all();
    },
    debits: (orderId) => order(orderId)?.debits ?? [],
    transactions: (orderId) => transactions.get(orderId) ?? [],
    begin(orderId, transaction) {
      const before = transactions.get(orderId) ?? [];
      transactions.set(orderId, [...before, { at: now(), ...transaction }]);
    },
    open(orderId, amount) {
      const known = order(orderId);
      if (known !== undefined) {
        return known;
      }
      const opened: LedgerOrder = { orderId, amount, status: 'NEW', debits: [] };
      histories.set(orderId, [{ at: now(), order: opened }]);
      return opened;
    },
    mark(orderId, status, txnUuid) {
      change(orderId, (known) => ({
        ...known,
        status: holdsMoney(known) ? known.status : status,
        txnUuid: holdsMoney(known) ? known.txnUuid : (txnUuid ?? known.txnUuid),
      }));
    },
    debit(orderId, debit) {
      change(orderId, (known) => ({
        ...known,
        status: 'CHARGED',
        txnUuid: debit.txnUuid,
        debits: [...known.debits, { at: now(), ...debit }],
        refundedAt: undefined,
        mandate: known.mandate && { ...known.mandate, firstDebit: true },
      }));
    },
    refund(orderId) {
      change(orderId, (known) => ({ ...known, status: 'AUTO_REFUNDED', refundedAt: now() }));
    },
    mandate(orderId, mandate) {
      change(orderId, (known) => ({
        ...known,
        mandate: { ...mandate, firstDebit: known.mandate?.firstDebit ?? false },
      }));
    },
    orderAt(orderId, at) {
      const history = histories.get(orderId) ?? [];
      for (let nth = history.length - 1; nth >= 0; nth -= 1) {
        const entry = history[nth];
        if (entry !== undefined && entry.at <= at) {
          return entry.order;
        }
      }
      return undefined;
    },
    spent(accountRefId) {
      const debits = all().flatMap((known) => (holdsMoney(known) ? known.debits : []));
      const own = debits.filter((debit) => debit.accountRefId === accountRefId);
      return toRupees(own.reduce((sum, debit) => sum + toPaise(debit.amount), 0));
    },
  };
}

function holdsMoney(order: LedgerOrder): boolean {
  return order.debits.length > 0 && order.refundedAt === undefined;
}
