/**
 * What a result means for money. This file is the only place that says so (docs/money-safety.md):
 * everything that leaves doubt is "open", and "open" is never a failure.
 */

import type { SdkResult } from './events.js';
import type { StatusReading } from './order-status.js';
import { wireWord } from './read.js';
import { sameAmount } from './requests/amount.js';
import { responseCode } from './response-codes.js';

/**
 * The six outcomes of HyperSDK's UPI actions, in our spelling.
 *
 * @example
 * ```ts
 * const word: Outcome = 'userAborted'; // the wire's USER_ABORTED
 * ```
 */
export type Outcome =
  | 'success'
  | 'pending'
  | 'failure'
  | 'payFailure'
  | 'backPress'
  | 'userAborted';

/** What the SDK said about one attempt. */
export interface Report {
  /** `open` when it leaves doubt whether money moved. */
  readonly means: 'paid' | 'notPaid' | 'open';
  readonly outcome: Outcome;
  /** `false`: believed only together with an answer of the merchant's server. */
  readonly certain: boolean;
  /** The gateway code, or the SDK's JP code: for support, and for `responseCode`. */
  readonly code?: string | undefined;
}

/** What is known of an attempt besides the words said about it. */
export interface Attempt {
  readonly orderId: string;
  /** The amount that was signed; unknown for a checkout whose payload names none. */
  readonly amount?: string | undefined;
  /** Transactions known not to be this attempt's. */
  readonly foreignTxns: readonly string[];
  /** There may be such transactions without a known id. */
  readonly foreignUnknown: boolean;
  /** The transaction that the SDK named for this attempt. */
  readonly sdkTxnUuid?: string | undefined;
  /** 1 for the first attempt. */
  readonly attempts: number;
  /** The strongest word for "paid" so far, of any attempt. */
  readonly paid?: 'reported' | 'confirmed' | undefined;
  /** This attempt ended before it was handed over: what the server says is about others. */
  readonly neverSent?: true | undefined;
}

/** The evidence a verdict is drawn from. */
export interface Evidence {
  readonly attempt: Attempt;
  readonly report?: Report | undefined;
  readonly reading?: StatusReading | undefined;
  /** Whether the merchant's server can be asked: then the SDK's word alone settles nothing. */
  readonly canQueryStatus: boolean;
  /**
   * How long, in ms, the server has gone on showing no sign of this attempt since the SDK's last
   * word: from the first such reading to the last.
   */
  readonly unseenFor: number;
  readonly patience: Patience;
}

/** How long the server must show no sign of an attempt before that is believed, in ms. */
export interface Patience {
  /** After the SDK said that it was not paid. */
  readonly afterNotPaid: number;
  /** After BACKPRESS and USER_ABORTED, which people take back quickly. */
  readonly afterAbort: number;
  /** After doubt, while the server goes on naming a failure that may be another transaction's. */
  readonly afterDoubt: number;
}

/** What to believe about an order. */
export type Verdict =
  | { readonly is: 'paid'; readonly verified: boolean }
  | { readonly is: 'notPaid'; readonly outcome: Outcome }
  | { readonly is: 'refunded' }
  /** The server confirms another amount: a person must look. */
  | { readonly is: 'mismatch' }
  | { readonly is: 'open' };

const SDK_WORDS: Readonly<Record<string, Report>> = {
  SUCCESS: { means: 'paid', outcome: 'success', certain: true },
  SUCEESS: { means: 'paid', outcome: 'success', certain: true },
  CHARGED: { means: 'paid', outcome: 'success', certain: true },
  COD_INITIATED: { means: 'paid', outcome: 'success', certain: true },
  FAILURE: { means: 'notPaid', outcome: 'failure', certain: true },
  FAILED: { means: 'notPaid', outcome: 'failure', certain: true },
  PAY_FAILURE: { means: 'notPaid', outcome: 'payFailure', certain: true },
  BACKPRESS: { means: 'notPaid', outcome: 'backPress', certain: true },
  BACKPRESSED: { means: 'notPaid', outcome: 'backPress', certain: true },
  USER_ABORTED: { means: 'notPaid', outcome: 'userAborted', certain: false },
  AUTHORIZATION_FAILED: { means: 'notPaid', outcome: 'failure', certain: true },
  AUTHENTICATION_FAILED: { means: 'notPaid', outcome: 'failure', certain: true },
  JUSPAY_DECLINED: { means: 'notPaid', outcome: 'failure', certain: true },
  // The payment page prints these two for transactions that later turned out to be paid.
  API_FAILURE: { means: 'notPaid', outcome: 'failure', certain: false },
  NEW: { means: 'notPaid', outcome: 'failure', certain: false },
};

const OPEN: Report = { means: 'open', outcome: 'pending', certain: true };

/** JP codes that say the outcome is not known, whatever the status beside them. */
const DOUBTFUL_CODES = new Set(['JP_006', 'JP_011', 'JP_016', 'JP_021']);

/** JP codes of an attempt that never reached the bank. */
const NEVER_STARTED = new Set(['JP_003', 'JP_008', 'JP_010', 'JP_017', 'JP_018', 'JP_020']);

/** JP codes of an attempt that ended without payment, believed only with the server's word. */
const PROBABLY_NOT_PAID = new Set(['JP_005', 'JP_009', 'JP_012', 'JP_019']);

/**
 * Reads what the SDK said about a payment. `gatewayCode` is the NPCI code found in the payload.
 * Total: whatever is not understood is `open`.
 */
export function readReport(result: SdkResult, gatewayCode?: string): Report {
  const code = gatewayCode ?? (result.errorCode === '' ? undefined : result.errorCode);
  return { ...judgeResult(result, gatewayCode), code };
}

function judgeResult(result: SdkResult, gatewayCode: string | undefined): Report {
  const word = wireWord(result.status);
  if (word === '') return judgeError(result);
  const said = Object.hasOwn(SDK_WORDS, word) ? SDK_WORDS[word] : undefined;
  if (said === undefined) return OPEN;
  const doubt = leavesDoubt(result) || contradicts(said.means, gatewayCode);
  if (said.means === 'notPaid' && doubt) return OPEN;
  const contradictsItself = said.means === 'paid' && result.failed && result.errorCode !== '';
  const certain = said.certain && !doubt && !contradictsItself && isKnownCode(gatewayCode);
  return { ...said, certain };
}

/** A code nobody knows may mean anything: then only the server settles. */
function isKnownCode(gatewayCode: string | undefined): boolean {
  return gatewayCode === undefined || gatewayCode === '' || responseCode(gatewayCode) !== undefined;
}

function leavesDoubt(result: SdkResult): boolean {
  return DOUBTFUL_CODES.has(result.errorCode) || timedOut(result);
}

/** Whether the gateway's code says something else about the money than the status does. */
function contradicts(means: Report['means'], gatewayCode: string | undefined): boolean {
  const moved =
    gatewayCode === undefined ? undefined : responseCode(gatewayCode)?.moneyMayHaveMoved;
  if (moved === undefined) return false;
  return moved !== (means === 'paid' ? 'yes' : 'no');
}

function judgeError(result: SdkResult): Report {
  const code = result.errorCode;
  if (!result.failed || timedOut(result)) return OPEN;
  if (code === 'JP_002') return { means: 'notPaid', outcome: 'userAborted', certain: false };
  if (NEVER_STARTED.has(code)) return { means: 'notPaid', outcome: 'failure', certain: true };
  if (PROBABLY_NOT_PAID.has(code)) return { means: 'notPaid', outcome: 'failure', certain: false };
  return OPEN;
}

function timedOut(result: SdkResult): boolean {
  return /timed?\s*-?out/i.test(result.errorMessage);
}

/**
 * Draws the verdict from all evidence. The server decides; the SDK's word alone counts only where
 * the server cannot be asked. What was confirmed to be paid stays so, unless it is refunded.
 */
export function decide(evidence: Evidence): Verdict {
  const { attempt, reading } = evidence;
  const about = reading !== undefined && confirms(attempt, reading) ? reading : undefined;
  if (attempt.paid === 'confirmed' && about?.means !== 'refunded') {
    return { is: 'paid', verified: attempt.amount !== undefined };
  }
  if (about === undefined) {
    const isAlone = reading === undefined && !evidence.canQueryStatus;
    return isAlone ? decideAlone(evidence) : OPEN_VERDICT;
  }
  return decideAsked(evidence, about);
}

const OPEN_VERDICT: Verdict = { is: 'open' };

/** The only currency of UPI. */
const RUPEES = 'INR';

/** The server spoke of this order. */
function decideAsked(evidence: Evidence, reading: StatusReading): Verdict {
  switch (reading.means) {
    case 'paid':
      return decidePaid(evidence.attempt, reading);
    case 'refunded':
      return decideRefunded(evidence.attempt, reading);
    case 'failed':
      return decideFailed(evidence, reading);
    case 'untouched':
      return isUnseen(evidence.attempt, reading) ? decideUnseen(evidence, reading) : OPEN_VERDICT;
    case 'underway':
    case 'open':
    case 'silent':
      return OPEN_VERDICT;
  }
}

/** What names another order, none, or another currency confirms nothing about this order. */
function confirms(attempt: Attempt, { orderId, currency }: StatusReading): boolean {
  return isSameOrder(orderId, attempt.orderId) && (currency === undefined || currency === RUPEES);
}

/** Juspay compares order ids without regard to case. */
export function isSameOrder(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

function decideAlone({ attempt, report }: Evidence): Verdict {
  if (report?.certain !== true) return OPEN_VERDICT;
  if (report.means === 'paid') return { is: 'paid', verified: false };
  if (attempt.paid === undefined && report.means === 'notPaid') return notPaid(report.outcome);
  return OPEN_VERDICT;
}

function decidePaid({ amount }: Attempt, reading: StatusReading): Verdict {
  // There is nothing to compare it with, so nobody confirmed the amount.
  if (amount === undefined) return { is: 'paid', verified: false };
  if (reading.amount === undefined) return OPEN_VERDICT;
  return sameAmount(amount, reading.amount) ? { is: 'paid', verified: true } : { is: 'mismatch' };
}

function decideRefunded({ amount, paid }: Attempt, reading: StatusReading): Verdict {
  if (amount === undefined) return { is: 'refunded' };
  if (reading.amount !== undefined) {
    return sameAmount(amount, reading.amount) ? { is: 'refunded' } : { is: 'mismatch' };
  }
  const back = reading.refund?.amount;
  if (back === undefined || sameAmount(amount, back)) return { is: 'refunded' };
  // A part of it: what was known to be paid is no less so.
  return paid === 'confirmed' ? { is: 'paid', verified: true } : OPEN_VERDICT;
}

function decideFailed(evidence: Evidence, reading: StatusReading): Verdict {
  const { attempt, canQueryStatus, report } = evidence;
  // Where the server cannot be asked, what it says by itself is all that will be heard.
  const isToldOnce = !canQueryStatus && !isForeignFailure(attempt, reading);
  if (!isToldOnce && !isOwnFailure(attempt, reading)) return decideUnseen(evidence, reading);
  if (attempt.paid !== undefined) return OPEN_VERDICT;
  return notPaid(report?.means === 'notPaid' ? report.outcome : 'failure');
}

/** The server shows no sign of the attempt: an end only when it has gone on so for long enough. */
function decideUnseen(evidence: Evidence, reading: StatusReading): Verdict {
  const { attempt, report, unseenFor, patience } = evidence;
  if (attempt.paid !== undefined) return OPEN_VERDICT;
  const outcome = report?.means === 'notPaid' ? report.outcome : 'pending';
  if (unseenFor < patienceFor(outcome, patience)) return OPEN_VERDICT;
  if (outcome !== 'pending') return notPaid(outcome);
  // After doubt, no transaction at all may still be one to come.
  const isFailure = reading.means === 'failed' && !isForeignFailure(attempt, reading);
  return isFailure || attempt.neverSent === true ? notPaid('failure') : OPEN_VERDICT;
}

/** How long the server must show no sign of the attempt after this word of the SDK, in ms. */
export function patienceFor(outcome: Outcome, patience: Patience): number {
  switch (outcome) {
    case 'backPress':
    case 'userAborted':
      return patience.afterAbort;
    case 'failure':
    case 'payFailure':
      return patience.afterNotPaid;
    case 'success':
    case 'pending':
      return patience.afterDoubt;
  }
}

/**
 * Whether the reading shows no sign of this attempt: no transaction at all, or the failure of one
 * that is not known to be this attempt's.
 */
export function isUnseen(attempt: Attempt, reading: StatusReading): boolean {
  if (!confirms(attempt, reading)) return false;
  // Whatever it is called: a transaction that is named was begun, and may be this attempt's.
  if (reading.means === 'untouched') {
    return reading.txnUuid === undefined || attempt.foreignTxns.includes(reading.txnUuid);
  }
  return reading.means === 'failed' && !isOwnFailure(attempt, reading);
}

/**
 * Whether a failed reading is about this very attempt: it names the transaction that the SDK named,
 * or one that can only be this attempt's.
 */
export function isOwnFailure(attempt: Attempt, reading: StatusReading): boolean {
  const { foreignTxns, foreignUnknown, sdkTxnUuid, attempts, neverSent } = attempt;
  if (neverSent === true) return true;
  const txnUuid = failedTxn(attempt, reading);
  if (txnUuid !== undefined) {
    if (foreignTxns.includes(txnUuid)) return false;
    return sdkTxnUuid === undefined ? !foreignUnknown : txnUuid === sdkTxnUuid;
  }
  return !foreignUnknown && foreignTxns.length === 0 && attempts === 1;
}

/**
 * The transaction that a failed reading is about, seen from this attempt: of several, its own; else
 * the latest that may be its own.
 */
export function failedTxn(
  { foreignTxns, sdkTxnUuid }: Pick<Attempt, 'foreignTxns' | 'sdkTxnUuid'>,
  { txnUuid, txns = [] }: StatusReading,
): string | undefined {
  const failed = txns.flatMap((txn) =>
    txn.means === 'failed' && txn.txnUuid !== undefined ? [txn.txnUuid] : [],
  );
  if (sdkTxnUuid !== undefined) return failed.includes(sdkTxnUuid) ? sdkTxnUuid : txnUuid;
  // Not every engine on phones has findLast.
  return failed.filter((id) => !foreignTxns.includes(id)).slice(-1)[0] ?? txnUuid;
}

/** Whether a failed reading names a transaction that is known to be another one. */
function isForeignFailure(attempt: Attempt, reading: StatusReading): boolean {
  const { foreignTxns, sdkTxnUuid } = attempt;
  const txnUuid = failedTxn(attempt, reading);
  if (txnUuid === undefined) return false;
  return foreignTxns.includes(txnUuid) || (sdkTxnUuid !== undefined && txnUuid !== sdkTxnUuid);
}

function notPaid(outcome: Outcome): Verdict {
  return { is: 'notPaid', outcome };
}
