/**
 * Readers for what the SDK sends: each takes anything, never throws, and answers `undefined` for a
 * value it cannot read. Juspay's pages contradict each other on nearly every type, so a reader takes
 * all spellings of one meaning.
 */

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object with keys, so neither `null` nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A trimmed, non-empty string; numbers are printed. */
export function coerceString(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const trimmed = value.trim();
    return trimmed === '' ? undefined : trimmed;
  }
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** A yes or no: `true`, `"true"`, `"True"`, `1` and `"1"`, or their opposites. */
export function coerceBoolean(value: unknown): boolean | undefined {
  // The two spellings of the samples first: this runs for every flag of every account.
  if (value === 'true' || value === true || value === 1) return true;
  if (value === 'false' || value === false || value === 0) return false;
  if (typeof value !== 'string') return undefined;
  const lower = value.trim().toLowerCase();
  if (lower === 'true' || lower === '1') return true;
  return lower === 'false' || lower === '0' ? false : undefined;
}

/** A whole number that is not negative, printed as number or string. */
export function coerceInteger(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^\s*\d+\s*$/.test(value)) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** Parses JSON; `undefined` when it is none. */
export function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** An object, or the JSON text of one. */
export function coerceObject(value: unknown): JsonObject | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return undefined;
  const parsed = parseJson(value);
  return isObject(parsed) ? parsed : undefined;
}

/** A list, where the SDK sends an array, a single object, or the JSON text of either. */
export function coerceList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const read = typeof value === 'string' ? parseJson(value) : value;
  if (Array.isArray(read)) return read;
  return isObject(read) ? [read] : [];
}

const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/**
 * A moment as epoch milliseconds, from 10-digit seconds, 13-digit milliseconds or an ISO time with
 * its zone. Anything else is `undefined`: other digit counts occur in samples and mean nothing, and
 * a time without a zone would depend on where the phone is.
 */
export function coerceTimestamp(value: unknown): number | undefined {
  const printed = coerceString(value);
  if (printed === undefined) return undefined;
  if (/^\d{13}$/.test(printed)) return Number(printed);
  if (/^\d{10}$/.test(printed)) return Number(printed) * 1000;
  if (!zoned.test(printed)) return undefined;
  // ECMAScript promises only the offset form with a colon.
  const at = Date.parse(printed.toUpperCase().replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : at;
}

/** One word of a known set, whatever its case: several spellings may share a meaning. */
export function coerceEnum<T extends string>(
  value: unknown,
  /** Upper-case spelling to meaning. */
  words: ReadonlyMap<string, T>,
): T | undefined {
  return typeof value === 'string' ? words.get(value.trim().toUpperCase()) : undefined;
}

/** A status word as it is compared: in capitals, with underscores; `''` when it is none. */
export function wireWord(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/g, '_');
}

/**
 * The first of several spellings of one key that holds anything: servers print what is not there as
 * `null` or `''`. Inherited keys hold nothing.
 */
export function valueAt(source: JsonObject, ...keys: readonly string[]): unknown {
  const values = keys.map((key) => (Object.hasOwn(source, key) ? source[key] : undefined));
  return values.find((value) => value !== undefined && value !== null && value !== '');
}

/** The first of several spellings of one key that holds a text. */
export function textAt(source: JsonObject, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const read = coerceString(source[key]);
    if (read !== undefined) return read;
  }
  return undefined;
}

/** The objects of the first of several keys that holds any. */
export function objectsAt(source: JsonObject, ...keys: readonly string[]): readonly JsonObject[] {
  for (const key of keys) {
    const found = coerceList(source[key]).filter(isObject);
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * A reading, with the keys of the wire object it does not have itself. Adds to `known`, which must
 * be fresh. Spreading both would be shorter and, in V8, ten times slower.
 */
export function withUnknownKeys<T extends Record<string, unknown>>(known: T, wire: JsonObject): T {
  const out: Record<string, unknown> = known;
  for (const key of Object.keys(wire)) {
    // Assigning to __proto__ would not add a key.
    if (!Object.hasOwn(known, key) && key !== '__proto__') out[key] = wire[key];
  }
  return known;
}
