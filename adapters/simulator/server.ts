import type { Backend, OrderStatus } from '../../core/ports/backend.js';
import type { Authority, AuthorizationKind, SignedAs } from './authentication.js';
import { createSessionApi, type SessionRequest, type SessionResponse } from './checkout-session.js';
import type { LedgerBook, LedgerOrder } from './ledger.js';
import { toShort } from './money.js';
import type { OwnClock } from './own-clock.js';
import type { Phone } from './phone.js';
import { createPushes, type Pushes } from './pushes.js';
import type { Random } from './random.js';
import { createRefundApi, type RefundRequest } from './refund-api.js';
import type { Settings } from './settings.js';
import { inForm, type StatusForm } from './status-form.js';
import { type ToldStatus, toldStatus } from './told-status.js';

/**
 * Which of the server's answers a script is about.
 *
 * @example
 * ```ts
 * simulator.server.failsNext('orderStatus', 3);
 * ```
 */
export type ServerOperation = 'authorize' | 'orderStatus';

/**
 * How the server prints amounts: `"200.00"`, `"200.0"` or the number 200.
 *
 * @example
 * ```ts
 * simulator.server.amountForm = 'number';
 * ```
 */
export type AmountForm = 'twoDecimals' | 'short' | 'number';

/**
 * Scripts the merchant's server.
 *
 * @example
 * ```ts
 * simulator.server.failsNext('authorize', 2);
 * simulator.server.says('order1', { status: 'SOMETHING_NEW' });
 * simulator.server.refunds('order2', { amount: '50.00', status: 'SUCCESS' });
 * ```
 */
export interface Server {
  /** Which authentication group `authorize` answers. Default `signature`. */
  authorization: AuthorizationKind;
  amountForm: AmountForm;
  /** What order status looks like, whatever it says. Default `plain`. */
  statusForm: StatusForm;
  /** What `authorize` signs for a payment. Default `asAsked`. */
  signs: SignedAs;
  /** Order status is answered once in so many calls; the others are rejected. Default 1. */
  answersOneIn(calls: number): void;
  /** The next calls are rejected; `Infinity` for all of them. Default one. */
  failsNext(operation: ServerOperation, times?: number): void;
  /** How long every answer takes from now on, ms; `Infinity` for no answer. Default 150. */
  answersAfter(ms: number): void;
  /** How far order status lags behind the ledger, ms. */
  lag(ms: number): void;
  /** The order as order status knows it now: behind the ledger by the lag. */
  knows(orderId: string): LedgerOrder | undefined;
  /** What order status would answer now, in this form or the one that is set. */
  tells(orderId: string, form?: StatusForm): OrderStatus;
  /** Overrides what order status says about one order, in every form; `undefined` ends it. */
  says(orderId: string, answer: Partial<Omit<ToldStatus, 'orderId'>> | undefined): void;
  /**
   * Gives money of a paid order back, or notes that it is to; answers the id of the refund. Throws a
   * `RangeError` when there is not so much to give back.
   */
  refunds(orderId: string, request?: RefundRequest): string;
  /** Webhooks about an order, for the app to be told by `order.inform`. */
  readonly pushes: Pushes;
  /** Creates an order and the payload that pays it on the payment page. */
  session(request: SessionRequest): SessionResponse;
  /** Calls that reached the server, in order. */
  readonly calls: readonly {
    readonly at: number;
    readonly operation: ServerOperation;
    readonly about: string;
  }[];
}

interface ServerSides {
  readonly backend: Backend;
  readonly server: Server;
  /** What order status says of an order now, before it is printed. */
  told(orderId: string): ToldStatus;
}

/** Creates the merchant's server and the client the app reaches it with. */
export function createServer(parts: {
  readonly settings: Settings;
  readonly clock: OwnClock;
  readonly random: Random;
  readonly ledger: LedgerBook;
  readonly authority: Authority;
  readonly phone: Phone;
}): ServerSides {
  const { settings, clock, random, ledger, authority, phone } = parts;
  const failures: Record<ServerOperation, number> = { authorize: 0, orderStatus: 0 };
  const overrides = new Map<string, Partial<Omit<ToldStatus, 'orderId'>>>();
  const calls: { at: number; operation: ServerOperation; about: string }[] = [];
  let latency = 150;
  let lag = settings.statusLag;
  let authorization: AuthorizationKind = 'signature';
  let amountForm: AmountForm = 'twoDecimals';
  let statusForm: StatusForm = 'plain';
  let signs: SignedAs = 'asAsked';
  let oneIn = 1;
  let asked = 0;

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
        return toShort(rupees);
      case 'number':
        return Number(rupees);
    }
  }

  function knows(orderId: string): LedgerOrder | undefined {
    return ledger.orderAt(orderId, clock.trueNow() - lag);
  }

  function told(orderId: string): ToldStatus {
    return { ...toldStatus(orderId, knows(orderId), printed), ...overrides.get(orderId) };
  }

  function tells(orderId: string, form = statusForm): OrderStatus {
    return inForm(told(orderId), form, clock.trueNow());
  }

  const authorize: Backend['authorize'] = (request) =>
    answer('authorize', request.action, () => authority.issue(request, authorization, signs));

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
    get statusForm() {
      return statusForm;
    },
    set statusForm(value) {
      statusForm = value;
    },
    get signs() {
      return signs;
    },
    set signs(value) {
      signs = value;
    },
    calls,
    answersOneIn(times) {
      oneIn = times;
    },
    failsNext(operation, times = 1) {
      failures[operation] = times;
    },
    answersAfter(ms) {
      latency = ms;
    },
    lag(ms) {
      lag = ms;
    },
    knows,
    tells,
    refunds: createRefundApi(ledger),
    pushes: createPushes(
      (orderId) => (knows(orderId) === undefined ? undefined : told(orderId)),
      () => clock.trueNow(),
    ),
    says(orderId, override) {
      if (override === undefined) {
        overrides.delete(orderId);
      } else {
        overrides.set(orderId, override);
      }
    },
    session: createSessionApi({ settings, random, ledger, authority }),
  };

  const orderStatus = async (orderId: string): Promise<OrderStatus> => {
    asked += 1;
    if (asked % oneIn !== 0 && failures.orderStatus === 0) failures.orderStatus = 1;
    return answer('orderStatus', orderId, () => tells(orderId));
  };
  const backend = settings.orderStatus ? { authorize, orderStatus } : { authorize };
  return { server, backend, told };
}
