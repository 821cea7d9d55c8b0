import { describe, expect, it } from 'vitest';
import { type Account, Secret } from '../../core/protocol/index.js';
import { upiFlowMachine } from '../../machines/index.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow/snapshot.js';
import type { UpiFlowContext, UpiFlowEvent } from '../../machines/upi-flow/types.js';
import type { CommandEvent } from '../../src/commands/command-event.js';
import { rejectionOf } from '../../src/commands/rejection-of.js';
import { failed, record } from '../journal/support/records.js';
import { book, byId, deviceAt, requestFor } from '../machines/support/root.js';
import { contextOf, linked, NOW, readCommand } from './support/commands.js';

function ready(more: Partial<UpiFlowContext> = {}): UpiFlowSnapshot {
  const context = book({ deviceStatus: 'linked', device: deviceAt('linked'), ...more });
  return upiFlowMachine.resolveState({ value: 'ready', context });
}

const holding = (...accounts: readonly Account[]) => ({
  vpaAccounts: new Secret(linked(...accounts)),
});
const credit = { referenceId: 'c1', lite: false, type: 'CREDIT' };
const lite = { referenceId: 'l1', lite: true };

const pay: CommandEvent<'pay'> = { type: 'pay', order: { orderId: 'A1', amount: '2.00' } };
const mandate: CommandEvent<'mandate.create'> = { ...pay, type: 'mandate.create' };
const back = { type: 'back' } as const;

describe('a chart that is asked in general', () => {
  const inGeneral = ['pay', 'mandate.create'] as const satisfies readonly UpiFlowEvent['type'][];

  it.each(inGeneral)('takes %s on a linked phone, whatever was paid', (type) => {
    const orders = byId(record('A1'), record('B2', failed));
    const free = ready({ ...holding({ referenceId: 'a1', lite: false }), orders: byId() });
    expect(free.can({ type })).toBe(true);
    expect(ready({ orders }).can({ type })).toBe(false);
  });

  it.each(['noPermission', 'fresh', 'bound'] as const)('takes none on a phone that is %s', (at) => {
    for (const type of inGeneral) {
      const root = ready({ ...holding({ referenceId: 'a1', lite: false }), deviceStatus: at });
      expect(root.can({ type })).toBe(false);
    }
  });
});

describe('what pays without an account being named', () => {
  it.each<readonly [string, Account, boolean, boolean]>([
    ['a credit account', credit, true, false],
    ['UPI Lite', lite, false, false],
    ['savings', { referenceId: 's1', lite: false, type: 'SAVINGS' }, true, true],
  ])('from %s', (_, account, pays, makesMandates) => {
    const root = ready(holding(account));
    expect(root.can(pay)).toBe(pays);
    expect(root.can(mandate)).toBe(makesMandates);
  });
});

describe('what is told of a rejection', () => {
  it('is what is wrong with the accounts, where they are what is missing', () => {
    const said = (event: CommandEvent, root: UpiFlowSnapshot) =>
      rejectionOf(event, root).issues?.map(({ code, message }) => [code, message.split(',')[0]]);
    expect(said(pay, ready(holding(lite)))).toEqual([
      ['command.noDefaultAccount', 'Only accounts of UPI Lite'],
    ]);
    expect(said(mandate, ready(holding(credit)))).toEqual([
      ['command.noDefaultAccount', 'Only credit accounts'],
    ]);
    expect(said(pay, ready())).toEqual([['required', 'Required and missing.']]);
    // A box does not survive JSON.
    const restored = ready({ vpaAccounts: JSON.parse('{}') });
    expect(said(pay, restored)).toEqual([['required', 'Required and missing.']]);
  });

  it('is nothing of the accounts, where something else stands in the way', () => {
    const busy = ready({ orders: byId(record('B2')) });
    const because = { reason: 'busy', because: 'order', orderId: 'B2' };
    expect(rejectionOf(pay, busy)).toEqual({ rejection: because });
    const root = upiFlowMachine.resolveState({ value: 'failed', context: book() });
    const rejection = { reason: 'notReady', because: 'sdkFailed' };
    expect(rejectionOf(back, root)).toEqual({ rejection });
  });
});

describe('a retry', () => {
  const retry = { type: 'order.retry', orderId: 'A1', at: NOW } as const;
  const failedOrder = byId(record('A1', { ...failed, requestId: 'sent-1' }));
  const root = ready({ orders: failedOrder, requests: { A1: requestFor('A1') } });

  it('with the id of a request that was sent is refused as sent before', () => {
    expect(root.can({ ...retry, ids: { attemptId: 'a2', requestId: 'new-1' } })).toBe(true);
    const again = { ...retry, ids: { attemptId: 'a2', requestId: 'sent-1' } };
    expect(root.can(again)).toBe(false);
    const rejection = { reason: 'notAllowed', because: 'sentBefore' };
    expect(rejectionOf(again, root)).toEqual({ rejection });
  });

  it('is sent with ids of its own', () => {
    expect(readCommand({ type: 'order.retry', orderId: 'A1' })).toMatchObject({
      ok: true,
      value: { type: 'order.retry', ids: { attemptId: 'id-1', requestId: 'id-2' } },
    });
  });

  it('that names no order is invalid', () => {
    expect(readCommand({ type: 'order.retry' })).toMatchObject({
      ok: false,
      issues: [{ path: 'orderId' }],
    });
  });
});

describe('a source of ids that breaks otherwise', () => {
  it('is nothing a command can say', () => {
    const breaks = () => {
      throw new RangeError('no entropy');
    };
    const command = { type: 'pay', order: { orderId: 'A1', amount: '2.00' } };
    expect(() => readCommand(command, contextOf(), breaks)).toThrow(RangeError);
  });
});

describe('accounts of several addresses', () => {
  it('are there, though one address has none', () => {
    const vpaAccounts = new Secret([...linked(), ...linked(lite)]);
    expect(rejectionOf(pay, ready({ vpaAccounts })).issues).toMatchObject([
      { code: 'command.noDefaultAccount' },
    ]);
  });
});

describe('the device', () => {
  const card = new Secret({ lastSix: '123456', expiry: '1230' });
  const mpin = { type: 'mpin.set', referenceId: 'r1', card } as const;

  it.each([
    [{ noPermission: 'refused' }, { type: 'device.cancel' }, true],
    [{ linked: 'pinMissing' }, { type: 'mpin.skip' }, true],
    [{ linked: 'idle' }, { type: 'mpin.skip' }, false],
    [{ linked: 'pinMissing' }, mpin, true],
    [{ linked: 'idle' }, mpin, false],
  ] as const)('at %o is asked about %o', (place, event, isTaken) => {
    const device = deviceAt(place, holding({ referenceId: 'r1', lite: false, mpinSet: false }));
    expect(ready({ device }).can(event)).toBe(isTaken);
  });
});
