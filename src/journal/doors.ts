import * as z from 'zod/mini';
import type { OrderRecord } from '../../core/model/order.js';
import { readJson } from '../../core/model/read-json.js';
import type { KeyValueStorage } from '../../core/ports/storage.js';
import type { Keys } from './keys.js';
import { STORED_VERSION } from './stored-order.js';
import type { Texts } from './texts.js';

/** Who went through an order's door last, and when (epoch ms). */
export interface Door {
  readonly attemptId: string;
  readonly at: number;
}

/**
 * Lets at most one of several processes claim an order, over two keys: Lamport's splitter. Each
 * writes its name as the last contender; leaves if the door is shut; shuts it; and has won if it is
 * still the last contender. For the second of two winners would have named itself after the first
 * was found to be last, so after the first had shut the door.
 *
 * A shut door stays shut for the next who come, while the winner writes the record. It is open again
 * when the record says that the attempt which shut it has ended, or after `OPENS_AFTER`: its process
 * died. A claim gives up long before its door opens.
 */
export interface Doors {
  look(orderId: string): Promise<Door | undefined>;
  /** Whether somebody else may be claiming an order of which this is known. */
  isShut(
    order: OrderRecord,
    existing: OrderRecord | undefined,
    door: Door | undefined,
  ): Promise<boolean>;
  /** Names the attempt and shuts the door, which was found open; `false` when it is shut by now. */
  enter(
    order: OrderRecord,
    existing: OrderRecord | undefined,
    found: Door | undefined,
    wanted: () => void,
  ): Promise<boolean>;
  /**
   * Whether the attempt that has entered won: it has if it is the last that named itself. `nobody`: its
   * name is not there, nor that of anybody who came after the attempt that is on record.
   */
  whoIsLast(
    order: OrderRecord,
    existing: OrderRecord | undefined,
  ): Promise<'us' | 'another' | 'nobody'>;
  /** The claim has ended well: this process needs the door no more. */
  forget(order: OrderRecord): void;
  /** Nobody may claim the order any more: removes what claims have left. */
  clear(orderId: string): Promise<void>;
}

/** How long a door stays shut of which nothing more is known. */
const OPENS_AFTER = 30_000;
/** Or so many times what one operation may take. */
const OPERATIONS = 6;

const stored = z.object({ attemptId: z.string(), at: z.number() });

/** The doors that a process has shut, on each of its storage objects. */
const shutBy = new WeakMap<KeyValueStorage, Map<string, string>>();

export interface DoorsParts {
  readonly storage: KeyValueStorage;
  readonly texts: Texts;
  readonly keys: Keys;
  readonly now: () => number;
  /** What one operation of the storage may take, ms. */
  readonly limit: number;
}

export function createDoors({ storage, texts, keys, now, limit }: DoorsParts): Doors {
  const mine = shutBy.get(storage) ?? new Map<string, string>();
  shutBy.set(storage, mine);
  const opensAfter = Math.max(OPENS_AFTER, OPERATIONS * limit);

  async function look(orderId: string): Promise<Door | undefined> {
    return z.safeParse(stored, readJson(await texts.get(keys.door(orderId)))).data;
  }

  async function whoIsLast(
    { orderId, attemptId }: Pick<OrderRecord, 'orderId' | 'attemptId'>,
    existing?: OrderRecord,
  ) {
    const last = await texts.get(keys.contender(orderId));
    if (last === nameOf(attemptId)) return 'us';
    const isOld = existing !== undefined && last === nameOf(existing.attemptId);
    return last === undefined || isOld ? 'nobody' : 'another';
  }

  async function isShut(
    { orderId }: OrderRecord,
    existing: OrderRecord | undefined,
    door: Door | undefined,
  ): Promise<boolean> {
    if (door === undefined || door.attemptId === existing?.attemptId) return false;
    // The clock may have been set back, or may have been ahead.
    if (Math.abs(now() - door.at) >= opensAfter) return false;
    // An attempt of this process that won, and could not be written: nobody else has, meanwhile.
    const isOurs = mine.get(keys.door(orderId)) === door.attemptId;
    return !(isOurs && (await whoIsLast({ orderId, attemptId: door.attemptId })) === 'us');
  }

  return {
    look,
    isShut,
    whoIsLast,
    enter: async (order, existing, found, wanted) => {
      const { orderId, attemptId } = order;
      wanted();
      await texts.setOnce(keys.contender(orderId), nameOf(attemptId));
      const door = await look(orderId);
      const isAnother = door?.attemptId !== found?.attemptId;
      if (isAnother && (await isShut(order, existing, door))) return false;
      wanted();
      mine.set(keys.door(orderId), attemptId);
      const text = JSON.stringify({ version: STORED_VERSION, attemptId, at: now() });
      await texts.setOnce(keys.door(orderId), text);
      return true;
    },
    forget: ({ orderId }) => {
      mine.delete(keys.door(orderId));
    },
    clear: async (orderId) => {
      mine.delete(keys.door(orderId));
      await Promise.all([texts.remove(keys.door(orderId)), texts.remove(keys.contender(orderId))]);
    },
  };
}

function nameOf(attemptId: string): string {
  return JSON.stringify({ attemptId });
}
