import * as z from 'zod/mini';
import {
  type Checked,
  type Issue,
  isTidy,
  type JsonObject,
  LIMITS,
} from '../../core/protocol/index.js';

/** The id of something that the SDK or the app named. */
export function id(most: number) {
  return z.string().check(
    z.regex(/\S/),
    z.refine((text) => isTidy(text, most)),
  );
}

const A_STRING = `a string of at most ${LIMITS.reference} characters`;

/** What belongs into a field of a command. */
const HINTS: Readonly<Record<string, string>> = {
  type: 'Expected one of the command names listed under UpiCommand.',
  simId: `Expected the simId of a listed SIM, ${A_STRING}.`,
  mobileNumber: 'Expected 10 digits, or 12 starting with 91, as a string: no plus, no blanks.',
  bankCode: `Expected the bankCode of a listed bank, ${A_STRING}.`,
  referenceIds: `Expected an array with 1 to ${LIMITS.list} referenceIds of listed accounts.`,
  referenceId: `Expected the referenceId of a linked account, ${A_STRING}.`,
  vpa: `Expected an address such as name@psp, of at most ${LIMITS.vpa} characters.`,
  cardLastSix: 'Expected the last six digits of the debit card, as a string.',
  cardExpiry: 'Expected the expiry of the debit card as MMYY.',
  orderId: `Expected an order id, a string of at most ${LIMITS.id} characters.`,
  newId: 'newId must return a new uuid v4, a string.',
  'status.orderId': 'Expected the status of the same order.',
  status:
    'Expected an order status, a transaction, a mandate or a refund as Juspay prints them, or a webhook with one.',
};

/** Reads the fields of a command by a schema, and makes its event of them. */
export function readFields<T, E>(schema: z.ZodMiniType<T>, event: (read: T) => E) {
  return (command: JsonObject): Checked<E> => {
    const read = z.safeParse(schema, command);
    if (read.success) return { ok: true, value: event(read.data) };
    return invalidFields(...new Set(read.error.issues.map((issue) => String(issue.path[0]))));
  };
}

/** Names the fields that are not as they should be, and what belongs there. */
export function invalidFields(...paths: readonly string[]): Checked<never> {
  return { ok: false, issues: paths.map(issueAt) };
}

/** The same for one field, in words of its own. */
export function invalidField(path: string, message: string): Checked<never> {
  return { ok: false, issues: [{ path, code: `command.${path}`, message }] };
}

function issueAt(path: string): Issue {
  return { path, code: `command.${path}`, message: HINTS[path] ?? 'Not as expected.' };
}
