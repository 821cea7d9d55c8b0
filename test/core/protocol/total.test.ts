import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildRequest,
  type Checked,
  checkMandate,
  checkOrder,
  checkTpv,
  decodeEvent,
  type OperationName,
  operations,
  parseAmount,
  readAmount,
  readAuthorization,
  readCheckout,
  readResponse,
  responseCode,
  sameAmount,
} from '../../../core/protocol/index.js';
import { base, mandate, order } from './support/inputs.js';

const names = Object.keys(operations) as OperationName[];

/** Keys the readers look at, so that garbage lands where it could hurt. */
const key = fc.constantFrom(
  ...['payload', 'event', 'requestId', 'error', 'errorCode', 'errorMessage', 'status', 'action'],
  ...['vpaAccounts', 'account', 'accounts', 'referenceId', 'type', 'vpa', 'mandate', 'amount'],
  ...['selectedAccount', 'linkedAccounts', 'sessionTokenResponse', 'permissions', 'label', 'sims'],
  ...['bankList', 'iin', 'name', 'vpaSuggestions', 'expiryTimestamp', 'amountRule', 'transactions'],
  ...['orderId', '__proto__', 'constructor', 'toString'],
);

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('', '{}', '[]', '{', 'true', 'LINKED', '2022-01-02T14:17:06+05:30', '||LITE'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 8 }),
    tie('json').map((value) => JSON.stringify(value) ?? ''),
  ),
}));
const object = fc.dictionary(key, json, { maxKeys: 10 });
const anything = fc.oneof(
  json,
  object,
  fc.string(),
  fc.anything({ withBigInt: true, withDate: true }),
);
const envelope = fc.record({
  requestId: json,
  event: fc.constantFrom('process_result', 'initiate_result', 'session_expired', undefined),
  payload: fc.oneof(
    object,
    object.map((value) => JSON.stringify(value)),
  ),
  error: json,
  errorCode: json,
  errorMessage: json,
});
const runs = { numRuns: 500 };

describe('the protocol never throws, whatever comes', () => {
  it('decodeEvent, and what it says is well formed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          envelope,
          envelope.map((raw) => JSON.stringify(raw)),
        ),
        (raw) => {
          const event = decodeEvent(raw);
          expect(['result', 'loader', 'sessionExpired', 'ignored', 'malformed']).toContain(
            event.type,
          );
          if (event.type !== 'result') return;
          expect(typeof event.result.payload).toBe('object');
          expect(typeof event.result.failed).toBe('boolean');
          expect(typeof event.result.errorCode).toBe('string');
          expect(typeof event.result.errorMessage).toBe('string');
        },
      ),
      runs,
    );
  });

  it.each(names)('readResponse of %s', (name) => {
    fc.assert(
      fc.property(object, (payload) => {
        expect(typeof readResponse(name, payload)).toBe('object');
      }),
      { numRuns: 150 },
    );
  });

  it('a session token always has lists of UPI numbers and of account types', () => {
    fc.assert(
      fc.property(object, anything, (payload, some) => {
        const token = { ...payload, upiNumbers: some, allowedAccountTypes: [some] };
        const { upiNumbers, allowedAccountTypes } = readResponse('upiGetSessionToken', token);
        for (const { upiNumber } of upiNumbers) expect(upiNumber).not.toBe('');
        for (const type of allowedAccountTypes) expect(typeof type).toBe('string');
      }),
      runs,
    );
  });

  it('a session token is always a list of VPAs with lists of named accounts', () => {
    fc.assert(
      fc.property(object, (payload) => {
        for (const { vpa, accounts } of readResponse('upiGetSessionToken', payload).vpaAccounts) {
          expect(vpa).not.toBe('');
          for (const { referenceId, lite } of accounts) {
            expect(referenceId).not.toBe('');
            expect(typeof lite).toBe('boolean');
          }
        }
      }),
      runs,
    );
  });

  it('amounts and codes', () => {
    fc.assert(
      fc.property(anything, fc.string(), (value, code) => {
        expect(readAmount(value) ?? '0.00').toMatch(/^\d+\.\d\d$/);
        expect(typeof sameAmount(value, value)).toBe('boolean');
        expect(responseCode(code)?.code ?? '').toBe(
          responseCode(code) ? code.trim().toUpperCase() : '',
        );
      }),
      runs,
    );
  });

  const checks: [string, (input: unknown) => Checked<unknown>][] = [
    ['checkOrder', checkOrder],
    ['checkMandate', (input) => checkMandate(order, input)],
    ['checkTpv', checkTpv],
    ['parseAmount', parseAmount],
    ['readCheckout', readCheckout],
    ['readAuthorization', readAuthorization],
  ];
  it.each(checks)('%s', (_, check) => {
    fc.assert(
      fc.property(anything, (input) => {
        const checked = check(input);
        if (!checked.ok) expect(checked.issues.length).toBeGreaterThan(0);
      }),
      runs,
    );
  });

  it.each(names)('buildRequest of %s', (name) => {
    fc.assert(
      fc.property(anything, (params) => {
        const built = buildRequest(name, params as never, base);
        expect(built.ok || built.issues.length > 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('issues never repeat the value that was given', () => {
  const secret = fc.string({ minLength: 8 }).map((value) => `~${value}~`);
  const wrong: [string, (value: string) => Checked<unknown>][] = [
    [
      'orderId',
      (value) => checkOrder({ orderId: value, amount: value, gatewayReferenceId: [value] }),
    ],
    [
      'mandate',
      (value) =>
        checkMandate(order, {
          ...mandate,
          amountRule: value,
          frequency: value,
          maxAmount: value,
          startDate: value,
        }),
    ],
    ['tpv', (value) => checkTpv({ bankCodes: value, bankAccountHashes: value })],
    ['amount', parseAmount],
    ['checkout', (value) => readCheckout({ requestId: [value], payload: { amount: value } })],
    [
      'authorization',
      (value) => readAuthorization({ clientAuthToken: [value], authExpiry: [value] }),
    ],
    [
      'signature',
      (value) =>
        readAuthorization({
          merchantKeyId: value,
          signature: [value],
          signaturePayload: { value },
        }),
    ],
    [
      'mobile',
      (value) => buildRequest('upiBindActivateDevice', { simId: '0', mobileNumber: value }, base),
    ],
    [
      'card',
      (value) =>
        buildRequest(
          'upiSetMpin',
          { vpa: '', cardLastSix: value, cardExpiry: value, upiRequestId: value, referenceId: '' },
          base,
        ),
    ],
  ];
  it.each(wrong)('%s', (_, check) => {
    fc.assert(
      fc.property(secret, (value) => {
        const checked = check(value);
        expect(checked.ok).toBe(false);
        expect(JSON.stringify(checked)).not.toContain(JSON.stringify(value).slice(1, -1));
      }),
    );
  });
});
