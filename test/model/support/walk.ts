import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../../adapters/simulator/index.js';
import { type KeyValueStorage, memoryStorage, type UpiCommand } from '../../../src/index.js';
import { type App, createApp } from '../../flow/support/app.js';
import { appTimers } from '../../flow/support/wire.js';

/** A phone in somebody's hand: one world, and one run of the app after another. */
export interface Walk {
  readonly simulator: Simulator;
  /** The run of the app that lives now. */
  readonly app: App;
  /** Where its traffic begins. */
  readonly since: number;
  /** How often an order was asked for while it stood settled as not paid. */
  readonly retries: ReadonlyMap<string, number>;
  /** Sends a command, noting whether it asks for another attempt. */
  send(command: UpiCommand): Promise<void>;
  /** The process dies and starts again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function walkOf(world: SimulatorOptions): Promise<Walk> {
  const simulator = createSimulator(world);
  const storage: KeyValueStorage = memoryStorage();
  const retries = new Map<string, number>();
  let app = createApp({ simulator, storage });
  let since = 0;
  await app.start();

  async function stop(): Promise<void> {
    app.flow.stop();
    await simulator.clock.settle();
    const left = { listeners: simulator.wire.listeners, timers: appTimers(simulator) };
    if (left.listeners > 0 || left.timers > 0) {
      throw new Error(`S8: after stop() there are left ${JSON.stringify(left)}`);
    }
  }

  return {
    simulator,
    get app() {
      return app;
    },
    get since() {
      return since;
    },
    retries,
    async send(command) {
      const orderId = orderOf(command);
      const order = orderId === undefined ? undefined : app.state.orders[orderId];
      if (orderId !== undefined && order?.settled === true && app.flow.can(command)) {
        retries.set(orderId, (retries.get(orderId) ?? 0) + 1);
      }
      await app.send(command);
    },
    async restart() {
      await stop();
      simulator.restart();
      since = simulator.wire.traffic.length;
      app = createApp({ simulator, storage });
      await app.start();
    },
    stop,
  };
}

function orderOf(command: UpiCommand): string | undefined {
  switch (command.type) {
    case 'pay':
      return command.order.orderId;
    case 'order.retry':
      return command.orderId;
    default:
      return undefined;
  }
}
