import { describe, expect, it } from 'vitest';
import type { RefundStatus } from '../../../core/protocol/index.js';
import { withServerStatus } from '../../../machines/payment/record.js';
import { record } from '../../journal/support/records.js';
import { serverStatusOf } from '../support/payment.js';

type Status = RefundStatus['status'];
type Money = readonly [status: Status, amount: string | undefined, count: number];

function refundOf([status, amount, count]: Money): RefundStatus {
  return { status, amount, count };
}

describe('what is known of a refund', () => {
  it.each<[what: string, known: Money, next: Money, counts: 'known' | 'next']>([
    ['back at last, and not listed', ['pending', '1.00', 1], ['success', '1.00', 0], 'next'],
    ['back at last, never listed', ['pending', '1.00', 0], ['success', '1.00', 0], 'next'],
    ['more of it is back, and not listed', ['success', '1.00', 1], ['success', '2.00', 0], 'next'],
    ['less of it is back, and not listed', ['success', '2.00', 1], ['success', '1.00', 0], 'known'],
    ['on its way, one of two failed', ['pending', '2.00', 2], ['pending', '1.00', 2], 'next'],
    ['a failed one is tried again', ['success', '1.00', 2], ['pending', '2.00', 2], 'next'],
    ['on its way again, as much', ['success', '2.00', 2], ['pending', '2.00', 2], 'known'],
    ['on its way again, less', ['success', '2.00', 2], ['pending', '1.00', 2], 'known'],
    ['one less is listed', ['success', '1.00', 2], ['success', '2.00', 1], 'known'],
    ['one more is listed', ['success', '2.00', 1], ['pending', '1.00', 2], 'next'],
    ['an amount at last', ['pending', undefined, 0], ['pending', '1.00', 1], 'next'],
  ])('%s: the %4$s word counts', (_, known, next, counts) => {
    const [before, after] = [refundOf(known), refundOf(next)];
    const order = record('A1', { paid: 'confirmed', refund: before });
    const { refund } = withServerStatus(order, serverStatusOf('paid', { refund: after }));
    expect(refund).toBe(counts === 'known' ? before : after);
  });
});
