import type { Clock } from '../../../core/ports/clock.js';
import type { OrderEvent } from '../orders/order-event.js';
import type { UpiServerOptions } from '../server-options.js';
import type { CheckerParts } from './checker.js';

/** How long a handler may take; what it has written is taken back then, and it is called again. */
const LIMIT = 10_000;
const TOO_SLOW =
  'A handler of order events took longer than 10 s. Write with the `transaction` it is given, not with `orders`, and use no network.';

/** Calls the handler of an event; rejects where it throws or takes too long. */
export function tellHandlers(
  { onOrderSettled, onOrderEvent }: Pick<UpiServerOptions, 'onOrderSettled' | 'onOrderEvent'>,
  clock: Clock,
): CheckerParts['tell'] {
  /** What was paid late is delivered, too, by a shop that listens to nothing else. */
  function handlerOf({ kind }: OrderEvent) {
    const isEnd = kind === 'settled' || (kind === 'paidLate' && onOrderEvent === undefined);
    return isEnd ? onOrderSettled : onOrderEvent;
  }

  return async (event, transaction) => {
    let timer: unknown;
    let isOver = false;
    // What it still sends after that would be written on its own, outside of the transaction.
    const guarded = transaction.withPlugin({
      transformQuery: ({ node }) => {
        if (isOver) throw new Error(TOO_SLOW);
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    // One that waits for the books, which wait for it, would hold up everybody for ever.
    const tooLate = new Promise<never>((_, reject) => {
      timer = clock.setTimeout(() => {
        isOver = true;
        reject(new Error(TOO_SLOW));
      }, LIMIT);
    });
    try {
      await Promise.race([handlerOf(event)?.(event, guarded), tooLate]);
    } finally {
      clock.clearTimeout(timer);
    }
  };
}
