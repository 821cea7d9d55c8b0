import { digest } from './digest.js';
import { isFields } from './read-json.js';

/** The fields with a checksum over them, to be printed as JSON. An older checksum is replaced. */
export function sealed(fields: object): object {
  const { check: _, ...rest }: { check?: unknown } = fields;
  return { ...rest, check: checkOf(rest) };
}

/** The fields of what `sealed` made and JSON carried; `undefined` when anything of it changed. */
export function unsealed(entry: unknown): object | undefined {
  if (!isFields(entry)) return undefined;
  const { check, ...fields } = entry;
  return typeof check === 'string' && check === checkOf(fields) ? fields : undefined;
}

/** `undefined` for what is nested too deeply to be printed: we never wrote it. */
function checkOf(fields: object): string | undefined {
  try {
    return digest(JSON.stringify(fields));
  } catch {
    return undefined;
  }
}
