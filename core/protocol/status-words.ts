/** What a word of Juspay's server says about money; `open` for any other. */
export type MoneyStatus = 'paid' | 'failed' | 'untouched' | 'refunded' | 'underway' | 'open';

const WORDS: Readonly<Record<string, MoneyStatus>> = {
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
  STARTED: 'underway',
  PENDING: 'underway',
  PENDING_VBV: 'underway',
  PENDING_AUTHENTICATION: 'underway',
  VBV_SUCCESSFUL: 'underway',
  AUTHORIZING: 'underway',
  AUTHORIZED: 'underway',
  CAPTURE_INITIATED: 'underway',
  CAPTURE_FAILED: 'underway',
  VOID_INITIATED: 'underway',
  VOID_FAILED: 'underway',
  TO_BE_CHARGED: 'underway',
  PARTIAL_CHARGED: 'underway',
};

/** What the word of an order or of a transaction means. */
export function moneyStatusOf(
  /** In capitals. */
  word: string,
): MoneyStatus {
  return (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined) ?? 'open';
}
