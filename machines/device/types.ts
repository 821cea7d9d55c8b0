import type { DoneActorEvent, ErrorActorEvent } from 'xstate';
import type { Problem } from '../../core/model/problem.js';
import type { Timings } from '../../core/model/timings.js';
import type {
  Account,
  Bank,
  Profile,
  Secret,
  SessionToken,
  Sim,
  VpaAccount,
} from '../../core/protocol/index.js';
import type { Clock } from '../shared/clock.js';
import type { DeadlinePassed } from '../shared/not-provided.js';

/**
 * The device's registration with UPI, as a session token last confirmed it.
 *
 * - `unknown`: no token was read yet
 * - `noPermission`: the app may not read the SIM or send the SMS
 * - `fresh`: permitted, not registered
 * - `bound`: registered, no account linked
 * - `linked`: registered with accounts; `pay` is possible
 *
 * @example
 * ```ts
 * if (state.device === 'linked') flow.send({ type: 'pay', order });
 * ```
 */
export type DeviceStatus = 'unknown' | 'noPermission' | 'fresh' | 'bound' | 'linked';

/** A phone number with its country code, boxed. */
export type PhoneNumber = Secret<string>;

/** The last six digits and the expiry (MMYY) of the debit card that proves the account, boxed. */
export type CardProof = Secret<{ readonly lastSix: string; readonly expiry: string }>;

export interface DeviceInput {
  readonly timings: Timings;
  readonly clock: Clock;
}

/**
 * Numbers, addresses and accounts are in boxes: a snapshot that is printed, persisted or inspected
 * shows none of them.
 */
export interface DeviceContext extends DeviceInput {
  readonly status: DeviceStatus;
  /** What the last session token said; `undefined` when it could not be understood. */
  readonly tokenStatus: SessionToken['status'];
  readonly vpaAccounts: Secret<readonly VpaAccount[]>;
  readonly profile: Secret<Profile>;
  /** The merchant's prefix for `upiRequestId`. */
  readonly prefix: string;
  readonly sims: Secret<readonly Sim[]>;
  readonly simId: string | undefined;
  readonly mobileNumber: PhoneNumber | undefined;
  /** Epoch ms of the SMS tokens asked for in the last 24 hours. */
  readonly bindAttempts: readonly number[];
  readonly banks: readonly Bank[];
  readonly bankCode: string | undefined;
  readonly accounts: Secret<readonly Account[]>;
  readonly referenceIds: readonly string[];
  readonly vpa: Secret<string> | undefined;
  readonly vpaSuggestions: Secret<readonly string[]>;
  readonly mpinReferenceId: string | undefined;
  readonly card: CardProof | undefined;
  readonly mpinSkipped: boolean;
  readonly problem: Problem | undefined;
  /** Epoch ms of the deadline that is running. */
  readonly deadlineAt: number;
  /** Epoch ms at which the SMS token ends. */
  readonly tokenEndsAt: number;
  /** Milliseconds of waiting that a token under verification has left. */
  readonly tokenLeft: number;
  /** Milliseconds until the next look at a token under verification; 0 when it is over. */
  readonly bindWait: number;
}

/** What a person asks of the device. */
export type DeviceCommand =
  | { readonly type: 'device.refresh' }
  | { readonly type: 'device.retry' }
  | { readonly type: 'device.cancel' }
  | { readonly type: 'device.deregister' }
  | { readonly type: 'permission.request' }
  | { readonly type: 'sim.select'; readonly simId: string; readonly mobileNumber?: PhoneNumber }
  | { readonly type: 'bank.select'; readonly bankCode: string }
  | { readonly type: 'account.select'; readonly referenceIds: readonly string[] }
  | { readonly type: 'vpa.select'; readonly vpa: Secret<string> }
  | { readonly type: 'mpin.set'; readonly referenceId: string; readonly card: CardProof }
  | { readonly type: 'mpin.skip' }
  | { readonly type: 'onboard' };

/** A device call answered late, or was made beside the flow: ask for the status again. */
export interface DeviceStale {
  readonly type: 'device.stale';
}

/** What the actors of the chart answer. */
type DeviceAnswer =
  | DoneActorEvent<DeviceToken, 'readSessionToken' | 'pollSessionToken'>
  | DoneActorEvent<boolean, 'checkPermission' | 'askPermission'>
  | DoneActorEvent<Secret<readonly Sim[]>, 'readSims'>
  | DoneActorEvent<BindQuota, 'countBindAttempt'>
  | DoneActorEvent<BindAnswer, 'bindDevice'>
  | DoneActorEvent<readonly Bank[], 'readBanks'>
  | DoneActorEvent<Secret<readonly Account[]>, 'readAccounts'>
  | DoneActorEvent<VpaAnswer, 'checkVpa'>
  | ErrorActorEvent<unknown, string>;

export type DeviceEvent =
  | DeviceCommand
  | DeviceStale
  | DeadlinePassed
  | { readonly type: 'app.foreground' }
  | DeviceAnswer;

/** What a session token says, with everything personal in a box. */
export interface DeviceToken {
  /** `undefined` when it could not be understood. */
  readonly status: SessionToken['status'];
  readonly prefix: string | undefined;
  readonly vpaAccounts: Secret<readonly VpaAccount[]>;
  readonly profile: Secret<Profile>;
}

/** What the storage remembers about SMS tokens, after asking for one more. */
export interface BindQuota {
  /** `false`: too many in 24 hours; none was added. */
  readonly allowed: boolean;
  /** Epoch ms, oldest first, at most 24 hours old. */
  readonly attempts: readonly number[];
}

/** What a bind call answered, reduced to what the flow may use of it: never the status. */
export interface BindAnswer {
  /** The token was sent and is still being verified. */
  readonly verifying: boolean;
  /** Epoch ms, when the SDK told the token's end. */
  readonly expiresAt?: number | undefined;
}

/** Whether an address is free, and what else is. */
export interface VpaAnswer {
  readonly available: boolean;
  readonly suggestions: Secret<readonly string[]>;
}
