import { describe, expect, it } from 'vitest';
import type { ProblemReason } from '../../core/model/problem.js';
import { PROBLEM_WORDS } from '../../core/model/problem-words.js';
import type { SdkResult } from '../../core/protocol/index.js';
import { problemOfResult } from '../../src/sdk/sdk-problem.js';

/** What the SDK said of a call that failed. */
function failed(errorCode: string, errorMessage: string): SdkResult {
  return {
    requestId: 'r-1',
    event: 'process_result',
    action: undefined,
    failed: true,
    errorCode,
    errorMessage,
    status: undefined,
    payload: {},
  };
}

type Row = readonly [code: string, message: string, reason: ProblemReason, retry: boolean];

const rows: readonly Row[] = [
  // protocol-facts §6.1, the words of JP_001.
  ['JP_001', 'Unknown event : upiLinkAccounts', 'integration', false],
  ['JP_001', 'User Denied Permission', 'permissionDenied', true],
  ['JP_001', 'Error while fetching permissions', 'declined', true],
  ['JP_001', 'Unable to fetch sims', 'declined', true],
  ['JP_001', 'Timed Out', 'timeout', true],
  [
    'JP_001',
    'Exit : Error Status not matched status (NOPERMISSION / FRESH / BOUND / LINKED)',
    'notLinked',
    false,
  ],
  ['JP_001', 'Exit : Error Status not matched status (NOPERMISSION)', 'notLinked', false],
  ['JP_001', 'Unable to parse response', 'unreadable', true],
  // The codes.
  ['JP_000', 'Unknown Exception', 'declined', true],
  ['JP_002', 'USER_ABORTED', 'cancelled', true],
  ['JP_003', '{"field":"simId","message":"missing or of wrong type"}', 'invalid', false],
  ['JP_003', 'missing parameter clientId', 'invalid', false],
  ['JP_004', 'Unsupported SDK', 'integration', false],
  ['JP_004', 'Chrome custom tabs not found', 'declined', true],
  ['JP_005', 'No internet connection', 'offline', true],
  ['JP_006', 'transaction status awaited', 'declined', true],
  ['JP_007', 'page not found', 'integration', false],
  ['JP_008', '', 'integration', false],
  ['JP_010', 'not supported', 'integration', false],
  ['JP_012', 'Unable to process payment', 'declined', true],
  ['JP_012', 'Invalid authentication data', 'integration', false],
  ['JP_012', 'Invalid merchant id or merchant channel id', 'integration', false],
  ['JP_017', 'initiate() can only be called once without terminate()', 'notReady', false],
  ['JP_018', 'Required permissions are missing', 'permissionDenied', true],
  ['JP_018', '', 'permissionDenied', true],
  ['JP_020', 'No web view is present in the device', 'declined', false],
  // protocol-facts §6.2, the words of the back end.
  ['JP_012', 'Merchant signature mismatch', 'integration', false],
  ['JP_012', 'Invalid signature', 'integration', false],
  ['', 'SDK_CHECKSUM_MISMATCH', 'integration', false],
  ['JP_001', 'DEVICE_FINGERPRINT_MISMATCH', 'notLinked', false],
  ['JP_001', 'BAD_REQUEST', 'invalid', false],
  ['JP_001', 'INVALID_DATA', 'invalid', false],
  ['JP_001', 'Timed out from NPCI', 'timeout', true],
  ['JP_011', 'Bank UPI Service is not reachable at a moment', 'declined', true],
  ['JP_011', 'Internal server error', 'declined', true],
  // server-facts §1.
  ['JP_001', 'access_denied', 'integration', false],
  ['UNAUTHORIZED', '', 'integration', false],
  ['INVALID_INPUT', '', 'invalid', false],
  ['MISSING_MANDATORY_PARAMETER', '', 'integration', false],
  ['JP_001', 'The SDK version is outdated, please update', 'integration', false],
  // protocol-facts §4.2.
  ['JP_001', 'SMS_VERIFICATION_EXPIRED', 'smsTokenExpired', true],
  ['JP_001', 'sms_verification_mismatch', 'simMismatch', true],
  ['OTP_VERIFICATION_FAILURE', '', 'simMismatch', true],
  ['JP_001', 'REGISTRATION_DECLINED', 'registrationDeclined', false],
  ['JP_001', 'BIND_DEVICE_LIMIT_EXCEEDED', 'bindLimit', false],
  ['JP_001', 'OPERATION_RESTRICTED_DEREGISTER_CUSTOMER', 'boundElsewhere', false],
  // What nobody knows.
  ['JP_099', 'Something else', 'declined', true],
  ['', '', 'declined', true],
];

describe('what the SDK says about a failure', () => {
  it.each(rows)('%s %s: %s', (code, message, reason, retry) => {
    expect(problemOfResult(failed(code, message))).toMatchObject({ reason, retry });
  });

  it('keeps the word of the rails as the code, however it was spelled and wherever it stood', () => {
    const word = 'SMS_VERIFICATION_MISMATCH';
    expect(problemOfResult(failed('JP_001', `refused: ${word.toLowerCase()}`)).code).toBe(word);
    expect(problemOfResult(failed('', ''), word).code).toBe(word);
    expect(problemOfResult(failed('JP_001', 'SDK_CHECKSUM_MISMATCH')).code).toBe(
      'SDK_CHECKSUM_MISMATCH',
    );
  });

  it('keeps the code of the gateway before the SDK’s', () => {
    expect(problemOfResult(failed('JP_012', 'Invalid MPIN'), 'ZM')).toEqual({
      reason: 'declined',
      code: 'ZM',
      message: 'Invalid MPIN',
      retry: true,
    });
    expect(problemOfResult(failed('JP_012', 'no'), 'U16')).toMatchObject({ code: 'U16' });
  });

  it('says what to check before the SDK’s own words, masked', () => {
    const said = problemOfResult(failed('JP_012', 'Merchant signature mismatch for 919876543210'));
    expect(said.message).toMatch(/^Check that merchantKeyId .* The SDK said: .* mismatch for •$/);
    expect(problemOfResult(failed('JP_008', '')).message).toMatch(/^Complete .* the dashboard\.$/);
  });

  it('keeps the field that JP_003 names', () => {
    const message = '{"field":"simId","message":"missing or of wrong type"}';
    expect(problemOfResult(failed('JP_003', message)).message).toBe(message);
  });

  it('is read in no time, however long it is', () => {
    const begun = performance.now();
    problemOfResult(failed('JP_001', 'user denied '.repeat(5_000)));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('the table of words', () => {
  it('has no row that another one above it hides', () => {
    const codes = PROBLEM_WORDS.flatMap(({ says }) => (typeof says === 'string' ? [says] : []));
    expect(new Set(codes).size).toBe(codes.length);
    // Each pattern is the first to take one of the rows here.
    const taken = rows.map(([code, message]) =>
      PROBLEM_WORDS.find(({ says }) =>
        typeof says === 'string' ? says === code : says.test(`${code} ${message}`),
      ),
    );
    expect(PROBLEM_WORDS.filter((rule) => !taken.includes(rule))).toEqual([]);
  });

  it('says what to check of everything that is set up wrongly, and nothing of the rest', () => {
    for (const { reason, check = '', retry } of PROBLEM_WORDS) {
      expect(check === '').toBe(reason !== 'integration');
      if (reason === 'integration') expect(retry).toBe(false);
    }
  });
});
