import type { Authority } from './authentication.js';
import { isoSeconds } from './instants.js';
import type { JsonObject } from './json.js';
import type { LedgerBook } from './ledger.js';
import { isAmount, toPaise, toRupees, toShort } from './money.js';
import type { Random } from './random.js';
import type { Settings } from './settings.js';

/**
 * What a session is created from: the request of a session in docs/protocol.md, in short.
 *
 * @example
 * ```ts
 * const request: SessionRequest = { orderId: 'order1', amount: '3.00', tpv: true };
 * ```
 */
export interface SessionRequest {
  readonly orderId: string;
  /** Rupees, at most two decimals. */
  readonly amount: string;
  /** Default the merchant's customer of the simulator. */
  readonly customerId?: string | undefined;
  readonly customerPhone?: string | undefined;
  readonly customerEmail?: string | undefined;
  /** Whether the money must come from an account named by the merchant. */
  readonly tpv?: boolean | undefined;
  /** Dates in epoch seconds, as the session API wants them. */
  readonly mandate?:
    | {
        readonly maxAmount: string;
        readonly startDate: number;
        readonly endDate: number;
        readonly create?: 'REQUIRED' | 'OPTIONAL' | undefined;
      }
    | undefined;
}

/**
 * The answer of the session API; `sdk_payload` goes to `process` as it is.
 *
 * @example
 * ```ts
 * simulator.sdk.process(simulator.server.session({ orderId: 'o1', amount: '3.00' }).sdk_payload);
 * ```
 */
export interface SessionResponse {
  readonly status: 'NEW';
  readonly id: string;
  readonly order_id: string;
  readonly payment_links: { readonly web: string; readonly expiry: string | null };
  readonly sdk_payload: {
    readonly requestId: string;
    readonly service: 'in.juspay.hyperpay';
    readonly payload: Readonly<JsonObject>;
  };
}

/** Creates the session API: each call notes an order and issues a token that pays it. */
export function createSessionApi(parts: {
  readonly settings: Settings;
  readonly random: Random;
  readonly ledger: LedgerBook;
  readonly authority: Authority;
}): (request: SessionRequest) => SessionResponse {
  const { settings, random, ledger, authority } = parts;
  return (request) => {
    const { orderId, amount, mandate } = request;
    if (!isAmount(amount)) {
      throw new RangeError(
        `session: "${amount}" is no amount. It must be rupees with at most two decimals.`,
      );
    }
    const { merchantId, clientId } = settings.merchant;
    const customerId = request.customerId ?? settings.merchant.customerId;
    ledger.open(orderId, toRupees(toPaise(amount)));
    const claims: JsonObject = {
      merchant_id: merchantId,
      customer_id: customerId,
      order_id: orderId,
      amount,
      ...(mandate !== undefined && { 'options.create_mandate': mandate.create ?? 'REQUIRED' }),
    };
    const { token, expiresAt } = authority.issueToken(claims);
    const id = `ordeh_${random.hex(11)}`;
    return {
      status: 'NEW',
      id,
      order_id: orderId,
      payment_links: { web: `https://sandbox.juspay.in/orders/${id}/payment-page`, expiry: null },
      sdk_payload: {
        requestId: random.hex(15),
        service: 'in.juspay.hyperpay',
        payload: {
          clientId,
          amount: toShort(amount),
          merchantId,
          clientAuthToken: token,
          clientAuthTokenExpiry: isoSeconds(expiresAt),
          environment: 'sandbox',
          action: 'paymentPage',
          customerId,
          currency: 'INR',
          customerPhone: request.customerPhone ?? '9876543210',
          customerEmail: request.customerEmail ?? 'test@example.com',
          orderId,
          ...(request.tpv === true && { orderType: 'TPV_PAYMENT' }),
          ...(mandate !== undefined && {
            'options.createMandate': mandate.create ?? 'REQUIRED',
            'mandate.maxAmount': mandate.maxAmount,
            'mandate.startDate': String(mandate.startDate),
            'mandate.endDate': String(mandate.endDate),
          }),
        },
      },
    };
  };
}
