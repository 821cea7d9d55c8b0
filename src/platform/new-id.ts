declare const crypto:
  | { randomUUID?: () => string; getRandomValues?: (bytes: Uint8Array) => Uint8Array }
  | undefined;

/** Thrown at creation when the platform has no source of ids and none was passed. */
const NO_SOURCE =
  'createUpiFlow: this platform has no crypto.randomUUID or crypto.getRandomValues. ' +
  'Pass newId, a function that returns a uuid v4, or install a polyfill such as ' +
  'react-native-get-random-values before upi-flow is loaded.';

/**
 * The platform's source of uuid v4, found once. Throws at creation where there is none: an id that
 * repeats would let one payment answer for another.
 */
export function platformNewId(): () => string {
  const source = typeof crypto === 'undefined' ? undefined : crypto;
  if (typeof source?.randomUUID === 'function') return () => source.randomUUID?.() ?? '';
  if (typeof source?.getRandomValues !== 'function') throw new Error(NO_SOURCE);
  return () => uuidFrom(source.getRandomValues?.(new Uint8Array(16)) ?? new Uint8Array(16));
}

function uuidFrom(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte, at) => {
    if (at === 6) return ((byte & 0x0f) | 0x40).toString(16).padStart(2, '0');
    if (at === 8) return ((byte & 0x3f) | 0x80).toString(16).padStart(2, '0');
    return byte.toString(16).padStart(2, '0');
  }).join('');
  return [8, 12, 16, 20, 32]
    .map((end, at, ends) => hex.slice(at === 0 ? 0 : ends[at - 1], end))
    .join('-');
}
