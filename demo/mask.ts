import type { About } from './event.js';

/** Makes a value fit to print, or leaves it out. */
export type Mask = (value: unknown) => string | number | boolean | undefined;

/** Which keys may be printed, how, and under which name. */
export type AllowList = Readonly<Record<string, Mask | readonly [Mask, string]>>;

/** The printable part of an object: what the list does not name is not there. */
export function allowed(fields: object, list: AllowList): About {
  const out: Record<string, string | number | boolean> = {};
  for (const [key, entry] of Object.entries(list)) {
    if (!Object.hasOwn(fields, key)) continue;
    const [mask, name] = typeof entry === 'function' ? [entry, key] : entry;
    const value = mask(Reflect.get(fields, key));
    if (value !== undefined) out[name] = value;
  }
  return out;
}

/** A word, a number or a flag, as it is. */
export const plain: Mask = (value) => {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** An id of which only the beginning is of use to a reader. */
export const short: Mask = (value) => {
  if (typeof value !== 'string' || value === '') return undefined;
  return value.length > 8 ? `${value.slice(0, 6)}…` : value;
};

/** An address without its middle. */
export const address: Mask = (value) => {
  if (typeof value !== 'string') return undefined;
  const at = value.indexOf('@');
  return at < 0 ? '••' : `${value.slice(0, 2)}••${value.slice(at)}`;
};

/** A message of the SDK, when it is words and nothing else. */
export const words: Mask = (value) =>
  typeof value === 'string' && /^[A-Za-z_ :().-]+$/.test(value) ? value : undefined;

/** How many there are. */
export const count: Mask = (value) => (Array.isArray(value) ? value.length : undefined);

/** The same, when there are any. */
export const some: Mask = (value) =>
  Array.isArray(value) && value.length > 0 ? value.length : undefined;

/** A word that is worth telling only when it is another one than the usual. */
export function unless(usual: string): Mask {
  return (value) => (value === usual ? undefined : plain(value));
}

/** A list, each member masked. */
export function each(mask: Mask): Mask {
  return (value) =>
    Array.isArray(value) ? value.map((one) => mask(one) ?? '•').join(',') : undefined;
}
