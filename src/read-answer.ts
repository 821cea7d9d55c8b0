import type { AttemptAnswer } from '../machines/payment.types.js';
import { readReport, readResponse, type SdkResult, Secret } from './protocol/index.js';

/** Everything an answer says about money, without the answer itself: personal data is boxed. */
export function readAnswer(result: SdkResult): AttemptAnswer {
  const { gatewayResponseCode, txnUuid, account, mandate } = readResponse('upiTxn', result.payload);
  return {
    report: readReport(result, gatewayResponseCode),
    txnUuid,
    account: account === undefined ? undefined : new Secret(account),
    mandate: mandate === undefined ? undefined : new Secret(mandate),
  };
}
