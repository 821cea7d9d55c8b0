import { assertEvent, assign, setup } from 'xstate';
import { type ProblemReason, problemOf } from '../../core/model/problem.js';
import {
  type Account,
  type Bank,
  lacksPin,
  type Profile,
  reveal,
  Secret,
  type SessionToken,
  type Sim,
  type VpaAccount,
} from '../../core/protocol/index.js';
import { timeOf } from '../shared/clock.js';
import { deadlineNotProvided, notProvided } from '../shared/not-provided.js';
import type {
  BindAnswer,
  BindQuota,
  CardProof,
  DeviceContext,
  DeviceEvent,
  DeviceInput,
  DeviceStatus,
  DeviceToken,
  PhoneNumber,
  VpaAnswer,
} from './types.js';

export interface BindInput {
  readonly simId: string;
  readonly mobileNumber: PhoneNumber | undefined;
}
export interface LinkInput {
  readonly vpa: Secret<string> | undefined;
  readonly referenceIds: readonly string[];
}
export interface MpinInput {
  readonly vpaAccounts: Secret<readonly VpaAccount[]>;
  readonly referenceId: string;
  readonly prefix: string;
  readonly card: CardProof | undefined;
}
type None = Record<string, never>;

/** An empty list, boxed like the full ones. */
export const NOTHING = new Secret<readonly never[]>([]);

/** What is known of a customer before a session token says anything, boxed like the rest. */
export const NO_PROFILE = new Secret<Profile>({ upiNumbers: [], allowedAccountTypes: [] });

const STATUS_WORDS: Readonly<Record<NonNullable<SessionToken['status']>, DeviceStatus>> = {
  NOPERMISSION: 'noPermission',
  FRESH: 'fresh',
  BOUND: 'bound',
  LINKED: 'linked',
};

/** Everything the device statechart names, implemented; actors are provided from outside. */
export const deviceSetup = setup({
  types: {
    context: {} as DeviceContext,
    events: {} as DeviceEvent,
    input: {} as DeviceInput,
    tags: {} as 'waiting' | 'needsUser' | 'foreground',
  },
  actors: {
    deadline: deadlineNotProvided,
    readSessionToken: notProvided<DeviceToken, None>(),
    checkPermission: notProvided<boolean, None>(),
    askPermission: notProvided<boolean, None>(),
    readSims: notProvided<Secret<readonly Sim[]>, None>(),
    countBindAttempt: notProvided<BindQuota, { limit: number }>(),
    bindDevice: notProvided<BindAnswer, BindInput>(),
    readBanks: notProvided<readonly Bank[], None>(),
    readAccounts: notProvided<Secret<readonly Account[]>, { bankCode: string }>(),
    checkVpa: notProvided<VpaAnswer, { vpa: Secret<string> | undefined }>(),
    linkAccounts: notProvided<void, LinkInput>(),
    setMpin: notProvided<void, MpinInput>(),
    deregister: notProvided<void, None>(),
    runOnboarding: notProvided<void, None>(),
  },
  actions: {
    assignToken: assign(({ context, event }) => {
      assertEvent(event, [
        'xstate.done.actor.readSessionToken',
        'xstate.done.actor.pollSessionToken',
      ]);
      const { prefix, profile, status: word, vpaAccounts } = event.output;
      const status = word === undefined ? context.status : STATUS_WORDS[word];
      return {
        status,
        tokenStatus: word,
        vpaAccounts,
        profile,
        prefix: prefix ?? context.prefix,
        // Whatever a call answered: a status that moved on leaves its problem behind.
        problem: status === context.status ? context.problem : undefined,
      };
    }),
    assignProblem: assign({
      problem: ({ event }) => {
        assertEvent(event, 'xstate.error.actor.*');
        return problemOf(event.error);
      },
    }),
    setProblem: assign({
      problem: (_, params: { reason: ProblemReason; retry: boolean }) => params,
    }),
    clearProblem: assign({ problem: undefined }),
    assignSims: assign({
      sims: ({ event }) => {
        assertEvent(event, 'xstate.done.actor.readSims');
        return event.output;
      },
    }),
    assignSim: assign(({ event }) => {
      assertEvent(event, 'sim.select');
      return { simId: event.simId, mobileNumber: event.mobileNumber, problem: undefined };
    }),
    assignQuota: assign({
      bindAttempts: ({ event }) => {
        assertEvent(event, 'xstate.done.actor.countBindAttempt');
        return event.output.attempts;
      },
    }),
    startTokenClock: assign({
      tokenEndsAt: ({ context: { clock, timings } }) => timeOf(clock) + timings.smsToken,
    }),
    assignTokenEnd: assign(({ context, event }) => {
      assertEvent(event, 'xstate.done.actor.bindDevice');
      const now = timeOf(context.clock);
      const tokenLeft = tokenLife(context, now, event.output.expiresAt);
      return { tokenLeft, tokenEndsAt: now + tokenLeft };
    }),
    /** Waits are counted as well: a clock that is set back keeps no token alive. */
    startBindPoll: assign(({ context }) => {
      const { clock, timings, tokenLeft, tokenEndsAt } = context;
      const now = timeOf(clock);
      const bindWait = Math.max(0, Math.min(timings.bindPoll, tokenLeft, tokenEndsAt - now));
      return { bindWait, deadlineAt: now + bindWait, tokenLeft: tokenLeft - bindWait };
    }),
    assignBanks: assign({
      banks: ({ event }) => {
        assertEvent(event, 'xstate.done.actor.readBanks');
        return event.output;
      },
    }),
    assignBank: assign(({ event }) => {
      assertEvent(event, 'bank.select');
      return { bankCode: event.bankCode, problem: undefined };
    }),
    assignAccounts: assign({
      accounts: ({ event }) => {
        assertEvent(event, 'xstate.done.actor.readAccounts');
        return event.output;
      },
    }),
    assignChosenAccounts: assign(({ event }) => {
      assertEvent(event, 'account.select');
      return { referenceIds: event.referenceIds, vpaSuggestions: NOTHING, problem: undefined };
    }),
    assignVpa: assign(({ event }) => {
      assertEvent(event, 'vpa.select');
      return { vpa: event.vpa, problem: undefined };
    }),
    assignSuggestions: assign({
      vpaSuggestions: ({ event }) => {
        assertEvent(event, 'xstate.done.actor.checkVpa');
        return event.output.suggestions;
      },
    }),
    assignMpinAccount: assign(({ event }) => {
      assertEvent(event, 'mpin.set');
      return { mpinReferenceId: event.referenceId, card: event.card, problem: undefined };
    }),
    clearCard: assign({ card: undefined }),
    skipMpin: assign({ mpinSkipped: true, problem: undefined }),
    clearChoices: assign({
      bankCode: undefined,
      accounts: NOTHING,
      referenceIds: [],
      vpa: undefined,
      vpaSuggestions: NOTHING,
      mpinSkipped: false,
    }),
  },
  guards: {
    isNoPermission: ({ context }) => context.tokenStatus === 'NOPERMISSION',
    isFresh: ({ context }) => context.tokenStatus === 'FRESH',
    isBound: ({ context }) => context.tokenStatus === 'BOUND',
    isLinked: ({ context }) => context.tokenStatus === 'LINKED',
    tokenWasLate: ({ context }) => context.problem?.reason === 'smsTokenExpired',
    wasRefused: ({ context }) => isRefusal(context.problem?.reason),
    bindFailed: ({ context }) => context.problem !== undefined && listed(context.sims).length > 0,
    linkFailed: ({ context }) => context.problem !== undefined && context.referenceIds.length > 0,
    isStillFresh: ({ event }) => {
      assertEvent(event, 'xstate.done.actor.pollSessionToken');
      return event.output.status === 'FRESH';
    },
    isGranted: ({ event }) => {
      assertEvent(event, ['xstate.done.actor.checkPermission', 'xstate.done.actor.askPermission']);
      return event.output;
    },
    isAllowed: ({ event }) => {
      assertEvent(event, 'xstate.done.actor.countBindAttempt');
      return event.output.allowed;
    },
    isVerifying: ({ event }) => {
      assertEvent(event, 'xstate.done.actor.bindDevice');
      return event.output.verifying;
    },
    tokenIsOver: ({ context }) => context.bindWait === 0,
    isAvailable: ({ event }) => {
      assertEvent(event, 'xstate.done.actor.checkVpa');
      return event.output.available;
    },
    isListedSim: ({ context, event }) => {
      assertEvent(event, 'sim.select');
      return listed(context.sims).some((sim) => sim.simId === event.simId);
    },
    isListedBank: ({ context, event }) => {
      assertEvent(event, 'bank.select');
      return context.banks.some((bank) => bank.bankCode === event.bankCode);
    },
    areListedAccounts: ({ context, event }) => {
      assertEvent(event, 'account.select');
      const isListed = (id: string) =>
        listed(context.accounts).some((account) => account.referenceId === id);
      return event.referenceIds.length > 0 && event.referenceIds.every(isListed);
    },
    isLinkedAccount: ({ context, event }) => {
      assertEvent(event, 'mpin.set');
      return linkedAccounts(context).some((account) => account.referenceId === event.referenceId);
    },
    hasNoSims: ({ context }) => listed(context.sims).length === 0,
    hasChosenSim: ({ context }) => context.simId !== undefined,
    hasNoBanks: ({ context }) => context.banks.length === 0,
    hasNoAccounts: ({ context }) => listed(context.accounts).length === 0,
    hasChosenVpa: ({ context }) => context.vpa !== undefined,
    pinIsMissing: ({ context }) => !context.mpinSkipped && linkedAccounts(context).some(lacksPin),
  },
});

/** No SMS token lives longer than the session it was asked for in. */
const LONGEST_TOKEN = 15 * 60 * 1_000;

/**
 * How long a token that is being verified has left: as the SDK told it, unless that cannot be by
 * this phone's clock; else what is left of the time it is given here.
 */
function tokenLife({ timings, tokenEndsAt }: DeviceContext, now: number, expiresAt = 0): number {
  const lifetime = expiresAt - now;
  if (lifetime > 0 && lifetime <= LONGEST_TOKEN) return lifetime;
  return Math.max(0, Math.min(tokenEndsAt - now, timings.smsToken));
}

function linkedAccounts(context: DeviceContext): readonly Account[] {
  return listed(context.vpaAccounts).flatMap((entry) => entry.accounts);
}

function listed<T>(box: Secret<readonly T[]>): readonly T[] {
  return reveal(box, []);
}

/** Refusals that asking for another SMS token cannot mend by itself. */
function isRefusal(reason: ProblemReason | undefined): boolean {
  switch (reason) {
    case 'bindLimit':
    case 'registrationDeclined':
    case 'boundElsewhere':
    case 'simMismatch':
      return true;
    default:
      return false;
  }
}
