import {
  and,
  assign,
  emit,
  enqueueActions,
  fromCallback,
  type ParameterizedObject,
  setup,
} from 'xstate';
import { isSameOrder, operations, type StatusReading } from '../src/protocol/index.js';
import { suppliedByHost } from './actors.js';
import { accountMayPay, deviceTakes, isMoneyCommand, orderMayBeTried } from './command-needs.js';
import { deviceMachine } from './device.machine.js';
import type { DeviceSnapshot } from './device.snapshot.js';
import { lookUpMachine } from './look-up.machine.js';
import { endedUnpaid, type OrderRecord } from './order.js';
import {
  attemptOf,
  type ChildNames,
  childOf,
  firstRecord,
  holdsScreen,
  LOOK_UP_WAITS,
  lookUpWaits,
  openOrders,
  orderOf,
  orderOfRequest,
  paymentInput,
  reopenedRecord,
  reopens,
  requestsOf,
  retained,
  screenIsFree,
  settledNews,
  withChild,
  withOrder,
  withoutChild,
} from './order-book.js';
import { paymentMachine } from './payment.machine.js';
import type { PaymentEvent } from './payment.types.js';
import { type Problem, problemOf } from './problem.js';
import { sessionMachine } from './session.machine.js';
import type {
  ChildBroke,
  Restored,
  SdkSaid,
  UpiFlowContext,
  UpiFlowEvent,
  UpiFlowInput,
  UpiFlowNotice,
} from './upi-flow.types.js';

/** Reads what the storage remembers until it could: `orders.restored`, meanwhile `orders.unreadable`. */
const restoreOrders = fromCallback<{ type: 'none' }, Record<string, never>>(() => {});
/** Ends a live instance, opens a new one and initiates it. Fails with a `ProblemError`. */
const startSdk = suppliedByHost<void, Record<string, never>>();
/** Hands over what the SDK says without being asked. */
const listenToSdk = fromCallback<{ type: 'none' }, Record<string, never>>(() => {});

type Late = Extract<SdkSaid, { type: 'sdk.late' }>;
type Malformed = Extract<SdkSaid, { type: 'sdk.malformed' }>;
type Child =
  | { src: 'payment'; logic: typeof paymentMachine; id: string | undefined }
  | { src: 'lookUp'; logic: typeof lookUpMachine; id: string | undefined };

type Params = ParameterizedObject['params'] | undefined;
type Collect<P extends Params> = Parameters<
  typeof enqueueActions<
    UpiFlowContext,
    UpiFlowEvent,
    P,
    UpiFlowEvent,
    Child,
    never,
    never,
    never,
    UpiFlowNotice
  >
>[0];

/** Built-in actions whose number and order are worked out when they run. */
function sequence<P extends Params>(collect: Collect<P>) {
  return enqueueActions<
    UpiFlowContext,
    UpiFlowEvent,
    P,
    UpiFlowEvent,
    Child,
    never,
    never,
    never,
    UpiFlowNotice
  >(collect);
}

/** Everything the root statechart names, implemented; actors that reach out come from the host. */
export const upiFlowSetup = setup({
  types: {
    context: {} as UpiFlowContext,
    events: {} as UpiFlowEvent,
    input: {} as UpiFlowInput,
    emitted: {} as UpiFlowNotice,
    tags: {} as 'waiting' | 'needsUser',
    children: {} as { device: 'device'; session: 'session' },
  },
  actors: {
    restoreOrders,
    startSdk,
    listenToSdk,
    device: deviceMachine,
    session: sessionMachine,
    payment: paymentMachine,
    lookUp: lookUpMachine,
  },
  actions: {
    stamp: assign({ now: ({ context }) => context.now }),
    /** The host writes the order down: the record that survives the process. */
    saveOrder: (_, _params: { order: OrderRecord }) => {},
    terminateSdk: () => {},
    forwardBack: () => {},
    noteProblem: assign({ problem: (_, params: { error: unknown }) => problemOf(params.error) }),
    forgetProblem: assign({ problem: undefined }),
    emitError: emit((_, params: { error: unknown }) => ({
      type: 'error' as const,
      problem: problemOf(params.error),
    })),
    emitProblem: emit((_, params: { problem: Problem; orderId?: string }) => ({
      type: 'error' as const,
      ...params,
    })),
    /** Says what a server has to mend, once for each order. */
    tellMistake: sequence<{ problem: Problem; orderId: string }>(
      ({ context, enqueue }, { problem, orderId }) => {
        enqueue.emit({ type: 'error', problem, orderId });
        enqueue.assign({ toldMistakes: withMistake(context, orderId, problem) });
      },
    ),
    /** The app comes or goes: records that could not be written are tried again. */
    retryRecords: () => {},
    noteLoader: assign({ loader: (_, params: { visible: boolean }) => params.visible }),
    noteDevice: assign(({ context, self }, params: { snapshot: DeviceSnapshot }) => {
      const { profile, status, vpaAccounts } = params.snapshot.context;
      const confirmed = status !== 'unknown';
      return {
        deviceStatus: confirmed ? status : context.deviceStatus,
        vpaAccounts: confirmed ? vpaAccounts : context.vpaAccounts,
        profile: confirmed ? profile : context.profile,
        device: self.getSnapshot().children['device'],
      };
    }),
    forgetDevice: assign({ device: undefined, loader: false }),
    forwardToDevice: sequence<undefined>(({ enqueue, event }) => enqueue.sendTo('device', event)),
    forwardToSession: sequence<undefined>(({ enqueue, event }) => enqueue.sendTo('session', event)),
    forwardToOrder: sequence<{ orderId: string }>(({ context, enqueue, event }, { orderId }) =>
      tellOrder(context, enqueue, orderId, event),
    ),
    tellOpenOrders: sequence<{ type: 'app.foreground' | 'sdk.terminated' }>(
      ({ context, enqueue }, { type }) => {
        for (const id of Object.values(context.payments)) enqueue.sendTo(id, { type });
      },
    ),
    adoptRestored: sequence<{ restored: Restored }>(({ context, enqueue }, { restored }) => {
      const { problem } = restored;
      if (problem !== undefined) enqueue.emit({ type: 'error', problem });
      const orders = restored.orders.map(
        (order): OrderRecord => (order.settled ? order : { ...order, status: 'pending' }),
      );
      const known = Object.fromEntries(orders.map((order) => [order.orderId, order]));
      enqueue.assign({ ordersKnown: true, orders: retained({ ...context, orders: known }) });
    }),
    /** Open orders without an actor get one: after the start, or because theirs broke. */
    startPayments: sequence<undefined>(({ context, enqueue }) => {
      let { payments } = context;
      for (const order of openOrders(context)) {
        if (childOf(payments, order.orderId) !== undefined) continue;
        const { id, names } = withChild(payments, 'order', order.orderId);
        payments = names;
        enqueue.spawnChild('payment', { id, input: paymentInput(context, order) });
      }
      enqueue.assign({ payments, restarted: [] });
    }),
    /** Orders that ended without money not long ago are asked about, now and as planned. */
    lookUpOrders: sequence<undefined>(({ context, enqueue }) => {
      let { lookUps } = context;
      for (const order of Object.values(context.orders)) {
        const { orderId } = order;
        const running = childOf(lookUps, orderId);
        if (running !== undefined) enqueue.sendTo(running, { type: 'app.foreground' });
        const waits = lookUpWaits(context, order, context.now, true);
        if (running !== undefined || waits.length === 0) continue;
        const { id, names } = withChild(lookUps, 'lookUp', orderId);
        lookUps = names;
        enqueue.spawnChild('lookUp', { id, input: { orderId, waits } });
      }
      enqueue.assign({ lookUps });
    }),
    startOrder: sequence<undefined>(({ context, enqueue, event }) => {
      const attempt = isMoneyCommand(event) ? attemptOf(context, event) : undefined;
      if (attempt === undefined) return;
      const order = firstRecord(context, attempt);
      const { orderId } = order;
      const { request } = attempt;
      const { id, names } = withChild(context.payments, 'order', orderId);
      enqueue.assign({
        orders: { ...context.orders, [orderId]: order },
        requests:
          request === undefined ? context.requests : { ...context.requests, [orderId]: request },
        payments: names,
        focus: orderId,
      });
      enqueue.spawnChild('payment', { id, input: paymentInput(context, order, { attempt }) });
    }),
    reopenOrder: sequence<{ orderId: string; reading: StatusReading }>(
      ({ context, enqueue }, { orderId, reading }) => {
        const order = orderOf(context, orderId);
        if (order !== undefined) reopen(context, enqueue, reopenedRecord(order), reading);
      },
    ),
    /** What the server says of a settled order's mandate, or of money on its way back. */
    noteSettledNews: sequence<{ orderId: string; reading: StatusReading }>(
      ({ context, enqueue }, { orderId, reading }) => {
        const order = settledNews(orderOf(context, orderId), reading, context.now);
        if (order !== undefined) enqueue.raise({ type: 'order.changed', order });
      },
    ),
    /** A word about a refund is a hint: what it means for the order, the server is asked now, too. */
    askAboutRefund: sequence<{ orderId: string }>(({ context, enqueue }, { orderId }) => {
      const order = orderOf(context, orderId);
      if (order !== undefined) lookUpNow(context, enqueue, order);
    }),
    assignOrder: assign(({ context }, { order }: { order: OrderRecord }) => {
      const orders = withOrder(context, order);
      return {
        orders,
        requests: requestsOf(orders, context.requests),
        loader: holdsScreen(order) ? context.loader : false,
      };
    }),
    /** Says once that an order became pending, or settled. */
    announceOrder: sequence<{ order: OrderRecord }>(({ context, enqueue }, { order }) => {
      const { orderId, settled, status } = order;
      if (settled && isSameEnd(orderOf(context, orderId), order)) return;
      if (settled) {
        enqueue.emit({ type: 'order.settled', order });
        if (status === 'unresolved')
          enqueue.emit({ type: 'error', problem: WRONG_AMOUNT, orderId });
      } else if (status === 'pending' && orderOf(context, orderId)?.status !== 'pending') {
        enqueue.emit({ type: 'order.pending', order });
      }
    }),
    /** A settled order needs no actor; one without money is looked up again. */
    endPayment: sequence<{ order: OrderRecord }>(({ context, enqueue }, { order }) => {
      const { orderId, settled, updatedAt } = order;
      if (!settled) return;
      stopChildOf(context.payments, enqueue, orderId);
      stopChildOf(context.lookUps, enqueue, orderId);
      // The look before an attempt that came to nothing may have had no answer yet.
      const waits = lookUpWaits(context, order, updatedAt, order.neverSent === true);
      // Its own number: the one before is still being stopped.
      const next = waits.length > 0 ? withChild(context.lookUps, 'lookUp', orderId) : undefined;
      if (next !== undefined) {
        enqueue.spawnChild('lookUp', { id: next.id, input: { orderId, waits } });
      }
      enqueue.assign({
        payments: withoutChild(context.payments, orderId),
        lookUps: next?.names ?? withoutChild(context.lookUps, orderId),
      });
    }),
    /** An order whose actor broke holds no screen, and goes on with a new one; once. */
    restartOrder: sequence<{ broke: ChildBroke }>(({ context, enqueue }, { broke }) => {
      const { actorId } = broke;
      const lookedUp = keyOf(context.lookUps, actorId);
      if (lookedUp !== undefined) {
        enqueue.assign({ lookUps: withoutChild(context.lookUps, lookedUp) });
      }
      const order = Object.values(context.orders).find(
        (one) => childOf(context.payments, one.orderId) === actorId,
      );
      if (order === undefined) return;
      const { orderId } = order;
      const parked: OrderRecord = { ...order, status: 'pending', updatedAt: context.now };
      const others = withoutChild(context.payments, orderId);
      const isOver = context.restarted.includes(orderId);
      const { id, names } = withChild(context.payments, 'order', orderId);
      enqueue.stopChild(actorId);
      enqueue.assign({
        orders: { ...context.orders, [orderId]: parked },
        payments: isOver ? others : names,
        restarted: isOver ? context.restarted : [...context.restarted, orderId],
      });
      if (!isOver) enqueue.spawnChild('payment', { id, input: paymentInput(context, parked) });
    }),
    clearFocus: assign(({ context }) => {
      const orders = retained({ ...context, focus: undefined });
      return { focus: undefined, orders, requests: requestsOf(orders, context.requests) };
    }),
    emitLate: emit((_, { late }: { late: Late }) => ({
      type: late.type,
      requestId: late.requestId,
      operation: late.operation,
    })),
    emitMalformed: emit((_, params: { malformed: Malformed }) => params.malformed),
    /** A late answer settles nothing; but it counts, and makes the flow look again. */
    weighLate: sequence<{ late: Late }>(({ context, enqueue }, { late }) => {
      const { isForeign, means, namesOrder } = late;
      const order = orderOfLate(context, late);
      if (order === undefined || isForeign) return;
      const { orderId } = order;
      if (namesOrder !== undefined && !isSameOrder(namesOrder, orderId)) return;
      tellOrder(context, enqueue, orderId, { type: 'attempt.late', means });
      if (endedUnpaid(order) && means !== 'notPaid') {
        reopen(context, enqueue, reopenedRecord(order, means));
      } else if (order.settled || order.status === 'submitted') {
        // Nothing is shown of it; but money is concerned, so the server is asked.
        lookUpNow(context, enqueue, order);
      }
    }),
    forgetLookUp: sequence<{ orderId: string }>(({ context, enqueue }, { orderId }) => {
      stopChildOf(context.lookUps, enqueue, orderId);
      enqueue.assign({ lookUps: withoutChild(context.lookUps, orderId) });
    }),
    informOrder: sequence<{ orderId: string; reading: StatusReading }>(
      ({ context, enqueue }, { orderId, reading }) =>
        tellOrder(context, enqueue, orderId, { type: 'order.inform', orderId, reading }),
    ),
    /** A late answer never moves the device's status; the session token does. */
    lookAtDevice: sequence<{ late: Late }>(({ enqueue }, { late }) => {
      if (changesDevice(late.operation)) enqueue.sendTo('device', { type: 'device.stale' });
    }),
    /**
     * The SDK's screens may have bound or linked the device on their way to the payment, and a refused
     * one may mean that the device is bound no more.
     */
    lookAtPayingDevice: sequence<{ order: OrderRecord }>(({ context, enqueue }, { order }) => {
      const before = orderOf(context, order.orderId);
      const leftScreen = before !== undefined && holdsScreen(before) && !holdsScreen(order);
      if (leftScreen && (context.deviceStatus !== 'linked' || order.code === WRONG_STEP)) {
        enqueue.sendTo('device', { type: 'device.stale' });
      }
    }),
    takeScreenForCall: assign({ callHoldsScreen: true }),
    freeScreenOfCall: assign({ callHoldsScreen: false }),
  },
  guards: {
    screenIsFree: ({ context }) => screenIsFree(context),
    ordersAreKnown: ({ context }) => context.ordersKnown,
    orderMayBeTried: ({ context, event }) => orderMayBeTried(context, event),
    accountMayPay: ({ context, event }) => accountMayPay(context, event),
    deviceTakes: ({ context, event }) => deviceTakes(context, event),
    deviceTakesScreen: and(['screenIsFree', 'deviceTakes']),
    mayPay: and(['ordersAreKnown', 'orderMayBeTried', 'screenIsFree', 'accountMayPay']),
    mayRecheck: ({ context }, params: { orderId: string }) => {
      const order = orderOf(context, params.orderId);
      if (childOf(context.payments, params.orderId) === undefined) return false;
      return order?.settled === false && context.canQueryStatus && !holdsScreen(order);
    },
    isNews: ({ context }, params: { order: OrderRecord }) =>
      orderOf(context, params.order.orderId) !== params.order,
    /** While the SDK owns the screen only "paid" counts, and before that what forbids to send. */
    mayInform: ({ context }, params: { orderId: string; reading: StatusReading }) => {
      const order = orderOf(context, params.orderId);
      if (childOf(context.payments, params.orderId) === undefined) return false;
      if (order?.settled !== false || !isAbout(params)) return false;
      const { mandate, means } = params.reading;
      if (!holdsScreen(order) || means === 'paid') return true;
      if (means === 'silent') return order.status === 'submitted' && mandate !== undefined;
      return order.status === 'authorizing' && (means === 'underway' || means === 'refunded');
    },
    reopens: ({ context }, params: { orderId: string; reading: StatusReading }) =>
      reopens(orderOf(context, params.orderId), params.reading),
    hasSettledNews: ({ context }, params: { orderId: string; reading: StatusReading }) =>
      settledNews(orderOf(context, params.orderId), params.reading, context.now) !== undefined,
    hintsAtRefund: ({ context }, params: { orderId: string; reading: StatusReading }) =>
      params.reading.about === 'refund' &&
      orderOf(context, params.orderId)?.settled === true &&
      context.canQueryStatus,
    awaitsRefund: ({ context }, params: { orderId: string }) => {
      const order = orderOf(context, params.orderId);
      const isOnItsWay = order?.settled === true && order.refund?.status === 'pending';
      return isOnItsWay && context.canQueryStatus;
    },
    isNewMistake: ({ context }, params: { orderId: string; problem: Problem }) =>
      !toldOf(context, params.orderId).includes(mistakeName(params.problem)),
    mayDismiss: ({ context }, params: { orderId: string }) => {
      const order = orderOf(context, params.orderId);
      return context.focus === params.orderId && order !== undefined && !holdsScreen(order);
    },
  },
});

/** Whether an order ended this very way before: then nobody is told again. */
function isSameEnd(known: OrderRecord | undefined, order: OrderRecord): boolean {
  return (
    known?.settled === true &&
    known.attemptId === order.attemptId &&
    known.status === order.status &&
    known.verified === order.verified
  );
}

function toldOf({ toldMistakes }: UpiFlowContext, orderId: string): readonly string[] {
  return (Object.hasOwn(toldMistakes, orderId) ? toldMistakes[orderId] : undefined) ?? [];
}

/** What is said once of an order. */
function mistakeName({ reason, field = '' }: Problem): string {
  return `${reason} ${field}`;
}

/** With one more mistake; of orders that are forgotten, nothing is kept. */
function withMistake(
  context: UpiFlowContext,
  orderId: string,
  problem: Problem,
): UpiFlowContext['toldMistakes'] {
  const kept = Object.entries(context.toldMistakes).filter(([id]) =>
    Object.hasOwn(context.orders, id),
  );
  const told = [...toldOf(context, orderId), mistakeName(problem)];
  return { ...Object.fromEntries(kept), [orderId]: told };
}

/** News about another order is no evidence. */
function isAbout({ orderId, reading }: { orderId: string; reading: StatusReading }): boolean {
  return reading.orderId === undefined || isSameOrder(reading.orderId, orderId);
}

/** The SDK's word for a call that its own state does not allow. */
const WRONG_STEP = 'JP_001';

const WRONG_AMOUNT: Problem = {
  reason: 'integration',
  code: 'AMOUNT_MISMATCH',
  field: 'amount',
  message: 'The server confirms another amount than was signed: a person must look at the order.',
  retry: false,
};

type Enqueue = Parameters<Collect<undefined>>[0]['enqueue'];

/** The order whose attempt was answered late; it may name an order that was forgotten, and paid anew. */
function orderOfLate(
  context: UpiFlowContext,
  { answersRequest, namesOrder, operation }: Late,
): OrderRecord | undefined {
  const known = orderOfRequest(context, answersRequest);
  if (known !== undefined || !movesMoney(operation)) return known;
  return Object.values(context.orders).find(({ orderId }) => isSameOrder(namesOrder, orderId));
}

/** Whether an attempt to pay was made with it; `undefined` is a request that nobody here made. */
function movesMoney(operation: Late['operation']): boolean {
  if (operation === undefined || operation === 'checkout') return operation === 'checkout';
  return operations[operation].effect === 'money';
}

/** Says something to the actor of an order, if it has one. */
function tellOrder(
  context: UpiFlowContext,
  enqueue: Enqueue,
  orderId: string,
  event: UpiFlowEvent | PaymentEvent,
): void {
  const id = childOf(context.payments, orderId);
  if (id !== undefined) enqueue.sendTo(id, event);
}

/** Ends the child of an order, if it has one. */
function stopChildOf(names: ChildNames, enqueue: Enqueue, orderId: string): void {
  const id = childOf(names, orderId);
  if (id !== undefined) enqueue.stopChild(id);
}

function reopen(
  context: UpiFlowContext,
  enqueue: Enqueue,
  order: OrderRecord,
  reading?: StatusReading,
): void {
  const { orderId } = order;
  const { id, names } = withChild(context.payments, 'order', orderId);
  stopChildOf(context.lookUps, enqueue, orderId);
  enqueue.assign({ payments: names, lookUps: withoutChild(context.lookUps, orderId) });
  enqueue.spawnChild('payment', { id, input: paymentInput(context, order, { reading }) });
}

/** Asks about an order beside its actor, now and as planned, where the server can be asked. */
function lookUpNow(context: UpiFlowContext, enqueue: Enqueue, order: OrderRecord): void {
  if (!context.canQueryStatus) return;
  const { orderId, settled } = order;
  const planned = settled ? lookUpWaits(context, order, context.now, false) : LOOK_UP_WAITS;
  const waits = [0, ...planned];
  stopChildOf(context.lookUps, enqueue, orderId);
  const { id, names } = withChild(context.lookUps, 'lookUp', orderId);
  enqueue.assign({ lookUps: names });
  enqueue.spawnChild('lookUp', { id, input: { orderId, waits } });
}

function keyOf(names: ChildNames, id: string): string | undefined {
  return Object.keys(names).find((orderId) => childOf(names, orderId) === id);
}

/** Whether an answer may have changed the device's status, so that the token must be read. */
function changesDevice(operation: Late['operation']): boolean {
  if (operation === undefined || operation === 'checkout') return false;
  return operations[operation].effect === 'device' || operation === 'onboarding';
}
