/** A JSON object as it crosses the bridge: nothing is known about its members. */
export type JsonObject = Record<string, unknown>;

/** Whether `value` is a JSON object (not an array, not `null`). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The non-empty string under `key`, or `undefined`. */
export function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The strings of the array under `key`, or `undefined` when there is no array of strings. */
export function textsAt(object: JsonObject, key: string): string[] | undefined {
  const value = object[key];
  if (!Array.isArray(value)) {
    return undefined;
  }
  const texts = value.filter((item): item is string => typeof item === 'string');
  return texts.length === value.length ? texts : undefined;
}

/** Reads a request's flag in any of its spellings: `true`, `"true"`, `"True"`. */
export function flagAt(object: JsonObject, key: string): boolean {
  const value = object[key];
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/** Parses a JSON object, or answers `undefined` when the text is not one. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
