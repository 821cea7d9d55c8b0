import type * as z from 'zod/mini';
import { safeParse } from 'zod/mini';
import type { Checked, Issue } from './issues.js';
import { LIMITS } from './limits.js';

const tidy = (most: number): string =>
  `Must be at most ${most} characters, none of them a control character.`;

/** What can be wrong with an input, and what to do about it. A value is never part of it. */
const sentences = {
  required: 'Required and missing.',
  invalid: 'Not of the expected type.',
  object: 'Must be an object.',
  'name.unknown': 'Not a name that is known here; see the type for its spelling.',
  'text.empty': 'Must be a text that is not empty.',
  'flag.type': 'Must be true or false, not a string.',
  'word.unknown': 'Not one of the allowed words; see the type for the list.',
  'udf.type': 'Must be an object of strings. It is sent as its JSON text.',
  'udf.size': `Must have at most ${LIMITS.udfFields} keys of at most ${LIMITS.udfName} characters, each with at most ${LIMITS.udfValue}.`,
  'list.empty': 'Must be a list of texts with at least one entry.',
  'list.long': `Must have at most ${LIMITS.list} entries.`,
  'id.format': tidy(LIMITS.id),
  'reference.format': tidy(LIMITS.reference),
  'vpa.format': tidy(LIMITS.vpa),
  'amount.format':
    'Must be rupees as a decimal string with exactly two decimals, such as "200.00": no sign, no exponent, no leading zeros.',
  'amount.minimum': 'Must be at least "1.00".',
  'orderId.format': 'Must be 1 to 20 letters, digits, hyphens or underscores.',
  'customerId.format': `Must be at most ${LIMITS.reference} letters, digits and signs of ASCII, without blanks; "" is a guest.`,
  'email.format':
    "Must be an address of at most 254 letters, digits and !#$%&'*+-/=?^_.{|}~`@; what is before the @ must not begin or end with _ or a dot.",
  'phone.format': 'Must be 10 digits: no plus, no prefix, no blanks.',
  'personName.format': `Must be at most ${LIMITS.reference} letters, digits, blanks and ().-_ in ASCII.`,
  'url.format':
    'Must be an https address with a host name: no IP address, no query, no fragment, no user or password.',
  'description.format': tidy(LIMITS.description),
  'currency.format': 'Must be three capitals, such as "INR".',
  'bankAccount.one': 'Give accountNumber or accountId, and not both.',
  'accountNumber.format': 'Must be 4 to 35 letters and digits, as text.',
  'mobileNumber.format': 'Must be 10 digits, or 12 starting with 91: no plus, no blanks.',
  'upiRequestId.format':
    'Must be 1 to 35 letters and digits, starting with the prefix of the session token.',
  'cardLastSix.format': 'Must be the last six digits of the debit card.',
  'cardExpiry.format': 'Must be four digits, month before year: MMYY.',
  'timestamp.format': 'Must be epoch milliseconds.',
  'issuingPsp.required':
    'The issuing PSP (YES_BIZ, AXIS_BIZ, ...) is part of a claim of this request: set issuingPsp.',
  'mandate.name': tidy(LIMITS.mandateName),
  'mandate.date': 'Must be epoch milliseconds (13 digits).',
  'mandate.dateSeconds': 'Looks like epoch seconds. Must be epoch milliseconds: multiply by 1000.',
  'mandate.dateOrder': 'Must be after startDate.',
  'mandate.oneTimeWindow': 'A ONETIME mandate is valid for at most 90 days.',
  'mandate.oneTimeEnd':
    'A ONETIME mandate needs an end, at most 90 days after its start: give endDate.',
  'mandate.startDate': 'Must be today in India, or later.',
  'mandate.fixedAmount': 'With amountRule FIXED, maxAmount must equal the amount of the order.',
  'mandate.maxAmount': 'Must not be below the amount of the order.',
  'mandate.blockFunds':
    'A ONETIME mandate always blocks the funds, any other never does: leave it out.',
  'mandate.only': 'Belongs to a mandate: give mandate, too.',
  'code.format': 'Must be 1 to 20 letters, digits or underscores, such as "76" or "P2M_PAY".',
  'mandate.noRule': 'Not allowed with frequency ONETIME, DAILY or ASPRESENTED.',
  'mandate.rulePair': 'ruleType and ruleValue come together: give both or neither.',
  'mandate.ruleValue':
    'Must be a whole number: 1 to 7 (WEEKLY, Monday is 1), 1 to 16 (FORTNIGHTLY), 1 to 31 (MONTHLY and longer).',
  'tpv.empty': 'Give bankCodes, bankAccountHashes or both; without either it is not TPV.',
  'authorization.none':
    'Must hold one authorisation group: merchantKeyId, or clientAuthToken, or protected.',
  'authorization.several':
    'Must hold exactly one group: merchantKeyId with a signature, or clientAuthToken without one, or protected.',
  'authorization.signaturePayload':
    'Must be the very string that was signed, not an object: the signed bytes and the sent string must be the same.',
  'checkout.orderId': 'The payload must name the order: orderId.',
  'checkout.amount': 'The amount in the payload is no amount in rupees above 0.',
  'checkout.json': `Must be plain JSON of at most ${LIMITS.depth} levels: texts, finite numbers, flags, null, lists and objects.`,
  'server.refused': 'Juspay refused this field.',
  'server.differs': 'Juspay answered with another one than was asked for.',
} as const;

/** The stable word of an issue. */
export type IssueCode = keyof typeof sentences;

/** One issue, with the sentence that belongs to its code. */
export function issue(path: string, code: IssueCode): Issue {
  return { path, code, message: sentences[code] };
}

/** A refusal with one issue. */
export function refuse(path: string, code: IssueCode): { ok: false; issues: readonly Issue[] } {
  return { ok: false, issues: [issue(path, code)] };
}

/** Schema parameters that make a failure carry our code; a missing value is always `required`. */
export function issueCode(code: IssueCode): {
  error: (raw: { readonly input?: unknown }) => IssueCode;
} {
  return { error: (raw) => (raw.input === undefined ? 'required' : code) };
}

/** The same for an object that must not have other names: one that is misspelt is never lost. */
export function strictCode(code: IssueCode): {
  error: (raw: { readonly code?: unknown; readonly input?: unknown }) => IssueCode;
} {
  const { error } = issueCode(code);
  return { error: (raw) => (raw.code === 'unrecognized_keys' ? 'name.unknown' : error(raw)) };
}

/** Parses an input with a schema whose messages are issue codes. */
export function check<T>(
  schema: z.ZodMiniType<T>,
  input: unknown,
  /** Where the input sits in a larger one: a dotted path. */
  at = '',
): Checked<T> {
  const parsed = safeParse(schema, input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issues = new Map<string, Issue>();
  for (const raw of parsed.error.issues) {
    for (const path of pathsOf(raw)) {
      const found = issue(pathOf(at, path.map(String)), codeOf(raw.message));
      issues.set(`${found.path} ${found.code}`, found);
    }
  }
  return { ok: false, issues: [...issues.values()] };
}

/** Where it is; a name that is not known is part of it as far as it can be nothing but a name. */
function pathsOf(raw: z.core.$ZodIssue): readonly (readonly PropertyKey[])[] {
  if (raw.code !== 'unrecognized_keys') return [raw.path];
  const names = raw.keys.filter((key) => /^[A-Za-z_]{1,40}$/.test(key));
  return names.length === 0 ? [raw.path] : names.map((name) => [...raw.path, name]);
}

/** The keys of free fields are the app's own: they may hold anything, so none is printed. */
function pathOf(at: string, keys: readonly string[]): string {
  const free = keys.indexOf('udf');
  const known = free < 0 ? keys : keys.slice(0, free + 1);
  return [...(at === '' ? [] : [at]), ...known].join('.');
}

function codeOf(message: string): IssueCode {
  return isCode(message) ? message : 'invalid';
}

function isCode(message: string): message is IssueCode {
  return Object.hasOwn(sentences, message);
}
