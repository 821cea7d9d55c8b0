import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../adapters/simulator/index.js';
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
} from '../src/index.js';
import { type AppPorts, createAppPorts } from './explorer/app-ports.js';
import { NOTICES } from './explorer/flow-harness.js';

/**
 * What a test may choose; everything else is an app on a simulator of its own.
 *
 * @example
 * ```ts
 * const options: TestAppOptions = { world: { device: 'FRESH' }, config: { keepOrders: 10 } };
 * ```
 */
export interface TestAppOptions {
  /** The world the app runs in. Default: a new one, made with `world`. */
  readonly simulator?: Simulator;
  readonly world?: SimulatorOptions;
  /** Default: one in memory, which outlives the process. */
  readonly storage?: KeyValueStorage;
  /** What `createUpiFlow` is given besides the ports. */
  readonly config?: Partial<UpiFlowConfig>;
  /** Stands between the flow and its ports `sdk`, `backend` and `storage`: to watch, or to break. */
  readonly through?: <Port extends object>(port: Port) => Port;
}

let ids = 0;

/**
 * What `createUpiFlow` takes for a simulator; ids are uuids that count up.
 *
 * @example
 * ```ts
 * const flow = createUpiFlow(configOf(createSimulator()));
 * ```
 */
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

/**
 * An app that is not started yet.
 *
 * @example
 * ```ts
 * const app = createTestApp({ world: { device: 'FRESH' } });
 * await app.start();
 * app.step.name; // 'chooseSim'
 * ```
 */
export function createTestApp(options: TestAppOptions = {}): TestApp {
  return new TestApp(options);
}

/**
 * An app on a phone that is linked: ready to pay.
 *
 * @example
 * ```ts
 * const app = await createLinkedApp();
 * await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
 * ```
 */
export async function createLinkedApp(options: TestAppOptions = {}): Promise<TestApp> {
  const app = createTestApp({ ...options, world: { device: 'LINKED', ...options.world } });
  await app.start();
  return app;
}

/**
 * One process of an app with a flow, on a simulated phone, and everything the flow showed. Time passes only
 * when the test says so.
 *
 * @example
 * ```ts
 * const app = await createLinkedApp();
 * app.simulator.person.plansOrder('A1', { answer: 'silence', money: 'debited' });
 * await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
 * await app.wait(10_000);
 * const next = app.restarted();
 * await next.start();
 * await next.wait(60_000);
 * next.order('A1').status; // 'success'
 * next.simulator.ledger.debits('A1').length; // 1
 * ```
 */
export class TestApp {
  readonly simulator: Simulator;
  readonly storage: KeyValueStorage;
  readonly flow: UpiFlow;
  /** Every state shown, oldest first, the one before the start included. */
  readonly states: UpiState[] = [];
  /** Every notice, oldest first. */
  readonly notices: UpiNotice[] = [];
  /** The ports of the flow, which can be made to throw. */
  readonly ports: AppPorts;
  readonly #config: Partial<UpiFlowConfig>;

  constructor({
    config = {},
    world,
    simulator = createSimulator(world),
    storage = memoryStorage(),
    through = (port) => port,
  }: TestAppOptions) {
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
  noticesOf<T extends UpiNotice['type']>(type: T): UpiNoticeOf<T>[] {
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
  emit(raw: unknown): void {
    this.ports.emit(raw);
  }

  /** The process dies, with its timers, its promises and the SDK's instance. */
  kill(): void {
    this.ports.end();
    this.simulator.restart();
  }

  /** Kills it; answers the process after it, on the same phone and storage, not started yet. */
  restarted(config = this.#config): TestApp {
    this.kill();
    return createTestApp({ simulator: this.simulator, storage: this.storage, config });
  }
}

/** A list with each run of equal items reduced to one. */
function withoutRepeats(items: readonly string[]): string[] {
  return items.filter((item, at) => item !== items[at - 1]);
}
