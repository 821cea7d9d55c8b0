import type { LedgerBook, LedgerStatus } from './ledger.js';
import type { MoneyOutcome, PaymentPlan } from './person.js';
import type { VirtualClock } from './virtual-clock.js';

/**
 * A request for money that reached the bank.
 *
 * @example
 * ```ts
 * const order: BankRequest = { orderId: 'o1', amount: '2.00', txnUuid: 'moz1', accountRefId: 'A1' };
 * ```
 */
export interface BankRequest {
  readonly orderId: string;
  /** Rupees, two decimals. */
  readonly amount: string;
  readonly txnUuid: string;
  readonly accountRefId?: string | undefined;
  /** The mandate to create, by its unique number. */
  readonly umn?: string | undefined;
}

/**
 * The rails. They go on whatever happens to the app, and only they write money to the ledger.
 *
 * @example
 * ```ts
 * bank.take({ orderId: 'o1', amount: '2.00', txnUuid: 'moz1' }, { answer: 'PENDING' });
 * ```
 */
export interface Bank {
  /** Does with the money what the plan says. Every call that ends in a debit is a debit. */
  take(request: BankRequest, plan: PaymentPlan): void;
}

const MONEY: Readonly<Record<PaymentPlan['answer'], MoneyOutcome>> = {
  SUCCESS: 'debited',
  PENDING: 'debitedLater',
  FAILURE: 'declined',
  Pay_Failure: 'declined',
  BACKPRESS: 'none',
  USER_ABORTED: 'none',
  silence: 'debited',
};

/** Where an order rests when the person ended it and no money moved. */
const UNTOUCHED: Readonly<Partial<Record<PaymentPlan['answer'], LedgerStatus>>> = {
  BACKPRESS: 'NEW',
  USER_ABORTED: 'AUTHENTICATION_FAILED',
};

/**
 * Creates the rails over a ledger.
 *
 * @example
 * ```ts
 * const bank = createBank(ledger, clock);
 * ```
 */
export function createBank(ledger: LedgerBook, clock: VirtualClock): Bank {
  function after(ms: number, run: () => void): void {
    if (ms > 0) {
      clock.setTimeout(run, ms);
    } else {
      run();
    }
  }

  function debit(request: BankRequest, plan: PaymentPlan): void {
    const { orderId, txnUuid, accountRefId } = request;
    const mandate = plan.mandate ?? 'active';
    if (request.umn !== undefined && mandate !== 'failed') {
      const status = mandate === 'active' ? 'ACTIVE' : 'CREATED';
      ledger.mandate(orderId, { umn: request.umn, status });
    }
    ledger.debit(orderId, { amount: plan.amount ?? request.amount, txnUuid, accountRefId });
    if (plan.refundAfter !== undefined) {
      after(plan.refundAfter, () => ledger.refund(orderId));
    }
  }

  return {
    take(request, plan) {
      const { orderId, txnUuid, umn } = request;
      const money = plan.money ?? MONEY[plan.answer];
      if (money === 'none') {
        // NEW: no transaction was started; a word from an earlier attempt stays.
        const status = UNTOUCHED[plan.answer] ?? 'PENDING_VBV';
        if (status !== 'NEW') {
          ledger.mark(orderId, status, txnUuid);
        }
      } else {
        ledger.mark(orderId, 'AUTHORIZING', txnUuid);
      }
      if (umn !== undefined && plan.mandate !== undefined) {
        const status = { active: 'ACTIVE', failed: 'FAILURE', pending: 'CREATED' } as const;
        ledger.mandate(orderId, { umn, status: status[plan.mandate] });
      } else if (umn !== undefined) {
        ledger.mandate(orderId, { umn, status: 'CREATED' });
      }
      if (money === 'debited' || money === 'debitedLater') {
        const wait = plan.debitAfter ?? (money === 'debited' ? 0 : 20_000);
        after(wait, () => debit(request, plan));
      } else if (money === 'declined') {
        after(plan.debitAfter ?? 0, () => {
          ledger.mark(orderId, 'AUTHORIZATION_FAILED', txnUuid);
          if (umn !== undefined && plan.mandate === undefined) {
            ledger.mandate(orderId, { umn, status: 'FAILURE' });
          }
        });
      }
    },
  };
}
