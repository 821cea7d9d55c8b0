/** The most that an id may have, letters and digits alone. */
const LENGTH = 35;

/** The id of one headless operation: the prefix of the session token, then a new id without hyphens. */
export function upiRequestIdFrom(prefix: string, newId: () => string): string {
  const id = newId().replace(/[^A-Za-z0-9]/g, '');
  return `${prefix}${id.slice(Math.max(0, id.length + prefix.length - LENGTH))}`.slice(0, LENGTH);
}
