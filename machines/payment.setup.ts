import { assign, enqueueActions, fromCallback, setup } from 'xstate';
import { isUnseen, type StatusReading } from '../src/protocol/index.js';
import { deadlineSuppliedByHost, suppliedByHost } from './actors.js';
import { type OrderRecord, strongerPaid } from './order.js';
import type {
  AttemptAnswer,
  ClaimResult,
  NewAttempt,
  PaymentContext,
  PaymentEvent,
  PaymentInput,
  SignedRequest,
} from './payment.types.js';
import {
  bringsNews,
  namesAnother,
  readingAfter,
  reportAfter,
  settled,
  shownAs,
  unsent,
  withAnswer,
  withLook,
  withReading,
} from './payment-record.js';
import {
  confirmingStatus,
  is,
  isNotPaid,
  mandateIsOpen,
  openStatus,
  patienceLeft,
} from './payment-verdict.js';
import { type ProblemReason, problemOf } from './problem.js';
import { mistakeIn, statusFailure } from './status-mistakes.js';

/** Asks the merchant's server to sign, and builds the envelope. Fails with a `ProblemError`. */
const authorize = suppliedByHost<SignedRequest, { attempt: NewAttempt | undefined }>();
/** Writes the attempt down before it is sent. Fails with a `ProblemError`: then nothing was sent. */
const claimAttempt = suppliedByHost<ClaimResult, { order: OrderRecord }>();
/** One read of the merchant's order status; `urgent` for the one before an attempt is sent. */
const readStatus = suppliedByHost<StatusReading, { orderId: string; urgent: boolean }>();
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
    tags: {} as 'waiting' | 'needsUser',
  },
  actors: { authorize, claimAttempt, readStatus, attempt, deadline: deadlineSuppliedByHost },
  actions: {
    stamp: assign({ now: ({ context }) => context.now }),
    showAuthorizing: assign({ order: ({ context }) => shownAs(context, 'authorizing') }),
    showSubmitted: assign({ order: ({ context }) => shownAs(context, 'submitted') }),
    showOpen: assign({ order: ({ context }) => shownAs(context, openStatus(context)) }),
    showConfirming: assign({ order: ({ context }) => shownAs(context, confirmingStatus(context)) }),
    settle: assign({ order: ({ context }) => settled(context) }),
    settleUnsent: assign({ order: ({ context }) => unsent(context.order, context.now) }),
    /** Tells the parent, when there is one, what the order looks like now. */
    report: enqueueActions(({ context, enqueue, self }) => {
      const parent = self._parent;
      if (parent !== undefined) {
        enqueue.sendTo(parent, { type: 'order.changed', order: context.order });
      }
    }),
    /** Tells the parent what somebody has to mend in the server's answer, if anything. */
    reportMistake: enqueueActions(
      ({ context, enqueue, self }, { reading }: { reading: StatusReading }) => {
        const parent = self._parent;
        const problem = mistakeIn(context.order, reading);
        if (parent === undefined || problem === undefined) return;
        enqueue.sendTo(parent, { type: 'order.unclear', orderId: context.order.orderId, problem });
      },
    ),
    /** Tells the parent that the server could not be asked. */
    reportNoStatus: enqueueActions(({ context, enqueue, self }, { error }: { error: unknown }) => {
      const parent = self._parent;
      const problem = statusFailure(error);
      if (parent === undefined || problem === undefined) return;
      enqueue.sendTo(parent, { type: 'order.unclear', orderId: context.order.orderId, problem });
    }),
    assignSigned: assign({
      signed: (_, params: { signed: SignedRequest }) => params.signed,
    }),
    assignProblem: assign({
      order: ({ context }, params: { error: unknown }): OrderRecord => ({
        ...context.order,
        problem: problemOf(params.error),
      }),
    }),
    assignUnsentReason: assign({
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
    startLookClock: assign({
      deadlineAt: ({ context }) => context.now + context.timings.lookBefore,
    }),
    assignLook: assign(({ context }, params: { reading: StatusReading }) => ({
      looked: true,
      order: withLook(context.order, params.reading),
    })),
    assignNoLook: assign(({ context }) => ({
      looked: true,
      order: context.canQueryStatus ? withLook(context.order, undefined) : context.order,
    })),
    /** It may still answer; until then whoever sends must reckon with anything. */
    assignSlowLook: assign({ order: ({ context }) => withLook(context.order, undefined) }),
    /** Nothing was handed over and nothing will be: what is said of the order is about others. */
    markNeverSent: assign({
      order: ({ context }): OrderRecord => ({ ...context.order, neverSent: true }),
    }),
    /** Another flow may know of attempts that this one does not. */
    assignClaim: assign(({ context }, { result }: { result: ClaimResult }) => {
      const { attempts, earlierRequestIds, foreignTxns, foreignUnknown } =
        result.existing ?? context.order;
      const order = { ...context.order, attempts, earlierRequestIds, foreignTxns, foreignUnknown };
      return { claimed: true, order };
    }),
    adoptExisting: assign({
      order: ({ context }, params: { existing: OrderRecord | undefined }) =>
        params.existing ?? context.order,
    }),
    startProcessClock: assign({
      deadlineAt: ({ context }) => context.now + context.timings.process,
    }),
    assignAnswer: assign(({ context }, { answer }: { answer: AttemptAnswer }) => ({
      report: reportAfter(context.report, answer),
      sdkProblem: answer.problem ?? context.sdkProblem,
      // A reading from before the answer must not confirm it.
      reading: undefined,
      unseenFor: undefined,
      waitedSinceWord: 0,
      order: withAnswer(context.order, context.report, answer),
    })),
    /** It settles nothing; but what was called paid is never paid again. */
    assignLate: assign(({ context }, { means }: { means: 'paid' | 'notPaid' | 'open' }) => {
      const { order } = context;
      if (means === 'notPaid') return {};
      const paid = means === 'paid' ? strongerPaid(order.paid, 'reported') : order.paid;
      return {
        reading: undefined,
        unseenFor: undefined,
        order: paid === order.paid ? order : { ...order, paid },
      };
    }),
    assignReading: assign(({ context }, params: { reading: StatusReading }) => {
      const reading = readingAfter(context.reading, params.reading);
      const isUnseenYet = reading !== undefined && isUnseen(context.order, reading);
      return {
        reading,
        unseenFor: isUnseenYet ? (context.unseenFor ?? 0) : undefined,
        order: withReading(context.order, params.reading),
      };
    }),
    schedulePoll: assign(({ context }) => {
      const { now, timings } = context;
      // An order known from before is asked about at once.
      const isFirst = context.pollDelay === undefined && context.attempt === undefined;
      const before = context.pollDelay ?? 0;
      const next = before === 0 ? timings.pollFirst : Math.min(before * 2, timings.pollMax);
      // A window may outlast the polling: then nothing is left of it, and never less.
      const left = patienceLeft(context) || Math.max(0, timings.pollFor - context.polledFor);
      const pollDelay = isFirst ? 0 : Math.min(next, left);
      return { pollDelay, waitingSince: now, deadlineAt: now + pollDelay };
    }),
    /** Only time that passed counts, and no more than was planned: clocks jump, and phones sleep. */
    countWait: assign(({ context }) => {
      const { now, waitingSince, waitedSinceWord, pollDelay = 0, polledFor, unseenFor } = context;
      const waited = Math.min(Math.max(0, now - waitingSince), pollDelay);
      return {
        polledFor: polledFor + waited,
        waitedSinceWord: waitedSinceWord + waited,
        unseenFor: unseenFor === undefined ? undefined : unseenFor + waited,
      };
    }),
    /** It was asked about just now. */
    restartPolling: assign({ pollDelay: 0, polledFor: 0 }),
  },
  guards: {
    isKnownFromBefore: ({ context }) => context.attempt === undefined,
    isSignedAlready: ({ context }) => context.attempt?.signed !== undefined,
    mayAuthorizeAgain: ({ context }, params: { error: unknown }) =>
      problemOf(params.error).retry && context.authorizeTries < context.timings.authorizeAttempts,
    hasLooked: ({ context }) => context.looked,
    /** The order is paid, was, or may be by a transaction under way: then nothing is sent for it. */
    forbidsSending: ({ context }, { reading }: { reading: StatusReading }) =>
      !namesAnother(context.order, reading) &&
      (reading.means === 'paid' || reading.means === 'refunded' || reading.means === 'underway'),
    /** An earlier attempt may have been paid after all. */
    raisesDoubt: (_, params: { means: 'paid' | 'notPaid' | 'open' }) => params.means !== 'notPaid',
    wasClaimed: (_, params: { result: ClaimResult }) => params.result.claimed,
    hadEnded: (_, params: { result: ClaimResult }) => params.result.existing?.settled === true,
    canQueryStatus: ({ context }) => context.canQueryStatus,
    bringsNews: ({ context }, params: { answer: AttemptAnswer }) =>
      bringsNews(context, params.answer),
    isInDoubt: ({ context }) => context.report?.means === 'open',
    isSilent: (_, { reading }: { reading: StatusReading }) => reading.means === 'silent',
    informsPaid: (_, { reading }: { reading: StatusReading }) => reading.means === 'paid',
    cannotPoll: ({ context }) => {
      const { canQueryStatus, polledFor, timings } = context;
      return !canQueryStatus || (polledFor >= timings.pollFor && patienceLeft(context) === 0);
    },
    isPaid: ({ context }) => is(context, 'paid') && !mandateIsOpen(context),
    isRefunded: ({ context }) => is(context, 'refunded'),
    isMismatch: ({ context }) => is(context, 'mismatch'),
    isFailure: ({ context }) => isNotPaid(context, 'failure'),
    isPayFailure: ({ context }) => isNotPaid(context, 'payFailure'),
    isBackPress: ({ context }) => isNotPaid(context, 'backPress'),
    isUserAborted: ({ context }) => isNotPaid(context, 'userAborted'),
  },
});
