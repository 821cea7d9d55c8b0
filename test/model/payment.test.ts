import { expect } from 'vitest';
import type { OrderRecord } from '../../core/model/order.js';
import { defaultTimings } from '../../core/model/timings.js';
import { type SdkOutcome, Secret, type ServerStatus } from '../../core/protocol/index.js';
import { paymentMachine } from '../../machines/payment/machine.js';
import type {
  ClaimResult,
  NewAttempt,
  PaymentContext,
  PaymentEvent,
} from '../../machines/payment/types.js';
import { done, failed } from '../machines/support/chart.js';
import { type Action, describeModel, type Model, on } from './support/model.js';

/** How an order comes to its actor. */
type Start = 'new' | 'signed' | 'known';
type Actions = Record<string, Action<PaymentContext, PaymentEvent>>;

const WAIT = 5_000;
/** Every wait is as long: an order is believed to be unpaid after one, and parked after two. */
const timings = {
  ...defaultTimings,
  pollFirst: WAIT,
  pollMax: WAIT,
  pollFor: 2 * WAIT,
  noTransactionFor: WAIT,
  noTransactionAfterAbort: WAIT,
};

const ids = { orderId: 'A1', kind: 'pay', amount: '2.00' } as const;
const ATTEMPT: NewAttempt = { ...ids, attemptId: 'attempt', requestId: 'request' };
const SIGNED = new Secret({ payload: {} });
const ORDER: OrderRecord = {
  ...ATTEMPT,
  ...ids,
  status: 'authorizing',
  verified: false,
  settled: false,
  attempts: 1,
  earlierRequestIds: [],
  at: 1_000,
  updatedAt: 1_000,
  foreignTxns: [],
  foreignUnknown: false,
};

const ENDED: ClaimResult = {
  claimed: false,
  existing: { ...ORDER, status: 'failure', settled: true },
};
const SENT: ClaimResult = { claimed: false, existing: { ...ORDER, status: 'submitted' } };

const REPORTS: Readonly<Record<string, SdkOutcome>> = {
  success: { moneyStatus: 'paid', outcome: 'success', certain: true },
  failure: { moneyStatus: 'notPaid', outcome: 'failure', certain: true },
  payFailure: { moneyStatus: 'notPaid', outcome: 'payFailure', certain: true },
  backPress: { moneyStatus: 'notPaid', outcome: 'backPress', certain: true },
  userAborted: { moneyStatus: 'notPaid', outcome: 'userAborted', certain: true },
  uncertain: { moneyStatus: 'notPaid', outcome: 'failure', certain: false },
  doubt: { moneyStatus: 'open', outcome: 'pending', certain: true },
};
/** The other words differ from these in name alone: they are tried where little else is open. */
const PLAIN = ['success', 'failure', 'doubt'];

const about = { orderId: 'A1', amount: '2.00' } as const;
/** With the guards that hold for each. No transaction has an id: `foreignUnknown` alone tells of others. */
const SERVER_STATUSES: Readonly<Record<string, readonly [ServerStatus, ...string[]]>> = {
  paid: [{ ...about, moneyStatus: 'paid', word: 'CHARGED' }, 'forbidsSending', 'informsPaid'],
  'other amount': [
    { ...about, moneyStatus: 'paid', word: 'CHARGED', amount: '3.00' },
    'forbidsSending',
    'informsPaid',
  ],
  'no amount': [
    { ...about, moneyStatus: 'paid', word: 'CHARGED', amount: undefined },
    'forbidsSending',
    'informsPaid',
  ],
  refunded: [{ ...about, moneyStatus: 'refunded', word: 'AUTO_REFUNDED' }, 'forbidsSending'],
  underway: [{ ...about, moneyStatus: 'underway', word: 'PENDING_VBV' }, 'forbidsSending'],
  failed: [{ ...about, moneyStatus: 'failed', word: 'AUTHORIZATION_FAILED' }],
  untouched: [{ ...about, moneyStatus: 'untouched', word: 'NEW' }],
  unclear: [{ ...about, moneyStatus: 'open', word: 'WHATEVER' }],
  'mandate only': [
    { ...about, moneyStatus: 'silent', word: '', about: 'mandate', mandate: 'ACTIVE' },
    'isSilent',
  ],
};

const actions: Actions = {
  'deadline passed': on({ type: 'deadline.passed' }, { by: 'deadline' }),
  'app back': on({ type: 'app.foreground' }),
  recheck: on({ type: 'order.recheck', orderId: 'A1' }),
  'SDK terminated': on({ type: 'sdk.terminated' }),
  authorized: on(done('authorize', SIGNED)),
  'not authorized': on(failed('authorize')),
  'not authorized for good': on(failed('authorize', 'authorizeFailed', false)),
  claimed: on(done('claimAttempt', { claimed: true }), { holds: ['wasClaimed'] }),
  'had ended': on(done('claimAttempt', ENDED), { holds: ['hadEnded'] }),
  'was sent by another': on(done('claimAttempt', SENT)),
  'not written': on(failed('claimAttempt', 'storageFailed')),
  unsure: on({ type: 'attempt.unsure' }, { by: 'attempt' }),
  unsent: on({ type: 'attempt.unsent' }, { by: 'attempt' }),
  'late: paid': on({ type: 'attempt.late', moneyStatus: 'paid' }, { holds: ['raisesDoubt'] }),
  'late: open': on({ type: 'attempt.late', moneyStatus: 'open' }, { holds: ['raisesDoubt'] }),
  'late: not paid': on({ type: 'attempt.late', moneyStatus: 'notPaid' }),
  'no look': on(failed('lookBefore')),
  'not confirmed': on(failed('confirmStatus')),
  'poll failed': on(failed('pollStatus')),
};
for (const [name, [serverStatus, ...holds]] of Object.entries(SERVER_STATUSES)) {
  actions[`told ${name}`] = on({ type: 'order.inform', orderId: 'A1', serverStatus }, { holds });
  for (const read of ['lookBefore', 'confirmStatus', 'pollStatus'] as const) {
    actions[`${read}: ${name}`] = on(done(read, serverStatus), { holds });
  }
}
for (const [name, sdkOutcome] of Object.entries(REPORTS)) {
  actions[`answered ${name}`] = {
    by: 'attempt',
    // Answers come out of order: the SDK does not take a success back, and repeats itself.
    event: ({ order, polledFor, sdkOutcome: known }) =>
      !order.neverSent &&
      known?.moneyStatus !== 'paid' &&
      !(known?.outcome === sdkOutcome.outcome && known.certain === sdkOutcome.certain) &&
      (PLAIN.includes(name) || (!order.foreignUnknown && polledFor === 0))
        ? { type: 'attempt.answered', answer: { sdkOutcome, isForeign: false } }
        : undefined,
  };
}

/** The words for readings that settle nothing and are no sign of nothing are as good as one. */
function wordOf(serverStatus: ServerStatus | undefined): string | undefined {
  if (serverStatus?.moneyStatus === 'paid')
    return serverStatus.amount === undefined ? 'open' : serverStatus.amount;
  return serverStatus?.moneyStatus === 'underway' ? 'open' : serverStatus?.moneyStatus;
}

/** It ended in this very way, nobody ever called it paid, and whoever can be asked knows of nothing. */
function unpaid({ canQueryStatus, order, serverStatus, sdkOutcome }: PaymentContext): boolean {
  const isDenied =
    serverStatus?.moneyStatus === 'failed' || serverStatus?.moneyStatus === 'untouched';
  return (
    order.paid === undefined &&
    (canQueryStatus ? isDenied : sdkOutcome?.moneyStatus === 'notPaid' || isDenied)
  );
}

const ends =
  (status: OrderRecord['status'], isTrue: (context: PaymentContext) => boolean) =>
  (context: PaymentContext): boolean =>
    context.order.settled && context.order.status === status && isTrue(context);

const inside: Model<PaymentContext, PaymentEvent>['inside'] = {
  unsent: ({ attempt, claimed, order }) =>
    attempt !== undefined && !claimed && !order.settled && order.status === 'authorizing',
  'unsent.attempt.signing': ({ authorizeTries, signed }) =>
    signed === undefined && authorizeTries > 0 && authorizeTries <= timings.authorizeAttempts,
  'unsent.attempt.backingOff': ({ authorizeTries, deadlineAt }) =>
    authorizeTries < timings.authorizeAttempts && deadlineAt > ORDER.at,
  'unsent.attempt.signed': ({ deadlineAt, signed }) =>
    signed !== undefined && deadlineAt >= ORDER.at + timings.lookBefore,
  'unsent.attempt.recording': ({ looked, order, signed }) =>
    signed !== undefined && (looked || order.foreignUnknown),
  'unsent.attempt.refused': ({ deadlineAt, order }) =>
    order.problem !== undefined && deadlineAt >= ORDER.at + timings.lookBefore,
  'unsent.look.checkingStatus': ({ canQueryStatus }) => canQueryStatus,
  'unsent.look.looked': ({ looked }) => looked,
  open: ({ order }) => !order.settled && order.status !== 'authorizing',
  'open.submitted': ({ claimed, deadlineAt, order, sdkOutcome }) =>
    claimed &&
    sdkOutcome === undefined &&
    order.status === 'submitted' &&
    deadlineAt >= ORDER.at + timings.process,
  'open.confirming': ({ canQueryStatus, serverStatus, sdkOutcome }) =>
    canQueryStatus &&
    serverStatus === undefined &&
    sdkOutcome !== undefined &&
    sdkOutcome.moneyStatus !== 'open',
  'open.pending': ({ order }) => order.status !== 'submitted',
  'open.pending.waiting': ({ canQueryStatus, deadlineAt, pollDelay, waitingSince }) =>
    canQueryStatus && pollDelay !== undefined && deadlineAt === waitingSince + pollDelay,
  'open.pending.checking': ({ canQueryStatus }) => canQueryStatus,
  notSent: ends('failure', ({ order }) => order.neverSent === true && order.problem !== undefined),
  known: ends('failure', ({ claimed }) => !claimed),
  success: ends('success', ({ order }) => order.paid !== undefined),
  refunded: ends('refunded', ({ serverStatus }) => serverStatus?.moneyStatus === 'refunded'),
  unresolved: ends('unresolved', ({ serverStatus }) => wordOf(serverStatus) === '3.00'),
  failure: ends('failure', unpaid),
  payFailure: ends('payFailure', unpaid),
  backPress: ends('backPress', unpaid),
  userAborted: ends('userAborted', unpaid),
};

function modelOf(start: Start, canQueryStatus: boolean): Model<PaymentContext, PaymentEvent> {
  const signed = start === 'signed' ? { signed: SIGNED } : {};
  const attempt = start === 'known' ? {} : { attempt: { ...ATTEMPT, ...signed } };
  return {
    machine: paymentMachine,
    input: (clock, parent) => ({
      clock,
      parent,
      order: ORDER,
      canQueryStatus,
      timings,
      ...attempt,
    }),
    memory: ({ authorizeTries, looked, order, polledFor, pollDelay, unseenFor, ...context }) => [
      // What was before the attempt counts no more.
      order.status === 'authorizing' && [authorizeTries, looked],
      order.foreignUnknown,
      order.neverSent,
      order.paid,
      context.sdkOutcome?.outcome,
      context.sdkOutcome?.certain,
      wordOf(context.serverStatus),
      unseenFor && Math.min(unseenFor, timings.pollFor),
      Math.min(polledFor, timings.pollFor),
      pollDelay === undefined,
    ],
    // From there on all orders are alike: a new one goes on.
    ...(start !== 'new' && {
      until: ({ order, polledFor }) =>
        start === 'signed' ? order.status !== 'authorizing' : polledFor > 0,
    }),
    inside,
    actions,
  };
}

const starts: readonly Start[] = ['new', 'signed', 'known'];
const models = starts.flatMap((start) =>
  [true, false].map((canQueryStatus) => {
    const name = `a ${start} order, status offered: ${canQueryStatus}`;
    return [name, modelOf(start, canQueryStatus)] as const;
  }),
);

const isSent = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'signed' in input && input.signed !== undefined;

describeModel<PaymentContext, PaymentEvent>(
  'the payment machine',
  Object.fromEntries(models),
  (context, { started, told }, walked) => {
    const isClaimed = walked.some(({ action }) => action === 'claimed');
    const handed = started.filter(({ ref }) => ref.src === 'attempt').map(({ input }) => input);
    expect(handed.filter(isSent), 'sent once, and only when claimed').toHaveLength(
      isClaimed ? 1 : 0,
    );
    expect(handed.length, 'listened to once').toBeLessThanOrEqual(1);
    const last = told.findLast(({ type }) => type === 'order.changed');
    if (context.claimed || context.order.settled) {
      expect(last, 'whoever started it knows the order').toEqual({
        type: 'order.changed',
        order: context.order,
      });
    }
  },
);
