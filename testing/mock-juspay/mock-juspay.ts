import { insideOf } from '../../adapters/simulator/inside.js';
import type { JsonObject } from '../../adapters/simulator/json.js';
import type { PaymentPlan } from '../../adapters/simulator/person.js';
import type { Simulator } from '../../adapters/simulator/simulator.js';
import {
  type AnswerFault,
  alterBody,
  checkMatch,
  createAnswerFaults,
  isCarriedOut,
  type MockFaults,
} from './answer-faults.js';
import { type Asked, type JuspayRoute, readAsked } from './asked.js';
import { checkCredentials } from './credentials.js';
import { createExecutions } from './executions.js';
import { createLateAnswers } from './late-answers.js';
import { ledgerEvents } from './ledger-events.js';
import { mandateRoute } from './mandates.js';
import type { Handler, MockPlans, MockWorld } from './mock-world.js';
import { createNotifications } from './notifications.js';
import { openBooks } from './order-books.js';
import { orderStatusRoute } from './orders.js';
import { NOTHING, printed, type Said } from './printed.js';
import { refundRoute } from './refunds.js';
import { errorBody, type JuspayErrorShape, notFound, Refusal } from './refusal.js';
import { checkRouting } from './routing.js';
import { sessionRoute } from './sessions.js';
import type { BareRequest, WebFetch, WebResponse } from './web.js';
import type { WebhookTarget } from './webhook-post.js';
import { createWebhooks, type MockWebhooks } from './webhooks.js';

/**
 * What a simulated Juspay is made of.
 *
 * @example
 * ```ts
 * const options: MockJuspayOptions = { simulator: createSimulator(), apiKey: 'test-api-key' };
 * ```
 */
export interface MockJuspayOptions {
  /** The world whose ledger, clock and SDK it shares. */
  readonly simulator: Simulator;
  /** What `x-merchantid` has to be, letter for letter. Default the simulator's merchant. */
  readonly merchantId?: string | undefined;
  /** ASCII characters without blanks. */
  readonly apiKey: string;
  /** Where events are posted. Without it, they only happen. */
  readonly webhook?: WebhookTarget | undefined;
  /** Delivers webhooks: a `fetch`, or the handler of the server under test. Default the platform's. */
  readonly fetch?: WebFetch | undefined;
  /**
   * Whether every request needs an `x-routing-id`, the same for all about one order. Today's documents
   * call it required; the server was seen to go on without. Default false.
   */
  readonly requiresRoutingId?: boolean | undefined;
}

/**
 * A request that reached the server.
 *
 * @example
 * ```ts
 * mock.calls.filter(({ route }) => route === 'session').length; // 1
 * ```
 */
export interface MockCall {
  /** Epoch milliseconds, on a clock nobody changes. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** `undefined`: Juspay has no such route. */
  readonly route: JuspayRoute | undefined;
  readonly routingId: string | undefined;
  /** What was sent, where it could be read. */
  readonly body: Readonly<JsonObject> | undefined;
  /** The fault that befell the answer. */
  readonly fault: AnswerFault | undefined;
}

/**
 * A simulated Juspay: its server behind a Fetch handler, on the ledger and the clock of a simulator.
 *
 * @example
 * ```ts
 * const simulator = createSimulator({ device: 'LINKED' });
 * const mock = createMockJuspay({ simulator, apiKey: 'test-api-key' });
 * const answer = await mock.fetch(new Request('https://api.juspay.in/orders/A1', { headers }));
 * answer.status; // 404
 * ```
 */
export interface MockJuspay {
  /**
   * Answers a request: `POST /session`, `GET /orders/{id}`, `POST /orders/{id}/refunds`,
   * `POST /mandates/{id}`, `GET /notifications/{id}`, `POST /txns`. Rejects only for the faults
   * `disconnect` and `timeout`, and when a `slow` answer was given up.
   */
  fetch(request: BareRequest): Promise<WebResponse>;
  /** What goes wrong with its answers. */
  readonly faults: MockFaults;
  /** What the merchant is told, and what goes wrong with that. */
  readonly webhooks: MockWebhooks;
  /** How refunds, notifications and executions end. */
  readonly plans: MockPlans;
  /** The requests up to now, in order. */
  readonly calls: readonly MockCall[];
  /**
   * Somebody pays the order on Juspay's page; answers the id of the transaction. Default it is
   * charged at once, and its mandate is active. Throws a `RangeError` when there is no such order.
   */
  pays(orderId: string, plan?: Partial<PaymentPlan>): string;
}

const SHAPES: Readonly<Record<JuspayRoute, JuspayErrorShape>> = {
  session: 'info',
  orderStatus: 'info',
  refund: 'info',
  mandate: 'plain',
  notification: 'plain',
  execution: 'plain',
};

/**
 * Creates a simulated Juspay for a world. Orders that the world knows already are known to it, too.
 *
 * Throws a `RangeError` for options that cannot be, and a `TypeError` when the simulator is none.
 *
 * @example
 * ```ts
 * const mock = createMockJuspay({
 *   simulator,
 *   apiKey: 'test-api-key',
 *   webhook: { url: 'https://shop.example/juspay', username: 'juspay', password: 'secret' },
 *   fetch: (request) => server.fetch(request),
 * });
 * mock.faults.arm('status', { route: 'orderStatus', times: 2 });
 * ```
 */
export function createMockJuspay(options: MockJuspayOptions): MockJuspay {
  const { simulator, apiKey, requiresRoutingId = false } = options;
  const inside = insideOf(simulator);
  const { clock, ledger, settings, bank } = inside;
  const merchantId = options.merchantId ?? settings.merchant.merchantId;
  if (!/^[!-~]+$/.test(apiKey)) {
    throw new RangeError('apiKey: must be ASCII characters without blanks, at least one.');
  }
  const random = inside.random.fork('mockJuspay');
  const { fetch, webhook: target } = options;
  const webhooks = createWebhooks({ clock, random: random.fork('webhooks'), target, fetch });
  const books = openBooks(inside);
  const calls: MockCall[] = [];
  const answersAfter = createLateAnswers(clock);
  const faults = createAnswerFaults();
  let errorShape: JuspayErrorShape | 'byRoute' = 'byRoute';
  const plans: MockPlans = {
    refund: { ends: 'SUCCESS', after: 20_000 },
    notification: { ends: 'SUCCESS', after: 5_000 },
    execution: { ends: 'debited', after: 20_000 },
  };

  function emit(event: string, content: JsonObject, orderId: string): void {
    webhooks.emit(event, content, books.sessionOf(orderId)?.terms.webhookUrl);
  }

  const world: MockWorld = { simulator, inside, random, books, plans, emit };
  const notifications = createNotifications(world);
  const executions = createExecutions(world, notifications);
  const routing = checkRouting(books, requiresRoutingId);
  const routes: Readonly<Record<JuspayRoute, Handler>> = {
    session: sessionRoute(world),
    orderStatus: orderStatusRoute(world),
    refund: refundRoute(world),
    mandate: mandateRoute(world, notifications, executions),
    notification: notifications.route,
    execution: executions.route,
  };

  const contentOf = {
    order: (orderId: string): JsonObject => books.orderJson(books.truth(orderId)),
    txn: (orderId: string): JsonObject => books.txnJson(books.truth(orderId)),
    mandate: (orderId: string): JsonObject => {
      const order = ledger.order(orderId);
      return order === undefined ? {} : books.mandateJson(order);
    },
  };

  ledger.subscribe((change) => {
    const { after } = change;
    for (const { name, holds } of ledgerEvents(change)) {
      emit(name, { [holds]: contentOf[holds](after.orderId) }, after.orderId);
    }
  });

  /** What the server does, and says if nothing befalls its answer. */
  function handle(asked: Asked, fault: AnswerFault | undefined): Said {
    try {
      checkCredentials(asked, merchantId, apiKey);
      if (asked.route === undefined) throw notFound('Route');
      routing(asked);
      return { status: 200, body: alterBody(routes[asked.route](asked), fault) };
    } catch (error) {
      if (error instanceof Refusal) return said(error, asked.route);
      throw error;
    }
  }

  function said(refusal: Refusal, route: JuspayRoute | undefined): Said {
    const byRoute = route === undefined ? 'flag' : SHAPES[route];
    const shape = errorShape === 'byRoute' ? byRoute : errorShape;
    return { status: refusal.status, body: errorBody(refusal, shape, `ses_${random.hex(16)}`) };
  }

  async function answer(request: BareRequest): Promise<WebResponse> {
    const asked = await readAsked(request);
    const { method, path, route, body } = asked;
    const taken = route === undefined ? undefined : faults.take(route);
    const kind = taken?.kind;
    const match = taken?.match ?? {};
    const routingId = asked.header('x-routing-id');
    const at = clock.trueNow();
    calls.push({ at, method, path, route, routingId, body, fault: kind });
    const outcome = isCarriedOut(kind, match) ? handle(asked, kind) : NOTHING;
    switch (kind) {
      case 'timeout':
        return answersAfter(Number.POSITIVE_INFINITY, request, () => printed(outcome));
      case 'slow':
        return answersAfter(match.ms ?? 10_000, request, () => printed(outcome));
      case 'disconnect':
        throw new TypeError('fetch failed');
      case 'status': {
        const failure = new Refusal(match.status ?? 503, 'INTERNAL_SERVER_ERROR', 'Try again.');
        return printed(said(failure, route));
      }
      default:
        return printed(outcome, kind, match);
    }
  }

  return {
    fetch: answer,
    faults: {
      get errorShape() {
        return errorShape;
      },
      set errorShape(shape) {
        errorShape = shape;
      },
      arm(kind, match = {}) {
        checkMatch(match);
        faults.arm(kind, match);
      },
      lag: (ms) => simulator.server.lag(ms),
      clear: faults.clear,
    },
    webhooks,
    plans,
    calls,
    pays(orderId, plan = {}) {
      const id = books.idOf(orderId);
      const order = id === undefined ? undefined : ledger.order(id);
      if (order === undefined) {
        throw new RangeError('pays: there is no such order. Create its session before.');
      }
      const isMandate = books.agreedOn(order.orderId) !== undefined;
      const umn = isMandate ? `${random.hex(32)}@${settings.merchant.handle}` : undefined;
      const txnUuid = `moz${random.hex(17)}`;
      const { amount } = order;
      const request = { orderId: order.orderId, amount, txnUuid, umn };
      bank.take(request, { ...plan, answer: plan.answer ?? 'SUCCESS' });
      return txnUuid;
    },
  };
}
