/** The value of a JSON text; `undefined` when it is none, or there is no text. */
export function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    // It is none.
  }
  return undefined;
}

/** Whether a value is an object of named fields. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
