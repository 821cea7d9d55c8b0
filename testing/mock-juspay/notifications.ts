import { isObject, type JsonObject, parseObject } from '../../adapters/simulator/json.js';
import { toPaise } from '../../adapters/simulator/money.js';
import { looseAmountAt, optional, required, secondsAt } from './fields.js';
import type { MandateOrder } from './mandate-order.js';
import type { Handler, MockWorld } from './mock-world.js';
import { seconds } from './order-books.js';
import { invalid, missing, notFound, notNow, Refusal } from './refusal.js';

/** What the customer is told before a debit of a mandate. */
interface Notification {
  readonly id: string;
  readonly mandateId: string;
  /** Rupees, as they came. */
  readonly amount: string;
  readonly txnDate: string;
  readonly description: string;
  readonly at: number;
  status: 'PENDING' | 'SUCCESS' | 'FAILURE';
}

/** The notifications that a server sent. */
export interface Notifications {
  /** `pre_debit_notify`: the same `object_reference_id` again changes nothing. */
  send(order: MandateOrder, mandateId: string, body: JsonObject): JsonObject;
  /** One that arrived, of this mandate; throws a refusal when there is none. */
  checkArrived(reference: string, mandateId: string, amount: string): void;
  /** `GET /notifications/{object_reference_id}`. */
  readonly route: Handler;
}

/** Creates them: none yet. */
export function createNotifications(world: MockWorld): Notifications {
  const { inside, random, plans, books } = world;
  const sent = new Map<string, Notification>();

  function json(reference: string, notification: Notification): JsonObject {
    const { id, mandateId, amount, txnDate, description, at, status } = notification;
    return {
      id,
      object: 'notification',
      object_reference_id: reference,
      status,
      source_object: 'MANDATE',
      source_info: { txn_date: txnDate, amount },
      mandate: { mandate_id: mandateId },
      notification_type: 'SMS',
      description,
      date_created: seconds(at),
      last_updated: seconds(inside.clock.trueNow()),
    };
  }

  function decideLater(order: MandateOrder, reference: string, notification: Notification): void {
    const { ends, after } = plans.notification;
    inside.clock.setTimeout(() => {
      notification.status = ends;
      const event = ends === 'SUCCESS' ? 'NOTIFICATION_SUCCEEDED' : 'NOTIFICATION_FAILED';
      world.emit(event, { notification: json(reference, notification) }, order.orderId);
    }, after);
  }

  return {
    send(order, mandateId, body) {
      const reference = required(body, 'object_reference_id');
      if (!/^[A-Za-z0-9]{1,25}$/.test(reference)) {
        throw invalid('object_reference_id', 'must be alphanumeric with at most 25 characters.');
      }
      const { amount, txnDate } = sourceIn(body);
      const before = sent.get(reference);
      if (before !== undefined) {
        const isSame = before.mandateId === mandateId && before.amount === amount;
        if (!isSame || before.txnDate !== txnDate) throw used();
        return json(reference, before);
      }
      if (order.mandate.status !== 'ACTIVE') throw notNow('Mandate is not in active State.');
      const most = books.agreedOn(order.orderId)?.maxAmount ?? order.amount;
      if (toPaise(amount) > toPaise(most)) {
        throw invalid('source_info', 'amount must not be above the max amount of the mandate.');
      }
      const notification: Notification = {
        id: random.digits(7),
        mandateId,
        amount,
        txnDate,
        description: optional(body, 'description') ?? '',
        at: inside.clock.trueNow(),
        status: 'PENDING',
      };
      sent.set(reference, notification);
      decideLater(order, reference, notification);
      return json(reference, notification);
    },
    checkArrived(reference, mandateId, amount) {
      const known = sent.get(reference);
      if (known?.mandateId !== mandateId) throw notFound('Notification');
      if (known.status !== 'SUCCESS') throw notNow(`Notification is ${known.status}.`);
      if (toPaise(known.amount) !== toPaise(amount)) {
        throw invalid('order.amount', 'must be the amount that was notified.');
      }
    },
    route({ id = '' }) {
      const known = sent.get(id);
      if (known === undefined) throw notFound('Notification');
      return json(id, known);
    },
  };
}

/** It comes as an object, or, in a form, as its text. */
function sourceIn(body: JsonObject): { readonly amount: string; readonly txnDate: string } {
  const given = body['source_info'];
  const text = isObject(given) ? undefined : required(body, 'source_info');
  const source = isObject(given) ? given : parseObject(text ?? '');
  if (source === undefined) throw invalid('source_info', 'must be a JSON object.');
  const amount = looseAmountAt(source, 'amount');
  if (amount === undefined) throw missing('source_info.amount');
  const at = secondsAt(source, 'txn_date');
  if (at === undefined) throw missing('source_info.txn_date');
  return { amount, txnDate: seconds(at) };
}

function used(): Refusal {
  const message = 'object_reference_id was used for another notification.';
  return new Refusal(400, 'DUPLICATE_REQUEST', message, { field: 'object_reference_id' });
}
