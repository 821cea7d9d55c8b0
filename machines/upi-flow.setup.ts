import {
  assign,
  emit,
  enqueueActions,
  fromCallback,
  type ParameterizedObject,
  setup,
} from 'xstate';
import { operations, type StatusReading } from '../src/protocol/index.js';
import { suppliedByHost } from './actors.js';
import { deviceMachine } from './device.machine.js';
import type { DeviceSnapshot } from './device.snapshot.js';
import { endedUnpaid, type OrderRecord } from './order.js';
import {
  canRetry,
  childId,
  firstRecord,
  holdsScreen,
  lookUpId,
  mayTry,
  openOrders,
  orderOf,
  orderOfRequest,
  paymentInput,
  reopenedRecord,
  reopens,
  requestsAfter,
  screenIsFree,
  withOrder,
} from './order-book.js';
import { paymentMachine } from './payment.machine.js';
import type { NewAttempt } from './payment.types.js';
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

/** Reads what the storage remembers. */
const restoreOrders = suppliedByHost<Restored, Record<string, never>>();
/** Ends a live instance, opens a new one and initiates it. Fails with a `ProblemError`. */
const startSdk = suppliedByHost<void, Record<string, never>>();
/** Hands over what the SDK says without being asked. */
const listenToSdk = fromCallback<{ type: 'none' }, Record<string, never>>(() => {});

/** Asks the server about a settled order, once, and says what came of it: `order.lookedUp`. */
const lookUp = fromCallback<{ type: 'none' }, { orderId: string }>(() => {});

type Late = Extract<SdkSaid, { type: 'sdk.late' }>;
type Malformed = Extract<SdkSaid, { type: 'sdk.malformed' }>;
type Child =
  | { src: 'payment'; logic: typeof paymentMachine; id: string | undefined }
  | { src: 'lookUp'; logic: typeof lookUp; id: string | undefined };

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
    lookUp,
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
    noteLoader: assign({ loader: (_, params: { visible: boolean }) => params.visible }),
    noteDevice: assign(({ context }, params: { snapshot: DeviceSnapshot }) => {
      const { status, vpaAccounts } = params.snapshot.context;
      const confirmed = status !== 'unknown';
      return {
        deviceStatus: confirmed ? status : context.deviceStatus,
        vpaAccounts: confirmed ? vpaAccounts : context.vpaAccounts,
        deviceHoldsScreen: params.snapshot.hasTag('foreground'),
      };
    }),
    releaseScreen: assign({ deviceHoldsScreen: false, loader: false }),
    forwardToDevice: sequence<undefined>(({ enqueue, event }) => enqueue.sendTo('device', event)),
    forwardToSession: sequence<undefined>(({ enqueue, event }) => enqueue.sendTo('session', event)),
    forwardToOrder: sequence<{ orderId: string }>(({ enqueue, event }, { orderId }) =>
      enqueue.sendTo(childId(orderId), event),
    ),
    tellOpenOrders: sequence<{ type: 'app.foreground' | 'sdk.terminated' }>(
      ({ context, enqueue }, { type }) => {
        for (const order of openOrders(context)) enqueue.sendTo(childId(order.orderId), { type });
      },
    ),
    adoptRestored: sequence<{ restored: Restored }>(({ context, enqueue }, { restored }) => {
      const { problem } = restored;
      if (problem !== undefined) enqueue.emit({ type: 'error', problem });
      const orders = restored.orders.map(
        (order): OrderRecord => (order.settled ? order : { ...order, status: 'pending' }),
      );
      enqueue.assign({
        orders: Object.fromEntries(orders.map((order) => [order.orderId, order])),
      });
      for (const order of orders.filter((one) => !one.settled)) {
        enqueue.spawnChild('payment', {
          id: childId(order.orderId),
          input: paymentInput(context, order),
        });
      }
    }),
    startOrder: sequence<{ attempt: NewAttempt }>(({ context, enqueue }, { attempt }) => {
      const order = firstRecord(context, attempt);
      const { orderId } = order;
      const { request } = attempt;
      enqueue.assign({
        orders: { ...context.orders, [orderId]: order },
        requests:
          request === undefined ? context.requests : { ...context.requests, [orderId]: request },
        focus: orderId,
      });
      enqueue.spawnChild('payment', {
        id: childId(orderId),
        input: paymentInput(context, order, attempt),
      });
    }),
    reopenOrder: sequence<{ orderId: string }>(({ context, enqueue }, { orderId }) =>
      reopen(context, enqueue, orderId),
    ),
    noteOrder: assign(({ context }, params: { order: OrderRecord }) => ({
      orders: withOrder(context, params.order),
      requests: requestsAfter(context, params.order),
      loader: holdsScreen(params.order) ? context.loader : false,
    })),
    /** Says once that an order became pending, or settled; a settled one needs no actor. */
    announceOrder: sequence<{ order: OrderRecord }>(({ context, enqueue }, { order }) => {
      const { orderId, settled, status } = order;
      if (settled) {
        enqueue.stopChild(childId(orderId));
        enqueue.emit({ type: 'order.settled', order });
        if (status === 'unresolved')
          enqueue.emit({ type: 'error', problem: WRONG_AMOUNT, orderId });
      } else if (status === 'pending' && orderOf(context, orderId)?.status !== 'pending') {
        enqueue.emit({ type: 'order.pending', order });
      }
    }),
    /** An order whose actor broke holds no screen, and is looked up by a new one; once. */
    reviveOrder: sequence<{ broke: ChildBroke }>(({ context, enqueue }, { broke }) => {
      const { actorId } = broke;
      const order = openOrders(context).find((one) => childId(one.orderId) === actorId);
      if (order === undefined) return;
      const { orderId } = order;
      const parked: OrderRecord = { ...order, status: 'pending', updatedAt: context.now };
      enqueue.stopChild(actorId);
      enqueue.assign({
        orders: { ...context.orders, [orderId]: parked },
        revived: [...context.revived, orderId],
      });
      if (context.revived.includes(orderId)) return;
      enqueue.spawnChild('payment', { id: actorId, input: paymentInput(context, parked) });
    }),
    forgetFocus: assign({ focus: undefined }),
    emitLate: emit((_, { late }: { late: Late }) => ({
      type: late.type,
      requestId: late.requestId,
      operation: late.operation,
    })),
    emitMalformed: emit((_, params: { malformed: Malformed }) => params.malformed),
    /** A late answer settles nothing; it only makes the flow look again. */
    lookAgain: sequence<{ late: Late }>(({ context, enqueue }, { late }) => {
      const order = orderOfRequest(context, late.requestId);
      if (order === undefined) return;
      if (!order.settled) {
        const { orderId } = order;
        enqueue.sendTo(childId(orderId), { type: 'order.recheck', orderId });
      } else if (endedUnpaid(order) && late.means !== 'notPaid') {
        reopen(context, enqueue, order.orderId);
      } else {
        // It says nothing new, so nothing is shown; but money is concerned, so the server is asked.
        lookUpOnce(context, enqueue, order.orderId);
      }
    }),
    endLookUp: sequence<{ orderId: string }>(({ context, enqueue }, { orderId }) => {
      enqueue.stopChild(lookUpId(orderId));
      enqueue.assign({ lookedUp: context.lookedUp.filter((one) => one !== orderId) });
    }),
    informOrder: sequence<{ orderId: string; reading: StatusReading | undefined }>(
      ({ enqueue }, { orderId, reading }) => {
        if (reading === undefined) return;
        enqueue.sendTo(childId(orderId), { type: 'order.inform', orderId, reading });
      },
    ),
    /** A late answer never moves the device's status; the session token does. */
    lookAtDevice: sequence<{ late: Late }>(({ enqueue }, { late }) => {
      if (changesDevice(late.operation)) enqueue.sendTo('device', { type: 'device.stale' });
    }),
    /** The SDK's screens may have bound or linked the device on their way to the payment. */
    lookAtUnlinkedDevice: sequence<{ order: OrderRecord }>(({ context, enqueue }, { order }) => {
      const before = orderOf(context, order.orderId);
      const leftScreen = before !== undefined && holdsScreen(before) && !holdsScreen(order);
      if (leftScreen && context.deviceStatus !== 'linked') {
        enqueue.sendTo('device', { type: 'device.stale' });
      }
    }),
    takeScreenForCall: assign({ callHoldsScreen: true }),
    freeScreenOfCall: assign({ callHoldsScreen: false }),
  },
  guards: {
    screenIsFree: ({ context }) => screenIsFree(context),
    mayStart: ({ context }, params: { attempt: NewAttempt }) =>
      screenIsFree(context) && mayTry(context, params.attempt),
    mayRetry: ({ context }, params: { orderId: string }) => {
      const order = orderOf(context, params.orderId);
      return order !== undefined && screenIsFree(context) && canRetry(context, order);
    },
    mayRecheck: ({ context }, params: { orderId: string }) => {
      const order = orderOf(context, params.orderId);
      if (context.revived.filter((one) => one === params.orderId).length > 1) return false;
      return order?.settled === false && context.offersStatus && !holdsScreen(order);
    },
    isNews: ({ context }, params: { order: OrderRecord }) =>
      orderOf(context, params.order.orderId) !== params.order,
    /** While the SDK owns the screen only "paid" counts: the person may still be trying. */
    mayInform: ({ context }, params: { orderId: string; reading: StatusReading }) => {
      const order = orderOf(context, params.orderId);
      if (order?.settled !== false || !isAbout(params)) return false;
      return !holdsScreen(order) || params.reading.means === 'paid';
    },
    reopens: ({ context }, params: { orderId: string; reading: StatusReading | undefined }) => {
      const { orderId, reading } = params;
      if (reading === undefined) return false;
      return isAbout({ orderId, reading }) && reopens(orderOf(context, orderId), reading);
    },
    mayDismiss: ({ context }, params: { orderId: string }) => {
      const order = orderOf(context, params.orderId);
      return context.focus === params.orderId && order !== undefined && !holdsScreen(order);
    },
  },
});

/** News about another order is no evidence. */
function isAbout({ orderId, reading }: { orderId: string; reading: StatusReading }): boolean {
  return reading.orderId === undefined || reading.orderId === orderId;
}

const WRONG_AMOUNT: Problem = { reason: 'declined', code: 'AMOUNT_MISMATCH', retry: false };

function reopen(
  context: UpiFlowContext,
  enqueue: Parameters<Collect<undefined>>[0]['enqueue'],
  orderId: string,
): void {
  const order = orderOf(context, orderId);
  if (order === undefined) return;
  const input = paymentInput(context, reopenedRecord(order));
  enqueue.spawnChild('payment', { id: childId(orderId), input });
}

/** At most one read of an order at a time, and none where the server cannot be asked. */
function lookUpOnce(
  context: UpiFlowContext,
  enqueue: Parameters<Collect<undefined>>[0]['enqueue'],
  orderId: string,
): void {
  if (!context.offersStatus || context.lookedUp.includes(orderId)) return;
  enqueue.assign({ lookedUp: [...context.lookedUp, orderId] });
  enqueue.spawnChild('lookUp', { id: lookUpId(orderId), input: { orderId } });
}

/** Whether an answer may have changed the device's status, so that the token must be read. */
function changesDevice(operation: Late['operation']): boolean {
  if (operation === undefined || operation === 'checkout') return false;
  return operations[operation].effect === 'device' || operation === 'onboarding';
}
