import type { OrderRecord } from '../../machines/order.js';
import { createDeadlines } from '../../src/deadlines.js';
import { defaultTimings } from '../../src/index.js';
import { createJournal } from '../../src/journal.js';
import { systemClock } from '../../src/platform/system-clock.js';
import { platformLocks } from '../../src/platform/web-locks.js';

/** What a page of the test can be told to do. */
export interface LockPage {
  /** Claims these orders one after the other, each together with the other page; who got which. */
  claimAll(me: string, other: string, orderIds: readonly string[]): Promise<string[]>;
  /** The ids of the orders that are open, as a new journal reads them. */
  open(): Promise<string[]>;
  /** How often a lock was asked for. */
  locksAsked(): number;
}

declare const window: { page?: LockPage };
declare const localStorage: {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
};
declare class BroadcastChannel {
  constructor(name: string);
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
}

let asked = 0;
const locks = platformLocks();

const journal = () =>
  createJournal({
    storage: localStorage,
    scope: 'me',
    deviceScope: 'browser',
    deadlines: createDeadlines(systemClock),
    timings: defaultTimings,
    keepOrders: 100,
    exclusive:
      locks &&
      ((name, work) => {
        asked += 1;
        return locks(name, work);
      }),
  });

/** Waits until both pages are at the same place. */
function meeting(me: string, other: string): (place: number) => Promise<void> {
  const channel = new BroadcastChannel('meeting');
  let theirs = -1;
  let wake = () => {};
  channel.onmessage = ({ data }) => {
    const [name, place] = Array.isArray(data) ? data : [];
    if (name !== other || typeof place !== 'number') return;
    theirs = place;
    wake();
  };
  return async (place) => {
    channel.postMessage([me, place]);
    while (theirs < place) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

function attempt(orderId: string, me: string): OrderRecord {
  return {
    orderId,
    kind: 'pay',
    amount: '2.00',
    status: 'submitted',
    verified: false,
    settled: false,
    attempts: 1,
    attemptId: `${orderId} by ${me}`,
    requestId: `${orderId} by ${me}`,
    earlierRequestIds: [],
    foreignTxns: [],
    foreignUnknown: false,
    at: Date.now(),
    updatedAt: Date.now(),
  };
}

window.page = {
  claimAll: async (me, other, orderIds) => {
    const mine = journal();
    const meet = meeting(me, other);
    const ends: string[] = [];
    for (const [place, orderId] of orderIds.entries()) {
      await meet(place);
      const [end] = await Promise.allSettled([mine.claim(attempt(orderId, me))]);
      if (end.status === 'rejected') ends.push(`failed: ${end.reason}`);
      else ends.push(end.value.claimed ? 'claimed' : `taken: ${end.value.existing?.attemptId}`);
    }
    await meet(orderIds.length);
    return ends;
  },
  open: async () => (await journal().restore()).orders.map(({ orderId }) => orderId),
  locksAsked: () => asked,
};
