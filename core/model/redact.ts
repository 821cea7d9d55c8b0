import type { ServerStatus } from '../protocol/index.js';
import { digest } from './digest.js';

/** A uuid v4 is random all through: what looks like a number in it is chance. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** What may be somebody's, or a key to something, anywhere in an id. No lookbehind: old Safaris. */
const PERSONAL: readonly RegExp[] = [
  // Nothing but digits: an OTP, a card, a phone, an account.
  /^(?:[-_. ]*\d){4,}[-_. ]*$/,
  // A mobile number of India, with or without its prefix.
  /(?:^|\D)(?:\+?9[-_. ]*1[-_. ]*|0[-_. ]*)?[6-9](?:[-_. ]*\d){9}(?!\d)/,
  // A card, in groups of four or in one piece of its own.
  /(?:^|\D)(?:\d{4}[-_. ]){3}\d{1,7}(?!\d)/,
  /(?:^|[-_. ])\d{15,19}(?:$|[-_. ])/,
  /(?:^|[^a-z])otp[-_. ]*\d{4,8}(?!\d)/i,
  // Keys: a JWS, a client auth token, an API key.
  /(?:^|[^A-Za-z0-9])eyJ/,
  /(?:^|[^a-z0-9])(?:(?:tkn|tk|sk|pk)_|bearer)/i,
];

/** Whether a text may be somebody's number, or a key. */
export function mayBePersonal(text: string): boolean {
  return !UUID.test(text) && PERSONAL.some((pattern) => pattern.test(text));
}

/** A code of the SDK or the rails: short, and never a number somebody could be known by. */
export function safeCode(code: string | undefined): string | undefined {
  if (code === undefined || !/^[A-Za-z0-9_-]{1,40}$/.test(code)) return undefined;
  return /\d{6}/.test(code) || mayBePersonal(code) ? undefined : code;
}

/** An id that the SDK or a server made: no address, and nothing that somebody could be known by. */
export function safeId(id: string | undefined): string | undefined {
  if (id === undefined || !/^[\w-]{1,64}$/.test(id)) return undefined;
  return mayBePersonal(id) ? undefined : id;
}

/** What stands for the id of a transaction that is not safe to keep. */
const HIDDEN = /^hidden-[0-9a-f]{4}$/;

/**
 * The id of a transaction, or what stands for it: two of them are still told apart, and 16 bits of
 * a digest say nothing about anybody.
 */
export function safeTxn(id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  return safeId(id) ?? `hidden-${digest(id).slice(0, 4)}`;
}

/** The id as it may be shown: what stands for one is of no use to anybody. */
export function shownTxn(id: string | undefined): string | undefined {
  return id !== undefined && HIDDEN.test(id) ? undefined : id;
}

/** What the server said; its ids and words are safe to keep. */
export function safeServerStatus(serverStatus: ServerStatus): ServerStatus {
  const { mandate, txns, txnUuid, word } = serverStatus;
  return {
    ...serverStatus,
    word: word === '' ? word : safeWord(word),
    txnUuid: safeTxn(txnUuid),
    ...(txns === undefined
      ? {}
      : { txns: txns.map((txn) => ({ ...txn, txnUuid: safeTxn(txn.txnUuid) })) }),
    mandate: mandate === undefined ? undefined : safeWord(mandate),
  };
}

/** A word of a server; of one that is no word, only that it is none we know. */
function safeWord(word: string): string {
  return safeCode(word) ?? 'UNKNOWN';
}
