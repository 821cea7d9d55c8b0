import { describe, expect, it } from 'vitest';
import { readCheckout } from '../../src/protocol/index.js';
import { sample } from './support/samples.js';

const codes = (sdkPayload: unknown): string[] => {
  const read = readCheckout(sdkPayload);
  return read.ok ? [] : read.issues.map(({ path, code }) => `${path} ${code}`);
};

describe('readCheckout', () => {
  it.each(['tpv session', 'tpv mandate session'])('%s: verbatim', (name) => {
    const request = sample(name, 'session')['sdk_payload'];
    const read = readCheckout(request);
    expect(read).toEqual({
      ok: true,
      value: { requestId: '8162c92851c8bd9', orderId: 'TEST', amount: '3.00', request },
    });
    expect(read.ok && read.value.request).toBe(request);
    expect(readCheckout(JSON.stringify(request))).toEqual(read);
  });

  it('the amount may be missing, not unreadable', () => {
    const request = { requestId: 'r', payload: { orderId: 'o' } };
    expect(readCheckout(request)).toMatchObject({ ok: true, value: { amount: undefined } });
    expect(codes({ ...request, payload: { orderId: 'o', amount: 'three' } })).toEqual([
      'payload.amount checkout.amount',
    ]);
  });

  it('says what is missing', () => {
    expect(codes({})).toEqual(['requestId required', 'payload object']);
    expect(codes({ requestId: 'r', payload: {} })).toEqual(['payload.orderId checkout.orderId']);
    for (const nothing of [undefined, null, 'x', [], 7])
      expect(codes(nothing)).toEqual([' object']);
  });
});
