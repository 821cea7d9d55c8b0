import { safeCode, safeTxn } from '../../core/model/redact.js';
import {
  isSameOrder,
  type JsonObject,
  readResponse,
  readSdkOutcome,
  type SdkResult,
  Secret,
  textAt,
} from '../../core/protocol/index.js';
import type { AttemptAnswer } from '../../machines/payment/types.js';
import { problemOfResult } from './sdk-problem.js';

/** A result, with whether its action can be the answer to the request it names. */
export type AnsweredResult = SdkResult & { readonly isOurs?: boolean };

/** What is taken of an answer that is about something else. */
const FOREIGN: AttemptAnswer = {
  isForeign: true,
  sdkOutcome: { moneyStatus: 'open', outcome: 'pending', certain: false },
  txnUuid: undefined,
  account: undefined,
  mandate: undefined,
};

/**
 * Everything an answer says about money, without the answer itself: personal data is boxed, codes
 * and ids that do not look like one are left out. An answer to another action, or one that names
 * another order than `orderId`, says nothing about this one.
 */
export function readAnswer(result: AnsweredResult, orderId?: string): AttemptAnswer {
  const namesOther =
    orderId !== undefined && ordersIn(result.payload).some((named) => !isSameOrder(named, orderId));
  if (namesOther || result.isOurs === false) return FOREIGN;
  const { gatewayResponseCode, txnUuid, account, mandate } = readResponse('upiTxn', result.payload);
  const sdkOutcome = readSdkOutcome(result, gatewayResponseCode);
  return {
    isForeign: false,
    sdkOutcome: { ...sdkOutcome, code: safeCode(sdkOutcome.code) },
    txnUuid: safeTxn(txnUuid),
    account: account === undefined ? undefined : new Secret(account),
    mandate: mandate === undefined ? undefined : new Secret(mandate),
    ...(result.failed ? { problem: problemOfResult(result, gatewayResponseCode) } : {}),
  };
}

/** The orders a payload names, in both spellings. */
export function ordersIn(payload: JsonObject): readonly string[] {
  return ['orderId', 'order_id'].flatMap((key) => {
    const named = textAt(payload, key);
    return named === undefined ? [] : [named];
  });
}
