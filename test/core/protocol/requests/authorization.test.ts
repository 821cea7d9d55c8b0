import { describe, expect, it } from 'vitest';
import { readAuthorization, withAuthorization } from '../../../../core/protocol/index.js';

const signature = { merchantKeyId: 'k', signature: 's', signaturePayload: '{"a": 1}' };
const token = { clientAuthToken: 'tkn_1', authExpiry: '2021-07-19T07:20:53.318Z' };
const jws = { protected: 'h', signature: 's', signaturePayload: 'e30' };

const codes = (answer: unknown): string[] => {
  const read = readAuthorization(answer);
  return read.ok ? [] : read.issues.map(({ path, code }) => `${path} ${code}`);
};

describe('readAuthorization', () => {
  it.each([signature, token, { clientAuthToken: 'tkn_1' }, jws])('takes one group: %j', (group) => {
    expect(readAuthorization(group)).toEqual({ ok: true, value: group });
    expect(readAuthorization({ ...group, unknown: 1, authExpiryMs: null })).toEqual({
      ok: true,
      value: group,
    });
  });

  it('ignores members of other groups that are null', () => {
    expect(readAuthorization({ ...jws, merchantKeyId: null, clientAuthToken: null })).toEqual({
      ok: true,
      value: jws,
    });
  });

  it('refuses none, several, and no object', () => {
    expect(codes({})).toEqual([' authorization.none']);
    expect(codes({ signature: 's', signaturePayload: '{}' })).toEqual([' authorization.none']);
    expect(codes({ ...signature, ...token })).toEqual([' authorization.several']);
    for (const answer of [undefined, null, 'token', [token]])
      expect(codes(answer)).toEqual([' object']);
  });

  it('refuses incomplete groups', () => {
    expect(codes({ merchantKeyId: 'k' })).toEqual([
      'signature required',
      'signaturePayload required',
    ]);
    expect(codes({ ...signature, signaturePayload: { a: 1 } })).toEqual([
      'signaturePayload authorization.signaturePayload',
    ]);
    expect(codes({ clientAuthToken: '' })).toEqual(['clientAuthToken text.empty']);
    expect(codes({ ...jws, signature: 7 })).toEqual(['signature text.empty']);
  });
});

describe('withAuthorization', () => {
  const payload = { action: 'upiTxn', accountRefId: 'A1' };
  const base = { merchantId: 'stock', customerId: 'c1', orderId: 'o1', amount: '2.00' };

  it('signature: sends the signed text unchanged', () => {
    expect(withAuthorization(payload, signature, base)).toEqual({ ...payload, ...signature });
  });

  it('client auth token: sends order, amount and customer beside it', () => {
    expect(withAuthorization(payload, token, base)).toEqual({ ...payload, ...base, ...token });
    expect(
      withAuthorization(payload, { clientAuthToken: 't' }, { merchantId: 'm', customerId: 'c' }),
    ).toEqual({ ...payload, merchantId: 'm', customerId: 'c', clientAuthToken: 't' });
  });

  it('JWS: marks the request as signed with JWS', () => {
    expect(withAuthorization(payload, jws, base)).toEqual({
      ...payload,
      enableJwsAuth: true,
      ...jws,
    });
  });
});
