export type { OrderKind, OrderStatusWord } from '../core/model/order.js';
export type { ProblemReason } from '../core/model/problem.js';
export { defaultTimings, type Timings } from '../core/model/timings.js';
export type {
  Authorization,
  AuthorizeRequest,
  Backend,
  Claims,
  JuspayObject,
  OrderStatus,
} from '../core/ports/backend.js';
export type { Clock } from '../core/ports/clock.js';
export type { HyperSdk } from '../core/ports/hyper-sdk.js';
export type { Merchant } from '../core/ports/merchant.js';
export type { KeyValueStorage } from '../core/ports/storage.js';
export {
  type Account,
  type CallableOperation,
  type Issue,
  type MandateFrequency,
  type MandateOptions,
  type MandateTerms,
  type OperationName,
  type OperationParams,
  type OperationResponse,
  type Order,
  type Outcome,
  operations,
  type ResponseCategory,
  type ResponseCode,
  type ResponseRetry,
  responseCode,
  type Tpv,
  type UpiNumber,
} from '../core/protocol/index.js';
export type { DeviceStatus } from '../machines/device/types.js';
export type { UpiCommand } from './commands/command.js';
export type { RejectionCause, RejectionReason } from './commands/rejection.js';
export type { CallParams, CallResult } from './flow/call.js';
export type { UpiFlowConfig } from './flow/config.js';
export { createUpiFlow, type StateListener, type UpiFlow } from './flow/create-upi-flow.js';
export type { InspectedStep, InspectionSink } from './flow/inspection.js';
export type { Subscription } from './flow/listeners.js';
export type { UpiNotice, UpiNoticeOf } from './flow/notice.js';
export {
  HttpBackendError,
  type HttpBackendOptions,
  type HttpFetch,
  httpBackend,
} from './platform/http-backend.js';
export { memoryStorage } from './platform/memory-storage.js';
export { type MmkvInstance, mmkvStorage } from './platform/mmkv-storage.js';
export type { ErrorSource } from './platform/port-errors.js';
export type { UpiAccount } from './state/accounts.js';
export type { UpiBank, UpiSim } from './state/lists.js';
export type { UpiMandate, UpiMandateStatus } from './state/mandate-view.js';
export type { UpiOrder, UpiRefund } from './state/order-view.js';
export type { UpiProfile } from './state/profile.js';
export type { ShownProblem as Problem } from './state/shown-problem.js';
export type { UpiStep } from './state/step.js';
export type { UpiState } from './state/upi-state.js';
