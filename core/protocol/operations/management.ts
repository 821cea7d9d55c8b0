import * as z from 'zod/mini';
import { as } from '../check.js';
import { readGatewayResult } from '../gateway-result.js';
import { isObject, type JsonObject, keeping, list } from '../read.js';
import { bool, flagText, reference, udf, udfText, vpa } from '../requests/inputs.js';
import { readStatus } from './lifecycle.js';
import { operation, takes } from './operation.js';
import { type PrimaryAccountMapping, primaryAccountMapping } from './vpa.js';

/** Parameters of `upiDeregister`. */
export interface DeregisterParams {
  readonly udf?: Readonly<Record<string, string>> | undefined;
}

/** Removes the binding of this phone and every link between VPAs and accounts. */
export const upiDeregister = operation({
  action: 'upiDeregister',
  auth: false,
  effect: 'device',
  request: takes<DeregisterParams>(z.object({ udf: z.optional(udf) }, as('object'))),
  payload: (params) => ({ udfParameters: udfText(params.udf) }),
  response: readStatus,
});

/** Parameters of `upiMakePrimary`. */
export interface MakePrimaryParams {
  readonly vpa: string;
  readonly referenceId: string;
  readonly primaryAccountMapping?: PrimaryAccountMapping | undefined;
}

/** Makes an account the primary one of a VPA. */
export const upiMakePrimary = operation({
  action: 'upiMakePrimary',
  auth: false,
  effect: 'device',
  request: takes<MakePrimaryParams>(
    z.object(
      {
        vpa,
        referenceId: reference,
        primaryAccountMapping: z.optional(primaryAccountMapping),
      },
      as('object'),
    ),
  ),
  payload: (params) => ({
    customerVpa: params.vpa,
    accountReferenceId: params.referenceId,
    primaryAccountMapping: params.primaryAccountMapping,
  }),
  response: readGatewayResult,
});

/** Parameters of `upiDeleteAccount`. */
export interface DeleteAccountParams {
  /** Neither the primary account nor the last one. */
  readonly referenceId: string;
}

/** Removes one account and keeps the binding. */
export const upiDeleteAccount = operation({
  action: 'upiDeleteAccount',
  auth: false,
  effect: 'device',
  request: takes<DeleteAccountParams>(z.object({ referenceId: reference }, as('object'))),
  payload: (params) => ({ accountReferenceId: params.referenceId }),
  response: readGatewayResult,
});

/** Parameters of `upiListPendingTransactions`. */
export interface PageParams {
  /** Decimal digits. */
  readonly limit: string;
  /** Decimal digits. */
  readonly offset: string;
}

/** Collect requests that wait for the customer. Keys that are not listed are kept. */
export interface PendingTransactions {
  /** As printed; `gatewayTransactionId` names one. */
  readonly transactions: readonly JsonObject[];
  readonly [key: string]: unknown;
}

/** Lists the collect requests that wait for the customer. */
export const upiListPendingTransactions = operation({
  action: 'upiListPendingTransactions',
  auth: false,
  effect: 'read',
  request: takes<PageParams>(z.object({ limit: reference, offset: reference }, as('object'))),
  payload: ({ limit, offset }) => ({ limit, offset }),
  response: (payload): PendingTransactions =>
    keeping(
      {
        transactions: list(payload['transactions'] ?? payload['pendingTransactions']).filter(
          isObject,
        ),
      },
      payload,
    ),
});

/** Parameters of `management`. */
export interface ManagementParams {
  /** Whether the screens close once the customer has deregistered. */
  readonly shouldExitOnDeregister?: boolean | undefined;
}

/** The SDK's own account management screens. */
export const management = operation({
  action: 'management',
  auth: true,
  effect: 'screen',
  request: takes<ManagementParams>(
    z.object({ shouldExitOnDeregister: z.optional(bool) }, as('object')),
  ),
  payload: (params) => ({ shouldExitOnDeregister: flagText(params.shouldExitOnDeregister) }),
  response: readStatus,
});
