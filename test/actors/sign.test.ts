import { describe, expect, it } from 'vitest';
import { ProblemError, problemOf } from '../../core/model/problem.js';
import { requestStatus } from '../../src/actors/request-status.js';
import { claimsBase, invalid, signedPayload } from '../../src/actors/sign.js';
import type { Backend } from '../../src/index.js';
import type { ErrorReporter } from '../../src/platform/port-errors.js';
import { never } from '../journal/support/storages.js';
import { liveServices, signing } from './support/services.js';

const order = { orderId: 'A1', amount: '2.00' };
const params = { order, accountRefId: 'acc-1' };

const unread = new Response('{}');

/** What a server may answer that no type lets through. */
function answering(text: string): Backend['authorize'] {
  return async () => JSON.parse(text);
}

/** The problem that a promise fails with. */
async function problemIn(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => problemOf(error),
  );
}

describe('a signature', () => {
  it('is asked for what goes out, as of now', async () => {
    const asked: unknown[] = [];
    const { services, clock } = liveServices({
      authorize: (request) => {
        asked.push(request);
        return signing(request);
      },
    });
    await clock.advance(5_000);
    const timestamp = String(clock.now());
    const payload = await signedPayload(services, 'upiTxn', params, order);
    const claims = {
      merchant_id: 'stock',
      customer_id: 'abcde12345',
      timestamp,
      amount: '2.00',
      order_id: 'A1',
    };
    expect(asked).toEqual([{ action: 'upiTxn', claims }]);
    expect(payload).toEqual({
      action: 'upiTxn',
      accountRefId: 'acc-1',
      merchantKeyId: 'k-1',
      signature: 'signed',
      signaturePayload: JSON.stringify(claims),
    });
    expect(claimsBase(services)).toEqual({
      merchantId: 'stock',
      customerId: 'abcde12345',
      issuingPsp: 'YES_BIZ',
      timestamp: clock.now(),
    });
    expect(clock.pending).toBe(0);
  });

  it('is not asked for where none is needed', async () => {
    const { services } = liveServices({ authorize: never });
    expect(await signedPayload(services, 'upiGetSimDetails', {})).toEqual({
      action: 'upiGetSimDetails',
    });
  });

  it('by a token names the customer, and the order where there is one', async () => {
    const { services } = liveServices({ authorize: async () => ({ clientAuthToken: 'token' }) });
    const customer = { merchantId: 'stock', customerId: 'abcde12345', clientAuthToken: 'token' };
    expect(await signedPayload(services, 'upiTxn', params, order)).toEqual({
      action: 'upiTxn',
      accountRefId: 'acc-1',
      ...customer,
      orderId: 'A1',
      amount: '2.00',
    });
    expect(await signedPayload(services, 'upiGetSessionToken', {})).toEqual({
      action: 'upiGetSessionToken',
      ...customer,
    });
  });

  it('is not asked for where a field is no good', async () => {
    let asked = 0;
    const { services } = liveServices({
      authorize: (request) => {
        asked += 1;
        return signing(request);
      },
    });
    expect(await problemIn(signedPayload(services, 'upiValidVpa', { vpa: '' }))).toEqual({
      reason: 'invalid',
      retry: false,
      message: expect.stringMatching(/^vpa: \S.*\.$/),
    });
    expect(asked).toBe(0);
  });

  it('names every field that is no good', async () => {
    const { services } = liveServices();
    const broken = { ...params, order: { orderId: 'a b', amount: '2' } };
    expect(await problemIn(signedPayload(services, 'upiTxn', broken))).toMatchObject({
      reason: 'invalid',
      message: expect.stringMatching(/^order\.orderId: .*\. order\.amount: .*\.$/),
    });
  });

  it('is not asked for where the whole is no good, which has no name', () => {
    const issues = [
      { path: '', code: 'object', message: 'Expected an object.' },
      { path: 'vpa', code: 'vpa.format', message: 'Expected an address.' },
    ];
    expect(invalid(issues).problem).toMatchObject({
      reason: 'invalid',
      retry: false,
      message: 'Expected an object. vpa: Expected an address.',
    });
  });

  it('that is late is given up in its time, and may be asked for again', async () => {
    const { services, clock } = liveServices(
      { authorize: never },
      { timings: { authorize: 7_000 } },
    );
    let found: unknown;
    problemIn(signedPayload(services, 'upiTxn', params, order)).then((problem) => {
      found = problem;
    });
    await clock.advance(6_999);
    expect(found).toBeUndefined();
    await clock.advance(1);
    expect(found).toEqual({
      reason: 'authorizeFailed',
      retry: true,
      message: 'The server did not answer in time.',
    });
  });

  it.each<[string, Backend['authorize'], string]>([
    [
      'rejects',
      () => Promise.reject(new Error('919876543210 is not known')),
      'backend.authorize rejected.',
    ],
    [
      'throws',
      () => {
        throw new TypeError('919876543210 is not known');
      },
      'backend.authorize rejected with a TypeError.',
    ],
  ])(
    'of a server that %s may be asked for again; its own words are not passed on',
    async (_, authorize, message) => {
      const { services } = liveServices({ authorize });
      const failure = signedPayload(services, 'upiTxn', params, order);
      await expect(failure).rejects.toBeInstanceOf(ProblemError);
      await expect(failure).rejects.toMatchObject({
        cause: { message: '919876543210 is not known' },
      });
      expect(await problemIn(failure)).toEqual({
        reason: 'authorizeFailed',
        retry: true,
        message,
      });
    },
  );

  it.each([
    [{ status: 401 }, 401],
    [{ statusCode: 400 }, 400],
    [{ response: { status: 403 } }, 403],
    [{ response: { status: 422 }, status: 'no' }, 422],
    [Object.assign(new Error('no'), { status: 499 }), 499],
  ])('that is refused with %j is not asked for again', async (refusal, status) => {
    const { services } = liveServices({ authorize: () => Promise.reject(refusal) });
    expect(await problemIn(signedPayload(services, 'upiTxn', params, order))).toEqual({
      reason: 'authorizeFailed',
      retry: false,
      message:
        `backend.authorize rejected with status ${status}. ` +
        'It is not asked again: the request has to be mended.',
    });
  });

  it.each([
    [{ status: 408 }, ' with status 408'],
    [{ statusCode: 425 }, ' with status 425'],
    [{ response: { status: 429 } }, ' with status 429'],
    [{ status: 500 }, ' with status 500'],
    [{ status: 503 }, ' with status 503'],
    [{ status: '503' }, ' with status 503'],
    [{ status: 200 }, ''],
    [{ status: 401.5 }, ''],
    [{ status: 4010 }, ''],
    [{ code: 401 }, ''],
    [null, ''],
    ['401', ''],
    [401, ''],
  ])('that is refused with %j may be asked for again', async (refusal, how) => {
    const { services } = liveServices({ authorize: () => Promise.reject(refusal) });
    expect(await problemIn(signedPayload(services, 'upiTxn', params, order))).toEqual({
      reason: 'authorizeFailed',
      retry: true,
      message: `backend.authorize rejected${how}.`,
    });
  });

  const groups =
    'Return { merchantKeyId, signature, signaturePayload }, { clientAuthToken } or ' +
    '{ protected, signature, signaturePayload }.';
  const none =
    'what is no authorization. Must hold one authorisation group: merchantKeyId, or ' +
    'clientAuthToken, or protected.';
  const good = '{"merchantKeyId":"k","signature":"s","signaturePayload":"{}"}';

  it.each([
    ['nothing', 'null', `nothing. ${groups}`],
    ['a text', JSON.stringify(good), `a string. ${groups}`],
    ['an empty text', '""', `an empty text. ${groups}`],
    ['a list', `[${good}]`, `a list. ${groups}`],
    [
      'the answer of a client',
      `{"status":200,"data":${good}}`,
      'an object with `data`. Return that',
    ],
    ['in a body', `{"body":${good}}`, 'an object with `body`. Return that member.'],
    ['in something broken', '{"data":{"merchantKeyId":"k"}}', none],
    ['something else', '{"ok":true}', `${none}$`],
    [
      'in the spelling of the wire',
      '{"merchant_key_id":"k","signature":"s","signature_payload":"{}"}',
      `${none} Did you mean \`merchantKeyId\`? Names are in camel case.`,
    ],
    [
      'half in the spelling of the wire',
      '{"merchantKeyId":"k","signature":"s","signature_payload":"{}"}',
      'what is no authorization. signaturePayload: Required and missing. Did you mean `signaturePayload`?',
    ],
    [
      'half a group',
      '{"merchantKeyId":"k"}',
      'what is no authorization. signature: Required and missing. signaturePayload: Required and missing.$',
    ],
    [
      'an empty token',
      '{"clientAuthToken":""}',
      'what is no authorization. clientAuthToken: Must be',
    ],
  ])('that is %s is refused for good, with what belongs there', async (_, answer, says) => {
    const { services } = liveServices({ authorize: answering(answer) });
    const problem = JSON.stringify(
      await problemIn(signedPayload(services, 'upiTxn', params, order)),
    );
    expect(problem).toContain('"reason":"authorizeFailed","retry":false');
    // A `$` at the end: there is nothing behind it.
    const text = problem.replace('"}', '$"}').replaceAll('\\"', '"');
    expect(text).toContain(`"backend.authorize answered ${says}`);
  });

  it('that is an answer of fetch, not read, is refused for good', async () => {
    const { services } = liveServices({ authorize: async () => Object.create(unread) });
    expect(await problemIn(signedPayload(services, 'upiTxn', params, order))).toEqual({
      reason: 'authorizeFailed',
      retry: false,
      message: 'backend.authorize answered a Response. Return what its json() answers.',
    });
  });

  it('of something else is refused for good, and what differs is named', async () => {
    const { services } = liveServices({
      authorize: (request) =>
        signing({ ...request, claims: { ...request.claims, amount: '9.00', order_id: 'B2' } }),
    });
    expect(await problemIn(signedPayload(services, 'upiTxn', params, order))).toEqual({
      reason: 'authorizeMismatch',
      retry: false,
      message: 'Signed otherwise than asked: amount, order_id.',
    });
  });
});

describe('a question about an order', () => {
  const ask = (orderStatus: Backend['orderStatus'] | undefined) => {
    const world = liveServices(orderStatus === undefined ? {} : { orderStatus });
    return { ...world, answer: requestStatus(world.services, 'A1') };
  };

  it('is answered as the server reads, about the order that was named', async () => {
    const asked: string[] = [];
    const { answer, clock } = ask(async (orderId) => {
      asked.push(orderId);
      return { orderId, status: 'CHARGED', amount: '2.00' };
    });
    expect(await answer).toMatchObject({ orderId: 'A1', moneyStatus: 'paid', amount: '2.00' });
    expect(asked).toEqual(['A1']);
    expect(clock.pending).toBe(0);
  });

  it('holds no text that may be somebody’s', async () => {
    const { answer } = ask(async () => JSON.parse('{"status":"call 919876543210"}'));
    expect(await answer).toMatchObject({ moneyStatus: 'open', word: 'UNKNOWN' });
  });

  it('of a server that cannot be asked says nothing', async () => {
    expect(await ask(undefined).answer).toMatchObject({ moneyStatus: 'silent', word: '' });
  });

  it('that is not answered ends in its time', async () => {
    const { answer, clock } = ask(never);
    let found: unknown;
    problemIn(answer).then((problem) => {
      found = problem;
    });
    await clock.advance(9_999);
    expect(found).toBeUndefined();
    await clock.advance(1);
    expect(found).toEqual({
      reason: 'orderStatusFailed',
      retry: true,
      message: 'backend.orderStatus did not answer in time.',
    });
  });

  it.each<[string, Backend['orderStatus'], string]>([
    [
      'rejects',
      () => Promise.reject({ status: 401, message: 'A1 of 919876543210' }),
      'with status 401',
    ],
    [
      'throws',
      () => {
        throw new RangeError('A1 of 919876543210');
      },
      'with a RangeError',
    ],
  ])('of a server that %s fails, and may be asked again', async (_, orderStatus, how) => {
    const { answer } = ask(orderStatus);
    await expect(answer).rejects.toMatchObject({ cause: { message: 'A1 of 919876543210' } });
    expect(await problemIn(answer)).toEqual({
      reason: 'orderStatusFailed',
      retry: true,
      message: `backend.orderStatus rejected ${how}.`,
    });
  });
});

describe('what a server’s own code throws', () => {
  it.each([
    [
      'backend.authorize',
      (fails: () => Promise<never>, onError: ErrorReporter) =>
        signedPayload(
          liveServices({ authorize: fails }, { onError }).services,
          'upiTxn',
          params,
          order,
        ),
    ],
    [
      'backend.orderStatus',
      (fails: () => Promise<never>, onError: ErrorReporter) =>
        requestStatus(liveServices({ orderStatus: fails }, { onError }).services, 'A1'),
    ],
  ] as const)('is told with its place: %s', async (where, ask) => {
    const error = new Error('no');
    const told: unknown[] = [];
    const asked = ask(
      () => Promise.reject(error),
      (...args) => told.push(args),
    );
    await expect(asked).rejects.toBeInstanceOf(ProblemError);
    expect(told).toEqual([[error, where]]);
  });
});
