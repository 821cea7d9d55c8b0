/**
 * A key that somebody else holds: a KMS or an HSM. `sign` answers an RSASSA-PKCS1-v1_5 signature with
 * SHA-256 over the bytes, raw: no Base64, no text. The key has at least 2048 bits. A call has to end
 * by itself: give it the deadline of your own client.
 *
 * @example
 * ```ts
 * const privateKey: KeyService = {
 *   sign: async (bytes) => (await kms.asymmetricSign({ name, data: bytes })).signature,
 * };
 * ```
 */
export interface KeyService {
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** Whether somebody else holds the key. */
export function isKeyService(key: unknown): key is KeyService {
  return typeof key === 'object' && key !== null && 'sign' in key && typeof key.sign === 'function';
}
