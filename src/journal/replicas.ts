import type { Texts } from './texts.js';

/** The two keys of a text that is kept twice: losing or damaging one of them loses nothing. */
export function replicasOf(key: string): readonly [string, string] {
  return [`${key}/a`, `${key}/b`];
}

/** Writes one after the other: whenever this is broken off, one of them is whole. */
export async function writeReplicas(texts: Texts, key: string, text: string): Promise<void> {
  for (const replica of replicasOf(key)) await texts.set(replica, text);
}
