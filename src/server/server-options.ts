import type { Transaction } from 'kysely';
import type { Clock } from '../../core/ports/clock.js';
import type { ErrorPlace } from './checks/checker.js';
import type { Juspay } from './juspay/create-juspay.js';
import type { SessionRequest } from './juspay/session-request.js';
import type { Orders } from './orders/create-orders.js';
import type { ServerOrder } from './orders/order.js';
import type { OrderEvent } from './orders/order-event.js';
import type { UpiTables } from './orders/tables.js';
import type { Patience } from './orders/verdict.js';
import type { Customer } from './routes/customer.js';
import type { RequestLimits } from './routes/limits.js';
import type { Signer } from './signing/create-signer.js';

/**
 * What a session is made with besides what the books have: who pays, and where the page returns to.
 *
 * @example
 * ```ts
 * const details: SessionDetails = {
 *   customerEmail: 'asha@example.com',
 *   customerPhone: '9876500000',
 *   paymentPageClientId: 'stock',
 * };
 * ```
 */
export type SessionDetails = Omit<
  SessionRequest,
  'orderId' | 'amount' | 'currency' | 'customerId' | 'mandate' | 'gatewayReferenceId'
>;

/**
 * What a server is made of.
 *
 * @example
 * ```ts
 * const options: UpiServerOptions = {
 *   ...{ signer, juspay, orders, merchantId: 'stock', issuingPsp: 'YES_BIZ' },
 *   authenticate: async (request) => customerOf(request.headers.get('authorization')),
 *   webhook: { username: 'juspay', password: process.env['WEBHOOK_PASSWORD'] ?? '' },
 *   onOrderSettled: async ({ order }, transaction) => ship(order, transaction),
 * };
 * ```
 */
export interface UpiServerOptions {
  /** Signs with the key of the merchant: `createSigner`. */
  readonly signer: Signer;
  /** Asks Juspay, and opens sessions: `createJuspay`. */
  readonly juspay: Juspay;
  /** The books: `sqliteOrders`, or `postgresOrders`. They belong to one server; give it the clock they go by. */
  readonly orders: Orders;
  /** Yours at Juspay, the same as in `createJuspay` and in the app. */
  readonly merchantId: string;
  /** `YES_BIZ`, `AXIS_BIZ`, ...: needed where orders have a mandate or a gateway reference. */
  readonly issuingPsp?: string | undefined;
  /** Who is logged in: their id, or more. `undefined` is answered with 401. */
  readonly authenticate: (request: Request) => Answer<Customer | string | undefined>;
  /** For `POST /sessions`; without it there is no such route. Account numbers are asked for here and never kept. */
  readonly sessionOf?:
    | ((order: ServerOrder, customer: Customer) => Answer<SessionDetails>)
    | undefined;
  /** User and password of the dashboard, for `POST /webhooks/juspay`; without it there is no such route. */
  readonly webhook?: { readonly username: string; readonly password: string } | undefined;
  /**
   * An order has ended: paid, refunded, failed or expired. Called once for each order, and once more as `paidLate`
   * for one that was paid after it had ended, unless `onOrderEvent` is there to hear of it; what it writes with
   * `transaction` is written with the note that it was told, both or neither. Where it throws, it is called again.
   * Be quick (after 10 s it is taken back and called again), use no
   * network, and write with `transaction`, never with `orders`: whoever else writes waits.
   */
  readonly onOrderSettled: (event: OrderEvent, transaction: Transaction<UpiTables>) => unknown;
  /** Everything else that is told of an order, in the same way: see {@link OrderEvent}. */
  readonly onOrderEvent?:
    | ((event: OrderEvent, transaction: Transaction<UpiTables>) => unknown)
    | undefined;
  /** What went wrong that was nobody's request: for your log. */
  readonly onError?: ((error: unknown, where: ErrorPlace) => void) | undefined;
  /** Requests a minute; see {@link RequestLimits}. */
  readonly limits?: Partial<RequestLimits> | undefined;
  /** When an order counts as ended without money, in ms. Default 15 minutes and 24 hours. */
  readonly patience?: Partial<Patience> | undefined;
  /**
   * The address of whoever sends a request, for the limit on what names nobody. Default: that of the connection, which
   * behind a proxy is the proxy's. Read a header only where a proxy of yours writes it.
   */
  readonly addressOf?: ((request: Request) => string | undefined) | undefined;
  /** Where the routes are mounted. Default `/`. */
  readonly basePath?: string | undefined;
  /** Default: that of the host. */
  readonly clock?: Clock | undefined;
}

type Answer<T> = T | Promise<T>;

/** Whoever forgot something is told at once. */
export function checkOptions(options: UpiServerOptions): UpiServerOptions {
  const { webhook, patience, limits } = options;
  for (const name of [
    'signer',
    'juspay',
    'orders',
    'merchantId',
    'authenticate',
    'onOrderSettled',
  ] as const) {
    if (!options[name]) throw new TypeError(`createUpiServer: pass \`${name}\`.`);
  }
  if (webhook !== undefined && !(webhook.username && webhook.password)) {
    throw new TypeError(
      'createUpiServer: `webhook` needs a username and a password that are not empty.',
    );
  }
  for (const [name, numbers] of Object.entries({ patience, limits })) {
    for (const [field, value] of Object.entries(numbers ?? {})) {
      if (value !== undefined && !(typeof value === 'number' && value > 0)) {
        throw new TypeError(`createUpiServer: \`${name}.${field}\` must be a number above 0.`);
      }
    }
  }
  return options;
}
