import { digest } from '../../core/model/digest.js';

/**
 * The short name under which one merchant's customer is stored. A customer id is often a phone
 * number or an e-mail address, so only a 64-bit digest of it is written (FNV-1a, two halves).
 */
export function scopeOf(...parts: readonly string[]): string {
  const text = parts.map((part) => `${part.length}:${part}`).join('|');
  return digest(text) + digest(text, 0x01000193);
}
