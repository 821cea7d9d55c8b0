const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Encodes a text of UTF-16 code units below 256 as base64url without padding. Other characters
 * are escaped first, so that every text survives the round trip.
 */
export function toBase64Url(text: string): string {
  const bytes = unescapePercent(encodeURIComponent(text));
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    out += digit(a >> 2) + digit(((a & 3) << 4) | ((b ?? 0) >> 4));
    out += b === undefined ? '' : digit(((b & 15) << 2) | ((c ?? 0) >> 6));
    out += c === undefined ? '' : digit(c & 63);
  }
  return out;
}

/** Decodes base64url to the text it came from, or `undefined` when it is not base64url of UTF-8. */
export function fromBase64Url(text: string): string | undefined {
  let bits = 0;
  let held = 0;
  let escaped = '';
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) {
      return undefined;
    }
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      escaped += `%${((held >> bits) & 0xff).toString(16).padStart(2, '0')}`;
    }
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
}

function digit(value: number): string {
  return ALPHABET.charAt(value);
}

function unescapePercent(escaped: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    const isEscape = escaped.charAt(at) === '%';
    bytes.push(isEscape ? parseInt(escaped.slice(at + 1, at + 3), 16) : escaped.charCodeAt(at));
    at += isEscape ? 2 : 0;
  }
  return bytes;
}
