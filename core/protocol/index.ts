export { requestEnvelope, SERVICE } from './envelope.js';
export { decodeEvent, type SdkResult } from './events.js';
export type { Checked, Issue } from './issues.js';
export { isTidy, LIMITS } from './limits.js';
export {
  type Account,
  lacksPin,
  type SelectedAccount,
  type VpaAccount,
} from './operations/account.js';
export type { Bank } from './operations/banks.js';
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
} from './operations/index.js';
export type { MandateResult } from './operations/mandate-result.js';
export type { PaymentResult, PayParams } from './operations/payment.js';
export type { Profile, SessionToken, UpiNumber } from './operations/session-token.js';
export type { Sim } from './operations/sims.js';
export { readOrderStatus, type ServerStatus } from './order-status.js';
export {
  decide,
  failedTxn,
  isOwnFailure,
  isSameOrder,
  isUnseen,
  type Outcome,
  type Patience,
  patienceFor,
  readSdkOutcome,
  type SdkOutcome,
  type Verdict,
} from './outcome.js';
export { type JsonObject, textAt } from './read.js';
export type { RefundStatus } from './refunds.js';
export { parseAmount, readAmount, sameAmount } from './requests/amount.js';
export {
  type Authorization,
  readAuthorization,
  withAuthorization,
} from './requests/authorization.js';
export { readCheckout } from './requests/checkout.js';
export type { ClaimsBase } from './requests/claims.js';
export { MANDATE_OPTIONS, type MandateOptions } from './requests/mandate-options.js';
export {
  checkMandate,
  isMandateOver,
  type MandateFrequency,
  type MandateTerms,
  startsInPast,
} from './requests/mandate-terms.js';
export { checkOrder, type Order } from './requests/order.js';
export { differingClaims } from './requests/signed-claims.js';
export { checkTpv, type Tpv } from './requests/tpv.js';
export {
  type ResponseCategory,
  type ResponseCode,
  type ResponseRetry,
  responseCode,
} from './response-codes.js';
export { isSecret, reveal, Secret } from './secret.js';
