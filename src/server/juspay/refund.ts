import * as z from 'zod/mini';
import type { JuspayObject } from '../../../core/ports/backend.js';
import { strictCode } from '../../../core/protocol/check.js';
import { isSameOrder, sameAmount } from '../../../core/protocol/index.js';
import { isObject, objectsAt, textAt } from '../../../core/protocol/read.js';
import { readRefund } from '../../../core/protocol/refunds.js';
import { amount } from '../../../core/protocol/requests/amount.js';
import { checkInput } from './check-input.js';
import { customerId, id } from './inputs.js';
import type { Settings } from './options.js';
import { type Asked, differing, objectIn } from './read-answer.js';
import { type Answer, type Request, send } from './send.js';

/**
 * Money of a paid order that goes back: all of it, or a part.
 *
 * @example
 * ```ts
 * const request: RefundRequest = { orderId: 'A1', uniqueRequestId: 'A1-r1', amount: '50.00' };
 * ```
 */
export interface RefundRequest {
  readonly orderId: string;
  /** As in the order's session. */
  readonly customerId?: string | undefined;
  /** Yours, one per refund: Juspay gives the money of one id back once. At most 64 characters. */
  readonly uniqueRequestId: string;
  /** Rupees with exactly two decimals, at least `"1.00"`. */
  readonly amount: string;
}

/**
 * How a refund stands.
 *
 * @example
 * ```ts
 * const { status } = await juspay.refund(request);
 * if (status === 'pending') await askAgainTomorrow(request.orderId);
 * ```
 */
export interface Refund {
  readonly orderId: string;
  readonly uniqueRequestId: string;
  /** `pending` until Juspay says `success` or `failure` of this very refund. */
  readonly status: 'pending' | 'success' | 'failure';
  /** Rupees with two decimals; absent when Juspay names none. */
  readonly amount?: string;
  /** What Juspay answered, as it came: the order, with all of its refunds. */
  readonly answer: JuspayObject;
}

const refundRequest = z.strictObject(
  { orderId: id, customerId: z.optional(customerId), uniqueRequestId: id, amount },
  strictCode('object'),
);

export async function refund(settings: Settings, input: unknown): Promise<Refund> {
  const asked = checkInput<RefundRequest>(refundRequest, input);
  const request: Request = {
    method: 'POST',
    path: `/orders/${encodeURIComponent(asked.orderId)}/refunds`,
    form: { unique_request_id: asked.uniqueRequestId, amount: asked.amount },
    customerId: asked.customerId,
    isRepeatable: true,
  };
  return readAnswer(await send(settings, request), request, asked);
}

function readAnswer(
  answered: Answer,
  request: Request,
  { amount: whole, orderId, uniqueRequestId }: RefundRequest,
): Refund {
  const isOwn = (wire: unknown): boolean =>
    isObject(wire) && textAt(wire, 'unique_request_id', 'uniqueRequestId') === uniqueRequestId;
  // A refund's own object need not name its order.
  const asked: Asked = isOwn(answered.body)
    ? { field: 'uniqueRequestId', id: uniqueRequestId, isNeeded: true }
    : { field: 'orderId', id: orderId, isNeeded: true };
  const answer = objectIn(answered, request, asked);
  const named = textAt(answer, 'order_id', 'orderId') ?? orderId;
  if (!isSameOrder(named, orderId)) throw differing(['orderId'], answered.status);
  const own = isOwn(answer) ? answer : objectsAt(answer, 'refunds').find(isOwn);
  const { amount: back, status } = own === undefined ? PENDING : readRefund(own);
  if (back !== undefined && !sameAmount(back, whole)) throw differing(['amount'], answered.status);
  return {
    orderId,
    uniqueRequestId,
    status,
    ...(back === undefined ? {} : { amount: back }),
    answer,
  };
}

/** What is not listed yet is on its way, for all anybody knows. */
const PENDING = { status: 'pending', amount: undefined } as const;
