import type { Bank } from './bank.js';
import type { LedgerBook } from './ledger.js';
import type { OwnClock } from './own-clock.js';
import type { Random } from './random.js';
import type { Settings } from './settings.js';
import type { ToldStatus } from './told-status.js';

/** What the other half of a world, such as a simulated Juspay, uses of it besides what it shows. */
export interface Inside {
  readonly settings: Settings;
  readonly clock: OwnClock;
  /** As the seed gave it: take a fork. */
  readonly random: Random;
  readonly ledger: LedgerBook;
  readonly bank: Bank;
  /** What order status says of an order now, behind the ledger by its lag. */
  told(orderId: string): ToldStatus;
}

const insides = new WeakMap<object, Inside>();

/** Keeps the inside of a world for `insideOf`. */
export function keepInside(simulator: object, inside: Inside): void {
  insides.set(simulator, inside);
}

/** The inside of a world that `createSimulator` made; throws a `TypeError` for anything else. */
export function insideOf(simulator: object): Inside {
  const inside = insides.get(simulator);
  if (inside === undefined) {
    throw new TypeError('simulator: must be what createSimulator answered, not a copy of it.');
  }
  return inside;
}
