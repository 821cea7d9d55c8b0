import type { DoneActorEvent, ErrorActorEvent } from 'xstate';
import type { OrderKind, OrderRecord } from '../../core/model/order.js';
import type { Problem } from '../../core/model/problem.js';
import type { Timings } from '../../core/model/timings.js';
import type {
  MandateResult,
  OperationParams,
  SdkOutcome,
  Secret,
  SelectedAccount,
  ServerStatus,
  Verdict,
} from '../../core/protocol/index.js';
import type { Clock } from '../shared/clock.js';
import type { DeadlinePassed } from '../shared/not-provided.js';
import type { OrderParent } from '../shared/order-parent.js';

/** What will be asked of the SDK, before the merchant's server signed it. */
export type MoneyRequest =
  | { readonly operation: 'upiTxn'; readonly params: OperationParams<'upiTxn'> }
  | {
      readonly operation: 'onboardingAndPay';
      readonly params: OperationParams<'onboardingAndPay'>;
    };

/** The envelope that goes over the wire, signed. */
export type SignedRequest = Secret<Readonly<Record<string, unknown>>>;

/** What tells one attempt from all others. */
export interface AttemptIds {
  readonly attemptId: string;
  readonly requestId: string;
}

/** One attempt to pay an order. Its ids are its own; nothing of it is ever sent twice. */
export interface NewAttempt extends AttemptIds {
  readonly orderId: string;
  readonly kind: OrderKind;
  /** Rupees with two decimals. */
  readonly amount?: string | undefined;
  /** What the merchant's server has to sign; absent for a session it made itself. */
  readonly request?: Secret<MoneyRequest> | undefined;
  /** A session made by the merchant's server (`checkout`): passed on verbatim. */
  readonly signed?: SignedRequest | undefined;
}

/** What the SDK said about the attempt, as far as the flow shows it. */
export interface AttemptAnswer {
  /** It names another order or another action: nothing else of it was taken. */
  readonly isForeign: boolean;
  readonly sdkOutcome: SdkOutcome;
  readonly txnUuid?: string | undefined;
  readonly account?: Secret<SelectedAccount> | undefined;
  readonly mandate?: Secret<MandateResult> | undefined;
  /** Why, where it says that something was wrong. */
  readonly problem?: Problem | undefined;
}

export interface PaymentInput {
  readonly order: OrderRecord;
  /** Absent for an order known from before: such an order is never sent. */
  readonly attempt?: NewAttempt | undefined;
  /** Whether the merchant's server can be asked about orders. */
  readonly canQueryStatus: boolean;
  readonly timings: Timings;
  readonly clock: Clock;
  /** Who hears of the order. */
  readonly parent?: OrderParent | undefined;
  /** What made the root look at a settled order again. */
  readonly serverStatus?: ServerStatus | undefined;
}

export interface PaymentContext extends PaymentInput {
  readonly signed: SignedRequest | undefined;
  /** This very attempt was written down: it may be sent, once. */
  readonly claimed: boolean;
  readonly authorizeTries: number;
  /** The look at the order's status before it is sent has ended, well or not. */
  readonly looked: boolean;
  /** The SDK's word for this attempt; a success is never replaced. */
  readonly sdkOutcome: SdkOutcome | undefined;
  /** Why the SDK refused, as far as it said. In memory only. */
  readonly sdkProblem: Problem | undefined;
  /** The server's last word since then. */
  readonly serverStatus: ServerStatus | undefined;
  /** Ms of waiting during which the server showed no sign of this attempt. */
  readonly unseenFor: number | undefined;
  /** What all evidence comes to, as it was judged last. */
  readonly verdict: Verdict;
  /** Epoch ms of the deadline that is running. */
  readonly deadlineAt: number;
  /** Epoch ms when the running wait began. */
  readonly waitingSince: number;
  /** Ms of the last planned wait. */
  readonly pollDelay: number | undefined;
  /** Ms of polite waiting that passed so far. */
  readonly polledFor: number;
  /** The same since the SDK's last word. */
  readonly waitedSinceWord: number;
}

/** The reads of the order's status, by when they are made. */
type StatusRead = 'lookBefore' | 'confirmStatus' | 'pollStatus';

/** What the actors of the chart answer. */
type PaymentAnswer =
  | DoneActorEvent<SignedRequest, 'authorize'>
  | DoneActorEvent<ClaimResult, 'claimAttempt'>
  | DoneActorEvent<ServerStatus, StatusRead>
  | ErrorActorEvent<unknown, 'authorize' | 'claimAttempt' | StatusRead>;

export type PaymentEvent =
  | DeadlinePassed
  | PaymentAnswer
  | { readonly type: 'attempt.answered'; readonly answer: AttemptAnswer }
  /** The bridge refused the call after the claim, or what it answered is about something else. */
  | { readonly type: 'attempt.unsure' }
  /** The call was never made: the SDK was not ready, so nothing was sent. */
  | { readonly type: 'attempt.unsent' }
  /** The SDK said something of a request nobody waits for any more: this attempt's or an earlier one. */
  | { readonly type: 'attempt.late'; readonly moneyStatus: SdkOutcome['moneyStatus'] }
  | { readonly type: 'sdk.terminated' }
  | { readonly type: 'app.foreground' }
  | { readonly type: 'order.recheck'; readonly orderId: string }
  | {
      readonly type: 'order.inform';
      readonly orderId: string;
      readonly serverStatus: ServerStatus;
    };

/** What the claim of an attempt answers. */
export interface ClaimResult {
  /** `false`: this order's attempt was written before, here or in another flow. */
  readonly claimed: boolean;
  /** The record that stands there now: this attempt's with all that is known, or another's. */
  readonly existing?: OrderRecord | undefined;
}
