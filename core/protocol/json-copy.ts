import { LIMITS } from './limits.js';

/**
 * A copy of plain data that shares nothing with it, as a bridge would print it; `undefined` for what
 * JSON cannot carry: a function, a date, `NaN`, a circle, or anything below 32 levels. Total.
 */
export function jsonCopy(value: unknown): unknown {
  try {
    return copy(value, 0);
  } catch {
    // Not plain, or a getter or a proxy threw.
    return undefined;
  }
}

function copy(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      break;
    case 'object':
      if (value === null) return value;
      if (depth < LIMITS.depth) return copyObject(value, depth + 1);
  }
  throw new TypeError('not JSON');
}

function copyObject(value: object, depth: number): unknown {
  if (typeof Reflect.get(value, 'toJSON') === 'function') throw new TypeError('not JSON');
  if (Array.isArray(value)) return Array.from(value, (entry: unknown) => copy(entry, depth));
  // Plain in any realm: a frame's or a worker's objects have another prototype.
  if (Object.prototype.toString.call(value) !== '[object Object]') throw new TypeError('not JSON');
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    const entry: unknown = Reflect.get(value, key);
    if (entry !== undefined) entries.push([key, copy(entry, depth)]);
  }
  return Object.fromEntries(entries);
}
