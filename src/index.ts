export type { HyperSdk } from '../adapters/hyper-sdk.js';
export type { DeviceStatus } from '../machines/device.types.js';
export type { MandateState, OrderKind, OrderStatusWord } from '../machines/order.js';
export type { Problem, ProblemReason } from '../machines/problem.js';
export { defaultTimings, type Timings } from '../machines/timings.js';
export type { UpiAccount } from './accounts.js';
export type { CallResult } from './call.js';
export type { UpiCommand } from './command.js';
export type { Merchant, UpiFlowConfig } from './config.js';
export { createUpiFlow, type UpiFlow } from './flow.js';
export type { Subscription } from './listeners.js';
export type { UpiBank, UpiSim } from './lists.js';
export { memoryStorage } from './memory-storage.js';
export type { RejectionReason, UpiNotice, UpiNoticeOf } from './notice.js';
export type { UpiMandate, UpiOrder } from './order-view.js';
export type {
  Authorization,
  AuthorizeRequest,
  Backend,
  Claims,
  Clock,
  KeyValueStorage,
  OrderStatus,
} from './ports.js';
export {
  type Account,
  type CallableOperation,
  type Issue,
  type MandateTerms,
  type OperationName,
  type OperationParams,
  type OperationResponse,
  type Order,
  type Outcome,
  operations,
  type ResponseCategory,
  type ResponseCode,
  responseCode,
  type Tpv,
} from './protocol/index.js';
export type { UpiState } from './state.js';
export type { UpiStep } from './step.js';
