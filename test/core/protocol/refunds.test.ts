import { describe, expect, it } from 'vitest';
import { readOrderStatus } from '../../../core/protocol/order-status.js';

type Refund = readonly [status: string, amount?: unknown];

function order(status: string, more: object, refunds?: readonly Refund[]) {
  const list = refunds?.map(([word, amount]) => ({
    status: word,
    amount,
    unique_request_id: 'r1',
  }));
  return readOrderStatus({
    order_id: 'A1',
    status,
    amount: 200,
    ...more,
    ...(list === undefined ? {} : { refunds: list }),
  });
}

describe('refunds in an order status', () => {
  it.each<[string, string, object, readonly Refund[] | undefined]>([
    ['all of it, done', 'CHARGED', { refunded: true, amount_refunded: 200 }, [['SUCCESS', 200]]],
    ['as texts', 'CHARGED', { refunded: 'true', amount_refunded: '200.0' }, [['SUCCESS', '200']]],
    ['without a list', 'CHARGED', { refunded: true, amount_refunded: 200 }, undefined],
    [
      'in two parts',
      'CHARGED',
      { refunded: true, amount_refunded: 200 },
      [
        ['SUCCESS', 150],
        ['SUCCESS', 50],
      ],
    ],
    [
      'the second time',
      'CHARGED',
      { refunded: true, amount_refunded: 200 },
      [
        ['FAILURE', 200],
        ['SUCCESS', 200],
      ],
    ],
    ['by the gateway, without a detail', 'AUTO_REFUNDED', {}, undefined],
    ['by the gateway, called so', 'AUTO_REFUNDED', { refunded: true }, undefined],
    [
      'by the gateway, done',
      'AUTO_REFUNDED',
      { refunded: true, amount_refunded: 200 },
      [['SUCCESS', 200]],
    ],
    [
      'by the gateway, flag behind',
      'AUTO_REFUNDED',
      { refunded: false, amount_refunded: 200 },
      [['SUCCESS', 200]],
    ],
    ['by the gateway, amounts left out', 'AUTO_REFUNDED', {}, [['SUCCESS']]],
  ])('%s: refunded', (_, status, more, refunds) => {
    expect(order(status, more, refunds)).toMatchObject({
      moneyStatus: 'refunded',
      refund: { status: 'success', amount: '200.00' },
    });
  });

  it.each<[string, string, object, readonly Refund[] | undefined, object | undefined]>([
    ['nothing', 'CHARGED', { refunded: false, amount_refunded: 0 }, [], undefined],
    ['no word of it', 'CHARGED', {}, undefined, undefined],
    [
      'a part',
      'CHARGED',
      { refunded: false, amount_refunded: 50 },
      [['SUCCESS', 50]],
      { status: 'success', amount: '50.00' },
    ],
    [
      'a part, called refunded',
      'CHARGED',
      { refunded: true, amount_refunded: '50' },
      undefined,
      { status: 'success', amount: '50.00' },
    ],
    [
      'all of it, on its way',
      'CHARGED',
      { refunded: true, amount_refunded: 200 },
      [['PENDING', 200]],
      { status: 'pending', amount: '200.00' },
    ],
    [
      'all of it, for a person to look at',
      'CHARGED',
      { refunded: true, amount_refunded: 200 },
      [['MANUAL_REVIEW', 200]],
      { status: 'pending', amount: '200.00' },
    ],
    [
      'a part done, a part on its way',
      'CHARGED',
      { amount_refunded: 200, refunded: true },
      [
        ['SUCCESS', 50],
        ['PENDING', 150],
      ],
      { status: 'pending', amount: '200.00' },
    ],
    [
      'a word nobody knows',
      'CHARGED',
      {},
      [['WHATEVER', 10]],
      { status: 'pending', amount: '10.00' },
    ],
    ['an amount nobody can read', 'CHARGED', {}, [['PENDING', 'ten']], { status: 'pending' }],
    [
      'it failed',
      'CHARGED',
      { refunded: false, amount_refunded: 0 },
      [['FAILURE', 200]],
      { status: 'failure', amount: '200.00' },
    ],
    [
      'called refunded, and nothing else',
      'CHARGED',
      { refunded: true },
      undefined,
      { status: 'pending' },
    ],
    [
      'called refunded, of a known part',
      'CHARGED',
      { refunded: true, amount_refunded: 200 },
      [['SUCCESS', 50]],
      { status: 'success', amount: '50.00' },
    ],
    [
      'not called refunded',
      'CHARGED',
      { refunded: false, amount_refunded: 200 },
      [['SUCCESS', 200]],
      { status: 'success', amount: '200.00' },
    ],
    [
      'by the gateway, on its way',
      'AUTO_REFUNDED',
      { refunded: true, amount_refunded: 200 },
      [['PENDING', 200]],
      { status: 'pending', amount: '200.00' },
    ],
    [
      'by the gateway, not begun',
      'AUTO_REFUNDED',
      { refunded: false, amount_refunded: 0 },
      [],
      { status: 'pending' },
    ],
    [
      'by the gateway, not yet',
      'AUTO_REFUNDED',
      { refunded: false },
      undefined,
      { status: 'pending' },
    ],
    [
      'by the gateway, failed',
      'AUTO_REFUNDED',
      { refunded: true },
      [['FAILURE', 200]],
      { status: 'failure', amount: '200.00' },
    ],
  ])('%s: paid', (_, status, more, refunds, refund) => {
    const serverStatus = order(status, more, refunds);
    expect(serverStatus).toMatchObject({ moneyStatus: 'paid', amount: '200.00' });
    const { count, ...shown } = { count: 0, ...serverStatus.refund };
    expect(JSON.parse(JSON.stringify(shown))).toEqual(refund ?? {});
    expect(count).toBe(refunds?.length ?? 0);
  });

  it.each(['AUTHORIZATION_FAILED', 'PENDING_VBV', 'NEW', 'VOIDED'])(
    'is no matter of %s',
    (status) => {
      const serverStatus = order(status, { refunded: true, amount_refunded: 200 }, [
        ['SUCCESS', 200],
      ]);
      expect(serverStatus.refund).toBeUndefined();
      expect(serverStatus.moneyStatus).not.toBe('paid');
    },
  );

  it('without the amount of the order, a part is not called the whole', () => {
    const answer = { order_id: 'A1', status: 'CHARGED', refunded: true, amount_refunded: 200 };
    expect(readOrderStatus(answer)).toMatchObject({
      moneyStatus: 'paid',
      amount: undefined,
      refund: { status: 'success', amount: '200.00' },
    });
  });
});
