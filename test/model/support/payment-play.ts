import { ProblemError } from '../../../core/model/problem.js';
import { defaultTimings } from '../../../core/model/timings.js';
import type { Report, StatusReading } from '../../../core/protocol/index.js';
import type { Move, Play } from './move.js';
import { ORDER, type PaymentRig, type PaymentStart, SIGNED, TIMINGS } from './payment-rig.js';

/** What the model remembers of an order. Times are in ms, as text. */
export type PaymentFacts = Readonly<{
  start: PaymentStart;
  canQueryStatus: boolean;
  authorizeTries: string;
  /** The look before sending has ended. */
  looked: boolean;
  /** There may be transactions of others whose ids nobody knows. */
  foreignUnknown: boolean;
  /** It ended before it was handed over, and goes on being asked about. */
  neverSent: boolean;
  report: keyof typeof REPORTS | 'none';
  reading: keyof typeof READINGS | 'none';
  /** The strongest word for "paid" so far. */
  paid: 'none' | 'reported' | 'confirmed';
  /** For how long the server has shown no sign of the attempt. */
  unseen: string;
  /** How long the order waited for polls so far. */
  polled: string;
  /** The wait that runs, or ran last. */
  delay: string;
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

const about = { orderId: 'A1', amount: '2.00' } as const;

/** No transaction has an id: what a failure may be about is told by `foreignUnknown` alone. */
const READINGS = {
  paid: { ...about, means: 'paid', word: 'CHARGED', amount: '2.0' },
  otherAmount: { ...about, means: 'paid', word: 'CHARGED', amount: '3.00' },
  noAmount: { ...about, means: 'paid', word: 'CHARGED', amount: undefined },
  failed: { ...about, means: 'failed', word: 'AUTHORIZATION_FAILED' },
  untouched: { ...about, means: 'untouched', word: 'NEW' },
  refunded: { ...about, means: 'refunded', word: 'AUTO_REFUNDED' },
  underway: { ...about, means: 'underway', word: 'PENDING_VBV' },
  unclear: { ...about, means: 'open', word: 'WHATEVER' },
  mandateOnly: { ...about, means: 'silent', word: '', about: 'mandate', mandate: 'ACTIVE' },
} as const satisfies Record<string, StatusReading>;

type ReportName = keyof typeof REPORTS;
type ReadingName = keyof typeof READINGS;

const NEVER = 'never';

/** What the rules of money make of the evidence: a second telling of them, in words of the model. */
function verdict(facts: PaymentFacts): string {
  const { canQueryStatus, paid, reading, report } = facts;
  if (paid === 'confirmed' && reading !== 'refunded') return 'paid';
  switch (reading) {
    case 'none':
      if (canQueryStatus || report === 'uncertain') return 'open';
      if (report === 'success') return 'paid';
      return wordFor(facts) ?? 'open';
    case 'paid':
      return 'paid';
    case 'otherAmount':
      return 'mismatch';
    case 'refunded':
      return 'refunded';
    case 'underway':
    case 'noAmount':
    case 'unclear':
    case 'mandateOnly':
      return 'open';
    case 'untouched':
      if (paid !== 'none' || !isUnseenLongEnough(facts)) return 'open';
      return wordFor(facts) ?? (facts.neverSent ? 'failure' : 'open');
    case 'failed':
      if (paid !== 'none' || (isForeign(facts) && !isUnseenLongEnough(facts))) return 'open';
      return wordFor(facts) ?? 'failure';
  }
}

/** The SDK's word for "not paid", unless it was called paid as well. */
function wordFor(facts: PaymentFacts): string | undefined {
  if (!saysNotPaid(facts) || facts.paid !== 'none') return undefined;
  return facts.report === 'uncertain' ? 'failure' : facts.report;
}

function saysNotPaid({ report }: PaymentFacts): boolean {
  return report !== 'none' && report !== 'doubt' && report !== 'success';
}

/** Whether a failure that the server names may be another's. */
function isForeign({ foreignUnknown, neverSent }: PaymentFacts): boolean {
  return foreignUnknown && !neverSent;
}

/** In the model both windows after "not paid" are as long. */
function patience(facts: PaymentFacts): number {
  return saysNotPaid(facts) ? TIMINGS.noTransactionFor : TIMINGS.pollFor;
}

function isUnseenLongEnough(facts: PaymentFacts): boolean {
  return facts.unseen !== NEVER && Number(facts.unseen) >= patience(facts);
}

/** How much longer the server must show no sign of the attempt, where that ends anything. */
function patienceLeft(facts: PaymentFacts): number {
  const { paid, reading, unseen } = facts;
  const endsIt = saysNotPaid(facts) || reading === 'failed';
  if (unseen === NEVER || reading === 'none' || paid !== 'none' || !endsIt) return 0;
  return Math.max(0, patience(facts) - Number(unseen));
}

function waits(facts: PaymentFacts): Partial<PaymentFacts> {
  const { delay, polled, start } = facts;
  // An order known from before is asked about at once.
  if (delay === NEVER && start === 'known') return { delay: '0' };
  const before = delay === NEVER ? 0 : Number(delay);
  const next = before === 0 ? TIMINGS.pollFirst : Math.min(2 * before, TIMINGS.pollMax);
  const left = patienceLeft(facts) || Math.max(0, TIMINGS.pollFor - Number(polled));
  return { delay: String(Math.min(next, left)) };
}

/** Time passes in waits alone; what is longer than it matters is as good as that. */
function passed({ delay, polled, unseen }: PaymentFacts): Partial<PaymentFacts> {
  if (delay === NEVER) return {};
  const longest = Math.max(TIMINGS.pollFor, TIMINGS.noTransactionFor);
  const more = (ms: string): string => String(Math.min(longest, Number(ms) + Number(delay)));
  return {
    polled: more(polled),
    unseen: unseen === NEVER ? unseen : more(unseen),
  };
}

function cannotPoll(facts: PaymentFacts): boolean {
  const { canQueryStatus, polled } = facts;
  return !canQueryStatus || (Number(polled) >= TIMINGS.pollFor && patienceLeft(facts) === 0);
}

function told(facts: PaymentFacts, reading: ReadingName): Partial<PaymentFacts> {
  const isUnseen = reading === 'untouched' || (reading === 'failed' && isForeign(facts));
  const began = facts.unseen === NEVER ? '0' : facts.unseen;
  const paid = paidAfter(facts.paid, reading);
  return { reading: asGood(reading), unseen: isUnseen && paid === 'none' ? began : NEVER, paid };
}

/** Readings that settle nothing, and are no sign of nothing, are remembered as one. */
function asGood(reading: ReadingName): ReadingName {
  return reading === 'noAmount' || reading === 'unclear' ? 'underway' : reading;
}

function paidAfter(paid: PaymentFacts['paid'], reading: ReadingName): PaymentFacts['paid'] {
  if (reading === 'paid') return 'confirmed';
  const isReported = reading === 'otherAmount' || reading === 'noAmount';
  return isReported && paid === 'none' ? 'reported' : paid;
}

function said(facts: PaymentFacts, report: ReportName): Partial<PaymentFacts> {
  const isPaid = report === 'success' && facts.paid === 'none';
  return { report, reading: 'none', unseen: NEVER, ...(isPaid && { paid: 'reported' }) };
}

type PaymentMove = Move<PaymentFacts, PaymentRig>;

const reports: readonly ReportName[] = [
  'success',
  'failure',
  'payFailure',
  'backPress',
  'userAborted',
  'uncertain',
  'doubt',
];
const forbidding: readonly ReadingName[] = [
  'paid',
  'otherAmount',
  'noAmount',
  'refunded',
  'underway',
];
const others: readonly ReadingName[] = ['failed', 'untouched', 'unclear'];
const paying: readonly ReadingName[] = ['paid', 'otherAmount', 'noAmount'];
const readings: readonly ReadingName[] = [...forbidding, ...others];

/** The other words differ from these in name alone: they are tried where little else is open. */
const plain: readonly ReportName[] = ['success', 'failure', 'doubt'];

const answers: readonly PaymentMove[] = reports.map((report) => ({
  with: report,
  // Answers come out of order: the SDK does not take a success back, and repeats itself.
  when: (facts) =>
    !facts.neverSent &&
    facts.report !== 'success' &&
    facts.report !== report &&
    (plain.includes(report) || (!facts.foreignUnknown && facts.polled === '0')),
  remember: (facts) => said(facts, report),
  act: (rig) =>
    rig.answer({
      type: 'attempt.answered',
      answer: { report: REPORTS[report], isForeign: false },
    }),
}));

function informs(
  names: readonly ReadingName[],
  remember: (facts: PaymentFacts, reading: ReadingName) => Partial<PaymentFacts> = told,
): readonly PaymentMove[] {
  return names.map((reading) => ({
    with: reading,
    remember: (facts) => remember(facts, reading),
    act: (rig) => rig.send({ type: 'order.inform', orderId: 'A1', reading: READINGS[reading] }),
  }));
}

function reads(
  names: readonly ReadingName[],
  remember: (facts: PaymentFacts, reading: ReadingName) => Partial<PaymentFacts> = told,
): readonly PaymentMove[] {
  return names.map((reading) => ({
    with: reading,
    remember: (facts) => remember(facts, reading),
    act: (rig) => rig.readStatus.resolve(READINGS[reading]),
  }));
}

/** Nothing is sent of it; what is told then is about others, known or not. */
const UNSENT = { neverSent: true, foreignUnknown: false } as const;

function toldUnsent(facts: PaymentFacts, reading: ReadingName): Partial<PaymentFacts> {
  return { ...UNSENT, ...told({ ...facts, ...UNSENT }, reading) };
}

function looked(_: PaymentFacts, reading: ReadingName): Partial<PaymentFacts> {
  return { looked: true, foreignUnknown: reading !== 'untouched' };
}

function lates(
  names: readonly Report['means'][],
  more: Partial<PaymentFacts> = {},
): readonly PaymentMove[] {
  return names.map((means) => ({
    with: means,
    remember: ({ paid }) => ({
      ...more,
      ...(means !== 'notPaid' && { reading: 'none', unseen: NEVER }),
      ...(means === 'paid' && paid === 'none' && { paid: 'reported' }),
    }),
    act: (rig) => rig.send({ type: 'attempt.late', means }),
  }));
}

const weighs = (wanted: string): readonly PaymentMove[] => [
  { when: (facts) => verdict(facts) === wanted },
];

const canQuery: PaymentMove = { when: ({ canQueryStatus }) => canQueryStatus };
const cannotQuery: PaymentMove = { when: ({ canQueryStatus }) => !canQueryStatus };

function lookAgain(type: 'app.foreground' | 'order.recheck'): PaymentMove {
  return { act: (rig) => rig.send(type === 'app.foreground' ? { type } : { type, orderId: 'A1' }) };
}

function pollAgain(type: 'app.foreground' | 'order.recheck'): PaymentMove {
  return { ...canQuery, ...lookAgain(type), remember: () => ({ delay: '0', polled: '0' }) };
}

function refusal(retry: boolean): ProblemError {
  return new ProblemError({ reason: 'authorizeFailed', retry });
}

const mayTryAgain = ({ authorizeTries }: PaymentFacts): boolean =>
  Number(authorizeTries) < defaultTimings.authorizeAttempts;

const failedRead: PaymentMove = {
  act: (rig) => rig.readStatus.reject(new ProblemError({ reason: 'timeout', retry: true })),
};

const moves: Readonly<Record<string, readonly PaymentMove[]>> = {
  'always.routing#isKnownFromBefore': [{ when: ({ start }) => start === 'known' }],
  'always.routing#otherwise': [{ when: ({ start }) => start !== 'known' }],
  'always.unsent.attempt.routing#isSignedAlready': [{ when: ({ start }) => start === 'signed' }],
  'always.unsent.attempt.routing#otherwise': [{ when: ({ start }) => start === 'new' }],
  'always.unsent.attempt.signed#hasLooked': [{ when: (facts) => facts.looked }],
  'always.unsent.attempt.refused#hasLooked': [{ when: (facts) => facts.looked }],
  'always.unsent.look.routing#canQueryStatus': [canQuery],
  'always.unsent.look.routing#otherwise': [{ ...cannotQuery, remember: () => ({ looked: true }) }],
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
  'done.lookBefore#forbidsSending': reads(forbidding, toldUnsent),
  'done.lookBefore#otherwise': reads(others, looked),
  'error.lookBefore': [{ ...failedRead, remember: () => ({ looked: true, foreignUnknown: true }) }],
  'deadline.passed': [{ act: (rig) => rig.passDeadline(), remember: passed }],
  'done.claimAttempt#wasClaimed': [{ act: (rig) => rig.claimAttempt.resolve({ claimed: true }) }],
  'done.claimAttempt#hadEnded': [
    {
      act: (rig) =>
        rig.claimAttempt.resolve({
          claimed: false,
          existing: { ...ORDER, status: 'failure', settled: true },
        }),
    },
  ],
  'done.claimAttempt#otherwise': [
    {
      // The record of another flow says what there was before it.
      remember: () => ({ foreignUnknown: false }),
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
  'attempt.answered#bringsNews': answers,
  'attempt.unsure': [{ act: (rig) => rig.answer({ type: 'attempt.unsure' }) }],
  'attempt.unsent': [{ act: (rig) => rig.answer({ type: 'attempt.unsent' }) }],
  'attempt.late': lates(['paid', 'notPaid', 'open']),
  'attempt.late#raisesDoubt': lates(['paid', 'open'], UNSENT),
  'sdk.terminated': [{ act: (rig) => rig.send({ type: 'sdk.terminated' }) }],
  'order.inform': informs(readings),
  'order.inform#forbidsSending': informs(forbidding, toldUnsent),
  'order.inform#informsPaid': informs(paying),
  'order.inform#isSilent': informs(['mandateOnly'], () => ({})),
  'order.inform#otherwise': informs(
    readings.filter((reading) => !paying.includes(reading)),
    () => ({}),
  ),
  'done.confirmStatus': reads(readings),
  'error.confirmStatus': [failedRead],
  'done.pollStatus': reads(readings),
  'error.pollStatus': [failedRead],
  'always.open.answered#isInDoubt': [{ when: ({ report }) => report === 'doubt' }],
  'always.open.answered#canQueryStatus': [canQuery],
  'always.open.answered#otherwise': [{}],
  'always.open.deciding#isPaid': weighs('paid'),
  'always.open.deciding#isRefunded': weighs('refunded'),
  'always.open.deciding#isMismatch': weighs('mismatch'),
  'always.open.deciding#isFailure': weighs('failure'),
  'always.open.deciding#isPayFailure': weighs('payFailure'),
  'always.open.deciding#isBackPress': weighs('backPress'),
  'always.open.deciding#isUserAborted': weighs('userAborted'),
  'always.open.deciding#otherwise': weighs('open'),
  'always.open.pending.routing#canQueryStatus': [canQuery],
  'always.open.pending.routing#otherwise': [cannotQuery],
  'always.open.pending.waiting#cannotPoll': [{ when: cannotPoll }],
  'app.foreground': [lookAgain('app.foreground')],
  'order.recheck': [lookAgain('order.recheck')],
  'app.foreground#canQueryStatus': [pollAgain('app.foreground')],
  'order.recheck#canQueryStatus': [pollAgain('order.recheck')],
};

export function paymentPlay(
  start: PaymentStart,
  canQueryStatus: boolean,
): Play<PaymentFacts, PaymentRig> {
  return {
    facts: {
      start,
      canQueryStatus,
      authorizeTries: '0',
      looked: false,
      foreignUnknown: false,
      neverSent: false,
      report: 'none',
      reading: 'none',
      paid: 'none',
      unseen: NEVER,
      polled: '0',
      delay: NEVER,
    },
    moves,
    entering: {
      'unsent.attempt.signing': ({ authorizeTries }) => ({
        authorizeTries: String(Number(authorizeTries) + 1),
      }),
      // Whoever was not told in time must reckon with anything.
      'unsent.attempt.recording': (facts) => (facts.looked ? {} : { foreignUnknown: true }),
      // What was before the attempt counts no more.
      open: () => ({ authorizeTries: '0', looked: true }),
      'open.pending.waiting': waits,
    },
  };
}
