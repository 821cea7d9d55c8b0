import type { LedgerBook, LedgerStatus, MandateStatus } from './ledger.js';
import type { OwnClock } from './own-clock.js';
import type { MoneyOutcome, PaymentPlan } from './person.js';

/** A request for money that reached the bank. */
export interface BankRequest {
  readonly orderId: string;
  /** Rupees, two decimals. */
  readonly amount: string;
  readonly txnUuid: string;
  /** The SDK request it came with; absent on other channels. */
  readonly requestId?: string | undefined;
  readonly accountRefId?: string | undefined;
  /** The mandate to create, by its unique number. */
  readonly umn?: string | undefined;
}

/** The rails. They go on whatever happens to the app, and only they write money to the ledger. */
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
const LEFT: Readonly<Partial<Record<PaymentPlan['answer'], LedgerStatus>>> = {
  BACKPRESS: 'NEW',
  USER_ABORTED: 'AUTHENTICATION_FAILED',
};

const MANDATE: Readonly<Record<NonNullable<PaymentPlan['mandate']>, MandateStatus>> = {
  active: 'ACTIVE',
  failed: 'FAILURE',
  pending: 'CREATED',
};

/** Creates the rails over a ledger. */
export function createBank(ledger: LedgerBook, clock: OwnClock): Bank {
  function after(ms: number, run: () => void): void {
    if (ms > 0) {
      clock.setTimeout(run, ms);
    } else {
      run();
    }
  }

  function begin({ orderId, txnUuid, requestId }: BankRequest): void {
    ledger.begin(orderId, { txnUuid, requestId });
  }

  function recordMandate(request: BankRequest, outcome: PaymentPlan['mandate']): void {
    if (request.umn !== undefined && outcome !== undefined) {
      ledger.mandate(request.orderId, { umn: request.umn, status: MANDATE[outcome] });
    }
  }

  /** No money: the order rests where the person left it. */
  function leave(request: BankRequest, plan: PaymentPlan): void {
    const status = LEFT[plan.answer] ?? 'PENDING_VBV';
    // NEW: no transaction was started; a word from an earlier attempt stays.
    if (status !== 'NEW') {
      begin(request);
      ledger.mark(request.orderId, status, request.txnUuid);
    }
    recordMandate(request, plan.mandate ?? (status === 'PENDING_VBV' ? 'pending' : undefined));
  }

  function debit(request: BankRequest, plan: PaymentPlan): void {
    const { orderId, txnUuid, accountRefId } = request;
    if (plan.mandate === undefined) {
      recordMandate(request, 'active');
    }
    ledger.debit(orderId, { amount: plan.amount ?? request.amount, txnUuid, accountRefId });
    if (plan.refundAfter !== undefined) {
      after(plan.refundAfter, () => ledger.refund(orderId));
    }
  }

  function decline(request: BankRequest, plan: PaymentPlan): void {
    ledger.mark(request.orderId, 'AUTHORIZATION_FAILED', request.txnUuid);
    if (plan.mandate === undefined) {
      recordMandate(request, 'failed');
    }
  }

  return {
    take(request, plan) {
      const money = plan.money ?? MONEY[plan.answer];
      if (money === 'none') {
        leave(request, plan);
        return;
      }
      begin(request);
      ledger.mark(request.orderId, plan.waitsAs ?? 'AUTHORIZING', request.txnUuid);
      recordMandate(request, plan.mandate ?? 'pending');
      const wait = plan.debitAfter ?? (money === 'debitedLater' ? 20_000 : 0);
      const decide = money === 'declined' ? decline : debit;
      after(wait, () => decide(request, plan));
    },
  };
}
