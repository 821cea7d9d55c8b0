import {
  debitOf,
  isUnderWay,
  type LedgerOrder,
  type LedgerRefund,
  paiseLeft,
} from '../../adapters/simulator/ledger.js';
import { toPaise } from '../../adapters/simulator/money.js';
import { bodyOf } from './asked.js';
import { looseAmountAt, required } from './fields.js';
import type { Handler, MockWorld } from './mock-world.js';
import { unknownOrder } from './orders.js';
import { invalid, notNow, Refusal } from './refusal.js';

const YEAR = 365 * 24 * 3_600_000;

/** `POST /orders/{order_id}/refunds`: the same `unique_request_id` again changes nothing. */
export function refundRoute(world: MockWorld): Handler {
  const { simulator, inside, books } = world;
  const owners = new Map<string, string>();

  return (asked) => {
    const { id = '' } = asked;
    const body = bodyOf(asked);
    const refundId = required(body, 'unique_request_id');
    const asksFor = looseAmountAt(body, 'amount');
    const orderId = books.idOf(id) ?? id;
    const order = inside.ledger.order(orderId);
    if (order === undefined) throw unknownOrder(id);
    const known = order.refunds.find((one) => one.id === refundId);
    const isElsewhere = (owners.get(refundId) ?? orderId) !== orderId;
    if (isElsewhere || (known !== undefined && !isSame(known, asksFor))) throw used();
    if (known === undefined) {
      checkRefundable(order, asksFor, inside.clock.trueNow());
      owners.set(refundId, orderId);
      simulator.server.refunds(orderId, { id: refundId, amount: asksFor });
      settleLater(world, orderId, refundId);
    }
    return books.orderJson(books.truth(orderId));
  };
}

function isSame(known: LedgerRefund, amount: string | undefined): boolean {
  return amount === undefined || toPaise(amount) === toPaise(known.amount);
}

function used(): Refusal {
  const message = 'unique_request_id was used for another refund.';
  return new Refusal(400, 'DUPLICATE_REQUEST', message, { field: 'unique_request_id' });
}

function checkRefundable(order: LedgerOrder, amount: string | undefined, now: number): void {
  const debit = debitOf(order);
  if (debit === undefined || order.status !== 'CHARGED') {
    throw notNow('Only an order that is CHARGED can be refunded.');
  }
  if (now - debit.at > YEAR) throw notNow('An order can be refunded for 365 days.');
  const own = order.refunds.filter((one) => one.txnUuid === debit.txnUuid && isUnderWay(one));
  const free = own.reduce((left, one) => left - toPaise(one.amount), paiseLeft(order, debit));
  if (free <= 0) throw notNow('Nothing is left to refund.');
  if (amount !== undefined && toPaise(amount) > free) {
    throw invalid('amount', 'must not be above what is left to refund.');
  }
}

function settleLater({ simulator, inside, plans }: MockWorld, orderId: string, id: string): void {
  const { ends, after } = plans.refund;
  inside.clock.setTimeout(() => {
    const refund = inside.ledger.order(orderId)?.refunds.find((one) => one.id === id);
    // A script, or the gateway, may have decided before.
    if (refund?.status === 'PENDING' && ends !== 'PENDING') {
      simulator.server.refunds(orderId, { id, status: ends });
    }
  }, after);
}
