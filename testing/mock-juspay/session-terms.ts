import { isObject, type JsonObject } from '../../adapters/simulator/json.js';
import { amountAt, optional, orderIdAt, required, wordAt } from './fields.js';
import { type Agreed, mandateTermsIn } from './mandate-terms.js';
import { invalid, missing } from './refusal.js';
import { parseUrl } from './web.js';

/** What the body of a session says, once it was checked. */
export interface SessionTerms {
  readonly orderId: string;
  /** Rupees, as it came. */
  readonly amount: string;
  /** Empty for a guest. */
  readonly customerId: string;
  readonly customerEmail: string;
  readonly customerPhone: string;
  readonly clientId: string;
  readonly action: string;
  readonly returnUrl: string | undefined;
  readonly isTpv: boolean;
  /** The JSON text of the accounts the money may come from. */
  readonly bankAccounts: string | undefined;
  readonly mandate: Agreed | undefined;
  /** Where the events of this order go instead. */
  readonly webhookUrl: string | undefined;
}

/** Allowed characters, and no `_` or `.` at either end of the local part. */
const EMAIL =
  /^(?![_.])[A-Za-z0-9!#$%&'*+\-/=?^_.{|}~`]+(?<![_.])@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
const PHONE = /^\+?\d{5,15}$/;
const IP = /^\[|^\d{1,3}(?:\.\d{1,3}){3}$/;
const ACCOUNTS = 'metadata.bank_account_details';

/**
 * Checks the body of `POST /session`; throws a refusal of the first field that is wrong.
 *
 * @param now epoch milliseconds
 */
export function sessionTermsIn(body: JsonObject, now: number): SessionTerms {
  const orderId = orderIdAt(body, 'order_id');
  const amount = amountAt(body, 'amount');
  const customerId = customerIdIn(body);
  const customerEmail = matching(body, 'customer_email', EMAIL, 'must be an e-mail address.');
  const customerPhone = matching(body, 'customer_phone', PHONE, 'must be a phone number.');
  const clientId = required(body, 'payment_page_client_id');
  required(body, 'action');
  const action = wordAt(body, 'action', ['paymentPage', 'paymentManagement']) ?? 'paymentPage';
  const currency = optional(body, 'currency') ?? 'INR';
  if (currency !== 'INR') throw invalid('currency', 'must be INR.');
  const isTpv = optional(body, 'order_type') === 'TPV_PAYMENT';
  return {
    orderId,
    amount,
    customerId,
    customerEmail,
    customerPhone,
    clientId,
    action,
    returnUrl: returnUrlIn(body),
    isTpv,
    bankAccounts: bankAccountsIn(body, isTpv),
    mandate: mandateTermsIn(body, amount, now),
    webhookUrl: webhookUrlIn(body),
  };
}

/** It may be empty, for a guest, and must be there. */
function customerIdIn(body: JsonObject): string {
  const value = body['customer_id'];
  if (value === undefined || value === null) throw missing('customer_id');
  if (typeof value !== 'string') throw invalid('customer_id', 'must be a string.');
  return value;
}

function matching(body: JsonObject, field: string, pattern: RegExp, reason: string): string {
  const value = required(body, field);
  if (!pattern.test(value)) throw invalid(field, reason);
  return value;
}

function returnUrlIn(body: JsonObject): string | undefined {
  const text = optional(body, 'return_url');
  if (text === undefined) return undefined;
  const url = parseUrl(text);
  const isPlain = url?.protocol === 'https:' && url.search === '' && !IP.test(url.hostname);
  if (!isPlain) {
    throw invalid('return_url', 'must be an https address without query parameters or IP address.');
  }
  return text;
}

function webhookUrlIn(body: JsonObject): string | undefined {
  const text = optional(body, 'metadata.webhook_url');
  const url = text === undefined ? undefined : parseUrl(text);
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '';
  if (text !== undefined && !isPlain) throw invalid('metadata.webhook_url', 'must be an address.');
  return text;
}

function bankAccountsIn(body: JsonObject, isTpv: boolean): string | undefined {
  const text = optional(body, ACCOUNTS);
  if (text === undefined) {
    if (isTpv) throw missing(ACCOUNTS);
    return undefined;
  }
  if (!isTpv) throw invalid('order_type', `must be TPV_PAYMENT with ${ACCOUNTS}.`);
  const accounts = parsed(text);
  if (!Array.isArray(accounts) || accounts.length === 0 || !accounts.every(isAccount)) {
    const reason = 'must be the text of a list of accounts, each with its number or id.';
    throw invalid(ACCOUNTS, reason);
  }
  return text;
}

function isAccount(value: unknown): boolean {
  if (!isObject(value)) return false;
  const named = [value['bank_account_number'], value['bank_account_id']];
  return named.some((text) => typeof text === 'string' && text !== '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
