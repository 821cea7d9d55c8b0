import type { Backend, OrderStatus } from '../../src/ports.js';
import type { Authority, AuthorizationKind } from './authentication.js';
import { isoSeconds } from './instants.js';
import type { JsonObject } from './json.js';
import type { LedgerBook } from './ledger.js';
import { isAmount, toPaise, toRupees } from './money.js';
import type { Phone } from './phone.js';
import type { Random } from './random.js';
import type { Settings } from './settings.js';
import type { VirtualClock } from './virtual-clock.js';

/** Which of the server's answers a script is about. */
export type ServerOperation = 'authorize' | 'orderStatus';

/**
 * How the server prints amounts: `"200.00"`, `"200.0"` or the number 200.
 */
export type AmountForm = 'twoDecimals' | 'short' | 'number';

/**
 * What a session is created from (the session API of protocol-facts §7.1).
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

/**
 * Scripts the merchant's server.
 *
 * @example
 * ```ts
 * simulator.server.failsNext('authorize', 2);
 * simulator.server.says('order1', { status: 'SOMETHING_NEW' });
 * ```
 */
export interface Server {
  /** Which authentication group `authorize` answers. Default `signature`. */
  authorization: AuthorizationKind;
  amountForm: AmountForm;
  /** The next calls are rejected; `Infinity` for all of them. Default one. */
  failsNext(operation: ServerOperation, times?: number): void;
  /** How long every answer takes from now on, ms; `Infinity` for no answer. Default 150. */
  answersAfter(ms: number): void;
  /** How far order status lags behind the ledger, ms. */
  lag(ms: number): void;
  /** Overrides what order status says about one order; `undefined` ends it. */
  says(orderId: string, answer: Partial<Omit<OrderStatus, 'orderId'>> | undefined): void;
  /** Creates an order and the payload that pays it on the payment page. */
  session(request: SessionRequest): SessionResponse;
  /** Calls that reached the server, in order. */
  readonly calls: readonly {
    readonly at: number;
    readonly operation: ServerOperation;
    readonly about: string;
  }[];
}

/**
 * Creates the merchant's server and the client the app reaches it with.
 *
 * @example
 * ```ts
 * const { backend, server } = createServer({ settings, clock, random, ledger, authority, phone });
 * ```
 */
export function createServer(parts: {
  readonly settings: Settings;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly ledger: LedgerBook;
  readonly authority: Authority;
  readonly phone: Phone;
}): { readonly backend: Backend; readonly server: Server } {
  const { settings, clock, random, ledger, authority, phone } = parts;
  const failures: Record<ServerOperation, number> = { authorize: 0, orderStatus: 0 };
  const overrides = new Map<string, Partial<Omit<OrderStatus, 'orderId'>>>();
  const calls: { at: number; operation: ServerOperation; about: string }[] = [];
  let latency = 150;
  let lag = settings.statusLag;
  let authorization: AuthorizationKind = 'signature';
  let amountForm: AmountForm = 'twoDecimals';

  function answer<T>(operation: ServerOperation, about: string, make: () => T): Promise<T> {
    calls.push({ at: clock.trueNow(), operation, about });
    return new Promise((resolve, reject) => {
      if (latency === Number.POSITIVE_INFINITY) {
        return;
      }
      const isFailing = failures[operation] > 0;
      failures[operation] = Math.max(0, failures[operation] - 1);
      clock.setTimeout(() => {
        if (!phone.online) {
          reject(new Error('Network request failed'));
        } else if (isFailing) {
          reject(new Error(`${operation}: HTTP 503`));
        } else {
          resolve(make());
        }
      }, latency);
    });
  }

  function printed(rupees: string): string | number {
    switch (amountForm) {
      case 'twoDecimals':
        return rupees;
      case 'short':
        return short(rupees);
      case 'number':
        return Number(rupees);
    }
  }

  function statusOf(orderId: string): OrderStatus {
    const order = ledger.orderAt(orderId, clock.trueNow() - lag);
    const paid = order?.debits.at(-1)?.amount;
    const { mandate, txnUuid } = order ?? {};
    return {
      orderId,
      status: order?.status ?? 'NOT_FOUND',
      amount: printed(paid ?? order?.amount ?? '0.00'),
      ...(mandate !== undefined && { mandateStatus: mandate.status }),
      ...(txnUuid !== undefined && { txnUuid }),
      ...overrides.get(orderId),
    };
  }

  const authorize: Backend['authorize'] = (request) =>
    answer('authorize', request.action, () => authority.issue(request, authorization));

  const server: Server = {
    get authorization() {
      return authorization;
    },
    set authorization(value) {
      authorization = value;
    },
    get amountForm() {
      return amountForm;
    },
    set amountForm(value) {
      amountForm = value;
    },
    calls,
    failsNext(operation, times = 1) {
      failures[operation] = times;
    },
    answersAfter(ms) {
      latency = ms;
    },
    lag(ms) {
      lag = ms;
    },
    says(orderId, override) {
      if (override === undefined) {
        overrides.delete(orderId);
      } else {
        overrides.set(orderId, override);
      }
    },
    session(request) {
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
            amount: short(amount),
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
    },
  };

  const orderStatus = (orderId: string): Promise<OrderStatus> =>
    answer('orderStatus', orderId, () => statusOf(orderId));
  return { server, backend: settings.orderStatus ? { authorize, orderStatus } : { authorize } };
}

/** Juspay prints `3.00` as `3.0`. */
function short(rupees: string): string {
  const text = String(Number(rupees));
  return text.includes('.') ? text : `${text}.0`;
}
