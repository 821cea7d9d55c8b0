import { fault } from './fault.js';
import { nearestName } from './nearest-name.js';

/**
 * Throws for a field that is nearly the name of one that is missing. Any other field that nobody knows
 * is the app's own: what is passed here often comes from a wider record.
 */
export function refuseMisspelt(name: string, owner: object, known: readonly string[]): void {
  const missing = known.filter((field) => Reflect.get(owner, field) === undefined);
  for (const [field, value] of Object.entries(owner)) {
    if (value === undefined || known.includes(field)) continue;
    const meant = nearestName(field, missing);
    if (meant === undefined) continue;
    throw fault(`\`${name}.${field}\` is unknown. Did you mean \`${meant}\`?`);
  }
}
