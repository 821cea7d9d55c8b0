import { json, Refusal } from './problem.js';
import type { Route, RouteParts } from './route-parts.js';

/** Whether the database answers. */
export function healthRoute({ reportError, store }: RouteParts): Route {
  return async () => {
    try {
      await store.ping();
      return json({ status: 'ok' });
    } catch (error) {
      reportError(error, 'database');
      throw new Refusal('unavailable', { retryAfter: 5 });
    }
  };
}
