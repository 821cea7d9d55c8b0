import type { Deadlines } from './deadlines.js';

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
/** Questions about one order in a minute, besides urgent ones. */
const PER_MINUTE = 6;
const MINUTE = 60_000;

interface Question<T> {
  readonly orderId: string;
  isUrgent: boolean;
  waiters: { resolve(reading: T): void; reject(error: unknown): void }[];
}

export function createStatusReads<T>(
  deadlines: Deadlines,
  ask: (orderId: string) => Promise<T>,
): StatusReads<T> {
  /** Being asked now. */
  const asked = new Map<string, Question<T>>();
  /** To be asked, oldest first: one per order. */
  const queue = new Map<string, Question<T>>();
  /** When each order was asked about in the last minute, epoch ms. */
  const history = new Map<string, number[]>();
  let stopClock: (() => void) | undefined;

  function recent(orderId: string): number[] {
    const now = deadlines.now();
    // A clock that was set back must not hold anything up.
    const times = history.get(orderId)?.filter((at) => at > now - MINUTE && at <= now) ?? [];
    if (times.length > 0) history.set(orderId, times);
    else history.delete(orderId);
    return times;
  }

  /** How long the rate makes the order wait, ms. */
  function rateWait(orderId: string): number {
    const times = recent(orderId);
    const oldest = times[times.length - PER_MINUTE];
    return oldest === undefined ? 0 : Math.max(1, oldest + MINUTE - deadlines.now());
  }

  function begin(question: Question<T>): void {
    const { orderId } = question;
    queue.delete(orderId);
    asked.set(orderId, question);
    // What must be known before sending is asked as often as something is to be sent.
    if (!question.isUrgent) history.set(orderId, [...recent(orderId), deadlines.now()]);
    const end = (settle: () => void) => {
      asked.delete(orderId);
      settle();
      pump();
    };
    ask(orderId).then(
      (reading) =>
        end(() => {
          for (const { resolve } of question.waiters) resolve(reading);
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
    for (const orderId of [...history.keys()]) recent(orderId);
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
