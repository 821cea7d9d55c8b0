import type { SimulatedProcess, VirtualClock } from '../../adapters/simulator/index.js';
import type { Backend, KeyValueStorage, UpiFlow } from '../../src/index.js';
import { type AppPorts, createAppPorts } from './app-ports.js';
import type { FaultyStorage } from './faulty-storage.js';

/**
 * One flow of a process, with its ports.
 *
 * @example
 * ```ts
 * const { harness } = await runScript(script);
 * harness.apps.map(({ flow }) => flow.getSnapshot().step.name); // ['ready']
 * ```
 */
export interface App {
  readonly flow: UpiFlow;
  readonly ports: AppPorts;
  readonly process: AppProcess;
}

/**
 * One process of the app: a bridge and a storage object of its own, and the flows made in it.
 *
 * @example
 * ```ts
 * const { harness } = await runScript(script);
 * harness.processes.map(({ kills }) => kills); // [0]
 * ```
 */
export interface AppProcess {
  /** From 0. */
  readonly number: number;
  readonly bridge: SimulatedProcess;
  /** Every flow that lives: two, after a step `otherFlow`. */
  readonly apps: readonly App[];
  /** Flows that were stopped while the process lived on. */
  readonly stopped: readonly App[];
  /** How often it was killed. */
  readonly kills: number;
  /** Makes another flow and starts it. */
  start(): App;
  /** Ends every flow. */
  stop(): void;
  /** The process is killed, and starts anew with one flow. */
  kill(): App;
}

/** Makes a flow on its ports. */
export type MakeFlow = (ports: AppPorts, process: AppProcess) => UpiFlow;

/** Creates a process without a flow. */
export function createAppProcess(
  number: number,
  { backend, clock }: { readonly backend: Backend; readonly clock: VirtualClock },
  bridge: SimulatedProcess,
  store: FaultyStorage,
  calledPaid: (orderId: string) => void,
  make: MakeFlow,
): AppProcess {
  let apps: readonly App[] = [];
  let stopped: readonly App[] = [];
  let kills = 0;
  // Flows of one process share one object, as the documents ask for.
  let open = store.open(number);
  let storage: KeyValueStorage = open;

  const process: AppProcess = {
    number,
    bridge,
    get apps() {
      return apps;
    },
    get stopped() {
      return stopped;
    },
    get kills() {
      return kills;
    },
    start: () => {
      const ports = createAppPorts({ sdk: bridge.sdk, backend, clock, storage, calledPaid });
      const app = { flow: make(ports, process), ports, process };
      apps = [...apps, app];
      ports.guarded(() => app.flow.start());
      return app;
    },
    stop: () => {
      for (const { flow, ports } of apps) ports.guarded(() => flow.stop());
      stopped = [...stopped, ...apps];
      apps = [];
    },
    kill: () => {
      for (const { ports } of [...apps, ...stopped]) ports.end();
      open.end();
      open = store.open(number);
      storage = open;
      kills += 1;
      apps = [];
      stopped = [];
      bridge.restart();
      return process.start();
    },
  };
  return process;
}
