import { createActor, fromPromise } from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import {
  type Account,
  type Bank,
  type MandateTerms,
  Secret,
  type Sim,
} from '../../../core/protocol/index.js';
import { NO_PROFILE, NOTHING } from '../../../machines/device/setup.js';
import type { DeviceActor } from '../../../machines/device/snapshot.js';
import type { DeviceContext, DeviceToken } from '../../../machines/device/types.js';
import { deviceMachine, paymentMachine, upiFlowMachine } from '../../../machines/index.js';
import { type LookUpContext, lookUpMachine as lookUp } from '../../../machines/look-up/machine.js';
import type {
  MoneyRequest,
  NewAttempt,
  PaymentContext,
  SignedRequest,
} from '../../../machines/payment/types.js';
import { sessionMachine as session } from '../../../machines/session/machine.js';
import { type FlowServices, SERVICES } from '../../../machines/shared/services.js';
import type {
  CheckoutCommand,
  PayCommand,
  Restored,
  UpiFlowContext,
  UpiFlowEvent,
  UpiFlowInput,
  UpiFlowNotice,
} from '../../../machines/upi-flow/types.js';
import { type ChartOptions, createTestChart } from '../../../testing/chart.js';
import { never } from '../../journal/support/storages.js';
import { settle } from './chart.js';

/** When the flow of a test starts. */
export const START = 1_000_000_000;

/** A clock that always shows the same time. */
export const fakeClock = { now: () => 0 };

/** Services of a flow that do nothing, unless they do more. */
export function servicesWith(more: Partial<FlowServices> = {}): Secret<FlowServices> {
  const nothing = () => {};
  const host = { terminateSdk: nothing, back: nothing };
  const records = { saveOrder: nothing, retryRecords: nothing };
  return new Secret({ clock: fakeClock, ...host, ...records, ...more });
}

export const ROOT_INPUT: UpiFlowInput = {
  timings: defaultTimings,
  canQueryStatus: true,
  keepOrders: 100,
  services: servicesWith(),
};

/** What the root knows when its storage was read and held nothing, unless it says more. */
export function book(more: Partial<UpiFlowContext> = {}): UpiFlowContext {
  const { context } = createActor(upiFlowMachine, { input: ROOT_INPUT }).getSnapshot();
  return { ...context, ordersKnown: true, ...more };
}

type DevicePlace = 'linked' | Parameters<typeof deviceMachine.resolveState>[0]['value'];

/** A device at one place of its statechart, which does nothing. */
export function deviceAt(place: DevicePlace, more: Partial<DeviceContext> = {}): DeviceActor {
  const input = { timings: defaultTimings, clock: fakeClock };
  const { context } = createActor(deviceMachine, { input }).getSnapshot();
  const value = place === 'linked' ? { linked: 'idle' as const } : place;
  const snapshot = deviceMachine.resolveState({ value, context: { ...context, ...more } });
  return createActor(deviceMachine, { input, snapshot });
}

/** Orders by their ids. */
export function byId(...orders: readonly OrderRecord[]): Readonly<Record<string, OrderRecord>> {
  return Object.fromEntries(orders.map((order) => [order.orderId, order]));
}

/** The ids of the next attempt for an order. */
function idsFor(orderId: string) {
  return { attemptId: `next-attempt-${orderId}`, requestId: `next-${orderId}` };
}

/** A payment of two rupees, asked for with ids of its own, unless it says more. */
export function attemptFor(orderId: string, more: Partial<NewAttempt> = {}): NewAttempt {
  return { orderId, ...idsFor(orderId), kind: 'pay', amount: '2.00', ...more };
}

/** The command that asks for it, ready to be sent, unless it says more. */
export function payFor(orderId: string, more: Partial<PayCommand> = {}): PayCommand {
  const order = { orderId, amount: '2.00' };
  const asked = { order, accountRefId: 'account', request: requestFor(orderId) };
  return { type: 'pay', ...asked, ids: idsFor(orderId), ...more };
}

/** The same for a session that the merchant's server made. */
export function checkoutFor(orderId: string): CheckoutCommand {
  const ids = idsFor(orderId);
  const order = { orderId, amount: '2.00' };
  return { type: 'checkout', order, requestId: ids.requestId, ids };
}

/** What an order would be tried again with. */
export function requestFor(orderId: string, more: { readonly mandate?: MandateTerms } = {}) {
  const params = { order: { orderId, amount: '2.00' }, accountRefId: 'account', ...more };
  return new Secret<MoneyRequest>({ operation: 'upiTxn', params });
}

export interface RootOptions {
  readonly input?: Partial<UpiFlowInput>;
  /** What the storage remembers; `later`: nothing is said of it. */
  readonly restored?: Partial<Restored> | 'later';
  /** What the device is found to be. Default: linked. */
  readonly token?: Partial<DeviceToken>;
  /** Default: one. */
  readonly banks?: readonly Bank[];
  /** Default: the SDK starts well, a signature never comes, and all else is as in the flow. */
  readonly actors?: ChartOptions['actors'];
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
  /** What the root said to a child, its start included. */
  const sent: { readonly to: string; readonly event: { readonly type: string } }[] = [];
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
  const { actor, clock } = createTestChart({
    machine: upiFlowMachine,
    actors: { startSdk, session, device, payment, lookUp, ...actors },
    input: (now) => ({
      ...ROOT_INPUT,
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
    if (inspected.type !== '@xstate.event' || inspected.sourceRef !== actor) return;
    const { actorRef, event } = inspected;
    if ('id' in actorRef) sent.push({ to: String(actorRef.id), event });
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
    sent,
    /** What the root says to its children for this event. */
    tells: (event: UpiFlowEvent) => {
      const before = sent.length;
      actor.send(event);
      return sent.slice(before).filter(({ event: { type } }) => !type.startsWith('xstate.'));
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
