import { describe, expect, it } from 'vitest';
import { createActor, fromCallback, fromPromise } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { type Account, type Bank, Secret, type Sim } from '../../../core/protocol/index.js';
import { NO_PROFILE, NOTHING } from '../../../machines/device/setup.js';
import type {
  BindAnswer,
  BindQuota,
  DeviceToken,
  VpaAnswer,
} from '../../../machines/device/types.js';
import { deviceMachine } from '../../../machines/index.js';
import { pathOf } from '../../../testing/chart.js';
import { settle } from '../support/chart.js';

type Word = DeviceToken['status'];

const account: Account = { referenceId: 'R1', lite: false, mpinSet: true };

function token(status: Word): DeviceToken {
  const vpaAccounts = status === 'LINKED' ? [{ vpa: 'a@upf', accounts: [account] }] : [];
  return { status, vpaAccounts: new Secret(vpaAccounts), profile: NO_PROFILE, prefix: 'UPF' };
}

const clock = { now: () => 1_000 };

/** A device whose session tokens say these words one after the other. */
function run(words: readonly Word[], more: Parameters<typeof provide>[1] = {}) {
  const actor = createActor(provide(words, more), { input: { timings: defaultTimings, clock } });
  const path = pathOf(actor);
  actor.start();
  return { actor, path };
}

function provide(
  words: readonly Word[],
  more: { readonly granted?: boolean; readonly bind?: 'ok' | 'fails' | 'hangs' },
) {
  const rest = [...words];
  return deviceMachine.provide({
    actors: {
      readSessionToken: fromPromise(async () => token(rest.shift())),
      checkPermission: fromPromise(async () => false),
      askPermission: fromPromise(async () => more.granted ?? true),
      readSims: fromPromise(
        async (): Promise<Secret<readonly Sim[]>> => new Secret([{ simId: '0' }]),
      ),
      countBindAttempt: fromPromise(
        async (): Promise<BindQuota> => ({ allowed: true, attempts: [1] }),
      ),
      bindDevice: fromPromise(async (): Promise<BindAnswer> => {
        if (more.bind === 'hangs') await new Promise(() => {});
        if (more.bind === 'fails') throw new ProblemError({ reason: 'simMismatch', retry: true });
        return { verifying: false };
      }),
      readBanks: fromPromise(
        async (): Promise<readonly Bank[]> => [{ bankCode: 'B', name: 'Bank', referenceId: 'b' }],
      ),
      readAccounts: fromPromise(
        async (): Promise<Secret<readonly Account[]>> => new Secret([account]),
      ),
      checkVpa: fromPromise(
        async (): Promise<VpaAnswer> => ({ available: true, suggestions: NOTHING }),
      ),
      linkAccounts: fromPromise(async () => {}),
      deregister: fromPromise(async () => {}),
      runOnboarding: fromPromise(async (): Promise<void> => {
        throw new ProblemError({ reason: 'declined', retry: true });
      }),
      deadline: fromCallback(() => {}),
    },
  });
}

describe('the device statechart', () => {
  it('goes from no permission to linked, over checking each time', async () => {
    const { actor, path } = run(['NOPERMISSION', 'FRESH', 'BOUND', 'LINKED']);
    await settle();
    actor.send({ type: 'permission.request' });
    await settle();
    actor.send({ type: 'sim.select', simId: '0' });
    await settle();
    actor.send({ type: 'bank.select', bankCode: 'B' });
    await settle();
    actor.send({ type: 'account.select', referenceIds: ['R1'] });
    actor.send({ type: 'vpa.select', vpa: new Secret('a@upf') });
    await settle();
    expect(path).toEqual([
      'checking',
      'noPermission.idle',
      'noPermission.asking.checkingPermission',
      'noPermission.asking.prompting',
      'checking',
      'fresh.readingSims',
      'fresh.choosingSim',
      'fresh.binding.counting',
      'fresh.binding.token.requesting',
      'checking',
      'bound.readingBanks',
      'bound.choosingBank',
      'bound.readingAccounts',
      'bound.choosingAccount',
      'bound.namingVpa',
      'bound.checkingVpa',
      'bound.linking',
      'checking',
      'linked.idle',
    ]);
  });

  it('is refused when the dialog is', async () => {
    const { actor, path } = run(['NOPERMISSION'], { granted: false });
    await settle();
    actor.send({ type: 'permission.request' });
    await settle();
    expect(path.at(-1)).toBe('noPermission.refused');
  });

  it('is refused when the rails refuse, and only after the token said fresh', async () => {
    const { actor, path } = run(['FRESH', 'FRESH'], { bind: 'fails' });
    await settle();
    actor.send({ type: 'sim.select', simId: '0' });
    await settle();
    expect(path.slice(-2)).toEqual(['checking', 'fresh.refused']);
  });

  it('ends the token at its deadline', async () => {
    const { actor, path } = run(['FRESH'], { bind: 'hangs' });
    await settle();
    actor.send({ type: 'sim.select', simId: '0' });
    await settle();
    actor.send({ type: 'deadline.passed' });
    expect(path.slice(-2)).toEqual(['fresh.binding.token.requesting', 'fresh.tokenExpired']);
  });

  it('goes back over checking when it is deregistered, or onboarding failed', async () => {
    const { actor, path } = run(['LINKED', 'FRESH', 'FRESH']);
    await settle();
    actor.send({ type: 'device.deregister' });
    await settle();
    actor.send({ type: 'onboard' });
    await settle();
    expect(path).toEqual([
      'checking',
      'linked.idle',
      'deregistering',
      'checking',
      'fresh.readingSims',
      'fresh.choosingSim',
      'onboarding',
      'checking',
      'fresh.choosingSim',
    ]);
    expect(actor.getSnapshot().context.problem).toEqual({ reason: 'declined', retry: true });
  });

  it('keeps its status when a token says none', async () => {
    const { actor, path } = run(['BOUND', undefined]);
    await settle();
    actor.send({ type: 'device.refresh' });
    await settle();
    expect(path.at(-1)).toBe('failed');
    expect(actor.getSnapshot().context.status).toBe('bound');
  });

  it('fails softly when nothing is provided', async () => {
    const actor = createActor(deviceMachine, { input: { timings: defaultTimings, clock } });
    const path = pathOf(actor);
    actor.start();
    await settle();
    expect(path).toEqual(['checking', 'failed']);
    expect(actor.getSnapshot().context.problem).toEqual({ reason: 'notReady', retry: false });
    expect(actor.getSnapshot().status).toBe('active');
  });
});
