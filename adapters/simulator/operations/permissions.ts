import type { Operation } from '../call.js';
import { SdkRefusal } from '../sdk-refusal.js';

/** `upiCheckPermission`: what is granted, without asking. */
export const checkPermission: Operation = {
  needsAuth: false,
  async run(call) {
    await call.wait(30);
    call.answer({ permissions: call.world.phone.permissions, status: 'SUCCESS' });
  },
};

/** `upiGetPermission`: shows the dialog of the operating system when something is missing. */
export const getPermission: Operation = {
  needsAuth: false,
  async run(call) {
    const { person, phone, settings } = call.world;
    await call.wait(30);
    if (phone.status === 'NOPERMISSION') {
      const ms = person.permission === 'ignore' ? Number.POSITIVE_INFINITY : settings.pace;
      const end = await call.screen('permission', ms);
      if (end === 'back') {
        throw new SdkRefusal('JP_002', 'USER_ABORTED');
      }
      if (person.permission !== 'grant') {
        const { permissions } = phone;
        const payload = { action: call.action, permissions, status: 'FAILURE' };
        throw new SdkRefusal('JP_001', 'User Denied Permission', payload);
      }
      phone.grantPermissions();
    }
    call.answer({ permissions: phone.permissions, status: 'SUCCESS' });
  },
};

/** `upiGetSimDetails`: the SIMs; on iOS always two without numbers. */
export const getSimDetails: Operation = {
  needsAuth: false,
  async run(call) {
    const { phone } = call.world;
    await call.wait(30);
    if (phone.status === 'NOPERMISSION') {
      throw new SdkRefusal('JP_001', 'Unable to fetch sims');
    }
    const real = phone.sims.map((sim) => ({ ...sim }));
    const dummies = ['0', '1'].map((id) => ({ id, provider: `SIM ${id}`, simSerialNo: '' }));
    call.answer({ simDetails: phone.platform === 'ios' ? dummies : real, status: 'SUCCESS' });
  },
};
