export type { HyperSdk } from '../adapters/hyper-sdk.js';
export type { DeviceStatus } from '../machines/device.types.js';
export type { OrderKind, OrderStatusWord } from '../machines/order.js';
export type { ProblemReason } from '../machines/problem.js';
export { defaultTimings, type Timings } from '../machines/timings.js';
export type { CallParams, CallResult } from './call.js';
export type { UpiCommand } from './command.js';
export type { Merchant, UpiFlowConfig } from './config.js';
export { createUpiFlow, type StateListener, type UpiFlow } from './flow.js';
export type { InspectedStep, InspectionSink } from './inspection.js';
export type { Subscription } from './listeners.js';
export type { UpiNotice, UpiNoticeOf } from './notice.js';
export { memoryStorage } from './platform/memory-storage.js';
export { type MmkvInstance, mmkvStorage } from './platform/mmkv-storage.js';
export type { ErrorSource } from './port-errors.js';
export type {
  Authorization,
  AuthorizeRequest,
  Backend,
  Claims,
  Clock,
  JuspayObject,
  KeyValueStorage,
  OrderStatus,
} from './ports.js';
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
} from './protocol/index.js';
export type { RejectionCause, RejectionReason } from './rejection.js';
export type { UpiState } from './state.js';
export type { UpiAccount } from './view/accounts.js';
export type { UpiBank, UpiSim } from './view/lists.js';
export type { UpiMandate, UpiMandateStatus } from './view/mandate-view.js';
export type { UpiOrder, UpiRefund } from './view/order-view.js';
export type { UpiProfile } from './view/profile.js';
export type { ShownProblem as Problem } from './view/shown-problem.js';
export type { UpiStep } from './view/step.js';
