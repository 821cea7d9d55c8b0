import { and, assertEvent, fromCallback, setup } from 'xstate';
import { endedUnpaid, type OrderRecord } from '../../core/model/order.js';
import { type Problem, problemOf } from '../../core/model/problem.js';
import { isSameOrder, operations, type ServerStatus } from '../../core/protocol/index.js';
import { deviceMachine } from '../device/machine.js';
import { lookUpMachine } from '../look-up/machine.js';
import { paymentMachine } from '../payment/machine.js';
import type { PaymentEvent, PaymentInput } from '../payment/types.js';
import { sessionMachine } from '../session/machine.js';
import { timeOf } from '../shared/clock.js';
import { notProvided } from '../shared/not-provided.js';
import type { OrderParent } from '../shared/order-parent.js';
import { servicesIn, servicesLogic } from '../shared/services.js';
import { accountMayPay, deviceTakes, isMoneyCommand, orderMayBeTried } from './command-needs.js';
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
} from './orders.js';
import type {
  SdkSaid,
  UpiFlowContext,
  UpiFlowEvent,
  UpiFlowInput,
  UpiFlowNotice,
} from './types.js';

/** Reads what the storage remembers until it could: `orders.restored`, meanwhile `orders.unreadable`. */
const restoreOrders = fromCallback<{ type: 'none' }, Record<string, never>>(() => {});
/** Ends a live instance, opens a new one and initiates it. Fails with a `ProblemError`. */
const startSdk = notProvided<void, Record<string, never>>();
/** Hands over what the SDK says without being asked. */
const listenToSdk = fromCallback<{ type: 'none' }, Record<string, never>>(() => {});

type Late = Extract<SdkSaid, { type: 'sdk.late' }>;
const base = setup({
  types: {
    context: {} as UpiFlowContext,
    events: {} as UpiFlowEvent,
    input: {} as UpiFlowInput,
    emitted: {} as UpiFlowNotice,
    tags: {} as 'waiting' | 'needsUser',
    children: {} as { device: 'device'; session: 'session'; services: 'services' },
  },
  actors: {
    services: servicesLogic,
    restoreOrders,
    startSdk,
    listenToSdk,
    device: deviceMachine,
    session: sessionMachine,
    payment: paymentMachine,
    lookUp: lookUpMachine,
  },
});

/** Everything the root statechart names, implemented; actors that reach out are provided from outside. */
export const upiFlowSetup = base.extend({
  actions: {
    saveOrder: ({ event, system }) => servicesIn(system)?.saveOrder(orderIn(event)),
    terminateSdk: ({ system }) => servicesIn(system)?.terminateSdk(),
    forwardBack: ({ system }) => servicesIn(system)?.back(),
    /** The app comes or goes: records that could not be written are tried again. */
    retryRecords: ({ system }) => servicesIn(system)?.retryRecords(),
    assignProblem: base.assign({ problem: ({ event }) => problemOf(errorIn(event)) }),
    clearProblem: base.assign({ problem: undefined }),
    emitError: base.emit(({ event }) => ({ type: 'error', problem: problemOf(errorIn(event)) })),
    emitUnreadable: base.emit(({ event }) => {
      assertEvent(event, 'orders.unreadable');
      return { type: 'error', problem: event.problem };
    }),
    emitUnsaved: base.emit(({ event }) => {
      assertEvent(event, 'order.unsaved');
      const { orderId, problem } = event;
      return { type: 'error', problem, orderId };
    }),
    /** Says what a server has to mend, once for each order. */
    emitMistake: base.enqueueActions(({ context, enqueue, event }) => {
      assertEvent(event, 'order.unclear');
      const { orderId, problem } = event;
      enqueue.emit({ type: 'error', problem, orderId });
      enqueue.assign({ notifiedMistakes: withMistake(context, orderId, problem) });
    }),
    assignLoader: base.assign({
      loader: ({ event }) => {
        assertEvent(event, 'sdk.loader');
        return event.visible;
      },
    }),
    /** What the device's own statechart says; who it is, it is asked itself. */
    assignDevice: base.assign(({ event, self }) => {
      assertEvent(event, 'xstate.snapshot.device');
      const { profile, status, vpaAccounts } = event.snapshot.context;
      const device = self.getSnapshot().children['device'];
      return status === 'unknown'
        ? { device }
        : { device, deviceStatus: status, vpaAccounts, profile };
    }),
    clearDevice: base.assign({ device: undefined, loader: false }),
    forwardToDevice: base.enqueueActions(({ context, enqueue, event }) => {
      if (context.device !== undefined) enqueue.sendTo('device', event);
    }),
    forwardToSession: base.enqueueActions(({ enqueue, event, self }) => {
      if ('session' in self.getSnapshot().children) enqueue.sendTo('session', event);
    }),
    forwardToOrder: base.enqueueActions(({ context, enqueue, event }) => {
      assertEvent(event, 'order.recheck');
      sendToOrder(context, enqueue, event.orderId, event);
    }),
    forwardToOrders: base.enqueueActions(({ context, enqueue, event }) => {
      for (const id of Object.values(context.payments)) enqueue.sendTo(id, event);
    }),
    endAttempts: base.enqueueActions(({ context, enqueue }) => {
      for (const id of Object.values(context.payments)) {
        enqueue.sendTo(id, { type: 'sdk.terminated' });
      }
    }),
    adoptRestored: base.enqueueActions(({ context, enqueue, event }) => {
      assertEvent(event, 'orders.restored');
      const { orders: restored, problem } = event.restored;
      if (problem !== undefined) enqueue.emit({ type: 'error', problem });
      const orders = restored.map(
        (order): OrderRecord => (order.settled ? order : { ...order, status: 'pending' }),
      );
      const known = Object.fromEntries(orders.map((order) => [order.orderId, order]));
      enqueue.assign({ ordersKnown: true, orders: retained({ ...context, orders: known }) });
    }),
    /** Open orders without an actor get one: after the start, or because theirs broke. */
    startPayments: base.enqueueActions(({ context, enqueue, self }) => {
      let { payments } = context;
      for (const order of openOrders(context)) {
        if (childOf(payments, order.orderId) !== undefined) continue;
        const { id, names } = withChild(payments, 'order', order.orderId);
        payments = names;
        enqueue.spawnChild('payment', {
          id,
          input: paymentInput(context, order, { parent: self }),
        });
      }
      enqueue.assign({ payments, restarted: [] });
    }),
    /** Orders that ended without money not long ago are asked about, now and as planned. */
    lookUpOrders: base.enqueueActions(({ context, enqueue, self }) => {
      const { clock } = context;
      let { statusLookups: lookUps } = context;
      for (const order of Object.values(context.orders)) {
        const { orderId } = order;
        const running = childOf(lookUps, orderId);
        if (running !== undefined) enqueue.sendTo(running, { type: 'app.foreground' });
        const waits = lookUpWaits(context, order, timeOf(clock), true);
        if (running !== undefined || waits.length === 0) continue;
        const { id, names } = withChild(lookUps, 'lookUp', orderId);
        lookUps = names;
        enqueue.spawnChild('lookUp', { id, input: { orderId, waits, clock, parent: self } });
      }
      enqueue.assign({ statusLookups: lookUps });
    }),
    startOrder: base.enqueueActions(({ context, enqueue, event, self }) => {
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
        currentOrderId: orderId,
      });
      const input = paymentInput(context, order, { attempt, parent: self });
      enqueue.spawnChild('payment', { id, input });
    }),
    reopenOrder: base.enqueueActions(({ context, enqueue, event, self }) => {
      const { orderId, serverStatus } = statusEventIn(event);
      const order = orderOf(context, orderId);
      if (order === undefined) return;
      const input = paymentInput(context, reopenedRecord(order), { serverStatus, parent: self });
      reopen(context, enqueue, input);
    }),
    /** What the server says of a settled order's mandate, or of money on its way back. */
    raiseSettledNews: base.enqueueActions(({ context, enqueue, event }) => {
      const { orderId, serverStatus } = statusEventIn(event);
      const order = settledNews(orderOf(context, orderId), serverStatus, timeOf(context.clock));
      if (order !== undefined) enqueue.raise({ type: 'order.changed', order });
    }),
    /** A word about a refund is a hint: what it means for the order, the server is asked now, too. */
    askAboutRefund: base.enqueueActions(({ context, enqueue, event, self }) => {
      assertEvent(event, ['order.recheck', 'order.inform']);
      const order = orderOf(context, event.orderId);
      if (order !== undefined) lookUpNow(context, enqueue, order, self);
    }),
    assignOrder: base.assign(({ context, event }) => {
      const order = orderIn(event);
      const orders = withOrder(context, order);
      return {
        orders,
        requests: requestsOf(orders, context.requests),
        loader: holdsScreen(order) ? context.loader : false,
      };
    }),
    /** Says once that an order became pending, or settled. */
    announceOrder: base.enqueueActions(({ context, enqueue, event }) => {
      const order = orderIn(event);
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
    endPayment: base.enqueueActions(({ context, enqueue, event, self }) => {
      const order = orderIn(event);
      const { orderId, settled, updatedAt } = order;
      if (!settled) return;
      stopChildOf(context.payments, enqueue, orderId);
      stopChildOf(context.statusLookups, enqueue, orderId);
      // The look before an attempt that came to nothing may have had no answer yet.
      const waits = lookUpWaits(context, order, updatedAt, order.neverSent === true);
      // Its own number: the one before is still being stopped.
      const next =
        waits.length > 0 ? withChild(context.statusLookups, 'lookUp', orderId) : undefined;
      if (next !== undefined) {
        const input = { orderId, waits, clock: context.clock, parent: self };
        enqueue.spawnChild('lookUp', { id: next.id, input });
      }
      enqueue.assign({
        payments: withoutChild(context.payments, orderId),
        statusLookups: next?.names ?? withoutChild(context.statusLookups, orderId),
      });
    }),
    /** An order whose actor broke holds no screen, and goes on with a new one; once. */
    restartOrder: base.enqueueActions(({ context, enqueue, event, self }) => {
      assertEvent(event, 'xstate.error.actor.*');
      const { actorId } = event;
      const lookUpOrderId = keyOf(context.statusLookups, actorId);
      if (lookUpOrderId !== undefined) {
        enqueue.assign({ statusLookups: withoutChild(context.statusLookups, lookUpOrderId) });
      }
      const order = Object.values(context.orders).find(
        (one) => childOf(context.payments, one.orderId) === actorId,
      );
      if (order === undefined) return;
      const { orderId } = order;
      const parked: OrderRecord = { ...order, status: 'pending', updatedAt: timeOf(context.clock) };
      const others = withoutChild(context.payments, orderId);
      const isOver = context.restarted.includes(orderId);
      const { id, names } = withChild(context.payments, 'order', orderId);
      enqueue.stopChild(actorId);
      enqueue.assign({
        orders: { ...context.orders, [orderId]: parked },
        payments: isOver ? others : names,
        restarted: isOver ? context.restarted : [...context.restarted, orderId],
      });
      if (isOver) return;
      enqueue.spawnChild('payment', { id, input: paymentInput(context, parked, { parent: self }) });
    }),
    clearCurrentOrder: base.assign(({ context }) => {
      const orders = retained({ ...context, currentOrderId: undefined });
      return { currentOrderId: undefined, orders, requests: requestsOf(orders, context.requests) };
    }),
    emitLate: base.emit(({ event }) => {
      const { type, operation, requestId } = lateIn(event);
      return { type, requestId, operation };
    }),
    emitMalformed: base.emit(({ event }) => {
      assertEvent(event, 'sdk.malformed');
      return event;
    }),
    /** A late answer settles nothing; but it counts, and makes the flow look again. */
    considerLate: base.enqueueActions(({ context, enqueue, event, self }) => {
      const late = lateIn(event);
      const { isForeign, moneyStatus, namesOrder } = late;
      const order = orderOfLate(context, late);
      if (order === undefined || isForeign) return;
      const { orderId } = order;
      if (namesOrder !== undefined && !isSameOrder(namesOrder, orderId)) return;
      sendToOrder(context, enqueue, orderId, { type: 'attempt.late', moneyStatus });
      if (endedUnpaid(order) && moneyStatus !== 'notPaid') {
        reopen(
          context,
          enqueue,
          paymentInput(context, reopenedRecord(order, moneyStatus), { parent: self }),
        );
      } else if (order.settled || order.status === 'submitted') {
        // Nothing is shown of it; but money is concerned, so the server is asked.
        lookUpNow(context, enqueue, order, self);
      }
    }),
    clearLookUp: base.enqueueActions(({ context, enqueue, event }) => {
      assertEvent(event, 'lookUp.ended');
      const { orderId } = event;
      stopChildOf(context.statusLookups, enqueue, orderId);
      enqueue.assign({ statusLookups: withoutChild(context.statusLookups, orderId) });
    }),
    informOrder: base.enqueueActions(({ context, enqueue, event }) => {
      const { orderId, serverStatus } = statusEventIn(event);
      sendToOrder(context, enqueue, orderId, { type: 'order.inform', orderId, serverStatus });
    }),
    /** A late answer never moves the device's status; the session token does. */
    rereadDevice: base.enqueueActions(({ context, enqueue, event }) => {
      if (context.device === undefined || !changesDevice(lateIn(event).operation)) return;
      enqueue.sendTo('device', { type: 'device.stale' });
    }),
    /**
     * The SDK's screens may have bound or linked the device on their way to the payment, and a refused
     * one may mean that the device is bound no more.
     */
    rereadPayingDevice: base.enqueueActions(({ context, enqueue, event }) => {
      if (context.device === undefined) return;
      const order = orderIn(event);
      const before = orderOf(context, order.orderId);
      const leftScreen = before !== undefined && holdsScreen(before) && !holdsScreen(order);
      if (leftScreen && (context.deviceStatus !== 'linked' || order.code === WRONG_STEP)) {
        enqueue.sendTo('device', { type: 'device.stale' });
      }
    }),
    takeScreenForCall: base.assign({ callHoldsScreen: true }),
    freeScreenOfCall: base.assign({ callHoldsScreen: false }),
  },
  guards: {
    screenIsFree: ({ context }) => screenIsFree(context),
    ordersAreKnown: ({ context }) => context.ordersKnown,
    orderMayBeTried: ({ context, event }) => orderMayBeTried(context, event),
    accountMayPay: ({ context, event }) => accountMayPay(context, event),
    deviceTakes: ({ context, event }) => deviceTakes(context, event),
    deviceTakesScreen: and(['screenIsFree', 'deviceTakes']),
    mayPay: and(['ordersAreKnown', 'orderMayBeTried', 'screenIsFree', 'accountMayPay']),
    mayRecheck: ({ context, event }) => {
      assertEvent(event, 'order.recheck');
      const order = orderOf(context, event.orderId);
      if (childOf(context.payments, event.orderId) === undefined) return false;
      return order?.settled === false && context.canQueryStatus && !holdsScreen(order);
    },
    isNews: ({ context, event }) => {
      const order = orderIn(event);
      return orderOf(context, order.orderId) !== order;
    },
    /** While the SDK owns the screen only "paid" counts, and before that what forbids to send. */
    mayInform: ({ context, event }) => {
      const news = statusEventIn(event);
      const order = orderOf(context, news.orderId);
      if (childOf(context.payments, news.orderId) === undefined) return false;
      if (order?.settled !== false || !isAbout(news)) return false;
      const { mandate, moneyStatus } = news.serverStatus;
      if (!holdsScreen(order) || moneyStatus === 'paid') return true;
      if (moneyStatus === 'silent') return order.status === 'submitted' && mandate !== undefined;
      return (
        order.status === 'authorizing' && (moneyStatus === 'underway' || moneyStatus === 'refunded')
      );
    },
    reopens: ({ context, event }) => {
      const { orderId, serverStatus } = statusEventIn(event);
      return reopens(orderOf(context, orderId), serverStatus);
    },
    hasSettledNews: ({ context, event }) => {
      const { orderId, serverStatus } = statusEventIn(event);
      return settledNews(orderOf(context, orderId), serverStatus, 0) !== undefined;
    },
    hintsAtRefund: ({ context, event }) => {
      const { orderId, serverStatus } = statusEventIn(event);
      const isSettled = orderOf(context, orderId)?.settled === true;
      return serverStatus.about === 'refund' && isSettled && context.canQueryStatus;
    },
    awaitsRefund: ({ context, event }) => {
      assertEvent(event, 'order.recheck');
      const order = orderOf(context, event.orderId);
      const isOnItsWay = order?.settled === true && order.refund?.status === 'pending';
      return isOnItsWay && context.canQueryStatus;
    },
    isNewMistake: ({ context, event }) => {
      assertEvent(event, 'order.unclear');
      return !notifiedOf(context, event.orderId).includes(mistakeName(event.problem));
    },
    mayDismiss: ({ context, event }) => {
      assertEvent(event, 'order.dismiss');
      const order = orderOf(context, event.orderId);
      return context.currentOrderId === event.orderId && order !== undefined && !holdsScreen(order);
    },
  },
});

/** What an order looks like now. */
function orderIn(event: UpiFlowEvent): OrderRecord {
  assertEvent(event, 'order.changed');
  return event.order;
}

/** What the server said of an order: the app was told, or it was asked. */
function statusEventIn(event: UpiFlowEvent): {
  readonly orderId: string;
  readonly serverStatus: ServerStatus;
} {
  assertEvent(event, ['order.inform', 'order.lookedUp']);
  return event;
}

function lateIn(event: UpiFlowEvent): Late {
  assertEvent(event, 'sdk.late');
  return event;
}

function errorIn(event: UpiFlowEvent): unknown {
  assertEvent(event, 'xstate.error.actor.*');
  return event.error;
}

/** Whether an order ended this very way before: then nobody is told again. */
function isSameEnd(known: OrderRecord | undefined, order: OrderRecord): boolean {
  return (
    known?.settled === true &&
    known.attemptId === order.attemptId &&
    known.status === order.status &&
    known.verified === order.verified
  );
}

function notifiedOf({ notifiedMistakes }: UpiFlowContext, orderId: string): readonly string[] {
  return (Object.hasOwn(notifiedMistakes, orderId) ? notifiedMistakes[orderId] : undefined) ?? [];
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
): UpiFlowContext['notifiedMistakes'] {
  const kept = Object.entries(context.notifiedMistakes).filter(([id]) =>
    Object.hasOwn(context.orders, id),
  );
  const notified = [...notifiedOf(context, orderId), mistakeName(problem)];
  return { ...Object.fromEntries(kept), [orderId]: notified };
}

/** News about another order is no evidence. */
function isAbout({
  orderId,
  serverStatus,
}: {
  orderId: string;
  serverStatus: ServerStatus;
}): boolean {
  return serverStatus.orderId === undefined || isSameOrder(serverStatus.orderId, orderId);
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

type Enqueue = Parameters<Parameters<typeof base.enqueueActions>[0]>[0]['enqueue'];

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
function sendToOrder(
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

function reopen(context: UpiFlowContext, enqueue: Enqueue, input: PaymentInput): void {
  const { orderId } = input.order;
  const { id, names } = withChild(context.payments, 'order', orderId);
  stopChildOf(context.statusLookups, enqueue, orderId);
  enqueue.assign({ payments: names, statusLookups: withoutChild(context.statusLookups, orderId) });
  enqueue.spawnChild('payment', { id, input });
}

/** Asks about an order beside its actor, now and as planned, where the server can be asked. */
function lookUpNow(
  context: UpiFlowContext,
  enqueue: Enqueue,
  order: OrderRecord,
  parent: OrderParent,
): void {
  const { canQueryStatus, clock } = context;
  if (!canQueryStatus) return;
  const { orderId, settled } = order;
  const planned = settled ? lookUpWaits(context, order, timeOf(clock), false) : LOOK_UP_WAITS;
  const waits = [0, ...planned];
  stopChildOf(context.statusLookups, enqueue, orderId);
  const { id, names } = withChild(context.statusLookups, 'lookUp', orderId);
  enqueue.assign({ statusLookups: names });
  enqueue.spawnChild('lookUp', { id, input: { orderId, waits, clock, parent } });
}

function keyOf(names: ChildNames, id: string): string | undefined {
  return Object.keys(names).find((orderId) => childOf(names, orderId) === id);
}

/** Whether an answer may have changed the device's status, so that the token must be read. */
function changesDevice(operation: Late['operation']): boolean {
  if (operation === undefined || operation === 'checkout') return false;
  return operations[operation].effect === 'device' || operation === 'onboarding';
}
