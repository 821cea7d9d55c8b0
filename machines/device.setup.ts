import { assign, setup } from 'xstate';
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
} from '../src/protocol/index.js';
import { deadlineSuppliedByHost, suppliedByHost } from './actors.js';
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
} from './device.types.js';
import { type ProblemReason, problemOf } from './problem.js';

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

/** Everything the device statechart names, implemented; actors are supplied by the host. */
export const deviceSetup = setup({
  types: {
    context: {} as DeviceContext,
    events: {} as DeviceEvent,
    input: {} as DeviceInput,
    tags: {} as 'waiting' | 'needsUser' | 'foreground',
  },
  actors: {
    deadline: deadlineSuppliedByHost,
    readSessionToken: suppliedByHost<DeviceToken, None>(),
    checkPermission: suppliedByHost<boolean, None>(),
    askPermission: suppliedByHost<boolean, None>(),
    readSims: suppliedByHost<Secret<readonly Sim[]>, None>(),
    countBindAttempt: suppliedByHost<BindQuota, { limit: number }>(),
    bindDevice: suppliedByHost<BindAnswer, BindInput>(),
    readBanks: suppliedByHost<readonly Bank[], None>(),
    readAccounts: suppliedByHost<Secret<readonly Account[]>, { bankCode: string }>(),
    checkVpa: suppliedByHost<VpaAnswer, { vpa: Secret<string> | undefined }>(),
    linkAccounts: suppliedByHost<void, LinkInput>(),
    setMpin: suppliedByHost<void, MpinInput>(),
    deregister: suppliedByHost<void, None>(),
    runOnboarding: suppliedByHost<void, None>(),
  },
  actions: {
    stamp: assign({ now: ({ context }) => context.now }),
    noteToken: assign(({ context }, params: { token: DeviceToken }) => {
      const word = params.token.status;
      const status = word === undefined ? context.status : STATUS_WORDS[word];
      return {
        status,
        vpaAccounts: params.token.vpaAccounts,
        profile: params.token.profile,
        prefix: params.token.prefix ?? context.prefix,
        // Whatever a call answered: a status that moved on leaves its problem behind.
        problem: status === context.status ? context.problem : undefined,
      };
    }),
    noteProblem: assign({
      problem: (_, params: { error: unknown }) => problemOf(params.error),
    }),
    say: assign({
      problem: (_, params: { reason: ProblemReason; retry: boolean }) => ({
        reason: params.reason,
        retry: params.retry,
      }),
    }),
    forgetProblem: assign({ problem: undefined }),
    noteSims: assign({ sims: (_, params: { sims: Secret<readonly Sim[]> }) => params.sims }),
    chooseSim: assign((_, params: { simId: string; mobileNumber: PhoneNumber | undefined }) => ({
      simId: params.simId,
      mobileNumber: params.mobileNumber,
      problem: undefined,
    })),
    noteQuota: assign({
      bindAttempts: (_, params: { quota: BindQuota }) => params.quota.attempts,
    }),
    startTokenClock: assign({
      tokenEndsAt: ({ context }) => context.now + context.timings.smsToken,
    }),
    noteTokenEnd: assign(({ context }, params: { answer: BindAnswer }) => {
      const tokenLeft = tokenLife(context, params.answer.expiresAt);
      return { tokenLeft, tokenEndsAt: context.now + tokenLeft };
    }),
    /** Waits are counted as well: a clock that is set back keeps no token alive. */
    startBindPoll: assign(({ context }) => {
      const { now, timings, tokenLeft, tokenEndsAt } = context;
      const wait = Math.max(0, Math.min(timings.bindPoll, tokenLeft, tokenEndsAt - now));
      return { deadlineAt: now + wait, tokenLeft: tokenLeft - wait };
    }),
    noteBanks: assign({ banks: (_, params: { banks: readonly Bank[] }) => params.banks }),
    chooseBank: assign((_, params: { bankCode: string }) => ({
      bankCode: params.bankCode,
      problem: undefined,
    })),
    noteAccounts: assign({
      accounts: (_, params: { accounts: Secret<readonly Account[]> }) => params.accounts,
    }),
    chooseAccounts: assign((_, params: { referenceIds: readonly string[] }) => ({
      referenceIds: params.referenceIds,
      vpaSuggestions: NOTHING,
      problem: undefined,
    })),
    chooseVpa: assign((_, params: { vpa: Secret<string> }) => ({
      vpa: params.vpa,
      problem: undefined,
    })),
    noteSuggestions: assign({
      vpaSuggestions: (_, params: { answer: VpaAnswer }) => params.answer.suggestions,
    }),
    chooseMpinAccount: assign((_, params: { referenceId: string; card: CardProof }) => ({
      mpinReferenceId: params.referenceId,
      card: params.card,
      problem: undefined,
    })),
    forgetCard: assign({ card: undefined }),
    skipMpin: assign({ mpinSkipped: true, problem: undefined }),
    forgetChoices: assign({
      bankCode: undefined,
      accounts: NOTHING,
      referenceIds: [],
      vpa: undefined,
      vpaSuggestions: NOTHING,
      mpinSkipped: false,
    }),
  },
  guards: {
    isNoPermission: (_, params: { token: DeviceToken }) => params.token.status === 'NOPERMISSION',
    isFreshAfterExpiry: ({ context }, params: { token: DeviceToken }) =>
      params.token.status === 'FRESH' && context.problem?.reason === 'smsTokenExpired',
    isFreshAfterRefusal: ({ context }, params: { token: DeviceToken }) =>
      params.token.status === 'FRESH' && isRefusal(context.problem?.reason),
    isFreshAfterFailure: ({ context }, params: { token: DeviceToken }) =>
      params.token.status === 'FRESH' &&
      context.problem !== undefined &&
      listed(context.sims).length > 0,
    isFresh: (_, params: { token: DeviceToken }) => params.token.status === 'FRESH',
    isBoundAfterFailure: ({ context }, params: { token: DeviceToken }) =>
      params.token.status === 'BOUND' &&
      context.problem !== undefined &&
      context.referenceIds.length > 0,
    isBound: (_, params: { token: DeviceToken }) => params.token.status === 'BOUND',
    isLinked: (_, params: { token: DeviceToken }) => params.token.status === 'LINKED',
    isStillFresh: (_, params: { token: DeviceToken }) => params.token.status === 'FRESH',
    isGranted: (_, params: { granted: boolean }) => params.granted,
    isAllowed: (_, params: { quota: BindQuota }) => params.quota.allowed,
    isVerifying: (_, params: { answer: BindAnswer }) => params.answer.verifying,
    tokenIsOver: ({ context }) => context.now >= context.deadlineAt,
    isAvailable: (_, params: { answer: VpaAnswer }) => params.answer.available,
    isListedSim: ({ context }, params: { simId: string }) =>
      listed(context.sims).some((sim) => sim.simId === params.simId),
    isListedBank: ({ context }, params: { bankCode: string }) =>
      context.banks.some((bank) => bank.bankCode === params.bankCode),
    areListedAccounts: ({ context }, params: { referenceIds: readonly string[] }) =>
      params.referenceIds.length > 0 &&
      params.referenceIds.every((id) =>
        listed(context.accounts).some((account) => account.referenceId === id),
      ),
    isLinkedAccount: ({ context }, params: { referenceId: string }) =>
      linkedAccounts(context).some((account) => account.referenceId === params.referenceId),
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
function tokenLife({ now, timings, tokenEndsAt }: DeviceContext, expiresAt = 0): number {
  const told = expiresAt - now;
  if (told > 0 && told <= LONGEST_TOKEN) return told;
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
