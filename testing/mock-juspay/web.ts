/**
 * What of the web platform the simulated server uses. The library is built without the types of any
 * platform: where they are known, the platform's own are taken.
 */

/** What of a `Request` is read. */
export interface BareRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly signal?: BareSignal | undefined;
  text(): Promise<string>;
}

/** What of an `AbortSignal` is read. */
export interface BareSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
}

/** What of a `Response` is certain. */
export interface BareResponse {
  readonly status: number;
  text(): Promise<string>;
}

/** The platform's `Request`. */
export type WebRequest = typeof globalThis extends { Request: { prototype: infer Found } }
  ? Found
  : BareRequest;

/** The platform's `Response`. */
export type WebResponse = typeof globalThis extends { Response: { prototype: infer Found } }
  ? Found
  : BareResponse;

/** What delivers a webhook: `globalThis.fetch`, or the handler of a server. */
export type WebFetch = (request: WebRequest) => Promise<Answered> | Answered;

/** What of the answer to a webhook is read. */
export interface Answered {
  readonly status: number;
  readonly body?: { cancel(): Promise<void> } | null | undefined;
}

type Init = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal?: BareSignal;
};

declare const Request: new (url: string, init: Init) => WebRequest;
declare const Response: new (
  body: string,
  init: Omit<Init, 'method' | 'body'> & Status,
) => WebResponse;
declare const URL: new (url: string) => ParsedUrl;
declare const URLSearchParams: new (
  text: string,
) => { forEach(visit: (value: string, name: string) => void): void };
declare const AbortController: new () => { readonly signal: BareSignal; abort(): void };
declare const fetch: WebFetch;

interface Status {
  readonly status: number;
}

interface ParsedUrl {
  readonly protocol: string;
  readonly hostname: string;
  readonly pathname: string;
  readonly search: string;
  readonly username: string;
  readonly password: string;
}

/** An answer with a body of that type. */
export function newResponse(status: number, type: string, body: string): WebResponse {
  return new Response(body, { status, headers: { 'content-type': type } });
}

/** A request that posts JSON, and a function that gives it up. Throws when the address is none. */
export function newPost(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): { readonly request: WebRequest; abort(): void } {
  const control = new AbortController();
  const all = { 'content-type': 'application/json', ...headers };
  const request = new Request(url, { method: 'POST', headers: all, body, signal: control.signal });
  return { request, abort: () => control.abort() };
}

/** An absolute address in its parts; `undefined` when it is none. */
export function parseUrl(text: string): ParsedUrl | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** The fields of a form; of one that is there twice, the last. */
export function parseForm(text: string): Record<string, string> {
  const fields: [string, string][] = [];
  new URLSearchParams(text).forEach((value, name) => void fields.push([name, value]));
  return Object.fromEntries(fields);
}

/** The platform's `fetch`. */
export const platformFetch: WebFetch = (request) => fetch(request);
