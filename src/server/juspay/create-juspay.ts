import type { JuspayObject } from '../../../core/ports/backend.js';
import { createMandates, type Mandates } from './mandates.js';
import { type JuspayOptions, readOptions } from './options.js';
import { type OrderStatusOptions, orderStatus } from './order-status.js';
import { type Refund, type RefundRequest, refund } from './refund.js';
import { send } from './send.js';
import { readSession, type Session } from './session.js';
import { sessionBody } from './session-body.js';
import type { SessionRequest } from './session-request.js';
import { checkSession } from './session-schema.js';

/**
 * Juspay's server API. Every call rejects with a `JuspayError` and nothing else; it shows nothing of
 * the API key when it is printed.
 *
 * @example
 * ```ts
 * const { sdkPayload } = await juspay.createSession(request);
 * const order = await juspay.orderStatus(request.orderId, { customerId: request.customerId });
 * ```
 */
export interface Juspay {
  /**
   * Opens a session. Tried again: the order's id makes it the same session. One that exists with
   * another amount is a `conflict`.
   */
  createSession(request: SessionRequest): Promise<Session>;
  /**
   * Juspay's order status, as it came; it names this order. An order that Juspay does not know is
   * answered as `{ order_id, status: 'NOT_FOUND' }`. A read: tried again.
   */
  orderStatus(orderId: string, options?: OrderStatusOptions): Promise<JuspayObject>;
  /** Gives money back. Tried again: `uniqueRequestId` makes it the same refund. */
  refund(request: RefundRequest): Promise<Refund>;
  readonly mandates: Mandates;
}

/**
 * Makes a client of Juspay's server API. For your server only: an API key never leaves it.
 *
 * What can be repeated is tried again after 0.5, 1, 2, ... seconds, or after as long as Juspay asks
 * for, up to 30 (a longer pause is yours to wait): when the network fails, nothing comes in time, or the status is 408, 425, 429 or 5xx.
 *
 * @throws `TypeError` for a wrong option; it names the option, never its value
 *
 * @example
 * ```ts
 * const juspay = createJuspay({
 *   environment: 'sandbox',
 *   merchantId: 'stock',
 *   apiKey: env.JUSPAY_API_KEY,
 * });
 * ```
 */
export function createJuspay(options: JuspayOptions): Juspay {
  const settings = readOptions(options);
  return {
    async createSession(input) {
      const request = checkSession(input, settings.clock);
      const answer = await send(settings, {
        method: 'POST',
        path: '/session',
        json: sessionBody(request),
        customerId: request.customerId,
        isRepeatable: true,
      });
      return readSession(answer, request);
    },
    orderStatus: async (orderId, statusOptions) => orderStatus(settings, orderId, statusOptions),
    refund: async (request) => refund(settings, request),
    mandates: createMandates(settings),
  };
}
