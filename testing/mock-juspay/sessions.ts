import type { JsonObject } from '../../adapters/simulator/json.js';
import { bodyOf } from './asked.js';
import type { Agreed } from './mandate-terms.js';
import type { Handler, MockWorld } from './mock-world.js';
import { seconds } from './order-books.js';
import { Refusal } from './refusal.js';
import { type SessionTerms, sessionTermsIn } from './session-terms.js';

/** `POST /session`: the simulator's own session, so that its SDK takes the payload. */
export function sessionRoute({ simulator, inside, books }: MockWorld): Handler {
  return (asked) => {
    const body = bodyOf(asked);
    const read = sessionTermsIn(body, inside.clock.trueNow());
    const terms = { ...read, orderId: books.idOf(read.orderId) ?? read.orderId };
    const payload = comparable({ ...body, order_id: terms.orderId });
    const before = books.sessionOf(terms.orderId);
    const isKnown = inside.ledger.order(terms.orderId) !== undefined;
    if (isKnown && before?.payload !== payload) {
      throw taken(inside.ledger.transactions(terms.orderId).length > 0);
    }
    const answer = simulator.server.session(requestOf(terms));
    const { sdk_payload } = answer;
    const id = before?.id ?? answer.id;
    books.keepSession({ terms, payload, id });
    return {
      ...answer,
      id,
      payment_links: { web: `https://sandbox.juspay.in/orders/${id}/payment-page`, expiry: null },
      sdk_payload: { ...sdk_payload, payload: { ...sdk_payload.payload, ...moreOf(terms) } },
    };
  };
}

function taken(isBegun: boolean): Refusal {
  const message = 'Order already exists with the given order_id and another payload.';
  const code = isBegun ? 'ALREADY_EXISTS' : 'DUPLICATE_REQUEST';
  return new Refusal(400, code, message, { field: 'order_id' });
}

function requestOf(terms: SessionTerms) {
  const { orderId, amount, customerId, customerPhone, customerEmail, isTpv, mandate } = terms;
  return {
    orderId,
    amount,
    customerId,
    customerPhone,
    customerEmail,
    tpv: isTpv,
    mandate: mandate && {
      maxAmount: mandate.maxAmount,
      startDate: Number(seconds(mandate.startsAt)),
      endDate: Number(seconds(mandate.endsAt)),
      create: mandate.create,
    },
  };
}

/** What the payload repeats of the request, in its own half-camel spelling. */
function moreOf({ action, clientId, returnUrl, bankAccounts, mandate }: SessionTerms): JsonObject {
  return {
    action,
    clientId,
    ...(returnUrl !== undefined && { returnUrl }),
    ...(bankAccounts !== undefined && { 'metadata.bankAccountDetails': bankAccounts }),
    ...(mandate !== undefined && mandateIn(mandate)),
  };
}

function mandateIn({ frequency, amountRule, ruleValue, blockFunds }: Agreed): JsonObject {
  return {
    'mandate.frequency': frequency,
    'mandate.amountRule': amountRule,
    'mandate.blockFunds': blockFunds,
    ...(ruleValue !== undefined && { 'mandate.ruleValue': ruleValue }),
  };
}

/** The same text for the same fields, in whatever order they came. */
function comparable(body: JsonObject): string {
  return JSON.stringify(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)));
}
