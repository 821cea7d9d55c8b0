import type { Inside } from '../../adapters/simulator/inside.js';
import { isObject, type JsonObject } from '../../adapters/simulator/json.js';
import {
  mandateId,
  mandateObject,
  orderObject,
  txnObject,
} from '../../adapters/simulator/juspay-objects.js';
import type { LedgerOrder } from '../../adapters/simulator/ledger.js';
import { type ToldStatus, toldStatus } from '../../adapters/simulator/told-status.js';
import type { Agreed } from './mandate-terms.js';
import type { SessionTerms } from './session-terms.js';

/** An order that a session created. */
export interface SessionOrder {
  readonly terms: SessionTerms;
  /** What the session was created from, so that the same can be told from another. */
  readonly payload: string;
  /** Juspay's own id: `ordeh_…`. */
  readonly id: string;
}

/** What the server has in its books about orders, besides the ledger. */
export interface OrderBooks {
  /** The id as it was spelled first: they are compared without regard to case. */
  idOf(orderId: string): string | undefined;
  sessionOf(orderId: string): SessionOrder | undefined;
  keepSession(order: SessionOrder): void;
  /** What the customer of a session agreed to. */
  agreedOn(orderId: string): Agreed | undefined;
  /** The id of the order that made the mandate. */
  orderOfMandate(id: string): string | undefined;
  /** The order as the ledger has it, whatever order status lags. */
  truth(orderId: string): ToldStatus;
  orderJson(told: ToldStatus): JsonObject;
  txnJson(told: ToldStatus): JsonObject;
  mandateJson(order: LedgerOrder): JsonObject;
}

/** Opens the books of a world; what its ledger knows already is in them. */
export function openBooks({ ledger, settings }: Inside): OrderBooks {
  const ids = new Map<string, string>();
  const mandates = new Map<string, string>();
  const sessions = new Map<string, SessionOrder>();

  function note({ orderId, mandate }: LedgerOrder): void {
    const key = orderId.toLowerCase();
    if (!ids.has(key)) ids.set(key, orderId);
    if (mandate !== undefined) mandates.set(mandateId(orderId), orderId);
  }

  function agreedOn(orderId: string): Agreed | undefined {
    return sessions.get(orderId)?.terms.mandate;
  }

  ledger.orders.forEach(note);
  ledger.subscribe(({ after }) => note(after));

  return {
    idOf: (orderId) => ids.get(orderId.toLowerCase()),
    sessionOf: (orderId) => sessions.get(orderId),
    keepSession: (order) => void sessions.set(order.terms.orderId, order),
    agreedOn,
    orderOfMandate: (id) => mandates.get(id),
    truth: (orderId) => toldStatus(orderId, ledger.order(orderId), Number),
    orderJson(told) {
      const body = orderObject(told);
      const session = sessions.get(told.orderId);
      const agreed = agreedOn(told.orderId);
      const mandate = body['mandate'];
      return {
        ...body,
        merchant_id: settings.merchant.merchantId,
        ...(session !== undefined && customerIn(session)),
        ...(isObject(mandate) && agreed && { mandate: { ...mandate, ...agreedIn(agreed) } }),
      };
    },
    txnJson: (told) => txnObject(told),
    mandateJson({ orderId, mandate }) {
      const agreed = agreedOn(orderId);
      const customerId = sessions.get(orderId)?.terms.customerId;
      return {
        ...mandateObject(toldStatus(orderId, ledger.order(orderId), Number), mandate?.status ?? ''),
        currency: 'INR',
        mandate_type: 'EMANDATE',
        amount_rule: 'VARIABLE',
        block_fund: false,
        ...(customerId !== undefined && { customer_id: customerId }),
        ...(agreed && agreedIn(agreed)),
      };
    },
  };
}

function customerIn({ id, terms }: SessionOrder): JsonObject {
  const { customerId, customerEmail, customerPhone, returnUrl } = terms;
  return {
    id,
    customer_id: customerId,
    customer_email: customerEmail,
    customer_phone: customerPhone,
    return_url: returnUrl ?? '',
  };
}

function agreedIn(agreed: Agreed): JsonObject {
  const { maxAmount, frequency, amountRule, startsAt, endsAt, blockFunds } = agreed;
  return {
    max_amount: Number(maxAmount),
    frequency,
    amount_rule: amountRule,
    start_date: seconds(startsAt),
    end_date: seconds(endsAt),
    block_fund: blockFunds,
  };
}

/** An instant as epoch seconds, as text. */
export function seconds(at: number): string {
  return String(Math.floor(at / 1_000));
}
