import { systemClock } from '../../src/platform/system-clock.js';
import { platformLocks } from '../../src/platform/web-locks.js';
import { journalOn, record } from './support/records.js';

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
  journalOn(localStorage, {
    clock: systemClock,
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

window.page = {
  claimAll: async (me, other, orderIds) => {
    const mine = journal();
    const meet = meeting(me, other);
    const ends: string[] = [];
    for (const [place, orderId] of orderIds.entries()) {
      await meet(place);
      const attempt = record(orderId, { attemptId: `${orderId} by ${me}`, at: Date.now() });
      const [end] = await Promise.allSettled([mine.claim(attempt)]);
      if (end.status === 'rejected') ends.push(`failed: ${end.reason}`);
      else ends.push(end.value.claimed ? 'claimed' : `taken: ${end.value.existing?.attemptId}`);
    }
    await meet(orderIds.length);
    return ends;
  },
  open: async () => (await journal().restore()).orders.map(({ orderId }) => orderId),
  locksAsked: () => asked,
};
