import * as z from 'zod/mini';
import type { JuspayObject } from '../../../core/ports/backend.js';
import { issue, strictCode } from '../../../core/protocol/check.js';
import { checkInput, refused } from './check-input.js';
import { customerId, id } from './inputs.js';
import { JuspayError } from './juspay-error.js';
import type { Settings } from './options.js';
import { objectIn } from './read-answer.js';
import { type Request, send } from './send.js';

/**
 * What may go along with a read of an order.
 *
 * @example
 * ```ts
 * const options: OrderStatusOptions = { customerId: 'abcde12345', signal: AbortSignal.timeout(5_000) };
 * ```
 */
export interface OrderStatusOptions {
  /** As in the order's session. */
  readonly customerId?: string | undefined;
  /** Ends the call, retries and all. */
  readonly signal?: AbortSignal | undefined;
}

const statusOptions = z.strictObject(
  { customerId: z.optional(customerId), signal: z.optional(z.unknown()) },
  strictCode('object'),
);

export async function orderStatus(
  settings: Settings,
  orderId: unknown,
  options: unknown = {},
): Promise<JuspayObject> {
  const asked = checkInput(id, orderId, 'orderId');
  const { customerId: customer, signal } = checkInput(statusOptions, options, 'options');
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw refused([issue('options.signal', 'invalid')]);
  }
  const request: Request = {
    method: 'GET',
    path: `/orders/${encodeURIComponent(asked)}`,
    customerId: customer,
    isRepeatable: true,
    signal,
  };
  try {
    const answer = await send(settings, request);
    return objectIn(answer, request, { field: 'orderId', id: asked, isNeeded: true });
  } catch (error) {
    // Juspay says so itself: a page that is merely not there is another error.
    const isUnknown = error instanceof JuspayError && error.reason === 'notFound';
    if (isUnknown) return { order_id: asked, status: 'NOT_FOUND' };
    throw error;
  }
}
