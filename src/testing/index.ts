export {
  type Alteration,
  createVirtualClock,
  type PaymentPlan,
  type VirtualClock,
} from '../../adapters/simulator/index.js';
export type { Action, PushedAs, SaidAbout, Script, ServerMode } from './action.js';
export { adapterContract } from './adapter-contract.js';
export type { AdapterHarness, BridgeCall } from './adapter-harness.js';
export type { AppLife, BrokenPort } from './app-life.js';
export type { App, AppProcess, Bed } from './bed.js';
export type { Exhausted } from './exhaustive.js';
export { type Exploration, type ExploreOptions, explore, type Finding } from './explore.js';
export type { Damage, FaultyStorage, StorageMode, StorageOperation } from './faulty-storage.js';
export type { Violation } from './invariants.js';
export { mergeExplorations } from './merge.js';
export { type Run, type RunWatch, runScript } from './run.js';
export {
  type ContractCheck,
  type StorageContractOptions,
  storageContract,
} from './storage-contract.js';
export { UNREACHABLE } from './unreachable.js';
