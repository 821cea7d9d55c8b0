import { defaultTimings as timings } from '../../core/model/timings.js';
import { reveal, Secret } from '../../core/protocol/index.js';
import { deviceMachine } from '../../machines/device/machine.js';
import { NO_PROFILE, NOTHING } from '../../machines/device/setup.js';
import type { DeviceContext, DeviceEvent, DeviceToken } from '../../machines/device/types.js';
import { done, failed } from '../machines/support/chart.js';
import { describeModel, on } from './support/model.js';

const LATE = 1_200_000;

function token(status: DeviceToken['status'], mpinSet = true): DeviceToken {
  const account = { referenceId: 'account', lite: false, mpinSet };
  const linked = status === 'LINKED' ? [{ vpa: 'name@psp', accounts: [account] }] : [];
  return { status, prefix: undefined, vpaAccounts: new Secret(linked), profile: NO_PROFILE };
}

const isEmpty = (box: Secret<readonly unknown[]>): boolean => reveal(box, []).length === 0;
const idsOf = <T, K extends keyof T>(box: Secret<readonly T[]>, key: K): readonly T[K][] =>
  reveal(box, []).map((one) => one[key]);

function lacksPin({ vpaAccounts }: DeviceContext): boolean {
  return reveal(vpaAccounts, []).some(({ accounts }) => accounts.some((one) => !one.mpinSet));
}

const hasNoProblem = ({ problem }: DeviceContext): boolean => problem === undefined;
const stillFresh = done('pollSessionToken', token('FRESH'));
const card = new Secret({ lastSix: '123456', expiry: '1230' });

describeModel<DeviceContext, DeviceEvent>('the device machine', {
  'a device': {
    machine: deviceMachine,
    input: (clock) => ({ timings, clock }),
    memory: (context) => [
      context.status,
      context.problem?.reason,
      context.status === 'fresh' && [context.simId, context.bindWait > 0],
      isEmpty(context.sims),
      context.status === 'bound' && [context.banks.length, context.vpa === undefined],
      context.status === 'bound' && [isEmpty(context.accounts), context.referenceIds],
      context.mpinSkipped,
      lacksPin(context),
    ],
    inside: {
      failed: ({ problem }) => problem !== undefined,
      noPermission: ({ status }) => status === 'noPermission',
      'noPermission.idle': (_, event) => !event.type.includes('Permission'),
      'noPermission.asking': hasNoProblem,
      'noPermission.asking.prompting': (_, event) => !('output' in event) || event.output === false,
      'noPermission.refused': ({ problem }) => problem !== undefined,
      fresh: ({ status }) => status === 'fresh',
      'fresh.readingSims': ({ problem, sims }) =>
        problem === undefined || idsOf(sims, 'simId').length === 0,
      'fresh.binding': ({ problem, simId, sims }) =>
        problem === undefined && simId !== undefined && idsOf(sims, 'simId').includes(simId),
      'fresh.binding.token': ({ bindAttempts }) => bindAttempts.length === 1,
      'fresh.binding.token.requesting': ({ tokenEndsAt }) => tokenEndsAt > timings.smsToken,
      'fresh.binding.token.verifying': ({ bindWait, deadlineAt }) => bindWait > 0 && deadlineAt > 0,
      'fresh.tokenExpired': ({ problem }) => problem?.reason === 'smsTokenExpired',
      'fresh.refused': ({ problem }) =>
        problem?.reason === 'simMismatch' || problem?.reason === 'bindLimit',
      bound: ({ status }) => status === 'bound',
      'bound.readingBanks': ({ accounts, bankCode, referenceIds, vpa }) =>
        [bankCode, vpa].every((one) => one === undefined) &&
        referenceIds.length + idsOf(accounts, 'referenceId').length === 0,
      'bound.readingAccounts': ({ bankCode, banks, problem }) =>
        problem === undefined && banks.some((bank) => bank.bankCode === bankCode),
      'bound.namingVpa': ({ accounts, referenceIds }) =>
        referenceIds.length > 0 &&
        referenceIds.every((id) => idsOf(accounts, 'referenceId').includes(id)),
      'bound.checkingVpa': ({ problem, vpa }) => problem === undefined && vpa !== undefined,
      'bound.linking': ({ referenceIds, vpa }) => referenceIds.length > 0 && vpa !== undefined,
      linked: ({ status }) => status === 'linked',
      'linked.idle': (context) => context.mpinSkipped || !lacksPin(context),
      'linked.pinMissing': (context) => !context.mpinSkipped && lacksPin(context),
      'linked.settingMpin': ({ card, mpinReferenceId, problem }) =>
        card !== undefined && mpinReferenceId === 'account' && problem === undefined,
      deregistering: hasNoProblem,
      onboarding: hasNoProblem,
    },
    actions: {
      refresh: on({ type: 'device.refresh' }),
      retry: on({ type: 'device.retry' }),
      cancel: on({ type: 'device.cancel' }),
      deregister: on({ type: 'device.deregister' }),
      onboard: on({ type: 'onboard' }),
      stale: on({ type: 'device.stale' }),
      'app back': on({ type: 'app.foreground' }),
      'deadline passed': on({ type: 'deadline.passed' }, { by: 'deadline' }),
      NOPERMISSION: on(done('readSessionToken', token('NOPERMISSION'))),
      FRESH: on(done('readSessionToken', token('FRESH'))),
      BOUND: on(done('readSessionToken', token('BOUND'))),
      LINKED: on(done('readSessionToken', token('LINKED'))),
      'LINKED, a PIN missing': on(done('readSessionToken', token('LINKED', false))),
      'a token that says nothing': on(done('readSessionToken', token(undefined))),
      'no token': on(failed('readSessionToken')),
      'ask permission': on({ type: 'permission.request' }),
      'granted before': on(done('checkPermission', true), { holds: ['isGranted'] }),
      'not granted before': on(done('checkPermission', false)),
      'permission unknown': on(failed('checkPermission')),
      granted: on(done('askPermission', true), { holds: ['isGranted'] }),
      denied: on(done('askPermission', false)),
      'no dialog': on(failed('askPermission')),
      'a SIM': on(done('readSims', new Secret([{ simId: '0' }]))),
      'no SIM': on(done('readSims', NOTHING)),
      'SIMs unreadable': on(failed('readSims')),
      'choose SIM': on({ type: 'sim.select', simId: '0' }),
      'choose unlisted SIM': on({ type: 'sim.select', simId: '1' }),
      'may bind': {
        event: (_, now) => done('countBindAttempt', { allowed: true, attempts: [now] }),
        holds: ['isAllowed'],
      },
      'bound too often': on(done('countBindAttempt', { allowed: false, attempts: [1, 2, 3] })),
      'not counted': on(failed('countBindAttempt')),
      verifying: {
        event: (_, now) => done('bindDevice', { verifying: true, expiresAt: now + LATE / 2 }),
        holds: ['isVerifying'],
      },
      'verifying, too late': on(done('bindDevice', { verifying: true }), {
        after: LATE,
        holds: ['isVerifying'],
      }),
      'bind answered': on(done('bindDevice', { verifying: false })),
      'bind expired': on(failed('bindDevice', 'smsTokenExpired')),
      'bind refused': on(failed('bindDevice', 'simMismatch')),
      'bind failed': on(failed('bindDevice')),
      'still fresh': on(stillFresh, { holds: ['isStillFresh'] }),
      'still fresh, too late': on(stillFresh, { holds: ['isStillFresh'], after: LATE }),
      'bound meanwhile': on(done('pollSessionToken', token('BOUND'))),
      'poll failed': on(failed('pollSessionToken')),
      'a bank': on(done('readBanks', [{ bankCode: 'bank', name: 'Bank' }])),
      'no bank': on(done('readBanks', [])),
      'banks unreadable': on(failed('readBanks')),
      'choose bank': on({ type: 'bank.select', bankCode: 'bank' }),
      'choose unlisted bank': on({ type: 'bank.select', bankCode: 'other' }),
      'an account': on(done('readAccounts', new Secret([{ referenceId: 'account', lite: false }]))),
      'no account': on(done('readAccounts', NOTHING)),
      'accounts unreadable': on(failed('readAccounts')),
      'choose account': on({ type: 'account.select', referenceIds: ['account'] }),
      'choose unlisted account': on({ type: 'account.select', referenceIds: ['other'] }),
      'choose address': on({ type: 'vpa.select', vpa: new Secret('name@psp') }),
      'address free': on(done('checkVpa', { available: true, suggestions: NOTHING }), {
        holds: ['isAvailable'],
      }),
      'address taken': on(
        done('checkVpa', { available: false, suggestions: new Secret(['other@psp']) }),
      ),
      'address unknown': on(failed('checkVpa')),
      linked: on(done('linkAccounts', undefined)),
      'not linked': on(failed('linkAccounts')),
      'set PIN': on({ type: 'mpin.set', referenceId: 'account', card }),
      'set PIN of another': on({ type: 'mpin.set', referenceId: 'other', card }),
      'skip PIN': on({ type: 'mpin.skip' }),
      'PIN set': on(done('setMpin', undefined)),
      'PIN not set': on(failed('setMpin')),
      deregistered: on(done('deregister', undefined)),
      'not deregistered': on(failed('deregister')),
      onboarded: on(done('runOnboarding', undefined)),
      'not onboarded': on(failed('runOnboarding')),
    },
  },
});
