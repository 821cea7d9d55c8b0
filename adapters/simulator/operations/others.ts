import type { Operation } from '../call.js';
import { SdkRefusal } from '../sdk-refusal.js';
import { needBound } from './accounts.js';
import { needText } from './parameters.js';
import { gateway } from './shapes.js';

/** `upiValidVpa`: every well-formed VPA exists, unless its name starts with `nobody`. */
export const validVpa: Operation = {
  needsAuth: true,
  async run(call) {
    const vpa = needText(call.payload, 'customerVpa');
    await call.trip();
    needBound(call);
    const exists = /^[\w.-]+@[\w.]+$/.test(vpa) && !vpa.startsWith('nobody');
    const customerName = exists ? 'XXXXat' : '';
    const isCustomerVpaValid = String(exists);
    call.answer({ status: 'SUCCESS', isCustomerVpaValid, customerName, ...gateway('00') });
  },
};

/** `upiListPendingTransactions`: nobody collects from this customer. */
export const listPendingTransactions: Operation = {
  needsAuth: false,
  async run(call) {
    needText(call.payload, 'limit');
    needText(call.payload, 'offset');
    await call.trip();
    needBound(call);
    call.answer({ status: 'SUCCESS', pendingTransactions: [] });
  },
};

/** `management`: the SDK's own account screens; the person looks and leaves. */
export const management: Operation = {
  needsAuth: true,
  async run(call) {
    const { person, settings } = call.world;
    await call.trip();
    const willing = person.onboarding;
    const end = await call.screen(
      'onboarding',
      willing === 'ignores' ? Number.POSITIVE_INFINITY : settings.pace,
    );
    if (end === 'back' || willing === 'goesBack') {
      throw new SdkRefusal('JP_002', 'USER_ABORTED');
    }
    call.answer({ status: 'SUCCESS' });
  },
};
