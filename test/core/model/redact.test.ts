import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  safeCode,
  safeId,
  safeServerStatus,
  safeTxn,
  shownTxn,
} from '../../../core/model/redact.js';

const digit = fc.integer({ min: 0, max: 9 }).map(String);
const digits = (length: number) =>
  fc.array(digit, { minLength: length, maxLength: length }).map((all) => all.join(''));
/** A text with separators of one kind strewn into it. */
function strewn(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const kinds = fc.constantFrom('', '-', '_', '- _.');
  return fc.tuple(text, kinds).chain(([value, kind]) =>
    fc
      .array(fc.constantFrom('', '', ...kind), {
        minLength: value.length,
        maxLength: value.length,
      })
      .map((between) => value.replaceAll(/./g, (one, at) => (at === 0 ? one : between[at] + one))),
  );
}

const mobile = fc
  .tuple(fc.constantFrom('', '91', '+91', '0'), fc.constantFrom('6', '7', '8', '9'), digits(9))
  .map((parts) => parts.join(''));

/** What may stand beside a number without being part of it. */
const beside = fc.stringMatching(/^(?:[A-Za-z_-]{1,12})?$/);

function masks(text: string): void {
  expect([safeCode(text), safeId(text)]).toEqual([undefined, undefined]);
}

describe('what may be somebody’s', () => {
  it.each([
    '1234',
    '123456',
    '123-456',
    '12-34',
    '919876543210',
    '+919876543210',
    '+91 98765 43210',
    '98765-43210',
    '98.76.54.32.10',
    '9876543210',
    '09876543210',
    'user-9876543210',
    'user9876543210x',
    'mobile_91_98765_43210_x',
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    'card-4111-1111-1111-1111',
    'card_4111111111111111',
    'otp123456',
    'OTP-1234',
    'eyJhbGciOiJSUzI1NiJ9',
    'jwt_eyJhbGciOiJSUzI1NiJ9',
    'tkn_1a2b3c4d',
    'TKN_1A2B',
    'tk_live_abc',
    'sk_live_abc',
    'pk-sk_live_abc',
    'pk_test_abc',
    'Bearer',
    'Bearer-abc',
    'asha@upf',
    '',
    ' ',
  ])('is left out: %j', (text) => {
    masks(text);
  });

  it('is any number of four digits or more, however it is set', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 19 }).chain((length) => strewn(digits(length))),
        masks,
      ),
    );
  });

  it('is any mobile number of India, whatever stands beside it', () => {
    fc.assert(
      fc.property(beside, strewn(mobile), beside, (before, number, after) =>
        masks(`${before}${number}${after}`),
      ),
    );
  });

  it('is anything that looks like a token', () => {
    const token = fc.constantFrom('eyJ', 'tkn_', 'tk_', 'sk_', 'pk_', 'Bearer', 'bearer-');
    const before = fc.constantFrom('', 'a-', '1_', 'x.');
    fc.assert(
      fc.property(before, token, fc.stringMatching(/^[\w-]{0,24}$/), (start, mark, rest) =>
        masks(`${start}${mark}${rest}`),
      ),
    );
  });
});

describe('what only looks like an id or a code', () => {
  it.each([
    'moz3a71d748cb7d90799',
    'moz3hjuAtiiQriCVFBn',
    'hyperorder1698417375765',
    '8162c92851c8bd9',
    '98765432-1098-4765-8765-432109876543',
    '00000000-0000-4000-8000-000000000012',
    'session-1',
    'stock-A1-1',
    'A1',
    'task_1',
    'desk_2',
  ])('is kept as an id: %s', (id) => {
    expect(safeId(id)).toBe(id);
  });

  it.each(['U30', 'JP_012', '00', '01', 'Z9', 'BT', 'RB', '96', 'UT', 'U67', 'AMOUNT_MISMATCH'])(
    'is kept as a code: %s',
    (code) => {
      expect(safeCode(code)).toBe(code);
    },
  );

  it('is every code of the rails', () => {
    const table = new URL('../../../fixtures/upi-response-codes.csv', import.meta.url);
    const [, ...rows] = readFileSync(table, 'utf8').trimEnd().split(/\r?\n/);
    const codes = rows.map((row) => /^"?([^",]*)/.exec(row)?.[1]);
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code) => safeCode(code) !== code)).toEqual([]);
  });

  it('is every uuid v4', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 4 }), (id) => {
        expect(safeId(id)).toBe(id);
        expect(safeId(id.toUpperCase())).toBe(id.toUpperCase());
      }),
    );
  });

  it('is every id of letters and digits without such a number in it', () => {
    const id = fc
      .tuple(fc.constantFrom('moz', 'ordeh', 'txn', 'x'), fc.stringMatching(/^[0-9a-f]{6,40}$/))
      .map((parts) => parts.join(''))
      .filter((text) => !/\d{10}/.test(text));
    fc.assert(
      fc.property(id, (text) => {
        expect(safeId(text)).toBe(text);
      }),
    );
  });
});

describe('the id of a transaction', () => {
  it('that is not safe to keep is told apart from others, and says nothing', () => {
    const ids = ['9876543210', '9876543211', '4111111111111111', 'x'.repeat(10_000), 'a@b', ''];
    const kept = ids.map(safeTxn);
    expect(new Set(kept).size).toBe(ids.length);
    for (const id of kept) expect(id).toMatch(/^hidden-[0-9a-f]{4}$/);
    // The same one is the same, also when it was read from a record.
    expect(ids.map(safeTxn)).toEqual(kept);
    expect(kept.map(safeTxn)).toEqual(kept);
    expect(kept.map(shownTxn)).toEqual(kept.map(() => undefined));
  });

  it('that is safe is kept and shown', () => {
    expect([safeTxn('moz1a2b'), shownTxn('moz1a2b')]).toEqual(['moz1a2b', 'moz1a2b']);
    expect([safeTxn(undefined), shownTxn(undefined)]).toEqual([undefined, undefined]);
  });
});

describe('a status reading', () => {
  it('keeps the words of servers, and no other text', () => {
    const serverStatus = {
      moneyStatus: 'open',
      word: 'PENDING_VBV',
      orderId: 'A1',
      amount: '2.00',
      txnUuid: 'moz1a2b',
      mandate: 'ACTIVE',
    } as const;
    expect(safeServerStatus(serverStatus)).toEqual(serverStatus);
    expect(safeServerStatus({ ...serverStatus, word: '' }).word).toBe('');
    for (const text of ['919876543210', 'ASHA@UPF', 'X'.repeat(10_000), 'TKN_1A2B']) {
      expect(
        safeServerStatus({ ...serverStatus, word: text, mandate: text, txnUuid: text }),
      ).toEqual({
        ...serverStatus,
        word: 'UNKNOWN',
        mandate: 'UNKNOWN',
        txnUuid: expect.stringMatching(/^hidden-[0-9a-f]{4}$/),
      });
    }
    const { mandate, ...plain } = serverStatus;
    expect(safeServerStatus(plain)).toStrictEqual({ ...plain, mandate: undefined });
  });
});
