import type { NewOrder } from 'upi-flow/server';
import type { ShopCustomer } from './customers.js';

/** What to call, for a person at a terminal. */
export function guide(told: {
  readonly shop: string;
  readonly juspay: string;
  readonly file: string;
  readonly merchantId: string;
  readonly customer: ShopCustomer;
  readonly orders: readonly NewOrder[];
}): readonly string[] {
  const { shop, juspay, file, merchantId, customer, orders } = told;
  const { customerId, token } = customer;
  const [book, fund] = orders;
  const orderId = fund?.orderId ?? '';
  const claims = {
    merchant_id: merchantId,
    customer_id: customerId,
    timestamp: String(Date.now()),
    amount: book?.amount ?? '',
    order_id: book?.orderId ?? '',
  };
  const as = `authorization: Bearer ${token}`;
  return [
    `The shop listens on ${shop}, a simulated Juspay on ${juspay}.`,
    `The orders are in ${file}: ${orders.map((order) => order.orderId).join(', ')}.`,
    '',
    'Is it well?',
    ...curl(`${shop}/healthz`),
    '',
    'Sign what the app asks for:',
    ...curl(`${shop}/authorize`, [as], { action: 'upiTxn', claims }),
    '',
    'Open a session for Juspay’s payment page, which only the customer’s own account may pay:',
    ...curl(`${shop}/sessions`, [as], { orderId }),
    '',
    'Somebody pays it at the simulated Juspay; the webhook follows, and the order is delivered:',
    ...curl(`${juspay}/_mock/pay`, [], { order_id: orderId }),
    '',
    'How does it stand?',
    ...curl(`${shop}/orders/${orderId}`, [as]),
    '',
    'The log is on standard output. Ctrl+C ends it.',
  ];
}

/** A command for a shell, on as many lines as it has parts. */
function curl(url: string, headers: readonly string[] = [], body?: object): readonly string[] {
  const json = body === undefined ? [] : ['content-type: application/json'];
  const parts = [
    `  curl -s ${url}`,
    ...[...headers, ...json].map((header) => `    -H '${header}'`),
    ...(body === undefined ? [] : [`    -d '${JSON.stringify(body)}'`]),
  ];
  return parts.map((part, at) => (at < parts.length - 1 ? `${part} \\` : part));
}
