import type { Backend } from '../../core/ports/backend.js';
import type { HyperSdk } from '../../core/ports/hyper-sdk.js';
import { createAuthority } from './authentication.js';
import { createBank } from './bank.js';
import type { World } from './call.js';
import { keepInside } from './inside.js';
import { createLedger, type Ledger } from './ledger.js';
import { type NativeBridge, startNativeBridge } from './native-bridge.js';
import { createOtherChannel, type OtherChannel } from './other-channel.js';
import { createOwnClock } from './own-clock.js';
import { createPerson, type Person } from './person.js';
import { createPhone, type Phone } from './phone.js';
import { createRandom } from './random.js';
import type { ScreenName } from './screens.js';
import { createServer, type Server } from './server.js';
import { resolveSettings, type SimulatedMerchant, type SimulatorOptions } from './settings.js';
import { createVirtualClock, type VirtualClock } from './virtual-clock.js';
import { createWire, type Wire } from './wire.js';

/**
 * A phone with HyperSDK on it, the person who holds it, the merchant's server and the banks:
 * everything an app needs to be tested against, on a clock that stands still.
 *
 * @example
 * ```ts
 * const simulator = createSimulator({ device: 'LINKED' });
 * simulator.person.plansOrder('order1', { answer: 'PENDING' });
 * const flow = createUpiFlow({
 *   sdk: simulator.sdk,
 *   backend: simulator.backend,
 *   clock: simulator.clock,
 *   merchant: { ...simulator.merchant, environment: 'sandbox' },
 * });
 * flow.start();
 * await simulator.clock.advance(60_000);
 * simulator.ledger.debits('order1').length; // 1
 * ```
 */
export interface Simulator {
  /** The bridge of the app's live process. */
  readonly sdk: HyperSdk;
  /** The merchant's server, as the app reaches it. */
  readonly backend: Backend;
  /** Scripts that server. */
  readonly server: Server;
  readonly clock: VirtualClock;
  /** How many timers of the clock are the simulator's own; the others are the app's. */
  readonly timers: number;
  /** Ground truth about money; nothing else decides. */
  readonly ledger: Ledger;
  readonly phone: Phone;
  readonly person: Person;
  readonly wire: Wire;
  /** Ways to pay an order that the app knows nothing of. */
  readonly otherChannel: OtherChannel;
  readonly merchant: SimulatedMerchant;
  /** The SDK screen that is open now. */
  readonly screen: ScreenName | undefined;
  /**
   * The app's process dies and starts again: events under way, the SDK instance and all listeners
   * are gone; phone, banks and ledger live on.
   */
  restart(): void;
  /**
   * Another process of the app on the same phone, with a bridge and an SDK of its own: a second tab,
   * an app extension. Servers, banks and the device's binding are the same.
   */
  anotherProcess(): SimulatedProcess;
}

/**
 * The bridge of one process of the app.
 *
 * @example
 * ```ts
 * const { sdk, wire } = simulator.anotherProcess();
 * ```
 */
export interface SimulatedProcess {
  readonly sdk: HyperSdk;
  readonly wire: Wire;
  /** The SDK screen that is open now. */
  readonly screen: ScreenName | undefined;
  /** The process dies and starts again; the others live on. */
  restart(): void;
}

/**
 * Creates a simulated world.
 *
 * @example
 * ```ts
 * const { sdk, clock, wire } = createSimulator({ seed: 7 });
 * ```
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const settings = resolveSettings(options);
  const shared = options.clock ?? createVirtualClock();
  const clock = createOwnClock(shared);
  const now = (): number => clock.trueNow();
  const seeded = createRandom(settings.seed);
  const ledger = createLedger(now);
  const person = createPerson();
  const phone = createPhone(settings, seeded.fork('phone'), now);
  const authority = createAuthority(settings, seeded.fork('authority'), now);
  const bank = createBank(ledger, clock);
  const random = seeded.fork('sdk');
  const world: World = { settings, clock, random, ledger, bank, phone, person };
  const serverRandom = seeded.fork('server');
  const { backend, server, told } = createServer({
    settings,
    clock,
    random: serverRandom,
    ledger,
    authority,
    phone,
  });
  const otherChannel = createOtherChannel({ bank, ledger, random: seeded.fork('elsewhere') });

  function anotherProcess(): SimulatedProcess {
    const wire = createWire(clock, () => app.expireSession());
    let app: NativeBridge = startNativeBridge(world, authority, wire);
    return {
      sdk: {
        open: () => app.open(),
        initiate: (request) => app.initiate(request),
        process: (request) => app.process(request),
        back: () => app.back(),
        terminate: () => app.terminate(),
        subscribe: (listener) => wire.subscribe(listener),
      },
      wire,
      get screen() {
        return app.screen;
      },
      restart() {
        app.kill();
        app = startNativeBridge(world, authority, wire);
      },
    };
  }

  const first = anotherProcess();
  const simulator: Simulator = {
    sdk: first.sdk,
    backend,
    server,
    clock: shared,
    get timers() {
      return clock.timers;
    },
    ledger,
    phone,
    person,
    wire: first.wire,
    otherChannel,
    merchant: settings.merchant,
    get screen() {
      return first.screen;
    },
    restart: first.restart,
    anotherProcess,
  };
  keepInside(simulator, { settings, clock, random: seeded, ledger, bank, told });
  return simulator;
}
