import { isoSeconds } from '../../adapters/simulator/instants.js';
import type { JsonObject } from '../../adapters/simulator/json.js';
import type { MandateStatus } from '../../adapters/simulator/ledger.js';
import { type Asked, bodyOf } from './asked.js';
import type { Executions } from './executions.js';
import { required, wordAt } from './fields.js';
import { type MandateOrder, mandateOrder } from './mandate-order.js';
import type { Handler, MockWorld } from './mock-world.js';
import type { Notifications } from './notifications.js';
import { missing, notNow } from './refusal.js';

const COMMANDS = [
  'pre_debit_notify',
  'check_status',
  'pause',
  'resume',
  'revoke',
  'cancel_recurring_transaction',
] as const;

/** `POST /mandates/{mandate_id}`: its commands. */
export function mandateRoute(
  world: MockWorld,
  notifications: Notifications,
  executions: Executions,
): Handler {
  const { inside, books } = world;

  function turn(order: MandateOrder, status: MandateStatus, from: readonly MandateStatus[]) {
    if (!from.includes(order.mandate.status)) {
      throw notNow(`Mandate is ${order.mandate.status}.`);
    }
    inside.ledger.mandate(order.orderId, { umn: order.mandate.umn, status });
    const { status: mandate_status, ...json } = mandateJson(order.orderId);
    return {
      ...json,
      mandate_status,
      response_message: `Mandate is ${status}.`,
      last_updated: isoSeconds(inside.clock.trueNow()),
    };
  }

  function mandateJson(orderId: string): JsonObject {
    const order = inside.ledger.order(orderId);
    return order === undefined ? {} : books.mandateJson(order);
  }

  return (asked: Asked) => {
    const body = bodyOf(asked);
    const command = wordAt(body, 'command', COMMANDS);
    if (command === undefined) throw missing('command');
    const order = mandateOrder(world, asked.id ?? '');
    switch (command) {
      case 'check_status':
        return mandateJson(order.orderId);
      case 'pause':
        return turn(order, 'PAUSED', ['ACTIVE']);
      case 'resume':
        return turn(order, 'ACTIVE', ['PAUSED']);
      case 'revoke':
        return turn(order, 'REVOKED', ['ACTIVE', 'PAUSED']);
      case 'pre_debit_notify':
        return notifications.send(order, asked.id ?? '', body);
      case 'cancel_recurring_transaction':
        return executions.cancel(asked.id ?? '', required(body, 'order_id'));
    }
  };
}
