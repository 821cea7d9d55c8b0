import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { createMockJuspay, type MockJuspayOptions } from '../../../testing/index.js';

type Json = Record<string, unknown>;

const KEY = 'test-api-key';
const AUTH = { authorization: `Basic ${btoa(`${KEY}:`)}`, 'x-merchantid': 'stock' };

const SESSION = {
  order_id: 'A-1',
  amount: '3.00',
  customer_id: 'abcde12345',
  customer_email: 'test@example.com',
  customer_phone: '9876543210',
  payment_page_client_id: 'stock_android',
  action: 'paymentPage',
};

const TPV = {
  ...SESSION,
  order_type: 'TPV_PAYMENT',
  'metadata.bank_account_details': '[{"bank_account_number":"198731890","bank_ifsc":"X"}]',
};

/** 5 January 2026, 10:00 in India. */
const TODAY = 1767587400;
const DAY = 24 * 3_600;

const MANDATE = {
  ...TPV,
  'options.create_mandate': 'REQUIRED',
  'mandate.max_amount': '1000.00',
  'mandate.start_date': String(TODAY),
  'mandate.end_date': String(TODAY + 300 * DAY),
  'mandate.frequency': 'MONTHLY',
  'mandate.rule_value': '5',
  'mandate.amount_rule': 'VARIABLE',
  'mandate.block_funds': 'false',
};

function world(options: Partial<MockJuspayOptions> = {}) {
  const simulator = createSimulator({ device: 'LINKED' });
  const mock = createMockJuspay({ simulator, apiKey: KEY, ...options });
  async function ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = AUTH,
  ) {
    const answer = await mock.fetch(
      new Request(`https://api.juspay.in${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const json: Json = JSON.parse(await answer.text());
    return { status: answer.status, json };
  }
  return { simulator, mock, ask, open: (body: unknown) => ask('POST', '/session', body) };
}

describe('credentials of a simulated Juspay', () => {
  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['no merchant', { authorization: AUTH.authorization }],
    ['the merchant in another case', { ...AUTH, 'x-merchantid': 'Stock' }],
    ['another key', { ...AUTH, authorization: `Basic ${btoa('other:')}` }],
    ['the key without its colon', { ...AUTH, authorization: `Basic ${btoa(KEY)}` }],
    ['the key as it is', { ...AUTH, authorization: `Basic ${KEY}` }],
    ['more than the key', { ...AUTH, authorization: `${AUTH.authorization} more` }],
    ['another scheme', { ...AUTH, authorization: `Bearer ${btoa(`${KEY}:`)}` }],
  ])('refuses %s', async (_, headers) => {
    const { ask } = world();
    for (const [method, path] of [
      ['POST', '/session'],
      ['GET', '/orders/A-1'],
    ] as const) {
      const body = method === 'POST' ? SESSION : undefined;
      const answer = await ask(method, path, body, headers);
      expect(answer).toMatchObject({ status: 401, json: { error_code: 'access_denied' } });
    }
  });

  it('takes the scheme in any case, and a merchant of its own', async () => {
    const { ask } = world({ merchantId: 'Shop' });
    const headers = { ...AUTH, authorization: AUTH.authorization.replace('Basic', 'basic') };
    expect(await ask('POST', '/session', SESSION, headers)).toMatchObject({ status: 401 });
    const own = { ...headers, 'x-merchantid': 'Shop' };
    expect(await ask('POST', '/session', SESSION, own)).toMatchObject({ status: 200 });
  });

  it('says before it starts which option is wrong', () => {
    const simulator = createSimulator();
    expect(() => createMockJuspay({ simulator, apiKey: '' })).toThrow('apiKey');
    expect(() => createMockJuspay({ simulator: { ...simulator }, apiKey: KEY })).toThrow(TypeError);
    const webhook = { url: '/relative', username: 'u', password: 'p' };
    expect(() => createMockJuspay({ simulator, apiKey: KEY, webhook })).toThrow('webhook.url');
    const colon = { ...webhook, url: 'https://a.example/', username: 'u:v' };
    expect(() => createMockJuspay({ simulator, apiKey: KEY, webhook: colon })).toThrow('username');
    const headers = { 'not a name': 'x' };
    const odd = { ...webhook, url: 'https://a.example/', headers };
    expect(() => createMockJuspay({ simulator, apiKey: KEY, webhook: odd })).toThrow('headers');
  });

  it('wants one routing id for an order where it is asked to', async () => {
    const { ask } = world({ requiresRoutingId: true });
    const routed = (id: string) => ({ ...AUTH, 'x-routing-id': id });
    expect(await ask('POST', '/session', SESSION)).toMatchObject({
      status: 400,
      json: { error_code: 'MISSING_MANDATORY_PARAMETER' },
    });
    expect(await ask('POST', '/session', SESSION, routed('c1'))).toMatchObject({ status: 200 });
    expect(await ask('GET', '/orders/a-1', undefined, routed('c1'))).toMatchObject({ status: 200 });
    for (const path of ['/orders/A-1', '/orders/a-1']) {
      const other = await ask('GET', path, undefined, routed('c2'));
      expect(other).toMatchObject({ status: 400, json: { error_code: 'INVALID_INPUT' } });
    }
  });
});

describe('POST /session', () => {
  it('answers NEW with the payload of the SDK, the amount in short', async () => {
    const { open, simulator } = world();
    const { status, json } = await open({ ...MANDATE, return_url: 'https://shop.example/done' });
    expect(status).toBe(200);
    expect(json).toEqual({
      status: 'NEW',
      id: expect.stringMatching(/^ordeh_/),
      order_id: 'A-1',
      payment_links: {
        web: `https://sandbox.juspay.in/orders/${json['id']}/payment-page`,
        expiry: null,
      },
      sdk_payload: {
        requestId: expect.any(String),
        service: 'in.juspay.hyperpay',
        payload: {
          action: 'paymentPage',
          amount: '3.0',
          clientAuthToken: expect.stringMatching(/^tkn_/),
          clientAuthTokenExpiry: '2026-01-05T04:45:00Z',
          clientId: 'stock_android',
          currency: 'INR',
          customerEmail: 'test@example.com',
          customerId: 'abcde12345',
          customerPhone: '9876543210',
          environment: 'sandbox',
          'mandate.amountRule': 'VARIABLE',
          'mandate.blockFunds': false,
          'mandate.endDate': String(TODAY + 300 * DAY),
          'mandate.frequency': 'MONTHLY',
          'mandate.maxAmount': '1000.00',
          'mandate.ruleValue': '5',
          'mandate.startDate': String(TODAY),
          merchantId: 'stock',
          'metadata.bankAccountDetails': TPV['metadata.bank_account_details'],
          'options.createMandate': 'REQUIRED',
          orderId: 'A-1',
          orderType: 'TPV_PAYMENT',
          returnUrl: 'https://shop.example/done',
        },
      },
    });
    expect(simulator.ledger.order('A-1')).toMatchObject({ amount: '3.00', status: 'NEW' });
  });

  it('is payable with the simulated SDK, mandate and all', async () => {
    const { open, ask, simulator } = world();
    const { json } = await open(MANDATE);
    const { sdk, clock, merchant } = simulator;
    const { clientId, merchantId, customerId } = merchant;
    const payload = {
      action: 'initiate',
      clientId,
      merchantId,
      customerId,
      environment: 'sandbox',
    };
    sdk.open();
    sdk.initiate({ requestId: 'r1', service: 'in.juspay.hyperpay', payload });
    sdk.process(Object(json['sdk_payload']));
    await clock.advance(60_000);
    expect(simulator.ledger.debits('A-1')).toHaveLength(1);
    expect(await ask('GET', '/orders/A-1')).toMatchObject({
      json: { status: 'CHARGED', mandate: { mandate_status: 'ACTIVE', max_amount: 1000 } },
    });
  });

  it.each<[string, Json]>([
    ['a guest', { ...SESSION, customer_id: '' }],
    ['twenty characters', { ...SESSION, order_id: 'a'.repeat(20) }],
    ['hyphens and underscores', { ...SESSION, order_id: 'order-id_9876580' }],
    ['whole rupees', { ...SESSION, amount: '100' }],
    ['one decimal', { ...SESSION, amount: '100.5' }],
    ['the least', { ...SESSION, amount: '1' }],
    ['payment management', { ...SESSION, action: 'paymentManagement' }],
    ['fields nobody knows', { ...SESSION, udf1: 'x', nested: { a: [1] } }],
    [
      'an account by its id',
      { ...TPV, 'metadata.bank_account_details': '[{"bank_account_id":"b1"}]' },
    ],
    ['ONETIME with blocked funds', oneTime({ 'mandate.block_funds': true })],
    ['a start this night, in India', { ...MANDATE, 'mandate.start_date': String(TODAY - 34_200) }],
    [
      'a mandate in few words',
      { ...SESSION, 'options.create_mandate': 'OPTIONAL', 'mandate.max_amount': '3' },
    ],
    [
      'a FIXED mandate of the amount',
      { ...MANDATE, 'mandate.amount_rule': 'FIXED', 'mandate.max_amount': '3.0' },
    ],
  ])('takes %s', async (_, body) => {
    expect(await world().open(body)).toMatchObject({ status: 200, json: { status: 'NEW' } });
  });

  it.each(Object.keys(SESSION))('refuses a session without %s', async (field) => {
    const { [field]: _, ...rest }: Json = SESSION;
    expect(await world().open(rest)).toMatchObject({
      status: 400,
      json: {
        error_code: 'MISSING_MANDATORY_PARAMETER',
        error_info: { fields: [{ field_name: field }] },
      },
    });
  });

  it.each<[string, string, Json]>([
    ['21 characters', 'order_id', { ...SESSION, order_id: 'a'.repeat(21) }],
    ['a blank', 'order_id', { ...SESSION, order_id: 'a b' }],
    ['an id that is a number', 'order_id', { ...SESSION, order_id: 7 }],
    ['a number for an amount', 'amount', { ...SESSION, amount: 3 }],
    ['three decimals', 'amount', { ...SESSION, amount: '100.153' }],
    ['less than a rupee', 'amount', { ...SESSION, amount: '0.99' }],
    ['a sign', 'amount', { ...SESSION, amount: '-3.00' }],
    ['an exponent', 'amount', { ...SESSION, amount: '3e2' }],
    ['a customer that is no text', 'customer_id', { ...SESSION, customer_id: 7 }],
    [
      'an e-mail that begins with a dot',
      'customer_email',
      { ...SESSION, customer_email: '.a@b.in' },
    ],
    [
      'an e-mail that ends its name with _',
      'customer_email',
      { ...SESSION, customer_email: 'a_@b.in' },
    ],
    ['a phone with letters', 'customer_phone', { ...SESSION, customer_phone: '98765x3210' }],
    ['an unknown action', 'action', { ...SESSION, action: 'quickPay' }],
    ['another currency', 'currency', { ...SESSION, currency: 'USD' }],
    ['a return address without https', 'return_url', { ...SESSION, return_url: 'http://a.in/' }],
    ['a return address with a query', 'return_url', { ...SESSION, return_url: 'https://a.in/?b' }],
    ['a return address with an IP', 'return_url', { ...SESSION, return_url: 'https://10.0.0.1/' }],
    ['a return address that is none', 'return_url', { ...SESSION, return_url: 'shop' }],
    ['an odd webhook address', 'metadata.webhook_url', { ...SESSION, 'metadata.webhook_url': 'x' }],
    [
      'accounts that are no text',
      'metadata.bank_account_details',
      { ...TPV, 'metadata.bank_account_details': [{ bank_account_id: 'b' }] },
    ],
    [
      'accounts that are no JSON',
      'metadata.bank_account_details',
      { ...TPV, 'metadata.bank_account_details': '[' },
    ],
    [
      'no account',
      'metadata.bank_account_details',
      { ...TPV, 'metadata.bank_account_details': '[]' },
    ],
    [
      'an account without number',
      'metadata.bank_account_details',
      { ...TPV, 'metadata.bank_account_details': '[{"bank_ifsc":"X"}]' },
    ],
    ['accounts beside no TPV', 'order_type', { ...TPV, order_type: 'ORDER_PAYMENT' }],
    [
      'an unknown wish for a mandate',
      'options.create_mandate',
      { ...MANDATE, 'options.create_mandate': 'YES' },
    ],
    ['an unknown frequency', 'mandate.frequency', { ...MANDATE, 'mandate.frequency': 'monthly' }],
    [
      'an unknown amount rule',
      'mandate.amount_rule',
      { ...MANDATE, 'mandate.amount_rule': 'EXACT' },
    ],
    ['less than the amount', 'mandate.max_amount', { ...MANDATE, 'mandate.max_amount': '2.99' }],
    [
      'FIXED and another amount',
      'mandate.max_amount',
      { ...MANDATE, 'mandate.amount_rule': 'FIXED' },
    ],
    ['milliseconds', 'mandate.start_date', { ...MANDATE, 'mandate.start_date': `${TODAY}000` }],
    [
      'a start tomorrow',
      'mandate.start_date',
      { ...MANDATE, 'mandate.start_date': String(TODAY + DAY) },
    ],
    [
      'an end before the start',
      'mandate.end_date',
      { ...MANDATE, 'mandate.end_date': String(TODAY - 1) },
    ],
    ['a day beyond the month', 'mandate.rule_value', { ...MANDATE, 'mandate.rule_value': '32' }],
    [
      'a day beyond the week',
      'mandate.rule_value',
      { ...MANDATE, 'mandate.frequency': 'WEEKLY', 'mandate.rule_value': '8' },
    ],
    [
      'a day beyond the fortnight',
      'mandate.rule_value',
      { ...MANDATE, 'mandate.frequency': 'FORTNIGHTLY', 'mandate.rule_value': '17' },
    ],
    ['a day of no period', 'mandate.rule_value', { ...MANDATE, 'mandate.frequency': 'DAILY' }],
    [
      'recurring with blocked funds',
      'mandate.block_funds',
      { ...MANDATE, 'mandate.block_funds': true },
    ],
    [
      'ONETIME without blocked funds',
      'mandate.block_funds',
      oneTime({ 'mandate.block_funds': 'false' }),
    ],
    [
      'ONETIME for more than 90 days',
      'mandate.end_date',
      oneTime({ 'mandate.block_funds': true, 'mandate.end_date': String(TODAY + 91 * DAY) }),
    ],
  ])('refuses %s', async (_, field, body) => {
    const { open, simulator } = world();
    expect(await open(body)).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_INPUT', error_info: { fields: [{ field_name: field }] } },
    });
    expect(simulator.ledger.orders).toEqual([]);
  });

  it.each<[string, Json]>([
    ['mandate.block_funds', oneTime({})],
    ['metadata.bank_account_details', { ...SESSION, order_type: 'TPV_PAYMENT' }],
    ['mandate.max_amount', { ...SESSION, 'options.create_mandate': 'REQUIRED' }],
  ])('wants %s to be said', async (field, body) => {
    expect(await world().open(body)).toMatchObject({
      json: {
        error_code: 'MISSING_MANDATORY_PARAMETER',
        error_info: { fields: [{ field_name: field }] },
      },
    });
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing', ''],
    ['a form', new URLSearchParams(SESSION).toString()],
    ['what is too deep', `{"a":${'['.repeat(20)}${']'.repeat(20)}}`],
  ])('refuses %s', async (_, body) => {
    const answer = await world().open(body);
    expect(answer).toMatchObject({ status: 400, json: { error_code: 'INVALID_INPUT' } });
  });

  it('refuses a form, as only the other routes take one', async () => {
    const form = new URLSearchParams(SESSION).toString();
    const headers = { ...AUTH, 'content-type': 'application/x-www-form-urlencoded' };
    expect(await world().ask('POST', '/session', form, headers)).toMatchObject({ status: 400 });
  });

  it('answers the same payload again with a new token for the same order', async () => {
    const { open, simulator } = world();
    const first = await open(SESSION);
    const { action, ...rest } = SESSION;
    const again = await open({ action, ...rest, order_id: 'a-1' });
    expect(again).toMatchObject({ status: 200, json: { id: first.json['id'], order_id: 'A-1' } });
    const tokens = [first, again].map(({ json }) => JSON.stringify(json).match(/tkn_\w+/)?.[0]);
    expect(new Set(tokens).size).toBe(2);
    expect(simulator.ledger.orders).toHaveLength(1);
  });

  it('refuses another payload for the same order, in whatever case', async () => {
    const { open, simulator, mock } = world();
    await open(SESSION);
    const other = { ...SESSION, order_id: 'a-1', amount: '4.00' };
    const refused = { status: 400, json: { error_code: 'DUPLICATE_REQUEST' } };
    expect(await open(other)).toMatchObject(refused);
    mock.pays('A-1');
    expect(await open(other)).toMatchObject({ json: { error_code: 'ALREADY_EXISTS' } });
    expect(simulator.ledger.orders).toHaveLength(1);
    simulator.otherChannel.pays({ orderId: 'elsewhere', amount: '3.00' });
    expect(await open({ ...SESSION, order_id: 'Elsewhere' })).toMatchObject({ status: 400 });
  });
});

describe('GET /orders/{order_id}', () => {
  it('is Juspay’s own order status, numbers and all', async () => {
    const { open, ask, mock, simulator } = world();
    await open(SESSION);
    expect(await ask('GET', '/orders/A-1')).toMatchObject({ json: { status: 'NEW', amount: 3 } });
    const txnUuid = mock.pays('a-1');
    const { json, status } = await ask('GET', '/orders/a%2D1');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      order_id: 'A-1',
      status: 'CHARGED',
      amount: 3,
      currency: 'INR',
      customer_id: 'abcde12345',
      customer_email: 'test@example.com',
      merchant_id: 'stock',
      txn_uuid: txnUuid,
      txn_detail: { status: 'CHARGED', txn_amount: 3 },
      refunded: false,
      amount_refunded: 0,
      refunds: [],
    });
    expect(simulator.ledger.order('A-1')?.txnUuid).toBe(txnUuid);
  });

  it('does not know an order that nobody made', async () => {
    const { ask } = world();
    expect(await ask('GET', '/orders/nope')).toMatchObject({
      status: 404,
      json: {
        status: 'NOT_FOUND',
        status_id: 40,
        order_id: 'nope',
        error_code: 'RESOURCE_NOT_FOUND',
      },
    });
    expect(await ask('GET', '/orders/%E0%A4%A')).toMatchObject({ status: 404 });
  });

  it('knows the orders that the world had before', async () => {
    const simulator = createSimulator();
    simulator.otherChannel.pays({ orderId: 'Old1', amount: '5.00' });
    const mock = createMockJuspay({ simulator, apiKey: KEY });
    const answer = await mock.fetch(new Request('https://x.in/orders/old1', { headers: AUTH }));
    expect(await answer.json()).toMatchObject({ order_id: 'Old1', status: 'CHARGED', amount: 5 });
  });

  it('lags behind the ledger as far as it is told', async () => {
    const { open, ask, mock, simulator } = world();
    mock.faults.lag(30_000);
    await open(SESSION);
    expect(await ask('GET', '/orders/A-1')).toMatchObject({ status: 404 });
    await simulator.clock.advance(30_000);
    mock.pays('A-1');
    expect(await ask('GET', '/orders/A-1')).toMatchObject({ json: { status: 'NEW' } });
    await simulator.clock.advance(30_000);
    expect(await ask('GET', '/orders/A-1')).toMatchObject({ json: { status: 'CHARGED' } });
  });

  it('says what a script makes it say', async () => {
    const { ask, simulator } = world();
    simulator.server.says('X', { status: 'PENDING_VBV', amount: '9.00' });
    expect(await ask('GET', '/orders/X')).toMatchObject({ json: { status: 'PENDING_VBV' } });
  });
});

describe('what Juspay has no route for', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/session'],
    ['POST', '/session/'],
    ['POST', '/orders'],
    ['GET', '/orders/a/b'],
    ['DELETE', '/orders/A-1'],
  ])('%s %s is not found', async (method, path) => {
    const { ask, mock } = world();
    expect(await ask(method, path)).toMatchObject({ status: 404, json: { error: true } });
    expect(mock.calls).toMatchObject([{ method, path, route: undefined }]);
  });
});

it('nobody pays an order that is not there', () => {
  expect(() => world().mock.pays('nope')).toThrow(RangeError);
});

it('a plan decides how an order is paid', async () => {
  const { open, ask, mock, simulator } = world();
  await open(MANDATE);
  mock.pays('A-1', { answer: 'PENDING', money: 'declined', debitAfter: 1_000 });
  expect(await ask('GET', '/orders/A-1')).toMatchObject({
    json: { status: 'AUTHORIZING', mandate: { mandate_status: 'CREATED' } },
  });
  await simulator.clock.advance(1_000);
  expect(await ask('GET', '/orders/A-1')).toMatchObject({
    json: { status: 'AUTHORIZATION_FAILED', mandate: { mandate_status: 'FAILURE' } },
  });
});

/** A mandate that is executed once. */
function oneTime(more: Json): Json {
  const { 'mandate.block_funds': _, 'mandate.rule_value': __, ...rest }: Json = MANDATE;
  const ends = { 'mandate.end_date': String(TODAY + 90 * DAY) };
  return { ...rest, 'mandate.frequency': 'ONETIME', ...ends, ...more };
}
