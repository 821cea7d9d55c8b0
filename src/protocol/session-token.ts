import * as z from 'zod/mini';
import { readVpaAccounts, type VpaAccount } from './account.js';
import { as } from './check.js';
import { mobileNumber, reference, udf, udfText } from './inputs.js';
import { operation, takes } from './operation.js';
import { flag, instant, type JsonObject, keeping, text, word } from './read.js';

/** How far a phone is with UPI (SEED 000). */
export type DeviceStatus = 'NOPERMISSION' | 'FRESH' | 'BOUND' | 'LINKED';

/** What the SDK knows about this phone and customer. Keys that are not listed are kept. */
export interface SessionToken {
  /** `undefined` for `FAILURE`, `SUCCESS` and words nobody knows: nothing was learned. */
  readonly status: DeviceStatus | undefined;
  readonly deviceBound?: boolean | undefined;
  readonly deviceActivated?: boolean | undefined;
  /** In front of every `upiRequestId`. */
  readonly prefix?: string | undefined;
  /** Empty unless `LINKED`. */
  readonly vpaAccounts: readonly VpaAccount[];
  /** Epoch milliseconds at which the SMS token of a running bind expires. */
  readonly expiresAt?: number | undefined;
  readonly [key: string]: unknown;
}

/** Parameters of `upiGetSessionToken`. */
export interface SessionTokenParams {
  /** 12 digits with the 91 prefix; needed when the issuing PSP is BHIM. */
  readonly mobileNumber?: string | undefined;
  readonly simId?: string | undefined;
  readonly udf?: Readonly<Record<string, string>> | undefined;
}

const statuses: ReadonlyMap<string, DeviceStatus> = new Map([
  ['NOPERMISSION', 'NOPERMISSION'],
  ['FRESH', 'FRESH'],
  ['BOUND', 'BOUND'],
  ['LINKED', 'LINKED'],
]);

/** Reads the answer of `upiGetSessionToken` and `upiBindActivateDevice`, which have one shape. */
export function readSessionToken(payload: JsonObject): SessionToken {
  return keeping(
    {
      status: word(payload['status'], statuses),
      deviceBound: flag(payload['isDeviceBound']),
      deviceActivated: flag(payload['isDeviceActivated']),
      prefix: text(payload['prefix']),
      vpaAccounts: readVpaAccounts(payload['vpaAccounts']),
      expiresAt: instant(payload['expiryTimestamp']),
    },
    payload,
  );
}

/** Asks what this phone may do; the only source of the device status. */
export const upiGetSessionToken = operation({
  action: 'upiGetSessionToken',
  auth: true,
  effect: 'read',
  request: takes<SessionTokenParams>(
    z.object(
      {
        mobileNumber: z.optional(mobileNumber),
        simId: z.optional(reference),
        udf: z.optional(udf),
      },
      as('object'),
    ),
  ),
  payload: (params) => ({
    customerMobileNumber: params.mobileNumber,
    simId: params.simId,
    udfParameters: udfText(params.udf),
  }),
  response: readSessionToken,
});
