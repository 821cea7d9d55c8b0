import type { JsonObject } from '../../adapters/simulator/json.js';
import { txnId } from '../../adapters/simulator/juspay-objects.js';
import { toPaise, toRupees } from '../../adapters/simulator/money.js';
import { bodyOf } from './asked.js';
import { looseAmountAt, optional, orderIdAt, secondsAt } from './fields.js';
import { type MandateOrder, mandateOrder } from './mandate-order.js';
import type { Handler, MockWorld } from './mock-world.js';
import type { Notifications } from './notifications.js';
import { unknownOrder } from './orders.js';
import { invalid, missing, notNow, Refusal } from './refusal.js';

/** The debits of mandates, each with an order of its own. */
export interface Executions {
  /** `cancel_recurring_transaction`: one that the bank has not decided on. */
  cancel(mandateId: string, orderId: string): JsonObject;
  /** `POST /txns`. */
  readonly route: Handler;
}

interface Execution {
  readonly orderId: string;
  readonly mandateId: string;
  /** Rupees, two decimals. */
  readonly amount: string;
  readonly txnUuid: string;
  /** When it is due, epoch milliseconds. */
  readonly date: number;
}

/** Creates them: none yet. */
export function createExecutions(world: MockWorld, notifications: Notifications): Executions {
  const { inside, random, plans, books } = world;
  const { ledger, clock, settings } = inside;
  const mandates = new Map<string, string>();

  function executeLater({ orderId, mandateId, amount, txnUuid, date }: Execution): void {
    const { ends, after } = plans.execution;
    const wait = Math.max(0, date - clock.trueNow()) + after;
    clock.setTimeout(() => {
      if (ledger.order(orderId)?.status !== 'PENDING_VBV') return;
      const { status } = mandateOrder(world, mandateId).mandate;
      if (ends === 'debited' && status === 'ACTIVE') {
        ledger.debit(orderId, { amount, txnUuid });
      } else {
        ledger.mark(orderId, 'AUTHORIZATION_FAILED', txnUuid);
      }
    }, wait);
  }

  return {
    cancel(mandateId, id) {
      const orderId = books.idOf(id) ?? id;
      const order = ledger.order(orderId);
      if (order === undefined || mandates.get(orderId) !== mandateId) throw unknownOrder(id);
      if (order.status !== 'PENDING_VBV') throw notNow(`Transaction is ${order.status}.`);
      ledger.mark(orderId, 'JUSPAY_DECLINED', order.txnUuid);
      return {
        order_id: orderId,
        txn_uuid: order.txnUuid,
        txn_status: 'JUSPAY_DECLINED',
        response_message: 'Transaction was terminated.',
      };
    },
    route(asked) {
      const body = undotted(bodyOf(asked));
      const orderId = orderIdAt(body, 'order.order_id');
      const asksFor = looseAmountAt(body, 'order.amount');
      if (asksFor === undefined) throw missing('order.amount');
      const amount = toRupees(toPaise(asksFor));
      const merchantId = optional(body, 'merchant_id') ?? settings.merchant.merchantId;
      if (merchantId !== settings.merchant.merchantId) {
        throw invalid('merchant_id', 'must be the merchant of the API key.');
      }
      const mandateId = optional(body, 'mandate_id');
      if (mandateId === undefined) throw missing('mandate_id');
      const order = mandateOrder(world, mandateId);
      if (order.mandate.status !== 'ACTIVE') throw notNow('Mandate is not in active State.');
      checkAmount(world, order, amount);
      const reference = optional(body, 'mandate.notification_id');
      if (reference !== undefined) notifications.checkArrived(reference, mandateId, amount);
      const date = secondsAt(body, 'mandate.execution_date') ?? clock.trueNow();
      if (books.idOf(orderId) !== undefined) throw taken();
      const txnUuid = `moz${random.hex(17)}`;
      mandates.set(orderId, mandateId);
      ledger.open(orderId, amount);
      ledger.begin(orderId, { txnUuid });
      ledger.mark(orderId, 'PENDING_VBV', txnUuid);
      executeLater({ orderId, mandateId, amount, txnUuid, date });
      return {
        order_id: orderId,
        txn_id: txnId({ orderId }),
        txn_uuid: txnUuid,
        status: 'PENDING_VBV',
        payment: {
          authentication: {
            method: 'GET',
            url: `https://sandbox.juspay.in/v2/pay/finish/${merchantId}/${txnUuid}/${orderId}`,
          },
        },
      };
    },
  };
}

const DOTTED = {
  order_id: 'order.order_id',
  amount: 'order.amount',
  notification_id: 'mandate.notification_id',
  execution_date: 'mandate.execution_date',
} as const;

/** The documents spell its fields with and without their object. */
function undotted(body: JsonObject): JsonObject {
  const short = Object.entries(DOTTED).map(([plain, dotted]) => [dotted, body[plain]]);
  return { ...Object.fromEntries(short), ...body };
}

function checkAmount({ books }: MockWorld, order: MandateOrder, amount: string): void {
  const agreed = books.agreedOn(order.orderId);
  const above = toPaise(amount) - toPaise(agreed?.maxAmount ?? order.amount);
  if (above > 0) throw invalid('order.amount', 'must not be above the max amount of the mandate.');
  if (agreed?.amountRule === 'FIXED' && above !== 0) {
    throw invalid('order.amount', 'must be the max amount of the mandate, which is FIXED.');
  }
}

function taken(): Refusal {
  const message = 'Order already exists with the given order_id.';
  const more = { status: 'DUPLICATE_ORDER_ID', status_id: 40 };
  return new Refusal(400, 'DUPLICATE_REQUEST', message, { field: 'order.order_id', more });
}
