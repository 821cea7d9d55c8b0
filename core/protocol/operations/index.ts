import { check } from '../check.js';
import type { Checked } from '../issues.js';
import { omitUndefined } from '../omit-undefined.js';
import type { JsonObject } from '../read.js';
import {
  type ClaimsBase,
  claimsBase,
  identityClaims,
  type SignedClaims,
} from '../requests/claims.js';
import { upiGetAccounts, upiGetBankList } from './banks.js';
import { upiBindActivateDevice } from './bind.js';
import { initiate, updateAuth } from './lifecycle.js';
import {
  management,
  upiDeleteAccount,
  upiDeregister,
  upiListPendingTransactions,
  upiMakePrimary,
} from './management.js';
import { upiChangeMpin, upiCheckBalance, upiSetMpin } from './mpin.js';
import { onboarding } from './onboarding.js';
import type { Effect, Operation } from './operation.js';
import { onboardingAndPay, upiTxn } from './payment.js';
import { upiCheckPermission, upiGetPermission } from './permissions.js';
import { upiGetSessionToken } from './session-token.js';
import { upiGetSimDetails } from './sims.js';
import { upiLinkAccount, upiLinkAccounts, upiValidVpa, upiVpaAvailability } from './vpa.js';

/**
 * Every action the library speaks, by its name: how it is called on the wire, whether it is signed,
 * and what it does to the world.
 *
 * @example
 * ```ts
 * operations.upiTxn.effect; // 'money'
 * operations.upiGetBankList.action; // 'upiGetBankList'
 * ```
 */
export const operations = {
  initiate,
  updateAuth,
  upiGetSessionToken,
  upiCheckPermission,
  upiGetPermission,
  upiGetSimDetails,
  upiBindActivateDevice,
  upiGetBankList,
  upiGetAccounts,
  upiVpaAvailability,
  upiLinkAccounts,
  upiLinkAccount,
  upiSetMpin,
  upiChangeMpin,
  upiCheckBalance,
  upiMakePrimary,
  upiValidVpa,
  upiDeleteAccount,
  upiDeregister,
  upiListPendingTransactions,
  onboarding,
  onboardingAndPay,
  upiTxn,
  management,
} as const;

type Operations = typeof operations;

/**
 * The name of an operation: the key of {@link operations}.
 *
 * @example
 * ```ts
 * const name: OperationName = 'upiGetBankList';
 * ```
 */
export type OperationName = keyof Operations;

/**
 * What an operation takes. What does not fit is refused with issues before anything is sent.
 *
 * @example
 * ```ts
 * const params: OperationParams<'upiGetAccounts'> = { bankCodes: ['607153'] };
 * ```
 */
export type OperationParams<N extends OperationName> =
  Operations[N] extends Operation<Effect, infer P, infer _> ? P : never;

/**
 * What its answer reads as. Keys nobody knows are kept, for most operations.
 *
 * @example
 * ```ts
 * const show = ({ balance }: OperationResponse<'upiCheckBalance'>) => print(balance);
 * ```
 */
export type OperationResponse<N extends OperationName> = ReturnType<Operations[N]['read']>;

/** The operations that move no money. */
export type NonMoneyOperation = {
  [N in OperationName]: Operations[N]['effect'] extends 'money' ? never : N;
}[OperationName];

/**
 * The operations an app may call itself: none that moves money, and not `initiate`, `updateAuth` or
 * `upiBindActivateDevice`: lifecycle and binding are the flow's alone.
 *
 * @example
 * ```ts
 * const operation: CallableOperation = 'upiListPendingTransactions';
 * const answer = await flow.call(operation, { limit: '10', offset: '0' });
 * ```
 */
export type CallableOperation = Exclude<
  NonMoneyOperation,
  'initiate' | 'updateAuth' | 'upiBindActivateDevice'
>;

/** A request, ready to be signed and sent. */
export interface BuiltRequest {
  /** The wire name. */
  readonly action: string;
  /** Wire payload, `action` first, without the authorisation group. */
  readonly payload: JsonObject;
  /** What the merchant's server signs; `undefined` when the operation needs no authorisation. */
  readonly claims: SignedClaims | undefined;
}

// The same table with each entry typed by its name, so a generic name picks matching types.
const table: {
  readonly [N in OperationName]: Operation<Effect, OperationParams<N>, OperationResponse<N>>;
} = operations;

/**
 * Checks the parameters of an operation and builds its wire payload and claims.
 *
 * Issues: those of the parameters, with their paths; of the base; `issuingPsp.required`.
 */
export function buildRequest<N extends OperationName>(
  name: N,
  params: OperationParams<N>,
  base: ClaimsBase,
): Checked<BuiltRequest> {
  const checked = checkRequest(name, params, base);
  if (!checked.ok) return checked;
  const { action, auth, payload, claims = (_, from) => identityClaims(from) } = table[name];
  return {
    ok: true,
    value: {
      action,
      payload: omitUndefined({ action, ...payload(checked.value, base) }),
      claims: auth ? claims(checked.value, base) : undefined,
    },
  };
}

/**
 * Checks everything that {@link buildRequest} would refuse, of parameters of unknown origin, and builds
 * nothing.
 *
 * Issues: those of the parameters, with their paths; of the base; `issuingPsp.required`.
 */
export function checkRequest<N extends OperationName>(
  name: N,
  input: unknown,
  base: ClaimsBase,
): Checked<OperationParams<N>> {
  const { auth, missing, request } = table[name];
  const checked = check(request, input);
  if (!checked.ok) return checked;
  const from = check(claimsBase, base);
  if (!from.ok) return from;
  const issues = (auth && missing?.(checked.value, from.value)) || [];
  return issues.length === 0 ? checked : { ok: false, issues };
}

/**
 * Checks parameters of unknown origin: a command, a message from a web view.
 *
 * Issues: those of the parameters, with their paths.
 */
export function checkParams<N extends OperationName>(
  name: N,
  input: unknown,
): Checked<OperationParams<N>> {
  return check(table[name].request, input);
}

/**
 * Reads the payload of an answer. Never fails: what is missing or unreadable is left out, and keys
 * nobody knows are kept.
 */
export function readResponse<N extends OperationName>(
  name: N,
  payload: JsonObject,
): OperationResponse<N> {
  return table[name].read(payload);
}
