import * as z from 'zod/mini';
import type { OrderRecord } from '../../machines/order.js';
import { sealed, unsealed } from './seal.js';

export const orderKind = z.enum(['pay', 'mandate', 'checkout']);
export const mandateState = z.object({ status: z.enum(['pending', 'active', 'failed', 'ended']) });

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
  paid: z.optional(z.enum(['reported', 'confirmed'])),
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
});

/** An order as it is printed: no account, no address, no text from outside. */
export function sealedOrder(order: OrderRecord): object {
  const { mandate } = order;
  // What is needed to find the order out comes first: a text that was cut has lost its end.
  const fields = {
    orderId: order.orderId,
    kind: order.kind,
    amount: order.amount,
    attempts: order.attempts,
    settled: order.settled,
    attemptId: order.attemptId,
    requestId: order.requestId,
    earlierRequestIds: order.earlierRequestIds,
    foreignTxns: order.foreignTxns,
    foreignUnknown: order.foreignUnknown,
    sdkTxnUuid: order.sdkTxnUuid,
    paid: order.paid,
    neverSent: order.neverSent,
    txnUuid: order.txnUuid,
    reported: order.reported,
    status: order.status,
    code: order.code,
    verified: order.verified,
    at: order.at,
    updatedAt: order.updatedAt,
    mandate: mandate === undefined ? undefined : { status: mandate.status },
  } satisfies Record<Exclude<keyof OrderRecord, 'account' | 'problem'>, unknown>;
  return sealed(fields);
}

/** The order of a sealed entry; `undefined` when it is damaged or contradicts itself. */
export function readSealedOrder(entry: unknown): OrderRecord | undefined {
  const read = z.safeParse(storedOrder, unsealed(entry));
  if (!read.success) return undefined;
  const { settled, status } = read.data;
  return settled && !FINAL.some((word) => word === status) ? undefined : read.data;
}
