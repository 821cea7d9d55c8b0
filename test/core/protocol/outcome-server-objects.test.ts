import { describe, expect, it } from 'vitest';
import { readOrderStatus } from '../../../core/protocol/order-status.js';
import { readServerObject, type ServerObject } from '../../../core/protocol/server-object.js';

type Kind = ServerObject['is'];

const ORDER = { order_id: 'A1', status: 'CHARGED', amount: 200 };
const TXN = { order_id: 'A1', status: 'CHARGED', txn_amount: 200 };
const MANDATE = { mandate_id: 'm1', order_id: 'A1', status: 'ACTIVE' };
const REFUND = { unique_request_id: 'u1', order_id: 'A1', status: 'SUCCESS', amount: 200 };
const NOTIFICATION = { object_reference_id: 'A1', order_id: 'A1', status: 'SUCCESS' };

describe('what would be an order, but for one key', () => {
  it.each<[is: Kind, status: string, keys: readonly string[]]>([
    [
      'notification',
      'CHARGED',
      ['object_reference_id', 'objectReferenceId', 'source_info', 'sourceInfo'],
    ],
    ['refund', 'CHARGED', ['unique_request_id', 'uniqueRequestId', 'refund_id', 'refundId']],
    ['refund', 'CHARGED', ['refund_type', 'refundType', 'refund_source', 'refundSource']],
    ['refund', 'CHARGED', ['sent_to_gateway', 'sentToGateway']],
    ['session', 'CREATED', ['sdk_payload', 'sdkPayload']],
    ['mandate', 'CREATED', ['mandate_id', 'mandateId', 'mandate_token', 'mandateToken', 'umn']],
    ['mandate', 'CREATED', ['max_amount', 'maxAmount', 'frequency', 'start_date', 'end_date']],
    ['mandate', 'CREATED', ['amount_rule', 'block_funds', 'blockFunds']],
    ['unknown', 'CREATED', ['error_message', 'errorMessage', 'error_info', 'errorInfo']],
  ])('is a %s (%s)', (is, status, keys) => {
    for (const key of keys) {
      const answer = { ...ORDER, status };
      expect(readServerObject(answer).is).toBe('order');
      expect([key, readServerObject({ ...answer, [key]: 'x' }).is]).toEqual([key, is]);
    }
  });

  it.each(['txn_amount', 'txnAmount'])(
    'is a txn by its %s, unless it names its order’s amount',
    (key) => {
      const txn = { order_id: 'A1', status: 'CHARGED', [key]: 200 };
      expect(readServerObject(txn).is).toBe('txn');
      expect(readServerObject({ ...txn, amount: 100 }).is).toBe('order');
      const { order_id: orderId, ...rest } = txn;
      expect(readServerObject({ ...rest, orderId, amount: 100 }).is).toBe('order');
      expect(readServerObject({ ...rest, amount: 100 }).is).toBe('txn');
      expect(readOrderStatus({ ...txn, amount: 100 })).toMatchObject({ amount: '100.00' });
    },
  );

  it.each([
    [{ error: true }, 'unknown'],
    [{ error: 'true' }, 'unknown'],
    [{ error: false }, 'order'],
    [{ error: 'false' }, 'order'],
  ])('with %j is: %s', (error, is) => {
    expect(readServerObject({ ...ORDER, status: 'NEW', ...error }).is).toBe(is);
  });

  it.each(['mandate_status', 'mandateStatus'])('with %s is one where it has an amount', (key) => {
    const created = { order_id: 'A1', status: 'CREATED', [key]: 'CREATED' };
    expect(readServerObject(created).is).toBe('mandate');
    expect(readServerObject({ ...created, amount: 2 }).is).toBe('order');
  });
});

describe('an order', () => {
  it.each(['order_id', 'orderId', 'amount'])('is known by its %s', (key) => {
    expect(readServerObject({ status: 'NEW', customer_id: 'c1', [key]: '2' }).is).toBe('order');
    expect(readServerObject({ status: 'NEW', customer_id: 'c1' }).is).toBe('unknown');
  });

  it.each(['status_id', 'currency', 'txn_uuid', 'txnUuid', 'mandate_status', 'mandateStatus'])(
    'may be no more than a status and %s',
    (key) => {
      expect(readOrderStatus({ status: 'CHARGED', [key]: 'INR' }).moneyStatus).toBe('paid');
    },
  );
});

describe('an envelope', () => {
  it.each(['event_name', 'eventName'])('by its %s says nothing about money itself', (key) => {
    expect(readOrderStatus({ ...ORDER, [key]: 'ORDER_SUCCEEDED' }).moneyStatus).toBe('silent');
  });

  it.each<[name: string, inner: object, is: Kind]>([
    ['order', ORDER, 'order'],
    ['order', { customer_id: 'c1' }, 'order'],
    ['order', TXN, 'txn'],
    ['order', MANDATE, 'mandate'],
    ['order', REFUND, 'refund'],
    ['order', NOTIFICATION, 'notification'],
    ['txn', TXN, 'txn'],
    ['txn', ORDER, 'txn'],
    ['txn', { txn_id: 'x1' }, 'txn'],
    ['txn', REFUND, 'refund'],
    ['mandate', ORDER, 'mandate'],
    ['mandate', NOTIFICATION, 'mandate'],
    ['notification', MANDATE, 'notification'],
    ['refund', TXN, 'refund'],
  ])('that calls it %s, of %j, holds: %s', (name, inner, is) => {
    expect(readServerObject({ content: { [name]: inner } })).toStrictEqual({ is, fields: inner });
  });

  it('passes the mandate on with an order or a transaction, and with nothing else', () => {
    const mandate = MANDATE;
    expect(readServerObject({ content: { order: ORDER, mandate } })).toStrictEqual({
      is: 'order',
      fields: { mandate, ...ORDER },
    });
    expect(readServerObject({ content: { txn: TXN, mandate } })).toStrictEqual({
      is: 'txn',
      fields: { mandate, ...TXN },
    });
    const refund = { unique_request_id: 'R1', amount: 10, status: 'SUCCESS' };
    expect(readServerObject({ content: { order: refund, mandate } })).toStrictEqual({
      is: 'refund',
      fields: refund,
    });
  });
});
