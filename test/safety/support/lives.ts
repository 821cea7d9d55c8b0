import type { Simulator } from '../../../adapters/simulator/index.js';
import type { KeyValueStorage, UpiFlowConfig } from '../../../src/index.js';
import { type AppLife, beginLife } from '../../../src/testing/app-life.js';
import { type App, createApp } from '../../flow/support/app.js';
import { type Step, stepping } from './steps.js';

export type { App };

/** One process of the app: a flow in a world that outlives it. */
export interface Life extends AppLife {
  readonly app: App;
  /** The storage itself: it outlives the process. */
  readonly disk: KeyValueStorage;
}

/** Begins a process of the app on this phone, with this storage; the flow is not started yet. */
export function begin(
  simulator: Simulator,
  storage: KeyValueStorage,
  options: { readonly step?: Step; readonly config?: Partial<UpiFlowConfig> } = {},
): Life {
  const { sdk, backend, clock } = simulator;
  const { step, config } = options;
  const world = { sdk, backend, clock, storage };
  const life = beginLife(step === undefined ? world : stepping(world, step));
  return Object.assign(life, { app: appIn(life, simulator, config), disk: storage });
}

/** A flow in a process that is there already. */
export function appIn(
  { sdk, backend, clock, storage }: AppLife,
  simulator: Simulator,
  config: Partial<UpiFlowConfig> = {},
): App {
  return createApp({ simulator, storage, config: { sdk, backend, clock, ...config } });
}

/** Where to kill, and what was counted on the way there. */
export interface Killer {
  readonly step: Step;
  /** The steps counted so far. */
  readonly steps: readonly string[];
  readonly killed: boolean;
  /** Counts from now on, in this process. */
  arm(life: AppLife): void;
}

/**
 * Kills the app at its `at`-th step, counted from zero; never when there is no such step. `before`
 * is called before every step.
 */
export function killer(at: number, before: (step: number) => void = () => {}): Killer {
  const steps: string[] = [];
  let victim: AppLife | undefined;
  let killed = false;
  return {
    steps,
    get killed() {
      return killed;
    },
    arm: (life) => {
      victim = life;
    },
    step: (name) => {
      if (victim === undefined) return true;
      if (killed) return false;
      before(steps.length);
      if (steps.length === at) {
        killed = true;
        victim.end();
      }
      steps.push(name);
      return !killed;
    },
  };
}

/** Moves time timer by timer, each of them a step, until the app is killed or nothing is left to see. */
export async function liveOn(
  simulator: Simulator,
  death: Killer,
  until: () => boolean,
  ms: number,
): Promise<void> {
  const { clock } = simulator;
  const end = clock.now() + ms;
  await clock.settle();
  while (!death.killed && !until() && clock.nextAt !== undefined && clock.nextAt <= end) {
    if (death.step('timer')) await clock.next();
  }
}
