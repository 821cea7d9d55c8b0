import { NO_PROFILE, NOTHING } from '../device/setup.js';
import { SERVICES } from '../shared/services.js';
import { upiFlowSetup } from './setup.js';

/**
 * The root: the SDK's lifecycle, with the session, the device and one payment per order as child
 * actors, and one foreground operation at a time, because the SDK has one screen. `flow.actor` runs
 * it with every actor provided.
 *
 * @example
 * ```ts
 * // The chart as data: what a visualizer reads.
 * const { states } = upiFlowMachine.config;
 * // The running one.
 * await waitFor(flow.actor, (snapshot) => snapshot.matches('ready'));
 * ```
 */
export const upiFlowMachine = upiFlowSetup.createMachine({
  id: 'upiFlow',
  description: 'The lifecycle of the SDK, with session, device and payments as children.',
  context: ({ input: { services, ...input }, spawn }) => {
    spawn('services', { id: SERVICES, systemId: SERVICES, input: services });
    return {
      ...input,
      clock: services.reveal().clock,
      deviceStatus: 'unknown',
      vpaAccounts: NOTHING,
      profile: NO_PROFILE,
      device: undefined,
      callHoldsScreen: false,
      ordersKnown: false,
      orders: {},
      requests: {},
      payments: {},
      statusLookups: {},
      restarted: [],
      notifiedMistakes: {},
      currentOrderId: undefined,
      loader: false,
      problem: undefined,
    };
  },
  initial: 'restoring',
  invoke: [
    { src: 'listenToSdk', id: 'listenToSdk', input: {} },
    { src: 'restoreOrders', id: 'restoreOrders', input: {} },
  ],
  on: {
    'orders.restored': { actions: ['adoptRestored', 'startPayments', 'lookUpOrders'] },
    'order.changed': {
      guard: 'isNews',
      actions: ['rereadPayingDevice', 'announceOrder', 'assignOrder', 'endPayment', 'saveOrder'],
    },
    'order.recheck': [
      { guard: 'mayRecheck', actions: 'forwardToOrder' },
      { guard: 'awaitsRefund', actions: 'askAboutRefund' },
    ],
    'order.inform': [
      { guard: 'mayInform', actions: 'informOrder' },
      { guard: 'reopens', actions: 'reopenOrder' },
      { guard: 'hasSettledNews', actions: 'raiseSettledNews' },
      { guard: 'hintsAtRefund', actions: 'askAboutRefund' },
    ],
    'order.lookedUp': [
      { guard: 'mayInform', actions: 'informOrder' },
      { guard: 'reopens', actions: 'reopenOrder' },
      { guard: 'hasSettledNews', actions: 'raiseSettledNews' },
    ],
    'order.unclear': { guard: 'isNewMistake', actions: 'emitMistake' },
    'order.unsaved': { actions: 'emitUnsaved' },
    'order.dismiss': { guard: 'mayDismiss', actions: 'clearCurrentOrder' },
    'lookUp.ended': { actions: 'clearLookUp' },
    'sdk.late': { actions: ['emitLate', 'considerLate', 'rereadDevice'] },
    'sdk.malformed': { actions: 'emitMalformed' },
    'sdk.loader': { actions: 'assignLoader' },
    'call.started': { actions: 'takeScreenForCall' },
    'call.ended': { actions: 'freeScreenOfCall' },
    'xstate.error.actor.*': { actions: ['restartOrder', 'emitError'] },
    'app.foreground': {
      actions: [
        'retryRecords',
        'startPayments',
        'forwardToOrders',
        'lookUpOrders',
        'forwardToDevice',
        'forwardToSession',
      ],
    },
    // It may be the last that this process hears.
    'app.background': { actions: 'retryRecords' },
  },
  states: {
    restoring: {
      description: 'Reads what the storage remembers; unsettled orders start as pending.',
      tags: 'waiting',
      always: { guard: 'ordersAreKnown', target: 'starting' },
      // It is tried again; meanwhile the SDK starts, and no payment does.
      on: { 'orders.unreadable': { target: 'starting', actions: 'emitUnreadable' } },
    },
    starting: {
      description: 'Opens an instance and initiates it, once.',
      tags: 'waiting',
      entry: 'clearProblem',
      invoke: {
        src: 'startSdk',
        id: 'startSdk',
        input: {},
        onDone: 'ready',
        onError: { target: 'failed', actions: 'assignProblem' },
      },
    },
    ready: {
      description: 'The SDK is initiated; commands are taken.',
      tags: 'needsUser',
      exit: 'clearDevice',
      invoke: [
        {
          src: 'device',
          id: 'device',
          input: ({ context: { clock, timings } }) => ({ clock, timings }),
          onSnapshot: { actions: 'assignDevice' },
        },
        {
          src: 'session',
          id: 'session',
          input: ({ context: { clock, timings } }) => ({ clock, timings }),
        },
      ],
      on: {
        'sdk.terminate': { target: 'terminated', actions: ['endAttempts', 'terminateSdk'] },
        'xstate.error.actor.device': {
          target: 'failed',
          actions: ['assignProblem', 'emitError'],
        },
        'sdk.sessionExpired': { actions: 'forwardToSession' },
        pay: { guard: 'mayPay', actions: 'startOrder' },
        'mandate.create': { guard: 'mayPay', actions: 'startOrder' },
        checkout: { guard: 'mayPay', actions: 'startOrder' },
        'order.retry': { guard: 'mayPay', actions: 'startOrder' },
        'permission.request': { guard: 'deviceTakesScreen', actions: 'forwardToDevice' },
        'sim.select': { guard: 'deviceTakesScreen', actions: 'forwardToDevice' },
        'vpa.select': { guard: 'deviceTakesScreen', actions: 'forwardToDevice' },
        'mpin.set': { guard: 'deviceTakesScreen', actions: 'forwardToDevice' },
        onboard: { guard: 'deviceTakesScreen', actions: 'forwardToDevice' },
        'device.retry': { guard: 'deviceTakesScreen', actions: 'forwardToDevice' },
        'device.deregister': { guard: 'deviceTakesScreen', actions: 'forwardToDevice' },
        'device.refresh': { guard: 'deviceTakes', actions: 'forwardToDevice' },
        'device.cancel': { guard: 'deviceTakes', actions: 'forwardToDevice' },
        'bank.select': { guard: 'deviceTakes', actions: 'forwardToDevice' },
        'account.select': { guard: 'deviceTakes', actions: 'forwardToDevice' },
        'mpin.skip': { guard: 'deviceTakes', actions: 'forwardToDevice' },
        'device.stale': { actions: 'forwardToDevice' },
        back: { actions: 'forwardBack' },
      },
    },
    failed: {
      description: 'The SDK could not be started.',
      tags: 'needsUser',
      on: { 'sdk.retry': 'starting' },
    },
    terminated: {
      description: 'The SDK was ended; unsettled orders go on being asked about.',
      tags: 'needsUser',
      on: { 'sdk.retry': 'starting' },
    },
  },
});
