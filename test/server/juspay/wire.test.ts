import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createJuspay, type Juspay } from '../../../src/server/juspay/create-juspay.js';
import type { SessionRequest } from '../../../src/server/juspay/session-request.js';

/** What came over the wire, and what goes back. */
interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

let server: Server;
let baseUrl = '';
let seen: Seen[] = [];
let answers: { status?: number; body: string; headers?: Record<string, string> }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { headers, method, url } = request;
      seen.push({ method, url, headers, body });
      const answer = answers.shift() ?? { status: 500, body: '' };
      response.writeHead(answer.status ?? 200, answer.headers);
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
  baseUrl = `http://127.0.0.1:${port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(() => {
  seen = [];
  answers = [];
});

const client = (options: object = {}): Juspay =>
  createJuspay({ baseUrl, merchantId: 'stock', apiKey: 'key-1', retries: 0, ...options });
const answer = (body: unknown, status = 200): void => {
  answers.push({ status, body: JSON.stringify(body) });
};
/** The fields of a form that was sent. */
const formSent = () => Object.fromEntries(new URLSearchParams(seen[0]?.body));

const sdkPayload = {
  requestId: 'r1',
  service: 'in.juspay.hyperpay',
  payload: { action: 'paymentPage', orderId: 'A1', amount: '3.0', currency: 'INR' },
};
const session: SessionRequest = {
  orderId: 'A1',
  amount: '3.00',
  customerId: 'cust-1',
  customerEmail: 'asha@example.com',
  customerPhone: '9876543210',
  paymentPageClientId: 'stock',
};

describe('over HTTP', () => {
  it('a session is posted as JSON with every header that Juspay asks for', async () => {
    answer({ status: 'NEW', id: 'ordeh_1', order_id: 'A1', sdk_payload: sdkPayload });
    const opened = await client({ version: '2024-02-01' }).createSession(session);
    expect(opened).toEqual({ orderId: 'A1', id: 'ordeh_1', sdkPayload });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/session',
      headers: {
        // base64 of "key-1:", the colon included
        authorization: 'Basic a2V5LTE6',
        'x-merchantid': 'stock',
        'x-routing-id': 'cust-1',
        version: '2024-02-01',
        'content-type': 'application/json',
        accept: 'application/json',
      },
    });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      amount: '3.00',
      order_id: 'A1',
      customer_id: 'cust-1',
      customer_phone: '9876543210',
      customer_email: 'asha@example.com',
      payment_page_client_id: 'stock',
      action: 'paymentPage',
    });
  });

  it('a guest has no routing id, and no version is sent unless it is given', async () => {
    answer({ status: 'NEW', id: 'ordeh_1', order_id: 'A1', sdk_payload: sdkPayload });
    await client().createSession({ ...session, customerId: '' });
    expect(seen[0]?.headers).not.toHaveProperty('x-routing-id');
    expect(seen[0]?.headers).not.toHaveProperty('version');
    expect(JSON.parse(seen[0]?.body ?? '')).toHaveProperty('customer_id', '');
  });

  it('an order status is got by its encoded id, without a body', async () => {
    answer({ order_id: 'a/b c?#%ü', status: 'CHARGED', amount: 200, status_id: 27 });
    const order = await client().orderStatus('a/b c?#%ü', { customerId: 'cust-1' });
    expect(order).toEqual({ order_id: 'a/b c?#%ü', status: 'CHARGED', amount: 200, status_id: 27 });
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/orders/a%2Fb%20c%3F%23%25%C3%BC',
      body: '',
      headers: { 'x-routing-id': 'cust-1' },
    });
    expect(seen[0]?.headers).not.toHaveProperty('content-type');
  });

  it('a base address may have a path', async () => {
    answer({ order_id: 'A1', status: 'NEW' });
    await client({ baseUrl: `${baseUrl}/gateway/` }).orderStatus('A1');
    expect(seen[0]?.url).toBe('/gateway/orders/A1');
  });

  it('a refund is posted as a form', async () => {
    answer({ order_id: 'A1', status: 'CHARGED', refunds: [] });
    await client().refund({
      orderId: 'A1',
      customerId: 'cust-1',
      uniqueRequestId: 'A1-r1',
      amount: '50.00',
    });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/orders/A1/refunds',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-routing-id': 'cust-1',
      },
    });
    expect(formSent()).toEqual({ unique_request_id: 'A1-r1', amount: '50.00' });
  });

  it('a notice before a debit says when and how much in a JSON text', async () => {
    answer({ id: '19', object_reference_id: 'gym202602', status: 'PENDING' });
    await client().mandates.notify({
      mandateId: 'm1',
      customerId: 'cust-1',
      objectReferenceId: 'gym202602',
      amount: '300.00',
      executionDate: 1_770_249_600_999,
      description: 'Gym, February & March',
    });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/mandates/m1' });
    expect(formSent()).toEqual({
      command: 'pre_debit_notify',
      object_reference_id: 'gym202602',
      source_info: '{"amount":"300.00","txn_date":"1770249600"}',
      description: 'Gym, February & March',
    });
  });

  it('a mandate is executed as a new order, its date in seconds', async () => {
    answer({ order_id: 'gym-2', txn_id: 'stock-gym-2-1', status: 'PENDING_VBV' });
    const answered = await client().mandates.execute({
      mandateId: 'm1',
      customerId: 'cust-1',
      orderId: 'gym-2',
      amount: '300.00',
      notificationId: '19',
      executionDate: 1_770_249_600_000,
    });
    expect(answered).toMatchObject({ status: 'PENDING_VBV' });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/txns' });
    expect(formSent()).toEqual({
      'order.order_id': 'gym-2',
      'order.amount': '300.00',
      'order.customer_id': 'cust-1',
      mandate_id: 'm1',
      'mandate.notification_id': '19',
      'mandate.execution_date': '1770249600',
      merchant_id: 'stock',
      format: 'json',
    });
  });

  it('what an execution leaves to Juspay is not sent', async () => {
    answer({ order_id: 'gym-2', status: 'PENDING_VBV' });
    await client().mandates.execute({ mandateId: 'm1', orderId: 'gym-2', amount: '300.00' });
    expect(Object.keys(formSent())).toEqual([
      'order.order_id',
      'order.amount',
      'mandate_id',
      'merchant_id',
      'format',
    ]);
  });

  it.each([
    ['pause', 'pause'],
    ['resume', 'resume'],
    ['revoke', 'revoke'],
    ['status', 'check_status'],
  ] as const)('the mandate call %s is the command %s', async (name, command) => {
    answer({ mandate_id: 'm 1', status: 'ACTIVE' });
    const mandate = await client().mandates[name]({ mandateId: 'm 1', customerId: 'cust-1' });
    expect(mandate).toEqual({ mandate_id: 'm 1', status: 'ACTIVE' });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/mandates/m%201',
      body: `command=${command}`,
      headers: { 'x-routing-id': 'cust-1' },
    });
  });

  it('an execution is cancelled by its order', async () => {
    answer({ order_id: 'gym-2', txn_status: 'JUSPAY_DECLINED' });
    await client().mandates.cancelExecution({ mandateId: 'm1', orderId: 'gym-2' });
    expect(formSent()).toEqual({ command: 'cancel_recurring_transaction', order_id: 'gym-2' });
  });

  it('a notice is read by our own id of it', async () => {
    answer({ object_reference_id: 'gym202602', status: 'SUCCESS' });
    const notice = await client().mandates.notification('gym202602', { customerId: 'cust-1' });
    expect(notice).toHaveProperty('status', 'SUCCESS');
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/notifications/gym202602',
      headers: { 'x-routing-id': 'cust-1' },
    });
  });

  it('nobody follows Juspay to another address with the key', async () => {
    answers.push({ status: 302, body: '', headers: { location: `${baseUrl}/elsewhere` } });
    await expect(client().orderStatus('A1')).rejects.toMatchObject({
      reason: 'unreadable',
      status: 302,
    });
    expect(seen).toHaveLength(1);
  });

  it('an answer of more than a megabyte is not taken in', async () => {
    const padding = 'x'.repeat(1_000_000);
    answer({ order_id: 'A1', status: 'CHARGED', padding });
    await expect(client({ retries: 2 }).orderStatus('A1')).rejects.toMatchObject({
      reason: 'unreadable',
      message: 'The answer is longer than any answer of Juspay. (200)',
    });
    expect(seen).toHaveLength(1);
    answer({ order_id: 'A1', status: 'CHARGED', padding: padding.slice(100) });
    await expect(client().orderStatus('A1')).resolves.toHaveProperty('status', 'CHARGED');
  });

  it('characters of several bytes survive being cut into pieces', async () => {
    const name = 'आशा'.repeat(40_000);
    answer({ order_id: 'A1', status: 'CHARGED', name });
    await expect(client().orderStatus('A1')).resolves.toHaveProperty('name', name);
  });

  it('a server that is not there is unavailable', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port }: Pick<AddressInfo, 'port'> = Object(gone.address());
    await new Promise((resolve) => gone.close(resolve));
    const lost = client({ baseUrl: `http://127.0.0.1:${port}` });
    await expect(lost.orderStatus('A1')).rejects.toMatchObject({
      reason: 'unavailable',
      retry: true,
    });
  });
});
