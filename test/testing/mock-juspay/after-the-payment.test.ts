import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { createMockJuspay } from '../../../testing/index.js';

type Json = Record<string, unknown>;

const KEY = 'test-api-key';
const DAY = 24 * 3_600_000;
const SESSION = {
  order_id: 'A1',
  amount: '200.00',
  customer_id: 'c1',
  customer_email: 'test@example.com',
  customer_phone: '9876543210',
  payment_page_client_id: 'stock',
  action: 'paymentPage',
};
const MANDATE = {
  ...SESSION,
  'options.create_mandate': 'REQUIRED',
  'mandate.max_amount': '500.00',
  'mandate.frequency': 'MONTHLY',
};

async function world(session: Json = SESSION) {
  const simulator = createSimulator();
  const mock = createMockJuspay({ simulator, apiKey: KEY });
  async function ask(method: string, path: string, body?: Json, form = false) {
    const headers = {
      authorization: `Basic ${btoa(`${KEY}:`)}`,
      'x-merchantid': 'stock',
      'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
    };
    const text = form
      ? new URLSearchParams(
          Object.fromEntries(Object.entries(body ?? {}).map(([key, one]) => [key, String(one)])),
        )
      : JSON.stringify(body);
    const init = { method, headers, ...(body && { body: String(text) }) };
    const answer = await mock.fetch(new Request(`https://api.juspay.in${path}`, init));
    const json: Json = JSON.parse(await answer.text());
    return { status: answer.status, json };
  }
  await ask('POST', '/session', session);
  const refund = (body: Json, form = false) => ask('POST', '/orders/A1/refunds', body, form);
  return { simulator, mock, ask, refund };
}

async function paid() {
  const made = await world();
  made.mock.pays('A1');
  return made;
}

describe('POST /orders/{order_id}/refunds', () => {
  it('answers PENDING, and the money is back later', async () => {
    const { refund, ask, simulator } = await paid();
    expect(await refund({ unique_request_id: 'R1', amount: '50.00' })).toMatchObject({
      status: 200,
      json: {
        order_id: 'A1',
        status: 'CHARGED',
        amount_refunded: 50,
        refunds: [{ unique_request_id: 'R1', status: 'PENDING', amount: 50 }],
      },
    });
    await simulator.clock.advance(20_000);
    expect(await ask('GET', '/orders/a1')).toMatchObject({
      json: { status: 'CHARGED', refunded: false, refunds: [{ status: 'SUCCESS' }] },
    });
  });

  it('gives all back without an amount: the order stays CHARGED, and is refunded', async () => {
    const { refund, simulator } = await paid();
    await refund({ unique_request_id: 'R1' }, true);
    await simulator.clock.advance(20_000);
    expect(await refund({ unique_request_id: 'R1' })).toMatchObject({
      json: { status: 'CHARGED', refunded: true, amount_refunded: 200 },
    });
    expect(simulator.ledger.order('A1')?.refundedAt).toEqual(expect.any(Number));
  });

  it('does the same request once', async () => {
    const { refund, simulator } = await paid();
    const first = await refund({ unique_request_id: 'R1', amount: '150.00' });
    expect(await refund({ unique_request_id: 'R1', amount: '150' }, true)).toEqual(first);
    expect(await refund({ unique_request_id: 'R1', amount: 150 })).toEqual(first);
    expect(simulator.ledger.order('A1')?.refunds).toHaveLength(1);
    const other = await refund({ unique_request_id: 'R1', amount: '10.00' });
    expect(other).toMatchObject({ status: 400, json: { error_code: 'DUPLICATE_REQUEST' } });
  });

  it('refuses an id that was used for another order', async () => {
    const { refund, ask, mock } = await paid();
    await ask('POST', '/session', { ...SESSION, order_id: 'A2' });
    mock.pays('A2');
    await ask('POST', '/orders/A2/refunds', { unique_request_id: 'R1' });
    const again = await refund({ unique_request_id: 'R1' });
    expect(again).toMatchObject({ json: { error_code: 'DUPLICATE_REQUEST' } });
  });

  it.each<[string, Json, string]>([
    ['no id', { amount: '1.00' }, 'MISSING_MANDATORY_PARAMETER'],
    ['an amount that is none', { unique_request_id: 'R1', amount: '1.001' }, 'INVALID_INPUT'],
    ['nothing', { unique_request_id: 'R1', amount: '0.00' }, 'INVALID_INPUT'],
    ['more than there is', { unique_request_id: 'R1', amount: '200.01' }, 'INVALID_INPUT'],
  ])('refuses %s', async (_, body, code) => {
    const { refund, simulator } = await paid();
    expect(await refund(body)).toMatchObject({ status: 400, json: { error_code: code } });
    expect(simulator.ledger.order('A1')?.refunds).toEqual([]);
  });

  it('refuses an order that is not CHARGED, is gone, or was paid too long ago', async () => {
    const { refund, ask, mock, simulator } = await world();
    const body = { unique_request_id: 'R1' };
    const refused = { status: 400, json: { error_code: 'INVALID_ACTION' } };
    expect(await refund(body)).toMatchObject(refused);
    expect(await ask('POST', '/orders/A9/refunds', body)).toMatchObject({ status: 404 });
    mock.pays('A1');
    await simulator.clock.advance(366 * DAY);
    expect(await refund(body)).toMatchObject(refused);
  });

  it('refuses a second refund of what is already on its way', async () => {
    const { refund } = await paid();
    await refund({ unique_request_id: 'R1' });
    const again = await refund({ unique_request_id: 'R2', amount: '1.00' });
    expect(again).toMatchObject({ json: { error_code: 'INVALID_ACTION' } });
  });

  it.each(['FAILURE', 'MANUAL_REVIEW', 'PENDING'] as const)('ends as %s by plan', async (ends) => {
    const { refund, mock, simulator } = await paid();
    mock.plans.refund = { ends, after: 1_000 };
    await refund({ unique_request_id: 'R1' });
    await simulator.clock.advance(60_000);
    expect(simulator.ledger.order('A1')?.refunds).toMatchObject([{ id: 'R1', status: ends }]);
  });

  it('leaves a refund alone that the gateway overtook', async () => {
    const { refund, simulator, mock } = await world();
    mock.pays('A1', { refundAfter: 1_000 });
    await refund({ unique_request_id: 'R1', amount: '50.00' });
    await simulator.clock.advance(60_000);
    expect(simulator.ledger.order('A1')?.refunds).toMatchObject([
      { id: 'R1', status: 'FAILURE' },
      { amount: '200.00', status: 'SUCCESS' },
    ]);
  });
});

async function agreed(session: Json = MANDATE) {
  const made = await world(session);
  made.mock.pays('A1');
  const { json } = await made.ask('GET', '/orders/A1');
  const mandateId = String(Object(json['mandate'])['mandate_id']);
  const command = (body: Json, form = true) =>
    made.ask('POST', `/mandates/${mandateId}`, body, form);
  const execute = (more: Json = {}, form = true) => {
    const order = { 'order.order_id': 'E1', 'order.amount': '500.00', 'order.customer_id': 'c1' };
    return made.ask('POST', '/txns', { ...order, mandate_id: mandateId, ...more }, form);
  };
  return { ...made, mandateId, command, execute };
}

/** In two days, epoch seconds. */
const TXN_DATE = '1767760200';
const NOTIFY = {
  command: 'pre_debit_notify',
  object_reference_id: 'N1',
  description: 'Gym',
  source_info: JSON.stringify({ amount: '500.00', txn_date: TXN_DATE }),
};

describe('POST /mandates/{mandate_id}', () => {
  it('says how a mandate stands and what was agreed on', async () => {
    const { command, mandateId } = await agreed();
    expect(await command({ command: 'check_status' })).toMatchObject({
      status: 200,
      json: {
        mandate_id: mandateId,
        order_id: 'A1',
        status: 'ACTIVE',
        max_amount: 500,
        frequency: 'MONTHLY',
        amount_rule: 'VARIABLE',
        block_fund: false,
        customer_id: 'c1',
      },
    });
  });

  it('pauses, resumes and revokes it, each from where it may', async () => {
    const { command, ask } = await agreed();
    const does = async (word: string) => (await command({ command: word })).json;
    expect(await does('resume')).toMatchObject({ error_code: 'INVALID_ACTION' });
    expect(await does('pause')).toMatchObject({ mandate_status: 'PAUSED' });
    expect(await does('pause')).toMatchObject({ error_code: 'INVALID_ACTION' });
    expect(await does('resume')).toMatchObject({ mandate_status: 'ACTIVE' });
    expect(await does('revoke')).toMatchObject({ mandate_status: 'REVOKED' });
    expect(await does('resume')).toMatchObject({ error_code: 'INVALID_ACTION' });
    expect(await ask('GET', '/orders/A1')).toMatchObject({
      json: { status: 'CHARGED', mandate: { mandate_status: 'REVOKED' } },
    });
  });

  it('refuses what it does not know', async () => {
    const { command, ask } = await agreed();
    expect(await command({})).toMatchObject({
      json: { error_code: 'MISSING_MANDATORY_PARAMETER' },
    });
    expect(await command({ command: 'stop' })).toMatchObject({ status: 400 });
    const unknown = await ask('POST', '/mandates/mnd_1', { command: 'pause' });
    expect(unknown).toMatchObject({ status: 404, json: { error_code: 'RESOURCE_NOT_FOUND' } });
    expect(unknown.json).not.toHaveProperty('error_info');
  });

  it('is over after its last day', async () => {
    const end = { 'mandate.end_date': '1770000000' };
    const { command, simulator } = await agreed({ ...MANDATE, ...end });
    await simulator.clock.advance(60 * DAY);
    expect(await command({ command: 'check_status' })).toMatchObject({
      json: { status: 'EXPIRED' },
    });
  });
});

describe('pre_debit_notify', () => {
  it('is PENDING, and arrives', async () => {
    const { command, ask, simulator, mandateId } = await agreed();
    const { json } = await command(NOTIFY);
    expect(json).toMatchObject({
      object: 'notification',
      object_reference_id: 'N1',
      status: 'PENDING',
      mandate: { mandate_id: mandateId },
      source_info: { amount: '500.00', txn_date: TXN_DATE },
    });
    await simulator.clock.advance(5_000);
    expect(await ask('GET', '/notifications/N1')).toMatchObject({
      status: 200,
      json: { id: json['id'], status: 'SUCCESS' },
    });
    expect(await ask('GET', '/notifications/N2')).toMatchObject({ status: 404 });
  });

  it('is sent once for one reference, as an object or as its text', async () => {
    const { command } = await agreed();
    const first = await command(NOTIFY);
    const source_info = { txn_date: Number(TXN_DATE), amount: '500.00' };
    expect(await command({ ...NOTIFY, source_info }, false)).toEqual(first);
    const other = JSON.stringify({ amount: '499.00', txn_date: TXN_DATE });
    expect(await command({ ...NOTIFY, source_info: other })).toMatchObject({
      json: { error_code: 'DUPLICATE_REQUEST' },
    });
  });

  it.each<[string, Json]>([
    ['a reference with a hyphen', { object_reference_id: 'N-1' }],
    ['no source', { source_info: '' }],
    ['a source that is no object', { source_info: '[]' }],
    ['no amount', { source_info: `{"txn_date":"${TXN_DATE}"}` }],
    ['no date', { source_info: '{"amount":"1.00"}' }],
    ['milliseconds', { source_info: `{"amount":"1.00","txn_date":"${TXN_DATE}000"}` }],
    ['more than the most', { source_info: `{"amount":"500.01","txn_date":"${TXN_DATE}"}` }],
  ])('refuses %s', async (_, more) => {
    const { command } = await agreed();
    expect(await command({ ...NOTIFY, ...more })).toMatchObject({ status: 400 });
  });

  it('needs an ACTIVE mandate', async () => {
    const { command } = await agreed();
    await command({ command: 'pause' });
    expect(await command(NOTIFY)).toMatchObject({ json: { error_code: 'INVALID_ACTION' } });
  });
});

describe('POST /txns', () => {
  it('is PENDING_VBV, then CHARGED', async () => {
    const { execute, ask, simulator } = await agreed();
    const { status, json } = await execute();
    expect(status).toBe(200);
    expect(json).toMatchObject({ order_id: 'E1', status: 'PENDING_VBV', txn_id: 'stock-E1-1' });
    expect(await ask('GET', '/orders/E1')).toMatchObject({
      json: { status: 'PENDING_VBV', txn_uuid: json['txn_uuid'] },
    });
    await simulator.clock.advance(20_000);
    expect(await ask('GET', '/orders/E1')).toMatchObject({
      json: { status: 'CHARGED', amount: 500 },
    });
    expect(simulator.ledger.debits('E1')).toHaveLength(1);
  });

  it('takes the short names in JSON, too', async () => {
    const { ask, mandateId } = await agreed();
    const body = { order_id: 'E1', amount: '500.00', mandate_id: mandateId };
    expect(await ask('POST', '/txns', body)).toMatchObject({ json: { status: 'PENDING_VBV' } });
  });

  it('waits for its date', async () => {
    const { execute, simulator } = await agreed();
    await execute({ 'mandate.execution_date': TXN_DATE });
    await simulator.clock.advance(2 * DAY);
    expect(simulator.ledger.debits('E1')).toEqual([]);
    await simulator.clock.advance(20_000);
    expect(simulator.ledger.debits('E1')).toHaveLength(1);
  });

  it('needs the notification that it names', async () => {
    const { command, execute, simulator, mock } = await agreed();
    const notified = { 'mandate.notification_id': 'N1' };
    expect(await execute(notified)).toMatchObject({ status: 404 });
    await command(NOTIFY);
    expect(await execute(notified)).toMatchObject({ json: { error_code: 'INVALID_ACTION' } });
    await simulator.clock.advance(5_000);
    const less = { ...notified, 'order.amount': '1.00' };
    expect(await execute(less)).toMatchObject({ json: { error_code: 'INVALID_INPUT' } });
    expect(await execute(notified)).toMatchObject({ status: 200 });
    mock.plans.notification = { ends: 'FAILURE', after: 0 };
    await command({ ...NOTIFY, object_reference_id: 'N2' });
    await simulator.clock.advance(0);
    const failed = { 'mandate.notification_id': 'N2', 'order.order_id': 'E2' };
    expect(await execute(failed)).toMatchObject({ json: { error_code: 'INVALID_ACTION' } });
  });

  it('refuses the notification of another mandate', async () => {
    const { ask, mock, execute, simulator } = await agreed();
    await ask('POST', '/session', { ...MANDATE, order_id: 'A2' });
    mock.pays('A2');
    const { json } = await ask('GET', '/orders/A2');
    await ask('POST', `/mandates/${Object(json['mandate'])['mandate_id']}`, NOTIFY, true);
    await simulator.clock.advance(5_000);
    expect(await execute({ 'mandate.notification_id': 'N1' })).toMatchObject({ status: 404 });
  });

  it.each<[string, Json, string]>([
    ['no order', { 'order.order_id': '' }, 'MISSING_MANDATORY_PARAMETER'],
    ['no amount', { 'order.amount': '' }, 'MISSING_MANDATORY_PARAMETER'],
    ['no mandate', { mandate_id: '' }, 'MISSING_MANDATORY_PARAMETER'],
    ['an unknown mandate', { mandate_id: 'mnd_1' }, 'RESOURCE_NOT_FOUND'],
    ['another merchant', { merchant_id: 'other' }, 'INVALID_INPUT'],
    ['more than the most', { 'order.amount': '500.01' }, 'INVALID_INPUT'],
    ['a date that is none', { 'mandate.execution_date': 'tomorrow' }, 'INVALID_INPUT'],
    ['the order of the mandate', { 'order.order_id': 'a1' }, 'DUPLICATE_REQUEST'],
  ])('refuses %s', async (_, more, code) => {
    const { execute, simulator } = await agreed();
    expect(await execute(more)).toMatchObject({ json: { error_code: code } });
    expect(simulator.ledger.orders).toHaveLength(1);
  });

  it('is refused a second time', async () => {
    const { execute } = await agreed();
    await execute();
    expect(await execute()).toMatchObject({
      status: 400,
      json: { status: 'DUPLICATE_ORDER_ID', error_code: 'DUPLICATE_REQUEST' },
    });
  });

  it('of a FIXED mandate is its amount', async () => {
    const fixed = { 'mandate.amount_rule': 'FIXED', 'mandate.max_amount': '200.00' };
    const { execute } = await agreed({ ...MANDATE, ...fixed });
    expect(await execute({ 'order.amount': '199.00' })).toMatchObject({ status: 400 });
    expect(await execute({ 'order.amount': '200.00' })).toMatchObject({ status: 200 });
  });

  it('fails by plan, and when the mandate is gone by then', async () => {
    const { execute, command, mock, simulator } = await agreed();
    mock.plans.execution = { ends: 'declined', after: 1_000 };
    await execute();
    mock.plans.execution = { ends: 'debited', after: 1_000 };
    await execute({ 'order.order_id': 'E2' });
    await command({ command: 'revoke' });
    await simulator.clock.advance(1_000);
    for (const id of ['E1', 'E2']) {
      expect(simulator.ledger.order(id)).toMatchObject({
        status: 'AUTHORIZATION_FAILED',
        debits: [],
      });
    }
    const late = await execute({ 'order.order_id': 'E3' });
    expect(late).toMatchObject({ json: { error_code: 'INVALID_ACTION' } });
  });

  it('is cancelled while the bank has not decided', async () => {
    const { execute, command, simulator } = await agreed();
    const cancel = { command: 'cancel_recurring_transaction' };
    expect(await command(cancel)).toMatchObject({ status: 400 });
    expect(await command({ ...cancel, order_id: 'A1' })).toMatchObject({ status: 404 });
    await execute();
    expect(await command({ ...cancel, order_id: 'e1' })).toMatchObject({
      status: 200,
      json: { order_id: 'E1', txn_status: 'JUSPAY_DECLINED' },
    });
    await simulator.clock.advance(60_000);
    expect(simulator.ledger.debits('E1')).toEqual([]);
    expect(await command({ ...cancel, order_id: 'E1' })).toMatchObject({
      json: { error_code: 'INVALID_ACTION' },
    });
  });
});
