import type { DeviceSnapshot } from '../../machines/device.snapshot.js';
import type { DeviceEvent } from '../../machines/device.types.js';
import type { OrderRecord } from '../../machines/order.js';
import { endedUnpaid } from '../../machines/order.js';
import {
  canRetry,
  holdsScreen,
  isRequestOver,
  orderOf,
  orderOfRequest,
  screenIsFree,
  twinOf,
} from '../../machines/order-book.js';
import type { NewAttempt } from '../../machines/payment.types.js';
import type { Problem } from '../../machines/problem.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow.snapshot.js';
import { reveal } from '../protocol/index.js';
import type { Rejection, RejectionCause } from '../rejection.js';
import type { CommandEvent } from './read-command.js';

type Context = UpiFlowSnapshot['context'];

/** Why a well-formed command is not possible now; `undefined` when it is. */
export function refusalOf(
  event: CommandEvent,
  root: UpiFlowSnapshot,
  device: DeviceSnapshot | undefined,
): Rejection | undefined {
  if (event.type === 'app.background') return undefined;
  const { context } = root;
  if (isForDevice(event)) {
    if (device === undefined || root.value !== 'ready') return notReady(root);
    if (!device.can(event)) return notAllowed('step');
    return root.can(event) ? undefined : busy(context, device);
  }
  if (paysMoney(event) && !context.ordersKnown) return ordersUnknown(root);
  // What is wrong with the order itself stays so when the screen is free.
  if (paysMoney(event) && root.value === 'ready') {
    const cause = causeOf(event, context);
    if (cause !== 'step') return notAllowed(cause);
  }
  const takesScreen = needsSdk(event) && event.type !== 'back' && event.type !== 'sdk.terminate';
  // The device's own word is newer than the root's note of it.
  if (takesScreen && device?.hasTag('foreground') === true) return busy(context, device);
  if (root.value === 'ready' && paysFromAccount(event) && !mayPay(context)) return NOT_LINKED;
  if (root.can(event)) return undefined;
  if (!needsSdk(event)) return notAllowed(causeOf(event, context));
  if (root.value !== 'ready') return notReady(root);
  return screenIsFree(context) ? notAllowed(causeOf(event, context)) : busy(context, device);
}

/** Why a payment from an account of this device is not possible, whatever else is in the command. */
export function refusalWithoutAccount(root: UpiFlowSnapshot): Rejection | undefined {
  if (root.value !== 'ready') return notReady(root);
  switch (root.context.deviceStatus) {
    case 'linked':
      return undefined;
    case 'unknown':
      return { reason: 'notReady', because: 'deviceUnknown' };
    case 'noPermission':
    case 'fresh':
    case 'bound':
      return NOT_LINKED;
  }
}

const NOT_LINKED: Rejection = { reason: 'notLinked', because: 'notLinked' };

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

function busy(context: Context, device: DeviceSnapshot | undefined): Rejection {
  const order = Object.values(context.orders).find(holdsScreen);
  if (order !== undefined) return { reason: 'busy', because: 'order', orderId: order.orderId };
  const isDevice = context.deviceHoldsScreen || device?.hasTag('foreground') === true;
  return { reason: 'busy', because: isDevice || !context.callHoldsScreen ? 'device' : 'call' };
}

/** What stands in the way of a command for which everything else is ready. */
function causeOf(event: CommandEvent, context: Context): RejectionCause {
  switch (event.type) {
    case 'pay':
    case 'mandate.create':
    case 'checkout':
      return causeOfAttempt(event.attempt, context);
    case 'order.retry':
      return causeOfRetry(orderOf(context, event.orderId), event.at, context);
    case 'order.recheck':
      return causeOfRecheck(orderOf(context, event.orderId), context);
    case 'order.inform':
      return causeOfInform(orderOf(context, event.orderId));
    case 'order.dismiss':
      return orderOf(context, event.orderId) === undefined ? 'unknownOrder' : 'notOnScreen';
    default:
      return 'step';
  }
}

function causeOfAttempt({ orderId, requestId }: NewAttempt, context: Context): RejectionCause {
  const order = orderOf(context, orderId);
  if (order !== undefined && holdsScreen(order)) return 'step';
  if (order !== undefined && !endedUnpaid(order)) return standing(order);
  if (twinOf(context, orderId) !== undefined) return 'otherSpelling';
  return orderOfRequest(context, requestId) === undefined ? 'step' : 'sentBefore';
}

function causeOfRetry(
  order: OrderRecord | undefined,
  at: number,
  context: Context,
): RejectionCause {
  if (order === undefined) return 'unknownOrder';
  if (holdsScreen(order)) return 'step';
  if (!endedUnpaid(order)) return standing(order);
  if (!canRetry(context, order)) return 'requestForgotten';
  return isRequestOver(context, order.orderId, at) ? 'mandateOver' : 'step';
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

/** Whether a plain payment can go through: unknown is not a no, the SDK is still being asked. */
function mayPay({ deviceStatus }: Context): boolean {
  return deviceStatus === 'linked' || deviceStatus === 'unknown';
}

/** Whether the command pays from an account of this device, without the SDK's own onboarding. */
function paysFromAccount(event: CommandEvent): boolean {
  if (event.type !== 'pay' && event.type !== 'mandate.create') return false;
  return reveal(event.attempt.request, undefined)?.operation === 'upiTxn';
}

/** Nobody may pay before it is known what was paid. */
const ORDERS_UNKNOWN: Problem = {
  reason: 'storageFailed',
  message: 'What the storage remembers could not be read yet: it is tried again.',
  retry: true,
};

/** What stands in the way besides the reason, where a developer can do something about it. */
export function problemOfRefusal(because: RejectionCause | undefined): Problem | undefined {
  return because === 'ordersUnknown' ? ORDERS_UNKNOWN : undefined;
}

function paysMoney({ type }: CommandEvent): boolean {
  return (
    type === 'pay' || type === 'mandate.create' || type === 'checkout' || type === 'order.retry'
  );
}

function needsSdk(event: CommandEvent): boolean {
  return paysMoney(event) || event.type === 'sdk.terminate' || event.type === 'back';
}

function isForDevice(event: CommandEvent): event is CommandEvent & DeviceEvent {
  switch (event.type) {
    case 'device.refresh':
    case 'device.retry':
    case 'device.cancel':
    case 'device.deregister':
    case 'permission.request':
    case 'sim.select':
    case 'bank.select':
    case 'account.select':
    case 'vpa.select':
    case 'mpin.set':
    case 'mpin.skip':
    case 'onboard':
      return true;
    default:
      return false;
  }
}
