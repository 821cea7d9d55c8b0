import { describe, expect, it } from 'vitest';
import { readCheckout } from '../../../../core/protocol/index.js';
import { sample } from '../../../../fixtures/seed-samples.js';

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
    expect(read.ok && read.value.request).not.toBe(request);
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

  it.each([0, '0', '0.00', ' 000 ', -1, '-1.00', Number.NaN])(
    'refuses an amount of %s',
    (amount) => {
      expect(codes({ requestId: 'r', payload: { orderId: 'o', amount } })).toEqual([
        Number.isNaN(amount) ? ' checkout.json' : 'payload.amount checkout.amount',
      ]);
    },
  );

  it('takes the least amount there is', () => {
    const read = readCheckout({ requestId: 'r', payload: { orderId: 'o', amount: 0.01 } });
    expect(read).toMatchObject({ ok: true, value: { amount: '0.01' } });
  });

  it.each(['x'.repeat(65), 'a\u0000b', 'a\nb', 'a\u0085b', 'a\udc00b'])(
    'refuses ids that are none: %j',
    (id) => {
      expect(codes({ requestId: id, payload: { orderId: id } })).toEqual([
        'requestId id.format',
        'payload.orderId id.format',
      ]);
    },
  );

  it('takes ids as long as they may be, in any script', () => {
    const request = { requestId: 'r'.repeat(64), payload: { order_id: 'कखग-₹ 😀' } };
    expect(readCheckout(request)).toMatchObject({ ok: true, value: { orderId: 'कखग-₹ 😀' } });
  });
});

describe('the checkout payload that is sent', () => {
  const session = () => ({
    requestId: 'r',
    payload: { orderId: 'o', amount: '3.00', list: [1, null, { deep: [true] }], left: undefined },
  });

  it('is a copy: what the app changes afterwards is not sent', () => {
    const request = session();
    const read = readCheckout(request);
    request.payload.amount = '9000.00';
    request.payload.list.push(2);
    Object.assign(request.payload.list[2] ?? {}, { deep: 'gone' });
    const { left, ...payload } = session().payload;
    expect(read).toMatchObject({ ok: true, value: { amount: '3.00' } });
    expect(read.ok && read.value.request).toStrictEqual({ requestId: 'r', payload });
  });

  it('reads each property once', () => {
    let reads = 0;
    const payload = {
      orderId: 'o',
      get amount() {
        reads += 1;
        return reads === 1 ? '3.00' : '9000.00';
      },
    };
    const read = readCheckout({ requestId: 'r', payload });
    expect(read).toMatchObject({
      ok: true,
      value: { amount: '3.00', request: { payload: { amount: '3.00' } } },
    });
    expect(reads).toBe(1);
  });

  const circle: unknown[] = [];
  circle.push(circle);

  it.each<readonly [string, unknown]>([
    ['a function', () => '3.00'],
    ['a symbol', Symbol('x')],
    ['a bigint', 3n],
    ['no number', Number.POSITIVE_INFINITY],
    ['a date', new Date(0)],
    ['a map', new Map([['amount', '3.00']])],
    ['what prints itself', { toJSON: () => ({ amount: '9.00' }) }],
    ['a hole', new Array(2)],
    ['nothing in a list', [undefined]],
    ['a circle', circle],
    ['a text object', new String('3.00')],
  ])('is never %s', (_, value) => {
    const request = { requestId: 'r', payload: { orderId: 'o', value } };
    expect(codes(request)).toEqual([' checkout.json']);
    expect(codes({ ...request, value })).toEqual([' checkout.json']);
  });

  it('is refused where a property throws', () => {
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    expect(codes({ requestId: 'r', payload: trap })).toEqual([' checkout.json']);
    expect(codes(trap)).toEqual([' checkout.json']);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(codes(proxy)).toEqual([' checkout.json']);
  });

  it('keeps a key called __proto__ a key', () => {
    const text = '{"requestId":"r","payload":{"orderId":"o","__proto__":{"amount":"9.00"}}}';
    const read = readCheckout(text);
    expect(JSON.stringify(read.ok && read.value.request)).toBe(text);
    expect(read).toMatchObject({ ok: true, value: { amount: undefined } });
  });
});
