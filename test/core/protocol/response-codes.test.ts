import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { responseCode } from '../../../core/protocol/index.js';

/** The rows of a CSV text with quoted fields but no line breaks in them, keyed by its first line. */
function parseCsv(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = csv.trimEnd().split(/\r?\n/).map(fields);
  return rows.map((row) => Object.fromEntries(row.map((value, at) => [header[at] ?? '', value])));
}

function fields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}

const rows = parseCsv(
  readFileSync(new URL('../../../fixtures/upi-response-codes.csv', import.meta.url), 'utf8'),
);

const money: Record<string, string> = {
  no: 'no',
  maybe: 'maybe',
  'see-paired-code': 'maybe',
  unknown: 'maybe',
  'yes-for-00': 'yes',
  // Binding a device moves no money.
  'n/a': 'no',
};

const retry: Record<string, string> = {
  'after-user-consent-with-new-attempt': 'newAttempt',
  no: 'no',
  never: 'never',
  'user-only': 'userOnly',
  later: 'later',
  depends: 'depends',
  poll: 'poll',
  'new-token': 'newToken',
  'after 24h': 'nextDay',
  'after-deregister': 'afterDeregister',
};

/** The categories a class of the data file may become. */
const categories: Record<string, string> = {
  TRANSIENT: 'bankUnavailable simVerificationFailed',
  LIQUIDITY: 'insufficientFunds',
  INSTRUMENT_DEAD: 'accountUnavailable mandateEnded pinTriesExceeded',
  CUSTOMER_ACTION:
    'pinNotSet wrongPin wrongCardOrOtp mandatePaused expired accountUnavailable payeeUnavailable',
  CUSTOMER_DECLINED: 'declinedByCustomer',
  RISK_BLOCK: 'riskBlocked',
  RECONCILE: 'outcomeUnknown pending',
  NO_CAUSE: 'outcomeUnknown',
  UNDESCRIBED: 'outcomeUnknown',
  LEGAL_STOP: 'legalStop',
  CAP: 'limitExceeded',
  PAYEE_SIDE: 'payeeUnavailable',
  INTEGRATION: 'integration',
  NOT_A_DECLINE: 'approved alreadyRegistered outcomeUnknown',
  BIND_PENDING: 'simVerificationPending',
  BIND_EXPIRED: 'simVerificationExpired',
  BIND_REJECTED: 'simVerificationFailed boundElsewhere',
};

describe('responseCode', () => {
  it('the data file has 250 codes, each once', () => {
    expect(rows).toHaveLength(250);
    expect(new Set(rows.map((row) => row['code'])).size).toBe(250);
  });

  it.each(rows.map((row) => [row['code'] ?? '', row] as const))(
    '%s as the data file says',
    (code, row) => {
      // "No original request found" is no approval, though the file has it in one class with 00.
      const moved = code === 'NO' ? 'maybe' : money[row['money_may_have_moved'] ?? ''];
      const read = responseCode(code);
      expect(read).toMatchObject({
        code,
        moneyMayHaveMoved: moved,
        retry: retry[row['retry'] ?? ''],
      });
      expect(categories[row['class'] ?? '']?.split(' ')).toContain(read?.category);
    },
  );

  it.each([
    ['00', 'approved'],
    ['01', 'pending'],
    ['Z9', 'insufficientFunds'],
    ['ZM', 'wrongPin'],
    ['Z6', 'pinTriesExceeded'],
    ['AM', 'pinNotSet'],
    ['ZA', 'declinedByCustomer'],
    ['U69', 'expired'],
    ['RB', 'outcomeUnknown'],
    ['VT', 'mandatePaused'],
    ['VA', 'mandateEnded'],
  ])('%s is %s', (code, category) => {
    expect(responseCode(code)?.category).toBe(category);
  });

  it('only 00 says that money moved', () => {
    const moved = rows.filter(
      (row) => responseCode(row['code'] ?? '')?.moneyMayHaveMoved === 'yes',
    );
    expect(moved.map((row) => row['code'])).toEqual(['00']);
  });

  it('whatever the case, and nothing for an unknown code', () => {
    expect(responseCode(' u68 ')).toBe(responseCode('U68'));
    for (const code of ['', 'XYZ', 'constructor', '__proto__']) {
      expect(responseCode(code)).toBeUndefined();
    }
  });
});
