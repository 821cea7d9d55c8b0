import * as z from 'zod/mini';
import { issueCode } from '../check.js';
import { type GatewayResult, readGatewayResult } from '../gateway-result.js';
import { coerceString } from '../read.js';
import { reference, udf, udfText, upiRequestId, vpa } from '../requests/inputs.js';
import { operation, schemaFor } from './operation.js';
import { type PrimaryAccountMapping, primaryAccountMapping } from './vpa.js';

/** Parameters of `upiSetMpin`: setting the UPI PIN, or resetting it. */
export interface SetMpinParams {
  readonly vpa: string;
  /** Last six digits of the account's debit card. */
  readonly cardLastSix: string;
  /** `MMYY`. */
  readonly cardExpiry: string;
  /** At most 35 letters and digits, starting with the session token's `prefix`. */
  readonly upiRequestId: string;
  readonly referenceId: string;
  readonly primaryAccountMapping?: PrimaryAccountMapping | undefined;
}

/** Parameters of `upiChangeMpin` and `upiCheckBalance`. */
export interface AccountRequestParams {
  /** At most 35 letters and digits, starting with the session token's `prefix`. */
  readonly upiRequestId: string;
  readonly referenceId: string;
  readonly udf?: Readonly<Record<string, string>> | undefined;
}

/** The balance of an account. */
export interface Balance extends GatewayResult {
  /** As printed. */
  readonly balance?: string | undefined;
}

/** Sets or resets the UPI PIN. The PIN itself is typed on NPCI's page and never seen here. */
export const upiSetMpin = operation({
  action: 'upiSetMpin',
  auth: false,
  effect: 'screen',
  request: schemaFor<SetMpinParams>(
    z.object(
      {
        vpa,
        cardLastSix: z
          .string(issueCode('cardLastSix.format'))
          .check(z.regex(/^\d{6}$/, 'cardLastSix.format')),
        cardExpiry: z
          .string(issueCode('cardExpiry.format'))
          .check(z.regex(/^(?:0[1-9]|1[0-2])\d\d$/, 'cardExpiry.format')),
        upiRequestId,
        referenceId: reference,
        primaryAccountMapping: z.optional(primaryAccountMapping),
      },
      issueCode('object'),
    ),
  ),
  payload: (params) => ({
    customerVpa: params.vpa,
    card: params.cardLastSix,
    expiry: params.cardExpiry,
    upiRequestId: params.upiRequestId,
    accountReferenceId: params.referenceId,
    primaryAccountMapping: params.primaryAccountMapping,
  }),
  response: readGatewayResult,
});

const accountRequest = {
  auth: false,
  effect: 'screen',
  request: schemaFor<AccountRequestParams>(
    z.object({ upiRequestId, referenceId: reference, udf: z.optional(udf) }, issueCode('object')),
  ),
  payload: (params: AccountRequestParams) => ({
    upiRequestId: params.upiRequestId,
    accountReferenceId: params.referenceId,
    udfParameters: udfText(params.udf),
  }),
} as const;

/** Changes the UPI PIN, for a customer who knows the old one. */
export const upiChangeMpin = operation({
  action: 'upiChangeMpin',
  ...accountRequest,
  response: readGatewayResult,
});

/** Asks for the PIN and shows what is in the account. */
export const upiCheckBalance = operation({
  action: 'upiCheckBalance',
  ...accountRequest,
  response: (payload): Balance => ({
    ...readGatewayResult(payload),
    balance: coerceString(payload['balance']),
  }),
});
