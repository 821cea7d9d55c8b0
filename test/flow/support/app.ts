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
  type UpiOrder,
  type UpiState,
} from '../../../src/index.js';

/** What a test may choose; everything else is an app on a simulator of its own. */
export interface AppOptions {
  /** The world the app runs in. Default: a new one, made with `world`. */
  readonly simulator?: Simulator;
  readonly world?: SimulatorOptions;
  readonly storage?: KeyValueStorage;
  readonly config?: Partial<UpiFlowConfig>;
}

/** An app under test: a flow on a simulator, with everything it showed. */
export interface App {
  readonly simulator: Simulator;
  readonly flow: UpiFlow;
  readonly storage: KeyValueStorage;
  /** Every state shown, oldest first, the one before the start included. */
  readonly states: readonly UpiState[];
  /** Every notice, oldest first. */
  readonly notices: readonly UpiNotice[];
  readonly state: UpiState;
  readonly step: UpiState['step'];
  /** Names of the steps shown, in order, without repeats. */
  steps(): string[];
  /** Statuses of an order, in order, without repeats; `success?` is not verified yet. */
  statuses(orderId: string): string[];
  order(orderId: string): UpiOrder;
  /** Notices of one type. */
  told<T extends UpiNotice['type']>(type: T): Extract<UpiNotice, { type: T }>[];
  /** Sends commands, letting promises finish after each. */
  send(...commands: readonly UpiCommand[]): Promise<void>;
  /** Moves time. */
  wait(ms: number): Promise<void>;
  /** Starts, and waits until the device's status is known. */
  start(): Promise<void>;
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

/** A new uuid v4, unique in this process. */
function nextId(): string {
  ids += 1;
  return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
}

/** What `createUpiFlow` takes for a simulator. */
export function configOf(simulator: Simulator): UpiFlowConfig {
  const { sdk, backend, clock, merchant } = simulator;
  const { merchantId, clientId, customerId } = merchant;
  return {
    sdk,
    backend,
    clock,
    merchant: { merchantId, clientId, customerId, environment: 'sandbox', issuingPsp: 'YES_BIZ' },
    newId: nextId,
  };
}

export function createApp(options: AppOptions = {}): App {
  const simulator = options.simulator ?? createSimulator(options.world);
  const storage = options.storage ?? memoryStorage();
  const flow = createUpiFlow({ ...configOf(simulator), storage, ...options.config });
  const states: UpiState[] = [flow.getSnapshot()];
  const notices: UpiNotice[] = [];
  flow.subscribe((state) => states.push(state));
  for (const type of NOTICES) flow.on(type, (notice) => notices.push(notice));

  return {
    simulator,
    flow,
    storage,
    states,
    notices,
    get state() {
      return flow.getSnapshot();
    },
    get step() {
      return flow.getSnapshot().step;
    },
    steps: () => withoutRepeats(states.map((state) => state.step.name)),
    statuses: (orderId) =>
      withoutRepeats(
        states.flatMap(({ orders }) => {
          const order = orders[orderId];
          if (order === undefined) return [];
          const doubt = order.status === 'success' && !order.verified;
          return doubt ? ['success?'] : [order.status];
        }),
      ),
    order: (orderId) => {
      const order = flow.getSnapshot().orders[orderId];
      if (order === undefined) throw new Error(`there is no order ${orderId}`);
      return order;
    },
    told: (type) => notices.filter((notice) => isOf(type, notice)),
    send: async (...commands) => {
      for (const command of commands) {
        flow.send(command);
        await simulator.clock.settle();
      }
    },
    wait: (ms) => simulator.clock.advance(ms),
    start: async () => {
      flow.start();
      await simulator.clock.advance(5_000);
    },
  };
}

function isOf<T extends UpiNotice['type']>(
  type: T,
  notice: UpiNotice,
): notice is Extract<UpiNotice, { type: T }> {
  return notice.type === type;
}

/** A list with each run of equal items reduced to one. */
function withoutRepeats(items: readonly string[]): string[] {
  return items.filter((item, at) => item !== items[at - 1]);
}
