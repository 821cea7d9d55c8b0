import type { OrderRecord } from '../../core/model/order.js';
import { type Profile, reveal, type VpaAccount } from '../../core/protocol/index.js';
import type { DeviceSnapshot } from '../../machines/device/snapshot.js';
import type { DeviceStatus } from '../../machines/device/types.js';
import { canRetry, screenIsFree } from '../../machines/upi-flow/orders.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow/snapshot.js';
import type { UpiFlowContext } from '../../machines/upi-flow/types.js';
import { accountsOf, type UpiAccount, vpasOf } from './accounts.js';
import { type UpiOrder, upiOrder } from './order-view.js';
import { profileOf, type UpiProfile } from './profile.js';
import { replaceEqualDeep } from './replace-equal-deep.js';
import { shownProblem } from './shown-problem.js';
import type { UpiStep } from './step.js';
import { stepOf } from './step-of.js';
import { STOPPED } from './stopped.js';

/**
 * Everything a UI renders: plain data that equals its own JSON, so without a key that holds nothing.
 * The same object, down to every part that did not change, for as long as nothing visible changed.
 *
 * @example
 * ```ts
 * switch (state.step.name) {
 *   case 'simList': return showSims(state.step.sims);
 *   case 'outcome': return showOrder(state.step.order);
 *   // ... one case per step
 * }
 * ```
 */
export interface UpiState {
  /** What to show now, with exactly the data that screen needs. */
  readonly step: UpiStep;
  /** The device as a session token last confirmed it. */
  readonly device: DeviceStatus;
  readonly accounts: readonly UpiAccount[];
  readonly vpas: readonly string[];
  /** What the same session token says besides; lists without entries until there was one. */
  readonly profile: UpiProfile;
  /** By order id: every unsettled order, and the latest settled ones. */
  readonly orders: Readonly<Record<string, UpiOrder>>;
  readonly sdk: 'starting' | 'ready' | 'failed' | 'terminated';
  /** Something owns the SDK's screen: no other payment can start now. */
  readonly busy: boolean;
  /** The SDK asked for a loader (with `merchantLoader`). */
  readonly loader: boolean;
}

/** Turns the machine's snapshot into the read model, sharing every part that did not change. */
export function toUpiState(
  root: UpiFlowSnapshot,
  device: DeviceSnapshot | undefined,
  before: UpiState | undefined,
): UpiState {
  const { context } = root;
  const entries = reveal(context.vpaAccounts, NONE);
  const profile = reveal(context.profile, NO_PROFILE);
  // Before the step, which shows one of them: it is the same object.
  const orders = replaceEqualDeep(before?.orders, ordersOf(context));
  const next: UpiState = {
    step: stepOf(root, device, orders),
    device: context.deviceStatus,
    accounts: accountsOf(entries),
    vpas: vpasOf(entries),
    profile: profileOf(profile),
    orders,
    sdk: sdkOf(root),
    busy: !screenIsFree(context),
    loader: context.loader,
  };
  return replaceEqualDeep(before, next);
}

/** What is shown for good once the flow was stopped; the state itself where that looks the same. */
export function endedState(state: UpiState): UpiState {
  const step: UpiStep = { name: 'terminated', problem: shownProblem(STOPPED) };
  return replaceEqualDeep(state, { ...state, step, sdk: 'terminated', busy: false });
}

const NONE: readonly VpaAccount[] = [];
const NO_PROFILE: Profile = { upiNumbers: [], allowedAccountTypes: [] };

function sdkOf({ value }: UpiFlowSnapshot): UpiState['sdk'] {
  return value === 'restoring' ? 'starting' : value;
}

/** The one memo: a hundred orders made anew at each change took ten times as long as all the rest. */
const views = new WeakMap<OrderRecord, UpiOrder>();

function ordersOf(context: UpiFlowContext): UpiState['orders'] {
  const entries = Object.values(context.orders).map((order) => {
    const isOffered = canRetry(context, order);
    const known = views.get(order);
    const view = known?.canRetry === isOffered ? known : upiOrder(order, isOffered);
    views.set(order, view);
    return [order.orderId, view] as const;
  });
  return Object.fromEntries(entries);
}
