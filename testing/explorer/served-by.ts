import type { Simulator } from '../../adapters/simulator/index.js';
import type { Backend } from '../../src/index.js';
import type { Violation } from './invariants.js';

/**
 * A merchant's server that stands between the app and the simulated world, in place of the simulator's own.
 *
 * @example
 * ```ts
 * const bare: ExploredServer = { backend, violations: async () => [], end: async () => {} };
 * ```
 */
export interface ExploredServer {
  readonly backend: Backend;
  /** What is wrong in its books once everything has come to rest. */
  violations(): Promise<readonly Violation[]>;
  end(): Promise<void>;
}

/**
 * Makes a server for a world. It asks that world, as the simulator's own server would: through
 * `simulator.backend`, which lags, fails and lies as the schedule says.
 *
 * @example
 * ```ts
 * const itself: ServedBy = async ({ backend }) => ({
 *   backend,
 *   violations: async () => [],
 *   end: async () => {},
 * });
 * await explore({ seed: 1, schedules: 100, server: itself });
 * ```
 */
export type ServedBy = (simulator: Simulator) => Promise<ExploredServer>;
