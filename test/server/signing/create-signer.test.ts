import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { flattenedVerify } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Authorization, Claims } from '../../../core/ports/backend.js';
import { differingClaims, readAuthorization } from '../../../core/protocol/index.js';
import { createSigner, type SignerOptions } from '../../../src/server/signing/create-signer.js';
import { SigningError } from '../../../src/server/signing/signing-error.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const merchantKeyId = '1234';
const claims: Claims = {
  merchant_id: 'stock',
  customer_id: 'abcde12345',
  timestamp: '1767587400000',
  amount: '200.00',
  order_id: 'A1',
};
/** Any claims: names and values of all characters, also halves of one and names of prototypes. */
const anyClaims = fc.dictionary(
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'toJSON', 'constructor')),
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', 'नमस्ते', '"\\\n')),
);

afterEach(() => {
  vi.doUnmock('jose');
  vi.resetModules();
});

function textSigned(authorization: Authorization): { text: string; signature: string } {
  if (!('merchantKeyId' in authorization) || !('signature' in authorization)) {
    throw new Error('another group');
  }
  return { text: authorization.signaturePayload, signature: authorization.signature };
}

function isVerified({ text, signature }: { text: string; signature: string }): boolean {
  return verify('sha256', Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64'));
}

function jwsOf(authorization: Authorization) {
  if (!('protected' in authorization)) throw new Error('another group');
  const { protected: head, signature, signaturePayload: payload } = authorization;
  return { protected: head, signature, payload };
}

const textIn = (part: string): string => Buffer.from(part, 'base64url').toString('utf8');

describe('a signature', () => {
  const signer = createSigner({ merchantKeyId, privateKey });

  it('is over the very bytes that are answered, with the name of the key', async () => {
    const authorization = await signer.authorize(claims);
    expect(authorization).toEqual({
      merchantKeyId: '1234',
      signature: expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/),
      signaturePayload:
        '{"merchant_id":"stock","customer_id":"abcde12345","timestamp":"1767587400000","amount":"200.00","order_id":"A1"}',
    });
    expect(isVerified(textSigned(authorization))).toBe(true);
    expect(readAuthorization(authorization)).toMatchObject({ ok: true });
    expect(differingClaims(claims, authorization)).toEqual([]);
  });

  it('does not verify for any other text', async () => {
    const { text, signature } = textSigned(await signer.authorize(claims));
    expect(isVerified({ text: text.replace('200.00', '300.00'), signature })).toBe(false);
    expect(isVerified({ text: `${text} `, signature })).toBe(false);
  });

  it('verifies with openssl dgst -sha256 -verify', async () => {
    const unicode = { ...claims, 'metadata.YES_BIZ:mandate_name': 'जिम – “Gym” 🏋' };
    const { text, signature } = textSigned(await signer.authorize(unicode));
    const at = mkdtempSync(join(tmpdir(), 'signing-'));
    const keep = (name: string, content: string | Buffer): string => {
      writeFileSync(join(at, name), content);
      return join(at, name);
    };
    const pem = keep('public.pem', publicKey.export({ type: 'spki', format: 'pem' }));
    const signed = keep('signature.bin', Buffer.from(signature, 'base64'));
    const said = (content: string) =>
      spawnSync('openssl', ['dgst', '-sha256', '-verify', pem, '-signature', signed], {
        input: Buffer.from(content, 'utf8'),
      }).stdout.toString();
    expect(said(text)).toBe('Verified OK\n');
    expect(said(`${text}\n`)).toMatch(/Verification failure/i);
    rmSync(at, { recursive: true });
    expect(isVerified({ text, signature })).toBe(true);
  });

  it('verifies for any claims, and says just those claims', async () => {
    await fc.assert(
      fc.asyncProperty(anyClaims, async (any) => {
        const { text, signature } = textSigned(await signer.authorize(any));
        expect(text).toBe(JSON.stringify(any));
        expect(isVerified({ text, signature })).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same for the same claims, so that an answer can be asked for again', async () => {
    expect(await signer.authorize(claims)).toEqual(await signer.authorize({ ...claims }));
  });

  it.each([
    ['nothing', undefined],
    ['a text', '{}'],
    ['a list', ['a']],
    ['a number among the values', { amount: 200 }],
    ['an object among the values', { amount: { toString: () => '1' } }],
    [
      'a getter that throws',
      {
        get amount(): string {
          throw new Error('secret');
        },
      },
    ],
  ])('is not made of %s', async (_, given) => {
    const refused: unknown = await Reflect.apply(signer.authorize, signer, [given]).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(SigningError);
    expect(refused).toMatchObject({ name: 'SigningError', reason: 'claims' });
    expect(inspect(refused)).not.toContain('secret');
  });

  it('is of the claims themselves, not of how their object prints itself', async () => {
    const printing = Object.assign(Object.create({ toJSON: () => ({ amount: '1.00' }) }), claims);
    const { text } = textSigned(await signer.authorize(printing));
    expect(JSON.parse(text)).toEqual(claims);
  });
});

describe('a protected signature', () => {
  const signer = createSigner({
    merchantKeyId,
    privateKey,
    form: 'jws',
    merchantChannelId: 'STOCKAPP',
  });

  it('is a JWS with the claims as the direct-PSP product spells them', async () => {
    const asked = { ...claims, customer_mobile_number: '919876543210', udf1: 'é' };
    const jws = jwsOf(await signer.authorize(asked));
    expect(textIn(jws.protected)).toBe('{"kid":"1234","alg":"RS256"}');
    expect(JSON.parse(textIn(jws.payload))).toEqual({
      merchantChannelId: 'STOCKAPP',
      merchantId: 'stock',
      merchantCustomerId: 'abcde12345',
      timestamp: '1767587400000',
      amount: '200.00',
      merchantRequestId: 'A1',
      customerMobileNumber: '919876543210',
      udf1: 'é',
    });
    for (const part of Object.values(jws)) expect(part).toMatch(/^[A-Za-z0-9_-]+$/);
    await expect(flattenedVerify(jws, publicKey)).resolves.toMatchObject({
      protectedHeader: { alg: 'RS256', kid: '1234' },
    });
  });

  it('is what the app asked for, as the app compares it', async () => {
    const mandate = {
      ...claims,
      'options.create_mandate': 'REQUIRED',
      'mandate.max_amount': '500.00',
      'mandate.start_date': '1767587400000',
      'metadata.YES_BIZ:gateway_reference_id': 'G1',
    };
    for (const asked of [claims, mandate]) {
      const authorization = await signer.authorize(asked);
      expect(readAuthorization(authorization)).toMatchObject({ ok: true });
      expect(differingClaims(asked, authorization)).toEqual([]);
    }
    const other = await signer.authorize({ ...claims, amount: '2.00', order_id: 'A2' });
    expect(differingClaims(claims, other)).toEqual(['amount', 'order_id']);
  });

  it('says nothing of a channel when there is none', async () => {
    const plain = createSigner({ merchantKeyId, privateKey, form: 'jws' });
    const { payload } = jwsOf(await plain.authorize(claims));
    expect(JSON.parse(textIn(payload))).not.toHaveProperty('merchantChannelId');
  });

  it('never makes one claim of two', async () => {
    const asked = { merchant_id: 'stock', merchantId: 'other' };
    const { payload } = jwsOf(await signer.authorize(asked));
    expect(JSON.parse(textIn(payload))).toMatchObject(asked);
  });

  it('verifies for any claims', async () => {
    await fc.assert(
      fc.asyncProperty(anyClaims, async (any) => {
        const jws = jwsOf(await signer.authorize(any));
        await flattenedVerify(jws, publicKey);
        const said: unknown = JSON.parse(textIn(jws.payload));
        expect(Object.values(Object(said))).toEqual(
          expect.arrayContaining(Object.values(JSON.parse(JSON.stringify(any)))),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('says clearly that its package is missing', async () => {
    vi.doMock('jose', () => {
      throw new Error('Cannot find package');
    });
    vi.resetModules();
    const fresh = await import('../../../src/server/signing/create-signer.js');
    const without = fresh.createSigner({ merchantKeyId, privateKey, form: 'jws' });
    await expect(without.authorize(claims)).rejects.toMatchObject({
      name: 'SigningError',
      reason: 'joseMissing',
      message: 'The form "jws" needs the package jose: npm install jose.',
    });
    const signature = fresh.createSigner({ merchantKeyId, privateKey });
    await expect(signature.authorize(claims)).resolves.toHaveProperty('signature');
  });
});

describe('a key that a service holds', () => {
  const service = { sign: (bytes: Uint8Array) => sign('sha256', bytes, privateKey) };
  const slow = { sign: async (bytes: Uint8Array) => new Uint8Array(service.sign(bytes)) };

  it.each(['signature', 'jws'] as const)('signs the %s as a key of our own does', async (form) => {
    const own = await createSigner({ merchantKeyId, privateKey, form }).authorize(claims);
    for (const held of [service, slow]) {
      const signer = createSigner({ merchantKeyId, privateKey: held, form });
      expect(await signer.authorize(claims)).toEqual(own);
    }
  });

  it('keeps its own object: a client is asked as the object that it is', async () => {
    class Client {
      #key: KeyObject = privateKey;
      sign(bytes: Uint8Array): Uint8Array {
        return sign('sha256', bytes, this.#key);
      }
    }
    const signer = createSigner({ merchantKeyId, privateKey: new Client() });
    expect(isVerified(textSigned(await signer.authorize(claims)))).toBe(true);
  });

  it.each<[string, () => unknown]>([
    ['rejects', () => Promise.reject(new Error('token sk_live_secret'))],
    [
      'throws',
      () => {
        throw new Error('token sk_live_secret');
      },
    ],
    ['answers nothing', () => undefined],
    ['answers Base64', () => service.sign(new Uint8Array()).toString('base64')],
    ['answers too few bytes', () => new Uint8Array(64)],
  ])('that %s is a typed error without its text', async (_, answer) => {
    for (const form of ['signature', 'jws'] as const) {
      const held: SignerOptions['privateKey'] = Object({ sign: answer });
      const signer = createSigner({ merchantKeyId, privateKey: held, form });
      const error: unknown = await signer.authorize(claims).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SigningError);
      expect(error).toMatchObject({ reason: 'kms' });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('secret');
      expect(error).not.toHaveProperty('cause');
    }
  });
});

describe('the options of a signer', () => {
  it.each<[string, object, string]>([
    ['no name of the key', { privateKey }, 'merchantKeyId'],
    ['a blank name of the key', { merchantKeyId: ' ', privateKey }, 'merchantKeyId'],
    ['another form', { merchantKeyId, privateKey, form: 'jwe' }, 'form'],
    ['a passphrase in bytes', { merchantKeyId, privateKey, passphrase: 7 }, 'passphrase'],
    ['an empty channel', { merchantKeyId, privateKey, form: 'jws', merchantChannelId: '' }, 'mer'],
    ['a channel without jws', { merchantKeyId, privateKey, merchantChannelId: 'C' }, 'merchantCh'],
  ])('are refused with %s', (_, options, name) => {
    expect(() => Reflect.apply(createSigner, undefined, [options])).toThrow(TypeError);
    expect(() => Reflect.apply(createSigner, undefined, [options])).toThrow(
      `createSigner: ${name}`,
    );
  });

  it('must be an object', () => {
    expect(() => Reflect.apply(createSigner, undefined, [])).toThrow(TypeError);
  });
});

it('a signer shows nothing of its key', () => {
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const passphrase = 'correct horse';
  const locked = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase,
  });
  const secrets = [...pem.split('\n').slice(1, -2), ...locked.toString().split('\n').slice(1, -2)];
  for (const signer of [
    createSigner({ merchantKeyId, privateKey: pem }),
    createSigner({ merchantKeyId, privateKey: locked.toString(), passphrase }),
    createSigner({ merchantKeyId, privateKey }),
  ]) {
    const shown = inspect(signer, { depth: 9, showHidden: true, getters: true });
    expect(JSON.stringify(signer)).toBe('{"merchantKeyId":"1234"}');
    for (const secret of [...secrets, passphrase]) expect(shown).not.toContain(secret);
  }
});
