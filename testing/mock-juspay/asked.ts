import { isObject, type JsonObject, parseObject } from '../../adapters/simulator/json.js';
import { invalid } from './refusal.js';
import { type BareRequest, parseForm, parseUrl } from './web.js';

/**
 * The routes of Juspay's server.
 *
 * @example
 * ```ts
 * mock.faults.arm('status', { route: 'refund' });
 * ```
 */
export type JuspayRoute =
  | 'session'
  | 'orderStatus'
  | 'refund'
  | 'mandate'
  | 'notification'
  | 'execution';

/** A request as it reached the server; reading it never throws. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly route: JuspayRoute | undefined;
  /** The id in the path, decoded; `undefined` when it is no text. */
  readonly id: string | undefined;
  readonly header: (name: string) => string | undefined;
  /** The body, where it could be read as an object. */
  readonly body: JsonObject | undefined;
}

type Pattern = readonly [route: JuspayRoute, method: string, path: RegExp];

const ROUTES: readonly Pattern[] = [
  ['session', 'POST', /^\/session$/],
  ['orderStatus', 'GET', /^\/orders\/([^/]+)$/],
  ['refund', 'POST', /^\/orders\/([^/]+)\/refunds$/],
  ['mandate', 'POST', /^\/mandates\/([^/]+)$/],
  ['notification', 'GET', /^\/notifications\/([^/]+)$/],
  ['execution', 'POST', /^\/txns$/],
];

/** How deep a body may be. */
const DEPTH = 16;

/** Reads a request. */
export async function readAsked(request: BareRequest): Promise<Asked> {
  const { method } = request;
  const path = parseUrl(request.url)?.pathname ?? '';
  const found = ROUTES.find(([, verb, pattern]) => verb === method && pattern.test(path));
  const header = (name: string): string | undefined => request.headers.get(name) ?? undefined;
  const isForm = header('content-type')?.toLowerCase().includes('x-www-form-urlencoded') === true;
  const text = method === 'POST' ? await textOf(request) : '';
  const fields = isForm && found?.[0] !== 'session' ? parseForm(text) : parseObject(text);
  return {
    method,
    path,
    route: found?.[0],
    id: decoded(found?.[2].exec(path)?.[1]),
    header,
    body: fields !== undefined && isFlatEnough(fields, DEPTH) ? fields : undefined,
  };
}

/** The body of a request that needs one. */
export function bodyOf({ body }: Asked): JsonObject {
  if (body === undefined) throw invalid('body', 'must be a JSON object.');
  return body;
}

async function textOf(request: BareRequest): Promise<string> {
  try {
    return await request.text();
  } catch {
    // It broke off.
    return '';
  }
}

function decoded(id: string | undefined): string | undefined {
  try {
    return id === undefined ? undefined : decodeURIComponent(id);
  } catch {
    return undefined;
  }
}

function isFlatEnough(value: unknown, depth: number): boolean {
  if (!isObject(value) && !Array.isArray(value)) return true;
  return depth > 0 && Object.values(value).every((inner) => isFlatEnough(inner, depth - 1));
}
