import { assertEvent, fromCallback, setup } from 'xstate';
import { type OrderRecord, type OrderStatusWord, strongerPaid } from '../../core/model/order.js';
import { problemOf } from '../../core/model/problem.js';
import { isUnseen, type SdkOutcome, type ServerStatus } from '../../core/protocol/index.js';
import { timeOf } from '../shared/clock.js';
import { deadlineNotProvided, notProvided } from '../shared/not-provided.js';
import {
  bringsNews,
  namesAnother,
  sdkOutcomeAfter,
  serverStatusAfter,
  settled,
  shownAs,
  unsent,
  withAnswer,
  withLook,
  withServerStatus,
} from './record.js';
import { mistakeIn, statusFailure } from './status-mistakes.js';
import type {
  AttemptAnswer,
  ClaimResult,
  NewAttempt,
  PaymentContext,
  PaymentEvent,
  PaymentInput,
  SignedRequest,
} from './types.js';
import {
  confirmingStatus,
  isNotPaid,
  judged,
  mandateIsOpen,
  openStatus,
  patienceLeft,
} from './verdict.js';

/** Asks the merchant's server to sign, and builds the envelope. Fails with a `ProblemError`. */
const authorize = notProvided<SignedRequest, { attempt: NewAttempt | undefined }>();
/** Writes the attempt down before it is sent. Fails with a `ProblemError`: then nothing was sent. */
const claimAttempt = notProvided<ClaimResult, { order: OrderRecord }>();
/** One read of the merchant's order status; `urgent` for the one before an attempt is sent. */
const readStatus = notProvided<ServerStatus, { orderId: string; urgent: boolean }>();
/**
 * Sends the claimed attempt, once, and listens for its answer for as long as the order is open.
 * With nothing to send (`signed` absent) it only listens.
 */
const attempt = fromCallback<
  { type: 'none' },
  { order: OrderRecord; signed: SignedRequest | undefined }
>(() => {});

const base = setup({
  types: {
    context: {} as PaymentContext,
    events: {} as PaymentEvent,
    input: {} as PaymentInput,
    tags: {} as 'waiting',
  },
  actors: { authorize, claimAttempt, readStatus, attempt, deadline: deadlineNotProvided },
});

/** What the server said, asked or not. */
function serverStatusIn(event: PaymentEvent): ServerStatus {
  assertEvent(event, [
    'order.inform',
    'xstate.done.actor.lookBefore',
    'xstate.done.actor.confirmStatus',
    'xstate.done.actor.pollStatus',
  ]);
  return event.type === 'order.inform' ? event.serverStatus : event.output;
}

/** Why something could not be asked or written. */
function errorIn(event: PaymentEvent): unknown {
  assertEvent(event, 'xstate.error.actor.*');
  return event.error;
}

/** Whether the attempt is this order's now, or how it stood before. */
function claimIn(event: PaymentEvent): ClaimResult {
  assertEvent(event, 'xstate.done.actor.claimAttempt');
  return event.output;
}

function answerIn(event: PaymentEvent): AttemptAnswer {
  assertEvent(event, 'attempt.answered');
  return event.answer;
}

function lateWordIn(event: PaymentEvent): SdkOutcome['moneyStatus'] {
  assertEvent(event, 'attempt.late');
  return event.moneyStatus;
}

/** Everything the payment statechart names, implemented; actors are provided from outside. */
export const paymentSetup = base.extend({
  actions: {
    assignVerdict: base.assign(({ context }) => ({ verdict: judged(context).verdict })),
    showAuthorizing: base.assign({
      order: ({ context }) => shownAs(judged(context), 'authorizing'),
    }),
    showSubmitted: base.assign({ order: ({ context }) => shownAs(judged(context), 'submitted') }),
    showOpen: base.assign(({ context }) => shown(context, openStatus)),
    showConfirming: base.assign(({ context }) => shown(context, confirmingStatus)),
    settle: base.assign({ order: ({ context }) => settled(context) }),
    settleUnsent: base.assign({
      order: ({ context: { clock, order } }) => unsent(order, timeOf(clock)),
    }),
    /** Tells the parent, when there is one, what the order looks like now. */
    notifyParent: base.enqueueActions(({ context: { order, parent }, enqueue }) => {
      if (parent !== undefined) enqueue.sendTo(parent, { type: 'order.changed', order });
    }),
    /** Tells the parent what somebody has to mend in the server's answer, if anything. */
    notifyMistake: base.enqueueActions(({ context: { order, parent }, enqueue, event }) => {
      const problem = mistakeIn(order, serverStatusIn(event));
      if (parent === undefined || problem === undefined) return;
      enqueue.sendTo(parent, { type: 'order.unclear', orderId: order.orderId, problem });
    }),
    /** Tells the parent that the server could not be asked. */
    notifyNoStatus: base.enqueueActions(({ context: { order, parent }, enqueue, event }) => {
      const problem = statusFailure(errorIn(event));
      if (parent === undefined || problem === undefined) return;
      enqueue.sendTo(parent, { type: 'order.unclear', orderId: order.orderId, problem });
    }),
    assignSigned: base.assign({
      signed: ({ event }) => {
        assertEvent(event, 'xstate.done.actor.authorize');
        return event.output;
      },
    }),
    assignProblem: base.assign({
      order: ({ context, event }): OrderRecord => ({
        ...context.order,
        problem: problemOf(errorIn(event)),
      }),
    }),
    assignNotReady: base.assign({
      order: ({ context }): OrderRecord => ({
        ...context.order,
        problem: { reason: 'notReady', retry: true },
      }),
    }),
    countAuthorizeTry: base.assign({
      authorizeTries: ({ context }) => context.authorizeTries + 1,
    }),
    startAuthorizeBackoff: base.assign({
      deadlineAt: ({ context: { authorizeTries, clock, timings } }) =>
        timeOf(clock) + timings.authorizeBackoff * 2 ** (authorizeTries - 1),
    }),
    startLookClock: base.assign({
      deadlineAt: ({ context: { clock, timings } }) => timeOf(clock) + timings.lookBefore,
    }),
    assignLook: base.assign(({ context, event }) => ({
      looked: true,
      order: withLook(context.order, serverStatusIn(event)),
    })),
    assignNoLook: base.assign(({ context }) => ({
      looked: true,
      order: context.canQueryStatus ? withLook(context.order, undefined) : context.order,
    })),
    /** It may still answer; until then whoever sends must reckon with anything. */
    assignSlowLook: base.assign({ order: ({ context }) => withLook(context.order, undefined) }),
    /** Nothing was handed over and nothing will be: what is said of the order is about others. */
    markNeverSent: base.assign({
      order: ({ context }): OrderRecord => ({ ...context.order, neverSent: true }),
    }),
    /** Another flow may know of attempts that this one does not. */
    assignClaim: base.assign(({ context, event }) => {
      const { attempts, earlierRequestIds, foreignTxns, foreignUnknown } =
        claimIn(event).existing ?? context.order;
      const order = { ...context.order, attempts, earlierRequestIds, foreignTxns, foreignUnknown };
      return { claimed: true, order };
    }),
    adoptExisting: base.assign({
      order: ({ context, event }) => claimIn(event).existing ?? context.order,
    }),
    startProcessClock: base.assign({
      deadlineAt: ({ context: { clock, timings } }) => timeOf(clock) + timings.process,
    }),
    assignAnswer: base.assign(({ context, event }) => {
      const answer = answerIn(event);
      return {
        sdkOutcome: sdkOutcomeAfter(context.sdkOutcome, answer),
        sdkProblem: answer.problem ?? context.sdkProblem,
        // What the server said before the answer must not confirm it.
        serverStatus: undefined,
        unseenFor: undefined,
        waitedSinceWord: 0,
        order: withAnswer(context.order, context.sdkOutcome, answer),
      };
    }),
    /** It settles nothing; but what was called paid is never paid again. */
    assignLate: base.assign(({ context, event }) => {
      const { order } = context;
      const moneyStatus = lateWordIn(event);
      if (moneyStatus === 'notPaid') return {};
      const paid = moneyStatus === 'paid' ? strongerPaid(order.paid, 'reported') : order.paid;
      return {
        serverStatus: undefined,
        unseenFor: undefined,
        order: paid === order.paid ? order : { ...order, paid },
      };
    }),
    assignServerStatus: base.assign(({ context, event }) => {
      const said = serverStatusIn(event);
      const serverStatus = serverStatusAfter(context.serverStatus, said);
      const isUnseenYet = serverStatus !== undefined && isUnseen(context.order, serverStatus);
      return {
        serverStatus,
        unseenFor: isUnseenYet ? (context.unseenFor ?? 0) : undefined,
        order: withServerStatus(context.order, said),
      };
    }),
    schedulePoll: base.assign(({ context }) => {
      const { clock, timings } = context;
      // An order known from before is asked about at once.
      const isFirst = context.pollDelay === undefined && context.attempt === undefined;
      const before = context.pollDelay ?? 0;
      const next = before === 0 ? timings.pollFirst : Math.min(before * 2, timings.pollMax);
      // A window may outlast the polling: then nothing is left of it, and never less.
      const left = patienceLeft(context) || Math.max(0, timings.pollFor - context.polledFor);
      const pollDelay = isFirst ? 0 : Math.min(next, left);
      const now = timeOf(clock);
      return { pollDelay, waitingSince: now, deadlineAt: now + pollDelay };
    }),
    /** Only time that passed counts, and no more than was planned: clocks jump, and phones sleep. */
    countWait: base.assign(({ context }) => {
      const { clock, waitingSince, waitedSinceWord, pollDelay = 0, polledFor, unseenFor } = context;
      const waited = Math.min(Math.max(0, timeOf(clock) - waitingSince), pollDelay);
      return {
        polledFor: polledFor + waited,
        waitedSinceWord: waitedSinceWord + waited,
        unseenFor: unseenFor === undefined ? undefined : unseenFor + waited,
      };
    }),
    /** It was asked about just now. */
    restartPolling: base.assign({ pollDelay: 0, polledFor: 0 }),
  },
  guards: {
    isKnownFromBefore: ({ context }) => context.attempt === undefined,
    isSignedAlready: ({ context }) => context.attempt?.signed !== undefined,
    mayAuthorizeAgain: ({ context: { authorizeTries, timings }, event }) =>
      problemOf(errorIn(event)).retry && authorizeTries < timings.authorizeAttempts,
    hasLooked: ({ context }) => context.looked,
    /** The order is paid, was, or may be by a transaction under way: then nothing is sent for it. */
    forbidsSending: ({ context, event }) => {
      const serverStatus = serverStatusIn(event);
      if (namesAnother(context.order, serverStatus)) return false;
      const { moneyStatus } = serverStatus;
      return moneyStatus === 'paid' || moneyStatus === 'refunded' || moneyStatus === 'underway';
    },
    /** An earlier attempt may have been paid after all. */
    raisesDoubt: ({ event }) => lateWordIn(event) !== 'notPaid',
    wasClaimed: ({ event }) => claimIn(event).claimed,
    hadEnded: ({ event }) => claimIn(event).existing?.settled === true,
    canQueryStatus: ({ context }) => context.canQueryStatus,
    bringsNews: ({ context, event }) => bringsNews(context, answerIn(event)),
    isInDoubt: ({ context }) => context.sdkOutcome?.moneyStatus === 'open',
    isSilent: ({ event }) => serverStatusIn(event).moneyStatus === 'silent',
    informsPaid: ({ event }) => serverStatusIn(event).moneyStatus === 'paid',
    cannotPoll: ({ context }) => {
      const { canQueryStatus, polledFor, timings } = context;
      return !canQueryStatus || (polledFor >= timings.pollFor && patienceLeft(context) === 0);
    },
    isPaid: ({ context }) => context.verdict.is === 'paid' && !mandateIsOpen(context),
    isRefunded: ({ context }) => context.verdict.is === 'refunded',
    isMismatch: ({ context }) => context.verdict.is === 'mismatch',
    isFailure: ({ context }) => isNotPaid(context, 'failure'),
    isPayFailure: ({ context }) => isNotPaid(context, 'payFailure'),
    isBackPress: ({ context }) => isNotPaid(context, 'backPress'),
    isUserAborted: ({ context }) => isNotPaid(context, 'userAborted'),
  },
});

/** The order as it is shown, by what all evidence comes to now. */
function shown(
  context: PaymentContext,
  status: (context: PaymentContext) => OrderStatusWord,
): Pick<PaymentContext, 'order' | 'verdict'> {
  const now = judged(context);
  return { verdict: now.verdict, order: shownAs(now, status(now)) };
}
