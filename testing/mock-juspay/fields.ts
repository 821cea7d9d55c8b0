import type { JsonObject } from '../../adapters/simulator/json.js';
import { isAmount, toPaise } from '../../adapters/simulator/money.js';
import { invalid, missing } from './refusal.js';

/** A text of a body; `undefined` when it is not there, as `null` and `""` count. */
export function optional(body: JsonObject, field: string): string | undefined {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(field, 'must be a string.');
  return value;
}

/** A text of a body that has to be there. */
export function required(body: JsonObject, field: string): string {
  const value = optional(body, field);
  if (value === undefined) throw missing(field);
  return value;
}

/** Rupees: a string with at most two decimals, at least one rupee. */
export function amountAt(body: JsonObject, field: string): string {
  const text = checkedAmount(required(body, field), field);
  if (toPaise(text) < 100) throw invalid(field, 'must be at least 1.');
  return text;
}

/** Rupees that may be printed as they like, `"50.00"`, `"50"` or 50, and be less than one. */
export function looseAmountAt(body: JsonObject, field: string): string | undefined {
  const value = body[field];
  const text = typeof value === 'number' ? String(value) : optional(body, field);
  return text === undefined ? undefined : checkedAmount(text, field);
}

function checkedAmount(text: string, field: string): string {
  if (!isAmount(text)) throw invalid(field, 'must be rupees with at most two decimals.');
  return text;
}

/** One of some words. */
export function wordAt<Word extends string>(
  body: JsonObject,
  field: string,
  words: readonly Word[],
): Word | undefined {
  const value = optional(body, field);
  if (value === undefined) return undefined;
  const word = words.find((one) => one === value);
  if (word === undefined) throw invalid(field, `must be one of ${words.join(', ')}.`);
  return word;
}

/** An instant in epoch seconds, as ten digits; answers epoch milliseconds. */
export function secondsAt(body: JsonObject, ...fields: readonly string[]): number | undefined {
  for (const field of fields) {
    const value = body[field];
    const text = typeof value === 'number' ? String(value) : optional(body, field);
    if (text === undefined) continue;
    if (!/^\d{10}$/.test(text)) throw invalid(field, 'must be a UNIX EPOCH time in seconds.');
    return Number(text) * 1_000;
  }
  return undefined;
}

/** A flag: `true`, `"true"`, or their opposites. */
export function flagAt(body: JsonObject, field: string): boolean | undefined {
  const value = body[field];
  if (typeof value === 'boolean') return value;
  const word = wordAt(body, field, ['true', 'false']);
  return word === undefined ? undefined : word === 'true';
}

/** The order id of a body: letters, digits, hyphens and underscores, fewer than 21. */
export function orderIdAt(body: JsonObject, field: string): string {
  const orderId = required(body, field);
  if (!/^[A-Za-z0-9_-]{1,20}$/.test(orderId)) {
    throw invalid(field, 'must be alphanumeric with fewer than 21 characters.');
  }
  return orderId;
}
