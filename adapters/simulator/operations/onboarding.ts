import type { Call, Operation } from '../call.js';
import { SdkRefusal } from '../sdk-refusal.js';
import { verify } from './bind.js';
import { echoed, mobileNumberOf } from './parameters.js';
import { tokenShape, vpaAccountShapes } from './shapes.js';

/** `onboarding`: the SDK's own screens, all the way to LINKED. */
export const onboarding: Operation = {
  needsAuth: true,
  async run(call) {
    mobileNumberOf(call.payload);
    await call.trip();
    const isReady = call.world.phone.status === 'LINKED';
    const end = isReady ? 'linked' : await onboard(call);
    if (end === 'back') {
      throw new SdkRefusal('JP_002', 'USER_ABORTED');
    }
    if (end === 'failed') {
      const payload = { action: call.action, status: 'FAILURE' };
      throw new SdkRefusal('JP_001', 'Onboarding failed', payload);
    }
    const linkedAccounts = vpaAccountShapes(call.world);
    const { status, vpaAccounts } = tokenShape(call.world);
    call.answer({
      status: 'SUCCESS',
      linkedAccounts,
      selectedAccount: linkedAccounts[0],
      sessionTokenResponse: { status, vpaAccounts },
      ...echoed(call.payload),
    });
  },
};

/**
 * Walks the person through the SDK's screens: permission, SMS, account, VPA, PIN. Steps that are
 * done already are skipped.
 */
export function onboard(call: Call): Promise<'linked' | 'failed' | 'back'> {
  return call.screenDuring('onboarding', () => walk(call));
}

async function walk(call: Call): Promise<'linked' | 'failed' | 'back'> {
  const { person, phone, settings } = call.world;
  const willing = person.onboarding;
  const asked = phone.status === 'NOPERMISSION' ? person.permission : 'grant';
  const stays = willing === 'ignores' || asked === 'ignore';
  await call.wait(stays ? Number.POSITIVE_INFINITY : settings.pace * 2);
  if (willing === 'goesBack') {
    return 'back';
  }
  if (willing === 'fails' || asked === 'deny') {
    return 'failed';
  }
  phone.grantPermissions();
  try {
    await register(call);
    return 'linked';
  } catch (error) {
    if (error instanceof SdkRefusal) {
      return 'failed';
    }
    throw error;
  }
}

/** Binds by the number that is wanted, if any, and links the first account, with a PIN. */
async function register(call: Call): Promise<void> {
  const { phone, settings } = call.world;
  const wanted = mobileNumberOf(call.payload);
  const sim = phone.sims.find((one) => one.phoneNo.slice(-10) === wanted) ?? phone.sims[0];
  if (phone.status === 'FRESH' && sim !== undefined) {
    await verify(call, sim);
  }
  await call.trip();
  const account = phone.accounts[0];
  if (account !== undefined) {
    phone.link(`${phone.customerId}@${settings.merchant.handle}`, [account]);
    phone.setPin(account.referenceId);
  }
}
