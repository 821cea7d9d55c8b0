import type { UpiCommand } from '../../../src/index.js';
import { accountWithPin, axis } from './accounts.js';

/** Every command about the device, as it may be sent. */
export const deviceCommands: readonly UpiCommand[] = [
  { type: 'device.refresh' },
  { type: 'device.retry' },
  { type: 'device.cancel' },
  { type: 'device.deregister' },
  { type: 'permission.request' },
  { type: 'sim.select', simId: '0' },
  { type: 'bank.select', bankCode: axis },
  { type: 'account.select', referenceIds: [accountWithPin] },
  { type: 'vpa.select', vpa: 'abc@upf' },
  { type: 'mpin.set', referenceId: accountWithPin, cardLastSix: '123456', cardExpiry: '1230' },
  { type: 'mpin.skip' },
  { type: 'onboard' },
];
