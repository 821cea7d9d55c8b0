import * as z from 'zod/mini';
import { type OrderRecord, withoutDispute } from '../../core/model/order.js';
import { readJson } from '../../core/model/read-json.js';
import { checked, withChecksum } from './checksum.js';

/** The version that is written. What a newer one says is not guessed at. */
export const STORED_VERSION = 3;

export const orderKind = z.enum(['pay', 'mandate', 'checkout']);
export const mandateState = z.object({
  status: z.enum(['pending', 'active', 'failed', 'ended']),
  confirmed: z.optional(z.literal(true)),
  over: z.optional(z.literal(true)),
});
export const refundState = z.object({
  status: z.enum(['pending', 'success', 'failure']),
  amount: z.optional(z.string()),
  count: z.int().check(z.minimum(0)),
});
export const paidWord = z.enum(['reported', 'confirmed']);

const FINAL = [
  'success',
  'failure',
  'payFailure',
  'backPress',
  'userAborted',
  'refunded',
  'unresolved',
] as const;

const outcome = z.enum(['success', 'pending', 'failure', 'payFailure', 'backPress', 'userAborted']);

const storedOrder = z.object({
  orderId: z.string().check(z.minLength(1)),
  kind: orderKind,
  amount: z.optional(z.string()),
  attempts: z.int().check(z.minimum(1)),
  attemptId: z.string(),
  requestId: z.string(),
  earlierRequestIds: z.array(z.string()),
  foreignTxns: z.array(z.string()),
  foreignUnknown: z.boolean(),
  sdkTxnUuid: z.optional(z.string()),
  paid: z.optional(paidWord),
  neverSent: z.optional(z.literal(true)),
  txnUuid: z.optional(z.string()),
  reported: z.optional(outcome),
  status: z.enum(['authorizing', 'submitted', 'pending', ...FINAL]),
  code: z.optional(z.string()),
  verified: z.boolean(),
  settled: z.boolean(),
  at: z.number(),
  updatedAt: z.number(),
  mandate: z.optional(mandateState),
  refund: z.optional(refundState),
});

const version = z.object({ version: z.literal(STORED_VERSION) });

/** The text of an order: no account, no address, no text from outside. */
export function printOrder(order: OrderRecord): string {
  const { mandate, refund } = order;
  // What is needed to find the order out comes first: a text that was cut has lost its end.
  const fields = {
    orderId: order.orderId,
    kind: order.kind,
    amount: order.amount,
    attempts: order.attempts,
    settled: order.settled,
    paid: order.paid,
    sdkTxnUuid: order.sdkTxnUuid,
    attemptId: order.attemptId,
    requestId: order.requestId,
    earlierRequestIds: order.earlierRequestIds,
    foreignTxns: order.foreignTxns,
    foreignUnknown: order.foreignUnknown,
    txnUuid: order.txnUuid,
    neverSent: order.neverSent,
    reported: order.reported,
    status: order.status,
    code: order.code,
    verified: order.verified,
    at: order.at,
    updatedAt: order.updatedAt,
    mandate: mandate && {
      status: mandate.status,
      confirmed: mandate.confirmed,
      over: mandate.over,
    },
    refund: refund && { status: refund.status, amount: refund.amount, count: refund.count },
  } satisfies Record<Exclude<keyof OrderRecord, 'account' | 'problem'>, unknown>;
  // Said twice, so that damage to one of them is seen.
  const { amount: amountAgain } = order;
  return JSON.stringify(withChecksum({ version: STORED_VERSION, ...fields, amountAgain }));
}

/** The order of such a text; `undefined` when there is none, or it is damaged, or of another version. */
export function parseOrder(text: string | undefined): OrderRecord | undefined {
  const fields = checked(readJson(text));
  return z.safeParse(version, fields).success ? readOrder(fields) : undefined;
}

/** The order of these fields; `undefined` when something is missing or contradicts itself. */
export function readOrder(fields: unknown): OrderRecord | undefined {
  const read = z.safeParse(storedOrder, fields);
  if (!read.success) return undefined;
  const { settled, status } = read.data;
  if (settled && !FINAL.some((word) => word === status)) return undefined;
  return withoutDispute(read.data);
}

/** What tells two texts of one order apart: its checksum. */
export function markOf(text: string): string {
  return /"check":"([0-9a-f]{8})"\}$/.exec(text)?.[1] ?? '';
}
