/**
 * What a result means for money. This file is the only place that says so (docs/money-safety.md):
 * everything that leaves doubt is "open", and "open" is never a failure.
 */
import { readAmount, sameAmount } from './amount.js';
import type { SdkResult } from './events.js';
import { responseCode } from './response-codes.js';

/**
 * The six outcomes of HyperSDK's UPI actions, in our spelling (protocol-facts §4.5).
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

/** What the merchant's server said about an order. */
export interface StatusReading {
  /**
   * `failed`: the transaction ended without money. `untouched`: no transaction was started.
   * `open`: anything else, also every word that is not known.
   */
  readonly means: 'paid' | 'failed' | 'untouched' | 'refunded' | 'open';
  /** Juspay's word in capitals, or `''` when the answer had none. */
  readonly word: string;
  readonly orderId?: string | undefined;
  /** Rupees with two decimals. */
  readonly amount?: string | undefined;
  readonly txnUuid?: string | undefined;
  /** Juspay's mandate word in capitals. */
  readonly mandate?: string | undefined;
}

/** The facts a verdict is drawn from. */
export interface Facts {
  readonly orderId: string;
  /** The amount that was signed; unknown for a checkout whose payload names none. */
  readonly amount?: string | undefined;
  readonly report?: Report | undefined;
  readonly reading?: StatusReading | undefined;
  /** Transactions that earlier attempts for this order already ended with. */
  readonly foreignTxns: readonly string[];
  /** 1 for the first attempt. */
  readonly attempts: number;
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
  // The payment page prints these two for transactions that later turned out to be paid (§6.3).
  API_FAILURE: { means: 'notPaid', outcome: 'failure', certain: false },
  NEW: { means: 'notPaid', outcome: 'failure', certain: false },
};

const OPEN: Report = { means: 'open', outcome: 'pending', certain: true };

/** JP codes that say the outcome is not known, whatever the status beside them (§6.1). */
const DOUBTFUL_CODES = new Set(['JP_006', 'JP_011', 'JP_016', 'JP_021']);

/** JP codes of an attempt that never reached the bank (§6.1). */
const NEVER_STARTED = new Set(['JP_003', 'JP_008', 'JP_010', 'JP_017', 'JP_018', 'JP_020']);

/** JP codes of an attempt that ended without payment, believed only with the server's word. */
const PROBABLY_NOT_PAID = new Set(['JP_005', 'JP_009', 'JP_012', 'JP_019']);

/**
 * Reads what the SDK said about a payment. `gatewayCode` is the NPCI code found in the payload.
 * Total: whatever is not understood is `open`.
 *
 * @example
 * ```ts
 * readReport(result, 'U67'); // { means: 'open', outcome: 'pending', certain: true, code: 'U67' }
 * ```
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
  return { ...said, certain: said.certain && !doubt && isKnownCode(gatewayCode) };
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

const SERVER_WORDS: Readonly<Record<string, StatusReading['means']>> = {
  CHARGED: 'paid',
  COD_INITIATED: 'paid',
  AUTHENTICATION_FAILED: 'failed',
  AUTHORIZATION_FAILED: 'failed',
  JUSPAY_DECLINED: 'failed',
  NEW: 'untouched',
  CREATED: 'untouched',
  NOT_FOUND: 'untouched',
  AUTO_REFUNDED: 'refunded',
  VOIDED: 'refunded',
};

/**
 * Reads what the merchant's server said about an order (protocol-facts §7.2). Total: an answer that
 * is not understood, or is about nothing, is `open`.
 *
 * @example
 * ```ts
 * readOrderStatus({ orderId: 'A1', status: 'charged', amount: '3.0' });
 * // { means: 'paid', word: 'CHARGED', orderId: 'A1', amount: '3.00' }
 * ```
 */
export function readOrderStatus(answer: unknown): StatusReading {
  if (typeof answer !== 'object' || answer === null) return { means: 'open', word: '' };
  const field = (...names: string[]): unknown => {
    const own = names.find((name) => Object.hasOwn(answer, name));
    return own === undefined ? undefined : Reflect.get(answer, own);
  };
  const word = wireWord(field('status'));
  const means = Object.hasOwn(SERVER_WORDS, word) ? SERVER_WORDS[word] : undefined;
  return {
    means: means ?? 'open',
    word,
    orderId: textOf(field('orderId', 'order_id')),
    amount: readAmount(field('amount')),
    txnUuid: textOf(field('txnUuid', 'txn_uuid')),
    mandate: wireWord(field('mandateStatus', 'mandate_status')) || undefined,
  };
}

/**
 * Draws the verdict from everything known. The server decides; the SDK's word alone counts only
 * where the server says nothing. A late success always wins.
 *
 * @example
 * ```ts
 * decide({ orderId: 'A1', amount: '2.00', foreignTxns: [], attempts: 1, report, reading });
 * ```
 */
export function decide(facts: Facts): Verdict {
  const { report, reading } = facts;
  if (reading === undefined) return decideAlone(report);
  // What does not name the order confirms nothing about it.
  if (reading.orderId !== facts.orderId) return { is: 'open' };
  switch (reading.means) {
    case 'paid':
      return confirmsAmount(facts, reading) ? { is: 'paid', verified: true } : { is: 'mismatch' };
    case 'refunded':
      return { is: 'refunded' };
    case 'failed':
      return decideFailed(facts, reading);
    case 'untouched':
      // Only the SDK's own "not paid" makes "no transaction" an end: otherwise it may still start.
      return report?.means === 'notPaid' ? notPaid(report.outcome) : { is: 'open' };
    case 'open':
      return { is: 'open' };
  }
}

function decideAlone(report: Report | undefined): Verdict {
  if (report?.means === 'paid' && report.certain) return { is: 'paid', verified: false };
  if (report?.means === 'notPaid' && report.certain) return notPaid(report.outcome);
  return { is: 'open' };
}

function decideFailed(facts: Facts, reading: StatusReading): Verdict {
  if (facts.report?.means === 'paid') return { is: 'open' };
  if (facts.report?.means === 'notPaid') return notPaid(facts.report.outcome);
  return saysOfThisAttempt(facts, reading) ? notPaid('failure') : { is: 'open' };
}

/**
 * Whether the server knows of no transaction of this attempt: of none at all, or only of the failure
 * of an earlier attempt. Its knowledge may lag, so that is believed only when it says so twice.
 *
 * @example
 * ```ts
 * isUnaware({ foreignTxns: [], attempts: 1 }, { means: 'untouched', word: 'NEW' }); // true
 * ```
 */
export function isUnaware(
  facts: Pick<Facts, 'foreignTxns' | 'attempts'>,
  reading: StatusReading,
): boolean {
  if (reading.means === 'untouched') return true;
  return reading.means === 'failed' && !saysOfThisAttempt(facts, reading);
}

/** A failed status may still be the one of an earlier attempt for the same order. */
function saysOfThisAttempt(
  facts: Pick<Facts, 'foreignTxns' | 'attempts'>,
  reading: StatusReading,
): boolean {
  if (reading.txnUuid !== undefined) return !facts.foreignTxns.includes(reading.txnUuid);
  return facts.attempts <= 1;
}

function confirmsAmount(facts: Facts, reading: StatusReading): boolean {
  return facts.amount === undefined || sameAmount(facts.amount, reading.amount);
}

function notPaid(outcome: Outcome): Verdict {
  return { is: 'notPaid', outcome };
}

function wireWord(value: unknown): string {
  return typeof value === 'string'
    ? value
        .trim()
        .toUpperCase()
        .replaceAll(/[\s-]+/g, '_')
    : '';
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
