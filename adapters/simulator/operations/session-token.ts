import type { Operation } from '../call.js';
import { echoed } from './parameters.js';
import { tokenShape } from './shapes.js';

/** `upiGetSessionToken`: where the device stands, and its accounts. */
export const getSessionToken: Operation = {
  needsAuth: true,
  async run(call) {
    await call.trip();
    call.answer({ ...tokenShape(call.world), ...echoed(call.payload) });
  },
};

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
