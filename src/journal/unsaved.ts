import type { OrderRecord } from '../../core/model/order.js';
import { type Problem, problemOf } from '../../core/model/problem.js';
import type { Deadlines } from '../time/deadlines.js';

/** Keeps what cannot be written, the last version of each attempt, and tries again. */
export interface Unsaved {
  /** Writes the order now. Rejects when that fails: then it is tried again later. */
  save(order: OrderRecord): Promise<void>;
  /** Writes what is known of attempts before this one. Call it in the order's turn. */
  flush(attempt: OrderRecord): Promise<void>;
  /** Tries to write now what could not be written. */
  retry(): void;
  /** Nothing is tried by itself any more. */
  stop(): void;
}

export interface UnsavedParts {
  readonly deadlines: Deadlines;
  /** Writes in the order's turn; `again` after a try that failed. Answers whether that was news. */
  readonly write: (order: OrderRecord, again: boolean) => Promise<boolean>;
  /** Runs when it is the order's turn; rejects, and may still run, when that takes too long. */
  readonly runExclusive: (orderId: string, work: () => Promise<void>) => Promise<void>;
  readonly onUnsaved: ((orderId: string, problem: Problem) => void) | undefined;
}

const FIRST = 5_000;
const LONGEST = 60_000;

export function createUnsaved({
  deadlines,
  write,
  runExclusive,
  onUnsaved,
}: UnsavedParts): Unsaved {
  /**
   * What is to be written, oldest first: the attempt that comes first and, while that cannot be
   * written, the last one after it. Those between were never claimed: there is nothing of them to end.
   */
  const waiting = new Map<string, readonly OrderRecord[]>();
  const failed = new Set<string>();
  /** What waits for its turn: it will write whatever is waiting then. */
  const queued = new Map<string, Promise<void>>();
  /** Orders of which it was said that they cannot be written, until one is written again. */
  const notified = new Set<string>();
  let delay = FIRST;
  let stopTimer: (() => void) | undefined;
  let isStopped = false;

  async function writeWaiting(orderId: string): Promise<void> {
    const orders = waiting.get(orderId) ?? [];
    for (const order of orders) {
      const isNews = await write(order, failed.has(orderId));
      const left = (waiting.get(orderId) ?? []).filter((one) => one !== order);
      if (left.length > 0) waiting.set(orderId, left);
      else waiting.delete(orderId);
      // That a text stands there already does not show that the storage can be written.
      if (isNews) notified.delete(orderId);
    }
    if (orders.length === 0) return;
    failed.delete(orderId);
    if (failed.size > 0) return;
    delay = FIRST;
    stopTimer?.();
    stopTimer = undefined;
  }

  function run(orderId: string): Promise<void> {
    const before = queued.get(orderId);
    if (before !== undefined) return before;
    let hasBegun = false;
    const mine = runExclusive(orderId, () => {
      hasBegun = true;
      queued.delete(orderId);
      return writeWaiting(orderId);
    }).catch((error: unknown) => {
      failed.add(orderId);
      if (!notified.has(orderId)) {
        notified.add(orderId);
        onUnsaved?.(orderId, problemOf(error));
      }
      tryLater();
      throw error;
    });
    if (!hasBegun) queued.set(orderId, mine);
    return mine;
  }

  function retry(): void {
    for (const orderId of [...failed]) run(orderId).catch(() => {});
  }

  function tryLater(): void {
    if (isStopped || stopTimer !== undefined) return;
    stopTimer = deadlines.after(delay, () => {
      stopTimer = undefined;
      delay = Math.min(2 * delay, LONGEST);
      retry();
    });
  }

  return {
    save: (order) => {
      const { attemptId, orderId } = order;
      const [first] = (waiting.get(orderId) ?? []).filter((one) => one.attemptId !== attemptId);
      waiting.set(orderId, first === undefined ? [order] : [first, order]);
      return run(orderId);
    },
    flush: async ({ orderId, attemptId }) => {
      const orders = waiting.get(orderId) ?? [];
      if (orders.some((one) => one.attemptId !== attemptId)) await writeWaiting(orderId);
    },
    retry,
    stop: () => {
      isStopped = true;
      stopTimer?.();
      stopTimer = undefined;
    },
  };
}
