import * as z from 'zod/mini';
import { issueCode } from '../check.js';
import { readGatewayResult } from '../gateway-result.js';
import { coerceList, isObject, type JsonObject, withUnknownKeys } from '../read.js';
import { bool, flagText, reference, udf, udfText, vpa } from '../requests/inputs.js';
import { readStatus } from './lifecycle.js';
import { operation, schemaFor } from './operation.js';
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
  request: schemaFor<DeregisterParams>(z.object({ udf: z.optional(udf) }, issueCode('object'))),
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
  request: schemaFor<MakePrimaryParams>(
    z.object(
      {
        vpa,
        referenceId: reference,
        primaryAccountMapping: z.optional(primaryAccountMapping),
      },
      issueCode('object'),
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
  request: schemaFor<DeleteAccountParams>(
    z.object({ referenceId: reference }, issueCode('object')),
  ),
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
  request: schemaFor<PageParams>(
    z.object({ limit: reference, offset: reference }, issueCode('object')),
  ),
  payload: ({ limit, offset }) => ({ limit, offset }),
  response: (payload): PendingTransactions =>
    withUnknownKeys(
      {
        transactions: coerceList(payload['transactions'] ?? payload['pendingTransactions']).filter(
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
  request: schemaFor<ManagementParams>(
    z.object({ shouldExitOnDeregister: z.optional(bool) }, issueCode('object')),
  ),
  payload: (params) => ({ shouldExitOnDeregister: flagText(params.shouldExitOnDeregister) }),
  response: readStatus,
});
