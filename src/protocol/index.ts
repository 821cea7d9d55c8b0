export type { Account, SelectedAccount, VpaAccount } from './account.js';
export { parseAmount, readAmount, sameAmount } from './amount.js';
export { type Authorization, readAuthorization, withAuthorization } from './authorization.js';
export type { Accounts, Bank, BankList, GetAccountsParams } from './banks.js';
export type { BindParams } from './bind.js';
export { type Checkout, readCheckout } from './checkout.js';
export type { ClaimsBase, MoneyTerms, SignedClaims } from './claims.js';
export { type RequestEnvelope, requestEnvelope, SERVICE } from './envelope.js';
export { decodeEvent, type SdkEvent, type SdkResult } from './events.js';
export type { GatewayResult } from './gateway-result.js';
export type { Checked, Issue } from './issues.js';
export type { InitiateParams, StatusOnly, UpdateAuthParams } from './lifecycle.js';
export type {
  DeleteAccountParams,
  DeregisterParams,
  MakePrimaryParams,
  ManagementParams,
  PageParams,
  PendingTransactions,
} from './management.js';
export type { MandateResult } from './mandate-result.js';
export { checkMandate, type MandateFrequency, type MandateTerms } from './mandate-terms.js';
export type { AccountRequestParams, Balance, SetMpin, SetMpinParams } from './mpin.js';
export type { NoParams } from './no-params.js';
export type { Onboarding } from './onboarding.js';
export type { Effect, Operation } from './operation.js';
export {
  type BuiltRequest,
  buildRequest,
  type CallableOperation,
  checkParams,
  type OperationName,
  type OperationParams,
  type OperationResponse,
  operations,
  readResponse,
} from './operations.js';
export { checkOrder, type Order } from './order.js';
export {
  decide,
  type Facts,
  type Outcome,
  type Report,
  readOrderStatus,
  readReport,
  type StatusReading,
  type Verdict,
} from './outcome.js';
export type { OnboardAndPayParams, PaymentResult, PayParams } from './payment.js';
export type { Permission, Permissions } from './permissions.js';
export type { JsonObject } from './read.js';
export {
  type ResponseCategory,
  type ResponseCode,
  type ResponseRetry,
  responseCode,
} from './response-codes.js';
export { isSecret, Secret } from './secret.js';
export type { DeviceStatus, SessionToken, SessionTokenParams } from './session-token.js';
export type { Sim, SimDetails } from './sims.js';
export { checkTpv, type Tpv } from './tpv.js';
export type {
  LinkAccounts,
  LinkAccountsParams,
  PrimaryAccountMapping,
  ValidVpa,
  ValidVpaParams,
  VpaAvailability,
  VpaAvailabilityParams,
} from './vpa.js';
