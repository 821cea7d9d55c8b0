import type { Backend, Merchant } from 'upi-flow';

/** Without a client id the app runs on the simulator. */
export const hasClientId = Boolean(process.env.EXPO_PUBLIC_JUSPAY_CLIENT_ID);

/** Who is paid, and by whom. */
export const merchant: Merchant = {
  clientId: process.env.EXPO_PUBLIC_JUSPAY_CLIENT_ID ?? '',
  merchantId: process.env.EXPO_PUBLIC_JUSPAY_MERCHANT_ID ?? '',
  customerId: process.env.EXPO_PUBLIC_CUSTOMER_ID ?? '',
  environment:
    process.env.EXPO_PUBLIC_JUSPAY_ENVIRONMENT === 'production' ? 'production' : 'sandbox',
  issuingPsp: process.env.EXPO_PUBLIC_JUSPAY_ISSUING_PSP || undefined,
};

/** What new UPI IDs end with, `name@handle`; your PSP tells you. The simulator takes any. */
export const handle = process.env.EXPO_PUBLIC_UPI_HANDLE || 'upf';

const server = process.env.EXPO_PUBLIC_SERVER_URL ?? '';

/**
 * Your server: it signs what it has checked, and it knows the truth about an order. The flow reads
 * what it answers with care, so nothing is checked here. See docs/server.md.
 */
export const backend: Backend = {
  authorize: ({ action, claims }) =>
    ask('/upi/authorize', { method: 'POST', body: JSON.stringify({ action, claims }) }),
  orderStatus: (orderId) => ask(`/upi/orders/${encodeURIComponent(orderId)}`),
};

/** A rejection is tried again by the flow, and then shown. */
async function ask(path: string, options: RequestInit = {}) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${server}${path}`, { ...options, headers });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response.json();
}
