import { assign, fromPromise } from 'xstate';
import { deviceMachine } from '../../machines/device.machine.js';
import type { MpinInput } from '../../machines/device.setup.js';
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
import { deadlineActor } from './clock-actors.js';
import type { Host } from './host.js';

/** The device statechart with everything it asks of the SDK behind it. */
export function deviceOf(host: Host): typeof deviceMachine {
  const { call, permission, onboarding, mpin } = host.timings;
  return deviceMachine.provide({
    actions: { stamp: assign({ now: () => host.deadlines.now() }) },
    actors: {
      deadline: deadlineActor(host),
      readSessionToken: fromPromise(({ signal }) => readSessionToken(host, signal)),
      checkPermission: fromPromise(({ signal }) =>
        readPermissions(host, 'upiCheckPermission', call, signal),
      ),
      askPermission: fromPromise(({ signal }) =>
        readPermissions(host, 'upiGetPermission', permission, signal),
      ),
      readSims: fromPromise(async ({ signal }) => {
        const { sims } = await ask(host, 'upiGetSimDetails', {}, { timeout: call, signal });
        return new Secret(sims);
      }),
      countBindAttempt: fromPromise(({ input }) => host.journal.countBindAttempt(input.limit)),
      bindDevice: fromPromise(({ input, signal }) =>
        bindDevice(host, input.simId, input.mobileNumber, signal),
      ),
      readBanks: fromPromise(async ({ signal }) => {
        const { banks } = await ask(host, 'upiGetBankList', {}, { timeout: call, signal });
        return banks.filter((bank) => bank.upiEnabled !== false);
      }),
      readAccounts: fromPromise(async ({ input, signal }) => {
        const params = { bankCodes: [input.bankCode] };
        const { accounts } = await ask(host, 'upiGetAccounts', params, { timeout: call, signal });
        return new Secret(accounts);
      }),
      checkVpa: fromPromise(async ({ input, signal }) => {
        const params = { vpa: reveal(input.vpa, '') };
        const answer = await ask(host, 'upiVpaAvailability', params, { timeout: call, signal });
        const { available, suggestions } = answer;
        return { available: available === true, suggestions: new Secret(suggestions) };
      }),
      linkAccounts: fromPromise(async ({ input, signal }) => {
        const params = { vpa: reveal(input.vpa, ''), referenceIds: [...input.referenceIds] };
        await ask(host, 'upiLinkAccounts', params, { timeout: call, signal });
      }),
      setMpin: fromPromise(async ({ input, signal }) => {
        const params = mpinParams(host, input);
        const { result, response } = await askRaw(host, 'upiSetMpin', params, {
          timeout: mpin,
          signal,
        });
        const code = response.gatewayResponseCode;
        // Only 00 sets a PIN, whatever the status says.
        if (code !== '00') throw new ProblemError(problemOfResult(result, code));
      }),
      deregister: fromPromise(async ({ signal }) => {
        await ask(host, 'upiDeregister', {}, { timeout: call, signal });
      }),
      runOnboarding: fromPromise(async ({ signal }) => {
        await ask(host, 'onboarding', {}, { timeout: onboarding, signal });
      }),
    },
  });
}

/** The status counts even beside an error; without one, the error does. */
async function readSessionToken(host: Host, signal: Cancellation): Promise<DeviceToken> {
  const options = { timeout: host.timings.call, signal };
  const { result, response } = await askRaw(host, 'upiGetSessionToken', {}, options);
  const { status, prefix, vpaAccounts } = response;
  if (status === undefined) refuseFailure(result);
  return { status, prefix, vpaAccounts: new Secret(vpaAccounts) };
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
  };
  const { result, response } = await askRaw(host, 'upiBindActivateDevice', params, { signal });
  const verifying = isVerifying(result);
  if (!verifying) refuseFailure(result);
  return { verifying, expiresAt: response.expiresAt };
}

/** The rails have the token but no SMS yet (protocol-facts §4.2). */
function isVerifying(result: SdkResult): boolean {
  return /SMS_VERIFICATION_PENDING|TRIGGER_OTP_PENDING/i.test(
    `${result.errorMessage} ${result.errorCode} ${result.status ?? ''}`,
  );
}

/** At most 35 letters and digits, starting with the merchant's prefix (protocol-facts §4). */
const UPI_REQUEST_ID_LENGTH = 35;

function mpinParams(host: Host, input: MpinInput): OperationParams<'upiSetMpin'> {
  const { vpaAccounts, referenceId, prefix, card } = input;
  if (!isSecret(card)) throw new ProblemError({ reason: 'invalid', retry: false });
  const { lastSix, expiry } = card.reveal();
  const upiRequestId = `${prefix}${host.newId().replaceAll('-', '')}`;
  return {
    vpa: vpaOf(reveal(vpaAccounts, []), referenceId),
    referenceId,
    cardLastSix: lastSix,
    cardExpiry: expiry,
    upiRequestId: upiRequestId.slice(0, UPI_REQUEST_ID_LENGTH),
  };
}

/** The address that the account is linked to. */
function vpaOf(entries: readonly VpaAccount[], referenceId: string): string {
  const entry = entries.find(({ accounts }) =>
    accounts.some((account) => account.referenceId === referenceId),
  );
  return entry?.vpa ?? '';
}
