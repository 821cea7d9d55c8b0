import { JuspayError } from '../juspay/juspay-error.js';
import { OrderError } from '../orders/problems.js';
import { Refusal } from './problem.js';
import type { RouteParts } from './route-parts.js';

/** What a route threw, as it may be told; what is nobody's request is reported. */
export function refusalOf(error: unknown, reportError: RouteParts['reportError']): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof OrderError) return refusalOfOrder(error);
  if (error instanceof JuspayError) {
    reportError(error, 'juspay');
    return error.retry
      ? new Refusal('unavailable', { retryAfter: 5 })
      : new Refusal('refused', { issues: error.fields });
  }
  reportError(error, 'handler');
  return new Refusal('unavailable', { retryAfter: 5 });
}

function refusalOfOrder({ reason, issues }: OrderError): Refusal {
  switch (reason) {
    case 'ended':
      return new Refusal('orderEnded');
    case 'withdrawn':
      return new Refusal('orderWithdrawn');
    case 'disputed':
      return new Refusal('orderDisputed');
    case 'conflict':
      return new Refusal('conflict');
    case 'unknown':
      return new Refusal('unknownOrder');
    case 'invalid':
      return new Refusal('invalid', { issues });
  }
}
