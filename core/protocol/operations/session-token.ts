import * as z from 'zod/mini';
import { issueCode } from '../check.js';
import {
  coerceBoolean,
  coerceEnum,
  coerceList,
  coerceObject,
  coerceString,
  coerceTimestamp,
  type JsonObject,
  textAt,
  withUnknownKeys,
} from '../read.js';
import { identityClaims } from '../requests/claims.js';
import { mobileNumber, reference, twelveDigits, udf, udfText } from '../requests/inputs.js';
import { readVpaAccounts, type VpaAccount } from './account.js';
import { operation, schemaFor } from './operation.js';

/** How far a phone is with UPI. */
export type DeviceStatus = 'NOPERMISSION' | 'FRESH' | 'BOUND' | 'LINKED';

/**
 * A UPI number: digits that stand for an address, often the customer's own phone number.
 *
 * @example
 * ```ts
 * const active = state.profile.upiNumbers.filter(({ status }) => status === 'active');
 * ```
 */
export interface UpiNumber {
  readonly upiNumber: string;
  /** The address it stands for. */
  readonly vpa?: string | undefined;
  /** Absent for a word nobody knows. */
  readonly status?: 'active' | 'inactive' | 'deleted' | undefined;
  /** Epoch milliseconds. */
  readonly expiresAt?: number | undefined;
}

/** What a session token says about a customer and a phone besides their accounts. */
export interface Profile {
  readonly upiNumbers: readonly UpiNumber[];
  /** `SAVINGS`, `CURRENT`, ...: upper case. Empty where the SDK names none. */
  readonly allowedAccountTypes: readonly string[];
  /** As the SDK prints it: it names this phone, so it is no text for a log. */
  readonly deviceFingerPrint?: string | undefined;
  /** As it came: the JSON text of the `udf` that went along with the request. */
  readonly otherInfo?: string | undefined;
}

/** What the SDK knows about this phone and customer. Keys that are not listed are kept. */
export interface SessionToken extends Profile {
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
  /**
   * 10 digits, or 12 with the 91 prefix; signed as well. Needed when the issuing PSP is BHIM, or to
   * limit the binding to this number.
   */
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

const numberStatuses: ReadonlyMap<string, NonNullable<UpiNumber['status']>> = new Map([
  ['ACTIVE', 'active'],
  ['INACTIVE', 'inactive'],
  ['DELETED', 'deleted'],
  ['DEREGISTER', 'deleted'],
]);

/** Reads one UPI number: an object, the JSON text of one, or the bare digits. */
function readUpiNumber(value: unknown): UpiNumber | undefined {
  const wire = coerceObject(value);
  const upiNumber = coerceString(wire === undefined ? value : wire['upiNumber']);
  if (upiNumber === undefined || (wire === undefined && !/^\d+$/.test(upiNumber))) return undefined;
  return {
    upiNumber,
    vpa: coerceString(wire?.['vpa']),
    status: coerceEnum(wire?.['upiNumberStatus'], numberStatuses),
    expiresAt: coerceTimestamp(wire?.['expiry']),
  };
}

/** Reads the answer of `upiGetSessionToken` and `upiBindActivateDevice`, which have one shape. */
export function readSessionToken(payload: JsonObject): SessionToken {
  return withUnknownKeys(
    {
      status: coerceEnum(payload['status'], statuses),
      deviceBound: coerceBoolean(payload['isDeviceBound']),
      deviceActivated: coerceBoolean(payload['isDeviceActivated']),
      prefix: coerceString(payload['prefix']),
      vpaAccounts: readVpaAccounts(payload['vpaAccounts']),
      expiresAt: coerceTimestamp(payload['expiryTimestamp']),
      upiNumbers: coerceList(payload['upiNumbers'])
        .map(readUpiNumber)
        .filter((number) => number !== undefined),
      allowedAccountTypes: coerceList(payload['allowedAccountTypes'])
        .map((type) => coerceString(type)?.toUpperCase())
        .filter((type) => type !== undefined),
      deviceFingerPrint: textAt(payload, 'deviceFingerPrint', 'deviceFingerprint'),
      otherInfo: coerceString(payload['otherInfo']),
    },
    payload,
  );
}

/** Asks what this phone may do; the only source of the device status. */
export const upiGetSessionToken = operation({
  action: 'upiGetSessionToken',
  auth: true,
  effect: 'read',
  request: schemaFor<SessionTokenParams>(
    z.object(
      {
        mobileNumber: z.optional(mobileNumber),
        simId: z.optional(reference),
        udf: z.optional(udf),
      },
      issueCode('object'),
    ),
  ),
  payload: (params) => ({
    customerMobileNumber: params.mobileNumber && twelveDigits(params.mobileNumber),
    simId: params.simId,
    udfParameters: udfText(params.udf),
  }),
  claims: ({ mobileNumber }, base) => ({
    ...identityClaims(base),
    // Page 001 lists it among the claims without its key. The additional parameters of the same
    // product print that very sentence beside `customer_mobile_number`, and the JWS claims have its
    // camel case; the `customer_phone` of page 003 belongs to bind, with ten digits.
    ...(mobileNumber === undefined ? {} : { customer_mobile_number: twelveDigits(mobileNumber) }),
  }),
  response: readSessionToken,
});
