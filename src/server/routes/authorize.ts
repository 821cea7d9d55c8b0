import { type JsonObject, textAt, valueAt } from '../../../core/protocol/read.js';
import { jsonOf, SMALL } from './body.js';
import { json, Refusal } from './problem.js';
import type { Route, RouteParts } from './route-parts.js';
import { authorizeBody } from './schemas.js';
import { identityFor, isMoney, moneyFor } from './signed-claims.js';

/** Signs who the customer is; or an order of theirs, after the attempt is written down. */
export function authorizeRoute({ access, attempts, clock, options }: RouteParts): Route {
  const { signer, merchantId, issuingPsp } = options;
  return async (request) => {
    const customer = await access.customerOf(request);
    const { action, claims } = await askedIn(request);
    const by = { merchantId, issuingPsp, timestamp: clock.now() };
    if (!isMoney(action)) return json(await signer.authorize(identityFor(claims, customer, by)));
    const order = await access.orderOf(textAt(claims, 'order_id'), customer);
    const signable = moneyFor(claims, order, by);
    await attempts.begin(order, action);
    return json(await signer.authorize(signable));
  };
}

async function askedIn(request: Request): Promise<{ action: string; claims: JsonObject }> {
  const body = await jsonOf(request, SMALL);
  const asked = authorizeBody.safeParse(body);
  // A claim of this name the schema leaves out.
  const isWhole =
    asked.success && !Object.hasOwn(Object(valueAt(Object(body), 'claims')), '__proto__');
  if (isWhole) return asked.data;
  throw new Refusal('invalid', {
    detail:
      'Send { action, claims }: an action that is signed, and an object of texts. See docs/server.md.',
  });
}
