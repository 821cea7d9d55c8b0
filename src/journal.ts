import type { BindQuota } from '../machines/device.types.js';
import { endedUnpaid, type OrderRecord, wasRequested, withHistory } from '../machines/order.js';
import type { ClaimResult } from '../machines/payment.types.js';
import type { Timings } from '../machines/timings.js';
import type { Restored } from '../machines/upi-flow.types.js';
import type { Deadlines } from './deadlines.js';
import type { KeyValueStorage } from './ports.js';
import { problem } from './sdk-problem.js';
import { inTurn } from './storage/storage-lock.js';
import { parseOrders, printOrders } from './storage/stored-orders.js';
import { withDeadline } from './with-deadline.js';

/**
 * The write-ahead record of everything that moves money, and the count of SMS tokens. One key holds
 * all orders of one merchant's customer, so that one write is one truth. A record that cannot be
 * read is set aside under another key, never overwritten.
 */
export interface Journal {
  /** Everything that is remembered. Rejects with a `ProblemError` when it cannot be read. */
  restore(): Promise<Restored>;
  /** Writes the attempt down, unless the order is open or was paid. Rejects: nothing was claimed. */
  claim(order: OrderRecord): Promise<ClaimResult>;
  /** Writes what is known now. Rejects with a `ProblemError`. */
  save(order: OrderRecord): Promise<void>;
  /** Counts one more SMS token, unless there were `limit` in the last 24 hours. */
  countBindAttempt(limit: number): Promise<BindQuota>;
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
}

const DAY = 24 * 60 * 60 * 1_000;

export function createJournal(options: JournalOptions): Journal {
  const { storage, deadlines, timings } = options;
  const ordersKey = `upi-flow/orders/${options.scope}`;
  const tokensKey = `upi-flow/sms-tokens/${options.deviceScope}`;

  /** The caller waits so long and no longer; work that has not begun by then never begins. */
  function timed<T>(work: () => Promise<T>, evenIfLate = false): Promise<T> {
    let givenUp = false;
    const turn = inTurn(storage, () =>
      givenUp && !evenIfLate ? Promise.reject(problem('storageFailed', true)) : work(),
    ).catch((error: unknown) => {
      throw problem('storageFailed', true, error instanceof Error ? error.name : undefined);
    });
    return withDeadline(deadlines, timings.storage, turn, () => {
      givenUp = true;
      return problem('storageFailed', true);
    });
  }

  async function readOrders(): Promise<{ orders: readonly OrderRecord[]; damaged: boolean }> {
    const text = await storage.getItem(ordersKey);
    const read = parseOrders(text);
    if (read.damaged && typeof text === 'string') {
      await storage.setItem(`${ordersKey}/set-aside/${deadlines.now()}`, text);
      await storage.setItem(ordersKey, printOrders(read.orders));
    }
    return read;
  }

  async function writeOrder(orders: readonly OrderRecord[], order: OrderRecord): Promise<void> {
    const others = orders.filter((one) => one.orderId !== order.orderId);
    await storage.setItem(ordersKey, printOrders(retained([...others, order], options.keepOrders)));
  }

  async function readTokens(): Promise<readonly number[]> {
    const text = (await storage.getItem(tokensKey)) ?? '';
    const since = deadlines.now() - DAY;
    return text
      .split(',')
      .map(Number)
      .filter((at) => Number.isFinite(at) && at > since);
  }

  return {
    restore: () =>
      timed(async () => {
        const { orders, damaged } = await readOrders();
        const told = problem('storageFailed', false, 'A stored record was set aside.').problem;
        return damaged ? { orders, problem: told } : { orders };
      }),
    claim: (order) =>
      timed(async () => {
        const { orders } = await readOrders();
        const existing = orders.find((one) => one.orderId === order.orderId);
        if (existing !== undefined && !endedUnpaid(existing)) return { claimed: false, existing };
        if (existing !== undefined && wasRequested(existing, order.requestId)) {
          return { claimed: false, existing };
        }
        await writeOrder(orders, existing === undefined ? order : withHistory(order, existing));
        // Another process may have written at the same time: the one that stands has the claim.
        const standing = (await readOrders()).orders.find((one) => one.orderId === order.orderId);
        if (standing === undefined) throw problem('storageFailed', false);
        return { claimed: standing.attemptId === order.attemptId, existing: standing };
      }).then((result) => {
        const { claimed, existing } = result;
        if (claimed || existing === undefined || !endedUnpaid(existing)) return result;
        // Another flow on this storage sent the same session, and it ended without money.
        throw problem('invalid', false, 'This request was sent before.');
      }),
    save: (order) =>
      timed(async () => {
        const { orders } = await readOrders();
        const existing = orders.find((one) => one.orderId === order.orderId);
        // An attempt of another flow that is open, or was paid, is not ours to overwrite.
        const foreign = existing !== undefined && existing.attemptId !== order.attemptId;
        if (!foreign) await writeOrder(orders, order);
        else if (endedUnpaid(existing)) await writeOrder(orders, withHistory(order, existing));
        // What is known now is worth writing, however late the storage takes it.
      }, true),
    countBindAttempt: (limit) =>
      timed(async () => {
        const attempts = await readTokens();
        if (attempts.length >= limit) return { allowed: false, attempts };
        const counted = [...attempts, deadlines.now()];
        await storage.setItem(tokensKey, counted.join(','));
        return { allowed: true, attempts: counted };
      }),
  };
}

/** Every unsettled order, and the latest settled ones. */
function retained(orders: readonly OrderRecord[], keep: number): readonly OrderRecord[] {
  const settled = orders.filter((order) => order.settled);
  const oldest = new Set(
    [...settled].sort((a, b) => b.updatedAt - a.updatedAt).slice(Math.max(0, keep)),
  );
  return orders.filter((order) => !oldest.has(order));
}
