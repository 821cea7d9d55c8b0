import { describe, expect, it } from 'vitest';
import type { ClaimResult } from '../../machines/payment.types.js';
import { memoryStorage } from '../../src/index.js';
import { failed, journalOn, paid, record } from './support/records.js';
import { everySchedule, type Process, type Run, someSchedules } from './support/schedules.js';

/** Thousands of schedules, on a machine that has other things to do. */
const PATIENCE = { timeout: 120_000 };

const claims =
  (orderId: string, attemptId: string): Process<ClaimResult> =>
  (storage, clock) =>
    journalOn(storage, { clock }).claim(
      record(orderId, { attemptId, requestId: `request of ${attemptId}` }),
    );

const winners = ({ outcomes }: Run<ClaimResult>) =>
  outcomes.filter((one) => one.status === 'fulfilled' && one.value.claimed).length;

/** At most one sends; what the others hear lets them send nothing. */
function oneWins(run: Run<ClaimResult>): void {
  expect(winners(run), JSON.stringify(run.done)).toBeLessThanOrEqual(1);
  for (const one of run.outcomes) {
    if (one.status === 'rejected') {
      expect(one.reason).toMatchObject({ problem: { reason: 'storageFailed', retry: true } });
    }
  }
}

async function restored(items: ReadonlyMap<string, string>) {
  const storage = memoryStorage();
  for (const [key, text] of items) storage.setItem(key, text);
  const { orders } = await journalOn(storage).restore();
  return orders.map(({ orderId, settled }) => [orderId, settled]).sort();
}

describe('two processes with a storage object each', () => {
  it('claim one order at most once, in every schedule', PATIENCE, async () => {
    let won = 0;
    const schedules = await everySchedule([claims('A1', 'one'), claims('A1', 'two')], (run) => {
      oneWins(run);
      won += winners(run);
    });
    expect(schedules).toBeGreaterThan(50);
    expect(won).toBeGreaterThan(schedules / 2);
  });

  it(
    'undo nothing of each other’s orders, in every schedule of their claims',
    PATIENCE,
    async () => {
      await everySchedule([claims('A1', 'one'), claims('B2', 'two')], async (run) => {
        expect(winners(run)).toBe(2);
        expect(await restored(run.items)).toEqual([
          ['A1', false],
          ['B2', false],
        ]);
      });
    },
  );

  it('undo nothing of each other’s payments, whatever the schedule', PATIENCE, async () => {
    const pays =
      (orderId: string): Process<void> =>
      async (storage, clock) => {
        const journal = journalOn(storage, { clock });
        await journal.claim(record(orderId));
        await journal.save(record(orderId, { status: 'pending' }));
        await journal.save(record(orderId, paid));
      };
    await someSchedules([pays('A1'), pays('B2')], 400, 1, async ({ items, outcomes }) => {
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
      expect(await restored(items)).toEqual([
        ['A1', true],
        ['B2', true],
      ]);
    });
  });

  it('claim an order that ended unpaid at most once, in every schedule', PATIENCE, async () => {
    const storage = new Map<string, string>();
    await journalOn(mapStorage(storage)).save(record('A1', failed));
    await everySchedule([claims('A1', 'one'), claims('A1', 'two')], oneWins, storage);
  });
});

function mapStorage(items: Map<string, string>) {
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}
