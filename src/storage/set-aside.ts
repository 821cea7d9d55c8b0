import * as z from 'zod/mini';
import type { KeyValueStorage } from '../ports.js';
import { readJson } from './read-json.js';

/** How many damaged texts are kept for each key: the first free place, else the oldest. */
const PLACES = [0, 1, 2];

const kept = z.object({ at: z.number(), text: z.string() });

/**
 * Copies a text that could not be understood under a key of its own, for a person or a newer version
 * to look at. Only when this has ended well may the text itself be overwritten.
 */
export async function setAside(
  storage: KeyValueStorage,
  key: string,
  text: string,
  now: number,
): Promise<void> {
  const places = await Promise.all(
    PLACES.map(async (place) => {
      const name = `${key}/set-aside/${place}`;
      const found = await storage.getItem(name);
      const read = z.safeParse(kept, readJson(found ?? ''));
      const isFree = found === null || found === undefined;
      // What cannot be read is worth least.
      return { name, isFree, text: read.data?.text, at: read.data?.at ?? Number.NEGATIVE_INFINITY };
    }),
  );
  if (places.some((place) => place.text === text)) return;
  const [place] = places.sort((a, b) => Number(b.isFree) - Number(a.isFree) || a.at - b.at);
  if (place !== undefined) await storage.setItem(place.name, JSON.stringify({ at: now, text }));
}
