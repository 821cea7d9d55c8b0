import type { Clock } from '../../../core/ports/clock.js';
import { readOrderStatus } from '../../../core/protocol/index.js';
import { type Checker, isOfAnother, type Looked } from '../checks/checker.js';
import type { Engine } from '../checks/engine.js';
import { JuspayError } from '../juspay/juspay-error.js';
import type { ServerOrder } from '../orders/order.js';
import type { OrderStore } from '../orders/orders.js';
import { Refusal } from './problem.js';

const FIRST_LOOK = 2_000;
/** Longer than that, whoever wants to pay again is not kept waiting. */
const PATIENCE = 8_000;
const TRIES = 3;

/** Gives the means to pay, and writes down that it was given. */
export interface Attempts {
  /**
   * Written down before anybody can pay. Whoever was given the means before gets no others while money may be on
   * its way: Juspay is asked first, and what it does not say is not guessed.
   */
  begin(order: ServerOrder, action: string): Promise<void>;
}

export function createAttempts({
  store,
  checker,
  engine,
  clock,
}: {
  readonly store: OrderStore;
  readonly checker: Checker;
  readonly engine: Engine;
  readonly clock: Clock;
}): Attempts {
  /** What Juspay says now; `undefined` where it spoke of another order, which the books know by now. */
  async function look(order: ServerOrder): Promise<Looked | undefined> {
    let timer: unknown;
    const tooLate = new Promise<never>((_, reject) => {
      timer = clock.setTimeout(() => reject(unknown()), PATIENCE);
    });
    try {
      return await Promise.race([checker.lookAnew(order), tooLate]);
    } catch (error) {
      if (isOfAnother(error)) return undefined;
      throw error instanceof JuspayError ? unknown() : error;
    } finally {
      clock.clearTimeout(timer);
    }
  }

  async function lookFirst(before: ServerOrder): Promise<void> {
    const looked = await look(before);
    if (looked === undefined) return;
    const { order, answer } = looked;
    // The books refuse these themselves.
    if (order.dispute !== undefined || order.status === 'paid' || order.status === 'refunded')
      return;
    const { moneyStatus, txnUuid } = readOrderStatus(answer);
    // A transaction that is named was begun, whatever the order is called.
    const isOver = moneyStatus === 'failed' || (moneyStatus === 'untouched' && !txnUuid);
    if (!isOver) throw new Refusal('orderPending');
  }

  return {
    async begin(order, action) {
      let current: ServerOrder | undefined = order;
      for (let tries = 0; tries < TRIES && current !== undefined; tries += 1) {
        if (current.status !== 'created') await lookFirst(current);
        if (await store.beginAttempt(current, action, clock.now())) {
          return engine.wake(order.orderId, clock.now() + FIRST_LOOK);
        }
        // Somebody else was given the means meanwhile.
        current = await store.find(order.orderId);
      }
      throw unknown();
    },
  };
}

function unknown(): Refusal {
  return new Refusal('unavailable', { retryAfter: 5 });
}
