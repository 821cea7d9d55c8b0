import * as z from 'zod/mini';
import { readJson } from '../../core/model/read-json.js';
import { checked, withChecksum } from './checksum.js';
import { type Keys, PAGES, pageOf } from './keys.js';
import { replicasOf, writeReplicas } from './replicas.js';
import { scanTexts } from './scan-damaged-json.js';
import { endingOf } from './settled-promises.js';
import { STORED_VERSION } from './stored-order.js';
import type { Texts } from './texts.js';

/** What the list of open orders says. Settled ones may stand on it, too: their records say so. */
export interface OpenList {
  readonly orderIds: ReadonlySet<string>;
  /** Read from pages that are damaged: these may be ids, if there are records for them. */
  readonly maybe: ReadonlySet<string>;
  /** The pages whose replicas are not both as they should be. */
  readonly spoilt: readonly number[];
  /** Some page was lost or damaged in both its replicas. */
  readonly isDamaged: boolean;
}

/**
 * The list of the open orders, on a fixed number of pages. Each page is kept twice. Another process
 * that writes the same page at the same time may undo an entry: it is made again when its order is
 * written the next time.
 */
export interface OpenIndex {
  /** Makes sure that the order is listed; writes only once `first` has come true, if at all. */
  register(orderId: string, first?: Promise<boolean>): Promise<void>;
  /** Takes those of the orders off that are listed, and of which `isOver` then says so. */
  leave(orderIds: readonly string[], isOver: (orderId: string) => Promise<boolean>): Promise<void>;
  list(): Promise<OpenList>;
  /** Writes a page again as it should be. */
  repair(page: number): Promise<void>;
}

export interface OpenIndexParts {
  readonly texts: Texts;
  readonly keys: Keys;
  readonly exclusively: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Whether there is a record for this id. */
  readonly isKnown: (orderId: string) => Promise<boolean>;
}

const stored = z.object({ version: z.literal(STORED_VERSION), ids: z.array(z.string()) });

export function createOpenIndex({ texts, keys, exclusively, isKnown }: OpenIndexParts): OpenIndex {
  const onPage = (page: number, work: (key: string) => Promise<void>) =>
    exclusively(keys.lock({ page }), () => work(keys.page(page)));

  const both = (key: string) => Promise.all(replicasOf(key).map(texts.get));

  async function write(key: string, ids: Iterable<string>): Promise<void> {
    const fields = { version: STORED_VERSION, ids: [...ids] };
    await writeReplicas(texts, key, JSON.stringify(withChecksum(fields)));
  }

  /** All ids of both replicas, and of a damaged one those that have records. */
  async function idsOf(replicas: readonly (string | undefined)[]): Promise<Set<string>> {
    const { ids, maybe } = together(replicas);
    const known = await Promise.all([...maybe].map(async (id) => (await isKnown(id)) && id));
    return new Set([...ids, ...known.filter((id) => id !== false)]);
  }

  return {
    register: (orderId, first = Promise.resolve(true)) =>
      onPage(pageOf(orderId), async (key) => {
        const [a, b] = replicasOf(key);
        const text = await texts.get(a);
        if (idsIn(text)?.includes(orderId)) return;
        const ids = await idsOf([text, await texts.get(b)]);
        if (await first) await write(key, ids.add(orderId));
      }),
    leave: async (orderIds, isOver) => {
      const pages = new Set(orderIds.map(pageOf));
      await Promise.all(
        [...pages].map((page) =>
          onPage(page, async (key) => {
            const ids = await idsOf(await both(key));
            const leaving = orderIds.filter((id) => ids.has(id));
            const over = await Promise.all(leaving.map(isOver));
            const gone = new Set(leaving.filter((_, nth) => over[nth]));
            if (gone.size > 0)
              await write(
                key,
                [...ids].filter((id) => !gone.has(id)),
              );
          }),
        ),
      );
    },
    repair: (page) => onPage(page, async (key) => write(key, await idsOf(await both(key)))),
    list: async () => {
      const pages = await Promise.all(
        Array.from({ length: PAGES }, async (_, page) => {
          const read = replicasOf(keys.page(page)).map((key) => texts.getPatiently(key));
          const replicas = await Promise.all(read.map(endingOf));
          const kept = replicas.map((replica) =>
            replica.status === 'fulfilled' ? replica.value : undefined,
          );
          const failure = replicas.find((replica) => replica.status === 'rejected');
          // One replica that is whole says everything.
          if (failure !== undefined && kept.every((text) => idsIn(text) === undefined)) {
            throw failure.reason;
          }
          return { page, ...together(kept) };
        }),
      );
      return {
        orderIds: new Set(pages.flatMap(({ ids }) => [...ids])),
        maybe: new Set(pages.flatMap(({ maybe }) => [...maybe])),
        spoilt: pages.filter(({ areEqual }) => !areEqual).map(({ page }) => page),
        isDamaged: pages.some(({ isLost }) => isLost),
      };
    },
  };
}

/** What the replicas of a page say together. */
function together(replicas: readonly (string | undefined)[]) {
  const whole = replicas.map(idsIn);
  const damaged = replicas.filter((text, nth) => text !== undefined && whole[nth] === undefined);
  const ids = new Set(whole.flatMap((one) => one ?? []));
  return {
    ids,
    maybe: new Set(damaged.flatMap((text) => [...scanTexts(text ?? '')].filter(isNoId(ids)))),
    areEqual: replicas.every((text) => text === replicas[0]) && damaged.length === 0,
    isLost: damaged.length > 0 && whole.every((one) => one === undefined),
  };
}

const isNoId = (ids: ReadonlySet<string>) => (text: string) => !ids.has(text);

/** The ids of a page; `undefined` when there is none, or it is damaged or of another version. */
function idsIn(text: string | undefined): readonly string[] | undefined {
  return z.safeParse(stored, checked(readJson(text))).data?.ids;
}
