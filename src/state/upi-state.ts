import type { OrderRecord } from '../../core/model/order.js';
import { type Profile, reveal, type VpaAccount } from '../../core/protocol/index.js';
import type { DeviceSnapshot } from '../../machines/device/snapshot.js';
import type { DeviceStatus } from '../../machines/device/types.js';
import { canRetry, screenIsFree } from '../../machines/upi-flow/orders.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow/snapshot.js';
import type { UpiFlowContext } from '../../machines/upi-flow/types.js';
import { accountsOf, type UpiAccount, vpasOf } from './accounts.js';
import { keptViews } from './kept-views.js';
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
  const told = reveal(context.profile, NO_PROFILE);
  const orders = ordersOf(context, before?.orders);
  const next: UpiState = {
    step: stepOf(root, device, orders),
    device: context.deviceStatus,
    accounts: accountViews(entries, before?.accounts, () => accountsOf(entries)),
    vpas: vpasOf(entries),
    profile: profileViews(told, before?.profile, () => profileOf(told)),
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

type OrderViews = UpiState['orders'];

const accountViews = keptViews<readonly VpaAccount[], UpiState['accounts']>();
const profileViews = keptViews<Profile, UpiProfile>();
const orderViews = keptViews<UpiFlowContext['orders'], OrderViews>();
const views = keptViews<OrderRecord, UpiOrder>();

function ordersOf(context: UpiFlowContext, before: OrderViews = {}): OrderViews {
  const viewOf = (order: OrderRecord): readonly [string, UpiOrder] => {
    const { orderId } = order;
    const old = Object.hasOwn(before, orderId) ? before[orderId] : undefined;
    const isOffered = canRetry(context, order);
    return [orderId, views(order, old, () => upiOrder(order, isOffered), isOffered)];
  };
  const { orders, requests } = context;
  const make = () => Object.fromEntries(Object.values(orders).map(viewOf));
  return orderViews(orders, before, make, requests);
}
