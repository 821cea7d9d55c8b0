import type { Problem } from '../../core/model/problem.js';
import { PROBLEM_WORDS, type ProblemRule } from '../../core/model/problem-words.js';
import { safeCode } from '../../core/model/redact.js';
import { safeText } from '../../core/model/safe-text.js';
import { responseCode, type SdkResult } from '../../core/protocol/index.js';

/** What is longer is searched no further. */
const LONGEST = 1_000;

/** A word that is a code itself: `SMS_VERIFICATION_MISMATCH`. */
const CODE_WORD = /^[A-Za-z]+(?:_[A-Za-z]+)+$/;

/** Why the SDK did not do what it was asked, in our words. */
export function problemOfResult(result: SdkResult, gatewayCode?: string): Problem {
  const { errorCode, errorMessage } = result;
  const code = safeCode(gatewayCode ?? (errorCode === '' ? undefined : errorCode));
  const message = errorMessage === '' ? undefined : safeText(errorMessage);
  const said = `${gatewayCode ?? ''} ${errorCode} ${errorMessage}`.slice(0, LONGEST);
  for (const rule of PROBLEM_WORDS) {
    const word = wordIn(rule, said, errorCode);
    if (word === undefined) continue;
    const { reason, retry } = rule;
    const isCode = word !== errorCode && CODE_WORD.test(word);
    return {
      reason,
      code: isCode ? word.toUpperCase() : code,
      message: withCheck(rule, message),
      retry,
    };
  }
  const retry = gatewayCode === undefined || responseCode(gatewayCode)?.retry !== 'never';
  return { reason: 'declined', code, message, retry };
}

function wordIn({ says }: ProblemRule, said: string, errorCode: string): string | undefined {
  if (typeof says !== 'string') return says.exec(said)?.[0];
  return says === errorCode ? errorCode : undefined;
}

function withCheck({ check }: ProblemRule, message: string | undefined): string | undefined {
  if (check === undefined) return message;
  return message === undefined ? check : `${check} The SDK said: ${message}`;
}
