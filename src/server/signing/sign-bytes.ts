import { KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyService } from './key-service.js';
import { SigningError } from './signing-error.js';

/** Off the main thread, which would answer nobody meanwhile. */
const signAside = promisify<string, Uint8Array, KeyObject, Buffer>(sign);
/** What an RSA key of 2048 bits answers; longer keys answer more. */
const FEWEST_BYTES = 256;

/** RSASSA-PKCS1-v1_5 with SHA-256 over the bytes. */
export async function signBytes(
  key: KeyObject | KeyService,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  if (key instanceof KeyObject) {
    return signAside('sha256', bytes, key).catch(() => {
      throw new SigningError('failed');
    });
  }
  const signature: unknown = await askService(key, bytes);
  if (!(signature instanceof Uint8Array) || signature.length < FEWEST_BYTES) {
    throw new SigningError('kms');
  }
  return signature;
}

async function askService(key: KeyService, bytes: Uint8Array): Promise<unknown> {
  try {
    return await key.sign(bytes);
  } catch {
    throw new SigningError('kms');
  }
}
