import { safeCode } from '../../core/model/redact.js';
import type { Backend } from '../../core/ports/backend.js';
import type { Clock } from '../../core/ports/clock.js';
import { isTidy, LIMITS, readAuthorization } from '../../core/protocol/index.js';
import { coerceObject, type JsonObject, textAt } from '../../core/protocol/read.js';
import { systemClock } from './system-clock.js';

/**
 * `fetch`, as far as it is used: that of every browser, of Node and of React Native is one.
 *
 * @example
 * ```ts
 * const logged: HttpFetch = (url, init) => {
 *   console.log(init.method);
 *   return fetch(url, init);
 * };
 * ```
 */
export type HttpFetch = (
  url: string,
  init: {
    readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  },
) => Promise<HttpAnswer>;

/** What is read of a response. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** What makes a request end early. */
export interface HttpSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * Where your server is, and how to show it who is logged in.
 *
 * @example
 * ```ts
 * const options: HttpBackendOptions = {
 *   baseUrl: 'https://shop.example.com/upi',
 *   headers: async () => ({ authorization: `Bearer ${await sessionToken()}` }),
 * };
 * ```
 */
export interface HttpBackendOptions {
  /** Where `createUpiServer` is mounted: `https://...`, or `http://` to this machine or the network it is in. */
  readonly baseUrl: string;
  /** Asked before each request, so that a session that was renewed counts. */
  readonly headers?:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>)
    | undefined;
  /** How long one try may take, in ms. Default 10,000. */
  readonly timeout?: number | undefined;
  /**
   * How often a request is tried again that nobody answered, or that was answered 408, 425, 429 or 5xx. Default 1.
   * One whose `retry-after` asks for more than 30 seconds is not.
   */
  readonly retries?: number | undefined;
  /** Ends every request for good: when the person logs out, say. */
  readonly signal?: HttpSignal | undefined;
  /** Default: that of the host. */
  readonly fetch?: HttpFetch | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Your server did not do what it was asked. `status` is that of its answer; without one, nobody answered. Nothing
 * of the answer is in it but the `code` of its problem.
 *
 * @example
 * ```ts
 * const isLoggedOut = (error: unknown) => error instanceof HttpBackendError && error.status === 401;
 * ```
 */
export class HttpBackendError extends Error {
  readonly status: number | undefined;
  readonly code: string | undefined;

  constructor(message: string, status?: number, code?: string) {
    super(message);
    this.name = 'HttpBackendError';
    this.status = status;
    this.code = code;
  }
}

const PASSING = new Set([408, 425, 429]);
const LONGEST_WAIT = 30_000;
const FIRST_WAIT = 500;
/** This machine, or one in the room: where one develops. */
const NEARBY =
  /^http:\/\/(?:localhost|\[::1\]|[\w-]+\.local|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+)(?::\d+)?(?:\/|$)/;
/** More than any answer of ours, in characters. */
const LIMIT = 262_144;

/**
 * The app's way to a server made with `createUpiServer` of `upi-flow/server`. Throws a `TypeError` for a `baseUrl`
 * that is no address, and where there is no `fetch`.
 *
 * @example
 * ```ts
 * const backend = httpBackend({ baseUrl: 'https://shop.example.com/upi', headers: sessionHeaders });
 * const flow = createUpiFlow({ sdk, merchant, backend });
 * ```
 */
export function httpBackend(options: HttpBackendOptions): Required<Backend> & {
  /** The `sdkPayload` for `checkout`, of an order that the server has in its books. */
  session(orderId: string): Promise<JsonObject>;
} {
  const { timeout = 10_000, retries = 1, signal, clock = systemClock } = options;
  const base = baseOf(options.baseUrl);
  const send = options.fetch ?? hostFetch();

  async function ask(path: string, body?: object): Promise<JsonObject> {
    for (let tries = 0; ; tries += 1) {
      const outcome = await once(path, body);
      if ('answer' in outcome) return outcome.answer;
      const { error, wait = Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT) } = outcome;
      const { status } = error;
      const isFinal = status !== undefined && status < 500 && !PASSING.has(status);
      const isOver = tries >= retries || wait > LONGEST_WAIT || signal?.aborted === true;
      if (isFinal || isOver) throw error;
      await pause(wait);
    }
  }

  type Outcome =
    | { readonly answer: JsonObject }
    | { readonly error: HttpBackendError; readonly wait?: number | undefined };

  async function once(path: string, body: object | undefined): Promise<Outcome> {
    const end = ending();
    try {
      const response = await Promise.race([exchange(path, body, end), end.promise]);
      return response === undefined
        ? { error: new HttpBackendError(end.why()) }
        : read(response.answer, response.text);
    } catch (error) {
      if (error instanceof HttpBackendError) return { error };
      return { error: new HttpBackendError('The server cannot be reached.') };
    } finally {
      end.clear();
    }
  }

  async function exchange(path: string, body: object | undefined, end: ReturnType<typeof ending>) {
    if (end.isOver()) return undefined;
    const given = await givenHeaders();
    // They may have taken longer than anybody waited.
    if (end.isOver()) return undefined;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const method: 'GET' | 'POST' = body === undefined ? 'GET' : 'POST';
    // Every host knows a signal; its type is another in each.
    const init = {
      method,
      headers: { accept: 'application/json', ...type, ...given },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(end.signal === undefined ? {} : { signal: end.signal }),
    };
    const answer = await send(`${base}${path}`, init);
    return { answer, text: await answer.text() };
  }

  async function givenHeaders(): Promise<Readonly<Record<string, string>> | undefined> {
    try {
      return typeof options.headers === 'function' ? await options.headers() : options.headers;
    } catch {
      throw new HttpBackendError('The `headers` of httpBackend could not be made.');
    }
  }

  function read({ status, headers }: HttpAnswer, text: string): Outcome {
    const answer = text.length > LIMIT ? undefined : coerceObject(text);
    if (status >= 200 && status < 300) {
      return answer === undefined
        ? { error: new HttpBackendError('The server answered no JSON object.') }
        : { answer };
    }
    const code = safeCode(answer && textAt(answer, 'code'));
    const why = `The server answered ${status}${code === undefined ? '' : ` (${code})`}.`;
    const seconds = headers.get('retry-after') ?? '';
    const wait = /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
    return { error: new HttpBackendError(why, status, code), wait };
  }

  /** Ends a request when its time is up, or when nobody wants any more. */
  function ending() {
    const controller = newController();
    let isLate = false;
    let isOver = false;
    let stop = () => {};
    const promise = new Promise<undefined>((resolve) => {
      stop = () => {
        isOver = true;
        resolve(undefined);
        controller?.abort();
      };
    });
    const timer = clock.setTimeout(() => {
      isLate = true;
      stop();
    }, timeout);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted === true) stop();
    return {
      promise,
      signal: controller?.signal,
      isOver: () => isOver,
      why: () => (isLate ? 'The server did not answer in time.' : 'The request was ended.'),
      clear: () => {
        clock.clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      },
    };
  }

  /** Waits for the next try, or until nobody wants one any more. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clock.clearTimeout(timer);
        signal?.removeEventListener('abort', go);
        resolve();
      };
      const timer = clock.setTimeout(go, ms);
      signal?.addEventListener('abort', go);
    });
  }

  return {
    authorize: async ({ action, claims }) => {
      const checked = readAuthorization(await ask('/authorize', { action, claims }));
      if (checked.ok) return checked.value;
      throw new HttpBackendError(
        'The server answered no signature: is it the one of upi-flow/server?',
      );
    },
    orderStatus: async (orderId) => ask(`/orders/${placeOf(orderId)}`),
    session: async (orderId) => {
      const payload = coerceObject((await ask('/sessions', { orderId }))['sdkPayload']);
      if (payload !== undefined) return payload;
      throw new HttpBackendError('The server answered no session.');
    },
  };
}

/** An id in a path: dots alone would lead elsewhere, and half a character nowhere. */
function placeOf(orderId: string): string {
  if (!/^\.{0,2}$/.test(orderId) && isTidy(orderId, LIMITS.id)) return encodeURIComponent(orderId);
  throw new HttpBackendError('No order can have this id.');
}

function baseOf(baseUrl: string): string {
  const text = String(baseUrl);
  if (!/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/.test(text)) {
    throw new TypeError(
      'httpBackend: `baseUrl` must be an address such as https://shop.example.com/upi.',
    );
  }
  if (/^http:/.test(text) && !NEARBY.test(text)) {
    throw new TypeError(
      'httpBackend: `baseUrl` must begin with https://: the session of whoever is logged in would travel in clear.',
    );
  }
  return text.replace(/\/+$/, '');
}

declare const fetch: HttpFetch | undefined;
declare const AbortController: (new () => Controller) | undefined;

interface Controller {
  readonly signal: HttpSignal;
  abort(): void;
}

function hostFetch(): HttpFetch {
  if (typeof fetch === 'function') return (url, init) => fetch(url, init);
  throw new TypeError('httpBackend: there is no `fetch` here; pass one.');
}

function newController(): Controller | undefined {
  return typeof AbortController === 'function' ? new AbortController() : undefined;
}
