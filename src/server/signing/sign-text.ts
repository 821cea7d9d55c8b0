import { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import type { Authorization, Claims } from '../../../core/ports/backend.js';
import type { KeyService } from './key-service.js';
import { signBytes } from './sign-bytes.js';

/** The signature group: a text, and the signature over exactly its UTF-8 bytes. */
export async function signText(
  key: KeyObject | KeyService,
  merchantKeyId: string,
  claims: Claims,
): Promise<Authorization> {
  const signaturePayload = JSON.stringify(claims);
  const signature = await signBytes(key, Buffer.from(signaturePayload, 'utf8'));
  return {
    merchantKeyId,
    signature: Buffer.from(signature).toString('base64'),
    signaturePayload,
  };
}
