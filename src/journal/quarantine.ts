import * as z from 'zod/mini';
import { readJson } from '../../core/model/read-json.js';
import type { Texts } from './texts.js';

const kept = z.object({ text: z.string() });

/**
 * Copies a text that could not be understood under a key of its own, for a person or a newer version
 * to look at: the last one of each key. Only when this has ended well may the text be overwritten.
 */
export async function quarantine(
  texts: Texts,
  key: string,
  text: string,
  now: number,
): Promise<void> {
  const name = `${key}/unreadable`;
  const before = z.safeParse(kept, readJson(await texts.get(name)));
  if (before.data?.text !== text) await texts.set(name, JSON.stringify({ at: now, text }));
}
