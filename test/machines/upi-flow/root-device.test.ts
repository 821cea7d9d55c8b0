import { describe, expect, it } from 'vitest';
import type { OrderStatusWord } from '../../../core/model/order.js';
import { Secret } from '../../../core/protocol/index.js';
import { NOTHING } from '../../../machines/device/setup.js';
import { screenIsFree } from '../../../machines/upi-flow/orders.js';
import type { SdkSaid, UpiFlowEvent } from '../../../machines/upi-flow/types.js';
import { failed, record } from '../../journal/support/records.js';
import { type RootOptions, rootWith, START } from '../support/root.js';

type Late = Extract<SdkSaid, { type: 'sdk.late' }>;

const card = new Secret({ lastSix: '123456', expiry: '0130' });

interface OfDevice {
  readonly command: UpiFlowEvent;
  /** Where the device's own statechart takes it. */
  readonly where: RootOptions;
  readonly after?: readonly UpiFlowEvent[];
}

const withoutPin = new Secret([
  { vpa: 'me@psp', accounts: [{ referenceId: 'r1', lite: false, mpinSet: false }] },
]);
const fresh: RootOptions = { token: { status: 'FRESH' } };
const bound: RootOptions = { token: { status: 'BOUND' } };
const pinMissing: RootOptions = { token: { status: 'LINKED', vpaAccounts: withoutPin } };
const bank: UpiFlowEvent = { type: 'bank.select', bankCode: '607153' };
const account: UpiFlowEvent = { type: 'account.select', referenceIds: ['r1'] };

/** What shows something on the screen of the SDK. */
const ON_SCREEN: readonly OfDevice[] = [
  { command: { type: 'permission.request' }, where: { token: { status: 'NOPERMISSION' } } },
  { command: { type: 'sim.select', simId: '0' }, where: fresh },
  {
    command: { type: 'vpa.select', vpa: new Secret('me@psp') },
    where: bound,
    after: [bank, account],
  },
  { command: { type: 'mpin.set', referenceId: 'r1', card }, where: pinMissing },
  { command: { type: 'onboard' }, where: {} },
  { command: { type: 'device.retry' }, where: { ...bound, banks: [] } },
  { command: { type: 'device.deregister' }, where: {} },
];

const ELSEWHERE: readonly OfDevice[] = [
  { command: { type: 'device.refresh' }, where: {} },
  { command: { type: 'device.cancel' }, where: bound },
  { command: bank, where: bound },
  { command: account, where: bound, after: [bank] },
  { command: { type: 'mpin.skip' }, where: pinMissing },
];

async function rootBefore({ where, after = [] }: OfDevice) {
  const root = await rootWith(where);
  await root.send(...after);
  return root;
}

describe('a command for the device', () => {
  it.each([...ON_SCREEN, ...ELSEWHERE])('$command.type is passed on as it is', async (of) => {
    const root = await rootBefore(of);
    expect(root.actor.getSnapshot().can(of.command)).toBe(true);
    expect(root.tells(of.command)).toEqual([{ to: 'device', event: of.command }]);
  });

  it.each([...ON_SCREEN, ...ELSEWHERE])(
    '$command.type is not taken where the device does not take it',
    async ({ command }) => {
      // While the token is read, and an account is named that is not there.
      const root = await rootWith({ token: { status: 'BOUND', vpaAccounts: NOTHING }, banks: [] });
      await root.send({ type: 'onboard' });
      expect(root.actor.getSnapshot().can(command)).toBe(false);
      expect(root.tells(command)).toEqual([]);
    },
  );

  it.each(ON_SCREEN)('$command.type is not taken while the screen is not free', async (of) => {
    const root = await rootBefore(of);
    await root.send({ type: 'call.started' });
    expect(root.actor.getSnapshot().can(of.command)).toBe(false);
    expect(root.tells(of.command)).toEqual([]);
    await root.send({ type: 'call.ended' });
    expect(root.actor.getSnapshot().can(of.command)).toBe(true);
    expect(root.tells(of.command)).toHaveLength(1);
  });

  it.each(ELSEWHERE)('$command.type is passed on while the screen is not free', async (of) => {
    const root = await rootBefore(of);
    await root.send({ type: 'call.started' });
    expect(root.tells(of.command)).toEqual([{ to: 'device', event: of.command }]);
  });

  it.each([...ON_SCREEN, ...ELSEWHERE])('$command.type is not taken after the end', async (of) => {
    const root = await rootBefore(of);
    await root.send({ type: 'sdk.terminate' });
    expect(root.actor.getSnapshot().can(of.command)).toBe(false);
    expect(root.tells(of.command)).toEqual([]);
  });
});

describe('word that the device may have changed', () => {
  it('is passed on, whoever has the screen', async () => {
    const root = await rootWith();
    await root.send({ type: 'call.started' });
    const stale = { type: 'device.stale' } as const;
    expect(root.tells(stale)).toEqual([{ to: 'device', event: stale }]);
  });
});

describe('what the device does', () => {
  it('holds the screen while it is at work on it', async () => {
    const root = await rootWith();
    expect(screenIsFree(root.context)).toBe(true);
    await root.send({ type: 'onboard' });
    expect(screenIsFree(root.context)).toBe(false);
    expect(root.context.deviceStatus).toBe('linked');
  });

  it('is known with its addresses', async () => {
    const vpaAccounts = new Secret([]);
    const { context } = await rootWith({ token: { status: 'BOUND', vpaAccounts } });
    expect(context.deviceStatus).toBe('bound');
    expect(context.vpaAccounts).toBe(vpaAccounts);
  });
});

describe('the app', () => {
  it('that is back looks at everything', async () => {
    const root = await rootWith({ restored: { orders: [record('A1')] } });
    const event = { type: 'app.foreground' } as const;
    expect(root.tells(event)).toEqual([
      { to: 'order:1', event },
      { to: 'device', event },
      { to: 'session', event },
    ]);
    expect(root.done).toEqual(['retryRecords']);
  });

  it('that is back looks at its orders while the SDK does not run', async () => {
    const orders = [record('A1'), record('B2', { ...failed, updatedAt: START })];
    const root = await rootWith({ restored: { orders } });
    await root.send({ type: 'sdk.terminate' });
    const event = { type: 'app.foreground' } as const;
    expect(root.tells(event)).toEqual([
      { to: 'order:1', event },
      { to: 'lookUp:1', event },
    ]);
    expect(root.done).toEqual(['terminate', 'retryRecords']);
  });

  it('goes back on the screen of the SDK while that runs', async () => {
    const root = await rootWith();
    await root.send({ type: 'back' });
    expect(root.done).toEqual(['back']);
    await root.send({ type: 'sdk.terminate' }, { type: 'back' });
    expect(root.done).toEqual(['back', 'terminate']);
  });

  it('that goes away changes nothing', async () => {
    const root = await rootWith();
    expect(root.tells({ type: 'app.background' })).toEqual([]);
  });
});

describe('what the SDK says by itself', () => {
  it('of its session is passed on', async () => {
    const root = await rootWith();
    const event = { type: 'sdk.sessionExpired', reqCode: 'rc1' } as const;
    expect(root.tells(event)).toEqual([{ to: 'session', event }]);
    await root.send({ type: 'sdk.terminate' });
    expect(root.tells(event)).toEqual([]);
  });

  it('of its loader is shown', async () => {
    const root = await rootWith();
    await root.send({ type: 'sdk.loader', visible: true });
    expect(root.context.loader).toBe(true);
    await root.send({ type: 'sdk.loader', visible: false });
    expect(root.context.loader).toBe(false);
  });

  it('and cannot be read is told', async () => {
    const root = await rootWith();
    await root.send({ type: 'sdk.malformed', reason: 'no JSON' });
    expect(root.told).toEqual([{ type: 'sdk.malformed', reason: 'no JSON' }]);
  });

  it.each<[Late['operation'], boolean]>([
    ['upiBindActivateDevice', true],
    ['upiLinkAccounts', true],
    ['upiDeregister', true],
    ['onboarding', true],
    ['upiTxn', false],
    ['onboardingAndPay', false],
    ['upiSetMpin', false],
    ['upiGetAccounts', false],
    ['checkout', false],
    [undefined, false],
  ])('late about %s makes the device be read again: %s', async (operation, isRead) => {
    const late: Late = {
      type: 'sdk.late',
      requestId: 'r1',
      answersRequest: 'r1',
      operation,
      moneyStatus: 'open',
      isForeign: false,
      namesOrder: 'A1',
    };
    const told = { type: 'sdk.late', requestId: 'r1', operation };
    const root = await rootWith();
    const stale = { to: 'device', event: { type: 'device.stale' } };
    expect(root.tells(late)).toEqual(isRead ? [stale] : []);
    expect(root.told).toEqual([told]);
    await root.send({ type: 'sdk.terminate' });
    expect(root.tells(late)).toEqual([]);
    expect(root.told).toEqual([told, told]);
  });
});

describe('an order that leaves the screen', () => {
  const LEAVES: readonly [OrderStatusWord, OrderStatusWord, boolean][] = [
    ['submitted', 'pending', true],
    ['authorizing', 'failure', true],
    ['submitted', 'success', true],
    ['authorizing', 'submitted', false],
    ['pending', 'success', false],
  ];

  it.each(LEAVES)(
    'from %s to %s, on a device that is not linked, makes that be read again: %s',
    async (before, after, isRead) => {
      const root = await rootWith({ token: { status: 'FRESH' } });
      await root.send({ type: 'order.changed', order: record('A1', { status: before }) });
      const stale = { to: 'device', event: { type: 'device.stale' } };
      const left = record('A1', { status: after, settled: after !== 'submitted' });
      expect(root.tells({ type: 'order.changed', order: left })).toEqual(isRead ? [stale] : []);
      expect(root.order('A1').status).toBe(after);
    },
  );

  it('leaves a linked device alone', async () => {
    const root = await rootWith();
    await root.send({ type: 'order.changed', order: record('A1') });
    const left = record('A1', { status: 'pending' });
    expect(root.tells({ type: 'order.changed', order: left })).toEqual([]);
  });

  it.each([
    ['JP_001', true],
    ['JP_012', false],
  ])('with %s makes a linked device be read again: %s', async (code, isRead) => {
    const root = await rootWith();
    await root.send({ type: 'order.changed', order: record('A1') });
    const left = record('A1', { status: 'pending', code });
    const stale = { to: 'device', event: { type: 'device.stale' } };
    expect(root.tells({ type: 'order.changed', order: left })).toEqual(isRead ? [stale] : []);
  });

  it('leaves a device alone that is not there', async () => {
    const root = await rootWith({ token: { status: 'FRESH' } });
    await root.send({ type: 'order.changed', order: record('A1') }, { type: 'sdk.terminate' });
    const left = record('A1', { status: 'pending' });
    expect(root.tells({ type: 'order.changed', order: left })).toEqual([]);
    expect(root.order('A1')).toBe(left);
  });

  it('gives the loader back with it', async () => {
    const root = await rootWith();
    await root.send(
      { type: 'sdk.loader', visible: true },
      { type: 'order.changed', order: record('A1') },
    );
    expect(root.context.loader).toBe(true);
    await root.send({ type: 'order.changed', order: record('A1', { status: 'pending' }) });
    expect(root.context.loader).toBe(false);
  });
});
