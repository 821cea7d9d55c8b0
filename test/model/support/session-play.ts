import { assign, createActor } from 'xstate';
import { ProblemError } from '../../../machines/problem.js';
import { type SessionEvent, sessionMachine } from '../../../machines/session.machine.js';
import { defaultTimings } from '../../../machines/timings.js';
import { branchRecorder, type Rig } from './drive.js';
import type { Play } from './move.js';
import { type Scripted, scripted, scriptedDeadline } from './scripted.js';

export interface SessionRig extends Rig {
  readonly refreshAuth: Scripted<void, { reqCode: string | undefined }>;
  send(event: SessionEvent): void;
  passDeadline(): void;
}

export function sessionRig(machine: typeof sessionMachine = sessionMachine): SessionRig {
  const refreshAuth = scripted<void, { reqCode: string | undefined }>();
  const deadline = scriptedDeadline(1_000);
  const { taken, inspect } = branchRecorder();
  const actor = createActor(
    machine.provide({
      actors: { refreshAuth: refreshAuth.logic, deadline: deadline.logic },
      actions: { stamp: assign({ now: () => deadline.now() }) },
    }),
    { input: { timings: defaultTimings }, inspect },
  );
  return {
    actor,
    taken,
    refreshAuth,
    commands: [{ type: 'app.foreground' }],
    send: (event) => actor.send(event),
    passDeadline: deadline.pass,
    get deadlines() {
      return deadline.running;
    },
  };
}

/** How many expiries wait, and how often the server was asked about the oldest. */
type SessionFacts = Readonly<{ expired: string; tries: string }>;

export const sessionPlay: Play<SessionFacts, SessionRig> = {
  facts: { expired: '0', tries: '0' },
  entering: { refreshing: ({ tries }) => ({ tries: more(tries) }), stale: () => ({ tries: '0' }) },
  moves: {
    'sdk.sessionExpired': [
      {
        // Two at once say all that more would.
        when: ({ expired }) => expired !== '2',
        remember: ({ expired }) => ({ expired: more(expired) }),
        act: (rig) => rig.send({ type: 'sdk.sessionExpired', reqCode: 'code' }),
      },
    ],
    'app.foreground': [{ act: (rig) => rig.send({ type: 'app.foreground' }) }],
    'always.fresh#hasExpired': [{ when: ({ expired }) => expired !== '0' }],
    'done.refreshAuth': [
      {
        remember: ({ expired }) => ({ expired: String(Number(expired) - 1), tries: '0' }),
        act: (rig) => rig.refreshAuth.resolve(),
      },
    ],
    'error.refreshAuth#mayTryAgain': [
      { when: ({ tries }) => Number(tries) < LIMIT, act: (rig) => refuse(rig) },
    ],
    'error.refreshAuth#otherwise': [
      { when: ({ tries }) => Number(tries) >= LIMIT, act: (rig) => refuse(rig) },
    ],
    'deadline.passed': [{ act: (rig) => rig.passDeadline() }],
  },
};

const LIMIT = defaultTimings.authorizeAttempts;

function more(count: string): string {
  return String(Number(count) + 1);
}

function refuse(rig: SessionRig): void {
  rig.refreshAuth.reject(new ProblemError({ reason: 'authorizeFailed', retry: true }));
}
