import { createActor, fromCallback, fromPromise } from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { type Account, type Bank, Secret, type Sim } from '../../../core/protocol/index.js';
import { NO_PROFILE, NOTHING } from '../../../machines/device/setup.js';
import type { DeviceToken } from '../../../machines/device/types.js';
import { deviceMachine, paymentMachine, upiFlowMachine } from '../../../machines/index.js';
import { type LookUpContext, lookUpMachine } from '../../../machines/look-up/machine.js';
import type { PaymentContext, SignedRequest } from '../../../machines/payment/types.js';
import { SERVICES } from '../../../machines/shared/services.js';
import type {
  Restored,
  UpiFlowEvent,
  UpiFlowInput,
  UpiFlowNotice,
} from '../../../machines/upi-flow/types.js';
import { settle } from '../../machines/support/path.js';
import { INPUT, servicesWith } from './book.js';

/** When the flow of a test starts. */
export const START = 1_000_000_000;

export interface RootOptions {
  readonly input?: Partial<UpiFlowInput>;
  /** What the storage remembers; `later`: nothing is said of it. */
  readonly restored?: Partial<Restored> | 'later';
  /** How the SDK starts. Default: well. */
  readonly startSdk?: () => Promise<void>;
  /** What the device is found to be. Default: linked. */
  readonly token?: Partial<DeviceToken>;
  /** Default: one. */
  readonly banks?: readonly Bank[];
  readonly payment?: typeof paymentMachine;
  /** Default: it waits for ever. */
  readonly lookUp?: typeof lookUpMachine;
}

/** Its signature never comes, its deadlines never pass. */
const waitingPayment = paymentMachine.provide({
  actors: { authorize: fromPromise(() => new Promise<SignedRequest>(() => {})) },
});

/** The root statechart at work, with children that wait for ever, and all that it did. */
export async function rootWith(options: RootOptions = {}) {
  const { restored = {}, startSdk = async () => {}, token = {} } = options;
  const { banks = [{ bankCode: '607153', name: 'Axis' }] } = options;
  const told: UpiFlowNotice[] = [];
  const saved: OrderRecord[] = [];
  /** What the host had to do. */
  const done: string[] = [];
  /** What the root said to a child, or to itself. */
  const sent: { readonly to: string; readonly event: { readonly type: string } }[] = [];
  /** The children that were started, by their names, those that are gone included. */
  const started: string[] = [];
  const machine = upiFlowMachine.provide({
    actors: {
      restoreOrders: fromCallback(({ sendBack }) => {
        if (restored === 'later') return;
        sendBack({ type: 'orders.restored', restored: { orders: [], ...restored } });
      }),
      startSdk: fromPromise(startSdk),
      device: deviceMachine.provide({
        actors: {
          readSessionToken: fromPromise(async (): Promise<DeviceToken> => {
            const nothing = { prefix: undefined, vpaAccounts: NOTHING, profile: NO_PROFILE };
            return { status: 'LINKED', ...nothing, ...token };
          }),
          runOnboarding: fromPromise(() => new Promise<void>(() => {})),
          readSims: fromPromise(async () => new Secret<readonly Sim[]>([{ simId: '0' }])),
          readBanks: fromPromise(async () => banks),
          readAccounts: fromPromise(
            async () => new Secret<readonly Account[]>([{ referenceId: 'r1', lite: false }]),
          ),
        },
      }),
      payment: options.payment ?? waitingPayment,
      lookUp: options.lookUp ?? lookUpMachine,
    },
  });
  const actor = createActor(machine, {
    input: {
      ...INPUT,
      services: servicesWith({
        clock: { now: (): number => root.now },
        saveOrder: (order) => saved.push(order),
        terminateSdk: () => done.push('terminate'),
        back: () => done.push('back'),
        retryRecords: () => done.push('retryRecords'),
      }),
      ...options.input,
    },
  });
  const contextOf = (id: string) => {
    const child = new Map(Object.entries(actor.getSnapshot().children)).get(id)?.getSnapshot();
    if (child === undefined || !('context' in child)) throw new Error(`there is no child ${id}`);
    return child.context;
  };
  const root = {
    actor,
    get context() {
      return actor.getSnapshot().context;
    },
    get state() {
      return String(actor.getSnapshot().value);
    },
    told,
    saved,
    done,
    started,
    /** The clock of the phone. */
    now: START,
    /** What the root says to its children for this event. */
    tells: (event: UpiFlowEvent) => {
      const before = sent.length;
      actor.send(event);
      return sent.slice(before);
    },
    send: async (...events: readonly UpiFlowEvent[]) => {
      for (const event of events) {
        actor.send(event);
        await settle();
      }
    },
    order: (orderId: string): OrderRecord => {
      const order = actor.getSnapshot().context.orders[orderId];
      if (order === undefined) throw new Error(`there is no order ${orderId}`);
      return order;
    },
    children: () => {
      const names = Object.keys(actor.getSnapshot().children);
      return names.filter((name) => name !== SERVICES).sort();
    },
    /** What the actor of an order knows. */
    payment: (id: string): PaymentContext => {
      const context = contextOf(id);
      if (context !== undefined && 'order' in context) return context;
      throw new Error(`${id} is no actor of an order`);
    },
    lookUp: (id: string): LookUpContext => {
      const context = contextOf(id);
      if (context !== undefined && 'waits' in context) return context;
      throw new Error(`${id} is no look-up`);
    },
  };
  actor.on('*', (notice) => told.push(notice));
  actor.system.inspect((inspected) => {
    const { actorRef } = inspected;
    if (!('id' in actorRef)) return;
    const name = actorRef === actor ? 'itself' : String(actorRef.id);
    if (inspected.type === '@xstate.actor') started.push(name);
    if (inspected.type !== '@xstate.event' || inspected.sourceRef !== actor) return;
    const { event } = inspected;
    if (!event.type.startsWith('xstate.')) sent.push({ to: name, event });
  });
  actor.start();
  await settle();
  return root;
}

export type Root = Awaited<ReturnType<typeof rootWith>>;
