import { toBase64Url } from './base64url.js';
import { hash } from './random.js';

/**
 * A stand-in for an RSA signature: well-formed, repeatable, worth nothing outside the simulator.
 *
 * @param payload the signed text
 * @param keyId the merchant's key id
 */
export function fakeSignature(payload: string, keyId: string): string {
  let text = '';
  for (let block = 0; text.length < 64; block += 1) {
    text += hash(`${keyId}/${block}/${payload}`).toString(16).padStart(8, '0');
  }
  return toBase64Url(text);
}
