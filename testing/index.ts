export {
  type Alteration,
  createVirtualClock,
  type PaymentPlan,
  type VirtualClock,
} from '../adapters/simulator/index.js';
export { type ChartOptions, createTestChart, type TestChart } from './chart.js';
export { type ClockFault, clockFaults } from './clock-faults.js';
export { adapterContract } from './contracts/adapter-contract.js';
export type { AdapterHarness, BridgeCall } from './contracts/adapter-harness.js';
export { paymentContract } from './contracts/payment-contract.js';
export {
  type ContractCheck,
  type StorageContractOptions,
  storageContract,
} from './contracts/storage-contract.js';
export type {
  Action,
  EmittedAbout,
  PushedAs,
  SaidAbout,
  Script,
  ServerMode,
} from './explorer/action.js';
export type { AppLife, AppPorts, BrokenPort } from './explorer/app-ports.js';
export type { Exhausted } from './explorer/exhaustive.js';
export {
  type Exploration,
  type ExploreOptions,
  explore,
  type Finding,
} from './explorer/explore.js';
export type {
  Damage,
  FaultyStorage,
  StorageMode,
  StorageOperation,
} from './explorer/faulty-storage.js';
export type { App, AppProcess, Bed, FlowHarness } from './explorer/flow-harness.js';
export type { Violation } from './explorer/invariants.js';
export { mergeExplorations } from './explorer/merge.js';
export { type Run, type RunWatch, runScript } from './explorer/run.js';
export type { ExploredServer, ServedBy } from './explorer/served-by.js';
export { UNREACHABLE } from './explorer/unreachable.js';
export { createFakeFlow, type FakeFlow, orderOf } from './fake-flow.js';
export { atEveryMoment, type Interruption, interruptedAt } from './interruption.js';
export type {
  AnswerFault,
  AnswerFaultMatch,
  MockFaults,
} from './mock-juspay/answer-faults.js';
export type { JuspayRoute } from './mock-juspay/asked.js';
export {
  createMockJuspay,
  type MockCall,
  type MockJuspay,
  type MockJuspayOptions,
} from './mock-juspay/mock-juspay.js';
export type { MockPlans } from './mock-juspay/mock-world.js';
export type { JuspayErrorCode, JuspayErrorShape } from './mock-juspay/refusal.js';
export type { WebhookFault, WebhookFaultMatch } from './mock-juspay/webhook-faults.js';
export type { WebhookTarget } from './mock-juspay/webhook-post.js';
export type { MockWebhooks, WebhookAttempt } from './mock-juspay/webhooks.js';
export {
  configOf,
  createLinkedApp,
  createTestApp,
  TestApp,
  type TestAppOptions,
} from './test-app.js';
