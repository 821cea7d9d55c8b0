import type * as z from 'zod/mini';
import { check, issue } from '../../../core/protocol/check.js';
import type { Issue } from '../../../core/protocol/index.js';
import { JuspayError } from './juspay-error.js';

/** A copy of an input that its schema takes; throws a `JuspayError` for any other. */
export function checkInput<T>(schema: z.ZodMiniType<T>, input: unknown, at = ''): T {
  const checked = attempt(schema, input, at);
  if (checked.ok) return checked.value;
  throw refused(checked.issues);
}

/** An input that is not sent. */
export function refused(fields: readonly Issue[]): JuspayError {
  return new JuspayError({ reason: 'invalid', fields, message: 'Nothing was sent.' });
}

function attempt<T>(schema: z.ZodMiniType<T>, input: unknown, at: string) {
  try {
    return check(schema, input, at);
  } catch {
    // A getter or a proxy threw.
    return { ok: false, issues: [issue(at, 'object')] } as const;
  }
}
