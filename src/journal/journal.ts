import { endedUnpaid, type OrderRecord, wasRequested } from '../../core/model/order.js';
import type { Problem } from '../../core/model/problem.js';
import { problem } from '../../core/model/problem.js';
import type { Timings } from '../../core/model/timings.js';
import type { KeyValueStorage } from '../../core/ports/storage.js';
import type { BindQuota } from '../../machines/device/types.js';
import type { ClaimResult } from '../../machines/payment/types.js';
import type { Restored } from '../../machines/upi-flow/types.js';
import type { ErrorReporter } from '../platform/port-errors.js';
import type { Deadlines } from '../time/deadlines.js';
import { withDeadline } from '../time/with-deadline.js';
import { createBindAttempts } from './bind-attempts.js';
import { claimOrder } from './claim-order.js';
import { LossyStorageError } from './lossy-storage-error.js';
import { migrateOrders } from './migrate.js';
import { createOrderStorage, type Exclusively } from './order-storage.js';
import { type RestoredOrders, restoreOrders } from './restore-orders.js';
import { othersEnded, runExclusive } from './run-exclusive.js';
import { createSettling } from './settle.js';
import { createTexts, storageProblem } from './texts.js';
import { createUnsaved } from './unsaved.js';
import { writeOrder } from './write-order.js';

/**
 * The write-ahead record of everything that moves money, and the count of SMS tokens. Each order has
 * a key of its own for its whole life, so that no writer can undo another's order and a payment costs
 * the same whatever came before it. What is damaged or from a newer version is asked about again, and
 * copied under another key before anything is written over it.
 */
export interface Journal {
  /**
   * Every open order, and the latest settled ones. Rejects with a `ProblemError` when that cannot be
   * read: call it again later.
   */
  restore(): Promise<Restored>;
  /** Writes the attempt down, unless the order is open or was paid. Rejects: nothing was claimed. */
  claim(order: OrderRecord): Promise<ClaimResult>;
  /**
   * Writes what is known now; evidence that is stored already is kept. Rejects with a `ProblemError`:
   * then it is kept in memory, and written as soon as it can be.
   */
  save(order: OrderRecord): Promise<void>;
  /** Counts one more SMS token, unless there were `limit` in the last 24 hours. */
  countBindAttempt(limit: number): Promise<BindQuota>;
  /** Writes what could not be written, now: the app came back. */
  retry(): void;
  /** Ends its timers. Nothing is claimed any more; what could not be written is not tried again. */
  stop(): void;
}

export interface JournalOptions {
  readonly storage: KeyValueStorage;
  /** Names the merchant's customer. */
  readonly scope: string;
  /** Names the merchant on this device: SMS tokens are counted per device. */
  readonly deviceScope: string;
  readonly deadlines: Deadlines;
  readonly timings: Timings;
  /** How many settled orders are kept; unsettled ones always are. */
  readonly keepOrders: number;
  /**
   * An order cannot be written. Called once, until one of its records is written again; and for each
   * claim that the storage forgot.
   */
  readonly onUnsaved?: ((orderId: string, problem: Problem) => void) | undefined;
  /** Runs work while no other process runs any under this name, where the platform can do that. */
  readonly exclusive?: Exclusively | undefined;
  /** Hears of what the storage throws. */
  readonly reportError?: ErrorReporter | undefined;
}

const DAMAGED =
  'A stored record is damaged or from a newer version: its orders are asked about again.';

/** A claim, or a save, takes several operations: it has the time of so many. */
const OPERATIONS = 4;

/** When a claim that another process has beaten looks for that one's record, ms. */
const LOOK_AGAIN = [100, 400, 1_000] as const;

export function createJournal(options: JournalOptions): Journal {
  const { storage, scope, deviceScope, deadlines, timings, keepOrders, exclusive } = options;
  const limit = timings.storage;
  const texts = createTexts(storage, deadlines, limit, options.reportError);
  const exclusively: Exclusively = (name, work) =>
    runExclusive(storage, name, () => (exclusive === undefined ? work() : exclusive(name, work)));
  const orders = createOrderStorage({
    storage,
    texts,
    scope,
    exclusively,
    deadlines,
    limit,
    keepOrders,
  });
  const { keys, records } = orders;
  const settling = createSettling(orders);
  const now = () => deadlines.now();
  const bindAttempts = createBindAttempts({ texts, scope: deviceScope, exclusively, now });
  const refused = new Set<string>();
  let migration: Promise<void> | undefined;
  let isStopped = false;
  let isMigrated = false;

  const onOrder = <T>(orderId: string, work: () => Promise<T>): Promise<T> =>
    exclusively(keys.lock({ orderId }), work);

  /** The caller waits so long and no longer; the work itself runs on. */
  function timed<T>(work: Promise<T>, late: () => void = () => {}): Promise<T> {
    return withDeadline(deadlines, OPERATIONS * limit, work, () => {
      late();
      return problem('storageFailed', true);
    }).catch((error: unknown) => {
      throw storageProblem(error);
    });
  }

  const unsaved = createUnsaved({
    deadlines,
    write: (order, again) => writeOrder(orders, settling, order, again),
    runExclusive: (orderId, work) => timed(onOrder(orderId, work)),
    onUnsaved: options.onUnsaved,
  });

  /** Brings over what versions 1 and 2 have left, once. */
  function migrated(): Promise<void> {
    migration ??= migrateOrders(orders, keepOrders).catch((error: unknown) => {
      migration = undefined;
      throw error;
    });
    return migration;
  }

  /** Makes whole what is not as it should be. What fails now is found again at the next start. */
  function repairLater(found: RestoredOrders, areTokensDamaged: boolean): void {
    const { invalid, leftOver, spoilt } = found;
    const work = [
      ...(isMigrated ? [] : [migrated()]),
      ...(areTokensDamaged ? [bindAttempts.repair(timings.bindAttempts)] : []),
      ...(leftOver.length > 0 ? [settling.settle(leftOver)] : []),
      ...spoilt.map((page) => orders.openIndex.repair(page)),
      ...invalid.map((order) => onOrder(order.orderId, () => repairRecord(order))),
    ];
    for (const one of work) one.catch(() => {});
  }

  async function repairRecord(order: OrderRecord): Promise<void> {
    const { order: standing, isDamaged } = await records.find(order.orderId);
    const isValid = standing !== undefined && !isDamaged;
    await writeOrder(orders, settling, isValid ? standing : order, false);
  }

  async function claim(attempt: OrderRecord): Promise<ClaimResult> {
    const { orderId } = attempt;
    let isGivenUp = false;
    const begun = now();
    const wanted = () => {
      // Timers sleep while a phone does; the door of a claim opens all the same.
      if (isStopped || isGivenUp || Math.abs(now() - begun) >= OPERATIONS * limit)
        throw problem('storageFailed', true);
    };
    const work = async (): Promise<ClaimResult> => {
      if (!isMigrated) await migrated();
      const result = await onOrder(orderId, async () => {
        wanted();
        // It may be paid, for all that its record says.
        await unsaved.flush(attempt);
        return claimOrder(orders, attempt, wanted);
      });
      return result ?? (await claimedByOther(attempt));
    };
    unsaved.retry();
    const result = await timed(work(), () => {
      isGivenUp = true;
    }).catch((error: unknown) => {
      // A developer must hear of it, whatever becomes of the order.
      if (error instanceof LossyStorageError) options.onUnsaved?.(orderId, error.problem);
      throw error;
    });
    const { claimed, existing } = result;
    if (claimed || existing === undefined || !endedUnpaid(existing)) return result;
    // Another process was faster, and its attempt has ended by now.
    if (!wasRequested(existing, attempt.requestId)) return result;
    // Another flow on this storage sent the same session, and it ended without money.
    throw problem('invalid', false, 'This request was sent before.');
  }

  /** Another process is claiming the order: its record is awaited for a moment. */
  async function claimedByOther({ orderId }: OrderRecord): Promise<ClaimResult> {
    for (const ms of LOOK_AGAIN) {
      await new Promise<void>((resolve) => deadlines.after(ms, resolve));
      const { order: existing } = await onOrder(orderId, () => records.find(orderId));
      if (existing !== undefined && !endedUnpaid(existing)) return { claimed: false, existing };
    }
    throw problem('storageFailed', true);
  }

  return {
    restore: async () => {
      // A flow that was stopped may still be writing. One that hangs is not waited for.
      await withDeadline(deadlines, limit, othersEnded(storage), () =>
        problem('storageFailed', true),
      ).catch(() => {});
      const tokens = bindAttempts.isDamaged();
      const found = await restoreOrders(orders, keepOrders, refused).catch((error: unknown) => {
        throw storageProblem(error);
      });
      const areTokensDamaged = await tokens;
      texts.discardLate();
      isMigrated ||= !found.hasLegacy;
      refused.clear();
      repairLater(found, areTokensDamaged);
      if (!found.isDamaged && !areTokensDamaged) return { orders: found.orders };
      return {
        orders: found.orders,
        problem: problem('storageFailed', false, DAMAGED).problem,
      };
    },
    claim,
    save: (order) => unsaved.save(order),
    countBindAttempt: (count) => timed(bindAttempts.count(count)),
    retry: () => unsaved.retry(),
    stop: () => {
      isStopped = true;
      unsaved.stop();
    },
  };
}
