import { type Problem, ProblemError, type ProblemReason } from '../machines/problem.js';
import { responseCode, type SdkResult } from './protocol/index.js';
import { safeCode, safeText } from './redact.js';

/** The words the rails use when a device cannot be bound (protocol-facts §4.2). */
const BIND_WORDS: readonly (readonly [RegExp, ProblemReason, boolean])[] = [
  [/SMS_VERIFICATION_EXPIRED/i, 'smsTokenExpired', true],
  [/SMS_VERIFICATION_MISMATCH|OTP_VERIFICATION_FAILURE/i, 'simMismatch', true],
  [/REGISTRATION_DECLINED/i, 'registrationDeclined', false],
  [/BIND_DEVICE_LIMIT_EXCEEDED/i, 'bindLimit', false],
  [/OPERATION_RESTRICTED_DEREGISTER_CUSTOMER/i, 'boundElsewhere', false],
];

const JP_REASONS: Readonly<Record<string, readonly [ProblemReason, boolean]>> = {
  JP_002: ['cancelled', true],
  JP_003: ['invalid', false],
  JP_005: ['offline', true],
  JP_008: ['declined', false],
  JP_010: ['declined', false],
  JP_017: ['notReady', false],
  JP_018: ['permissionDenied', true],
  JP_020: ['declined', false],
};

/** Why the SDK did not do what it was asked (protocol-facts §6.1), in our words. */
export function problemOfResult(result: SdkResult, gatewayCode?: string): Problem {
  const { errorCode, errorMessage } = result;
  const code = safeCode(gatewayCode ?? (errorCode === '' ? undefined : errorCode));
  const message = errorMessage === '' ? undefined : safeText(errorMessage);
  for (const [words, reason, retry] of BIND_WORDS) {
    const word = words.exec(`${errorMessage} ${gatewayCode ?? ''} ${errorCode}`)?.[0];
    if (word !== undefined) return { reason, code: word.toUpperCase(), message, retry };
  }
  if (/permission/i.test(errorMessage))
    return { reason: 'permissionDenied', code, message, retry: true };
  if (/timed?\s*-?out/i.test(errorMessage))
    return { reason: 'timeout', code, message, retry: true };
  const known = Object.hasOwn(JP_REASONS, errorCode) ? JP_REASONS[errorCode] : undefined;
  if (known !== undefined) return { reason: known[0], code, message, retry: known[1] };
  const retry = gatewayCode === undefined || responseCode(gatewayCode)?.retry !== 'never';
  return { reason: 'declined', code, message, retry };
}

/** A problem without a code, as the error that actors fail with. */
export function problem(reason: ProblemReason, retry: boolean, message?: string): ProblemError {
  return new ProblemError({ reason, retry, message });
}
