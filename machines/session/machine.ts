import { assertEvent, assign, type ErrorActorEvent, setup } from 'xstate';
import { problemOf } from '../../core/model/problem.js';
import type { Timings } from '../../core/model/timings.js';
import { type Clock, timeOf } from '../shared/clock.js';
import { type DeadlinePassed, deadlineNotProvided, notProvided } from '../shared/not-provided.js';

export interface SessionInput {
  readonly timings: Timings;
  readonly clock: Clock;
}

/** One end of a session; the SDK may send no code. */
export interface SessionExpiry {
  readonly reqCode: string | undefined;
}

export interface SessionContext extends SessionInput {
  /** What is being refreshed, or will be once the server signs again. */
  readonly current: SessionExpiry | undefined;
  /** What expired besides, oldest first: the newest eight, each code once. */
  readonly waiting: readonly SessionExpiry[];
  /** The codes that were refreshed, oldest first: the last 32. */
  readonly refreshed: readonly string[];
  readonly tries: number;
  /** Ms until the next refresh may begin. */
  readonly restLeft: number;
  /** Epoch ms at which the last refresh began. */
  readonly startedAt: number | undefined;
  readonly deadlineAt: number;
}

export type SessionEvent =
  | DeadlinePassed
  | { readonly type: 'sdk.sessionExpired'; readonly reqCode: string | undefined }
  | { readonly type: 'app.foreground' }
  | ErrorActorEvent<unknown, 'refreshAuth'>;

/** Asks the merchant's server for a new authorisation and hands it to the SDK as `updateAuth`. */
const refreshAuth = notProvided<void, SessionExpiry>();

/** Between the starts of two refreshes, in milliseconds: six a minute, whatever the SDK repeats. */
const REST = 10_000;
/** How many expiries wait, and how many codes are known as refreshed. */
const MOST_WAITING = 8;
const MOST_REFRESHED = 32;

/**
 * Keeps the merchant's authorisation fresh, beside whatever is running: the running operation keeps
 * its own request and simply goes on. Each code is refreshed once, one at a time, with a rest
 * between. Its actors `refreshAuth` and `deadline` come from the services; without them every refresh
 * fails.
 *
 * @example
 * ```ts
 * const machine = sessionMachine.provide({ actors: { refreshAuth: fromPromise(refresh) } });
 * const actor = createActor(machine, { input: { timings: defaultTimings, clock } }).start();
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
  actors: { refreshAuth, deadline: deadlineNotProvided },
  actions: {
    addExpiry: assign({
      waiting: ({ context, event }) => {
        assertEvent(event, 'sdk.sessionExpired');
        return [...context.waiting.slice(1 - MOST_WAITING), { reqCode: event.reqCode }];
      },
    }),
    /** A clock that is set back makes the rest no longer. */
    measureRest: assign({
      restLeft: ({ context: { clock, startedAt } }) =>
        startedAt === undefined ? 0 : Math.min(REST, Math.max(0, startedAt + REST - timeOf(clock))),
    }),
    takeOldest: assign(({ context }) =>
      context.current === undefined
        ? { current: context.waiting[0], waiting: context.waiting.slice(1) }
        : {},
    ),
    countTry: assign(({ context }) => ({
      tries: context.tries + 1,
      startedAt: context.tries === 0 ? timeOf(context.clock) : context.startedAt,
    })),
    rememberRefreshed: assign(({ context }) => {
      const { current, refreshed } = context;
      const code = current?.reqCode;
      return {
        current: undefined,
        refreshed: code === undefined ? refreshed : [...refreshed, code].slice(-MOST_REFRESHED),
        tries: 0,
      };
    }),
    startBackoff: assign({
      deadlineAt: ({ context }) =>
        timeOf(context.clock) + context.timings.authorizeBackoff * 2 ** (context.tries - 1),
    }),
    startRest: assign({
      deadlineAt: ({ context: { clock, restLeft } }) => timeOf(clock) + restLeft,
    }),
    resetTries: assign({ tries: 0 }),
  },
  guards: {
    /** A code counts once; without a code, one at a time. */
    isNews: ({ context, event }) => {
      assertEvent(event, 'sdk.sessionExpired');
      const { reqCode } = event;
      const { current, refreshed, waiting } = context;
      const open = current === undefined ? waiting : [current, ...waiting];
      const isOpen = open.some((expiry) => expiry.reqCode === reqCode);
      return !isOpen && !(reqCode !== undefined && refreshed.includes(reqCode));
    },
    mayRefresh: ({ context }) => hasExpired(context) && context.restLeft === 0,
    mustRest: ({ context }) => hasExpired(context) && context.restLeft > 0,
    mayTryAgain: ({ context, event }) => {
      assertEvent(event, 'xstate.error.actor.refreshAuth');
      return problemOf(event.error).retry && context.tries < context.timings.authorizeAttempts;
    },
  },
}).createMachine({
  id: 'session',
  description: 'Keeps the authorisation of the merchant fresh, beside whatever is running.',
  context: ({ input }) => ({
    ...input,
    current: undefined,
    waiting: [],
    refreshed: [],
    tries: 0,
    restLeft: 0,
    startedAt: undefined,
    deadlineAt: 0,
  }),
  initial: 'fresh',
  on: { 'sdk.sessionExpired': { guard: 'isNews', actions: ['measureRest', 'addExpiry'] } },
  states: {
    fresh: {
      description: 'Nothing to do until the SDK says that the session expired.',
      always: [
        { guard: 'mayRefresh', target: 'refreshing' },
        { guard: 'mustRest', target: 'resting' },
      ],
    },
    resting: {
      description: 'Ten seconds lie between two refreshes, whatever the SDK repeats.',
      tags: 'waiting',
      entry: 'startRest',
      invoke: {
        src: 'deadline',
        id: 'refreshRest',
        input: ({ context }) => ({ at: context.deadlineAt }),
      },
      on: { 'deadline.passed': 'refreshing' },
    },
    refreshing: {
      description: 'The server signs anew, and updateAuth carries it to the SDK.',
      tags: 'waiting',
      entry: ['takeOldest', 'countTry'],
      invoke: {
        src: 'refreshAuth',
        id: 'refreshAuth',
        input: ({ context }) => ({ reqCode: context.current?.reqCode }),
        onDone: { target: 'fresh', actions: ['measureRest', 'rememberRefreshed'] },
        onError: [{ guard: 'mayTryAgain', target: 'backingOff' }, { target: 'stale' }],
      },
    },
    backingOff: {
      description: 'A short wait before the server is asked again.',
      tags: 'waiting',
      entry: 'startBackoff',
      invoke: {
        src: 'deadline',
        id: 'refreshBackoff',
        input: ({ context }) => ({ at: context.deadlineAt }),
      },
      on: { 'deadline.passed': 'refreshing' },
    },
    stale: {
      description: 'The server did not sign; goes on with the next expiry or when the app is back.',
      entry: 'resetTries',
      on: {
        'app.foreground': { target: 'fresh', actions: 'measureRest' },
        'sdk.sessionExpired': [
          { guard: 'isNews', target: 'fresh', actions: ['measureRest', 'addExpiry'] },
          { target: 'fresh', actions: 'measureRest' },
        ],
      },
    },
  },
});

function hasExpired({ current, waiting }: SessionContext): boolean {
  return current !== undefined || waiting.length > 0;
}
