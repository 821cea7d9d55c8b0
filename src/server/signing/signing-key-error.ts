/**
 * What is wrong with a signing key.
 *
 * - `missing`: there is none
 * - `notPem`: it is neither PEM nor a `KeyObject` nor an object with `sign`
 * - `publicKey`, `certificate`: it is the half that everybody may have
 * - `openSsh`: a private key in OpenSSH's own form
 * - `several`: more than one private key, and no telling which
 * - `passphraseMissing`, `wrongPassphrase`: it is encrypted
 * - `cipher`: it is encrypted in a way that OpenSSL gave up
 * - `damaged`: it cannot be read, or signs what its own public half does not verify
 * - `notRsa`, `tooShort`: Juspay takes RSA keys of at least 2048 bits
 *
 * @example
 * ```ts
 * const reason: SigningKeyReason = 'wrongPassphrase';
 * ```
 */
export type SigningKeyReason =
  | 'missing'
  | 'notPem'
  | 'publicKey'
  | 'certificate'
  | 'openSsh'
  | 'several'
  | 'passphraseMissing'
  | 'wrongPassphrase'
  | 'cipher'
  | 'damaged'
  | 'notRsa'
  | 'tooShort';

const NEEDED = 'Juspay needs an RSA key of at least 2048 bits';

const SENTENCES: Readonly<Record<SigningKeyReason, string>> = {
  missing: `There is no private key. Give it as PEM text: ${NEEDED}.`,
  notPem:
    'This is no private key in PEM form. Give the text from -----BEGIN to the end of the -----END ' +
    'line, a KeyObject, or an object with sign().',
  publicKey: 'This is a public key. The private key that belongs to it is needed.',
  certificate: 'This is a certificate. The private key that belongs to it is needed.',
  openSsh:
    'This is a key in the form of OpenSSH. Make it PEM: ssh-keygen -p -m PEM -f <a copy of it>.',
  several: 'These are several private keys. Give the one whose public key Juspay has, alone.',
  passphraseMissing: 'This private key is encrypted. Give its passphrase, too.',
  wrongPassphrase:
    'This private key does not open with this passphrase: the passphrase is another, or the key ' +
    'is damaged.',
  cipher:
    'This private key is encrypted in a way that OpenSSL gave up. Encrypt it anew: openssl pkcs8 ' +
    '-topk8 -v2 aes-256-cbc, with -provider legacy -provider default to open the old one.',
  damaged: 'This private key is damaged. Copy it again, with all of its lines.',
  notRsa: `This is a key of another kind; ${NEEDED}.`,
  tooShort: `This RSA key is too short; ${NEEDED}.`,
};

/**
 * A key that cannot sign for Juspay, found out when the signer is made. Its message says what it is
 * and what is needed; no part of a key or passphrase is in it.
 *
 * @example
 * ```ts
 * try {
 *   createSigner({ merchantKeyId: '1234', privateKey: env.JUSPAY_KEY });
 * } catch (error) {
 *   if (error instanceof SigningKeyError) log.fatal(error.message); // 'This is a public key. …'
 * }
 * ```
 */
export class SigningKeyError extends Error {
  readonly reason: SigningKeyReason;

  constructor(reason: SigningKeyReason, kind?: string) {
    super(kind === undefined ? SENTENCES[reason] : `This is ${kind}; ${NEEDED}.`);
    this.name = 'SigningKeyError';
    this.reason = reason;
  }
}
