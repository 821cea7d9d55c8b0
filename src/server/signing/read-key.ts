import { createPrivateKey, createPublicKey, KeyObject, sign, verify } from 'node:crypto';
import { SigningKeyError } from './signing-key-error.js';

/** How the kinds of keys are called that people mistake for RSA. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['rsa-pss', 'an RSA-PSS key, which cannot sign as Juspay verifies'],
  ['ec', 'an EC key'],
  ['dsa', 'a DSA key'],
  ['dh', 'a DH key'],
  ['ed25519', 'an Ed25519 key'],
  ['ed448', 'an Ed448 key'],
  ['x25519', 'an X25519 key'],
  ['x448', 'an X448 key'],
]);
const FEWEST_BITS = 2048;

/** An RSA private key of at least 2048 bits that signs; throws a `SigningKeyError` for all else. */
export function readKey(given: unknown, passphrase: string | undefined): KeyObject {
  const key = given instanceof KeyObject ? given : fromPem(textOf(given), passphrase);
  if (key.type === 'public') throw new SigningKeyError('publicKey');
  if (key.type === 'secret') throw new SigningKeyError('notRsa', 'a secret key');
  const kind = key.asymmetricKeyType ?? '';
  if (kind !== 'rsa') throw new SigningKeyError('notRsa', KINDS.get(kind));
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < FEWEST_BITS) {
    throw new SigningKeyError('tooShort');
  }
  if (!isSound(key)) throw new SigningKeyError('damaged');
  return key;
}

function textOf(given: unknown): string {
  if (given === undefined || given === null) throw new SigningKeyError('missing');
  const text = given instanceof Uint8Array ? new TextDecoder().decode(given) : given;
  if (typeof text !== 'string') throw new SigningKeyError('notPem');
  if (text.trim() === '') throw new SigningKeyError('missing');
  // Configuration often holds line breaks spelled out; PEM has no other use for a backslash.
  return text.replaceAll('\\r', '').replaceAll('\\n', '\n');
}

function fromPem(text: string, passphrase: string | undefined): KeyObject {
  const { label, block } = onlyPrivateKey(text);
  const isEncrypted = label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(block);
  if (isEncrypted && (passphrase === undefined || passphrase === '')) {
    throw new SigningKeyError('passphraseMissing');
  }
  try {
    return createPrivateKey({
      key: block,
      ...(isEncrypted && passphrase !== undefined ? { passphrase } : {}),
    });
  } catch (error) {
    // What OpenSSL says is left behind: nobody promises that it holds nothing of the key.
    throw new SigningKeyError(isEncrypted ? lockedReason(error) : 'damaged');
  }
}

function lockedReason(error: unknown): 'cipher' | 'wrongPassphrase' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_OSSL_EVP_UNSUPPORTED' ? 'cipher' : 'wrongPassphrase';
}

interface Block {
  readonly label: string;
  readonly block: string;
}

/** The private key in a PEM text, which may hold certificates and parameters besides. */
function onlyPrivateKey(text: string): Block {
  const labels = Array.from(
    text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g),
    ([, name = '']) => name,
  );
  const found = labels.filter((name) => name.endsWith('PRIVATE KEY'));
  const [label] = found;
  if (label === undefined) throw new SigningKeyError(otherThanKey(labels));
  if (found.length > 1) throw new SigningKeyError('several');
  if (label === 'OPENSSH PRIVATE KEY') throw new SigningKeyError('openSsh');
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  const start = text.indexOf(begin) + begin.length;
  const stop = text.indexOf(end, start);
  if (stop < 0) throw new SigningKeyError('damaged');
  return { label, block: `${begin}\n${lined(text.slice(start, stop))}\n${end}\n` };
}

function otherThanKey(labels: readonly string[]): 'certificate' | 'publicKey' | 'notPem' {
  if (labels.some((label) => label.includes('CERTIFICATE'))) return 'certificate';
  return labels.some((label) => label.endsWith('PUBLIC KEY')) ? 'publicKey' : 'notPem';
}

/** Base64 in lines, whatever became of its line breaks; headers before it stay as they are. */
function lined(body: string): string {
  if (body.includes(':')) return body.trim();
  return (body.replaceAll(/\s+/g, '').match(/.{1,64}/g) ?? []).join('\n');
}

/** Whether what it signs verifies with its own public half. */
function isSound(key: KeyObject): boolean {
  const bytes = new TextEncoder().encode('upi-flow');
  try {
    return verify('sha256', bytes, createPublicKey(key), sign('sha256', bytes, key));
  } catch {
    return false;
  }
}
