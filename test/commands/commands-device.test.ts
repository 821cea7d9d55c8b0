import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/protocol/index.js';
import { upiFlowMachine } from '../../machines/index.js';
import type { CommandEvent } from '../../src/commands/command-event.js';
import { rejectionOf } from '../../src/commands/rejection-of.js';
import { record } from '../journal/support/records.js';
import { book, byId, deviceAt } from '../machines/support/root.js';

const permission = { type: 'permission.request' } as const;
const sim = { type: 'sim.select', simId: '0' } as const;
const vpa = { type: 'vpa.select', vpa: new Secret('asha@upf') } as const;
const retry = { type: 'device.retry' } as const;
const deregister = { type: 'device.deregister' } as const;
const card = new Secret({ lastSix: '123456', expiry: '1230' });
const mpin = { type: 'mpin.set', referenceId: 'acc-1', card } as const;

const commands: readonly CommandEvent[] = [
  ...[permission, sim, vpa, retry, deregister, mpin],
  { type: 'onboard' },
  { type: 'device.refresh' },
  { type: 'device.cancel' },
  { type: 'bank.select', bankCode: '607153' },
  { type: 'account.select', referenceIds: ['acc-1'] },
  { type: 'mpin.skip' },
];

/** Why a command is rejected while a payment has the screen and the device is at this place. */
function rejection(event: CommandEvent, device: ReturnType<typeof deviceAt> | undefined) {
  const context = book({ device, orders: byId(record('A1')) });
  return rejectionOf(event, upiFlowMachine.resolveState({ value: 'ready', context })).rejection;
}

describe('a command for the device', () => {
  it.each(commands)('without a device is not ready: $type', (event) => {
    const told = { reason: 'notReady', because: 'deviceUnknown' };
    expect(rejection(event, undefined)).toEqual(told);
  });

  it.each(commands)(
    'that the step does not have is called so before a busy screen: $type',
    (event) => {
      const told = { reason: 'notAllowed', because: 'step' };
      expect(rejection(event, deviceAt('deregistering'))).toEqual(told);
    },
  );

  it.each([
    [permission, { noPermission: 'idle' }],
    [vpa, { bound: 'namingVpa' }],
    [retry, 'failed'],
    [deregister, { linked: 'idle' }],
    [{ type: 'onboard' }, { linked: 'idle' }],
  ] as const)('that the step has is busy while a payment has the screen: %o', (event, place) => {
    const told = { reason: 'busy', because: 'order', orderId: 'A1' };
    expect(rejection(event, deviceAt(place))).toEqual(told);
  });
});
