import { createVerify, generateKeyPairSync } from 'node:crypto';
import type { SignedPayload } from '../../adapters/simulator/index.js';

/** Making a pair takes a while: it is made when it is first needed, once. */
let made: ReturnType<typeof newPair> | undefined;

function newPair() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

function pair() {
  made ??= newPair();
  return made;
}

/** The key of the merchant, as PEM. */
export function privateKey(): string {
  return pair().privateKey;
}

/** Whether the merchant signed this: what Juspay's servers find out with the public key. */
export function isSigned({ signature, signaturePayload }: SignedPayload): boolean {
  const verifier = createVerify('SHA256').update(signaturePayload);
  return verifier.verify(pair().publicKey, signature, 'base64');
}
