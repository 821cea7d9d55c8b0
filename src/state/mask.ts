import { mayBePersonal } from '../../core/model/redact.js';
import { safeText } from '../../core/model/safe-text.js';

/** The first letter of each word of a name. */
export function maskName(name: string): string {
  return name.split(/\s+/).map(firstOf).join(' ').trim();
}

/** The first letter of an address, and whose it is. */
export function maskVpa(vpa: string): string {
  const at = vpa.lastIndexOf('@');
  return at < 0 ? firstOf(vpa) : `${firstOf(vpa.slice(0, at))}${vpa.slice(at)}`;
}

/**
 * Somebody's own words, as they are; with a number, an address or a key among them, only the words.
 */
export function maskWords(text: string): string {
  return /@|\d{4}/.test(text) || mayBePersonal(text) ? safeText(text) : text;
}

function firstOf(text: string): string {
  const [first] = Array.from(text);
  return first === undefined ? '' : `${first}•••`;
}
