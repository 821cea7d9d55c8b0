import * as z from 'zod/mini';
import { issueCode } from '../check.js';
import { type GatewayResult, readGatewayResult } from '../gateway-result.js';
import {
  coerceBoolean,
  coerceList,
  coerceString,
  type JsonObject,
  textAt,
  withUnknownKeys,
} from '../read.js';
import { bool, references, udf, udfText, vpa } from '../requests/inputs.js';
import { readVpaAccounts, type VpaAccount } from './account.js';
import { operation, schemaFor } from './operation.js';

/** Parameters of `upiVpaAvailability`. */
export interface VpaAvailabilityParams {
  /** For example `abc@xyz`. */
  readonly vpa: string;
  readonly udf?: Readonly<Record<string, string>> | undefined;
}

/** Whether a VPA is free. */
export interface VpaAvailability {
  /** `undefined` when the answer does not say. */
  readonly available: boolean | undefined;
  /** Free ones in its place. */
  readonly suggestions: readonly string[];
  readonly [key: string]: unknown;
}

/** Which account is the primary one of which VPA. */
export type PrimaryAccountMapping = 'ONE_TO_ONE' | 'ONE_TO_ALL' | 'NONE';

/** The schema of {@link PrimaryAccountMapping}. */
export const primaryAccountMapping = z.enum(
  ['ONE_TO_ONE', 'ONE_TO_ALL', 'NONE'],
  issueCode('word.unknown'),
);

/** Parameters of `upiLinkAccounts` and `upiLinkAccount`. */
export interface LinkAccountsParams {
  readonly vpa: string;
  /** Reference ids of accounts from `upiGetAccounts`. */
  readonly referenceIds: readonly string[];
  /** The default is `true`. */
  readonly allowChangingPrimaryAccount?: boolean | undefined;
  readonly primaryAccountMapping?: PrimaryAccountMapping | undefined;
}

/** What linking led to. */
export interface LinkAccounts extends GatewayResult {
  readonly vpaAccounts: readonly VpaAccount[];
}

/** Parameters of `upiValidVpa`. */
export interface ValidVpaParams {
  /** A VPA, or a UPI number as `<number>@mapper.npci`. */
  readonly vpa: string;
}

/** Who a VPA belongs to. */
export interface ValidVpa extends GatewayResult {
  readonly valid: boolean | undefined;
  readonly customerName?: string | undefined;
}

/** Whether a VPA can still be taken. */
export const upiVpaAvailability = operation({
  action: 'upiVpaAvailability',
  auth: false,
  effect: 'read',
  request: schemaFor<VpaAvailabilityParams>(
    z.object({ vpa, udf: z.optional(udf) }, issueCode('object')),
  ),
  payload: (params) => ({ customerVpa: params.vpa, udfParameters: udfText(params.udf) }),
  response: (payload): VpaAvailability =>
    withUnknownKeys(
      {
        available: coerceBoolean(payload['available']),
        suggestions: coerceList(payload['vpaSuggestions'])
          .map(coerceString)
          .filter((name) => name !== undefined),
      },
      payload,
    ),
});

const linkAccounts = {
  auth: false,
  effect: 'device',
  request: schemaFor<LinkAccountsParams>(
    z.object(
      {
        vpa,
        referenceIds: references,
        allowChangingPrimaryAccount: z.optional(bool),
        primaryAccountMapping: z.optional(primaryAccountMapping),
      },
      issueCode('object'),
    ),
  ),
  payload: (params: LinkAccountsParams): JsonObject => ({
    customerVpa: params.vpa,
    accountReferenceIds: params.referenceIds,
    allowChangingPrimaryAccount: params.allowChangingPrimaryAccount,
    primaryAccountMapping: params.primaryAccountMapping,
  }),
  response: (payload: JsonObject): LinkAccounts => ({
    ...readGatewayResult(payload),
    vpaAccounts: readVpaAccounts(payload['vpaAccounts']),
  }),
} as const;

/** Links accounts to a VPA; the spelling of Juspay's TPAP pages. */
export const upiLinkAccounts = operation({ action: 'upiLinkAccounts', ...linkAccounts });

/** The same under the name the in-app pages use. */
export const upiLinkAccount = operation({ action: 'upiLinkAccount', ...linkAccounts });

/** Whether a VPA exists, and whose it is. */
export const upiValidVpa = operation({
  action: 'upiValidVpa',
  auth: true,
  effect: 'read',
  request: schemaFor<ValidVpaParams>(z.object({ vpa }, issueCode('object'))),
  payload: (params) => ({ customerVpa: params.vpa }),
  response: (payload): ValidVpa => ({
    ...readGatewayResult(payload),
    valid: coerceBoolean(payload['isCustomerVpaValid']),
    customerName: textAt(payload, 'customerName'),
  }),
});
