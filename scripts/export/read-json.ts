import { ExportError } from './export-error.js';
import { isPlainObject, type Json, type JsonObject } from './json.js';

/** Copies a value that must already be JSON; anything else is refused with its path. */
export function readJson(value: unknown, path: string): Json {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => readJson(item, `${path}[${index}]`));
  }
  if (isPlainObject(value)) return mapObject(value, path, readJson);
  const found = typeof value === 'object' ? 'an object of a class' : `a ${typeof value}`;
  throw new ExportError(path, `is ${found}: an exported machine holds names and JSON only.`);
}

/** Reads every property with `read`, leaving out those that are undefined before or after. */
export function mapObject(
  value: unknown,
  path: string,
  read: (value: unknown, path: string) => Json | undefined,
): JsonObject {
  if (!isPlainObject(value)) throw new ExportError(path, 'is not a plain object.');
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const copy = read(item, `${path}.${key}`);
    if (copy !== undefined) result[key] = copy;
  }
  return result;
}

/** Reads one value, or each value of an array. */
export function mapOneOrMany(
  value: unknown,
  path: string,
  read: (value: unknown, path: string) => Json,
): Json {
  if (!Array.isArray(value)) return read(value, path);
  return value.map((item: unknown, index) => read(item, `${path}[${index}]`));
}
