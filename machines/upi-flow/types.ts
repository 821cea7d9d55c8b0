import type { OrderRecord } from '../../core/model/order.js';
import type { Problem } from '../../core/model/problem.js';
import type { Timings } from '../../core/model/timings.js';
import type {
  OperationName,
  Profile,
  SdkOutcome,
  Secret,
  ServerStatus,
  VpaAccount,
} from '../../core/protocol/index.js';
import type { DeviceActor, DeviceSnapshot } from '../device/snapshot.js';
import type { DeviceCommand, DeviceStale, DeviceStatus } from '../device/types.js';
import type { AttemptIds, MoneyRequest, SignedRequest } from '../payment/types.js';
import type { Clock } from '../shared/clock.js';
import type { OrderNews } from '../shared/order-parent.js';
import type { ServicesBox } from '../shared/services.js';
import type { ChildNames } from './orders.js';

export interface UpiFlowInput {
  readonly timings: Timings;
  /** Whether the merchant's server can be asked about orders. */
  readonly canQueryStatus: boolean;
  /** How many settled orders are remembered; unsettled ones always are. */
  readonly keepOrders: number;
  /** What the flow reaches the world through. */
  readonly services: ServicesBox;
}

export interface UpiFlowContext extends Omit<UpiFlowInput, 'services'> {
  readonly clock: Clock;
  /** The device as a session token last confirmed it, for as long as the flow lives. */
  readonly deviceStatus: DeviceStatus;
  /** The addresses and accounts of the same session token. */
  readonly vpaAccounts: Secret<readonly VpaAccount[]>;
  /** What the same session token says besides. */
  readonly profile: Secret<Profile>;
  /** The device's own statechart, while there is one: it knows best what it takes. */
  readonly device: DeviceActor | undefined;
  /** A call of the app beside the flow owns the SDK's screen, or changes the device. */
  readonly callHoldsScreen: boolean;
  /** What the storage remembers was read: until then nobody knows what was paid. */
  readonly ordersKnown: boolean;
  /** Open orders, and the latest settled ones. */
  readonly orders: Readonly<Record<string, OrderRecord>>;
  /** What an order that ended unpaid would be tried again with. In memory only. */
  readonly requests: Readonly<Record<string, Secret<MoneyRequest>>>;
  /** The actors of open orders. */
  readonly payments: ChildNames;
  /** The actors that ask about settled orders, without a sign of it. */
  readonly statusLookups: ChildNames;
  /** Orders whose actor broke and was replaced: once, until the app comes back. */
  readonly restarted: readonly string[];
  /** What was said already of the server's answers about each order. */
  readonly notifiedMistakes: Readonly<Record<string, readonly string[]>>;
  /** The order on the screen, until it is dismissed. */
  readonly currentOrderId: string | undefined;
  readonly loader: boolean;
  readonly problem: Problem | undefined;
}

export type UpiFlowEvent =
  | DeviceCommand
  | DeviceStale
  | { readonly type: 'sdk.retry' }
  | { readonly type: 'sdk.terminate' }
  | PayCommand
  | CheckoutCommand
  | RetryCommand
  | { readonly type: 'order.recheck'; readonly orderId: string }
  | { readonly type: 'order.inform'; readonly orderId: string; readonly serverStatus: ServerStatus }
  | { readonly type: 'order.dismiss'; readonly orderId: string }
  | OrderNews
  /** What the storage remembers, once it could be read. */
  | { readonly type: 'orders.restored'; readonly restored: Restored }
  | { readonly type: 'orders.unreadable'; readonly problem: Problem }
  /** An order's record could not be written; it is tried again. */
  | { readonly type: 'order.unsaved'; readonly orderId: string; readonly problem: Problem }
  | { readonly type: 'back' }
  | { readonly type: 'app.foreground' }
  | { readonly type: 'app.background' }
  /** A call of the app beside the flow takes the screen, and gives it back. */
  | { readonly type: 'call.started' }
  | { readonly type: 'call.ended' }
  | ChildBroke
  | DeviceShown
  | SdkSaid;

/**
 * Asks for a payment from an account of this device, or on the SDK's own screens. Without an order the
 * question is whether anything can be paid now; nothing is sent without `ids` and a `request`.
 */
export interface PayCommand {
  readonly type: 'pay' | 'mandate.create';
  readonly order?: { readonly orderId: string; readonly amount: string } | undefined;
  /** `true`: the SDK's own screens onboard the person first, so no account is needed. */
  readonly onboard?: boolean | undefined;
  /** The account that the app names. */
  readonly accountRefId?: string | undefined;
  /** What the merchant's server has to sign. */
  readonly request?: Secret<MoneyRequest> | undefined;
  readonly ids?: AttemptIds | undefined;
}

/** The same for a session that the merchant's server made; its request has an id already. */
export interface CheckoutCommand {
  readonly type: 'checkout';
  readonly order?: { readonly orderId: string; readonly amount?: string | undefined } | undefined;
  readonly requestId?: string | undefined;
  readonly signed?: SignedRequest | undefined;
  readonly ids?: AttemptIds | undefined;
}

/** Asks for another attempt with the request of the one before; nothing is sent without `ids`. */
export interface RetryCommand {
  readonly type: 'order.retry';
  readonly orderId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly ids?: AttemptIds | undefined;
}

/** Where the device's own statechart is now. */
interface DeviceShown {
  readonly type: 'xstate.snapshot.device';
  readonly snapshot: DeviceSnapshot;
}

/** A child actor threw: a port did, or we are at fault. */
export interface ChildBroke {
  readonly type: `xstate.error.actor.${string}`;
  readonly error: unknown;
  readonly actorId: string;
}

/** What the SDK says without being asked, as the sdk-client hands it over. */
export type SdkSaid =
  | { readonly type: 'sdk.loader'; readonly visible: boolean }
  | { readonly type: 'sdk.sessionExpired'; readonly reqCode: string | undefined }
  | {
      readonly type: 'sdk.late';
      /** To show: left out where it may be somebody's. */
      readonly requestId: string | undefined;
      /** The request it answers, as it came: for comparing only, never to be shown. */
      readonly answersRequest: string | undefined;
      readonly operation: OperationName | 'checkout' | undefined;
      /** What it says about money, as far as it says anything. */
      readonly moneyStatus: SdkOutcome['moneyStatus'];
      /** It answers another action, or names two orders: it says nothing about money. */
      readonly isForeign: boolean;
      /** The order that it names, as it came: for comparing only, never to be shown. */
      readonly namesOrder: string | undefined;
    }
  | { readonly type: 'sdk.malformed'; readonly reason: string };

/** What happens once, and is told once. */
export type UpiFlowNotice =
  | { readonly type: 'order.settled'; readonly order: OrderRecord }
  | { readonly type: 'order.pending'; readonly order: OrderRecord }
  | {
      readonly type: 'sdk.late';
      readonly requestId: string | undefined;
      readonly operation: string | undefined;
    }
  | { readonly type: 'sdk.malformed'; readonly reason: string }
  | { readonly type: 'error'; readonly problem: Problem; readonly orderId?: string | undefined };

/** What the storage remembered. */
export interface Restored {
  readonly orders: readonly OrderRecord[];
  /** Something could not be read; it is in quarantine, not lost. */
  readonly problem?: Problem | undefined;
}
