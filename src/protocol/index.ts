export { type Account, lacksPin, type SelectedAccount, type VpaAccount } from './account.js';
export { parseAmount, readAmount, sameAmount } from './amount.js';
export { type Authorization, readAuthorization, withAuthorization } from './authorization.js';
export type { Bank } from './banks.js';
export { readCheckout } from './checkout.js';
export type { ClaimsBase } from './claims.js';
export { requestEnvelope, SERVICE } from './envelope.js';
export { decodeEvent, type SdkResult } from './events.js';
export type { Checked, Issue } from './issues.js';
export { isTidy, LIMITS } from './limits.js';
export { MANDATE_OPTIONS, type MandateOptions } from './mandate-options.js';
export type { MandateResult } from './mandate-result.js';
export {
  checkMandate,
  isMandateOver,
  type MandateFrequency,
  type MandateTerms,
  startsInPast,
} from './mandate-terms.js';
export {
  type BuiltRequest,
  buildRequest,
  type CallableOperation,
  checkParams,
  checkRequest,
  type NonMoneyOperation,
  type OperationName,
  type OperationParams,
  type OperationResponse,
  operations,
  readResponse,
} from './operations.js';
export { checkOrder, type Order } from './order.js';
export { readOrderStatus, type StatusReading } from './order-status.js';
export {
  decide,
  failedTxn,
  isOwnFailure,
  isSameOrder,
  isUnseen,
  type Outcome,
  type Patience,
  patienceFor,
  type Report,
  readReport,
  type Verdict,
} from './outcome.js';
export type { PaymentResult, PayParams } from './payment.js';
export { type JsonObject, textAt } from './read.js';
export type { RefundReading } from './refunds.js';
export {
  type ResponseCategory,
  type ResponseCode,
  type ResponseRetry,
  responseCode,
} from './response-codes.js';
export { isSecret, reveal, Secret } from './secret.js';
export type { Profile, SessionToken, UpiNumber } from './session-token.js';
export { differingClaims } from './signed-claims.js';
export type { Sim } from './sims.js';
export { checkTpv, type Tpv } from './tpv.js';
