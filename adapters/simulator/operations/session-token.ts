import type { Operation, World } from '../call.js';
import type { JsonObject } from '../json.js';
import { echoed, mobileNumberOf } from './parameters.js';
import { tokenShape } from './shapes.js';

/** `upiGetSessionToken`: where the device stands, and its accounts. */
export const getSessionToken: Operation = {
  needsAuth: true,
  async run(call) {
    mobileNumberOf(call.payload);
    await call.trip();
    call.answer({
      ...tokenShape(call.world),
      ...profileShape(call.world),
      ...echoed(call.payload),
    });
  },
};

/** What only some products name, each in the spelling of the documents. */
function profileShape({ phone, settings }: World): JsonObject {
  const { upiNumbers, allowedAccountTypes } = settings;
  const isNamed = phone.boundNumber !== undefined && upiNumbers.length > 0;
  const numbers = upiNumbers.map(({ status, ...number }) => ({
    ...number,
    upiNumberStatus: status,
  }));
  return {
    ...(isNamed && { upiNumbers: numbers }),
    ...(allowedAccountTypes.length > 0 && { allowedAccountTypes }),
  };
}

/** `updateAuth`: a fresh authentication group; its check has refreshed the session already. */
export const updateAuth: Operation = {
  needsAuth: true,
  async run(call) {
    if (call.world.settings.answersUpdateAuth) {
      await call.trip();
      call.answer({ status: 'SUCCESS' });
    }
  },
};
