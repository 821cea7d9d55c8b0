import type { Inside } from '../../adapters/simulator/inside.js';
import type { JsonObject } from '../../adapters/simulator/json.js';
import type { RefundStatus } from '../../adapters/simulator/ledger.js';
import type { Random } from '../../adapters/simulator/random.js';
import type { Simulator } from '../../adapters/simulator/simulator.js';
import type { Asked } from './asked.js';
import type { OrderBooks } from './order-books.js';

/**
 * How what the server was asked for goes on, by the simulator's clock. Change it at any time: what was
 * begun before goes on as it was.
 *
 * @example
 * ```ts
 * mock.plans.refund = { ends: 'MANUAL_REVIEW', after: 5_000 };
 * mock.plans.execution = { ends: 'declined', after: 60_000 };
 * ```
 */
export interface MockPlans {
  /** Where a refund ends, and how many ms later. Default SUCCESS after 20,000. */
  refund: { readonly ends: RefundStatus; readonly after: number };
  /** Whether a notification arrives, and how many ms later. Default SUCCESS after 5,000. */
  notification: { readonly ends: 'SUCCESS' | 'FAILURE'; readonly after: number };
  /** What the bank says to an execution, and how many ms after its date. Default debited, 20,000. */
  execution: { readonly ends: 'debited' | 'declined'; readonly after: number };
}

/** What every route of the server uses. */
export interface MockWorld {
  readonly simulator: Simulator;
  readonly inside: Inside;
  readonly random: Random;
  readonly books: OrderBooks;
  readonly plans: MockPlans;
  /** Sends a webhook; `orderId` may have an address of its own. */
  emit(event: string, content: JsonObject, orderId: string): void;
}

/** What a route does with a request: the body of its 200, or a refusal that is thrown. */
export type Handler = (asked: Asked) => JsonObject;
