import * as z from 'zod/mini';
import { type IssueCode, issueCode } from '../check.js';
import { isTidy, LIMITS } from '../limits.js';

/** A text that says something. */
export const nonEmpty = z.string(issueCode('text.empty')).check(z.regex(/\S/, 'text.empty'));

/** A text that says something and has a bound. */
export function bounded(most: number, code: IssueCode) {
  return z.string(issueCode('text.empty')).check(
    z.regex(/\S/, { error: 'text.empty', abort: true }),
    z.refine((text) => isTidy(text, most), code),
  );
}

/** The id of something that the SDK or the dashboard named. */
export const reference = bounded(LIMITS.reference, 'reference.format');

/** An address; who it belongs to is for the SDK to say. */
export const vpa = bounded(LIMITS.vpa, 'vpa.format');

/** A real boolean. */
export const bool = z.boolean(issueCode('flag.type'));

/**
 * Ten digits, or twelve with India's prefix. Juspay's pages print both: each action sends the
 * form of its own page.
 */
export const mobileNumber = z
  .string(issueCode('mobileNumber.format'))
  .check(z.regex(/^(?:91)?\d{10}$/, 'mobileNumber.format'));

/** A mobile number as page 003 prints it. */
export function tenDigits(number: string): string {
  return number.slice(-10);
}

/** A mobile number as pages 001 and 002 ask for it. */
export function twelveDigits(number: string): string {
  return `91${tenDigits(number)}`;
}

/** Free key-value pairs that come back with the answer; on the wire, their JSON text. */
export const udf = z
  .record(z.string(), z.string(issueCode('udf.type')), issueCode('udf.type'))
  .check(z.refine(fitsUdf, 'udf.size'));

function fitsUdf(fields: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(fields);
  return (
    entries.length <= LIMITS.udfFields &&
    entries.every(
      ([name, value]) => name.length <= LIMITS.udfName && value.length <= LIMITS.udfValue,
    )
  );
}

/** At least one id, and not too many. */
export const references = z
  .array(reference, issueCode('list.empty'))
  .check(z.minLength(1, 'list.empty'), z.maxLength(LIMITS.list, 'list.long'));

/** The id of one headless UPI operation: the session token's prefix, then letters and digits. */
export const upiRequestId = z
  .string(issueCode('upiRequestId.format'))
  .check(z.regex(/^[A-Za-z0-9]{1,35}$/, 'upiRequestId.format'));

/** The wire form of `udf`: JSON text, or nothing. */
export function udfText(value: Readonly<Record<string, string>> | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** The wire form of a flag that the samples print as a string. */
export function flagText(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
