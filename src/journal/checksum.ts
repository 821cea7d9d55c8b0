import { digest } from '../../core/model/digest.js';
import { isFields } from '../../core/model/read-json.js';

/** The fields with a checksum over them, to be printed as JSON. An older checksum is replaced. */
export function withChecksum(fields: object): object {
  const { check: _, ...rest }: { check?: unknown } = fields;
  return { ...rest, check: checksumOf(rest) };
}

/** The fields of what `withChecksum` made and JSON carried; `undefined` when anything changed. */
export function checked(entry: unknown): object | undefined {
  if (!isFields(entry)) return undefined;
  const { check, ...fields } = entry;
  return typeof check === 'string' && check === checksumOf(fields) ? fields : undefined;
}

/** `undefined` for what is nested too deeply to be printed: we never wrote it. */
function checksumOf(fields: object): string | undefined {
  try {
    return digest(JSON.stringify(fields));
  } catch {
    // Nobody asks for it.
  }
  return undefined;
}
