import type { Authorization, AuthorizeRequest } from '../../core/ports/backend.js';
import { fromBase64Url, toBase64Url } from './base64url.js';
import { isoUtc } from './instants.js';
import { type JsonObject, parseObject, textAt } from './json.js';
import type { Random } from './random.js';
import type { Settings } from './settings.js';
import { fakeSignature } from './signature.js';

/**
 * Which of the three authentication groups the merchant's server answers with.
 *
 * @example
 * ```ts
 * simulator.server.authorization = 'clientAuthToken';
 * ```
 */
export type AuthorizationKind = 'signature' | 'clientAuthToken' | 'jws';

/**
 * What the merchant's server signs: the claims it was asked to, or something else. `createMandate`:
 * a mandate that nobody asked for; `notJson`: a text that is none.
 *
 * @example
 * ```ts
 * simulator.server.signs = 'otherAmount';
 * ```
 */
export type SignedAs =
  | 'asAsked'
  | 'otherAmount'
  | 'otherOrder'
  | 'otherCustomer'
  | 'createMandate'
  | 'notJson';

/** What an accepted authentication group vouches for. */
export interface Proof {
  /** In the spelling of the signature variant (`merchant_id`, `order_id`, `mandate.max_amount`). */
  readonly claims: JsonObject;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Issues authentication groups on the merchant's server and checks them on Juspay's. */
export interface Authority {
  /** `signedAs`: default `asAsked`. Only payments can be signed as anything else. */
  issue(request: AuthorizeRequest, kind: AuthorizationKind, signedAs?: SignedAs): Authorization;
  /** A client auth token for a session, with its expiry (epoch milliseconds). */
  issueToken(claims: JsonObject): { readonly token: string; readonly expiresAt: number };
  /** The proof in a payload: `absent` without a group, `invalid` when forged, foreign or expired. */
  check(payload: JsonObject, customerId: string | undefined): Proof | 'absent' | 'invalid';
}

/** Claims that the JWS variant spells differently. */
const JWS_NAMES: Readonly<Record<string, string>> = {
  merchant_id: 'merchantId',
  customer_id: 'merchantCustomerId',
  order_id: 'merchantRequestId',
};

/**
 * Creates the authority of one merchant.
 *
 * @param now the time of the servers, epoch milliseconds
 */
export function createAuthority(settings: Settings, random: Random, now: () => number): Authority {
  const { merchantId, merchantKeyId } = settings.merchant;
  const tokens = new Map<string, Proof>();

  function issueToken(claims: JsonObject): { token: string; expiresAt: number } {
    const token = `tkn_${random.hex(32)}`;
    const expiresAt = now() + settings.sessionLifetime;
    tokens.set(token, { claims, expiresAt });
    return { token, expiresAt };
  }

  function issue(
    request: AuthorizeRequest,
    kind: AuthorizationKind,
    signedAs: SignedAs = 'asAsked',
  ): Authorization {
    // A good back end goes by its own clock, not by the phone's.
    const claims = { ...wrongly(request.claims, signedAs), timestamp: String(now()) };
    if (kind === 'clientAuthToken') {
      const { token, expiresAt } = issueToken(claims);
      return { clientAuthToken: token, authExpiry: isoUtc(expiresAt) };
    }
    if (kind === 'signature') {
      const isText = signedAs === 'notJson' && 'order_id' in claims;
      const signaturePayload = isText ? Object.values(claims).join('|') : JSON.stringify(claims);
      const signature = fakeSignature(signaturePayload, merchantKeyId);
      return { merchantKeyId, signature, signaturePayload };
    }
    const header = toBase64Url(JSON.stringify({ kid: merchantKeyId, alg: 'RS256' }));
    const body = toBase64Url(JSON.stringify(renamed(claims, (name) => JWS_NAMES[name] ?? name)));
    const signature = fakeSignature(`${header}.${body}`, merchantKeyId);
    return { protected: header, signature, signaturePayload: body };
  }

  function proofOf(text: string | undefined): Proof | 'invalid' {
    const claims = text === undefined ? undefined : parseObject(text);
    const signedAt = Number(claims?.['timestamp']);
    return claims === undefined || !Number.isFinite(signedAt)
      ? 'invalid'
      : { claims: renamed(claims, wireName), expiresAt: signedAt + settings.sessionLifetime };
  }

  function read(payload: JsonObject): Proof | 'absent' | 'invalid' {
    const token = textAt(payload, 'clientAuthToken');
    const signature = textAt(payload, 'signature');
    const signed = textAt(payload, 'signaturePayload');
    const header = textAt(payload, 'protected');
    if (token === undefined && signature === undefined && signed === undefined) {
      return 'absent';
    }
    if (token !== undefined) {
      const isAlone = signature === undefined && header === undefined;
      return (isAlone && ownedBy(payload, tokens.get(token))) || 'invalid';
    }
    if (signed === undefined || signature === undefined) {
      return 'invalid';
    }
    if (header !== undefined) {
      const isOurs = signature === fakeSignature(`${header}.${signed}`, merchantKeyId);
      return isOurs ? proofOf(fromBase64Url(signed)) : 'invalid';
    }
    const keyId = textAt(payload, 'merchantKeyId');
    const isOurs = keyId !== undefined && isVerified(keyId, signature, signed);
    return isOurs ? proofOf(signed) : 'invalid';
  }

  function isVerified(keyId: string, signature: string, signaturePayload: string): boolean {
    try {
      return settings.verify({ merchantKeyId: keyId, signature, signaturePayload });
    } catch {
      return false;
    }
  }

  /** The token variant names merchant and customer beside the token. */
  function ownedBy(payload: JsonObject, proof: Proof | undefined): Proof | undefined {
    const customer = textAt(payload, 'customerId');
    const isOwn =
      (textAt(payload, 'merchantId') ?? merchantId) === merchantId &&
      (customer === undefined || customer === proof?.claims['customer_id']);
    return isOwn ? proof : undefined;
  }

  return {
    issue,
    issueToken,
    check(payload, customerId) {
      const proof = read(payload);
      if (proof === 'absent' || proof === 'invalid') {
        return proof;
      }
      const isOwn =
        proof.claims['merchant_id'] === merchantId &&
        (customerId === undefined || proof.claims['customer_id'] === customerId);
      return isOwn && proof.expiresAt > now() ? proof : 'invalid';
    },
  };
}

/** The claims of a payment as a server with a fault in it signs them. */
function wrongly(claims: AuthorizeRequest['claims'], signedAs: SignedAs): JsonObject {
  if (claims['order_id'] === undefined) {
    return claims;
  }
  switch (signedAs) {
    case 'asAsked':
    case 'notJson':
      return claims;
    case 'otherAmount':
      return { ...claims, amount: '9.00' };
    case 'otherOrder':
      return { ...claims, order_id: 'another' };
    case 'otherCustomer':
      return { ...claims, customer_id: 'somebody' };
    case 'createMandate':
      return { ...claims, 'options.create_mandate': 'REQUIRED' };
  }
}

function wireName(name: string): string {
  return Object.keys(JWS_NAMES).find((key) => JWS_NAMES[key] === name) ?? name;
}

function renamed(claims: JsonObject, rename: (name: string) => string): JsonObject {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [rename(name), value]));
}
