import { isObject } from '../../core/protocol/read.js';

/**
 * A copy of what the app sent, for a command or a call that is taken later: what the app changes
 * meanwhile is not what it sent. What cannot be copied stays as it is, and is rejected with the command.
 */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  try {
    return copied(value);
  } catch {
    // It holds itself, or a getter threw.
    return value;
  }
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (!isObject(value) || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copied(part)]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
