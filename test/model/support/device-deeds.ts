import * as fc from 'fast-check';
import type {
  FaultKind,
  PermissionAnswer,
  ScreenAnswer,
  SmsOutcome,
} from '../../../adapters/simulator/index.js';
import type { UpiCommand } from '../../../src/index.js';
import { type Deed, deed } from './deed.js';
import type { Walk } from './walk.js';

/** The command a willing person gives on the step that is shown. */
function nextCommand({ app }: Walk): UpiCommand {
  const { step } = app.state;
  switch (step.name) {
    case 'permission':
    case 'permissionRefused':
      return { type: 'permission.request' };
    case 'simList':
      return { type: 'sim.select', simId: step.sims[0]?.simId ?? '0' };
    case 'bindExpired':
    case 'bindRefused':
      return { type: 'device.retry' };
    case 'bankList':
      return { type: 'bank.select', bankCode: step.banks[0]?.bankCode ?? '0' };
    case 'accountList':
      return {
        type: 'account.select',
        referenceIds: step.accounts.map(({ referenceId }) => referenceId),
      };
    case 'vpa':
      return { type: 'vpa.select', vpa: 'somebody@upf' };
    case 'mpin':
      return {
        type: 'mpin.set',
        referenceId: step.accounts[0]?.referenceId ?? '0',
        cardLastSix: '123456',
        cardExpiry: '1230',
      };
    case 'terminated':
    case 'unavailable':
      return { type: 'sdk.retry' };
    case 'outcome':
      return { type: 'order.dismiss', orderId: step.order.orderId };
    default:
      return { type: 'device.refresh' };
  }
}

const goesOn = fc.constant(deed('go on', (walk) => walk.send(nextCommand(walk))));

const commands = fc
  .constantFrom<UpiCommand>(
    { type: 'device.refresh' },
    { type: 'device.retry' },
    { type: 'device.cancel' },
    { type: 'device.deregister' },
    { type: 'permission.request' },
    { type: 'sim.select', simId: '1' },
    { type: 'vpa.select', vpa: 'taken@upf' },
    { type: 'mpin.skip' },
    { type: 'onboard' },
    { type: 'back' },
    { type: 'app.foreground' },
    { type: 'sdk.terminate' },
    { type: 'pay', order: { orderId: 'A1', amount: '2.00' } },
    { type: 'pay', order: { orderId: 'B2', amount: '3.00' }, onboard: true },
  )
  .map((command) => deed(JSON.stringify(command), (walk) => walk.send(command)));

const permission = fc
  .constantFrom<PermissionAnswer>('grant', 'grant', 'deny', 'ignore')
  .map((answer) =>
    deed(`permission: ${answer}`, ({ simulator }) => simulator.person.answersPermission(answer)),
  );

const sms = fc
  .constantFrom<SmsOutcome>(
    'arrives',
    'late',
    'expired',
    'never',
    'pending',
    'mismatch',
    'declined',
    'limit',
    'otherBinding',
  )
  .map((outcome) => deed(`SMS: ${outcome}`, ({ simulator }) => simulator.person.sms(outcome)));

const screens = fc
  .constantFrom<ScreenAnswer>('completes', 'fails', 'goesBack', 'ignores')
  .map((answer) =>
    deed(`screens: ${answer}`, ({ simulator }) => {
      simulator.person.answersPin(answer);
      simulator.person.answersOnboarding(answer);
    }),
  );

const world = fc.constantFrom(
  deed('permissions revoked', ({ simulator }) => simulator.phone.revokePermissions()),
  deed('permissions granted', ({ simulator }) => simulator.phone.grantPermissions()),
  deed('unbound elsewhere', ({ simulator }) => simulator.phone.unbind()),
  deed('offline', ({ simulator }) => {
    simulator.phone.online = false;
  }),
  deed('online', ({ simulator }) => {
    simulator.phone.online = true;
  }),
  deed('authorize fails', ({ simulator }) => simulator.server.failsNext('authorize', 2)),
  deed('session expires', ({ simulator }) => simulator.wire.expireSession()),
  deed('restart', (walk) => walk.restart()),
);

const faults = fc
  .tuple(
    fc.constantFrom<FaultKind>('drop', 'delay', 'duplicate', 'malform', 'wrongCasing'),
    fc.constantFrom(
      'upiGetSessionToken',
      'upiBindActivateDevice',
      'upiGetSimDetails',
      'upiGetBankList',
      'upiGetAccounts',
      'upiVpaAvailability',
      'upiLinkAccounts',
      'upiSetMpin',
      'upiDeregister',
      'onboarding',
    ),
  )
  .map(([kind, action]) =>
    deed(`${kind} ${action}`, ({ simulator }) => simulator.wire.fault(kind, { action })),
  );

const waits = fc
  .constantFrom(300, 1_000, 6_000, 6_000, 35_000, 130_000)
  .map((ms) => deed(`wait ${ms}`, (walk) => walk.app.wait(ms)));

/** What may happen on the way to a linked device. */
export const deviceDeeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: goesOn },
    { weight: 10, arbitrary: waits },
    { weight: 4, arbitrary: commands },
    { weight: 1, arbitrary: permission },
    { weight: 2, arbitrary: sms },
    { weight: 1, arbitrary: screens },
    { weight: 2, arbitrary: world },
    { weight: 2, arbitrary: faults },
  ),
  { minLength: 5, maxLength: 25 },
);
