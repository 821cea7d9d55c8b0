import * as z from 'zod/mini';
import { check, issueCode } from '../check.js';
import type { Checked } from '../issues.js';

/** Rupees as the library takes them: see {@link parseAmount}. */
export const amount = z
  .string(issueCode('amount.format'))
  .check(
    z.regex(/^(?:0|[1-9]\d{0,11})\.\d\d$/, { error: 'amount.format', abort: true }),
    z.regex(/^[1-9]/, 'amount.minimum'),
  );

/**
 * Reads an amount somebody asks to pay. Strict: rupees as a decimal string with exactly two
 * decimals, at least `"1.00"`.
 *
 * Issues: `amount.format`, `amount.minimum`, `required`.
 */
export function parseAmount(text: unknown): Checked<string> {
  return check(amount, text, 'amount');
}

/**
 * Reads an amount some server printed: `"3.0"`, `"100"`, `10000`. Answers rupees with two
 * decimals; `undefined` when it is no amount or has more than two decimals that count.
 */
export function readAmount(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const parts = /^\s*0*(\d{1,15})(?:\.(\d{1,2})0*)?\s*$/.exec(String(value));
  const rupees = parts?.[1];
  return rupees === undefined ? undefined : `${rupees}.${(parts?.[2] ?? '').padEnd(2, '0')}`;
}

/**
 * Whether two printed amounts are the same money, to the paisa. Two unreadable amounts are never
 * the same.
 */
export function sameAmount(a: unknown, b: unknown): boolean {
  const left = readAmount(a);
  return left !== undefined && left === readAmount(b);
}
