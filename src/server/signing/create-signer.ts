import type { KeyObject } from 'node:crypto';
import type { Authorization, Claims } from '../../../core/ports/backend.js';
import { isKeyService, type KeyService } from './key-service.js';
import { productClaims } from './product-claims.js';
import { readKey } from './read-key.js';
import { signProtected } from './sign-protected.js';
import { signText } from './sign-text.js';
import { SigningError } from './signing-error.js';

/**
 * What a signer is made of.
 *
 * @example
 * ```ts
 * const options: SignerOptions = {
 *   merchantKeyId: '1234',
 *   privateKey: await readFile('juspay.pem'),
 *   passphrase: process.env.JUSPAY_KEY_PASSPHRASE,
 * };
 * ```
 */
export interface SignerOptions {
  /** What Juspay calls the key: the dashboard shows it once the public key was uploaded. */
  readonly merchantKeyId: string;
  /**
   * An RSA key of at least 2048 bits: PEM (PKCS#1 or PKCS#8, encrypted or not) as text or bytes, a
   * `KeyObject`, or a service that holds it.
   */
  readonly privateKey: string | Uint8Array | KeyObject | KeyService;
  /** Of encrypted PEM. */
  readonly passphrase?: string | undefined;
  /** `jws` for the direct-PSP product, with the package `jose`; all others take `signature`. */
  readonly form?: 'signature' | 'jws' | undefined;
  /** A claim of the direct-PSP product; only with `jws`. */
  readonly merchantChannelId?: string | undefined;
}

/**
 * Signs claims for the app. It shows nothing of its key when it is printed.
 *
 * @example
 * ```ts
 * const authorization = await signer.authorize({
 *   merchant_id: 'stock',
 *   customer_id: 'abcde12345',
 *   timestamp: String(Date.now()),
 * });
 * ```
 */
export interface Signer {
  readonly merchantKeyId: string;
  /**
   * Signs the claims just as they are: check before that they are the customer's, and that the
   * amount is yours. Rejects with a `SigningError`.
   */
  authorize(claims: Claims): Promise<Authorization>;
}

/**
 * Makes a signer: RSA, PKCS#1 v1.5, SHA-256, over the very bytes that it answers. The key is read and
 * tried out at once.
 *
 * @throws `SigningKeyError` for a key that cannot sign for Juspay, `TypeError` for another option
 *
 * @example
 * ```ts
 * const signer = createSigner({ merchantKeyId: '1234', privateKey: env.JUSPAY_KEY });
 * const { signature, signaturePayload } = await signer.authorize(claims);
 * ```
 */
export function createSigner(options: SignerOptions): Signer {
  checkOptions(options);
  const { merchantKeyId, privateKey, passphrase, form = 'signature', merchantChannelId } = options;
  const key = isKeyService(privateKey) ? privateKey : readKey(privateKey, passphrase);

  return {
    merchantKeyId,
    async authorize(given) {
      const claims = readClaims(given);
      if (claims === undefined) throw new SigningError('claims');
      return form === 'jws'
        ? signProtected(key, merchantKeyId, productClaims(claims, merchantChannelId))
        : signText(key, merchantKeyId, claims);
    },
  };
}

function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw fault('its options', 'an object');
  const at = (name: keyof SignerOptions): unknown => Reflect.get(options, name);
  const form = at('form');
  if (!isText(at('merchantKeyId'))) throw fault('merchantKeyId', 'a text that is not empty');
  if (form !== undefined && form !== 'signature' && form !== 'jws') {
    throw fault('form', '"signature" or "jws"');
  }
  if (at('passphrase') !== undefined && typeof at('passphrase') !== 'string') {
    throw fault('passphrase', 'a text');
  }
  const channel = at('merchantChannelId');
  if (channel === undefined) return;
  if (!isText(channel)) throw fault('merchantChannelId', 'a text that is not empty');
  if (form !== 'jws') throw fault('merchantChannelId', 'left out: only the form "jws" has it');
}

function fault(name: string, expected: string): TypeError {
  return new TypeError(`createSigner: ${name} must be ${expected}.`);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** A plain copy: claims come from a phone, and what prints itself would be signed as it prints. */
function readClaims(given: unknown): Claims | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  try {
    const claims: [string, string][] = [];
    for (const [name, value] of Object.entries(given)) {
      if (typeof value !== 'string') return undefined;
      claims.push([name, value]);
    }
    return Object.fromEntries(claims);
  } catch {
    return undefined;
  }
}
