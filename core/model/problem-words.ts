import type { ProblemReason } from './problem.js';

/** What a word, a phrase or a code of the SDK, the rails or Juspay's servers means to us. */
export interface ProblemRule {
  /** A text: this very `errorCode`. A pattern: anywhere in the message, or in a code beside it. */
  readonly says: string | RegExp;
  readonly reason: ProblemReason;
  /** Whether trying the same again can help. */
  readonly retry: boolean;
  /** What a developer checks. It stands before the SDK's own words. */
  readonly check?: string | undefined;
}

/**
 * Every word that says why the SDK did not do what it was asked: of the rails, the
 * SDK and Juspay's servers. Read from top to bottom: what says more stands above what says less.
 * Whatever is not here is `declined`.
 */
export const PROBLEM_WORDS: readonly ProblemRule[] = [
  // The rails, when a device cannot be bound.
  { says: /SMS_VERIFICATION_EXPIRED/i, reason: 'smsTokenExpired', retry: true },
  { says: /SMS_VERIFICATION_MISMATCH/i, reason: 'simMismatch', retry: true },
  { says: /OTP_VERIFICATION_FAILURE/i, reason: 'simMismatch', retry: true },
  { says: /REGISTRATION_DECLINED/i, reason: 'registrationDeclined', retry: false },
  { says: /BIND_DEVICE_LIMIT_EXCEEDED/i, reason: 'bindLimit', retry: false },
  { says: /OPERATION_RESTRICTED_DEREGISTER_CUSTOMER/i, reason: 'boundElsewhere', retry: false },
  { says: /DEVICE_FINGERPRINT_MISMATCH/i, reason: 'notLinked', retry: false },

  // A parameter is wrong: the message names it.
  { says: 'JP_003', reason: 'invalid', retry: false },
  { says: /\bBAD_REQUEST\b/i, reason: 'invalid', retry: false },
  { says: /\bINVALID_(?:DATA|INPUT)\b/i, reason: 'invalid', retry: false },

  // How merchant, server, dashboard and SDK are set up.
  {
    says: /\bSDK_CHECKSUM_MISMATCH\b|\bchecksum\b.*\bmis-?match/i,
    reason: 'integration',
    retry: false,
    check: 'Check that this build of HyperSDK, and its assets, are those of your merchant.',
  },
  {
    says: /\bsignature\b.*\bmis-?match|\binvalid\s+signature\b|\bsignature\s+(?:is\s+)?invalid\b/i,
    reason: 'integration',
    retry: false,
    check:
      'Check that merchantKeyId names the key that signs, that its public half is in the dashboard, ' +
      'and that what was signed goes out unchanged.',
  },
  {
    says: /\binvalid\s+merchant\b|\binvalid\b.*\b(?:merchant|channel|client)\s*id\b/i,
    reason: 'integration',
    retry: false,
    check: 'Check merchantId, clientId and issuingPsp: sandbox and production have their own.',
  },
  {
    says: /\binvalid\s+authenti?cation\s+data\b|\bUNAUTHORI[SZ]ED\b|\baccess[_ ]denied\b/i,
    reason: 'integration',
    retry: false,
    check:
      'Check that your server signs with the key of this merchant and environment, for this customerId, ' +
      'and that its clock is right.',
  },
  {
    says: /\bunsupported\s+(?:sdk|version)\b|\b(?:sdk|version)\b.*\b(?:outdated|unsupported|not\s+supported|too\s+old|deprecated)\b|\boutdated\b.*\b(?:sdk|version)\b/i,
    reason: 'integration',
    retry: false,
    check: 'Update HyperSDK, and its assets.',
  },
  {
    says: /\bunknown\s+event\b/i,
    reason: 'integration',
    retry: false,
    check:
      'Check that this version of HyperSDK, and your product in the dashboard, have this action.',
  },
  {
    says: /\bMISSING_MANDATORY_PARAMETER\b|\bmissing\b.*\bparam|\b(?:mandatory|required)\s+(?:param\w*|fields?)\b.*\bmissing\b/i,
    reason: 'integration',
    retry: false,
    check: 'Check that merchantId, clientId, customerId, environment and issuingPsp are set.',
  },

  // The device is not where the call needs it to be. The message lists statuses, NOPERMISSION too.
  { says: /\bnot\s+matched\s+status\b/i, reason: 'notLinked', retry: false },

  // A person.
  {
    says: /\bden(?:y|ied)\b.*\bpermissions?\b|\bpermissions?\b.*\b(?:denied|refused|missing|not\s+granted|required)\b|\brequired\s+permissions?\b/i,
    reason: 'permissionDenied',
    retry: true,
  },

  // The way to the servers.
  { says: /timed?\s*-?out/i, reason: 'timeout', retry: true },
  { says: /\bunable\s+to\s+parse\b/i, reason: 'unreadable', retry: true },

  // Codes that say enough alone.
  { says: 'JP_002', reason: 'cancelled', retry: true },
  { says: 'JP_005', reason: 'offline', retry: true },
  {
    says: 'JP_007',
    reason: 'integration',
    retry: false,
    check: 'Check the return address, and the pages that the dashboard names.',
  },
  {
    says: 'JP_008',
    reason: 'integration',
    retry: false,
    check: 'Complete the configuration of your merchant in the dashboard.',
  },
  {
    says: 'JP_010',
    reason: 'integration',
    retry: false,
    check:
      'Check that your product in the dashboard, and this version of HyperSDK, have this feature.',
  },
  { says: 'JP_017', reason: 'notReady', retry: false },
  { says: 'JP_018', reason: 'permissionDenied', retry: true },
  { says: 'JP_020', reason: 'declined', retry: false },
];
