import { toBase64Url } from '../../adapters/simulator/base64url.js';
import type { Asked } from './asked.js';
import { Refusal } from './refusal.js';

/** The value of `Authorization` for a user and a password, in UTF-8. */
export function basic(user: string, password: string): string {
  const digits = toBase64Url(`${user}:${password}`).replaceAll('-', '+').replaceAll('_', '/');
  return `Basic ${digits.padEnd(Math.ceil(digits.length / 4) * 4, '=')}`;
}

/** Refuses what does not name the merchant and its key: both letter for letter. */
export function checkCredentials(asked: Asked, merchantId: string, apiKey: string): void {
  const [scheme, credentials, ...rest] = (asked.header('authorization') ?? '').split(' ');
  const expected = basic(apiKey, '').slice('Basic '.length);
  const isKnown = scheme?.toLowerCase() === 'basic' && credentials === expected;
  if (!isKnown || rest.length > 0 || asked.header('x-merchantid') !== merchantId) {
    throw new Refusal(401, 'access_denied', 'Invalid authentication.');
  }
}
