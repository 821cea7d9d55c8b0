import { ProblemError, type ProblemReason } from '../../../core/model/problem.js';
import { Secret, type VpaAccount } from '../../../core/protocol/index.js';
import { NO_PROFILE, NOTHING } from '../../../machines/device/setup.js';
import type { DeviceStatus, DeviceToken } from '../../../machines/device/types.js';
import { COMMANDS, type DeviceRig } from './device-rig.js';
import type { Move, Play } from './move.js';

/** What the model remembers of a device. */
export type DeviceFacts = Readonly<{
  /** What the last session token said. */
  token: NonNullable<DeviceToken['status']> | 'none';
  status: DeviceStatus;
  problem: 'none' | 'expired' | 'refusal' | 'other';
  /** SIMs are listed. */
  sims: boolean;
  simChosen: boolean;
  /** The SMS token's end has come. */
  tokenOver: boolean;
  banks: boolean;
  accounts: boolean;
  accountsChosen: boolean;
  vpaChosen: boolean;
  /** A linked account lacks its PIN. */
  pinMissing: boolean;
  pinSkipped: boolean;
}>;

type DeviceMove = Move<DeviceFacts, DeviceRig>;
type Told = NonNullable<DeviceMove['remember']>;

const REASONS: Readonly<Record<Exclude<DeviceFacts['problem'], 'none'>, ProblemReason>> = {
  expired: 'smsTokenExpired',
  refusal: 'simMismatch',
  other: 'timeout',
};

const FAR = 600_000;

const withoutProblem = (): Partial<DeviceFacts> => ({ problem: 'none' });
const withProblem = (): Partial<DeviceFacts> => ({ problem: 'other' });

function command(name: keyof typeof COMMANDS, remember?: Told): readonly DeviceMove[] {
  return [{ ...(remember && { remember }), act: (rig) => rig.send(COMMANDS[name]) }];
}

function only(when: (facts: DeviceFacts) => boolean, moves: readonly DeviceMove[]) {
  return moves.map((move): DeviceMove => ({ ...move, when }));
}

type Asked = {
  [Key in keyof DeviceRig]: DeviceRig[Key] extends { reject(error: Error): void } ? Key : never;
}[keyof DeviceRig];

function fails(name: Asked, remember: Told = withProblem): readonly DeviceMove[] {
  return [{ remember, act: (rig) => rig[name].reject(failure('other')) }];
}

function failure(problem: keyof typeof REASONS): ProblemError {
  return new ProblemError({ reason: REASONS[problem], retry: true });
}

function token(
  status: DeviceToken['status'],
  vpaAccounts: readonly VpaAccount[] = [],
): DeviceToken {
  return {
    status,
    prefix: undefined,
    vpaAccounts: new Secret(vpaAccounts),
    profile: NO_PROFILE,
  };
}

function linkedTo(mpinSet: boolean): readonly VpaAccount[] {
  return [{ vpa: 'name@psp', accounts: [{ referenceId: 'account', lite: false, mpinSet }] }];
}

/** A token that says where the device is; a status that moved on leaves its problem behind. */
function said(status: DeviceStatus, more: Partial<DeviceFacts> = {}): Told {
  return (facts) => ({
    status,
    pinMissing: false,
    problem: status === facts.status ? facts.problem : 'none',
    ...more,
  });
}

/** The session token says this word. */
function tells(
  word: NonNullable<DeviceToken['status']>,
  remember: Told,
  vpaAccounts?: readonly VpaAccount[],
): DeviceMove {
  return {
    with: word,
    remember: (facts) => ({ ...remember(facts), token: word }),
    act: (rig) => rig.readSessionToken.resolve(token(word, vpaAccounts)),
  };
}

const bindFailed = ({ problem, sims }: DeviceFacts): boolean => problem === 'other' && sims;
const linkFailed = ({ problem, accountsChosen }: DeviceFacts): boolean =>
  problem !== 'none' && accountsChosen;
const says = (word: DeviceFacts['token']): readonly DeviceMove[] => [
  { when: ({ token: said }) => said === word },
];

const asksForStatus: readonly DeviceMove[] = (['NOPERMISSION', 'BOUND', 'LINKED'] as const).map(
  (status) => ({
    with: status,
    act: (rig) => rig.readSessionToken.resolve(token(status)),
  }),
);

const moves: Readonly<Record<string, readonly DeviceMove[]>> = {
  'device.refresh': command('refresh', withoutProblem),
  'device.stale': command('stale'),
  onboard: command('onboard', withoutProblem),
  'app.foreground': command('foreground', withoutProblem),
  'device.cancel': command('cancel', withoutProblem),
  'device.deregister': command('deregister', withoutProblem),
  'device.retry': command('retry', withoutProblem),

  'done.readSessionToken': [
    tells('NOPERMISSION', said('noPermission')),
    tells('FRESH', said('fresh')),
    tells('BOUND', said('bound')),
    { ...tells('LINKED', said('linked'), linkedTo(true)), with: 'every PIN set' },
    {
      ...tells('LINKED', said('linked', { pinMissing: true }), linkedTo(false)),
      with: 'a PIN missing',
    },
    {
      with: 'nothing',
      remember: () => ({ token: 'none', pinMissing: false }),
      act: (rig) => rig.readSessionToken.resolve(token(undefined)),
    },
  ],
  'always.deciding#isNoPermission': says('NOPERMISSION'),
  'always.deciding#isFresh': says('FRESH'),
  'always.deciding#isBound': says('BOUND'),
  'always.deciding#isLinked': says('LINKED'),
  'always.deciding#otherwise': [
    { when: ({ token: said }) => said === 'none', remember: withProblem },
  ],
  'always.fresh.routing#tokenWasLate': [{ when: ({ problem }) => problem === 'expired' }],
  'always.fresh.routing#wasRefused': [{ when: ({ problem }) => problem === 'refusal' }],
  'always.fresh.routing#bindFailed': [{ when: bindFailed }],
  'always.fresh.routing#otherwise': [
    { when: (facts) => facts.problem === 'none' || (facts.problem === 'other' && !facts.sims) },
  ],
  'always.bound.routing#linkFailed': [{ when: linkFailed }],
  'always.bound.routing#otherwise': [{ when: (facts) => !linkFailed(facts) }],
  'error.readSessionToken': fails('readSessionToken'),

  'permission.request': command('askPermission'),
  'done.checkPermission#isGranted': [{ act: (rig) => rig.checkPermission.resolve(true) }],
  'done.checkPermission#otherwise': [{ act: (rig) => rig.checkPermission.resolve(false) }],
  'error.checkPermission': fails('checkPermission', () => ({})),
  'done.askPermission#isGranted': [{ act: (rig) => rig.askPermission.resolve(true) }],
  'done.askPermission#otherwise': [
    { remember: withProblem, act: (rig) => rig.askPermission.resolve(false) },
  ],
  'error.askPermission': fails('askPermission'),

  'done.readSims': [
    {
      with: 'some',
      remember: () => ({ sims: true }),
      act: (rig) => rig.readSims.resolve(new Secret([{ simId: '0' }])),
    },
    {
      with: 'none',
      remember: () => ({ sims: false }),
      act: (rig) => rig.readSims.resolve(NOTHING),
    },
  ],
  'error.readSims': fails('readSims'),
  'sim.select#isListedSim': only(
    ({ sims }) => sims,
    command('sim', () => ({ simChosen: true, ...withoutProblem() })),
  ),
  'device.retry#hasNoSims': only(({ sims }) => !sims, command('retry', withoutProblem)),
  'device.retry#hasChosenSim': only(
    ({ sims, simChosen }) => sims && simChosen,
    command('retry', withoutProblem),
  ),
  'done.countBindAttempt#isAllowed': [
    { act: (rig) => rig.countBindAttempt.resolve({ allowed: true, attempts: [rig.now()] }) },
  ],
  'done.countBindAttempt#otherwise': [
    {
      remember: () => ({ problem: 'refusal' }),
      act: (rig) => rig.countBindAttempt.resolve({ allowed: false, attempts: [1, 2, 3] }),
    },
  ],
  'error.countBindAttempt': fails('countBindAttempt'),
  'done.bindDevice#isVerifying': [
    {
      with: 'in time',
      act: (rig) => rig.bindDevice.resolve({ verifying: true, expiresAt: rig.now() + FAR }),
    },
    {
      with: 'too late',
      remember: () => ({ tokenOver: true }),
      act: (rig) => {
        rig.moveTo(rig.now() + FAR);
        rig.bindDevice.resolve({ verifying: true });
      },
    },
  ],
  'done.bindDevice#otherwise': [{ act: (rig) => rig.bindDevice.resolve({ verifying: false }) }],
  'error.bindDevice': (['expired', 'refusal', 'other'] as const).map((problem) => ({
    with: problem,
    remember: () => ({ problem }),
    act: (rig) => rig.bindDevice.reject(failure(problem)),
  })),
  'always.fresh.binding.token.verifying#tokenIsOver': [
    { when: ({ tokenOver }) => tokenOver, remember: () => ({ problem: 'expired' }) },
  ],
  'done.pollSessionToken#isStillFresh': [
    { with: 'in time', act: (rig) => rig.readSessionToken.resolve(token('FRESH')) },
    {
      with: 'too late',
      remember: () => ({ tokenOver: true }),
      act: (rig) => {
        rig.moveTo(rig.now() + 2 * FAR);
        rig.readSessionToken.resolve(token('FRESH'));
      },
    },
  ],
  'done.pollSessionToken#otherwise': asksForStatus,
  'error.pollSessionToken': fails('readSessionToken', () => ({})),

  'done.readBanks': [
    {
      with: 'some',
      remember: () => ({ banks: true }),
      act: (rig) => rig.readBanks.resolve([{ bankCode: 'bank', name: 'Bank' }]),
    },
    { with: 'none', remember: () => ({ banks: false }), act: (rig) => rig.readBanks.resolve([]) },
  ],
  'error.readBanks': fails('readBanks'),
  'bank.select#isListedBank': only(({ banks }) => banks, command('bank', withoutProblem)),
  'device.retry#hasNoBanks': only(({ banks }) => !banks, command('retry', withoutProblem)),
  'done.readAccounts': [
    {
      with: 'some',
      remember: () => ({ accounts: true }),
      act: (rig) => rig.readAccounts.resolve(new Secret([{ referenceId: 'account', lite: false }])),
    },
    {
      with: 'none',
      remember: () => ({ accounts: false }),
      act: (rig) => rig.readAccounts.resolve(NOTHING),
    },
  ],
  'error.readAccounts': fails('readAccounts'),
  'account.select#areListedAccounts': only(
    ({ accounts }) => accounts,
    command('account', () => ({ accountsChosen: true, ...withoutProblem() })),
  ),
  'device.retry#hasNoAccounts': only(({ accounts }) => !accounts, command('retry', withoutProblem)),
  'vpa.select': command('vpa', () => ({ vpaChosen: true, ...withoutProblem() })),
  'device.retry#hasChosenVpa': only(({ vpaChosen }) => vpaChosen, command('retry', withoutProblem)),
  'done.checkVpa#isAvailable': [
    { act: (rig) => rig.checkVpa.resolve({ available: true, suggestions: NOTHING }) },
  ],
  'done.checkVpa#otherwise': [
    {
      remember: withProblem,
      act: (rig) =>
        rig.checkVpa.resolve({ available: false, suggestions: new Secret(['other@psp']) }),
    },
  ],
  'error.checkVpa': fails('checkVpa'),
  'done.linkAccounts': [{ act: (rig) => rig.linkAccounts.resolve() }],
  'error.linkAccounts': fails('linkAccounts'),

  'always.linked.routing#pinIsMissing': [
    { when: ({ pinMissing, pinSkipped }) => pinMissing && !pinSkipped },
  ],
  'always.linked.routing#otherwise': [
    { when: ({ pinMissing, pinSkipped }) => !pinMissing || pinSkipped },
  ],
  'mpin.set#isLinkedAccount': command('mpin', withoutProblem),
  'mpin.skip': command('skip', () => ({ pinSkipped: true, ...withoutProblem() })),
  'done.setMpin': [{ act: (rig) => rig.setMpin.resolve() }],
  'error.setMpin': fails('setMpin'),
  'done.deregister': [{ act: (rig) => rig.deregister.resolve() }],
  'error.deregister': fails('deregister'),
  'done.runOnboarding': [{ act: (rig) => rig.runOnboarding.resolve() }],
  'error.runOnboarding': fails('runOnboarding'),
  'deadline.passed': [{ act: (rig) => rig.passDeadline() }],
};

export const devicePlay: Play<DeviceFacts, DeviceRig> = {
  facts: {
    token: 'none',
    status: 'unknown',
    problem: 'none',
    sims: false,
    simChosen: false,
    tokenOver: false,
    banks: false,
    accounts: false,
    accountsChosen: false,
    vpaChosen: false,
    pinMissing: false,
    pinSkipped: false,
  },
  moves,
  entering: {
    'noPermission.asking': withoutProblem,
    'fresh.binding.token': () => ({ tokenOver: false }),
    'fresh.tokenExpired': () => ({ problem: 'expired' }),
    'bound.readingBanks': () => ({
      accounts: false,
      accountsChosen: false,
      vpaChosen: false,
      pinSkipped: false,
    }),
  },
};
