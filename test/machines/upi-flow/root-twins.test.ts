import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../../core/model/order.js';
import { failed, paid, record } from '../../journal/support/records.js';
import { payFor, rootWith } from '../support/root.js';

const spelled: readonly [string, OrderRecord, boolean][] = [
  ['is open', record('a1'), false],
  ['is paid', record('a1', paid), false],
  ['ended unpaid', record('a1', failed), true],
];

describe('an order that Juspay takes for one that is known', () => {
  it.each(spelled)(
    'and that %s is not paid under its other spelling',
    async (_, order, mayAgain) => {
      const root = await rootWith({ restored: { orders: [order] } });
      const can = (orderId: string) => root.actor.getSnapshot().can(payFor(orderId));
      expect(can('A1')).toBe(false);
      expect(can('a1')).toBe(mayAgain);
      expect(can('B2')).toBe(true);
      await root.send(payFor('A1'));
      expect(Object.keys(root.context.orders)).toEqual(['a1']);
    },
  );
});
