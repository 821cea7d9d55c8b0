import type { Transaction } from 'kysely';
import { readOrderStatus } from '../../../core/protocol/index.js';
import type { JsonObject } from '../../../core/protocol/read.js';
import { JuspayError } from '../juspay/juspay-error.js';
import type { ServerOrder } from '../orders/order.js';
import type { OrderEvent } from '../orders/order-event.js';
import type { OrderStore } from '../orders/orders.js';
import type { HeldOrder } from '../orders/rows.js';
import type { UpiTables } from '../orders/tables.js';
import { type Patience, verdictOn } from '../orders/verdict.js';

/** Orders that one process looks at side by side. */
const SIDE_BY_SIDE = 8;

export interface CheckerParts {
  readonly store: OrderStore;
  /** Asks Juspay. */
  readonly read: (orderId: string, customerId: string, signal: AbortSignal) => Promise<JsonObject>;
  readonly tell: (event: OrderEvent, transaction: Transaction<UpiTables>) => unknown;
  readonly patience: Patience;
  readonly now: () => number;
  /** Hears of an order whose next look was planned. */
  readonly planned: (order: ServerOrder) => void;
  readonly reportError: (error: unknown, where: ErrorPlace) => void;
}

/**
 * Where something went wrong that was not the fault of a request: `juspay` did not answer, the `database` did not
 * while nobody asked, or a `handler`: one of yours, or anything else that a request needed (`authenticate`,
 * `sessionOf`, the signer, the database).
 *
 * @example
 * ```ts
 * const isOurs = (where: ErrorPlace) => where === 'handler';
 * ```
 */
export type ErrorPlace = 'juspay' | 'handler' | 'database';

/** What was read of an order, and how it stands in the books after that. */
export interface Looked {
  readonly order: ServerOrder;
  readonly answer: JsonObject;
}

/** Looks at orders, and tells what has changed: the same on one machine and on many. */
export function createChecker(parts: CheckerParts) {
  const { store, read, tell, patience, now, planned, reportError } = parts;
  /** Reads under way: whoever asks meanwhile is answered by the same. */
  const reads = new Map<string, Promise<JsonObject>>();
  const ends = new Set<AbortController>();
  /** Events that are told because somebody asked. */
  const tellings = new Set<Promise<unknown>>();
  /** How often the reads under way were ended. */
  let endings = 0;
  /** The round under way; whoever comes meanwhile joins it. */
  let round: Promise<void> | undefined;
  let looking = 0;
  let isAgain = false;
  let wakeUp = () => {};
  let isWanted = () => true;

  function readOnce(order: ServerOrder): Promise<JsonObject> {
    const underWay = reads.get(order.orderId);
    if (underWay !== undefined) return underWay;
    const mine = readAnew(order).finally(() => reads.delete(order.orderId));
    reads.set(order.orderId, mine);
    return mine;
  }

  async function readAnew({ orderId, customerId }: ServerOrder): Promise<JsonObject> {
    // One for each: a signal that many listen to is taken for a leak.
    const controller = new AbortController();
    const { signal } = controller;
    ends.add(controller);
    try {
      return await unlessEnded(signal, read(orderId, customerId, signal));
    } finally {
      ends.delete(controller);
    }
  }

  async function look(
    order: ServerOrder,
    held?: HeldOrder,
    reading = readOnce(order),
  ): Promise<Looked> {
    try {
      const answer = await reading;
      const verdict = verdictOn(order, readOrderStatus(answer), now(), patience);
      return { order: await store.apply(order, verdict, now(), held), answer };
    } catch (error) {
      // An answer about another order is for a person, as one about another amount is.
      if (isOfAnother(error)) {
        await store.apply(order, { status: 'open', dispute: 'otherOrder' }, now());
      }
      throw error;
    }
  }

  async function check(held: HeldOrder): Promise<void> {
    const before = endings;
    try {
      // Whatever was asked before may not know why this look was wanted.
      planned((await look(held.order, held, readAnew(held.order))).order);
    } catch (error) {
      // Another process looks at it at once.
      if (endings > before) return store.giveBack(held, now());
      reportError(error, error instanceof JuspayError ? 'juspay' : 'database');
      planned(await store.postpone(held, now()));
    }
  }

  function nudge(): void {
    isAgain = true;
    wakeUp();
  }

  async function begin(held: HeldOrder): Promise<void> {
    looking += 1;
    try {
      await check(held);
    } catch (error) {
      // It is held a while, then it is due again.
      reportError(error, 'database');
    }
    looking -= 1;
    nudge();
  }

  /** Goes on while something is due or a look is under way; one that takes long keeps no other waiting. */
  async function rounds(): Promise<void> {
    try {
      while ((isAgain && isWanted()) || looking > 0) {
        isAgain = false;
        const room = isWanted() ? SIDE_BY_SIDE - looking : 0;
        const held = room > 0 ? await store.holdDue(now(), room) : [];
        for (const one of held) void begin(one);
        const told = await deliverDue();
        if (told > 0 || (held.length > 0 && looking < SIDE_BY_SIDE)) isAgain = true;
        if (!isAgain && looking > 0) await new Promise<void>((resolve) => (wakeUp = resolve));
      }
    } finally {
      round = undefined;
    }
  }

  /** Tells what has to be told; how much was. */
  async function deliverDue(): Promise<number> {
    const held = await store.holdEvents(now(), SIDE_BY_SIDE);
    for (const event of held) {
      try {
        await store.deliver(event, tell, now());
      } catch (error) {
        // It is told again when its time comes.
        reportError(error, 'handler');
      }
    }
    return held.length;
  }

  function heard(before: ServerOrder, looked: Looked): Looked {
    const { order } = looked;
    // Whoever waits need not wait for that.
    if (isNews(before, order)) {
      const telling: Promise<unknown> = deliverDue()
        .catch((error) => reportError(error, 'database'))
        .finally(() => tellings.delete(telling));
      tellings.add(telling);
    }
    if (order.nextCheckAt !== undefined && order.nextCheckAt !== before.nextCheckAt) planned(order);
    return looked;
  }

  return {
    /** Looks at one order for somebody who waits; rejects where Juspay does not answer. */
    async lookNow(order: ServerOrder): Promise<Looked> {
      return heard(order, await look(order));
    },
    /** The same, and what Juspay was asked before does not count. */
    async lookAnew(order: ServerOrder): Promise<Looked> {
      return heard(order, await look(order, undefined, readAnew(order)));
    },
    /** Looks at one order, if its time has come. */
    async checkDue(orderId: string): Promise<void> {
      const held = await store.holdIfDue(orderId, now());
      if (held !== undefined) await check(held);
      await deliverDue();
    },
    /**
     * Looks at what is due and tells what has to be told, until nothing is left, or until it is no longer wanted:
     * then what is under way ends.
     */
    runDue(whileWanted: () => boolean): Promise<void> {
      isWanted = whileWanted;
      nudge();
      round ??= rounds();
      return round;
    },
    deliverDue,
    /** Ends the reads under way, which the books ask for again, and waits for whoever is being told. */
    async end(): Promise<void> {
      endings += 1;
      for (const controller of ends) controller.abort();
      await Promise.all(tellings);
    },
  };
}

/** Juspay answered about another order; that an id is taken it says in the same way. */
export function isOfAnother(error: unknown): boolean {
  return error instanceof JuspayError && error.fields.some(({ code }) => code === 'server.differs');
}

/** What is read, unless nobody waits for it any more; whoever reads may not listen. */
async function unlessEnded<T>(signal: AbortSignal, reading: Promise<T>): Promise<T> {
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new JuspayError({ reason: 'timeout', message: 'The server was stopped.' }));
  });
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([reading, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function isNews(before: ServerOrder, after: ServerOrder): boolean {
  return (['status', 'dispute', 'refund', 'mandateStatus'] as const).some(
    (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
  );
}

export type Checker = ReturnType<typeof createChecker>;
