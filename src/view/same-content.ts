/**
 * Whether two values print the same as JSON. A record may change in a way that nobody can see: then
 * what was shown stays, and nothing renders anew.
 *
 * @example
 * ```ts
 * sameContent({ orderId: 'A1' }, { orderId: 'A1' }); // true
 * ```
 */
export function sameContent(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) => Object.hasOwn(b, key) && sameContent(Reflect.get(a, key), Reflect.get(b, key)),
    )
  );
}
