/** A copy without the keys that hold nothing, in the same order. */
export function omitUndefined<T extends object>(fields: T): T;
export function omitUndefined(fields: object): object {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) out[key] = value;
  }
  return out;
}
