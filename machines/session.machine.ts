import { assign, setup } from 'xstate';
import { type DeadlinePassed, deadlineSuppliedByHost, suppliedByHost } from './actors.js';
import type { Timings } from './timings.js';

export interface SessionInput {
  readonly timings: Timings;
}

export interface SessionContext extends SessionInput {
  /** What expired and was not refreshed yet, oldest first; the SDK may send no code. */
  readonly expired: readonly { readonly reqCode: string | undefined }[];
  readonly tries: number;
  readonly now: number;
  readonly deadlineAt: number;
}

export type SessionEvent =
  | DeadlinePassed
  | { readonly type: 'sdk.sessionExpired'; readonly reqCode: string | undefined }
  | { readonly type: 'app.foreground' };

/** Asks the merchant's server for a new authorisation and hands it to the SDK as `updateAuth`. */
const refreshAuth = suppliedByHost<void, { reqCode: string | undefined }>();

/**
 * Keeps the merchant's authorisation fresh, beside whatever is running: the running operation keeps
 * its own request and simply goes on. Its actors `refreshAuth` and `deadline` come from the host;
 * without them every refresh fails.
 *
 * @example
 * ```ts
 * const machine = sessionMachine.provide({ actors: { refreshAuth: fromPromise(refresh) } });
 * const actor = createActor(machine, { input: { timings: defaultTimings } }).start();
 * actor.send({ type: 'sdk.sessionExpired', reqCode: 'rc1' });
 * ```
 */
export const sessionMachine = setup({
  types: {
    context: {} as SessionContext,
    events: {} as SessionEvent,
    input: {} as SessionInput,
    tags: {} as 'waiting',
  },
  actors: { refreshAuth, deadline: deadlineSuppliedByHost },
  actions: {
    stamp: assign({ now: ({ context }) => context.now }),
    noteExpiry: assign({
      expired: ({ context }, params: { reqCode: string | undefined }) => [
        ...context.expired,
        { reqCode: params.reqCode },
      ],
    }),
    dropRefreshed: assign({ expired: ({ context }) => context.expired.slice(1), tries: 0 }),
    countTry: assign({ tries: ({ context }) => context.tries + 1 }),
    startBackoff: assign({
      deadlineAt: ({ context }) =>
        context.now + context.timings.authorizeBackoff * 2 ** (context.tries - 1),
    }),
    startOver: assign({ tries: 0 }),
  },
  guards: {
    hasExpired: ({ context }) => context.expired.length > 0,
    mayTryAgain: ({ context }) => context.tries < context.timings.authorizeAttempts,
  },
}).createMachine({
  id: 'session',
  description: 'Keeps the authorisation of the merchant fresh, beside whatever is running.',
  context: ({ input }) => ({ ...input, expired: [], tries: 0, now: 0, deadlineAt: 0 }),
  initial: 'fresh',
  on: {
    'sdk.sessionExpired': {
      actions: { type: 'noteExpiry', params: ({ event }) => ({ reqCode: event.reqCode }) },
    },
  },
  states: {
    fresh: {
      description: 'Nothing to do until the SDK says that the session expired.',
      always: { guard: 'hasExpired', target: 'refreshing' },
    },
    refreshing: {
      description: 'The server signs anew, and updateAuth carries it to the SDK.',
      tags: 'waiting',
      entry: 'countTry',
      invoke: {
        src: 'refreshAuth',
        id: 'refreshAuth',
        input: ({ context }) => ({ reqCode: context.expired[0]?.reqCode }),
        onDone: { target: 'fresh', actions: 'dropRefreshed' },
        onError: [{ guard: 'mayTryAgain', target: 'backingOff' }, { target: 'stale' }],
      },
    },
    backingOff: {
      description: 'A short wait before the server is asked again.',
      tags: 'waiting',
      entry: ['stamp', 'startBackoff'],
      invoke: {
        src: 'deadline',
        id: 'refreshBackoff',
        input: ({ context }) => ({ at: context.deadlineAt }),
      },
      on: { 'deadline.passed': 'refreshing' },
    },
    stale: {
      description: 'The server did not sign; goes on with the next expiry or when the app is back.',
      entry: 'startOver',
      on: {
        'app.foreground': 'refreshing',
        'sdk.sessionExpired': {
          target: 'refreshing',
          actions: { type: 'noteExpiry', params: ({ event }) => ({ reqCode: event.reqCode }) },
        },
      },
    },
  },
});
