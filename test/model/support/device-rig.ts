import { createActor } from 'xstate';
import { defaultTimings } from '../../../core/model/timings.js';
import { type Account, type Bank, Secret, type Sim } from '../../../core/protocol/index.js';
import { deviceMachine } from '../../../machines/device/machine.js';
import type { BindInput, LinkInput, MpinInput } from '../../../machines/device/setup.js';
import type {
  BindAnswer,
  BindQuota,
  DeviceEvent,
  DeviceStatus,
  DeviceToken,
  VpaAnswer,
} from '../../../machines/device/types.js';
import { branchRecorder, type Rig } from './drive.js';
import { type Scripted, scripted, scriptedDeadline } from './scripted.js';

type None = Record<string, never>;

export interface DeviceRig extends Rig {
  readonly readSessionToken: Scripted<DeviceToken, None>;
  readonly checkPermission: Scripted<boolean, None>;
  readonly askPermission: Scripted<boolean, None>;
  readonly readSims: Scripted<Secret<readonly Sim[]>, None>;
  readonly countBindAttempt: Scripted<BindQuota, { limit: number }>;
  readonly bindDevice: Scripted<BindAnswer, BindInput>;
  readonly readBanks: Scripted<readonly Bank[], None>;
  readonly readAccounts: Scripted<Secret<readonly Account[]>, { bankCode: string }>;
  readonly checkVpa: Scripted<VpaAnswer, { vpa: Secret<string> | undefined }>;
  readonly linkAccounts: Scripted<void, LinkInput>;
  readonly setMpin: Scripted<void, MpinInput>;
  readonly deregister: Scripted<void, None>;
  readonly runOnboarding: Scripted<void, None>;
  readonly status: DeviceStatus;
  send(event: DeviceEvent): void;
  passDeadline(): void;
  now(): number;
  moveTo(at: number): void;
}

/** One well-formed command of each kind, all about what the scripted SDK knows. */
export const COMMANDS = {
  refresh: { type: 'device.refresh' },
  retry: { type: 'device.retry' },
  cancel: { type: 'device.cancel' },
  deregister: { type: 'device.deregister' },
  stale: { type: 'device.stale' },
  askPermission: { type: 'permission.request' },
  sim: { type: 'sim.select', simId: '0' },
  bank: { type: 'bank.select', bankCode: 'bank' },
  account: { type: 'account.select', referenceIds: ['account'] },
  vpa: { type: 'vpa.select', vpa: new Secret('name@psp') },
  mpin: {
    type: 'mpin.set',
    referenceId: 'account',
    card: new Secret({ lastSix: '123456', expiry: '1230' }),
  },
  skip: { type: 'mpin.skip' },
  onboard: { type: 'onboard' },
  foreground: { type: 'app.foreground' },
} as const satisfies Readonly<Record<string, DeviceEvent>>;

export function deviceRig(): DeviceRig {
  const actors = {
    readSessionToken: scripted<DeviceToken, None>(),
    checkPermission: scripted<boolean, None>(),
    askPermission: scripted<boolean, None>(),
    readSims: scripted<Secret<readonly Sim[]>, None>(),
    countBindAttempt: scripted<BindQuota, { limit: number }>(),
    bindDevice: scripted<BindAnswer, BindInput>(),
    readBanks: scripted<readonly Bank[], None>(),
    readAccounts: scripted<Secret<readonly Account[]>, { bankCode: string }>(),
    checkVpa: scripted<VpaAnswer, { vpa: Secret<string> | undefined }>(),
    linkAccounts: scripted<void, LinkInput>(),
    setMpin: scripted<void, MpinInput>(),
    deregister: scripted<void, None>(),
    runOnboarding: scripted<void, None>(),
  };
  const deadline = scriptedDeadline(1_000);
  const { taken, inspect } = branchRecorder();
  const actor = createActor(
    deviceMachine.provide({
      actors: {
        deadline: deadline.logic,
        readSessionToken: actors.readSessionToken.logic,
        checkPermission: actors.checkPermission.logic,
        askPermission: actors.askPermission.logic,
        readSims: actors.readSims.logic,
        countBindAttempt: actors.countBindAttempt.logic,
        bindDevice: actors.bindDevice.logic,
        readBanks: actors.readBanks.logic,
        readAccounts: actors.readAccounts.logic,
        checkVpa: actors.checkVpa.logic,
        linkAccounts: actors.linkAccounts.logic,
        setMpin: actors.setMpin.logic,
        deregister: actors.deregister.logic,
        runOnboarding: actors.runOnboarding.logic,
      },
    }),
    { input: { timings: defaultTimings, clock: deadline }, inspect },
  );
  return {
    ...actors,
    actor,
    taken,
    commands: Object.values(COMMANDS),
    send: (event) => actor.send(event),
    passDeadline: deadline.pass,
    now: deadline.now,
    moveTo: deadline.moveTo,
    get deadlines() {
      return deadline.running;
    },
    get status() {
      return actor.getSnapshot().context.status;
    },
  };
}
