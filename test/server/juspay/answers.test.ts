import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createJuspay } from '../../../src/server/juspay/create-juspay.js';
import { JuspayError } from '../../../src/server/juspay/juspay-error.js';

/** A client of a Juspay that answers just this. */
function answering(body: unknown, status = 200) {
  return createJuspay({
    environment: 'production',
    merchantId: 'stock',
    apiKey: 'key-1',
    retries: 0,
    fetch: async () =>
      new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
  });
}

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
const statusFrom = (body: unknown, status = 200) =>
  caught(answering(body, status).orderStatus('A1'));

describe('an order status', () => {
  it('is answered as it came', async () => {
    const order = { order_id: 'a1', status: 'CHARGED', amount: 200, refunds: [], odd: { x: null } };
    expect(await answering(order).orderStatus('A1')).toEqual(order);
  });

  it('of an order that is not decided may tell of errors', async () => {
    const order = { order_id: 'A1', status: 'PENDING_VBV', amount: 2, error_message: 'Slow bank' };
    expect(await answering(order).orderStatus('A1')).toEqual(order);
  });

  it.each<[string, unknown, number]>([
    ['code', { status: 'error', error_code: 'RESOURCE_NOT_FOUND', error_message: 'No' }, 404],
    ['code, with another status', { error_code: 'RESOURCE_NOT_FOUND' }, 400],
    ['code, in error_info', { error_info: { code: 'RESOURCE_NOT_FOUND' } }, 404],
    ['code, with success', { status: 'NOT_FOUND', error_message: 'No such order' }, 200],
    ['status alone, in a shape of errors', { error: true, error_message: 'No' }, 404],
    ['status, as that of a session', { code: 'NOT_FOUND', type: 'x', message: 'No' }, 404],
  ])('is NOT_FOUND when Juspay says so by its %s', async (_, body, status) => {
    expect(await answering(body, status).orderStatus('A1')).toEqual({
      order_id: 'A1',
      status: 'NOT_FOUND',
    });
  });

  it.each<[string, unknown, number, string]>([
    ['a page of a web server', '<html>404 Not Found</html>', 404, 'unreadable'],
    ['a gateway without that route', { message: 'no Route matched' }, 404, 'unreadable'],
    ['an empty answer', '', 404, 'unreadable'],
    ['another code', { error_code: 'MERCHANT_NOT_LIVE', error_message: 'x' }, 404, 'refused'],
    ['a refused key', { status: 'error', error_code: 'access_denied' }, 404, 'unauthorized'],
  ])('is not NOT_FOUND because of %s', async (_, body, status, reason) => {
    expect(await statusFrom(body, status)).toMatchObject({ reason, status, retry: false });
  });

  it('of another order is a conflict', async () => {
    expect(await statusFrom({ order_id: 'A2', status: 'CHARGED', amount: 200 })).toMatchObject({
      reason: 'conflict',
      fields: [{ path: 'orderId', code: 'server.differs' }],
    });
  });

  it.each<[string, unknown]>([
    ['no order', { status: 'CHARGED', amount: 200 }],
    ['no object', ['A1']],
    ['no JSON', '{"order_id":"A1",'],
    ['nothing', ''],
  ])('that names %s is unreadable', async (_, body) => {
    expect(await statusFrom(body)).toMatchObject({ reason: 'unreadable', status: 200 });
  });

  it('with an error flag is an error, whatever else it says', async () => {
    const body = { error: true, order_id: 'A1', status: 'CHARGED', error_message: 'x' };
    expect(await statusFrom(body)).toMatchObject({ reason: 'refused' });
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'required'],
    ['a number', 7, 'text.empty'],
    ['an empty id', '', 'text.empty'],
    ['one dot', '.', 'id.format'],
    ['two dots', '..', 'id.format'],
    ['a control character', 'A\n1', 'id.format'],
    ['half a character', 'A\ud800', 'id.format'],
    ['65 characters', 'x'.repeat(65), 'id.format'],
  ])('is not asked for by %s', async (_, orderId, code) => {
    const juspay = answering('');
    const asked = Reflect.apply(juspay.orderStatus, juspay, [orderId]);
    expect(await caught(asked)).toMatchObject({
      name: 'JuspayError',
      reason: 'invalid',
      fields: [{ path: 'orderId', code }],
    });
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'options object'],
    ['a blank customer', { customerId: ' ' }, 'options.customerId customerId.format'],
    ['a signal that is none', { signal: {} }, 'options.signal invalid'],
    ['another name', { customer: 'a' }, 'options.customer name.unknown'],
  ])('is not asked for with %s', async (_, options, issue) => {
    const juspay = answering('');
    const error = await caught(Reflect.apply(juspay.orderStatus, juspay, ['A1', options]));
    const [field] = Object(error).fields;
    expect(`${field.path} ${field.code}`).toBe(issue);
  });

  it('is asked for by three dots, for they lead nowhere', async () => {
    const order = { order_id: '...', status: 'NEW' };
    expect(await answering(order).orderStatus('...')).toEqual(order);
  });
});

describe('a refund', () => {
  const asked = { orderId: 'A1', uniqueRequestId: 'r2', amount: '50.00' };
  const order = (refunds: unknown) => ({ order_id: 'A1', status: 'CHARGED', amount: 200, refunds });
  const one = {
    unique_request_id: 'r2',
    amount: 50,
    status: 'SUCCESS',
    error_message: 'processed',
  };
  const other = { unique_request_id: 'r1', amount: '10.0', status: 'FAILURE' };

  it.each<[string, unknown, object]>([
    ['the order', order([other, one]), { status: 'success', amount: '50.00' }],
    ['the order, on its way', order([{ ...one, status: 'PENDING' }]), { status: 'pending' }],
    [
      'the order, with a person',
      order([{ ...one, status: 'MANUAL_REVIEW' }]),
      { status: 'pending' },
    ],
    ['the order, with an unknown word', order([{ ...one, status: 'ODD' }]), { status: 'pending' }],
    ['the order, refused', order([{ ...one, status: 'FAILURE' }]), { status: 'failure' }],
    ['the order that does not list it yet', order([other]), { status: 'pending' }],
    ['the order that lists none', order(null), { status: 'pending' }],
    ['the refund alone', one, { status: 'success', amount: '50.00' }],
    ['the refund alone, with its order', { ...one, order_id: 'A1' }, { status: 'success' }],
  ])('is read from %s', async (_, body, read) => {
    const refund = await answering(body).refund(asked);
    expect(refund).toMatchObject({ orderId: 'A1', uniqueRequestId: 'r2', ...read, answer: body });
  });

  it('names no amount that Juspay does not name', async () => {
    expect(await answering(order([])).refund(asked)).not.toHaveProperty('amount');
  });

  it.each<[string, unknown, string]>([
    ['amount', order([{ ...one, amount: 60 }]), 'amount'],
    ['order', { ...order([one]), order_id: 'A2' }, 'orderId'],
    ['order, alone', { ...one, order_id: 'A2' }, 'orderId'],
  ])('of another %s is a conflict', async (_, body, path) => {
    expect(await caught(answering(body).refund(asked))).toMatchObject({
      reason: 'conflict',
      fields: [{ path }],
    });
  });

  it('that nothing names is unreadable', async () => {
    const answered = await caught(answering({ status: 'SUCCESS' }).refund(asked));
    expect(answered).toMatchObject({ reason: 'unreadable' });
  });

  it('is not sent with wrong fields', async () => {
    const wrong = { orderId: '..', uniqueRequestId: '', amount: 50, note: '' };
    const juspay = answering('');
    const error = await caught(Reflect.apply(juspay.refund, juspay, [wrong]));
    const codes = Object(error).fields.map((field: { path: string; code: string }) =>
      [field.path, field.code].join(' '),
    );
    expect(codes).toEqual([
      'orderId id.format',
      'uniqueRequestId text.empty',
      'amount amount.format',
      'note name.unknown',
    ]);
  });
});

describe('a mandate', () => {
  it('of another id is a conflict, also in another case', async () => {
    for (const mandate_id of ['m2', 'M1']) {
      const juspay = answering({ mandate_id, status: 'ACTIVE' });
      expect(await caught(juspay.mandates.status({ mandateId: 'm1' }))).toMatchObject({
        reason: 'conflict',
        fields: [{ path: 'mandateId' }],
      });
    }
  });

  it('is answered even when the answer does not name it', async () => {
    const juspay = answering({ status: 'PAUSED' });
    expect(await juspay.mandates.pause({ mandateId: 'm1' })).toEqual({ status: 'PAUSED' });
  });

  it('whose debit is another order is a conflict', async () => {
    const juspay = answering({ order_id: 'A2', status: 'PENDING_VBV' });
    const executed = juspay.mandates.execute({ mandateId: 'm1', orderId: 'A1', amount: '2.00' });
    expect(await caught(executed)).toMatchObject({
      reason: 'conflict',
      fields: [{ path: 'orderId' }],
    });
  });

  it('that is executed twice is the conflict of its order', async () => {
    const body = { status_id: 40, status: 'DUPLICATE_ORDER_ID', error_message: 'exists' };
    const juspay = answering(body, 400);
    const executed = juspay.mandates.execute({ mandateId: 'm1', orderId: 'A1', amount: '2.00' });
    expect(await caught(executed)).toMatchObject({
      reason: 'conflict',
      code: 'DUPLICATE_ORDER_ID',
      retry: false,
    });
  });

  it.each<
    [string, (mandates: ReturnType<typeof answering>['mandates']) => Promise<unknown>, string[]]
  >([
    [
      'notify',
      (mandates) =>
        mandates.notify({ mandateId: '.', objectReferenceId: '', amount: '1', executionDate: 1 }),
      [
        'mandateId id.format',
        'objectReferenceId text.empty',
        'amount amount.format',
        'executionDate mandate.date',
      ],
    ],
    [
      'execute',
      (mandates) =>
        mandates.execute({
          mandateId: 'm',
          orderId: 'a b',
          amount: '1.00',
          executionDate: 1_770_249_600,
        }),
      ['orderId orderId.format', 'executionDate mandate.dateSeconds'],
    ],
    ['pause', (mandates) => mandates.pause({ mandateId: '' }), ['mandateId text.empty']],
    [
      'cancelExecution',
      (mandates) => mandates.cancelExecution({ mandateId: 'm', orderId: '..' }),
      ['orderId id.format'],
    ],
    ['notification', (mandates) => mandates.notification('..'), ['objectReferenceId id.format']],
  ])('is not sent wrong fields: %s', async (_, call, issues) => {
    const error = await caught(call(answering('').mandates));
    expect(error).toMatchObject({ reason: 'invalid' });
    const found = Object(error).fields.map(
      ({ path, code }: Record<string, string>) => `${path} ${code}`,
    );
    expect(found).toEqual(issues);
  });
});

describe('an error of Juspay', () => {
  it.each<[string, unknown, number, object]>([
    [
      'with error_info',
      {
        status: 'error',
        error_code: 'INVALID_INPUT',
        error_message: 'customer_email asha@example.com',
        error_info: {
          code: 'INVALID_INPUT',
          category: 'USER_ERROR',
          developer_message: 'phone 9876543210',
          user_message: 'Sorry',
          fields: [
            { field_name: 'customer_email', reason: 'asha@example.com' },
            { field_name: 'metadata.bank_account_details', reason: '198731890' },
            { field_name: 'mandate.max_amount', reason: 'too much' },
            { field_name: 'order.order_id', reason: 'x' },
            { field_name: '9876543210', reason: 'x' },
            { field_name: 'tkn_secret', reason: 'x' },
            { reason: 'x' },
          ],
        },
      },
      400,
      {
        reason: 'invalid',
        code: 'INVALID_INPUT',
        fields: [
          { path: 'customerEmail', code: 'server.refused' },
          { path: 'tpv.bankAccounts', code: 'server.refused' },
          { path: 'mandate.maxAmount', code: 'server.refused' },
          { path: 'orderId', code: 'server.refused' },
        ],
      },
    ],
    [
      'without error_info',
      { status: 'error', error_code: 'DUPLICATE_REQUEST', error_message: 'asha@example.com' },
      400,
      { reason: 'conflict', code: 'DUPLICATE_REQUEST', fields: [] },
    ],
    [
      'of a session',
      {
        session_id: 's',
        code: 'EXPIRED',
        type: 'x',
        message: 'asha@example.com',
        user_message: '',
      },
      400,
      { reason: 'expired', code: 'EXPIRED' },
    ],
    [
      'with a flag',
      { error: true, error_message: 'asha@example.com', user_message: 'x' },
      400,
      { reason: 'refused' },
    ],
    [
      'with its code in error_info only',
      { error_info: { code: 'MISSING_MANDATORY_PARAMETER' } },
      400,
      { reason: 'invalid', code: 'MISSING_MANDATORY_PARAMETER' },
    ],
    [
      'of a wrong key',
      { status: 'error', error_code: 'access_denied' },
      401,
      { reason: 'unauthorized', code: 'access_denied' },
    ],
    ['of a wrong key, in no JSON', 'Unauthorized', 401, { reason: 'unauthorized' }],
    ['of a forbidden address', '', 403, { reason: 'unauthorized' }],
    [
      'about its order',
      { error_code: 'ALREADY_EXISTS', error_message: 'x' },
      409,
      { reason: 'conflict' },
    ],
    [
      'of a conflict in other words',
      { error_code: 'HMM', error_message: 'x' },
      409,
      { reason: 'conflict' },
    ],
    ['that it is gone', { error_code: 'HMM', error_message: 'x' }, 410, { reason: 'expired' }],
    [
      'of a bad origin',
      { error_code: 'BAD_ORIGIN', error_message: 'x' },
      400,
      { reason: 'refused', code: 'BAD_ORIGIN' },
    ],
    [
      'in words',
      { status: 'Invalid Request', error_code: 'Invalid', error_message: 'x' },
      400,
      { reason: 'invalid', code: 'Invalid' },
    ],
    [
      'with a code that may be a number of somebody',
      { error_code: '9876543210', error_message: 'x' },
      400,
      { reason: 'refused', code: undefined },
    ],
    [
      'with a code that may be a key',
      { error_code: 'tkn_abcdef', error_message: 'x' },
      400,
      { reason: 'refused', code: undefined },
    ],
    [
      'with fields of an unknown code',
      { error_code: 'HMM', error_info: { fields: [{ field_name: 'amount' }] } },
      422,
      { reason: 'invalid', fields: [{ path: 'amount' }] },
    ],
    [
      'in the answer of success',
      { status: 'error', error_code: 'INVALID_INPUT', error_message: 'x' },
      200,
      { reason: 'invalid' },
    ],
    [
      'that it is down',
      { error_code: 'INVALID_INPUT', error_message: 'x' },
      503,
      { reason: 'unavailable', retry: true },
    ],
    ['in no words at all', 'odd', 418, { reason: 'refused' }],
  ])('%s is read', async (_, body, status, read) => {
    const error = await statusFrom(body, status);
    expect(error).toBeInstanceOf(JuspayError);
    expect(error).toMatchObject({ name: 'JuspayError', status, retry: false, ...read });
    const shown = inspect(error, { depth: 9 }) + JSON.stringify(error);
    expect(shown).not.toMatch(/asha@|9876543210|198731890|tkn_|Sorry/);
  });

  it('has a message of our own that names code and fields', async () => {
    const body = {
      error_code: 'INVALID_INPUT',
      error_info: { fields: [{ field_name: 'return_url' }] },
    };
    expect(await statusFrom(body, 400)).toHaveProperty(
      'message',
      'Juspay found the request invalid. (400 INVALID_INPUT) returnUrl: Juspay refused this field.',
    );
  });
});
