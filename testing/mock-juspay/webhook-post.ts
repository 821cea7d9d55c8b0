import type { OwnClock } from '../../adapters/simulator/own-clock.js';
import { basic } from './credentials.js';
import {
  type Answered,
  newPost,
  parseUrl,
  platformFetch,
  type WebFetch,
  type WebRequest,
} from './web.js';

/**
 * Where the merchant's server takes webhooks.
 *
 * @example
 * ```ts
 * const webhook: WebhookTarget = {
 *   url: 'https://shop.example/juspay', username: 'juspay', password: 'secret',
 * };
 * ```
 */
export interface WebhookTarget {
  /** Absolute. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** What is sent besides. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long an answer is waited for, ms on the clock. Default for ever. */
  readonly patience?: number | undefined;
}

/** Posts a body once; answers the HTTP status, or `undefined` when none came in time. */
export type WebhookPost = (
  url: string,
  body: string,
  /** Whether it has another password than it should. */
  isForged: boolean,
) => Promise<number | undefined>;

/** Creates it. Throws a `RangeError` when the target's address or headers cannot be sent. */
export function createWebhookPost(
  target: WebhookTarget,
  clock: OwnClock,
  fetch: WebFetch = platformFetch,
): WebhookPost {
  const { username, password, headers = {}, patience } = target;
  const posted = new Set<WebRequest>();
  checkTarget(target);

  function inTime(answering: Promise<number>, ms: number, giveUp: () => void) {
    return new Promise<number | undefined>((resolve) => {
      const timer = clock.setTimeout(() => {
        resolve(undefined);
        giveUp();
      }, ms);
      const end = (status?: number): void => {
        clock.clearTimeout(timer);
        resolve(status);
      };
      answering.then(end, () => end());
    });
  }

  async function answerTo(request: WebRequest, giveUp: () => void): Promise<number | undefined> {
    // The signal of a request that nobody holds says nothing.
    posted.add(request);
    try {
      const answering = Promise.resolve(fetch(request)).then(statusOf);
      return await (patience === undefined ? answering : inTime(answering, patience, giveUp));
    } finally {
      posted.delete(request);
    }
  }

  return async (url, body, isForged) => {
    const authorization = basic(username, isForged ? `${password}x` : password);
    try {
      const { request, abort } = newPost(url, { ...headers, authorization }, body);
      return await answerTo(request, abort);
    } catch {
      return undefined;
    }
  };
}

function statusOf({ status, body }: Answered): number {
  // Nobody reads it, and a connection must not wait for that.
  void body?.cancel().catch(() => {});
  return status;
}

function checkTarget({ url, username, password, headers = {} }: WebhookTarget): void {
  if (parseUrl(url) === undefined) {
    throw new RangeError('webhook.url: must be an absolute address.');
  }
  if (username.includes(':')) throw new RangeError('webhook.username: must not have a colon.');
  try {
    newPost(url, { ...headers, authorization: basic(username, password) }, '');
  } catch {
    throw new RangeError('webhook: its address or headers cannot be sent as they are.');
  }
}
