import type { BindQuota } from '../machines/device.types.js';
import { endedUnpaid, type OrderRecord, wasRequested, withHistory } from '../machines/order.js';
import type { ClaimResult } from '../machines/payment.types.js';
import type { Timings } from '../machines/timings.js';
import type { Restored } from '../machines/upi-flow.types.js';
import type { Deadlines } from './deadlines.js';
import type { KeyValueStorage } from './ports.js';
import { problem } from './sdk-problem.js';
import { setAside } from './storage/set-aside.js';
import { inTurn } from './storage/storage-lock.js';
import { parseOrders, printOrders } from './storage/stored-orders.js';
import { parseTokens, printTokens } from './storage/stored-tokens.js';
import { withDeadline } from './with-deadline.js';

/**
 * The write-ahead record of everything that moves money, and the count of SMS tokens. One key holds
 * all orders of one merchant's customer, so that one write is one truth. A text that is damaged or
 * from a newer version is copied under another key before anything is written over it, and whatever
 * order can be recognised in it is asked about again. While it cannot be copied, nothing is written.
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
  retry(): void;
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
  readonly onUnsaved?: (orderId: string, problem: import('../machines/problem.js').Problem) => void;
}

const DAY = 24 * 60 * 60 * 1_000;

const DAMAGED =
  'A stored record is damaged or from a newer version: its orders are asked about again.';

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

  async function read(key: string): Promise<string | undefined> {
    const text: unknown = (await storage.getItem(key)) ?? undefined;
    if (text !== undefined && typeof text !== 'string') throw problem('storageFailed', false);
    return text;
  }

  async function lookUpOrders() {
    const text = await read(ordersKey);
    return { text, ...parseOrders(text, deadlines.now()) };
  }

  async function lookUpTokens() {
    const text = await read(tokensKey);
    return { text, ...parseTokens(text) };
  }

  /** Every order, after a damaged text was copied and made whole. */
  async function readOrders(): Promise<readonly OrderRecord[]> {
    const { text, orders, damaged } = await lookUpOrders();
    if (damaged && text !== undefined) {
      await setAside(storage, ordersKey, text, deadlines.now());
      await writeOrders(orders);
    }
    return orders;
  }

  async function writeOrders(orders: readonly OrderRecord[]): Promise<void> {
    await storage.setItem(ordersKey, printOrders(retained(orders, options.keepOrders)));
  }

  async function writeOrder(orders: readonly OrderRecord[], order: OrderRecord): Promise<void> {
    await writeOrders([...orders.filter((one) => one.orderId !== order.orderId), order]);
  }

  /** The tokens of the last 24 hours. A damaged text counts as `limit` tokens, the unknown as new. */
  async function readTokens(limit: number): Promise<readonly number[]> {
    const { text, at, damaged } = await lookUpTokens();
    const now = deadlines.now();
    const recent = at.filter((one) => one > now - DAY);
    if (damaged && text !== undefined) await setAside(storage, tokensKey, text, now);
    // A clock that was ahead must not lock anybody out until its time has come.
    const known = recent.map((one) => Math.min(one, now)).sort((a, b) => a - b);
    const missing = damaged ? Math.max(0, limit - known.length) : 0;
    const counted = [...known, ...Array.from({ length: missing }, () => now)];
    if (damaged || recent.some((one) => one > now)) {
      await storage.setItem(tokensKey, printTokens(counted));
    }
    return counted;
  }

  /** Makes whole what is damaged, once it is its turn. What fails now is tried before any write. */
  function repairLater(): void {
    inTurn(storage, readOrders).catch(() => {});
    inTurn(storage, () => readTokens(timings.bindAttempts)).catch(() => {});
  }

  return {
    retry: () => {},
    stop: () => {},
    restore: () =>
      timed(async () => {
        // A count that cannot be read is no reason to forget orders: it is refused when it is needed.
        const tokens = lookUpTokens().catch(() => ({ damaged: false }));
        const { orders, damaged } = await lookUpOrders();
        if (!damaged && !(await tokens).damaged) return { orders };
        repairLater();
        return { orders, problem: problem('storageFailed', false, DAMAGED).problem };
      }),
    claim: (attempt) =>
      timed(async () => {
        const orders = await readOrders();
        const existing = orders.find((one) => one.orderId === attempt.orderId);
        if (existing !== undefined && !endedUnpaid(existing)) return { claimed: false, existing };
        if (existing !== undefined && wasRequested(existing, attempt.requestId)) {
          return { claimed: false, existing };
        }
        const order = existing === undefined ? attempt : withHistory(attempt, existing);
        await writeOrder(orders, order);
        // Another process may have written at the same time: the one that stands has the claim.
        const { orders: written, damaged } = await lookUpOrders();
        const standing = written.find((one) => one.orderId === order.orderId);
        if (standing === undefined || damaged) throw problem('storageFailed', false);
        return { claimed: standing.attemptId === order.attemptId, existing: standing };
      }).then((result) => {
        const { claimed, existing } = result;
        if (claimed || existing === undefined || !endedUnpaid(existing)) return result;
        // Another flow on this storage sent the same session, and it ended without money.
        throw problem('invalid', false, 'This request was sent before.');
      }),
    save: (order) =>
      timed(async () => {
        const orders = await readOrders();
        const existing = orders.find((one) => one.orderId === order.orderId);
        // An attempt of another flow that is open, or was paid, is not ours to overwrite.
        const foreign = existing !== undefined && existing.attemptId !== order.attemptId;
        if (!foreign) await writeOrder(orders, order);
        else if (endedUnpaid(existing)) await writeOrder(orders, withHistory(order, existing));
        // What is known now is worth writing, however late the storage takes it.
      }, true),
    countBindAttempt: (limit) =>
      timed(async () => {
        const attempts = await readTokens(limit);
        if (attempts.length >= limit) return { allowed: false, attempts };
        const counted = [...attempts, deadlines.now()];
        await storage.setItem(tokensKey, printTokens(counted));
        return { allowed: true, attempts: counted };
      }),
  };
}

/** Every unsettled order, and the settled ones written last: the clock may have been set back. */
function retained(orders: readonly OrderRecord[], keep: number): readonly OrderRecord[] {
  const settled = orders.filter((order) => order.settled);
  const forgotten = new Set(settled.slice(0, Math.max(0, settled.length - Math.max(0, keep))));
  return orders.filter((order) => !forgotten.has(order));
}
