import type { Claims } from '../../../core/ports/backend.js';

/** What the direct-PSP product, whose signatures are JWS, calls some claims. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['merchant_id', 'merchantId'],
  ['customer_id', 'merchantCustomerId'],
  ['order_id', 'merchantRequestId'],
  ['customer_mobile_number', 'customerMobileNumber'],
]);

/** The claims as the direct-PSP product spells them; others keep their names. */
export function productClaims(claims: Claims, merchantChannelId: string | undefined): Claims {
  const entries = Object.entries(claims).map(([name, value]) => [nameIn(claims, name), value]);
  const channel = merchantChannelId === undefined ? [] : [['merchantChannelId', merchantChannelId]];
  return Object.fromEntries([...channel, ...entries]);
}

/** Two claims never become one: who asks for both spellings gets both signed. */
function nameIn(claims: Claims, name: string): string {
  const other = NAMES.get(name);
  return other === undefined || Object.hasOwn(claims, other) ? name : other;
}
