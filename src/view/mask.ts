/**
 * The first letter of each word of a name.
 *
 * @example
 * ```ts
 * maskName('Asha Rao'); // 'A••• R•••'
 * ```
 */
export function maskName(name: string): string {
  return name.split(/\s+/).map(firstOf).join(' ').trim();
}

/**
 * The first letter of an address, and whose it is.
 *
 * @example
 * ```ts
 * maskVpa('asha.rao@upf'); // 'a•••@upf'
 * ```
 */
export function maskVpa(vpa: string): string {
  const at = vpa.lastIndexOf('@');
  return at < 0 ? firstOf(vpa) : `${firstOf(vpa.slice(0, at))}${vpa.slice(at)}`;
}

function firstOf(text: string): string {
  const [first] = Array.from(text);
  return first === undefined ? '' : `${first}•••`;
}
