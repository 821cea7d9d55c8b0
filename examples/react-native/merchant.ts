import { httpBackend, type Merchant } from 'upi-flow';

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

const server = process.env.EXPO_PUBLIC_SERVER_URL || 'https://shop.example.com/upi';

/** In your app: the token of whoever is signed in, asked for before each request. */
const sessionToken = (): string => process.env.EXPO_PUBLIC_SESSION_TOKEN ?? '';

/** Your server, made with `upi-flow/server`: it signs what it has checked, and knows how orders stand. */
export const backend = httpBackend({
  baseUrl: server,
  headers: () => ({ authorization: `Bearer ${sessionToken()}` }),
});
