import type { Clock } from '../../../core/ports/clock.js';
import type { ErrorPlace } from '../checks/checker.js';
import type { OrderStore } from '../orders/orders.js';
import type { UpiServerOptions } from '../server-options.js';
import type { Access } from './access.js';
import type { Attempts } from './attempts.js';

/** What the routes share. */
export interface RouteParts {
  readonly options: UpiServerOptions;
  readonly store: OrderStore;
  readonly access: Access;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly reportError: (error: unknown, where: ErrorPlace) => void;
}

/** Answers a request, whose path has this id; throws what is refused. */
export type Route = (request: Request, id: string) => Promise<Response>;
