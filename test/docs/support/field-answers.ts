import type { JsonObject } from '../../../src/protocol/read.js';
import { NOW } from './field-world.js';

/** A value of a field, and another one. */
export type Pair = readonly [string, string];

/** Two values of a field that mean something else each; any other field has two texts. */
const VALUES: Readonly<Record<string, Pair>> = {
  allowedAccountTypes: ['Savings', 'Current'],
  amount: ['10.0', '20.0'],
  amountRule: ['EXACT', 'MAX'],
  atmPinLength: ['4', '6'],
  blockFund: ['true', 'false'],
  deviceFingerPrint: ['a-finger-print-0001', 'a-finger-print-0002'],
  expiry: ['2026-01-06T10:00:00+05:30', '2026-01-07T10:00:00+05:30'],
  expiryTimestamp: [String(NOW + 20_000), String(NOW + 30_000)],
  gatewayResponseCode: ['00', '01'],
  initiatedBy: ['PAYER', 'PAYEE'],
  isDefault: ['true', 'false'],
  isDeviceActivated: ['true', 'false'],
  isDeviceBound: ['true', 'false'],
  isInitialTopUpDone: ['true', 'topup_txn_pending'],
  isPrimary: ['true', 'false'],
  mandateTimestamp: ['2026-01-05T10:00:00+05:30', '2026-01-05T11:00:00+05:30'],
  mpinLength: ['4', '6'],
  mpinSet: ['true', 'false'],
  orderId: ['A1', 'A2'],
  order_id: ['A1', 'A2'],
  otpLength: ['4', '6'],
  payerRevocable: ['true', 'false'],
  payerVpa: ['asha@upf', 'bina@upf'],
  recurrencePattern: ['weekly', 'monthly'],
  recurrenceValue: ['2', '3'],
  referenceId: ['ref-1', 'ref-2'],
  role: ['PAYER', 'PAYEE'],
  shareToPayee: ['true', 'false'],
  txnUuid: ['moz1', 'moz2'],
  type: ['Savings', 'Current||LITE'],
  upiNumber: ['12345678', '87654321'],
  upiNumberStatus: ['Active', 'Deleted'],
};

/** What stands in a field, with a blank on either side: what was read has none. */
export function wireValue(path: string, isOther: boolean, own: Readonly<Record<string, Pair>>) {
  const name = path.split('.').at(-1) ?? '';
  const pair = own[path] ?? VALUES[name] ?? [`${name} one`, `${name} two`];
  const value = ` ${pair[isOther ? 1 : 0]} `;
  return name === 'allowedAccountTypes' ? [value] : value;
}

/** Of each two, an answer has one: they are two spellings of one field. */
const SPELLINGS = [
  ['vpaAccounts[].account', 'vpaAccounts[].accounts'],
  ['orderId', 'order_id'],
] as const;

const isWithin = (path: string, whole: string): boolean =>
  path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[]`);

/** Whether a field holds no others. */
export function isLeaf(path: string, paths: readonly string[]): boolean {
  return !paths.some((other) => other !== path && isWithin(other, path));
}

/**
 * Two answers with a value in every field. They differ in one: it has its other value, or, where it
 * holds others, is not there.
 */
export function answersAround(
  path: string,
  paths: readonly string[],
  own: Readonly<Record<string, Pair>>,
): readonly [JsonObject, JsonObject] {
  const rivals = SPELLINGS.map(([one, other]) => (isWithin(path, other) ? one : other));
  const leaves = paths.filter(
    (leaf) => isLeaf(leaf, paths) && !rivals.some((rival) => isWithin(leaf, rival)),
  );
  const isMine = (leaf: string) => isWithin(leaf, path);
  const kept = isLeaf(path, paths) ? leaves : leaves.filter((leaf) => !isMine(leaf));
  return [
    answerOf(leaves, (leaf) => wireValue(leaf, false, own)),
    answerOf(kept, (leaf) => wireValue(leaf, isMine(leaf), own)),
  ];
}

function answerOf(leaves: readonly string[], value: (leaf: string) => unknown): JsonObject {
  const answer: Record<string, unknown> = {};
  for (const leaf of leaves) put(answer, leaf.split('.'), value(leaf));
  return answer;
}

function put(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [part = '', ...rest] = path;
  const key = part.replace('[]', '');
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inside = insideOf(into[key]);
  put(inside, rest, value);
  into[key] = part.endsWith('[]') ? [inside] : inside;
}

/** The object at a key, or the one entry of the list there. */
function insideOf(value: unknown): Record<string, unknown> {
  const [object] = Array.isArray(value) ? value : [value];
  return { ...Object(object) };
}
