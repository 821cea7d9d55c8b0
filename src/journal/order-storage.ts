import type { KeyValueStorage } from '../../core/ports/storage.js';
import type { Deadlines } from '../time/deadlines.js';
import { createDoors, type Doors } from './doors.js';
import { type Keys, keysOf } from './keys.js';
import { createOpenIndex, type OpenIndex } from './open-index.js';
import { createOrderRecords, type OrderRecords } from './order-records.js';
import { createSettledLog, type SettledLog } from './settled-log.js';
import type { Texts } from './texts.js';

/** Runs work while nobody else runs any under this name. */
export type Exclusively = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Everything that one customer's orders are stored with. */
export interface OrderStorage {
  readonly texts: Texts;
  readonly keys: Keys;
  readonly exclusively: Exclusively;
  readonly records: OrderRecords;
  readonly openIndex: OpenIndex;
  readonly log: SettledLog;
  readonly doors: Doors;
  now(): number;
}

export interface OrderStorageParts {
  readonly storage: KeyValueStorage;
  readonly texts: Texts;
  readonly scope: string;
  readonly exclusively: Exclusively;
  readonly deadlines: Deadlines;
  /** What one operation of the storage may take, ms. */
  readonly limit: number;
  readonly keepOrders: number;
}

export function createOrderStorage(parts: OrderStorageParts): OrderStorage {
  const { storage, texts, scope, exclusively, deadlines, limit, keepOrders } = parts;
  const keys = keysOf(scope);
  const now = () => deadlines.now();
  const records = createOrderRecords(texts, keys, now);
  const isKnown = async (orderId: string) => (await records.find(orderId)).order !== undefined;
  return {
    texts,
    keys,
    exclusively,
    records,
    openIndex: createOpenIndex({ texts, keys, exclusively, isKnown }),
    log: createSettledLog({ texts, keys, exclusively, keepOrders }),
    doors: createDoors({ storage, texts, keys, now, limit }),
    now,
  };
}
