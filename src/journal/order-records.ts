import type { OrderRecord } from '../../core/model/order.js';
import { problem } from '../../core/model/problem.js';
import type { Keys } from './keys.js';
import { quarantine } from './quarantine.js';
import { recoverOrder } from './recover.js';
import { parseOrder } from './stored-order.js';
import type { Texts } from './texts.js';

/** Where an order's record is, or would be written, and what it says. */
export interface FoundRecord {
  readonly key: string;
  /** As it is stored; absent when nothing is. */
  readonly text?: string;
  readonly order?: OrderRecord;
  /** The text could not be understood: the order is what is left of it. */
  readonly isDamaged: boolean;
}

/** The records of orders, each under a key of its own for its whole life. */
export interface OrderRecords {
  /** Looks the order up by its id. */
  find(orderId: string, read?: Texts['get']): Promise<FoundRecord>;
  /** The same in one round, for an order that is most likely new. */
  findNew(orderId: string): Promise<FoundRecord>;
  /** Whether what was found still stands: reads it again. */
  stands(found: FoundRecord): Promise<boolean>;
  /** Writes over what was found, after a copy was made of what is not understood. */
  write(found: FoundRecord, text: string): Promise<void>;
}

export function createOrderRecords(texts: Texts, keys: Keys, now: () => number): OrderRecords {
  function foundAt(key: string, text: string | undefined, orderId: string): FoundRecord {
    if (text === undefined) return { key, isDamaged: false };
    const order = parseOrder(text);
    if (order !== undefined) return { key, text, order, isDamaged: false };
    return { key, text, order: recoverOrder(text, orderId, now()), isDamaged: true };
  }

  /** Two orders with one digest are rare, and three are not met: there are two places. */
  async function find(orderId: string, read: Texts['get'] = texts.get): Promise<FoundRecord> {
    const at = async (place: number) => {
      const key = keys.record(orderId, place);
      return foundAt(key, await read(key), orderId);
    };
    const isMine = (found: FoundRecord) => !found.isDamaged && found.order?.orderId === orderId;
    const first = await at(0);
    if (isMine(first)) return first;
    const second = await at(1);
    if (isMine(second)) return second;
    const both = [first, second];
    // Rather an order that is asked about for nothing than one that is paid twice.
    const place = both.find((one) => one.isDamaged) ?? both.find((one) => one.text === undefined);
    if (place === undefined) throw problem('storageFailed', false);
    return place;
  }

  return {
    find,
    findNew: (orderId) => {
      const second = texts.get(keys.record(orderId, 1));
      // When it is not needed, it is no matter that it failed.
      second.catch(() => {});
      return find(orderId, (key) => (key === keys.record(orderId, 1) ? second : texts.get(key)));
    },
    stands: async (found) => (await texts.get(found.key)) === found.text,
    write: async (found, text) => {
      if (found.isDamaged && found.text !== undefined) {
        await quarantine(texts, found.key, found.text, now());
      }
      await texts.set(found.key, text);
    },
  };
}
