import type { Checker } from '../checks/checker.js';
import { JuspayError } from '../juspay/juspay-error.js';
import { json, Refusal } from './problem.js';
import type { Route, RouteParts } from './route-parts.js';
import { statusFromBooks, toldStatus } from './told-status.js';

/** How an order stands, as Juspay says it now; while Juspay is silent, what the books know for certain. */
export function orderStatusRoute({ access, reportError }: RouteParts, checker: Checker): Route {
  return async (request, id) => {
    const customer = await access.customerOf(request);
    const order = await access.orderOf(id, customer);
    try {
      return json(toldStatus((await checker.lookNow(order)).answer));
    } catch (error) {
      reportError(error, error instanceof JuspayError ? 'juspay' : 'database');
      const known = statusFromBooks(order);
      if (known === undefined) throw new Refusal('unavailable', { retryAfter: 5 });
      return json(known);
    }
  };
}
