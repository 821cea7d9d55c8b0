import { describe, expect, it } from 'vitest';
import { createSimulator, type LedgerOrder } from '../../../adapters/simulator/index.js';
import { createLedger, type LedgerChange } from '../../../adapters/simulator/ledger.js';

const ORDER = { orderId: 'o1', amount: '200.00' };

function paid() {
  const simulator = createSimulator();
  simulator.otherChannel.pays(ORDER);
  return simulator;
}

function order({ ledger }: ReturnType<typeof paid>): LedgerOrder | undefined {
  return ledger.order('o1');
}

describe('a refund', () => {
  it('of all that is left is on its way, and back when it is done', () => {
    const simulator = paid();
    const id = simulator.server.refunds('o1');
    expect(id).toBe('o1-r1');
    expect(order(simulator)).toMatchObject({
      status: 'CHARGED',
      refunds: [{ id, amount: '200.00', status: 'PENDING', txnUuid: order(simulator)?.txnUuid }],
    });
    expect(order(simulator)?.refundedAt).toBeUndefined();
    simulator.server.refunds('o1', { id, status: 'MANUAL_REVIEW' });
    expect(order(simulator)?.refundedAt).toBeUndefined();
    simulator.server.refunds('o1', { id, status: 'SUCCESS' });
    expect(order(simulator)).toMatchObject({
      status: 'CHARGED',
      refunds: [{ id, status: 'SUCCESS' }],
      refundedAt: expect.any(Number),
    });
    expect(simulator.ledger.debits('o1')).toHaveLength(1);
  });

  it('comes in parts, and what failed can be given back again', () => {
    const simulator = paid();
    const { server } = simulator;
    server.refunds('o1', { amount: '50.00', status: 'SUCCESS' });
    server.refunds('o1', { id: 'mine', status: 'FAILURE' });
    server.refunds('o1', { amount: '100.00' });
    server.refunds('o1');
    expect(order(simulator)?.refunds.map(({ id, amount }) => [id, amount])).toEqual([
      ['o1-r1', '50.00'],
      ['mine', '150.00'],
      ['o1-r3', '100.00'],
      ['o1-r4', '50.00'],
    ]);
    expect(order(simulator)?.refundedAt).toBeUndefined();
  });

  it('is refused when there is not so much', () => {
    const { server } = paid();
    expect(() => server.refunds('nope')).toThrow('"nope" was not paid');
    expect(() => server.refunds('o1', { amount: '200.01' })).toThrow('200.00 are left');
    expect(() => server.refunds('o1', { amount: '1.001' })).toThrow(RangeError);
    const id = server.refunds('o1', { amount: '150.00' });
    expect(() => server.refunds('o1', { amount: '51.00' })).toThrow('50.00 are left');
    expect(() => server.refunds('o1', { id, amount: '201.00' })).toThrow('200.00 are left');
    server.refunds('o1', { id, status: 'SUCCESS' });
    expect(() => server.refunds('o1', { id, status: 'FAILURE' })).toThrow('is back');
    server.refunds('o1', { status: 'SUCCESS' });
    expect(() => server.refunds('o1')).toThrow('0.00 are left');
  });

  it('by the gateway names the order before the money is back', () => {
    const simulator = paid();
    const id = simulator.server.refunds('o1', { byGateway: true });
    expect(order(simulator)).toMatchObject({ status: 'AUTO_REFUNDED' });
    expect(order(simulator)?.refundedAt).toBeUndefined();
    simulator.server.refunds('o1', { id, status: 'SUCCESS' });
    expect(order(simulator)).toMatchObject({
      status: 'AUTO_REFUNDED',
      refundedAt: expect.any(Number),
    });
  });

  it('of one debit leaves the other: order status is about the one that is held', async () => {
    const simulator = paid();
    const { server, otherChannel, ledger } = simulator;
    server.refunds('o1', { status: 'SUCCESS' });
    const again = otherChannel.pays(ORDER);
    expect(ledger.debits('o1')).toHaveLength(2);
    expect(order(simulator)?.refundedAt).toBeUndefined();
    expect(server.tells('o1')).toEqual({
      orderId: 'o1',
      status: 'CHARGED',
      amount: '200.00',
      txnUuid: again,
    });
    server.refunds('o1', { status: 'SUCCESS' });
    expect(order(simulator)?.refundedAt).toEqual(expect.any(Number));
  });
});

describe('the ledger', () => {
  it('knows what an account has spent and not got back', () => {
    const ledger = createLedger(() => 0);
    ledger.open('o1', '200.00');
    ledger.debit('o1', { amount: '200.00', txnUuid: 't1', accountRefId: 'a1' });
    ledger.debit('o1', { amount: '200.00', txnUuid: 't2', accountRefId: 'a2' });
    const refund = { id: 'r1', amount: '50.00', status: 'PENDING', txnUuid: 't1' } as const;
    ledger.setRefund('o1', refund, false);
    expect([ledger.spent('a1'), ledger.spent('a2')]).toEqual(['200.00', '200.00']);
    ledger.setRefund('o1', { ...refund, status: 'SUCCESS' }, false);
    expect([ledger.spent('a1'), ledger.spent('a2')]).toEqual(['150.00', '200.00']);
    ledger.refund('o1');
    expect([ledger.spent('a1'), ledger.spent('a2')]).toEqual(['0.00', '0.00']);
    expect(ledger.order('o1')?.refunds.map(({ amount }) => amount)).toEqual([
      '50.00',
      '150.00',
      '200.00',
    ]);
  });

  it('tells whoever listens of every change at once, until they leave', () => {
    const ledger = createLedger(() => 0);
    const changes: (string | undefined)[][] = [];
    const listen = ({ before, after }: LedgerChange) => {
      expect(ledger.order('o1')).toBe(after);
      changes.push([before?.status, after.status]);
    };
    const leave = ledger.subscribe(listen);
    ledger.open('o1', '200.00');
    ledger.open('o1', '200.00');
    ledger.mark('o1', 'AUTHORIZING', 't1');
    ledger.debit('o1', { amount: '200.00', txnUuid: 't1' });
    ledger.mark('nope', 'CHARGED');
    leave();
    ledger.refund('o1');
    expect(changes).toEqual([
      [undefined, 'NEW'],
      ['NEW', 'AUTHORIZING'],
      ['AUTHORIZING', 'CHARGED'],
    ]);
  });

  it('gives money back once: what was on its way is overtaken', () => {
    const ledger = createLedger(() => 0);
    ledger.open('o1', '200.00');
    ledger.debit('o1', { amount: '200.00', txnUuid: 't1' });
    ledger.setRefund('o1', { id: 'r1', amount: '200.00', status: 'PENDING', txnUuid: 't1' }, false);
    ledger.refund('o1');
    expect(ledger.order('o1')?.refunds.map(({ status }) => status)).toEqual(['FAILURE', 'SUCCESS']);
  });
});
