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

/** An app under test: one process with a flow, on a simulated phone, and everything the flow showed. */
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
  /** The bridge says something the SDK did not. */
  says(raw: unknown): void;
  /** Its timers sleep, though time passes, and go on with what was left of them. */
  sleep(): void;
  wake(): void;
  /** The process dies, with its timers, its promises and the SDK's instance. */
  kill(): void;
  /** Kills it; answers the process after it, on the same phone and storage, not started yet. */
  restarted(more?: AppOptions): App;
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
  const process = beginProcess(simulator, storage, options.crossing);
  const ports = {
    sdk: process.sdk,
    backend: process.backend,
    clock: process.clock,
    storage: process.storage,
  };
  const flow = createUpiFlow({ ...configOf(simulator), ...ports, ...options.config });
  const states: UpiState[] = [flow.getSnapshot()];
  const notices: UpiNotice[] = [];
  flow.subscribe((state) => states.push(state));
  for (const type of NOTICES) flow.on(type, (notice) => notices.push(notice));

  /** Lets time pass; the flow may not throw at the ports that call it. */
  async function advance(ms: number): Promise<void> {
    await simulator.clock.advance(ms);
    if (process.thrown.length > 0) throw new Error(`the flow threw: ${process.thrown.join(', ')}`);
  }

  function kill(): void {
    process.end();
    simulator.restart();
  }

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
    wait: advance,
    start: async () => {
      flow.start();
      await advance(5_000);
    },
    says: process.emit,
    sleep: process.sleep,
    wake: process.wake,
    kill,
    restarted: (more) => {
      kill();
      return createApp({ ...options, simulator, storage, crossing: () => true, ...more });
    },
  };
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
