import type { OwnClock } from '../../adapters/simulator/own-clock.js';
import type { BareRequest, WebResponse } from './web.js';

/** Answers a request `ms` later, or never when that is `Infinity`; rejects when the client gives up. */
export type LateAnswers = (
  ms: number,
  request: BareRequest,
  make: () => WebResponse,
) => Promise<WebResponse>;

/** Creates them for a clock. */
export function createLateAnswers(clock: OwnClock): LateAnswers {
  const waiting = new Set<BareRequest>();
  return (ms, request, make) => {
    const { signal } = request;
    // The signal of a request that nobody holds says nothing.
    waiting.add(request);
    return new Promise((resolve, reject) => {
      const answer = (): void => {
        waiting.delete(request);
        resolve(make());
      };
      const timer = Number.isFinite(ms) ? clock.setTimeout(answer, ms) : undefined;
      const giveUp = (): void => {
        waiting.delete(request);
        clock.clearTimeout(timer);
        reject(signal?.reason ?? new TypeError('fetch failed'));
      };
      if (signal?.aborted === true) giveUp();
      else signal?.addEventListener('abort', giveUp);
    });
  };
}
