import { describe, expect, it } from 'vitest';
import type { UpiCommand } from '../../src/index.js';
import { createLinkedApp, type TestApp } from '../../testing/index.js';
import { accountWithPin } from './support/accounts.js';
import { pay } from './support/paying.js';
import { moneyRequests } from './support/wire.js';

/** A text of some length. */
const long = (length: number): string => 'x'.repeat(length);

/** The issues that a command is rejected with; `undefined` when it is well-formed. */
async function issuesOf(app: TestApp, command: UpiCommand): Promise<string[] | undefined> {
  const before = app.noticesOf('command.rejected').length;
  await app.send(command);
  const [rejected] = app.noticesOf('command.rejected').slice(before);
  return rejected?.reason === 'invalid' ? rejected.issues.map(({ path }) => path) : undefined;
}

const commands: readonly (readonly [string, number, string, (id: string) => UpiCommand])[] = [
  ['order.recheck', 64, 'orderId', (orderId) => ({ type: 'order.recheck', orderId })],
  ['order.retry', 64, 'orderId', (orderId) => ({ type: 'order.retry', orderId })],
  ['order.dismiss', 64, 'orderId', (orderId) => ({ type: 'order.dismiss', orderId })],
  [
    'order.inform',
    64,
    'orderId',
    (orderId) => ({ type: 'order.inform', orderId, status: { status: 'NEW' } }),
  ],
  ['sim.select', 128, 'simId', (simId) => ({ type: 'sim.select', simId })],
  ['bank.select', 128, 'bankCode', (bankCode) => ({ type: 'bank.select', bankCode })],
  ['account.select', 128, 'referenceIds', (id) => ({ type: 'account.select', referenceIds: [id] })],
  [
    'mpin.set',
    128,
    'referenceId',
    (referenceId) => ({
      type: 'mpin.set',
      referenceId,
      cardLastSix: '123456',
      cardExpiry: '1230',
    }),
  ],
  ['pay', 128, 'accountRefId', (accountRefId) => pay('A1', { accountRefId })],
];

describe('an id in a command', () => {
  it.each(commands)('%s: has at most %i characters', async (_, most, path, withId) => {
    const app = await createLinkedApp();
    expect(await issuesOf(app, withId(long(most)))).toBeUndefined();
    for (const id of [long(most + 1), 'a\u0000b', 'a\nb', 'a\ud800']) {
      expect(await issuesOf(app, withId(id))).toEqual([path]);
    }
  });

  it('is one of at most fifty', async () => {
    const app = await createLinkedApp();
    const select = (count: number): UpiCommand => ({
      type: 'account.select',
      referenceIds: Array.from({ length: count }, (_, n) => `R${n}`),
    });
    expect(await issuesOf(app, select(50))).toBeUndefined();
    expect(await issuesOf(app, select(51))).toEqual(['referenceIds']);
  });

  it('may be an address of at most 255 characters', async () => {
    const app = await createLinkedApp();
    const select = (vpa: string): UpiCommand => ({ type: 'vpa.select', vpa });
    expect(await issuesOf(app, select(`${long(251)}@upf`))).toBeUndefined();
    expect(await issuesOf(app, select(`${long(252)}@upf`))).toEqual(['vpa']);
  });

  it('of a session has at most 64 characters', async () => {
    const app = await createLinkedApp();
    const checkout = (id: string): UpiCommand => ({
      type: 'checkout',
      sdkPayload: { requestId: id, payload: { action: 'paymentPage', orderId: id } },
    });
    expect(await issuesOf(app, checkout(long(65)))).toEqual(['requestId', 'payload.orderId']);
    expect(await issuesOf(app, checkout(long(64)))).toBeUndefined();
  });
});

describe('free fields', () => {
  it('name no key of theirs in an issue', async () => {
    const app = await createLinkedApp();
    const udf = JSON.parse('{"919876543210":7}');
    expect(await issuesOf(app, pay('A1', { accountRefId: accountWithPin, udf }))).toEqual(['udf']);
    expect(JSON.stringify(app.notices)).not.toContain('919876543210');
  });
});

describe('a session', () => {
  it('is sent as it was when the command was given', async () => {
    const app = await createLinkedApp();
    const sdkPayload = {
      requestId: 'session-1',
      service: 'in.juspay.hyperpay',
      payload: { action: 'paymentPage', orderId: 'C1', amount: '3.00', note: { deep: ['a'] } },
    };
    const written = JSON.stringify(sdkPayload);
    app.flow.send({ type: 'checkout', sdkPayload });
    sdkPayload.payload.amount = '9000.00';
    sdkPayload.payload.orderId = 'D2';
    sdkPayload.payload.note.deep.push('b');
    await app.wait(1_000);
    expect(app.order('C1').amount).toBe('3.00');
    expect(moneyRequests(app.simulator).map((request) => JSON.stringify(request))).toEqual([
      written,
    ]);
  });

  it.each(['0', '0.00', 0])('for %s is refused', async (amount) => {
    const app = await createLinkedApp();
    const payload = { action: 'paymentPage', orderId: 'C1', amount };
    const sdkPayload = { requestId: 'session-1', payload };
    expect(await issuesOf(app, { type: 'checkout', sdkPayload })).toEqual(['payload.amount']);
    expect(app.state.orders).toEqual({});
  });
});
