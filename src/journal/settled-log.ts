import * as z from 'zod/mini';
import { isFields, readJson } from '../../core/model/read-json.js';
import { checked, withChecksum } from './checksum.js';
import type { Keys } from './keys.js';
import { replicasOf, writeReplicas } from './replicas.js';
import { scanTexts } from './scan-damaged-json.js';
import { STORED_VERSION } from './stored-order.js';
import type { Texts } from './texts.js';

/** An order that was settled, and the mark of its record as it was then. */
export interface LogEntry {
  readonly orderId: string;
  readonly mark: string;
}

/** The first and the last segment. */
export interface LogHead {
  readonly first: number;
  readonly last: number;
}

/** What came of adding to the list. */
export interface Appended {
  /** Of what was to be added, that which stood there before. */
  readonly known: readonly LogEntry[];
  /** The oldest segment, when more are listed than are kept. */
  readonly surplus?: number | undefined;
}

/**
 * The list of settled orders, oldest first, in segments of a fixed size, and a head that names the
 * first and the last of them. It is history: whether an order may be paid its own record says.
 */
export interface SettledLog {
  append(entries: readonly LogEntry[]): Promise<Appended>;
  /** Which segments there are; `undefined` when there is none. */
  head(): Promise<LogHead | undefined>;
  /** The ids of so many orders settled last, oldest first. Reads a bounded number of texts. */
  latest(head: LogHead | undefined, count: number): Promise<readonly string[]>;
  read(segment: number): Promise<readonly LogEntry[]>;
  /** Forgets the oldest segment, if it still is this one. */
  drop(segment: number): Promise<void>;
}

export interface SettledLogParts {
  readonly texts: Texts;
  readonly keys: Keys;
  readonly exclusively: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** How many settled orders are kept. */
  readonly keepOrders: number;
}

/** How many orders a segment lists. */
export const SEGMENT = 32;

const storedHead = z.object({
  version: z.literal(STORED_VERSION),
  first: z.int().check(z.minimum(1)),
  last: z.int().check(z.minimum(1)),
});

const storedSegment = z.object({
  version: z.literal(STORED_VERSION),
  orders: z.array(z.string()),
});

/** How an entry is printed. */
const ENTRY = /^([0-9a-f]{8}):(.*)/s;

export function createSettledLog(parts: SettledLogParts): SettledLog {
  const { texts, keys, exclusively, keepOrders } = parts;
  const runExclusive = <T>(work: () => Promise<T>) => exclusively(keys.lock('log'), work);

  async function readHead(read: Texts['get']): Promise<LogHead | undefined> {
    const [a, b] = replicasOf(keys.head);
    const first = await read(a);
    const head = headIn(first);
    if (head !== undefined) return head;
    const second = await read(b);
    // A head without its checksum is better than none: what it names is read with care.
    return headIn(second) ?? looseHeadIn(first) ?? looseHeadIn(second);
  }

  async function writeHead(head: LogHead): Promise<void> {
    const fields = { version: STORED_VERSION, first: head.first, last: head.last };
    await writeReplicas(texts, keys.head, JSON.stringify(withChecksum(fields)));
  }

  async function readSegment(segment: number, read: Texts['get'] = texts.get) {
    return segmentIn(await read(keys.segment(segment)));
  }

  async function writeSegment(segment: number, entries: readonly LogEntry[]): Promise<void> {
    const orders = entries.map(({ orderId, mark }) => `${mark}:${orderId}`);
    const fields = { version: STORED_VERSION, orders };
    await texts.set(keys.segment(segment), JSON.stringify(withChecksum(fields)));
  }

  return {
    append: (entries) =>
      runExclusive(async () => {
        const before = await readHead(texts.get);
        let last = before?.last ?? 1;
        let segment = await readSegment(last);
        // Many that were added together may stand in two segments.
        const isShort = segment.entries.length < entries.length && last > (before?.first ?? 1);
        const older = isShort ? (await readSegment(last - 1)).entries : [];
        const latest = [...older, ...segment.entries];
        const known = entries.filter((one) => latest.some((other) => isSame(one, other)));
        let missing = entries.filter((one) => !known.includes(one));
        let count = segment.entries.length;
        while (missing.length > 0) {
          const ids = new Set(missing.map(({ orderId }) => orderId));
          const others = segment.entries.filter(({ orderId }) => !ids.has(orderId));
          if (segment.isDamaged || others.length >= SEGMENT) {
            last += 1;
            segment = await readSegment(last);
            continue;
          }
          const room = SEGMENT - others.length;
          await writeSegment(last, [...others, ...missing.slice(0, room)]);
          count = others.length + Math.min(room, missing.length);
          segment = { isDamaged: false, entries: [...others, ...missing.slice(0, room)] };
          missing = missing.slice(room);
        }
        const first = before?.first ?? 1;
        if (last !== before?.last) await writeHead({ first, last });
        const isSurplus = (last - first) * SEGMENT + count - SEGMENT >= keepOrders;
        return { known, surplus: isSurplus && first < last ? first : undefined };
      }),
    head: () => readHead(texts.getPatiently),
    latest: async (head, count) => {
      if (head === undefined || count <= 0) return [];
      const most = Math.ceil(count / SEGMENT) + 1;
      const first = Math.max(head.first, head.last - most + 1);
      const numbers = Array.from({ length: head.last - first + 1 }, (_, n) => first + n);
      const segments = await Promise.all(numbers.map((n) => readSegment(n, texts.getPatiently)));
      const newestFirst = segments.flatMap(({ entries }) => [...entries]).reverse();
      const ids = new Set(newestFirst.map(({ orderId }) => orderId));
      return [...ids].slice(0, count).reverse();
    },
    read: async (segment) => (await readSegment(segment)).entries,
    drop: (segment) =>
      runExclusive(async () => {
        const head = await readHead(texts.get);
        if (head?.first !== segment || head.first >= head.last) return;
        await writeHead({ first: segment + 1, last: head.last });
        await texts.remove(keys.segment(segment));
      }),
  };
}

function isSame(one: LogEntry, other: LogEntry): boolean {
  return one.orderId === other.orderId && one.mark === other.mark;
}

function headIn(text: string | undefined): LogHead | undefined {
  const head = z.safeParse(storedHead, checked(readJson(text))).data;
  return head !== undefined && head.first <= head.last ? head : undefined;
}

/** What a head of another version, or one that was damaged, still says. */
function looseHeadIn(text: string | undefined): LogHead | undefined {
  const value = readJson(text);
  if (!isFields(value)) return undefined;
  return headIn(JSON.stringify(withChecksum({ ...value, version: STORED_VERSION })));
}

/** The entries of a segment; of a damaged one, whatever may be an entry. */
function segmentIn(text: string | undefined): {
  readonly entries: readonly LogEntry[];
  readonly isDamaged: boolean;
} {
  if (text === undefined) return { entries: [], isDamaged: false };
  const read = z.safeParse(storedSegment, checked(readJson(text)));
  const entries = (read.data?.orders ?? [...scanTexts(text)]).flatMap((entry) => {
    const [, mark = '', orderId] = ENTRY.exec(entry) ?? [];
    return orderId === undefined ? [] : [{ orderId, mark }];
  });
  return { entries, isDamaged: !read.success };
}
