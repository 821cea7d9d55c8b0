/**
 * `before` where both say the same, else `next` with every part that says the same taken from `before`:
 * nothing renders anew without a reason. Plain objects and lists are compared part by part, anything else
 * by identity; neither argument is changed.
 */
export function replaceEqualDeep<T>(before: unknown, next: T): T;
export function replaceEqualDeep(before: unknown, next: unknown): unknown {
  if (Object.is(before, next)) return before;
  if (!isPlain(before) || !isPlain(next)) return next;
  if (Array.isArray(before) !== Array.isArray(next)) return next;

  const keys = Object.keys(next);
  let isEqual = keys.length === Object.keys(before).length;
  let shared: object | undefined;
  for (const key of keys) {
    // A key may be any word, also the name of something that every object inherits.
    if (!Object.hasOwn(before, key)) {
      isEqual = false;
      continue;
    }
    const old = before[key];
    const part = next[key];
    if (Object.is(old, part)) continue;
    const kept = replaceEqualDeep(old, part);
    if (!Object.is(kept, old)) isEqual = false;
    if (!Object.is(kept, part)) {
      shared ??= Array.isArray(next) ? [...next] : { ...next };
      Reflect.set(shared, key, kept);
    }
  }
  return isEqual ? before : (shared ?? next);
}

// A Map or a Date shows no parts: two of them would always look the same.
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
