/**
 * What a result means for money. This file is the only place that says so (docs/money-safety.md):
 * everything that leaves doubt is "open", and "open" is never a failure.
 */

import type { SdkResult } from './events.js';
import type { ServerStatus } from './order-status.js';
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
export interface SdkOutcome {
  /** `open` when it leaves doubt whether money moved. */
  readonly moneyStatus: 'paid' | 'notPaid' | 'open';
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
  readonly sdkOutcome?: SdkOutcome | undefined;
  readonly serverStatus?: ServerStatus | undefined;
  /** Whether the merchant's server can be asked: then the SDK's word alone settles nothing. */
  readonly canQueryStatus: boolean;
  /**
   * How long, in ms, the server has gone on showing no sign of this attempt since the SDK's last
   * word: from the first such answer to the last.
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

const SDK_WORDS: Readonly<Record<string, SdkOutcome>> = {
  SUCCESS: { moneyStatus: 'paid', outcome: 'success', certain: true },
  SUCEESS: { moneyStatus: 'paid', outcome: 'success', certain: true },
  CHARGED: { moneyStatus: 'paid', outcome: 'success', certain: true },
  COD_INITIATED: { moneyStatus: 'paid', outcome: 'success', certain: true },
  FAILURE: { moneyStatus: 'notPaid', outcome: 'failure', certain: true },
  FAILED: { moneyStatus: 'notPaid', outcome: 'failure', certain: true },
  PAY_FAILURE: { moneyStatus: 'notPaid', outcome: 'payFailure', certain: true },
  BACKPRESS: { moneyStatus: 'notPaid', outcome: 'backPress', certain: true },
  BACKPRESSED: { moneyStatus: 'notPaid', outcome: 'backPress', certain: true },
  USER_ABORTED: { moneyStatus: 'notPaid', outcome: 'userAborted', certain: false },
  AUTHORIZATION_FAILED: { moneyStatus: 'notPaid', outcome: 'failure', certain: true },
  AUTHENTICATION_FAILED: { moneyStatus: 'notPaid', outcome: 'failure', certain: true },
  JUSPAY_DECLINED: { moneyStatus: 'notPaid', outcome: 'failure', certain: true },
  // The payment page prints these two for transactions that later turned out to be paid.
  API_FAILURE: { moneyStatus: 'notPaid', outcome: 'failure', certain: false },
  NEW: { moneyStatus: 'notPaid', outcome: 'failure', certain: false },
};

const OPEN: SdkOutcome = { moneyStatus: 'open', outcome: 'pending', certain: true };

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
export function readSdkOutcome(result: SdkResult, gatewayCode?: string): SdkOutcome {
  const code = gatewayCode ?? (result.errorCode === '' ? undefined : result.errorCode);
  return { ...judgeResult(result, gatewayCode), code };
}

function judgeResult(result: SdkResult, gatewayCode: string | undefined): SdkOutcome {
  const word = wireWord(result.status);
  if (word === '') return judgeError(result);
  const said = Object.hasOwn(SDK_WORDS, word) ? SDK_WORDS[word] : undefined;
  if (said === undefined) return OPEN;
  const doubt = leavesDoubt(result) || contradicts(said.moneyStatus, gatewayCode);
  if (said.moneyStatus === 'notPaid' && doubt) return OPEN;
  const contradictsItself = said.moneyStatus === 'paid' && result.failed && result.errorCode !== '';
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
function contradicts(
  moneyStatus: SdkOutcome['moneyStatus'],
  gatewayCode: string | undefined,
): boolean {
  const moved =
    gatewayCode === undefined ? undefined : responseCode(gatewayCode)?.moneyMayHaveMoved;
  if (moved === undefined) return false;
  return moved !== (moneyStatus === 'paid' ? 'yes' : 'no');
}

function judgeError(result: SdkResult): SdkOutcome {
  const code = result.errorCode;
  if (!result.failed || timedOut(result)) return OPEN;
  if (code === 'JP_002') return { moneyStatus: 'notPaid', outcome: 'userAborted', certain: false };
  if (NEVER_STARTED.has(code)) return { moneyStatus: 'notPaid', outcome: 'failure', certain: true };
  if (PROBABLY_NOT_PAID.has(code))
    return { moneyStatus: 'notPaid', outcome: 'failure', certain: false };
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
  const { attempt, serverStatus } = evidence;
  const about =
    serverStatus !== undefined && confirms(attempt, serverStatus) ? serverStatus : undefined;
  if (attempt.paid === 'confirmed' && about?.moneyStatus !== 'refunded') {
    return { is: 'paid', verified: attempt.amount !== undefined };
  }
  if (about === undefined) {
    const isAlone = serverStatus === undefined && !evidence.canQueryStatus;
    return isAlone ? decideAlone(evidence) : OPEN_VERDICT;
  }
  return decideAsked(evidence, about);
}

const OPEN_VERDICT: Verdict = { is: 'open' };

/** The only currency of UPI. */
const RUPEES = 'INR';

/** The server spoke of this order. */
function decideAsked(evidence: Evidence, serverStatus: ServerStatus): Verdict {
  switch (serverStatus.moneyStatus) {
    case 'paid':
      return decidePaid(evidence.attempt, serverStatus);
    case 'refunded':
      return decideRefunded(evidence.attempt, serverStatus);
    case 'failed':
      return decideFailed(evidence, serverStatus);
    case 'untouched':
      return isUnseen(evidence.attempt, serverStatus)
        ? decideUnseen(evidence, serverStatus)
        : OPEN_VERDICT;
    case 'underway':
    case 'open':
    case 'silent':
      return OPEN_VERDICT;
  }
}

/** What names another order, none, or another currency confirms nothing about this order. */
function confirms(attempt: Attempt, { orderId, currency }: ServerStatus): boolean {
  return isSameOrder(orderId, attempt.orderId) && (currency === undefined || currency === RUPEES);
}

/** Juspay compares order ids without regard to case. */
export function isSameOrder(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

function decideAlone({ attempt, sdkOutcome }: Evidence): Verdict {
  if (sdkOutcome?.certain !== true) return OPEN_VERDICT;
  if (sdkOutcome.moneyStatus === 'paid') return { is: 'paid', verified: false };
  if (attempt.paid === undefined && sdkOutcome.moneyStatus === 'notPaid')
    return notPaid(sdkOutcome.outcome);
  return OPEN_VERDICT;
}

function decidePaid({ amount }: Attempt, serverStatus: ServerStatus): Verdict {
  // There is nothing to compare it with, so nobody confirmed the amount.
  if (amount === undefined) return { is: 'paid', verified: false };
  if (serverStatus.amount === undefined) return OPEN_VERDICT;
  return sameAmount(amount, serverStatus.amount)
    ? { is: 'paid', verified: true }
    : { is: 'mismatch' };
}

function decideRefunded({ amount, paid }: Attempt, serverStatus: ServerStatus): Verdict {
  if (amount === undefined) return { is: 'refunded' };
  if (serverStatus.amount !== undefined) {
    return sameAmount(amount, serverStatus.amount) ? { is: 'refunded' } : { is: 'mismatch' };
  }
  const back = serverStatus.refund?.amount;
  if (back === undefined || sameAmount(amount, back)) return { is: 'refunded' };
  // A part of it: what was known to be paid is no less so.
  return paid === 'confirmed' ? { is: 'paid', verified: true } : OPEN_VERDICT;
}

function decideFailed(evidence: Evidence, serverStatus: ServerStatus): Verdict {
  const { attempt, canQueryStatus, sdkOutcome } = evidence;
  // Where the server cannot be asked, what it says by itself is all that will be heard.
  const isToldOnce = !canQueryStatus && !isForeignFailure(attempt, serverStatus);
  if (!isToldOnce && !isOwnFailure(attempt, serverStatus))
    return decideUnseen(evidence, serverStatus);
  if (attempt.paid !== undefined) return OPEN_VERDICT;
  return notPaid(sdkOutcome?.moneyStatus === 'notPaid' ? sdkOutcome.outcome : 'failure');
}

/** The server shows no sign of the attempt: an end only when it has gone on so for long enough. */
function decideUnseen(evidence: Evidence, serverStatus: ServerStatus): Verdict {
  const { attempt, sdkOutcome, unseenFor, patience } = evidence;
  if (attempt.paid !== undefined) return OPEN_VERDICT;
  const outcome = sdkOutcome?.moneyStatus === 'notPaid' ? sdkOutcome.outcome : 'pending';
  if (unseenFor < patienceFor(outcome, patience)) return OPEN_VERDICT;
  if (outcome !== 'pending') return notPaid(outcome);
  // After doubt, no transaction at all may still be one to come.
  const isFailure =
    serverStatus.moneyStatus === 'failed' && !isForeignFailure(attempt, serverStatus);
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
 * Whether the server shows no sign of this attempt: no transaction at all, or the failure of one
 * that is not known to be this attempt's.
 */
export function isUnseen(attempt: Attempt, serverStatus: ServerStatus): boolean {
  if (!confirms(attempt, serverStatus)) return false;
  // Whatever it is called: a transaction that is named was begun, and may be this attempt's.
  if (serverStatus.moneyStatus === 'untouched') {
    return serverStatus.txnUuid === undefined || attempt.foreignTxns.includes(serverStatus.txnUuid);
  }
  return serverStatus.moneyStatus === 'failed' && !isOwnFailure(attempt, serverStatus);
}

/**
 * Whether the failure that the server names is this very attempt's: of the transaction that the SDK
 * named, or of one that can only be this attempt's.
 */
export function isOwnFailure(attempt: Attempt, serverStatus: ServerStatus): boolean {
  const { foreignTxns, foreignUnknown, sdkTxnUuid, attempts, neverSent } = attempt;
  if (neverSent === true) return true;
  const txnUuid = failedTxn(attempt, serverStatus);
  if (txnUuid !== undefined) {
    if (foreignTxns.includes(txnUuid)) return false;
    return sdkTxnUuid === undefined ? !foreignUnknown : txnUuid === sdkTxnUuid;
  }
  return !foreignUnknown && foreignTxns.length === 0 && attempts === 1;
}

/**
 * The transaction whose failure the server names, seen from this attempt: of several, its own; else
 * the latest that may be its own.
 */
export function failedTxn(
  { foreignTxns, sdkTxnUuid }: Pick<Attempt, 'foreignTxns' | 'sdkTxnUuid'>,
  { txnUuid, txns = [] }: ServerStatus,
): string | undefined {
  const failed = txns.flatMap((txn) =>
    txn.moneyStatus === 'failed' && txn.txnUuid !== undefined ? [txn.txnUuid] : [],
  );
  if (sdkTxnUuid !== undefined) return failed.includes(sdkTxnUuid) ? sdkTxnUuid : txnUuid;
  // Not every engine on phones has findLast.
  return failed.filter((id) => !foreignTxns.includes(id)).slice(-1)[0] ?? txnUuid;
}

/** Whether the server names the failure of a transaction that is known to be another one. */
function isForeignFailure(attempt: Attempt, serverStatus: ServerStatus): boolean {
  const { foreignTxns, sdkTxnUuid } = attempt;
  const txnUuid = failedTxn(attempt, serverStatus);
  if (txnUuid === undefined) return false;
  return foreignTxns.includes(txnUuid) || (sdkTxnUuid !== undefined && txnUuid !== sdkTxnUuid);
}

function notPaid(outcome: Outcome): Verdict {
  return { is: 'notPaid', outcome };
}
