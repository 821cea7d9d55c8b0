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

/** Called at every crossing between an app and its world; `false`: the app is dead, nothing crosses. */
export type Crossing = (name: string) => boolean;

/** What a test may choose; everything else is an app on a simulator of its own. */
export interface AppOptions {
  /** The world the app runs in. Default: a new one, made with `world`. */
  readonly simulator?: Simulator;
  readonly world?: SimulatorOptions;
  readonly storage?: KeyValueStorage;
  readonly config?: Partial<UpiFlowConfig>;
  /** Called before and after all that the app asks of its world, and each event that it hears. */
  readonly crossing?: Crossing;
}

const NOTICES = [
  'order.settled',
  'order.pending',
  'command.rejected',
  'sdk.late',
  'sdk.malformed',
  'error',
] as const satisfies readonly UpiNotice['type'][];

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
  readonly #options: AppOptions;
  readonly #ports: AppPorts;

  constructor(options: AppOptions) {
    this.#options = options;
    this.simulator = options.simulator ?? createSimulator(options.world);
    this.storage = options.storage ?? memoryStorage();
    this.#ports = beginProcess(this.simulator, this.storage, options.crossing);
    const { sdk, backend, clock, storage } = this.#ports;
    const ports = { sdk, backend, clock, storage };
    this.flow = createUpiFlow({ ...configOf(this.simulator), ...ports, ...options.config });
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
    const { thrown } = this.#ports;
    if (thrown.length > 0) throw new Error(`the flow threw: ${thrown.join(', ')}`);
  }

  /** Starts, and waits until the device's status is known. */
  async start(): Promise<void> {
    this.flow.start();
    await this.wait(5_000);
  }

  /** The bridge says something the SDK did not. */
  says(raw: unknown): void {
    this.#ports.emit(raw);
  }

  /** Its timers sleep, though time passes; once awake they go on with what was left of them. */
  sleep(): void {
    this.#ports.sleep();
  }

  wake(): void {
    this.#ports.wake();
  }

  /** The process dies, with its timers, its promises and the SDK's instance. */
  kill(): void {
    this.#ports.end();
    this.simulator.restart();
  }

  /** Kills it; answers the process after it, on the same phone and storage, not started yet. */
  restarted(more: AppOptions = {}): App {
    this.kill();
    const { simulator, storage } = this;
    return createApp({ ...this.#options, simulator, storage, crossing: () => true, ...more });
  }
}

/** The ports of one process, in a world that outlives it. */
function beginProcess(
  { sdk, backend, clock }: Simulator,
  storage: KeyValueStorage,
  crossing: Crossing | undefined,
): AppPorts {
  if (crossing === undefined) return createAppPorts({ sdk, backend, clock, storage });
  const subscribe: typeof sdk.subscribe = (listener) =>
    sdk.subscribe((raw) => {
      if (!crossing('event, before')) return;
      listener(raw);
      crossing('event, after');
    });
  return createAppPorts({
    clock,
    sdk: { ...crossed(sdk, crossing), subscribe },
    backend: crossed(backend, crossing),
    storage: crossed(storage, crossing),
  });
}

/**
 * A port with a crossing before and after each call. A write that is killed between the two was
 * applied and never acknowledged; killed at the first one, it was never applied.
 */
export function crossed<Port extends object>(port: Port, crossing: Crossing): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        if (!crossing(`${String(name)}, before`)) return new Promise(() => {});
        const answer: unknown = Reflect.apply(member, target, given);
        crossing(`${String(name)}, after`);
        return answer;
      };
    },
  });
}

/** A list with each run of equal items reduced to one. */
function withoutRepeats(items: readonly string[]): string[] {
  return items.filter((item, at) => item !== items[at - 1]);
}
