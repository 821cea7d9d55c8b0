import { assign, fromPromise } from 'xstate';
import { deviceMachine } from '../../machines/device.machine.js';
import type { LinkInput, MpinInput } from '../../machines/device.setup.js';
import type { BindAnswer, DeviceToken, PhoneNumber } from '../../machines/device.types.js';
import { ProblemError } from '../../machines/problem.js';
import {
  isSecret,
  type OperationParams,
  reveal,
  type SdkResult,
  Secret,
  type VpaAccount,
} from '../protocol/index.js';
import type { Cancellation } from '../sdk-client.js';
import { problemOfResult } from '../sdk-problem.js';
import { ask, askRaw, refuseFailure } from './ask.js';
import { deadline } from './clock-actors.js';
import type { Host } from './host.js';
import { hostIn, nowIn } from './host-in.js';
import { upiRequestIdFrom } from './upi-request-id.js';

/** The device statechart with everything it asks of the SDK behind it. */
export const wiredDevice: typeof deviceMachine = deviceMachine.provide({
  actions: { stamp: assign({ now: ({ system }) => nowIn(system) }) },
  actors: {
    deadline,
    readSessionToken: fromPromise(({ system, signal }) => readSessionToken(hostIn(system), signal)),
    checkPermission: fromPromise(({ system, signal }) => {
      const host = hostIn(system);
      return readPermissions(host, 'upiCheckPermission', host.timings.call, signal);
    }),
    askPermission: fromPromise(({ system, signal }) => {
      const host = hostIn(system);
      return readPermissions(host, 'upiGetPermission', host.timings.permission, signal);
    }),
    readSims: fromPromise(async ({ system, signal }) => {
      const { sims } = await ask(hostIn(system), 'upiGetSimDetails', {}, { signal });
      return new Secret(sims);
    }),
    countBindAttempt: fromPromise(({ input, system }) =>
      hostIn(system).journal.countBindAttempt(input.limit),
    ),
    bindDevice: fromPromise(({ input, system, signal }) =>
      bindDevice(hostIn(system), input.simId, input.mobileNumber, signal),
    ),
    readBanks: fromPromise(async ({ system, signal }) => {
      const { banks } = await ask(hostIn(system), 'upiGetBankList', {}, { signal });
      return banks.filter((bank) => bank.upiEnabled !== false);
    }),
    readAccounts: fromPromise(async ({ input, system, signal }) => {
      const params = { bankCodes: [input.bankCode] };
      const { accounts } = await ask(hostIn(system), 'upiGetAccounts', params, { signal });
      return new Secret(accounts);
    }),
    checkVpa: fromPromise(async ({ input, system, signal }) => {
      const params = { vpa: reveal(input.vpa, '') };
      const answer = await ask(hostIn(system), 'upiVpaAvailability', params, { signal });
      const { available, suggestions } = answer;
      return { available: available === true, suggestions: new Secret(suggestions) };
    }),
    linkAccounts: fromPromise(({ input, system, signal }) =>
      linkAccounts(hostIn(system), input, signal),
    ),
    setMpin: fromPromise(async ({ input, system, signal }) => {
      const host = hostIn(system);
      const options = { timeout: host.timings.mpin, signal };
      const { result, response } = await askRaw(
        host,
        'upiSetMpin',
        mpinParams(host, input),
        options,
      );
      const code = response.gatewayResponseCode;
      // Only 00 sets a PIN, whatever the status says.
      if (code !== '00') throw new ProblemError(problemOfResult(result, code));
    }),
    deregister: fromPromise(async ({ system, signal }) => {
      await ask(hostIn(system), 'upiDeregister', {}, { signal });
    }),
    runOnboarding: fromPromise(async ({ system, signal }) => {
      const host = hostIn(system);
      await ask(host, 'onboarding', {}, { timeout: host.timings.onboarding, signal });
    }),
  },
});

/** The status counts even beside an error; without one, the error does. */
async function readSessionToken(host: Host, signal: Cancellation): Promise<DeviceToken> {
  const { mobileNumber, simId, udf } = host.merchant;
  const params = { mobileNumber, simId, udf };
  const { result, response } = await askRaw(host, 'upiGetSessionToken', params, { signal });
  const { status, prefix, vpaAccounts } = response;
  if (status === undefined) refuseFailure(result);
  const { upiNumbers, allowedAccountTypes, deviceFingerPrint, otherInfo } = response;
  const profile = { upiNumbers, allowedAccountTypes, deviceFingerPrint, otherInfo };
  return { status, prefix, vpaAccounts: new Secret(vpaAccounts), profile: new Secret(profile) };
}

async function readPermissions(
  host: Host,
  name: 'upiCheckPermission' | 'upiGetPermission',
  timeout: number,
  signal: Cancellation,
): Promise<boolean> {
  const { permissions } = await ask(host, name, {}, { timeout, signal });
  return permissions.length > 0 && permissions.every((permission) => permission.granted);
}

/** No clock of its own: the SMS token's deadline ends the wait. */
async function bindDevice(
  host: Host,
  simId: string,
  mobileNumber: PhoneNumber | undefined,
  signal: Cancellation,
): Promise<BindAnswer> {
  const params: OperationParams<'upiBindActivateDevice'> = {
    simId,
    mobileNumber: isSecret(mobileNumber) ? mobileNumber.reveal() : undefined,
    udf: host.merchant.udf,
  };
  const untimed = { timeout: undefined, signal };
  const { result, response } = await askRaw(host, 'upiBindActivateDevice', params, untimed);
  const verifying = isVerifying(result);
  if (!verifying) refuseFailure(result);
  return { verifying, expiresAt: response.expiresAt };
}

/** The documents have two names for it, and an SDK may know only one. */
async function linkAccounts(host: Host, input: LinkInput, signal: Cancellation): Promise<void> {
  const { linkAction = 'upiLinkAccounts' } = host.merchant;
  const other = linkAction === 'upiLinkAccounts' ? 'upiLinkAccount' : 'upiLinkAccounts';
  const params = { vpa: reveal(input.vpa, ''), referenceIds: [...input.referenceIds] };
  const { result } = await askRaw(host, linkAction, params, { signal });
  if (isUnknownAction(result)) await ask(host, other, params, { signal });
  else refuseFailure(result);
}

/** The SDK did nothing, for want of such an action: the message says it, not the code. */
function isUnknownAction({ failed, errorMessage }: SdkResult): boolean {
  return failed && /\bunknown\s+event\b/i.test(errorMessage);
}

/** The rails have the token but no SMS yet. */
function isVerifying(result: SdkResult): boolean {
  return /SMS_VERIFICATION_PENDING|TRIGGER_OTP_PENDING/i.test(
    `${result.errorMessage} ${result.errorCode} ${result.status ?? ''}`,
  );
}

function mpinParams(host: Host, input: MpinInput): OperationParams<'upiSetMpin'> {
  const { vpaAccounts, referenceId, prefix, card } = input;
  if (!isSecret(card)) throw new ProblemError({ reason: 'invalid', retry: false });
  const { lastSix, expiry } = card.reveal();
  return {
    vpa: vpaOf(reveal(vpaAccounts, []), referenceId),
    referenceId,
    cardLastSix: lastSix,
    cardExpiry: expiry,
    upiRequestId: upiRequestIdFrom(prefix, host.newId),
  };
}

/** The address that the account is linked to. */
function vpaOf(entries: readonly VpaAccount[], referenceId: string): string {
  const entry = entries.find(({ accounts }) =>
    accounts.some((account) => account.referenceId === referenceId),
  );
  return entry?.vpa ?? '';
}
