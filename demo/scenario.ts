import type { SimulatorOptions } from '../adapters/simulator/index.js';
import type { Timings } from '../src/index.js';
import type { Player } from './player.js';

/** One story the demo can tell. */
export interface Scenario {
  readonly name: string;
  /** One line: what it shows. */
  readonly about: string;
  /** How the simulated world starts; the seed comes from the command line. */
  readonly world?: Omit<SimulatorOptions, 'seed' | 'clock'> | undefined;
  readonly timings?: Partial<Timings> | undefined;
  play(player: Player): Promise<void>;
}
