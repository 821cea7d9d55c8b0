import type { MandateTerms } from '../../../core/protocol/index.js';
import { checkSession } from '../juspay/session-schema.js';
import type { OrderTerms, ServerOrder } from '../orders/order.js';
import type { SessionDetails } from '../server-options.js';
import { jsonOf, SMALL } from './body.js';
import type { Customer } from './customer.js';
import { json, Refusal } from './problem.js';
import type { Route, RouteParts } from './route-parts.js';
import { sessionBody } from './schemas.js';

/** What the shop does not answer once more. */
const OF_THE_BOOKS = [
  ...['orderId', 'amount', 'currency', 'customerId', 'mandate', 'gatewayReferenceId'],
] as const;

/** Opens a session of the payment page for an order, after the attempt is written down. */
export function sessionsRoute({
  access,
  attempts,
  clock,
  options,
  reportError,
  store,
}: RouteParts): Route {
  const { juspay, sessionOf } = options;

  /** The same key for another order is a mistake of the caller. */
  async function claimKey(request: Request, customer: Customer, order: ServerOrder): Promise<void> {
    const key = request.headers.get('idempotency-key');
    if (!key) return;
    const name = JSON.stringify([customer.customerId, key]);
    if (!(await store.claimKey(name, [order.orderId], clock.now()))) throw new Refusal('conflict');
  }

  /** What the shop answers beside the books: nothing that the books say, and all that the order needs. */
  function checkDetails({ tpv }: ServerOrder, details: SessionDetails): void {
    const own = OF_THE_BOOKS.find((name) => Reflect.get(details, name) !== undefined);
    if (own !== undefined) {
      reportError(new TypeError(`sessionOf: leave \`${own}\` out, it is in the books.`), 'handler');
      throw new Refusal('otherTerms');
    }
    // Whoever may pay only from some accounts may not be let off by a shop that forgot.
    if (tpv === undefined || details.tpv !== undefined) return;
    reportError(new TypeError('sessionOf: the order is TPV; answer its `tpv`, too.'), 'handler');
    throw new Refusal('otherTerms');
  }

  return async (request) => {
    if (sessionOf === undefined) throw new Refusal('notFound');
    const customer = await access.customerOf(request);
    const order = await access.orderOf(await orderIn(request), customer);
    if (order.payBy === 'signature') {
      throw new Refusal('otherTerms', { detail: 'This order is paid by a signature.' });
    }
    await claimKey(request, customer, order);
    const details = await sessionOf(order, customer);
    checkDetails(order, details);
    const terms = { ...details, ...sessionTerms(order) };
    // What Juspay would not take is no attempt.
    checkSession(terms, clock);
    await attempts.begin(order, 'session');
    const session = await juspay.createSession(terms);
    return json({ orderId: order.orderId, sdkPayload: session.sdkPayload }, 201);
  };
}

async function orderIn(request: Request): Promise<string> {
  const asked = sessionBody.safeParse(await jsonOf(request, SMALL));
  if (asked.success) return asked.data.orderId;
  throw new Refusal('invalid', {
    detail: 'Send { orderId }: the order of the books that is paid.',
  });
}

/** What of an order Juspay's payment page is told. */
function sessionTerms(order: ServerOrder) {
  const { orderId, amount, customerId, mandate, createMandate, gatewayReferenceId } = order;
  return {
    ...{ orderId, amount, customerId, gatewayReferenceId, currency: 'INR' },
    mandate: mandate && pageMandate(mandate, createMandate),
  };
}

function pageMandate(terms: MandateTerms, create: OrderTerms['createMandate'] = 'REQUIRED') {
  const { maxAmount, amountRule, frequency, ruleType, ruleValue, startDate, endDate } = terms;
  return { create, maxAmount, amountRule, frequency, ruleType, ruleValue, startDate, endDate };
}
