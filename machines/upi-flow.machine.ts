import { NO_PROFILE, NOTHING } from './device.setup.js';
import { upiFlowSetup } from './upi-flow.setup.js';

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
  context: ({ input }) => ({
    ...input,
    deviceStatus: 'unknown',
    vpaAccounts: NOTHING,
    profile: NO_PROFILE,
    device: undefined,
    callHoldsScreen: false,
    ordersKnown: false,
    orders: {},
    requests: {},
    payments: {},
    lookUps: {},
    restarted: [],
    toldMistakes: {},
    focus: undefined,
    loader: false,
    problem: undefined,
    now: 0,
  }),
  initial: 'restoring',
  invoke: [
    { src: 'listenToSdk', id: 'listenToSdk', input: {} },
    { src: 'restoreOrders', id: 'restoreOrders', input: {} },
  ],
  on: {
    'orders.restored': {
      actions: [
        'stamp',
        { type: 'adoptRestored', params: ({ event }) => ({ restored: event.restored }) },
        'startPayments',
        'lookUpOrders',
      ],
    },
    'order.unsaved': {
      actions: {
        type: 'emitProblem',
        params: ({ event }) => ({ problem: event.problem, orderId: event.orderId }),
      },
    },
    'order.unclear': {
      guard: {
        type: 'isNewMistake',
        params: ({ event }) => ({ problem: event.problem, orderId: event.orderId }),
      },
      actions: {
        type: 'tellMistake',
        params: ({ event }) => ({ problem: event.problem, orderId: event.orderId }),
      },
    },
    'order.changed': {
      guard: { type: 'isNews', params: ({ event }) => ({ order: event.order }) },
      actions: [
        { type: 'announceOrder', params: ({ event }) => ({ order: event.order }) },
        { type: 'assignOrder', params: ({ event }) => ({ order: event.order }) },
        { type: 'endPayment', params: ({ event }) => ({ order: event.order }) },
        { type: 'saveOrder', params: ({ event }) => ({ order: event.order }) },
      ],
    },
    'order.recheck': [
      {
        guard: { type: 'mayRecheck', params: ({ event }) => ({ orderId: event.orderId }) },
        actions: { type: 'forwardToOrder', params: ({ event }) => ({ orderId: event.orderId }) },
      },
      {
        guard: { type: 'awaitsRefund', params: ({ event }) => ({ orderId: event.orderId }) },
        actions: [
          'stamp',
          { type: 'askAboutRefund', params: ({ event }) => ({ orderId: event.orderId }) },
        ],
      },
    ],
    'order.inform': [
      {
        guard: {
          type: 'mayInform',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
        actions: { type: 'forwardToOrder', params: ({ event }) => ({ orderId: event.orderId }) },
      },
      {
        guard: {
          type: 'reopens',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
        actions: {
          type: 'reopenOrder',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
      },
      {
        guard: {
          type: 'hasSettledNews',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
        actions: [
          'stamp',
          {
            type: 'noteSettledNews',
            params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
          },
        ],
      },
      {
        guard: {
          type: 'hintsAtRefund',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
        actions: [
          'stamp',
          { type: 'askAboutRefund', params: ({ event }) => ({ orderId: event.orderId }) },
        ],
      },
    ],
    'order.lookedUp': [
      {
        guard: {
          type: 'mayInform',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
        actions: {
          type: 'informOrder',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
      },
      {
        guard: {
          type: 'reopens',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
        actions: {
          type: 'reopenOrder',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
      },
      {
        guard: {
          type: 'hasSettledNews',
          params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
        },
        actions: [
          'stamp',
          {
            type: 'noteSettledNews',
            params: ({ event }) => ({ orderId: event.orderId, reading: event.reading }),
          },
        ],
      },
    ],
    'lookUp.ended': {
      actions: { type: 'forgetLookUp', params: ({ event }) => ({ orderId: event.orderId }) },
    },
    'order.dismiss': {
      guard: { type: 'mayDismiss', params: ({ event }) => ({ orderId: event.orderId }) },
      actions: 'clearFocus',
    },
    'sdk.late': {
      actions: [
        { type: 'emitLate', params: ({ event }) => ({ late: event }) },
        'stamp',
        { type: 'weighLate', params: ({ event }) => ({ late: event }) },
      ],
    },
    'call.started': { actions: 'takeScreenForCall' },
    'call.ended': { actions: 'freeScreenOfCall' },
    'xstate.error.actor.*': {
      actions: [
        'stamp',
        { type: 'restartOrder', params: ({ event }) => ({ broke: event }) },
        { type: 'emitError', params: ({ event }) => ({ error: event.error }) },
      ],
    },
    'sdk.malformed': {
      actions: { type: 'emitMalformed', params: ({ event }) => ({ malformed: event }) },
    },
    'sdk.loader': {
      actions: { type: 'noteLoader', params: ({ event }) => ({ visible: event.visible }) },
    },
    'app.foreground': {
      actions: [
        'stamp',
        'retryRecords',
        'startPayments',
        { type: 'tellOpenOrders', params: { type: 'app.foreground' } },
        'lookUpOrders',
      ],
    },
    // It may be the last that this process hears.
    'app.background': { actions: 'retryRecords' },
  },
  states: {
    restoring: {
      description: 'Reads what the storage remembers; unsettled orders start as pending.',
      tags: 'waiting',
      on: {
        'orders.restored': {
          target: 'starting',
          actions: [
            'stamp',
            { type: 'adoptRestored', params: ({ event }) => ({ restored: event.restored }) },
            'startPayments',
            'lookUpOrders',
          ],
        },
        // It is tried again; meanwhile the SDK starts, and no payment does.
        'orders.unreadable': {
          target: 'starting',
          actions: { type: 'emitProblem', params: ({ event }) => ({ problem: event.problem }) },
        },
      },
    },
    starting: {
      description: 'Opens an instance and initiates it, once.',
      tags: 'waiting',
      entry: 'forgetProblem',
      invoke: {
        src: 'startSdk',
        id: 'startSdk',
        input: {},
        onDone: 'ready',
        onError: {
          target: 'failed',
          actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    ready: {
      description: 'The SDK is initiated; commands are taken.',
      tags: 'needsUser',
      exit: 'forgetDevice',
      invoke: [
        {
          src: 'device',
          id: 'device',
          input: ({ context }) => ({ timings: context.timings }),
          onSnapshot: {
            actions: { type: 'noteDevice', params: ({ event }) => ({ snapshot: event.snapshot }) },
          },
        },
        {
          src: 'session',
          id: 'session',
          input: ({ context }) => ({ timings: context.timings }),
        },
      ],
      on: {
        'sdk.terminate': {
          target: 'terminated',
          actions: [{ type: 'tellOpenOrders', params: { type: 'sdk.terminated' } }, 'terminateSdk'],
        },
        'xstate.error.actor.device': {
          target: 'failed',
          actions: [
            { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
            { type: 'emitError', params: ({ event }) => ({ error: event.error }) },
          ],
        },
        'sdk.sessionExpired': { actions: 'forwardToSession' },
        'order.changed': {
          guard: { type: 'isNews', params: ({ event }) => ({ order: event.order }) },
          actions: [
            { type: 'lookAtPayingDevice', params: ({ event }) => ({ order: event.order }) },
            { type: 'announceOrder', params: ({ event }) => ({ order: event.order }) },
            { type: 'assignOrder', params: ({ event }) => ({ order: event.order }) },
            { type: 'endPayment', params: ({ event }) => ({ order: event.order }) },
            { type: 'saveOrder', params: ({ event }) => ({ order: event.order }) },
          ],
        },
        'sdk.late': {
          actions: [
            { type: 'emitLate', params: ({ event }) => ({ late: event }) },
            'stamp',
            { type: 'weighLate', params: ({ event }) => ({ late: event }) },
            { type: 'lookAtDevice', params: ({ event }) => ({ late: event }) },
          ],
        },
        pay: { guard: 'mayPay', actions: ['stamp', 'startOrder'] },
        'mandate.create': { guard: 'mayPay', actions: ['stamp', 'startOrder'] },
        checkout: { guard: 'mayPay', actions: ['stamp', 'startOrder'] },
        'order.retry': { guard: 'mayPay', actions: ['stamp', 'startOrder'] },
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
        'app.foreground': {
          actions: [
            'stamp',
            'retryRecords',
            'startPayments',
            { type: 'tellOpenOrders', params: { type: 'app.foreground' } },
            'lookUpOrders',
            'forwardToDevice',
            'forwardToSession',
          ],
        },
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
