import type { DeviceSnapshot } from '../../machines/device.snapshot.js';
import type { DeviceEvent } from '../../machines/device.types.js';
import { screenIsFree } from '../../machines/order-book.js';
import type { Problem } from '../../machines/problem.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow.snapshot.js';
import type { RejectionReason } from '../notice.js';
import { reveal } from '../protocol/index.js';
import type { CommandEvent } from './read-command.js';

/** Why a well-formed command is not possible now; `undefined` when it is. */
export function refusalOf(
  event: CommandEvent,
  root: UpiFlowSnapshot,
  device: DeviceSnapshot | undefined,
): RejectionReason | undefined {
  if (event.type === 'app.background') return undefined;
  if (isForDevice(event)) {
    if (device === undefined || root.value !== 'ready') return 'notReady';
    if (!device.can(event)) return 'notAllowed';
    return root.can(event) ? undefined : 'busy';
  }
  if (paysMoney(event) && !root.context.ordersKnown) return 'notReady';
  const takesScreen = needsSdk(event) && event.type !== 'back' && event.type !== 'sdk.terminate';
  // The device's own word is newer than the root's note of it.
  if (takesScreen && device?.hasTag('foreground') === true) return 'busy';
  if (root.value === 'ready' && paysFromAccount(event) && !mayPay(root.context))
    return 'notAllowed';
  if (root.can(event)) return undefined;
  if (!needsSdk(event)) return 'notAllowed';
  if (root.value !== 'ready') return 'notReady';
  return screenIsFree(root.context) ? 'notAllowed' : 'busy';
}

/** Whether a plain payment can go through: unknown is not a no, the SDK is still being asked. */
export function mayPay({ deviceStatus }: UpiFlowSnapshot['context']): boolean {
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
export function problemOfRefusal(
  event: CommandEvent,
  { context, value }: UpiFlowSnapshot,
): Problem | undefined {
  const isKnown = context.ordersKnown || value === 'restoring';
  return paysMoney(event) && !isKnown ? ORDERS_UNKNOWN : undefined;
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
