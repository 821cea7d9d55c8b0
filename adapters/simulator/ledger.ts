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
 * Juspay's words for the status of a refund. Money is back with `SUCCESS` and with nothing else.
 *
 * @example
 * ```ts
 * simulator.ledger.order('order1')?.refunds[0]?.status; // 'MANUAL_REVIEW'
 * ```
 */
export type RefundStatus = 'PENDING' | 'MANUAL_REVIEW' | 'SUCCESS' | 'FAILURE';

/**
 * Money of one debit that goes back to the customer, or is to.
 *
 * @example
 * ```ts
 * ledger.order('order1')?.refunds; // [{ id: 'order1-r1', amount: '50.00', status: 'PENDING', ... }]
 * ```
 */
export interface LedgerRefund {
  /** The merchant's own id of it. */
  readonly id: string;
  /** When it came to this status, epoch milliseconds. */
  readonly at: number;
  /** Rupees, two decimals. */
  readonly amount: string;
  readonly status: RefundStatus;
  /** The transaction whose money it is. */
  readonly txnUuid: string;
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
  /** Everything that went back or is to, oldest first. */
  readonly refunds: readonly LedgerRefund[];
  /** When the last of the money was back, epoch milliseconds; absent while a part is not. */
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

/** What became of one order; `before` is absent for a new one. */
export interface LedgerChange {
  readonly before: LedgerOrder | undefined;
  readonly after: LedgerOrder;
}

/** The ledger as the rails write it. Only the simulator holds this side. */
export interface LedgerBook extends Ledger {
  /** Tells of every change at once, in order; answers a function that ends it. */
  subscribe(listener: (change: LedgerChange) => void): () => void;
  /** Notes the order as NEW unless it is known; answers it. */
  open(orderId: string, amount: string): LedgerOrder;
  /** Notes a transaction; without a bank's knowing of it, nothing else does. */
  begin(orderId: string, transaction: Omit<Transaction, 'at'>): void;
  /** Sets the status, unless money was taken and stays taken: then CHARGED stays. */
  mark(orderId: string, status: LedgerStatus, txnUuid?: string): void;
  /** Takes money. */
  debit(orderId: string, debit: Omit<Debit, 'at'>): void;
  /** Gives all of the order's money back, by the gateway itself. */
  refund(orderId: string): void;
  /** Notes a refund, or the new status of one; `byGateway`: the order is called AUTO_REFUNDED. */
  setRefund(orderId: string, refund: Omit<LedgerRefund, 'at'>, byGateway: boolean): void;
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
 */
export function createLedger(now: () => number): LedgerBook {
  const histories = new Map<string, Entry[]>();
  const transactions = new Map<string, Transaction[]>();
  const listeners = new Set<(change: LedgerChange) => void>();

  function order(orderId: string): LedgerOrder | undefined {
    return histories.get(orderId)?.slice(-1)[0]?.order;
  }

  function change(orderId: string, update: (order: LedgerOrder) => LedgerOrder): void {
    const history = histories.get(orderId);
    const last = history?.slice(-1)[0];
    if (history !== undefined && last !== undefined) {
      const after = update(last.order);
      history.push({ at: now(), order: after });
      tell({ before: last.order, after });
    }
  }

  function tell(change: LedgerChange): void {
    for (const listener of [...listeners]) {
      listener(change);
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
    subscribe(listener) {
      // A wrapper of its own, so that one function may be registered twice.
      const own = (change: LedgerChange): void => listener(change);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    begin(orderId, transaction) {
      const before = transactions.get(orderId) ?? [];
      transactions.set(orderId, [...before, { at: now(), ...transaction }]);
    },
    open(orderId, amount) {
      const known = order(orderId);
      if (known !== undefined) {
        return known;
      }
      const opened: LedgerOrder = { orderId, amount, status: 'NEW', debits: [], refunds: [] };
      histories.set(orderId, [{ at: now(), order: opened }]);
      tell({ before: undefined, after: opened });
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
      change(orderId, (known) => {
        // What was on its way is overtaken: the money goes back once.
        const before = known.refunds.map((one) =>
          isUnderWay(one) ? { ...one, status: 'FAILURE' as const } : one,
        );
        const rest = known.debits.filter((debit) => paiseLeft(known, debit) > 0);
        const whole = rest.map((debit, nth): LedgerRefund => {
          const id = refundId(orderId, before.length + nth);
          const amount = toRupees(paiseLeft(known, debit));
          return { id, at: now(), amount, status: 'SUCCESS', txnUuid: debit.txnUuid };
        });
        return withRefunds({ ...known, status: 'AUTO_REFUNDED' }, [...before, ...whole], now());
      });
    },
    setRefund(orderId, refund, byGateway) {
      change(orderId, (known) => {
        const noted = { ...refund, at: now() };
        const isNew = known.refunds.every(({ id }) => id !== refund.id);
        const refunds = isNew
          ? [...known.refunds, noted]
          : known.refunds.map((one) => (one.id === refund.id ? noted : one));
        const status = byGateway ? 'AUTO_REFUNDED' : known.status;
        return withRefunds({ ...known, status }, refunds, now());
      });
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
      const paise = all().flatMap((known) =>
        known.debits
          .filter((debit) => debit.accountRefId === accountRefId)
          .map((debit) => paiseLeft(known, debit)),
      );
      return toRupees(paise.reduce((sum, left) => sum + left, 0));
    },
  };
}

function holdsMoney(order: LedgerOrder): boolean {
  return order.debits.length > 0 && order.refundedAt === undefined;
}

function withRefunds(
  order: LedgerOrder,
  refunds: readonly LedgerRefund[],
  at: number,
): LedgerOrder {
  const next = { ...order, refunds };
  const isBack = next.debits.every((debit) => paiseLeft(next, debit) === 0);
  return { ...next, refundedAt: isBack ? (order.refundedAt ?? at) : undefined };
}

/** What of a debit is not back, in paise. */
export function paiseLeft({ refunds }: LedgerOrder, { txnUuid, amount }: Debit): number {
  const back = refunds.filter((one) => one.txnUuid === txnUuid && one.status === 'SUCCESS');
  return back.reduce((left, one) => left - toPaise(one.amount), toPaise(amount));
}

/** The debit that order status is about: the last one that is not back; else the last one. */
export function debitOf(order: LedgerOrder): Debit | undefined {
  const held = order.debits.filter((debit) => paiseLeft(order, debit) > 0);
  return held.slice(-1)[0] ?? order.debits.slice(-1)[0];
}

/** Whether a refund has neither arrived nor failed. */
export function isUnderWay({ status }: Pick<LedgerRefund, 'status'>): boolean {
  return status === 'PENDING' || status === 'MANUAL_REVIEW';
}

/** The id of the nth refund of an order, where a script names none. */
export function refundId(orderId: string, nth: number): string {
  return `${orderId}-r${nth + 1}`;
}
