import type { Authority, Proof } from './authentication.js';
import type { World } from './call.js';
import { textAt } from './json.js';
import type { Request } from './request.js';
import {
  badAuthentication,
  badParameter,
  noNetwork,
  noWebView,
  SdkRefusal,
} from './sdk-refusal.js';

const FIELDS = ['clientId', 'merchantId', 'customerId', 'environment'];

/**
 * What the initiate request proves; throws a refusal when something is wrong with it. The payment
 * page is initiated without an authentication group: its session brings the token.
 */
export function checkInitiate(
  request: Request,
  world: World,
  authority: Authority,
): Proof | undefined {
  const { payload, service } = request;
  const { phone, settings } = world;
  if (!phone.webView) {
    throw noWebView();
  }
  if (!phone.online) {
    throw noNetwork();
  }
  const missing = FIELDS.find((field) => textAt(payload, field) === undefined);
  if (missing !== undefined || payload['action'] !== 'initiate') {
    throw badParameter(missing ?? 'action');
  }
  if (payload['merchantId'] !== settings.merchant.merchantId) {
    throw new SdkRefusal('JP_012', 'Invalid merchant id or merchant channel id');
  }
  const proof = authority.check(payload, textAt(payload, 'customerId'));
  if (proof === 'invalid' || (proof === 'absent' && service !== 'in.juspay.hyperpay')) {
    throw badAuthentication();
  }
  return proof === 'absent' ? undefined : proof;
}
