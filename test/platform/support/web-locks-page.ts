import type { KeyValueStorage } from '../../../src/index.js';
import { systemClock } from '../../../src/platform/system-clock.js';
import { platformLocks } from '../../../src/platform/web-locks.js';
import { journalOn, record } from '../../journal/support/records.js';

/** What a page of the test can be told to do. */
export interface LockPage {
  /** Claims an order for a page; says who has it. */
  claim(me: string, orderId: string): Promise<string>;
  /** The ids of the orders that are open, as a new journal reads them. */
  open(): Promise<string[]>;
  /** How often a lock was asked for. */
  locksAsked(): number;
}

declare const window: { page?: LockPage };
declare const localStorage: KeyValueStorage;

let asked = 0;
const locks = platformLocks();
const journal = () =>
  journalOn(localStorage, {
    clock: systemClock,
    exclusive: (name, work) => {
      asked += 1;
      return locks ? locks(name, work) : Promise.reject(new Error('there are no locks'));
    },
  });
const mine = journal();

window.page = {
  claim: async (me, orderId) => {
    const attempt = record(orderId, { attemptId: `${orderId} by ${me}`, at: Date.now() });
    const end = await mine.claim(attempt);
    return end.claimed ? 'claimed' : `taken: ${end.existing?.attemptId}`;
  },
  open: async () => (await journal().restore()).orders.map(({ orderId }) => orderId),
  locksAsked: () => asked,
};
