import { ProblemError } from '../../../machines/problem.js';
import { defaultTimings } from '../../../machines/timings.js';
import type { Report, StatusReading } from '../../../src/protocol/index.js';
import type { Move, Play } from './move.js';
import { ORDER, type PaymentRig, type PaymentStart, SIGNED } from './payment-rig.js';

/** What the model remembers of an order. */
export type PaymentFacts = Readonly<{
  start: PaymentStart;
  canQueryStatus: boolean;
  report: keyof typeof REPORTS | 'none';
  reading: keyof typeof READINGS | 'none';
  /** The server was asked again after it knew of no transaction. */
  lookedTwice: boolean;
  authorizeTries: string;
  /** How often the order came to wait for the next poll since it was first asked about. */
  waits: string;
}>;

const REPORTS = {
  success: { means: 'paid', outcome: 'success', certain: true },
  failure: { means: 'notPaid', outcome: 'failure', certain: true },
  payFailure: { means: 'notPaid', outcome: 'payFailure', certain: true },
  backPress: { means: 'notPaid', outcome: 'backPress', certain: true },
  userAborted: { means: 'notPaid', outcome: 'userAborted', certain: true },
  uncertain: { means: 'notPaid', outcome: 'failure', certain: false },
  doubt: { means: 'open', outcome: 'pending', certain: true },
} as const satisfies Record<string, Report>;

const READINGS = {
  paid: { means: 'paid', word: 'CHARGED', orderId: 'A1', amount: '2.0' },
  otherAmount: { means: 'paid', word: 'CHARGED', orderId: 'A1', amount: '3.00' },
  failed: { means: 'failed', word: 'AUTHORIZATION_FAILED', orderId: 'A1', amount: '2.00' },
  untouched: { means: 'untouched', word: 'NEW', orderId: 'A1', amount: '2.00' },
  refunded: { means: 'refunded', word: 'AUTO_REFUNDED', orderId: 'A1', amount: '2.00' },
  open: { means: 'open', word: 'PENDING_VBV', orderId: 'A1', amount: '2.00' },
  paidMandateOpen: {
    means: 'paid',
    word: 'CHARGED',
    orderId: 'A1',
    amount: '2.00',
    mandate: 'CREATED',
  },
} as const satisfies Record<string, StatusReading>;

type ReportName = keyof typeof REPORTS;
type ReadingName = keyof typeof READINGS;

/** What the rules of money make of the evidence: a second telling of them, in words of the model. */
function verdict(facts: PaymentFacts): string {
  const { canQueryStatus, report, reading } = facts;
  const notPaid = report === 'uncertain' ? 'failure' : report;
  switch (reading) {
    case 'none':
      if (canQueryStatus || report === 'uncertain') return 'open';
      return report === 'success' ? 'paid' : saysNotPaid(facts) ? notPaid : 'open';
    case 'paid':
      return 'paid';
    case 'otherAmount':
      return 'mismatch';
    case 'refunded':
      return 'refunded';
    case 'open':
    case 'paidMandateOpen':
      return 'open';
    case 'untouched':
      return saysNotPaid(facts) ? notPaid : 'open';
    case 'failed':
      if (report === 'success') return 'open';
      return saysNotPaid(facts) ? notPaid : 'failure';
  }
}

function saysNotPaid({ report }: PaymentFacts): boolean {
  return report !== 'none' && report !== 'doubt' && report !== 'success';
}

type PaymentMove = Move<PaymentFacts, PaymentRig>;

const reports: readonly ReportName[] = [
  'success',
  'failure',
  'payFailure',
  'backPress',
  'userAborted',
  'uncertain',
];
const readings: readonly ReadingName[] = [
  'paid',
  'otherAmount',
  'failed',
  'untouched',
  'refunded',
  'open',
  'paidMandateOpen',
];

function answers(
  names: readonly ReportName[],
  when: (facts: PaymentFacts) => boolean = () => true,
): readonly PaymentMove[] {
  return names.map((report) => ({
    with: report,
    when,
    // Answers come out of order: the SDK does not take a success back.
    remember: (facts) => ({
      report: facts.report === 'success' ? facts.report : report,
      reading: 'none',
      lookedTwice: false,
    }),
    act: (rig) =>
      rig.answer({
        type: 'attempt.answered',
        answer: { isForeign: false, report: REPORTS[report] },
      }),
  }));
}

function informs(names: readonly ReadingName[]): readonly PaymentMove[] {
  return names.map((reading) => ({
    with: reading,
    remember: () => ({ reading }),
    act: (rig) => rig.send({ type: 'order.inform', orderId: 'A1', reading: READINGS[reading] }),
  }));
}

function reads(
  names: readonly ReadingName[],
  when: (facts: PaymentFacts) => boolean = () => true,
): readonly PaymentMove[] {
  return names.map((reading) => ({
    with: reading,
    when,
    remember: () => ({ reading }),
    act: (rig) => rig.readStatus.resolve(READINGS[reading]),
  }));
}

/** The same, with nothing remembered of it. */
function asBefore({ remember: _, ...move }: PaymentMove): PaymentMove {
  return move;
}

const mustLookTwice = (facts: PaymentFacts): boolean => saysNotPaid(facts) && !facts.lookedTwice;

const weighs = (wanted: string): readonly PaymentMove[] => [
  { when: (facts) => verdict(facts) === wanted },
];

function lookAgain(type: 'app.foreground' | 'order.recheck', remember: PaymentMove['remember']) {
  const act = (rig: PaymentRig): void =>
    rig.send(type === 'app.foreground' ? { type } : { type, orderId: 'A1' });
  return remember === undefined ? { act } : { act, remember };
}

function refusal(retry: boolean): ProblemError {
  return new ProblemError({ reason: 'authorizeFailed', retry });
}

/** An order known from before is asked about at once: that is no wait. */
function onceMore(waits: string): string {
  if (waits === 'notAsked') return '0';
  return waits === '2' ? '2' : more(waits);
}

function more(count: string): string {
  return String(Number(count) + 1);
}

const mayTryAgain = ({ authorizeTries }: PaymentFacts): boolean =>
  Number(authorizeTries) < defaultTimings.authorizeAttempts;

const failedRead: PaymentMove = {
  act: (rig) => rig.readStatus.reject(new ProblemError({ reason: 'timeout', retry: true })),
};

const moves: Readonly<Record<string, readonly PaymentMove[]>> = {
  'always.beginning#isKnownFromBefore': [{ when: ({ start }) => start === 'known' }],
  'always.beginning#isSignedAlready': [{ when: ({ start }) => start === 'signed' }],
  'always.beginning#otherwise': [{ when: ({ start }) => start === 'new' }],
  'done.authorize': [{ act: (rig) => rig.authorize.resolve(SIGNED) }],
  'error.authorize#mayAuthorizeAgain': [
    { when: mayTryAgain, act: (rig) => rig.authorize.reject(refusal(true)) },
  ],
  'error.authorize#otherwise': [
    { with: 'for good', act: (rig) => rig.authorize.reject(refusal(false)) },
    {
      with: 'too often',
      when: (facts) => !mayTryAgain(facts),
      act: (rig) => rig.authorize.reject(refusal(true)),
    },
  ],
  'deadline.passed': [{ act: (rig) => rig.passDeadline() }],
  'done.claimAttempt#wasClaimed': [{ act: (rig) => rig.claimAttempt.resolve({ claimed: true }) }],
  'done.claimAttempt#otherwise': [
    {
      act: (rig) =>
        rig.claimAttempt.resolve({ claimed: false, existing: { ...ORDER, status: 'submitted' } }),
    },
  ],
  'error.claimAttempt': [
    {
      act: (rig) =>
        rig.claimAttempt.reject(new ProblemError({ reason: 'storageFailed', retry: true })),
    },
  ],
  'attempt.answered': answers([...reports, 'doubt']),
  'attempt.answered#leavesDoubt': answers(['doubt']),
  'attempt.answered#canQueryStatus': answers(reports, ({ canQueryStatus }) => canQueryStatus),
  'attempt.answered#otherwise': answers(reports, ({ canQueryStatus }) => !canQueryStatus),
  'attempt.unsure': [{ act: (rig) => rig.answer({ type: 'attempt.unsure' }) }],
  'attempt.unsent': [{ act: (rig) => rig.answer({ type: 'attempt.unsent' }) }],
  'sdk.terminated': [{ act: (rig) => rig.send({ type: 'sdk.terminated' }) }],
  'order.inform': informs(readings),
  'order.inform#informsPaid': informs(['paid', 'otherAmount', 'paidMandateOpen']),
  'done.confirmStatus#mustLookTwice': reads(['untouched'], mustLookTwice).map(asBefore),
  'done.confirmStatus#otherwise': [
    ...reads(readings.filter((reading) => reading !== 'untouched')),
    ...reads(['untouched'], (facts) => !mustLookTwice(facts)),
  ],
  'error.confirmStatus': [failedRead],
  'done.pollStatus': reads(readings),
  'error.pollStatus': [failedRead],
  'always.open.weighing#isPaid': weighs('paid'),
  'always.open.weighing#isRefunded': weighs('refunded'),
  'always.open.weighing#isMismatch': weighs('mismatch'),
  'always.open.weighing#isFailure': weighs('failure'),
  'always.open.weighing#isPayFailure': weighs('payFailure'),
  'always.open.weighing#isBackPress': weighs('backPress'),
  'always.open.weighing#isUserAborted': weighs('userAborted'),
  'always.open.weighing#otherwise': weighs('open'),
  'always.open.pending.waiting#cannotPoll': [
    { when: ({ canQueryStatus, waits }) => !canQueryStatus || waits === '2' },
  ],
  'app.foreground': [lookAgain('app.foreground', undefined)],
  'order.recheck': [lookAgain('order.recheck', undefined)],
  'app.foreground#canQueryStatus': [
    {
      ...lookAgain('app.foreground', () => ({ waits: '0' })),
      when: ({ canQueryStatus }) => canQueryStatus,
    },
  ],
  'order.recheck#canQueryStatus': [
    {
      ...lookAgain('order.recheck', () => ({ waits: '0' })),
      when: ({ canQueryStatus }) => canQueryStatus,
    },
  ],
};

export function paymentPlay(
  start: PaymentStart,
  canQueryStatus: boolean,
): Play<PaymentFacts, PaymentRig> {
  return {
    facts: {
      start,
      canQueryStatus,
      report: 'none',
      reading: 'none',
      lookedTwice: false,
      authorizeTries: '0',
      waits: start === 'known' ? 'notAsked' : '0',
    },
    moves,
    entering: {
      'authorizing.signing': ({ authorizeTries }) => ({ authorizeTries: more(authorizeTries) }),
      'open.confirming.lookingTwice': () => ({ lookedTwice: true }),
      'open.pending.waiting': ({ waits }) => ({ waits: onceMore(waits) }),
    },
  };
}
