import { createActor } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { type SessionEvent, sessionMachine } from '../../../machines/session/machine.js';
import { branchRecorder, type Rig } from './drive.js';
import type { Move, Play } from './move.js';
import { type Scripted, scripted, scriptedDeadline } from './scripted.js';

export interface SessionRig extends Rig {
  readonly refreshAuth: Scripted<void, { reqCode: string | undefined }>;
  send(event: SessionEvent): void;
  /** The SDK tells of an end it did not tell of before. */
  expireAnew(): void;
  passDeadline(): void;
  /** Lets so much time pass that nothing has to rest. */
  rest(): void;
}

export function sessionRig(machine: typeof sessionMachine = sessionMachine): SessionRig {
  const refreshAuth = scripted<void, { reqCode: string | undefined }>();
  const deadline = scriptedDeadline(1_000);
  const { taken, inspect } = branchRecorder();
  let ends = 0;
  const actor = createActor(
    machine.provide({
      actors: { refreshAuth: refreshAuth.logic, deadline: deadline.logic },
    }),
    { input: { timings: defaultTimings, clock: deadline }, inspect },
  );
  return {
    actor,
    taken,
    refreshAuth,
    commands: [{ type: 'app.foreground' }],
    send: (event) => actor.send(event),
    expireAnew: () => {
      ends += 1;
      actor.send({ type: 'sdk.sessionExpired', reqCode: `code-${ends}` });
    },
    passDeadline: deadline.pass,
    rest: () => deadline.moveTo(deadline.now() + 60_000),
    get deadlines() {
      return deadline.running;
    },
  };
}

/** How many expiries are open, how often the server was asked about one, and whether it may be now. */
type SessionFacts = Readonly<{ expired: string; tries: string; rested: boolean }>;

export const sessionPlay: Play<SessionFacts, SessionRig> = {
  facts: { expired: '0', tries: '0', rested: true },
  entering: {
    refreshing: ({ tries }) => ({ tries: more(tries), rested: false }),
    stale: () => ({ tries: '0' }),
  },
  moves: {
    'sdk.sessionExpired#isNews': expiring(),
    'sdk.sessionExpired#otherwise': [
      { with: 'soon', act: (rig) => repeatLast(rig) },
      {
        with: 'after a while',
        remember: () => ({ rested: true }),
        act: (rig) => {
          rig.rest();
          repeatLast(rig);
        },
      },
    ],
    'app.foreground': [
      { with: 'soon', act: (rig) => rig.send({ type: 'app.foreground' }) },
      {
        with: 'after a while',
        remember: () => ({ rested: true }),
        act: (rig) => {
          rig.rest();
          rig.send({ type: 'app.foreground' });
        },
      },
    ],
    'always.fresh#mayRefresh': [{ when: ({ expired, rested }) => expired !== '0' && rested }],
    'always.fresh#mustRest': [{ when: ({ expired, rested }) => expired !== '0' && !rested }],
    'done.refreshAuth': [
      {
        remember: ({ expired }) => ({ expired: String(Number(expired) - 1), tries: '0' }),
        act: (rig) => rig.refreshAuth.resolve(),
      },
      {
        with: 'after a while',
        remember: ({ expired }) => ({
          expired: String(Number(expired) - 1),
          tries: '0',
          rested: true,
        }),
        act: (rig) => {
          rig.rest();
          rig.refreshAuth.resolve();
        },
      },
    ],
    'error.refreshAuth#mayTryAgain': [
      { when: ({ tries }) => Number(tries) < LIMIT, act: (rig) => refuse(rig, true) },
    ],
    'error.refreshAuth#otherwise': [
      { when: ({ tries }) => Number(tries) >= LIMIT, act: (rig) => refuse(rig, true) },
      { with: 'for good', act: (rig) => refuse(rig, false) },
    ],
    'deadline.passed': [{ act: (rig) => rig.passDeadline() }],
  },
};

const LIMIT = defaultTimings.authorizeAttempts;

function expiring(): readonly Move<SessionFacts, SessionRig>[] {
  return [
    {
      // Two at once say all that more would.
      when: ({ expired }) => expired !== '2',
      remember: ({ expired }) => ({ expired: more(expired) }),
      act: (rig) => rig.expireAnew(),
    },
  ];
}

function more(count: string): string {
  return String(Number(count) + 1);
}

/** The end that waits for the server is told of once more. */
function repeatLast(rig: SessionRig): void {
  const { reqCode } = rig.refreshAuth.inputs.at(-1) ?? { reqCode: undefined };
  rig.send({ type: 'sdk.sessionExpired', reqCode });
}

function refuse(rig: SessionRig, retry: boolean): void {
  rig.refreshAuth.reject(new ProblemError({ reason: 'authorizeFailed', retry }));
}
