/**
 * The short name under which one merchant's customer is stored. A customer id is often a phone
 * number or an e-mail address, so only a 64-bit digest of it is written (FNV-1a, two halves).
 */
export function scopeOf(...parts: readonly string[]): string {
  const text = parts.map((part) => `${part.length}:${part}`).join('|');
  return digest(text, 0x811c9dc5) + digest(text, 0x01000193);
}

function digest(text: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
