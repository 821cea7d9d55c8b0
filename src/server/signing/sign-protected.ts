import { Buffer } from 'node:buffer';
import { KeyObject } from 'node:crypto';
import type { Authorization, Claims } from '../../../core/ports/backend.js';
import type { KeyService } from './key-service.js';
import { signBytes } from './sign-bytes.js';
import { SigningError } from './signing-error.js';

/** The protected signature: a flattened JWS, RS256. */
export async function signProtected(
  key: KeyObject | KeyService,
  merchantKeyId: string,
  claims: Claims,
): Promise<Authorization> {
  const header = { kid: merchantKeyId, alg: 'RS256' };
  const bytes = Buffer.from(JSON.stringify(claims), 'utf8');
  if (!(key instanceof KeyObject)) return byHand(key, header, bytes);
  const { FlattenedSign } = await loadJose();
  const sign = new FlattenedSign(bytes).setProtectedHeader(header).sign(key);
  const {
    protected: head,
    signature,
    payload,
  } = await sign.catch(() => {
    throw new SigningError('failed');
  });
  if (head === undefined) throw new SigningError('failed');
  return { protected: head, signature, signaturePayload: payload };
}

/** `jose` has no way to sign with a key that somebody else holds. */
async function byHand(key: KeyService, header: object, payload: Buffer): Promise<Authorization> {
  const head = Buffer.from(JSON.stringify(header), 'utf8').toString('base64url');
  const body = payload.toString('base64url');
  const signature = await signBytes(key, Buffer.from(`${head}.${body}`, 'ascii'));
  return {
    protected: head,
    signature: Buffer.from(signature).toString('base64url'),
    signaturePayload: body,
  };
}

/** An optional package: who signs otherwise need not have it. */
async function loadJose(): Promise<typeof import('jose')> {
  try {
    return await import('jose');
  } catch {
    throw new SigningError('joseMissing');
  }
}
