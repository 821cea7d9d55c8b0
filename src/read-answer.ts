import type { AttemptAnswer } from '../machines/payment.types.js';
import { readReport, readResponse, type SdkResult, Secret } from './protocol/index.js';
import { safeCode, safeId } from './redact.js';

/**
 * Everything an answer says about money, without the answer itself: personal data is boxed, codes
 * and ids that do not look like one are left out. An answer that names another order than `orderId`
 * says nothing about this one.
 */
export function readAnswer(result: SdkResult, orderId?: string): AttemptAnswer {
  const response = readResponse('upiTxn', result.payload);
  const { gatewayResponseCode, txnUuid, account, mandate } = response;
  const report = readReport(result, gatewayResponseCode);
  const isForeign =
    orderId !== undefined && response.orderId !== undefined && response.orderId !== orderId;
  return {
    report: isForeign
      ? { means: 'open', outcome: 'pending', certain: false }
      : { ...report, code: safeCode(report.code) },
    txnUuid: isForeign ? undefined : safeId(txnUuid),
    account: account === undefined ? undefined : new Secret(account),
    mandate: mandate === undefined ? undefined : new Secret(mandate),
    isForeign,
  };
}
