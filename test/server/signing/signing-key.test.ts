import { createPrivateKey, generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../../../src/server/signing/create-signer.js';
import {
  SigningKeyError,
  type SigningKeyReason,
} from '../../../src/server/signing/signing-key-error.js';

const passphrase = 'correct horse';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;

const locked = { cipher: 'aes-256-cbc', passphrase };
const pemOf = (type: 'pkcs1' | 'pkcs8', lock: object = {}): string =>
  privateKey.export({ type, format: 'pem', ...lock }).toString();
const pkcs1 = pemOf('pkcs1');
const pkcs8 = pemOf('pkcs8');
const lockedPkcs1 = pemOf('pkcs1', locked);
const lockedPkcs8 = pemOf('pkcs8', locked);
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const otherPem = (key: typeof ec): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();
const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

function signerOf(key: unknown, word?: unknown) {
  const options = { merchantKeyId: '1234', privateKey: key, passphrase: word };
  return Reflect.apply(createSigner, undefined, [options]);
}

function refusalOf(key: unknown, word?: unknown): unknown {
  try {
    signerOf(key, word);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a private key', () => {
  it.each<[string, unknown, string?]>([
    ['PKCS#1', pkcs1],
    ['PKCS#8', pkcs8],
    ['encrypted PKCS#1', lockedPkcs1, passphrase],
    ['encrypted PKCS#8', lockedPkcs8, passphrase],
    ['PEM as bytes', new TextEncoder().encode(pkcs8)],
    ['a KeyObject', privateKey],
    ['PEM with the line breaks of Windows', pkcs8.replaceAll('\n', '\r\n')],
    [
      'encrypted PEM with the line breaks of Windows',
      lockedPkcs1.replaceAll('\n', '\r\n'),
      passphrase,
    ],
    ['PEM with its line breaks spelled out', pkcs8.replaceAll('\n', '\\n')],
    [
      'encrypted PEM with its line breaks spelled out',
      lockedPkcs1.replaceAll('\n', '\\n'),
      passphrase,
    ],
    ['PEM in one line', pkcs8.replaceAll('\n', ' ')],
    ['PEM behind a certificate', certificate + pkcs8],
    ['PEM with a passphrase that it does not need', pkcs8, 'anything'],
  ])('signs as %s', async (_, key, word) => {
    const { signature, signaturePayload } = await signerOf(key, word).authorize({ a: 'b' });
    const bytes = Buffer.from(signaturePayload);
    expect(verify('sha256', bytes, publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it.each<[string, SigningKeyReason, unknown, unknown, RegExp]>([
    ['that is not there', 'missing', undefined, undefined, /^There is no private key/],
    ['that is empty', 'missing', ' \n', undefined, /^There is no private key/],
    ['that is no PEM', 'notPem', 'hunter2 hunter2', undefined, /-----BEGIN/],
    ['that is a number', 'notPem', 7, undefined, /-----BEGIN/],
    [
      'that is DER',
      'notPem',
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      undefined,
      /BEG/,
    ],
    ['that is public', 'publicKey', publicPem, undefined, /^This is a public key/],
    ['that is a public KeyObject', 'publicKey', publicKey, undefined, /^This is a public key/],
    ['that is a certificate', 'certificate', certificate, undefined, /^This is a certificate/],
    [
      "in OpenSSH's form",
      'openSsh',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n',
      undefined,
      /ssh-keygen -p -m PEM/,
    ],
    ['that is two', 'several', pkcs8 + pkcs1, undefined, /several private keys/],
    [
      'encrypted as PKCS#1, without passphrase',
      'passphraseMissing',
      lockedPkcs1,
      undefined,
      /encrypted/,
    ],
    [
      'encrypted as PKCS#8, without passphrase',
      'passphraseMissing',
      lockedPkcs8,
      undefined,
      /encrypted/,
    ],
    ['encrypted, with an empty passphrase', 'passphraseMissing', lockedPkcs8, '', /passphrase/],
    ['encrypted as PKCS#1, wrong passphrase', 'wrongPassphrase', lockedPkcs1, 'battery', /open/],
    ['encrypted as PKCS#8, wrong passphrase', 'wrongPassphrase', lockedPkcs8, 'battery', /open/],
    ['that lost its end', 'damaged', pkcs8.slice(0, 900), undefined, /damaged/],
    [
      'that lost a line',
      'damaged',
      pkcs8.split('\n').toSpliced(5, 1).join('\n'),
      undefined,
      /damaged/,
    ],
    [
      'of an EC curve',
      'notRsa',
      otherPem(ec),
      undefined,
      /^This is an EC key; Juspay needs an RSA key of at least 2048 bits\.$/,
    ],
    [
      'of an EC curve, with its parameters',
      'notRsa',
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${ec.export({ type: 'sec1', format: 'pem' })}`,
      undefined,
      /^This is an EC key/,
    ],
    ['of Ed25519', 'notRsa', otherPem(ed25519), undefined, /^This is an Ed25519 key/],
    ['of RSA-PSS', 'notRsa', otherPem(pss), undefined, /^This is an RSA-PSS key/],
    ['of 1024 bits', 'tooShort', otherPem(short), undefined, /too short/],
  ])('%s is refused when the signer is made', (_, reason, key, word, sentence) => {
    const error = refusalOf(key, word);
    expect(error).toBeInstanceOf(SigningKeyError);
    expect(error).toMatchObject({ name: 'SigningKeyError', reason });
    expect(error).toHaveProperty('message', expect.stringMatching(sentence));
  });

  it('that an old cipher locks is told from a wrong passphrase', () => {
    // DES, with a salt and bytes of no meaning: OpenSSL refuses the cipher before it looks at them.
    const des = [
      '-----BEGIN RSA PRIVATE KEY-----',
      'Proc-Type: 4,ENCRYPTED',
      'DEK-Info: DES-CBC,0123456789ABCDEF',
      '',
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      '-----END RSA PRIVATE KEY-----',
    ].join('\n');
    expect(refusalOf(des, passphrase)).toMatchObject({ reason: 'cipher' });
  });

  it('that signs what its own public half does not verify is damaged', () => {
    const jwk = privateKey.export({ format: 'jwk' });
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const mixed = { ...jwk, ...other.export({ format: 'jwk' }) };
    const key = createPrivateKey({ key: mixed, format: 'jwk' });
    expect(refusalOf(key)).toMatchObject({ reason: 'damaged' });
  });

  it('shows nothing of itself or its passphrase in any refusal', () => {
    const secrets = [passphrase, 'battery', 'hunter2', ...linesOf(pkcs8), ...linesOf(lockedPkcs1)];
    for (const [key, word] of [
      ['hunter2 hunter2', undefined],
      [lockedPkcs1, 'battery'],
      [lockedPkcs8, 'battery'],
      [lockedPkcs8, undefined],
      [pkcs8 + pkcs1, passphrase],
      [pkcs8.slice(0, 900), undefined],
      [otherPem(short), undefined],
    ]) {
      const error = refusalOf(key, word);
      const shown = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`;
      for (const secret of secrets) expect(shown).not.toContain(secret);
      expect(error).not.toHaveProperty('cause');
      expect(Object.keys(Object(error)).sort()).toEqual(['name', 'reason']);
    }
  });

  it('that is cut or changed anywhere signs rightly or is refused, never anything else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(pkcs1, pkcs8, lockedPkcs1, lockedPkcs8),
        fc.nat(1700),
        fc.nat(3),
        fc.string({ maxLength: 3 }),
        (pem, at, length, put) => {
          const error = refusalOf(pem.slice(0, at) + put + pem.slice(at + length), passphrase);
          if (error !== undefined) expect(error).toBeInstanceOf(SigningKeyError);
        },
      ),
      { numRuns: 150 },
    );
  });
});

function linesOf(pem: string): string[] {
  return pem.split('\n').filter((line) => line.length > 30 && !line.includes(':'));
}
