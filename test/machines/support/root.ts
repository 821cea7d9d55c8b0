import { fromPromise } from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { type Account, type Bank, Secret, type Sim } from '../../../core/protocol/index.js';
import { NO_PROFILE, NOTHING } from '../../../machines/device/setup.js';
import type { DeviceToken } from '../../../machines/device/types.js';
import { deviceMachine, paymentMachine, upiFlowMachine } from '../../../machines/index.js';
import { type LookUpContext, lookUpMachine as lookUp } from '../../../machines/look-up/machine.js';
import type { PaymentContext, SignedRequest } from '../../../machines/payment/types.js';
import { sessionMachine as session } from '../../../machines/session/machine.js';
import { SERVICES } from '../../../machines/shared/services.js';
import type {
  Restored,
  UpiFlowContext,
  UpiFlowEvent,
  UpiFlowInput,
  UpiFlowNotice,
} from '../../../machines/upi-flow/types.js';
import { never } from '../../flow/support/storages.js';
import { type Chart, chartUnderTest } from './chart.js';
import { settle } from './path.js';
import { INPUT, servicesWith } from './upi-flow-context.js';

/** When the flow of a test starts. */
export const START = 1_000_000_000;

export interface RootOptions {
  readonly input?: Partial<UpiFlowInput>;
  /** What the storage remembers; `later`: nothing is said of it. */
  readonly restored?: Partial<Restored> | 'later';
  /** What the device is found to be. Default: linked. */
  readonly token?: Partial<DeviceToken>;
  /** Default: one. */
  readonly banks?: readonly Bank[];
  /** Default: the SDK starts well, a signature never comes, and all else is as in the flow. */
  readonly actors?: Chart['actors'];
}

/** The root statechart at work, with children that wait for ever, and all that it did. */
export async function rootWith({
  input,
  restored = {},
  token: words = {},
  banks = [{ bankCode: '607153', name: 'Axis' }],
  actors,
}: RootOptions = {}) {
  const told: UpiFlowNotice[] = [];
  const saved: OrderRecord[] = [];
  /** What the host had to do. */
  const done: string[] = [];
  /** What the root said to a child, or to itself. */
  const sent: { readonly to: string; readonly event: { readonly type: string } }[] = [];
  /** The children that were started, by their names, those that are gone included. */
  const started: string[] = [];
  const found = { prefix: undefined, vpaAccounts: NOTHING, profile: NO_PROFILE };
  const token: DeviceToken = { status: 'LINKED', ...found, ...words };
  const startSdk = fromPromise(async () => {});
  const payment = paymentMachine.provide({
    actors: { authorize: fromPromise((): Promise<SignedRequest> => never()) },
  });
  const accounts = [{ referenceId: 'r1', lite: false }];
  const device = deviceMachine.provide({
    actors: {
      readSessionToken: fromPromise(async () => token),
      runOnboarding: fromPromise((): Promise<void> => never()),
      readSims: fromPromise(async () => new Secret<readonly Sim[]>([{ simId: '0' }])),
      readBanks: fromPromise(async () => banks),
      readAccounts: fromPromise(async () => new Secret<readonly Account[]>(accounts)),
    },
  });
  const { actor, clock } = chartUnderTest({
    machine: upiFlowMachine,
    actors: { startSdk, session, device, payment, lookUp, ...actors },
    input: (now) => ({
      ...INPUT,
      services: servicesWith({
        clock: now,
        saveOrder: (order) => saved.push(order),
        terminateSdk: () => done.push('terminate'),
        back: () => done.push('back'),
        retryRecords: () => done.push('retryRecords'),
      }),
      ...input,
    }),
  });
  clock.at = START;
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
  if (restored !== 'later') {
    actor.send({ type: 'orders.restored', restored: { orders: [], ...restored } });
  }
  await settle();
  const contextOf = (id: string) => actor.getSnapshot().children[id].getSnapshot().context;

  return {
    actor,
    /** The clock of the phone. */
    clock,
    get context(): UpiFlowContext {
      return actor.getSnapshot().context;
    },
    get state() {
      return String(actor.getSnapshot().value);
    },
    told,
    saved,
    done,
    started,
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
    order: (orderId: string): OrderRecord => actor.getSnapshot().context.orders[orderId],
    children: () => {
      const names = Object.keys(actor.getSnapshot().children);
      return names.filter((name) => name !== SERVICES).sort();
    },
    /** What the actor of an order, or a look-up, knows. */
    payment: (id: string): PaymentContext => contextOf(id),
    lookUp: (id: string): LookUpContext => contextOf(id),
  };
}

export type Root = Awaited<ReturnType<typeof rootWith>>;
