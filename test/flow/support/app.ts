import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../../adapters/simulator/index.js';
import {
  createUpiFlow,
  type KeyValueStorage,
  memoryStorage,
  type UpiCommand,
  type UpiFlow,
  type UpiFlowConfig,
  type UpiNotice,
  type UpiNoticeOf,
  type UpiOrder,
  type UpiState,
} from '../../../src/index.js';
import { type AppPorts, createAppPorts } from '../../../testing/explorer/app-ports.js';
import { NOTICES } from '../../../testing/explorer/flow-harness.js';

/** What stands between an app and a port of its world. */
export type Through = <Port extends object>(port: Port) => Port;

/** What a test may choose; everything else is an app on a simulator of its own. */
export interface AppOptions {
  /** The world the app runs in. Default: a new one, made with `world`. */
  readonly simulator?: Simulator;
  readonly world?: SimulatorOptions;
  readonly storage?: KeyValueStorage;
  readonly config?: Partial<UpiFlowConfig>;
  readonly through?: Through;
}

let ids = 0;

/** What `createUpiFlow` takes for a simulator; ids are uuids that count up. */
export function configOf(simulator: Simulator): UpiFlowConfig {
  const { sdk, backend, clock, merchant } = simulator;
  const { merchantId, clientId, customerId } = merchant;
  return {
    sdk,
    backend,
    clock,
    merchant: { merchantId, clientId, customerId, environment: 'sandbox', issuingPsp: 'YES_BIZ' },
    newId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
  };
}

export const createApp = (options: AppOptions = {}): App => new App(options);

/** An app under test: one process with a flow, on a simulated phone, and everything the flow showed. */
export class App {
  readonly simulator: Simulator;
  readonly storage: KeyValueStorage;
  readonly flow: UpiFlow;
  /** Every state shown, oldest first, the one before the start included. */
  readonly states: UpiState[] = [];
  /** Every notice, oldest first. */
  readonly notices: UpiNotice[] = [];
  readonly ports: AppPorts;
  readonly #config: Partial<UpiFlowConfig>;

  constructor({
    config = {},
    world,
    simulator = createSimulator(world),
    storage = memoryStorage(),
    through = (port) => port,
  }: AppOptions) {
    this.simulator = simulator;
    this.storage = storage;
    this.#config = config;
    this.ports = createAppPorts({
      sdk: through(simulator.sdk),
      backend: through(simulator.backend),
      clock: simulator.clock,
      storage: through(storage),
    });
    const { sdk, backend, clock, storage: kept } = this.ports;
    const ports = { sdk, backend, clock, storage: kept };
    this.flow = createUpiFlow({ ...configOf(simulator), ...ports, ...config });
    this.states.push(this.state);
    this.flow.subscribe((state) => this.states.push(state));
    for (const type of NOTICES) this.flow.on(type, (notice) => this.notices.push(notice));
  }

  get state(): UpiState {
    return this.flow.getSnapshot();
  }

  get step(): UpiState['step'] {
    return this.state.step;
  }

  /** Names of the steps shown, in order, without repeats. */
  steps(): string[] {
    return withoutRepeats(this.states.map(({ step }) => step.name));
  }

  /** Statuses of an order, in order, without repeats; `success?` is not verified yet. */
  statuses(orderId: string): string[] {
    const shown = this.states.flatMap(({ orders }) => orders[orderId] ?? []);
    return withoutRepeats(
      shown.map(({ status, verified }) =>
        status === 'success' && !verified ? 'success?' : status,
      ),
    );
  }

  order(orderId: string): UpiOrder {
    const order = this.state.orders[orderId];
    if (order === undefined) throw new Error(`there is no order ${orderId}`);
    return order;
  }

  /** Notices of one type. */
  told<T extends UpiNotice['type']>(type: T): UpiNoticeOf<T>[] {
    return this.notices.filter((notice): notice is UpiNoticeOf<T> => notice.type === type);
  }

  /** Sends commands, letting promises finish after each. */
  async send(...commands: readonly UpiCommand[]): Promise<void> {
    for (const command of commands) {
      this.flow.send(command);
      await this.simulator.clock.settle();
    }
  }

  /** Moves time; the flow may not throw at the ports that call it. */
  async wait(ms: number): Promise<void> {
    await this.simulator.clock.advance(ms);
    const { thrown } = this.ports;
    if (thrown.length > 0) throw new Error(`the flow threw: ${thrown.join(', ')}`);
  }

  /** Starts, and waits until the device's status is known. */
  async start(): Promise<void> {
    this.flow.start();
    await this.wait(5_000);
  }

  /** The bridge says something the SDK did not. */
  says(raw: unknown): void {
    this.ports.emit(raw);
  }

  /** The process dies, with its timers, its promises and the SDK's instance. */
  kill(): void {
    this.ports.end();
    this.simulator.restart();
  }

  /** Kills it; answers the process after it, on the same phone and storage, not started yet. */
  restarted(config = this.#config): App {
    this.kill();
    return createApp({ simulator: this.simulator, storage: this.storage, config });
  }
}

/** A list with each run of equal items reduced to one. */
function withoutRepeats(items: readonly string[]): string[] {
  return items.filter((item, at) => item !== items[at - 1]);
}
