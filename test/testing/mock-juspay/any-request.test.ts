import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { createMockJuspay } from '../../../testing/index.js';

const KEY = 'test-api-key';
const SESSION = {
  order_id: 'A1',
  amount: '200.00',
  customer_id: 'c1',
  customer_email: 'test@example.com',
  customer_phone: '9876543210',
  payment_page_client_id: 'stock',
  action: 'paymentPage',
  'options.create_mandate': 'REQUIRED',
  'mandate.max_amount': '500.00',
};

const FIELDS = [
  ...Object.keys(SESSION),
  ...['order_type', 'metadata.bank_account_details', 'metadata.webhook_url', 'return_url'],
  ...['mandate.frequency', 'mandate.start_date', 'mandate.end_date', 'mandate.rule_value'],
  ...['mandate.block_funds', 'mandate.amount_rule', 'unique_request_id', 'command'],
  ...['object_reference_id', 'source_info', 'order.order_id', 'order.amount', 'mandate_id'],
  ...['mandate.execution_date', 'mandate.notification_id', '__proto__', 'constructor'],
];

const value = fc.oneof(
  fc.constantFrom(
    ...['A1', '200.00', 'TPV_PAYMENT', 'ONETIME', 'REQUIRED', 'true', 'R1', 'mnd_1'],
    ...['pre_debit_notify', 'check_status', 'pause', 'cancel_recurring_transaction'],
    ...['{"amount":"1","txn_date":"1767760200"}', '[{"bank_account_id":"b"}]', '1767587400'],
  ),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
);

/** Bodies that nearly say something, and bodies that say anything. */
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...FIELDS), value).map((more) => {
    return JSON.stringify({ ...SESSION, ...more });
  }),
  fc.dictionary(fc.constantFrom(...FIELDS), value).map((fields) => JSON.stringify(fields)),
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '{', '[]', 'null', '"', 'command=pause', `{"a":${'['.repeat(50_000)}`),
);

const id = fc.oneof(
  fc.constantFrom('A1', 'a1', 'MANDATE', '%', '%E0%A4%A', '%2F', '..', 'a%00b', '__proto__'),
  fc.string({ unit: 'binary-ascii' }).map((text) => encodeURIComponent(text)),
);

const path = fc.oneof(
  fc.constantFrom('/session', '/txns', '/', '//', '/orders', '/orders//refunds'),
  id.map((one) => `/orders/${one}`),
  id.map((one) => `/orders/${one}/refunds`),
  id.map((one) => `/mandates/${one}`),
  id.map((one) => `/notifications/${one}`),
  fc.webPath(),
);

const type = fc.constantFrom(
  undefined,
  'application/json',
  'application/x-www-form-urlencoded',
  'x',
);

it('no request makes it answer 500, throw, or say anything but JSON', async () => {
  const method = fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'odd');
  const request = fc.record({ method, path, body, type, isKnown: fc.boolean() });
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.array(request, { maxLength: 6 }), async (requests) => {
      const simulator = createSimulator();
      const mock = createMockJuspay({ simulator, apiKey: KEY });
      const known = {
        authorization: `Basic ${btoa(`${KEY}:`)}`,
        'x-merchantid': 'stock',
      };
      await mock.fetch(post('https://x.in/session', JSON.stringify(SESSION), known));
      mock.pays('A1');
      const order = await mock.fetch(new Request('https://x.in/orders/A1', { headers: known }));
      const mandateId = /"mandate_id":"(\w+)"/.exec(await order.text())?.[1] ?? '';
      for (const one of requests) {
        const url = `https://x.in${one.path.replace('MANDATE', mandateId)}`;
        const headers = {
          ...(one.isKnown || one.method === 'POST' ? known : {}),
          ...(one.type && { 'content-type': one.type }),
        };
        const made =
          one.method === 'GET'
            ? new Request(url, { headers })
            : new Request(url, { method: one.method, headers, body: one.body });
        const answer = await mock.fetch(made);
        expect(answer.status).toBeLessThan(500);
        statuses.add(answer.status);
        JSON.parse(await answer.text());
      }
      await simulator.clock.advance(60_000);
    }),
    { numRuns: 400, seed: 1 },
  );
  expect([...statuses].sort()).toEqual([200, 400, 401, 404]);
});

it('a request whose body breaks off is refused', async () => {
  const mock = createMockJuspay({ simulator: createSimulator(), apiKey: KEY });
  const answer = await mock.fetch({
    method: 'POST',
    url: 'https://x.in/session',
    headers: new Headers({ authorization: `Basic ${btoa(`${KEY}:`)}`, 'x-merchantid': 'stock' }),
    text: () => Promise.reject(new Error('aborted')),
  });
  expect(answer.status).toBe(400);
});

it('a request without an absolute address has no route', async () => {
  const mock = createMockJuspay({ simulator: createSimulator(), apiKey: KEY });
  const headers = new Headers({
    authorization: `Basic ${btoa(`${KEY}:`)}`,
    'x-merchantid': 'stock',
  });
  const request = { method: 'GET', url: 'orders/A1', headers, text: () => Promise.resolve('') };
  expect((await mock.fetch(request)).status).toBe(404);
});

function post(url: string, text: string, headers: Record<string, string>): Request {
  return new Request(url, { method: 'POST', headers, body: text });
}
