import type { StatusReading } from './protocol/index.js';

/** What may stay in a text from outside: words, and the codes of SDK and rails. */
const ALLOWED =
  /^(?:\p{L}{1,20}(?:['’-]\p{L}{1,20})?|[A-Z]{1,20}(?:_[A-Z]{1,20}){1,6}|JP_\d{3}|[A-Z]{1,3}\d{1,3})$/u;
const EDGES = /^([("'[]*)(.*?)([)"'\].,:;!?]*)$/su;
const LONGEST = 200;

/**
 * Makes a text from outside safe to show to a developer, by an allow-list: words and codes stay,
 * everything else (numbers, addresses, tokens) is masked.
 *
 * @example
 * ```ts
 * safeText('SMS from 919876543210 not matched'); // 'SMS from • not matched'
 * ```
 */
export function safeText(text: string): string {
  const words = text.split(/\s+/).map((word) => {
    const [, before = '', core = '', after = ''] = EDGES.exec(word) ?? [];
    return core === '' || ALLOWED.test(core) ? word : `${before}•${after}`;
  });
  return words.join(' ').trim().slice(0, LONGEST);
}

/** A code of the SDK or the rails: short, and never a number somebody could be known by. */
export function safeCode(code: string | undefined): string | undefined {
  if (code === undefined || !/^[A-Za-z0-9_-]{1,40}$/.test(code)) return undefined;
  return /\d{6}/.test(code) ? undefined : code;
}

/** An id that the SDK or a server made: no address, and not a bare phone number. */
export function safeId(id: string | undefined): string | undefined {
  if (id === undefined || !/^[\w-]{1,64}$/.test(id)) return undefined;
  return /^\d{10,13}$/.test(id) ? undefined : id;
}

/** A status reading whose ids are safe to keep. */
export function safeReading(reading: StatusReading): StatusReading {
  return { ...reading, txnUuid: safeId(reading.txnUuid) };
}
