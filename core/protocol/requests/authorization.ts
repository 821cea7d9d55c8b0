import * as z from 'zod/mini';
import { check, issueCode, refuse } from '../check.js';
import type { Checked } from '../issues.js';
import { omitUndefined } from '../omit-undefined.js';
import { isObject, type JsonObject } from '../read.js';
import { nonEmpty } from './inputs.js';

/**
 * One of the three authentication groups of HyperSDK (docs/server.md, authorize). It goes over the wire
 * exactly as it is: the signed bytes and the transmitted string must be identical. Another shape,
 * or two groups at once, ends in the problem `authorizeFailed`.
 *
 * @example
 * ```ts
 * const authorization: Authorization = {
 *   merchantKeyId: '1234',
 *   signature: await sign(signaturePayload),
 *   signaturePayload,
 * };
 * ```
 */
export type Authorization =
  | {
      readonly merchantKeyId: string;
      readonly signature: string;
      /** Stringified JSON of the claims; these very bytes were signed. */
      readonly signaturePayload: string;
    }
  | {
      readonly clientAuthToken: string;
      /** First-party samples send it beside the token; it signs nothing. */
      readonly merchantKeyId?: string | undefined;
      /** ISO-8601 UTC, for example `2021-07-19T07:20:53.318Z`. */
      readonly authExpiry?: string | undefined;
    }
  | {
      /** base64url JWS header. */
      readonly protected: string;
      readonly signature: string;
      /** base64url JSON. */
      readonly signaturePayload: string;
    };

const signed = {
  signature: nonEmpty,
  signaturePayload: z.string(issueCode('authorization.signaturePayload')),
};

/** The groups, by the key that says which it is. */
const groups = {
  clientAuthToken: z.object({
    clientAuthToken: nonEmpty,
    merchantKeyId: z.optional(nonEmpty),
    authExpiry: z.optional(nonEmpty),
  }),
  protected: z.object({ protected: nonEmpty, ...signed }),
  merchantKeyId: z.object({ merchantKeyId: nonEmpty, ...signed }),
} as const;

/** The key of a token's group may stand beside it; nothing that is signed may. */
const markers = ['clientAuthToken', 'protected'] as const;
const signatures = ['signature', 'signaturePayload'] as const;

/**
 * Reads what the merchant's back end answered: exactly one group. Keys that belong to none, or are
 * `null`, are dropped.
 *
 * Issues: `object`, `authorization.*`, `required`, `text.empty`. None holds a signature or token.
 */
export function readAuthorization(answer: unknown): Checked<Authorization> {
  if (!isObject(answer)) return refuse('', 'object');
  // Servers print the members of the other groups as null.
  const members = Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null));
  const has = (key: string): boolean => members[key] !== undefined;
  const [marker, second] = markers.filter(has);
  const isSignedToken = marker === 'clientAuthToken' && signatures.some(has);
  const isKeyedJws = marker === 'protected' && has('merchantKeyId');
  if (second !== undefined || isSignedToken || isKeyedJws) {
    return refuse('', 'authorization.several');
  }
  if (marker !== undefined) return check<Authorization>(groups[marker], members);
  if (!has('merchantKeyId')) return refuse('', 'authorization.none');
  return check<Authorization>(groups.merchantKeyId, members);
}

/**
 * Adds the authorisation group to a payload. A client auth token signs nothing, so who pays what is
 * sent beside it.
 */
export function withAuthorization(
  payload: JsonObject,
  authorization: Authorization,
  base: {
    readonly merchantId: string;
    readonly customerId: string;
    /** Of a payment. */
    readonly orderId?: string | undefined;
    /** Rupees with two decimals, of a payment. */
    readonly amount?: string | undefined;
  },
): JsonObject {
  if ('protected' in authorization) {
    const { protected: header, signature, signaturePayload } = authorization;
    return { ...payload, enableJwsAuth: true, protected: header, signature, signaturePayload };
  }
  if ('signature' in authorization) {
    const { merchantKeyId, signature, signaturePayload } = authorization;
    return { ...payload, merchantKeyId, signature, signaturePayload };
  }
  const { merchantKeyId, clientAuthToken, authExpiry } = authorization;
  const { merchantId, customerId, orderId, amount } = base;
  return {
    ...payload,
    merchantId,
    customerId,
    ...omitUndefined({ merchantKeyId, clientAuthToken, authExpiry, orderId, amount }),
  };
}
