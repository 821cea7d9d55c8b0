import { fromCallback } from 'xstate';
import { problemOf } from '../../core/model/problem.js';
import { servicesOf } from './services-of.js';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

/**
 * Reads what the storage remembers, again and again until it could be read, and says the first failure:
 * nobody may pay before it is known what was paid.
 */
export const restoreOrders = fromCallback<{ type: 'none' }, Record<string, never>>(
  ({ system, sendBack }) => {
    const { journal, deadlines } = servicesOf(system);
    let isOver = false;
    let stopClock: (() => void) | undefined;

    function read(wait: number): void {
      journal.restore().then(
        (restored) => {
          if (!isOver) sendBack({ type: 'orders.restored', restored });
        },
        (error: unknown) => {
          if (isOver) return;
          if (wait === FIRST_WAIT) {
            sendBack({ type: 'orders.unreadable', problem: problemOf(error) });
          }
          stopClock = deadlines.after(wait, () => read(Math.min(wait * 2, LONGEST_WAIT)));
        },
      );
    }

    read(FIRST_WAIT);
    return () => {
      isOver = true;
      stopClock?.();
    };
  },
);
