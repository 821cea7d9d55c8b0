import type { Deadlines } from '../time/deadlines.js';

/**
 * Every question about an order's status goes through here, so that it stays polite whatever the SDK
 * and the person repeat: one at a time per order, few at once over all, a handful a minute.
 */
export interface StatusReads<T> {
  /**
   * Asks about an order, when its turn has come. `urgent`, for what must not be sent before it is
   * known: it waits for no rate, and takes the answer of a question that is being asked already.
   */
  read(orderId: string, options?: ReadOptions): Promise<T>;
}

export interface ReadOptions {
  readonly urgent?: boolean | undefined;
  /** Nobody waits any more: a question that was not asked yet is not asked for them. */
  readonly signal?: { addEventListener(type: 'abort', listener: () => void): void } | undefined;
}

/** Orders asked about at once. */
const AT_ONCE = 4;
/** Of these, one is kept free for what is urgent. */
const UNHURRIED_AT_ONCE = AT_ONCE - 1;
/** Ms between two questions about one order, besides urgent ones, in the long run. */
const INTERVAL = 10_000;
/** Questions that may come at once, when there were none for a while. */
const BURST = 3;

interface Question<T> {
  readonly orderId: string;
  isUrgent: boolean;
  waiters: { resolve(serverStatus: T): void; reject(error: unknown): void }[];
}

export function createStatusReads<T>(
  deadlines: Deadlines,
  ask: (orderId: string) => Promise<T>,
  /** Whether an answer holds whenever the question was asked: then nobody else has to ask. */
  isLasting: (serverStatus: T) => boolean,
): StatusReads<T> {
  /** Being asked now. */
  const asked = new Map<string, Question<T>>();
  /** To be asked, oldest first: one per order. */
  const queue = new Map<string, Question<T>>();
  /** When the allowance of each order is whole again, epoch ms. */
  const spentUntil = new Map<string, number>();
  let stopClock: (() => void) | undefined;

  /** When the allowance of an order is whole again; a clock that was set back holds nothing up. */
  function spentUntilOf(orderId: string): number {
    const now = deadlines.now();
    const until = Math.min(spentUntil.get(orderId) ?? now, now + BURST * INTERVAL);
    spentUntil.set(orderId, until);
    return until;
  }

  /** How long the rate makes the order wait, ms. */
  function rateWait(orderId: string): number {
    return Math.max(0, spentUntilOf(orderId) - deadlines.now() - (BURST - 1) * INTERVAL);
  }

  function spend(orderId: string): void {
    const now = deadlines.now();
    for (const [id, until] of spentUntil) if (until <= now) spentUntil.delete(id);
    spentUntil.set(orderId, Math.max(now, spentUntilOf(orderId)) + INTERVAL);
  }

  function begin(question: Question<T>): void {
    const { orderId } = question;
    queue.delete(orderId);
    asked.set(orderId, question);
    // What must be known before sending is asked as often as something is to be sent.
    if (!question.isUrgent) spend(orderId);
    const end = (settle: () => void) => {
      asked.delete(orderId);
      settle();
      pump();
    };
    ask(orderId).then(
      (serverStatus) =>
        end(() => {
          const next = isLasting(serverStatus) ? queue.get(orderId) : undefined;
          if (next !== undefined) queue.delete(orderId);
          for (const { resolve } of [...question.waiters, ...(next?.waiters ?? [])]) {
            resolve(serverStatus);
          }
        }),
      (error: unknown) =>
        end(() => {
          for (const { reject } of question.waiters) reject(error);
        }),
    );
  }

  /** Asks whatever may be asked now, and sets a clock for what the rate holds up. */
  function pump(): void {
    stopClock?.();
    stopClock = undefined;
    const waiting = [...queue.values()].filter(({ orderId }) => !asked.has(orderId));
    let soonest = Number.POSITIVE_INFINITY;
    for (const question of waiting.sort((a, b) => Number(b.isUrgent) - Number(a.isUrgent))) {
      const { isUrgent, orderId } = question;
      if (asked.size >= (isUrgent ? AT_ONCE : UNHURRIED_AT_ONCE)) break;
      const wait = isUrgent ? 0 : rateWait(orderId);
      if (wait === 0) begin(question);
      else soonest = Math.min(soonest, wait);
    }
    if (soonest < Number.POSITIVE_INFINITY) stopClock = deadlines.after(soonest, pump);
  }

  return {
    read: (orderId, { urgent = false, signal } = {}) =>
      new Promise((resolve, reject) => {
        const waiter = { resolve, reject };
        const running = urgent ? asked.get(orderId) : undefined;
        if (running !== undefined) {
          running.waiters.push(waiter);
          return;
        }
        const question = queue.get(orderId) ?? { orderId, isUrgent: false, waiters: [] };
        question.isUrgent ||= urgent;
        question.waiters.push(waiter);
        queue.set(orderId, question);
        signal?.addEventListener('abort', () => {
          question.waiters = question.waiters.filter((one) => one !== waiter);
          if (question.waiters.length === 0 && queue.get(orderId) === question) {
            queue.delete(orderId);
          }
        });
        pump();
      }),
  };
}
