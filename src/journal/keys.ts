import { digest } from '../../core/model/digest.js';

/** In how many pages the open orders are listed. */
export const PAGES = 16;

/** The names under which the orders of one merchant's customer are stored. */
export interface Keys {
  /** All orders in one text, as versions 1 and 2 had them. */
  readonly legacy: string;
  /** An order's record; `place` 1 where another order with the same digest has place 0. */
  record(orderId: string, place: number): string;
  /** Who has claimed the order: see `createDoors`. */
  door(orderId: string): string;
  /** Who was the last to try to claim it. */
  contender(orderId: string): string;
  /** A page of the list of open orders. */
  page(page: number): string;
  /** Which segments of the list of settled orders there are. */
  readonly head: string;
  segment(segment: number): string;
  /** Names the lock of an order; of all work on a page, of the list of settled orders. */
  lock(of: 'log' | 'migration' | { orderId: string } | { page: number }): string;
}

export function keysOf(scope: string): Keys {
  const root = `upi-flow/v3/${scope}`;
  const record = (orderId: string) => `${root}/order/${digest(orderId)}`;
  return {
    legacy: `upi-flow/orders/${scope}`,
    record: (orderId, place) => (place === 0 ? record(orderId) : `${record(orderId)}.${place}`),
    door: (orderId) => `${root}/claim/${digest(orderId)}/door`,
    contender: (orderId) => `${root}/claim/${digest(orderId)}/last`,
    page: (page) => `${root}/open/${page}`,
    head: `${root}/settled/head`,
    segment: (segment) => `${root}/settled/${segment}`,
    lock: (of) => {
      if (typeof of === 'string') return `${root}/${of}`;
      return 'page' in of ? `${root}/open/${of.page}` : record(of.orderId);
    },
  };
}

/** The page that lists this order while it is open. */
export function pageOf(orderId: string): number {
  return Number.parseInt(digest(orderId), 16) % PAGES;
}
