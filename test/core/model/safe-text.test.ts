import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeCode, safeId } from '../../../core/model/redact.js';
import { safeText } from '../../../core/model/safe-text.js';
import { operations } from '../../../core/protocol/index.js';

describe('what says where the mistake is', () => {
  it.each([
    // JP_003 and JP_017 of the SDK.
    '{"field":"simId","message":"missing or of wrong type"}',
    'initiate() can only be called once without terminate()',
    'process() called after terminate()',
    'initiate() must be called before calling process()',
    'Exit : Error Status not matched status (NOPERMISSION / FRESH / BOUND / LINKED)',
    'Unknown event : upiLinkAccounts',
    'payload.accountRefId is missing',
    '`merchantKeyId` and "clientAuthToken" exclude each other',
    'order_id, amount, mandate.max_amount and options.create_mandate are signed',
    'android.permission.SEND_SMS was refused',
    'service in.juspay.hyperapi',
    'field=simId',
    '{"field":"simId"',
    'status: FAILURE, errorCode:JP_003',
    'NOPERMISSION/FRESH/BOUND',
    'the merchantID and customerVPA of HyperSDK',
    'Merchant signature mismatch',
    'SDK_CHECKSUM_MISMATCH',
    'JP_012 Unable to process payment U30',
    '{"fields":[{"field_name":"order_id","reason":"too long"}],"error":true}',
    'Bad request: {"path":"payload.bankCodes","expected":"array"} of upiGetAccounts',
  ])('stays: %s', (text) => {
    expect(safeText(text)).toBe(text);
  });

  it('stays, as the name of every action', () => {
    for (const { action } of Object.values(operations)) expect(safeText(action)).toBe(action);
  });
});

describe('what may be somebody’s, or a key', () => {
  it.each([
    ['the number 919876543210', 'the number •'],
    ['+91 98765-43210, call', '• •, call'],
    ['field=919876543210', 'field=•'],
    ['customerName:Asha', 'customerName:•'],
    ['OTP 482913 sent', 'OTP • sent'],
    ['asha.rao@upf', '•'],
    ['asha.rao', '•'],
    ['secret.name()', '•'],
    ['www.example.com', '•'],
    ['https://example.com/pay?token=abc', 'https:•'],
    [
      '{"customerMobileNumber":"919876543210","amount":200}',
      '{"customerMobileNumber":"•","amount":"•"}',
    ],
    [
      '{"customerName":"Asha Rao","message":"of Asha 42"}',
      '{"customerName":"•","message":"of Asha •"}',
    ],
    ['{"919876543210":"simId"}', '{"•":"•"}'],
    ['{"customer":"asha_rao","status":"ok"}', '{"customer":"•","status":"ok"}'],
    ['customer=ashaRao', 'customer=•'],
    ['code=U30:field=919876543210', 'code=•'],
    ['{"a":{"b":{"c":{"d":{"e":{"f":"simId"}}}}}}', '{"a":{"b":{"c":{"d":{"e":"•"}}}}}'],
    ['Bearer abcdefgh', '• •'],
    ['tkn_abcdefgh is old', '• is old'],
    ['tk_live_abcdefgh', '•'],
    ['tknAbcdEFGHijkl', '•'],
    ['tknAbcdHijkl', '•'],
    ['skLiveAbcd', '•'],
    ['aBcDeFgHiJkL', '•'],
    ['QWErtyUIOpas', '•'],
    ['eyJhbGciOiJSUzI', '•'],
    ['qwrtzpsdfg', '•'],
    ['XKCDQWRTZP', '•'],
    ['abc+def/ghi==', '•'],
    ['deadbeefcafebabe0', '•'],
    ['oneTwoThreeFourFiveSix', '•'],
    ['order_id_of_a_very_long_name', '•'],
    ['x'.repeat(21), '•'],
    [`a${'B'.repeat(300)}`, '•'],
    [`${'ab_'.repeat(300)}c`, '•'],
    ['card 4111-1111-1111-1111 (PIN 1234)', 'card • (PIN •)'],
  ])('goes: %s', (text, safe) => {
    expect(safeText(text)).toBe(safe);
  });

  it('goes, whatever number it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-+]?\d{4,19}$/), (number) => {
        expect(safeText(`of ${number} (${number}), "${number}" field=${number}`)).toBe(
          'of • (•), "•" field=•',
        );
        expect(safeText(JSON.stringify({ message: number, amount: Number(number) }))).toBe(
          '{"message":"•","amount":"•"}',
        );
      }),
    );
  });

  it('goes, whatever token it is', () => {
    // Base64 and hex of any length hold a digit or capitals in a row, sooner or later.
    const mark = fc.stringMatching(/^(?:[0-9]|[A-Z]{2}[a-z][A-Z]{2}[a-z])$/);
    const part = fc.stringMatching(/^[A-Za-z0-9_-]{4,24}$/);
    fc.assert(
      fc.property(part, mark, part, (before, middle, after) => {
        const token = `${before}${middle}x${after}`;
        fc.pre(/[a-z]/.test(before));
        expect(safeText(`token ${token}`)).toBe('token •');
        expect(safeText(`{"message":"${token}"}`)).toBe('{"message":"•"}');
      }),
    );
  });

  it('goes, whatever address it is', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/);
    fc.assert(
      fc.property(name, name, (user, handle) => {
        expect(safeText(`VPA ${user}@${handle}`)).toMatch(/^VPA •[.]*$/);
      }),
    );
  });

  it('goes fast, however long it is', () => {
    const texts = [
      '{'.repeat(50_000),
      'aB'.repeat(50_000),
      '"a":'.repeat(50_000),
      '_'.repeat(99_999),
    ];
    const begun = performance.now();
    for (const text of texts) expect(safeText(text).length).toBeLessThanOrEqual(200);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});

describe('a text from outside', () => {
  it.each([
    ['SMS from 919876543210 not matched', 'SMS from • not matched'],
    ['SMS from +91 98765-43210 not matched', 'SMS from • • not matched'],
    ['VPA secret.name@upf not available', 'VPA • not available'],
    ['mail to a.b+c@example.com', 'mail to •'],
    ['token eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9 is old', 'token • is old'],
    ['JP_012 Unable to process payment U30', 'JP_012 Unable to process payment U30'],
    ['tkn_1a2b3c4d5e6f7a8b_9c0d1e2f, expired', '•, expired'],
    ['“abc” a.b.c-d_e', '• •'],
    [`${'x'.repeat(195)}@upf`, '•'],
    ['SMS_VERIFICATION_MISMATCH', 'SMS_VERIFICATION_MISMATCH'],
    ['', ''],
  ])('%s', (text, safe) => {
    expect(safeText(text)).toBe(safe);
  });

  it('is cut', () => {
    expect(safeText('word '.repeat(1_000)).length).toBeLessThanOrEqual(200);
  });
});

describe('an id or a code from outside', () => {
  it('is kept when it looks like one', () => {
    expect([safeCode('U30'), safeCode('JP_012'), safeCode(undefined)]).toEqual([
      'U30',
      'JP_012',
      undefined,
    ]);
    expect(safeId('moz3hjuAtiiQriCVFBn')).toBe('moz3hjuAtiiQriCVFBn');
  });

  it('is left out when it may be somebody’s', () => {
    for (const text of ['mobile 919876543210', '919876543210', 'asha@ypay', '', 'x'.repeat(65)]) {
      expect([safeCode(text), safeId(text)]).toEqual([undefined, undefined]);
    }
  });
});
