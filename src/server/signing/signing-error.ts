/**
 * Why nothing was signed.
 *
 * - `claims`: they are not an object of texts
 * - `kms`: the key service rejected, or answered something that is no signature
 * - `joseMissing`: the form `jws` needs the package `jose`
 * - `failed`: signing itself did not work
 *
 * @example
 * ```ts
 * const reason: SigningErrorReason = 'kms';
 * ```
 */
export type SigningErrorReason = 'claims' | 'kms' | 'joseMissing' | 'failed';

const SENTENCES: Readonly<Record<SigningErrorReason, string>> = {
  claims: 'Claims must be an object whose values are texts.',
  kms: 'The key service did not sign: it rejected, or answered no RSA signature as bytes.',
  joseMissing: 'The form "jws" needs the package jose: npm install jose.',
  failed: 'The private key did not sign.',
};

/**
 * Claims that were not signed. What a key service said is not in it: it may hold anything.
 *
 * @example
 * ```ts
 * const answer = await signer.authorize(claims).catch((error: unknown) => {
 *   if (error instanceof SigningError && error.reason === 'kms') return retryLater();
 *   throw error;
 * });
 * ```
 */
export class SigningError extends Error {
  readonly reason: SigningErrorReason;

  constructor(reason: SigningErrorReason) {
    super(SENTENCES[reason]);
    this.name = 'SigningError';
    this.reason = reason;
  }
}
