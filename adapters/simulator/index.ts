export type { FaultMatch } from './armed-faults.js';
export type { AuthorizationKind, SignedAs } from './authentication.js';
export type { SessionRequest, SessionResponse } from './checkout-session.js';
export type { Alteration, FaultKind } from './faults.js';
export type { Webhook } from './juspay-objects.js';
export type {
  Debit,
  Ledger,
  LedgerMandate,
  LedgerOrder,
  LedgerRefund,
  LedgerStatus,
  MandateStatus,
  RefundStatus,
  Transaction,
} from './ledger.js';
export type { OtherChannel, OtherPlan } from './other-channel.js';
export type {
  AnswerNames,
  MoneyOutcome,
  PaymentAnswer,
  PaymentPlan,
  PermissionAnswer,
  Person,
  ScreenAnswer,
  SmsOutcome,
} from './person.js';
export type { LinkedAccount, Permission, Phone } from './phone.js';
export type { Pushes } from './pushes.js';
export type { RefundRequest } from './refund-api.js';
export type { ScreenName } from './screens.js';
export type { AmountForm, Server, ServerOperation } from './server.js';
export type { SessionEventShape } from './session.js';
export type {
  DeviceStatus,
  SignedPayload,
  SimulatedAccount,
  SimulatedBank,
  SimulatedMerchant,
  SimulatedSim,
  SimulatedUpiNumber,
  SimulatorOptions,
} from './settings.js';
export { createSimulator, type SimulatedProcess, type Simulator } from './simulator.js';
export type { StatusForm } from './status-form.js';
export type { ToldRefund, ToldStatus } from './told-status.js';
export type { HeldEvent, TrafficEntry, WireRequest } from './traffic.js';
export { createVirtualClock, type VirtualClock } from './virtual-clock.js';
export type { Wire } from './wire.js';
