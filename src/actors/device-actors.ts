import { fromPromise } from 'xstate';
import { ProblemError } from '../../core/model/problem.js';
import {
  isSecret,
  type OperationParams,
  reveal,
  type SdkResult,
  Secret,
  type VpaAccount,
} from '../../core/protocol/index.js';
import { deviceMachine } from '../../machines/device/machine.js';
import type { LinkInput, MpinInput } from '../../machines/device/setup.js';
import type { BindAnswer, DeviceToken, PhoneNumber } from '../../machines/device/types.js';
import type { Cancellation } from '../sdk/sdk-client.js';
import { problemOfResult } from '../sdk/sdk-problem.js';
import { deadline } from './clock-actors.js';
import { request, requestRaw, throwOnFailure } from './request.js';
import type { Services } from './services.js';
import { servicesOf } from './services-of.js';
import { upiRequestIdFrom } from './upi-request-id.js';

/** The device statechart with everything it asks of the SDK behind it. */
export const deviceWithServices: typeof deviceMachine = deviceMachine.provide({
  actors: {
    deadline,
    readSessionToken: fromPromise(({ system, signal }) =>
      readSessionToken(servicesOf(system), signal),
    ),
    checkPermission: fromPromise(({ system, signal }) => {
      const services = servicesOf(system);
      return readPermissions(services, 'upiCheckPermission', services.timings.call, signal);
    }),
    askPermission: fromPromise(({ system, signal }) => {
      const services = servicesOf(system);
      return readPermissions(services, 'upiGetPermission', services.timings.permission, signal);
    }),
    readSims: fromPromise(async ({ system, signal }) => {
      const { sims } = await request(servicesOf(system), 'upiGetSimDetails', {}, { signal });
      return new Secret(sims);
    }),
    countBindAttempt: fromPromise(({ input, system }) =>
      servicesOf(system).journal.countBindAttempt(input.limit),
    ),
    bindDevice: fromPromise(({ input, system, signal }) =>
      bindDevice(servicesOf(system), input.simId, input.mobileNumber, signal),
    ),
    readBanks: fromPromise(async ({ system, signal }) => {
      const { banks } = await request(servicesOf(system), 'upiGetBankList', {}, { signal });
      return banks.filter((bank) => bank.upiEnabled !== false);
    }),
    readAccounts: fromPromise(async ({ input, system, signal }) => {
      const params = { bankCodes: [input.bankCode] };
      const { accounts } = await request(servicesOf(system), 'upiGetAccounts', params, { signal });
      return new Secret(accounts);
    }),
    checkVpa: fromPromise(async ({ input, system, signal }) => {
      const params = { vpa: reveal(input.vpa, '') };
      const answer = await request(servicesOf(system), 'upiVpaAvailability', params, { signal });
      const { available, suggestions } = answer;
      return { available: available === true, suggestions: new Secret(suggestions) };
    }),
    linkAccounts: fromPromise(({ input, system, signal }) =>
      linkAccounts(servicesOf(system), input, signal),
    ),
    setMpin: fromPromise(async ({ input, system, signal }) => {
      const services = servicesOf(system);
      const options = { timeout: services.timings.mpin, signal };
      const { result, response } = await requestRaw(
        services,
        'upiSetMpin',
        mpinParams(services, input),
        options,
      );
      const code = response.gatewayResponseCode;
      // Only 00 sets a PIN, whatever the status says.
      if (code !== '00') throw new ProblemError(problemOfResult(result, code));
    }),
    deregister: fromPromise(async ({ system, signal }) => {
      await request(servicesOf(system), 'upiDeregister', {}, { signal });
    }),
    runOnboarding: fromPromise(async ({ system, signal }) => {
      const services = servicesOf(system);
      await request(services, 'onboarding', {}, { timeout: services.timings.onboarding, signal });
    }),
  },
});

/** The status counts even beside an error; without one, the error does. */
async function readSessionToken(services: Services, signal: Cancellation): Promise<DeviceToken> {
  const { mobileNumber, simId, udf } = services.merchant;
  const params = { mobileNumber, simId, udf };
  const { result, response } = await requestRaw(services, 'upiGetSessionToken', params, { signal });
  const { status, prefix, vpaAccounts } = response;
  if (status === undefined) throwOnFailure(result);
  const { upiNumbers, allowedAccountTypes, deviceFingerPrint, otherInfo } = response;
  const profile = { upiNumbers, allowedAccountTypes, deviceFingerPrint, otherInfo };
  return { status, prefix, vpaAccounts: new Secret(vpaAccounts), profile: new Secret(profile) };
}

async function readPermissions(
  services: Services,
  name: 'upiCheckPermission' | 'upiGetPermission',
  timeout: number,
  signal: Cancellation,
): Promise<boolean> {
  const { permissions } = await request(services, name, {}, { timeout, signal });
  return permissions.length > 0 && permissions.every((permission) => permission.granted);
}

/** No clock of its own: the SMS token's deadline ends the wait. */
async function bindDevice(
  services: Services,
  simId: string,
  mobileNumber: PhoneNumber | undefined,
  signal: Cancellation,
): Promise<BindAnswer> {
  const params: OperationParams<'upiBindActivateDevice'> = {
    simId,
    mobileNumber: isSecret(mobileNumber) ? mobileNumber.reveal() : undefined,
    udf: services.merchant.udf,
  };
  const untimed = { timeout: undefined, signal };
  const { result, response } = await requestRaw(services, 'upiBindActivateDevice', params, untimed);
  const verifying = isVerifying(result);
  if (!verifying) throwOnFailure(result);
  return { verifying, expiresAt: response.expiresAt };
}

/** The documents have two names for it, and an SDK may know only one. */
async function linkAccounts(
  services: Services,
  input: LinkInput,
  signal: Cancellation,
): Promise<void> {
  const { linkAction = 'upiLinkAccounts' } = services.merchant;
  const other = linkAction === 'upiLinkAccounts' ? 'upiLinkAccount' : 'upiLinkAccounts';
  const params = { vpa: reveal(input.vpa, ''), referenceIds: [...input.referenceIds] };
  const { result } = await requestRaw(services, linkAction, params, { signal });
  if (isUnknownAction(result)) await request(services, other, params, { signal });
  else throwOnFailure(result);
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

function mpinParams(services: Services, input: MpinInput): OperationParams<'upiSetMpin'> {
  const { vpaAccounts, referenceId, prefix, card } = input;
  if (!isSecret(card)) throw new ProblemError({ reason: 'invalid', retry: false });
  const { lastSix, expiry } = card.reveal();
  return {
    vpa: vpaOf(reveal(vpaAccounts, []), referenceId),
    referenceId,
    cardLastSix: lastSix,
    cardExpiry: expiry,
    upiRequestId: upiRequestIdFrom(prefix, services.newId),
  };
}

/** The address that the account is linked to. */
function vpaOf(entries: readonly VpaAccount[], referenceId: string): string {
  const entry = entries.find(({ accounts }) =>
    accounts.some((account) => account.referenceId === referenceId),
  );
  return entry?.vpa ?? '';
}
