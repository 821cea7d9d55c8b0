import { endedUnpaid, type OrderRecord } from '../../core/model/order.js';
import type { Problem } from '../../core/model/problem.js';
import { type Issue, reveal, type VpaAccount } from '../../core/protocol/index.js';
import {
  accountMayPay,
  deviceTakes,
  orderMayBeTried,
} from '../../machines/upi-flow/command-needs.js';
import {
  canRetry,
  deviceHoldsScreen,
  holdsScreen,
  isRequestOver,
  orderInOtherSpelling,
  orderOf,
  orderOnScreen,
  screenIsFree,
} from '../../machines/upi-flow/orders.js';
import type { PayingKind } from '../../machines/upi-flow/paying-account.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow/snapshot.js';
import type { CommandEvent } from './command-event.js';
import { COMMANDS, type Need } from './commands.js';
import { missingAccount } from './missing-account.js';
import type { Rejection, RejectionCause } from './rejection.js';

type Context = UpiFlowSnapshot['context'];

/** Why a command is not taken, with all that is told of it. */
export interface Rejected {
  readonly rejection: Rejection;
  readonly issues?: readonly Issue[] | undefined;
  readonly problem?: Problem | undefined;
}

/** The reason for a command that the root statechart does not take: the first need that is not met. */
export function rejectionOf(event: CommandEvent, root: UpiFlowSnapshot): Rejected {
  for (const need of COMMANDS[event.type].needs) {
    const rejection = LACKS[need](event, root);
    if (rejection !== undefined) return { rejection, ...details(need, event, root) };
  }
  return { rejection: notAllowed('step') };
}

/** What is told of a need that is not met besides its reason. */
function details(
  need: Need,
  event: CommandEvent,
  root: UpiFlowSnapshot,
): Omit<Rejected, 'rejection'> {
  switch (need) {
    case 'account':
      return { issues: [missingAccount(kindOf(event), reveal(root.context.vpaAccounts, NONE))] };
    case 'orders':
      return root.value === 'restoring' ? {} : { problem: ORDERS_UNKNOWN };
    default:
      return {};
  }
}

function kindOf({ type }: CommandEvent): PayingKind {
  return type === 'pay' ? 'pay' : 'mandate';
}

/** What is told when a need is not met; `undefined` when it is. */
const LACKS: Readonly<
  Record<Need, (event: CommandEvent, root: UpiFlowSnapshot) => Rejection | undefined>
> = {
  sdk: (event, root) => {
    const isThere = COMMANDS[event.type].to !== 'device' || root.context.device !== undefined;
    return root.value === 'ready' && isThere ? undefined : notReady(root);
  },
  orders: (_, root) => (root.context.ordersKnown ? undefined : ordersUnknown(root)),
  order: (event, { context }) => {
    const cause = causeOf(event, context);
    return cause === undefined ? undefined : notAllowed(cause);
  },
  screen: (_, { context }) => (screenIsFree(context) ? undefined : busy(context)),
  account: (event, { context }) => (accountMayPay(context, event) ? undefined : noAccount(context)),
  step: (event, { context }) => (deviceTakes(context, event) ? undefined : notAllowed('step')),
};

function notAllowed(because: RejectionCause): Rejection {
  return { reason: 'notAllowed', because };
}

function notReady({ value }: UpiFlowSnapshot): Rejection {
  switch (value) {
    case 'restoring':
    case 'starting':
      return { reason: 'notReady', because: 'sdkStarting' };
    case 'failed':
      return { reason: 'notReady', because: 'sdkFailed' };
    case 'terminated':
      return { reason: 'notReady', because: 'sdkTerminated' };
    case 'ready':
      return { reason: 'notReady', because: 'deviceUnknown' };
  }
}

function ordersUnknown(root: UpiFlowSnapshot): Rejection {
  return {
    reason: 'notReady',
    because: root.value === 'restoring' ? 'sdkStarting' : 'ordersUnknown',
  };
}

function busy(context: Context): Rejection {
  const order = orderOnScreen(context);
  if (order !== undefined) return { reason: 'busy', because: 'order', orderId: order.orderId };
  return { reason: 'busy', because: deviceHoldsScreen(context) ? 'device' : 'call' };
}

function noAccount({ deviceStatus }: Context): Rejection {
  switch (deviceStatus) {
    case 'unknown':
      return { reason: 'notReady', because: 'deviceUnknown' };
    case 'linked':
      return notAllowed('noDefaultAccount');
    case 'noPermission':
    case 'fresh':
    case 'bound':
      return { reason: 'notLinked', because: 'notLinked' };
  }
}

/** What is wrong with the order of a command; it stays wrong when the screen is free. */
function causeOf(event: CommandEvent, context: Context): RejectionCause | undefined {
  switch (event.type) {
    case 'pay':
    case 'mandate.create':
    case 'checkout':
    case 'order.retry':
      return orderMayBeTried(context, event) ? undefined : causeOfAttempt(event, context);
    case 'order.recheck':
      return causeOfRecheck(orderOf(context, event.orderId), context);
    case 'order.inform':
      return causeOfInform(orderOf(context, event.orderId));
    case 'order.dismiss':
      return orderOf(context, event.orderId) === undefined ? 'unknownOrder' : 'notOnScreen';
    default:
      return undefined;
  }
}

type AttemptEvent = CommandEvent<'pay' | 'mandate.create' | 'checkout' | 'order.retry'>;

/** `undefined`: the order itself owns the screen. */
function causeOfAttempt(event: AttemptEvent, context: Context): RejectionCause | undefined {
  const orderId = event.type === 'order.retry' ? event.orderId : (event.order?.orderId ?? '');
  const order = orderOf(context, orderId);
  if (order !== undefined && holdsScreen(order)) return undefined;
  if (order !== undefined && !endedUnpaid(order)) return standing(order);
  if (event.type !== 'order.retry') {
    return orderInOtherSpelling(context, orderId) === undefined ? 'sentBefore' : 'otherSpelling';
  }
  if (order === undefined) return 'unknownOrder';
  if (!canRetry(context, order)) return 'requestForgotten';
  return isRequestOver(context, orderId, event.at) ? 'mandateOver' : 'sentBefore';
}

function causeOfInform(order: OrderRecord | undefined): RejectionCause {
  if (order === undefined) return 'unknownOrder';
  return holdsScreen(order) ? 'order' : 'nothingNew';
}

function causeOfRecheck(order: OrderRecord | undefined, context: Context): RejectionCause {
  if (order === undefined) return 'unknownOrder';
  if (order.settled) return 'settled';
  return context.canQueryStatus ? 'order' : 'noOrderStatus';
}

/** How an order that may not be tried again stands. */
function standing({ paid, settled, status }: OrderRecord): RejectionCause {
  if (status === 'refunded' || status === 'unresolved') return status;
  if (status === 'success' || (settled && paid !== undefined)) return 'paid';
  return 'pending';
}

/** Nobody may pay before it is known what was paid. */
const ORDERS_UNKNOWN: Problem = {
  reason: 'storageFailed',
  message: 'What the storage remembers could not be read yet: it is tried again.',
  retry: true,
};

const NONE: readonly VpaAccount[] = [];
