import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOrderStatus } from '../../../core/protocol/order-status.js';

const ORDER = { order_id: 'A1', status: 'CHARGED', status_id: 21, amount: 200, currency: 'INR' };
const TXN = {
  order_id: 'A1',
  status: 'CHARGED',
  txn_amount: 200,
  txn_uuid: 'moz1',
  net_amount: 200,
};
const MANDATE = {
  mandate_id: 'm1',
  order_id: 'A1',
  status: 'CREATED',
  max_amount: 500,
  frequency: 'MONTHLY',
};
const NOTIFICATION = {
  id: 'n1',
  object_reference_id: 'A1',
  status: 'FAILURE',
  mandate: { mandate_id: 'm1' },
  source_info: { txn_date: '1668389349', amount: '200.00' },
};
const REFUND = { unique_request_id: 'u1', order_id: 'A1', status: 'FAILURE', amount: 200 };
const SESSION = {
  id: 'ordeh_1',
  order_id: 'A1',
  status: 'NEW',
  payment_links: { web: 'https://example.in/pay' },
  sdk_payload: {},
};

function webhook(name: string, content: object) {
  return { id: 'evt_V2_1', event_name: name, date_created: '2026-08-10T07:00:48Z', content };
}

describe('objects of the server: order, transaction, notification', () => {
  it.each<[string, unknown]>([
    ['a mandate', MANDATE],
    ['a mandate in camel case', { mandateId: 'm1', orderId: 'A1', status: 'CREATED' }],
    ['a mandate by its token', { mandate_token: 't', order_id: 'A1', status: 'CREATED' }],
    ['a mandate by its terms', { order_id: 'A1', status: 'CREATED', max_amount: '500.0' }],
    ['a mandate with an amount', { ...MANDATE, amount: 200 }],
    ['a failed mandate', { ...MANDATE, status: 'FAILURE' }],
    ['a webhook of a mandate', webhook('MANDATE_CREATED', { mandate: MANDATE })],
    ['the content of one', { mandate: MANDATE }],
    ['a notification', NOTIFICATION],
    ['a webhook of a notification', webhook('NOTIFICATION_FAILED', { notification: NOTIFICATION })],
    ['a refund', REFUND],
    ['a webhook of a refund', webhook('REFUND_INITIATED', { refund: REFUND })],
    ['a session', SESSION],
    ['an empty webhook', webhook('ORDER_SUCCEEDED', {})],
    ['a webhook without content', { event_name: 'ORDER_FAILED', status: 'CHARGED' }],
    ['a webhook of something else', webhook('ORDER_FAILED', { customer: ORDER })],
    ['a customer', { id: 'cst_1', object: 'customer', status: 'CREATED' }],
    ['a text', 'CHARGED'],
    ['a number', 21],
    ['nothing', null],
    ['a list', [ORDER]],
    ['an object without keys', {}],
  ])('%s says nothing about the money of the order', (_, answer) => {
    expect(readOrderStatus(answer)).toMatchObject({ moneyStatus: 'silent', word: '' });
  });

  it.each<[string, unknown, string]>([
    ['mandate', MANDATE, 'mandate'],
    ['notification', NOTIFICATION, 'notification'],
    ['refund', REFUND, 'refund'],
    ['session', SESSION, 'session'],
    ['unknown', {}, 'unknown'],
  ])('and is called a %s', (_, answer, about) => {
    expect(readOrderStatus(answer).about).toBe(about);
  });

  it.each<[string, unknown]>([
    ['an order', ORDER],
    ['the JSON text of one', JSON.stringify(ORDER)],
    ['a webhook of one', webhook('ORDER_SUCCEEDED', { order: ORDER })],
    ['the JSON text of a webhook', JSON.stringify(webhook('ORDER_SUCCEEDED', { order: ORDER }))],
    [
      'a webhook whose content is a text',
      { event_name: 'X', content: JSON.stringify({ order: ORDER }) },
    ],
    ['the content alone', { order: ORDER }],
    ['a transaction', TXN],
    ['a webhook of one', webhook('TXN_CHARGED', { txn: TXN })],
    [
      'an order beside its transaction',
      webhook('ORDER_SUCCEEDED', { txn: { ...TXN, status: 'STARTED' }, order: ORDER }),
    ],
    [
      'an order with a mandate',
      { ...ORDER, mandate: { mandate_id: 'm1', mandate_status: 'ACTIVE', max_amount: 500 } },
    ],
    ['an order that names its mandate', { ...ORDER, mandate_id: 'm1' }],
    ['the documented shape', { orderId: 'A1', status: 'CHARGED', amount: '200.00' }],
  ])('%s is read', (_, answer) => {
    expect(readOrderStatus(answer)).toMatchObject({
      moneyStatus: 'paid',
      word: 'CHARGED',
      orderId: 'A1',
      amount: '200.00',
    });
  });

  it('a transaction that was created is under way', () => {
    for (const status of ['CREATED', 'STARTED', 'PENDING_VBV', 'NEW']) {
      expect(readOrderStatus({ ...TXN, status })).toMatchObject({
        moneyStatus: 'underway',
        about: 'txn',
      });
    }
    expect(readOrderStatus({ ...TXN, status: 'AUTHORIZATION_FAILED' })).toMatchObject({
      moneyStatus: 'failed',
      txnUuid: 'moz1',
    });
  });

  it('the amount of a transaction is no amount of an order', () => {
    const { amount: _, ...rest } = ORDER;
    expect(readOrderStatus({ ...rest, txn_detail: { txn_amount: 200 } }).amount).toBeUndefined();
  });

  it('a bare status says what it says', () => {
    expect(readOrderStatus({ status: 'CHARGED' })).toMatchObject({ moneyStatus: 'paid' });
    expect(readOrderStatus({ status: 'CHARGED', txnUuid: 'moz1' })).toMatchObject({
      moneyStatus: 'paid',
    });
  });

  it('the number beside a status is not read', () => {
    for (const status_id of [27, '27', 10, 36]) {
      expect(readOrderStatus({ ...ORDER, status_id })).toMatchObject({ moneyStatus: 'paid' });
      expect(readOrderStatus({ order_id: 'A1', amount: 200, status_id })).toMatchObject({
        moneyStatus: 'open',
      });
    }
  });

  it.each([
    'SUCCESS',
    'ERROR',
    'DECLINED',
    'FAILURE',
    'NOP',
    'MERCHANT_VOIDED',
    'VOIDED_POST_CHARGE',
  ])('the word %s leaves an order open', (status) => {
    expect(readOrderStatus({ ...ORDER, status }).moneyStatus).toBe('open');
  });

  it('reads whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (answer) => {
        expect(['open', 'silent']).toContain(readOrderStatus(answer).moneyStatus);
      }),
    );
  });
});

describe('the mandate of an order', () => {
  it.each<[string, object, string | undefined]>([
    ['nested', { mandate: { mandate_status: 'FAILURE' } }, 'FAILURE'],
    ['nested, in camel case', { mandate: { mandateStatus: 'Active' } }, 'ACTIVE'],
    ['nested, as in a webhook', { mandate: { status: 'PAUSED' } }, 'PAUSED'],
    ['nested, as a text', { mandate: '{"mandate_status":"REVOKED"}' }, 'REVOKED'],
    ['beside the status', { mandateStatus: 'ACTIVE' }, 'ACTIVE'],
    ['not said', { mandate: null }, undefined],
    ['not known yet', { mandate: { mandate_id: 'm1' } }, undefined],
  ])('%s', (_, more, mandate) => {
    expect(readOrderStatus({ ...ORDER, ...more }).mandate).toBe(mandate);
  });

  it('has a word of its own', () => {
    expect(readOrderStatus(MANDATE)).toMatchObject({ orderId: 'A1', mandate: 'CREATED' });
    expect(
      readOrderStatus(webhook('MANDATE_REVOKED', { mandate: { ...MANDATE, status: 'REVOKED' } })),
    ).toMatchObject({ moneyStatus: 'silent', mandate: 'REVOKED' });
  });
});

describe('an order status with several transactions', () => {
  const one = (txn_uuid: string, status: string) => ({ txn_uuid, status });

  it('stand in a list where there is none beside the status', () => {
    const txn_list = [one('f1', 'AUTHORIZATION_FAILED'), one('p1', 'CHARGED')];
    expect(readOrderStatus({ ...ORDER, txn_list })).toMatchObject({
      moneyStatus: 'paid',
      txnUuid: 'p1',
    });
  });

  it('the one in detail counts as the one beside the status', () => {
    expect(readOrderStatus({ ...ORDER, txn_detail: { txn_uuid: 'd1' } }).txnUuid).toBe('d1');
    const both = { ...ORDER, txn_uuid: 't1', txn_detail: { txn_uuid: 'd1' } };
    expect(readOrderStatus(both).txnUuid).toBe('t1');
  });

  it.each([
    ['AUTHORIZATION_FAILED', 'PENDING_VBV'],
    ['NEW', 'CHARGED'],
    ['CREATED', 'STARTED'],
  ])('an order that is %s has not ended while one is %s', (status, txn) => {
    const txn_list = [one('f1', 'AUTHORIZATION_FAILED'), one('u1', txn)];
    expect(readOrderStatus({ ...ORDER, status, txn_list }).moneyStatus).toBe('underway');
  });

  it('what names no transaction counts all the same, without an id', () => {
    const failed = one('f1', 'AUTHENTICATION_FAILED');
    const txn_list = [null, 'x', failed, { status: 'AUTHORIZATION_FAILED' }];
    expect(readOrderStatus({ ...ORDER, status: 'AUTHORIZATION_FAILED', txn_list })).toMatchObject({
      moneyStatus: 'failed',
      txns: [{ txnUuid: 'f1', moneyStatus: 'failed' }, { moneyStatus: 'failed' }],
    });
  });

  it.each<[string, object, string]>([
    ['a word nobody knows', one('t2', 'SUCCESS'), 'open'],
    ['no word', { txn_uuid: 't2' }, 'open'],
    ['no id, but paid', { txn_id: 'stock-A1-2', status: 'CHARGED' }, 'underway'],
    ['no id, but under way', { txn_id: 'stock-A1-2', status: 'PENDING_VBV' }, 'underway'],
    ['a word in its detail', { txn_uuid: 't2', txn_detail: { status: 'CHARGED' } }, 'underway'],
    ['money that came back', one('t2', 'AUTO_REFUNDED'), 'open'],
  ])('one of them with %s: nothing ended without money', (_, txn, moneyStatus) => {
    const txn_list = [one('t1', 'AUTHORIZATION_FAILED'), txn];
    for (const status of ['AUTHORIZATION_FAILED', 'NEW']) {
      expect(readOrderStatus({ ...ORDER, status, txn_list }).moneyStatus).toBe(moneyStatus);
    }
  });

  it('the detail of one may contradict the order', () => {
    const status = 'AUTHORIZATION_FAILED';
    const paid = { txn_uuid: 't1', txn_detail: { txn_uuid: 't1', status: 'CHARGED' } };
    expect(readOrderStatus({ ...ORDER, status, ...paid }).moneyStatus).toBe('underway');
    const failed = { txn_uuid: 't1', txn_detail: { txn_uuid: 't1', status } };
    expect(readOrderStatus({ ...ORDER, status, ...failed })).toMatchObject({
      moneyStatus: 'failed',
      txnUuid: 't1',
    });
  });

  it('a second debit that came back leaves the order paid', () => {
    const txn_list = [one('t1', 'CHARGED'), one('t2', 'AUTO_REFUNDED')];
    const refunded = { refunded: true, amount_refunded: 200, txn_list };
    expect(readOrderStatus({ ...ORDER, ...refunded }).moneyStatus).toBe('paid');
  });

  it('a transaction that came back is a hint, and no word about the order', () => {
    expect(readOrderStatus({ ...TXN, status: 'AUTO_REFUNDED' })).toMatchObject({
      moneyStatus: 'silent',
      about: 'refund',
      orderId: 'A1',
    });
  });
});

describe('an order status with further fields', () => {
  it.each<[string, object]>([
    ['links', { payment_links: { web: 'https://example.in' } }],
    ['a payload', { sdk_payload: {} }],
    ['terms of a mandate', { max_amount: 500, frequency: 'MONTHLY', mandate_id: 'm1' }],
    ['an error', { error_message: '', error: false }],
  ])('%s is one', (_, more) => {
    expect(readOrderStatus({ ...ORDER, ...more })).toMatchObject({
      moneyStatus: 'paid',
      word: 'CHARGED',
    });
  });

  it('links beside NEW are no session', () => {
    const links = { payment_links: { web: 'https://example.in' } };
    expect(readOrderStatus({ ...ORDER, status: 'NEW', ...links }).moneyStatus).toBe('untouched');
  });

  it.each<[string, object]>([
    ['its id', { mandate_id: 'm1', status: 'CREATED', amount: 2 }],
    ['its id, in camel case', { mandateId: 'm1', status: 'CREATED', amount: 2 }],
    ['its token', { mandate_token: 't', status: 'NEW', amount: 2 }],
    ['its number', { umn: 'u@upf', status: 'CREATED', block_funds: true }],
    ['its status', { mandate_status: 'CREATED', status: 'CREATED' }],
    ['an error', { status: 'CREATED', error: true, error_message: 'no' }],
  ])('what is known by %s is no order', (_, fields) => {
    expect(readOrderStatus({ order_id: 'A1', ...fields }).moneyStatus).toBe('silent');
  });

  it('an envelope is read whole: what is empty is not there, and a mandate goes along', () => {
    const mandate = { mandate_id: 'm1', status: 'ACTIVE' };
    expect(readOrderStatus({ content: { order: {}, txn: TXN } })).toMatchObject({
      moneyStatus: 'paid',
    });
    expect(readOrderStatus({ content: { order: JSON.stringify(ORDER) } }).moneyStatus).toBe('paid');
    expect(readOrderStatus({ content: { txn: TXN, mandate } })).toMatchObject({
      moneyStatus: 'paid',
      mandate: 'ACTIVE',
    });
    expect(readOrderStatus({ content: { order: ORDER, mandate } })).toMatchObject({
      moneyStatus: 'paid',
      mandate: 'ACTIVE',
    });
  });
});
