import type { Texts } from './texts.js';

/** The two keys of a text that is kept twice: losing or damaging one of them loses nothing. */
export function twinsOf(key: string): readonly [string, string] {
  return [`${key}/a`, `${key}/b`];
}

/** Writes one after the other: whenever this is broken off, one of them is whole. */
export async function writeTwins(texts: Texts, key: string, text: string): Promise<void> {
  for (const twin of twinsOf(key)) await texts.set(twin, text);
}
