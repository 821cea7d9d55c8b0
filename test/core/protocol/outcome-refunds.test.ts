import { describe, expect, it } from 'vitest';
import { readOrderStatus } from '../../../core/protocol/order-status.js';
import { readRefunds } from '../../../core/protocol/refunds.js';

const CHARGED = { order_id: 'A1', status: 'CHARGED', amount: 200 };

describe('the refunds of an order', () => {
  it.each([
    ['alone', {}],
    ['beside an empty one', { amount_refunded: '' }],
  ])('are all of it in camel case, too: %s', (_, other) => {
    const answer = { ...CHARGED, refunded: true, ...other, amountRefunded: '200.0' };
    expect(readOrderStatus(answer)).toMatchObject({
      moneyStatus: 'refunded',
      refund: { status: 'success', amount: '200.00', count: 0 },
    });
  });

  it.each<[what: string, answer: object, amount: string | undefined]>([
    [
      'by the gateway, no amounts',
      { ...CHARGED, status: 'AUTO_REFUNDED', refunds: [{ status: 'SUCCESS' }, {}] },
      undefined,
    ],
    [
      'all of it is back already',
      {
        ...CHARGED,
        refunded: true,
        refunds: [
          { status: 'SUCCESS', amount: 200 },
          { status: 'PENDING', amount: 10 },
        ],
      },
      '210.00',
    ],
  ])('are on their way while one is: %s', (_, answer, amount) => {
    const { moneyStatus, refund } = readOrderStatus(answer);
    expect(moneyStatus).toBe('paid');
    expect(refund).toEqual({ status: 'pending', amount, count: 2 });
  });

  it.each([null, 'SUCCESS', 200])('that read %j are on their way, for all anybody knows', (one) => {
    const { moneyStatus, refund } = readOrderStatus({ ...CHARGED, refunded: true, refunds: [one] });
    expect(moneyStatus).toBe('paid');
    expect(refund).toEqual({ status: 'pending', count: 1 });
  });

  it.each(['NEW', 'PENDING_VBV', 'VOIDED', ''])('say nothing of an order that is %j', (word) => {
    const fields = { refunded: true, amount_refunded: 200 };
    const nothing = { isRefunded: false, isPaid: false, refund: undefined };
    expect(readRefunds(fields, word, '200.00')).toEqual(nothing);
  });
});
