const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Decodes base64url, padded or not; `undefined` for anything else, and for what is not UTF-8. By
 * hand: not every engine on phones has a decoder.
 */
export function fromBase64Url(text: string): string | undefined {
  let held = 0;
  let bits = 0;
  const bytes: string[] = [];
  for (const character of text.replace(/={1,2}$/, '')) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(`%${((held >> bits) & 0xff).toString(16).padStart(2, '0')}`);
  }
  try {
    return decodeURIComponent(bytes.join(''));
  } catch {
    return undefined;
  }
}
