import { parseJson } from '../../../core/protocol/read.js';
import { saysTwice } from '../../../core/protocol/requests/signed-claims.js';
import { Refusal } from './problem.js';

/** Of what comes from an app, and from Juspay, in bytes. */
export const SMALL = 16_384;
export const LARGE = 262_144;

/** More levels than any request of ours has. */
const DEEPEST = 32;

/** The text of a body, never more than so many bytes of it. */
export async function textOf(request: Request, most: number): Promise<string> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > most) throw new Refusal('tooLarge');
  if (request.bodyUsed) throw readBefore();
  const reader = request.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(unreadable);
    if (done) break;
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw new Refusal('tooLarge');
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new Refusal('malformed', { detail: 'The body is not UTF-8.' });
  }
}

/** Whoever sends it went away in the middle, or somebody has taken it before. */
function unreadable(error: unknown): never {
  if (error instanceof TypeError) throw readBefore();
  throw new Refusal('malformed', { detail: 'The body ended too early.' });
}

function readBefore(): TypeError {
  return new TypeError(
    'createUpiServer: the body was read before it came here. Mount the server before what reads bodies.',
  );
}

/** The JSON of a body; deeper than anything of ours, it is refused. */
export async function jsonOf(request: Request, most: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) throw new Refusal('unsupported');
  const text = await textOf(request, most);
  const value = parsed(text);
  // Readers differ on which of two counts.
  if (saysTwice(text)) throw new Refusal('invalid', { detail: 'The body says something twice.' });
  return value;
}

export function parsed(text: string): unknown {
  const value = parseJson(text);
  if (value === undefined) throw new Refusal('malformed');
  if (depthOf(text) > DEEPEST)
    throw new Refusal('invalid', { detail: 'The body is nested too deeply.' });
  return value;
}

/** How deep a JSON text goes, without walking what it holds. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
