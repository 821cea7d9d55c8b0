import { assign, enqueueActions, fromCallback, setup } from 'xstate';
import type { StatusReading } from '../src/protocol/index.js';
import { deadlineSuppliedByHost, suppliedByHost } from './actors.js';
import type { OrderRecord, OrderStatusWord } from './order.js';
import type {
  AttemptAnswer,
  ClaimResult,
  NewAttempt,
  PaymentContext,
  PaymentEvent,
  PaymentInput,
  SignedRequest,
} from './payment.types.js';
import { settled, shown, withAnswer, withReading } from './payment-record.js';
import {
  confirmingAs,
  is,
  isNotPaid,
  isUnaware,
  mandateIsOpen,
  paidSoFar,
} from './payment-verdict.js';
import { type ProblemReason, problemOf } from './problem.js';

/** Asks the merchant's server to sign, and builds the envelope. Fails with a `ProblemError`. */
const authorize = suppliedByHost<SignedRequest, { attempt: NewAttempt | undefined }>();
/** Writes the attempt down before it is sent. Fails with a `ProblemError`: then nothing was sent. */
const claimAttempt = suppliedByHost<ClaimResult, { order: OrderRecord }>();
/** One read of the merchant's order status. */
const readStatus = suppliedByHost<StatusReading, { orderId: string }>();
/**
 * Sends the claimed attempt, once, and listens for its answer for as long as the order is open.
 * With nothing to send (`signed` absent) it only listens.
 */
const attempt = fromCallback<
  { type: 'none' },
  { order: OrderRecord; signed: SignedRequest | undefined }
>(() => {});

/** Everything the payment statechart names, implemented; actors are supplied by the host. */
export const paymentSetup = setup({
  types: {
    context: {} as PaymentContext,
    events: {} as PaymentEvent,
    input: {} as PaymentInput,
    output: {} as OrderRecord,
    tags: {} as 'waiting' | 'needsUser',
  },
  actors: { authorize, claimAttempt, readStatus, attempt, deadline: deadlineSuppliedByHost },
  actions: {
    stamp: assign({ now: ({ context }) => context.now }),
    show: assign({
      order: ({ context }, params: { status: OrderStatusWord }) => shown(context, params.status),
    }),
    showOpen: assign({
      order: ({ context }) => shown(context, paidSoFar(context) ? 'success' : 'pending'),
    }),
    showConfirming: assign({ order: ({ context }) => shown(context, confirmingAs(context)) }),
    settle: assign({ order: ({ context }) => settled(context) }),
    settleUnsent: assign({
      order: ({ context }): OrderRecord => ({
        ...context.order,
        status: 'failure',
        settled: true,
        updatedAt: context.now,
      }),
    }),
    /** Tells the parent, when there is one, what the order looks like now. */
    report: enqueueActions(({ context, enqueue, self }) => {
      const parent = self._parent;
      if (parent !== undefined) {
        enqueue.sendTo(parent, { type: 'order.changed', order: context.order });
      }
    }),
    keepSigned: assign({
      signed: (_, params: { signed: SignedRequest }) => params.signed,
    }),
    noteProblem: assign({
      order: ({ context }, params: { error: unknown }): OrderRecord => ({
        ...context.order,
        problem: problemOf(params.error),
      }),
    }),
    sayUnsent: assign({
      order: ({ context }, params: { reason: ProblemReason }): OrderRecord => ({
        ...context.order,
        problem: { reason: params.reason, retry: true },
      }),
    }),
    countAuthorizeTry: assign({ authorizeTries: ({ context }) => context.authorizeTries + 1 }),
    startAuthorizeBackoff: assign({
      deadlineAt: ({ context }) =>
        context.now + context.timings.authorizeBackoff * 2 ** (context.authorizeTries - 1),
    }),
    /** Another flow may know of attempts that this one does not. */
    noteClaim: assign(({ context }, { result }: { result: ClaimResult }) => {
      const { attempts, earlierRequestIds, foreignTxns } = result.existing ?? context.order;
      return {
        claimed: true,
        order: { ...context.order, attempts, earlierRequestIds, foreignTxns },
      };
    }),
    adoptExisting: assign({
      order: ({ context }, params: { existing: OrderRecord | undefined }) =>
        params.existing ?? context.order,
    }),
    startProcessClock: assign({
      deadlineAt: ({ context }) => context.now + context.timings.process,
    }),
    noteAnswer: assign(({ context }, params: { answer: AttemptAnswer }) => ({
      // Answers may come twice and out of order: a success is never taken back by the SDK.
      report: context.report?.means === 'paid' ? context.report : params.answer.report,
      // A reading from before the answer must not confirm it.
      reading: undefined,
      lookedTwice: false,
      order: withAnswer(context.order, params.answer),
    })),
    noteReading: assign(({ context }, params: { reading: StatusReading }) => ({
      reading: params.reading,
      lookedTwice: context.lookedTwice || isUnaware(context),
      order: withReading(context.order, params.reading),
    })),
    startSecondLook: assign({
      lookedTwice: true,
      deadlineAt: ({ context }) => context.now + context.timings.secondLook,
    }),
    schedulePoll: assign(({ context }) => {
      const { now, timings, pollSpent } = context;
      // An order known from before is asked about at once.
      const isFirst = context.pollDelay === undefined && context.attempt === undefined;
      const before = context.pollDelay ?? 0;
      const next = before === 0 ? timings.pollFirst : Math.min(before * 2, timings.pollMax);
      const pollDelay = isFirst ? 0 : next;
      return { pollDelay, pollSpent: pollSpent + pollDelay, deadlineAt: now + pollDelay };
    }),
    /** It was asked about just now. */
    restartPolling: assign({ pollDelay: 0, pollSpent: 0 }),
  },
  guards: {
    isKnownFromBefore: ({ context }) => context.attempt === undefined,
    isSignedAlready: ({ context }) => context.attempt?.signed !== undefined,
    mayAuthorizeAgain: ({ context }, params: { error: unknown }) =>
      problemOf(params.error).retry && context.authorizeTries < context.timings.authorizeAttempts,
    wasClaimed: (_, params: { result: ClaimResult }) => params.result.claimed,
    offersStatus: ({ context }) => context.offersStatus,
    leavesDoubt: (_, params: { answer: AttemptAnswer }) => params.answer.report.means === 'open',
    mustLookTwice: ({ context }, params: { reading: StatusReading }) =>
      isUnaware(context, params.reading) &&
      context.report?.means === 'notPaid' &&
      !context.lookedTwice,
    informsPaid: (_, params: { reading: StatusReading }) => params.reading.means === 'paid',
    cannotPoll: ({ context }) =>
      !context.offersStatus || context.pollSpent > context.timings.pollFor,
    isPaid: ({ context }) => is(context, 'paid') && !mandateIsOpen(context),
    isRefunded: ({ context }) => is(context, 'refunded'),
    isMismatch: ({ context }) => is(context, 'mismatch'),
    isFailure: ({ context }) => isNotPaid(context, 'failure'),
    isPayFailure: ({ context }) => isNotPaid(context, 'payFailure'),
    isBackPress: ({ context }) => isNotPaid(context, 'backPress'),
    isUserAborted: ({ context }) => isNotPaid(context, 'userAborted'),
  },
});
