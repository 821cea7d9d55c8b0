import { endedUnpaid } from '../../core/model/order.js';
import { reveal, type VpaAccount } from '../../core/protocol/index.js';
import type { DeviceCommand } from '../device/types.js';
import {
  canRetry,
  isRequestOver,
  orderInOtherSpelling,
  orderOf,
  orderOfRequest,
} from './orders.js';
import { payingAccount } from './paying-account.js';
import type {
  CheckoutCommand,
  PayCommand,
  RetryCommand,
  UpiFlowContext,
  UpiFlowEvent,
} from './types.js';

/** The commands that move money. */
export type MoneyCommand = PayCommand | CheckoutCommand | RetryCommand;

export function isMoneyCommand(event: UpiFlowEvent): event is MoneyCommand {
  switch (event.type) {
    case 'pay':
    case 'mandate.create':
    case 'checkout':
    case 'order.retry':
      return true;
    default:
      return false;
  }
}

/** Whether the order allows another attempt: nobody pays twice, and nothing is sent again. */
export function orderMayBeTried(context: UpiFlowContext, event: UpiFlowEvent): boolean {
  if (!isMoneyCommand(event)) return false;
  if (orderOfRequest(context, requestIdOf(event)) !== undefined) return false;
  if (event.type === 'order.retry') return mayRetry(context, event);
  // Asked in general, no order stands in the way.
  if (event.order === undefined) return true;
  const { orderId } = event.order;
  const order = orderOf(context, orderId);
  if (order !== undefined && !endedUnpaid(order)) return false;
  return orderInOtherSpelling(context, orderId) === undefined;
}

function requestIdOf(event: MoneyCommand): string | undefined {
  return event.ids?.requestId ?? (event.type === 'checkout' ? event.requestId : undefined);
}

function mayRetry(context: UpiFlowContext, { orderId, at }: RetryCommand): boolean {
  const order = orderOf(context, orderId);
  if (order === undefined) return false;
  return canRetry(context, order) && !isRequestOver(context, orderId, at);
}

/** Whether there is an account to pay from, or none is needed: the SDK's own screens find one. */
export function accountMayPay(context: UpiFlowContext, event: UpiFlowEvent): boolean {
  if (event.type !== 'pay' && event.type !== 'mandate.create') return true;
  if (event.onboard === true) return true;
  switch (context.deviceStatus) {
    case 'noPermission':
    case 'fresh':
    case 'bound':
      return false;
    // Unknown is not a no: the SDK is still being asked.
    case 'unknown':
    case 'linked':
      return event.accountRefId !== undefined || standIn(context, event) !== undefined;
  }
}

const NONE: readonly VpaAccount[] = [];

function standIn({ vpaAccounts }: UpiFlowContext, { type }: PayCommand) {
  return payingAccount(type === 'pay' ? 'pay' : 'mandate', reveal(vpaAccounts, NONE));
}

/** Whether the device's own statechart takes the command where it is now. */
export function deviceTakes({ device }: UpiFlowContext, event: UpiFlowEvent): boolean {
  return isDeviceCommand(event) && device?.getSnapshot().can(event) === true;
}

function isDeviceCommand(event: UpiFlowEvent): event is DeviceCommand {
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
