import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { issueCode } from '../../../core/protocol/check.js';
import { LIMITS } from '../../../core/protocol/index.js';
import { bounded } from '../../../core/protocol/requests/inputs.js';

/** An id in a path: dots alone would lead elsewhere. */
export const id = bounded(LIMITS.id, 'id.format').check(z.regex(/^(?!\.{1,2}$)/, 'id.format'));

/** A customer's id goes into a header; `''` is a guest. */
export const customerId = z
  .string(issueCode('customerId.format'))
  .check(
    z.maxLength(LIMITS.reference, 'customerId.format'),
    z.regex(/^[\x21-\x7e]*$/, 'customerId.format'),
  );

/** Each label of the domain begins and ends with a letter or a digit. */
const EMAIL =
  /^(?![_.])[A-Za-z0-9!#$%&'*+\-/=?^_.{|}~`]{1,64}(?<![_.])@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]{2,63}$/;

/** What of the general forms of addresses Juspay takes. */
export const email = z
  .string(issueCode('email.format'))
  .check(z.maxLength(254, 'email.format'), z.regex(EMAIL, 'email.format'));

/** Ten digits. */
export const phone = z.string(issueCode('phone.format')).check(z.regex(/^\d{10}$/, 'phone.format'));

/** The name of a person. */
export const personName = z
  .string(issueCode('personName.format'))
  .check(
    z.maxLength(LIMITS.reference, 'personName.format'),
    z.regex(/^(?=.*\S)[A-Za-z0-9 ().\-_]+$/, 'personName.format'),
  );

/** An address that Juspay, or a browser, is sent to. */
export const url = z.string(issueCode('url.format')).check(z.refine(isPublicUrl, 'url.format'));

function isPublicUrl(text: string): boolean {
  // What a parser would quietly repair is refused, and so are a user and a password.
  if (
    text.length > 2_000 ||
    !/^https:\/\/[^\s?#@\\/][^\s?#@\\]*$/i.test(text) ||
    !URL.canParse(text)
  ) {
    return false;
  }
  return isIP(new URL(text).hostname.replace(/^\[|\]$/g, '')) === 0;
}
