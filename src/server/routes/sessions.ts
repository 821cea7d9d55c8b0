import type { MandateTerms } from '../../../core/protocol/index.js';
import type { OrderTerms, ServerOrder } from '../orders/order.js';
import type { SessionDetails } from '../server-options.js';
import { jsonOf, SMALL } from './body.js';
import type { Customer } from './customer.js';
import { json, Refusal } from './problem.js';
import type { Route, RouteParts } from './route-parts.js';
import { sessionBody } from './schemas.js';

/** Opens a session of the payment page for an order, after the attempt is written down. */
export function sessionsRoute({
  access,
  attempts,
  now,
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
    if (!(await store.claimKey(name, [order.orderId], now()))) throw new Refusal('conflict');
  }

  /** Whoever may pay only from some accounts may not be let off by a shop that forgot. */
  function checkAccounts({ tpv }: ServerOrder, details: SessionDetails): void {
    if (tpv === undefined || details.tpv !== undefined) return;
    reportError(new TypeError('sessionOf: the order is TPV; answer its `tpv`, too.'), 'handler');
    throw new Refusal('otherTerms');
  }

  return async (request) => {
    if (sessionOf === undefined) throw new Refusal('notFound');
    const customer = await access.customerOf(request);
    const order = await access.orderOf(await orderIn(request), customer);
    await claimKey(request, customer, order);
    const details = await sessionOf(order, customer);
    checkAccounts(order, details);
    await attempts.begin(order, 'session');
    const session = await juspay.createSession({ ...details, ...sessionTerms(order) });
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
    ...{ orderId, amount, customerId, gatewayReferenceId },
    mandate: mandate && pageMandate(mandate, createMandate),
  };
}

function pageMandate(terms: MandateTerms, create: OrderTerms['createMandate'] = 'REQUIRED') {
  const { maxAmount, amountRule, frequency, ruleType, ruleValue, startDate, endDate } = terms;
  return { create, maxAmount, amountRule, frequency, ruleType, ruleValue, startDate, endDate };
}
