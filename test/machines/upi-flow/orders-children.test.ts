import { describe, expect, it } from 'vitest';
import type { OrderStatusWord } from '../../../core/model/order.js';
import {
  childOf,
  holdsScreen,
  openOrders,
  orderOf,
  screenIsFree,
  withChild,
  withoutChild,
} from '../../../machines/upi-flow/orders.js';
import { failed, record } from '../../journal/support/records.js';
import { book, byId, deviceAt } from '../support/root.js';

describe('the name of a child', () => {
  it('is found by its order', () => {
    expect(childOf({ A1: 'order:1', B2: 'order:2' }, 'B2')).toBe('order:2');
    expect(childOf({ A1: 'order:1' }, 'B2')).toBeUndefined();
  });

  it.each(['constructor', 'toString', '__proto__'])('is none for an order called %s', (orderId) => {
    expect(childOf({}, orderId)).toBeUndefined();
  });

  it('counts from 1, by kind', () => {
    expect(withChild({}, 'order', 'A1')).toEqual({ id: 'order:1', names: { A1: 'order:1' } });
    expect(withChild({}, 'lookUp', 'A1')).toEqual({ id: 'lookUp:1', names: { A1: 'lookUp:1' } });
  });

  it('is the lowest number that is free', () => {
    const names = { A1: 'order:1', C3: 'order:2', D4: 'order:4' };
    expect(withChild(names, 'order', 'B2')).toEqual({
      id: 'order:3',
      names: { ...names, B2: 'order:3' },
    });
  });

  it('is another one than before for the same order', () => {
    expect(withChild({ A1: 'lookUp:1' }, 'lookUp', 'A1')).toEqual({
      id: 'lookUp:2',
      names: { A1: 'lookUp:2' },
    });
  });

  it('is gone once it is taken away, and no other', () => {
    expect(withoutChild({ A1: 'order:1', B2: 'order:2' }, 'A1')).toEqual({ B2: 'order:2' });
  });

  it('that is not there leaves the same names', () => {
    const names = { A1: 'order:1' };
    expect(withoutChild(names, 'B2')).toBe(names);
    expect(withoutChild(names, 'constructor')).toBe(names);
  });
});

describe('the screen of the SDK', () => {
  it.each<[OrderStatusWord, boolean]>([
    ['authorizing', true],
    ['submitted', true],
    ['pending', false],
    ['success', false],
    ['failure', false],
    ['payFailure', false],
    ['backPress', false],
    ['userAborted', false],
    ['refunded', false],
    ['unresolved', false],
  ])('an order that is %s holds it: %s', (status, holds) => {
    expect(holdsScreen(record('A1', { status }))).toBe(holds);
    const orders = byId(record('A1', { ...failed }), record('B2', { status }));
    expect(screenIsFree(book({ orders }))).toBe(!holds);
  });

  it('is free when nothing happens', () => {
    expect(screenIsFree(book())).toBe(true);
  });

  it('is held by what the device does, and by a call of the app', () => {
    const device = deviceAt('onboarding');
    expect(screenIsFree(book({ device }))).toBe(false);
    expect(screenIsFree(book({ device: deviceAt('linked') }))).toBe(true);
    expect(screenIsFree(book({ callHoldsScreen: true }))).toBe(false);
    expect(screenIsFree(book({ device, callHoldsScreen: true }))).toBe(false);
  });
});

describe('the orders', () => {
  it('are found by their ids, whatever these are called', () => {
    const order = record('A1');
    expect(orderOf(book({ orders: byId(order) }), 'A1')).toBe(order);
    expect(orderOf(book({ orders: byId(order) }), 'B2')).toBeUndefined();
    expect(orderOf(book(), 'constructor')).toBeUndefined();
  });

  it('are open until they are settled', () => {
    const open = record('A1');
    const orders = byId(open, record('B2', failed));
    expect(openOrders(book({ orders }))).toEqual([open]);
  });
});
