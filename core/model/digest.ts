/**
 * Eight hex digits for a text: FNV-1a over 32 bits, each step mixed once more. Every change of one
 * character changes it. It finds damage, not fraud.
 */
export function digest(text: string, seed = 0x811c9dc5): string {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
