import { parseJson } from '../../../core/protocol/read.js';
import { JuspayError } from './juspay-error.js';
import type { Settings } from './options.js';
import { readBody } from './read-body.js';
import { failureOf, isPassing } from './read-failure.js';

/** One request. */
export interface Request {
  readonly method: 'GET' | 'POST';
  /** Below the base address, its parts encoded. */
  readonly path: string;
  /** The session takes JSON; all else that is written takes a form. */
  readonly json?: Readonly<Record<string, unknown>> | undefined;
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** Whose request it is: `''` and `undefined` are nobody's. */
  readonly customerId?: string | undefined;
  /** A read, or a write that an id makes the same write. Anything else is sent once. */
  readonly isRepeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What Juspay answered with a status of success. */
export interface Answer {
  readonly status: number;
  /** `undefined` when it is no JSON. */
  readonly body: unknown;
}

/** What came of one try; `pause` in milliseconds, where the server asks for one. */
type Tried =
  | { readonly answer: Answer }
  | { readonly failure: JuspayError; readonly pause?: number | undefined };

const FIRST_PAUSE = 500;
/** Nobody waits longer: the caller is told instead, and may come back. */
const LONGEST_PAUSE = 30_000;

/**
 * Sends a request, and sends it again while that may help and does no harm. Rejects with a
 * `JuspayError` when no answer of success came.
 */
export async function send(settings: Settings, request: Request): Promise<Answer> {
  for (let again = 0; ; again += 1) {
    const tried = await tryOnce(settings, request);
    if ('answer' in tried) return tried.answer;
    const { failure, pause = 0 } = tried;
    // What is taken now may have been taken by the try that nobody answered.
    const isTaken = failure.reason === 'conflict' || failure.status === 409;
    if (again > 0 && isTaken && request.method === 'POST') throw maybeDone();
    const own = Math.min(FIRST_PAUSE * 2 ** again, LONGEST_PAUSE);
    if (!failure.retry || again >= settings.retries || pause > LONGEST_PAUSE) throw failure;
    await sleep(settings, Math.max(own, pause), request.signal);
  }
}

async function tryOnce(settings: Settings, request: Request): Promise<Tried> {
  const retry = request.isRepeatable;
  try {
    const { body, pause, status } = await exchangeInTime(settings, request);
    if (status >= 200 && status < 300) return { answer: { status, body } };
    return { failure: new JuspayError(failureOf(status, body, retry)), pause };
  } catch (error) {
    // What a network says may hold anything that was sent.
    const isOurs = error instanceof JuspayError;
    return { failure: isOurs ? error : new JuspayError({ reason: 'unavailable', retry }) };
  }
}

function maybeDone(): JuspayError {
  return new JuspayError({
    reason: 'timeout',
    message: 'Juspay may have done it at an earlier try, whose answer was lost: ask how it stands.',
  });
}

/** One exchange, body and all, within the time for it. */
function exchangeInTime(settings: Settings, request: Request): Promise<Exchanged> {
  const controller = new AbortController();
  const { clock, timeout } = settings;
  return until(request.signal, (giveUp) => {
    const timer = clock.setTimeout(() => {
      giveUp(new JuspayError({ reason: 'timeout', retry: request.isRepeatable }));
    }, timeout);
    return {
      result: exchange(settings, request, controller.signal),
      end: () => {
        clock.clearTimeout(timer);
        controller.abort();
      },
    };
  });
}

interface Exchanged extends Answer {
  readonly pause: number | undefined;
}

async function exchange(
  { baseUrl, fetch, headers }: Settings,
  { customerId = '', form, json, method, path }: Request,
  signal: AbortSignal,
): Promise<Exchanged> {
  const body =
    json === undefined ? form && String(new URLSearchParams(form)) : JSON.stringify(json);
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: {
      ...headers,
      ...(customerId === '' ? {} : { 'x-routing-id': customerId }),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
    // Another address would be sent the key.
    redirect: 'manual',
    signal,
  });
  const text = await readBody(response);
  const pause = isPassing(response.status)
    ? pauseIn(response.headers.get('retry-after'))
    : undefined;
  return { status: response.status, body: parseJson(text), pause };
}

function pauseIn(seconds: string | null): number | undefined {
  return seconds !== null && /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}

async function sleep(
  { clock }: Settings,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  await until(signal, () => {
    let timer: unknown;
    const result = new Promise<void>((resolve) => {
      timer = clock.setTimeout(resolve, ms);
    });
    return { result, end: () => clock.clearTimeout(timer) };
  });
}

interface Work<T> {
  readonly result: Promise<T>;
  /** Called once, whatever came of it. */
  end(): void;
}

/** The result of some work, unless it is given up before, by itself or by the caller. */
async function until<T>(
  signal: AbortSignal | undefined,
  start: (giveUp: (why: JuspayError) => void) => Work<T>,
): Promise<T> {
  if (signal?.aborted) throw callerLeft();
  let giveUp: (why: JuspayError) => void = () => {};
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const leave = (): void => giveUp(callerLeft());
  const work = start((why) => giveUp(why));
  signal?.addEventListener('abort', leave);
  try {
    return await Promise.race([work.result, givenUp]);
  } finally {
    signal?.removeEventListener('abort', leave);
    work.end();
  }
}

function callerLeft(): JuspayError {
  return new JuspayError({
    reason: 'timeout',
    message: 'The caller gave up before Juspay answered.',
  });
}
