import type { Call, Operation } from '../call.js';
import { istTime } from '../instants.js';
import { flagAt, type JsonObject } from '../json.js';
import type { SmsOutcome } from '../person.js';
import { badParameter, SdkRefusal } from '../sdk-refusal.js';
import type { SimulatedSim } from '../settings.js';
import { echoed, mobileNumberOf, needText } from './parameters.js';
import { tokenShape } from './shapes.js';

/** What the rails say to outcomes that are refused as soon as the SMS was looked at. */
const REFUSED: Readonly<Partial<Record<SmsOutcome, string>>> = {
  mismatch: 'SMS_VERIFICATION_MISMATCH',
  declined: 'REGISTRATION_DECLINED',
  limit: 'BIND_DEVICE_LIMIT_EXCEEDED',
  otherBinding: 'OPERATION_RESTRICTED_DEREGISTER_CUSTOMER',
};

/** `upiBindActivateDevice`: SMS token, SMS, verification, bind and activate in one. */
export const bindActivateDevice: Operation = {
  needsAuth: true,
  async run(call) {
    const { phone } = call.world;
    const sim = simOf(call);
    if (!flagAt(call.payload, 'isBindAndActivateRequest')) {
      throw badParameter('isBindAndActivateRequest');
    }
    mobileNumberOf(call.payload);
    await call.trip();
    if (phone.status === 'FRESH') {
      await verify(call, sim);
    }
    call.answer({ ...bindShape(call), ...echoed(call.payload) });
  },
};

/** Sends the SMS and waits for its verification. Refuses, or never returns, as the script says. */
export async function verify(call: Call, sim: SimulatedSim): Promise<void> {
  const { clock, person, phone, settings } = call.world;
  const wanted = mobileNumberOf(call.payload);
  if (!phone.mayBind) {
    throw refusedBy(call, 'BIND_DEVICE_LIMIT_EXCEEDED');
  }
  const expiresAt = clock.trueNow() + settings.smsTokenLifetime;
  const outcome = person.nextSms();
  phone.countSms();
  await call.wait(settings.latency * 5);
  if (wanted !== undefined && wanted !== sim.phoneNo.slice(-10)) {
    throw refusedBy(call, 'SMS_VERIFICATION_MISMATCH');
  }
  const refused = REFUSED[outcome];
  if (refused !== undefined) {
    throw refusedBy(call, refused);
  }
  switch (outcome) {
    case 'pending': {
      const { customerId } = phone;
      // The rails finish it alone; the app hears of it from the next session token.
      clock.setTimeout(() => {
        if (phone.customerId === customerId) {
          phone.bind(sim.phoneNo);
        }
      }, settings.smsTokenLifetime / 2);
      throw refusedBy(call, 'SMS_VERIFICATION_PENDING', { expiryTimestamp: istTime(expiresAt) });
    }
    case 'never':
      return new Promise(() => {});
    case 'expired':
      await call.wait(expiresAt + settings.latency - clock.trueNow());
      throw refusedBy(call, 'SMS_VERIFICATION_EXPIRED', { expiryTimestamp: istTime(expiresAt) });
    case 'late':
      await call.wait(expiresAt + settings.smsTokenLifetime / 2 - clock.trueNow());
      break;
    default:
      break;
  }
  phone.bind(sim.phoneNo);
}

function simOf(call: Call): SimulatedSim {
  const simId = needText(call.payload, 'simId');
  const sim = call.world.phone.sims.find((one) => one.id === simId);
  if (sim === undefined) {
    throw badParameter('simId');
  }
  return sim;
}

/** The documented sample answers with the action of the session token. */
function bindShape(call: Call): JsonObject {
  const { phone, settings } = call.world;
  const shape = { action: 'getSessionToken', ...tokenShape(call.world) };
  const isDone = phone.status === 'BOUND' || phone.status === 'LINKED';
  return settings.bindVocabulary === 'device'
    ? shape
    : { ...shape, status: isDone ? 'SUCCESS' : 'FAILURE' };
}

function refusedBy(call: Call, message: string, more: JsonObject = {}): SdkRefusal {
  return new SdkRefusal('JP_001', message, { ...bindShape(call), ...more });
}
