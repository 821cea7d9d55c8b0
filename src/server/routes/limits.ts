import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from './problem.js';

/**
 * How many requests a minute are taken, by one process.
 *
 * @example
 * ```ts
 * const limits: RequestLimits = { customer: 120, failed: 30 };
 * ```
 */
export interface RequestLimits {
  /** Of one customer. Default 120: a payment takes some ten. */
  readonly customer: number;
  /** That name nobody, or a wrong password, of one address. Default 60. */
  readonly failed: number;
}

const DEFAULTS: RequestLimits = { customer: 120, failed: 60 };

/** Takes one request of a kind, or throws a refusal that says when the next is taken. */
export function createLimits(limits: Partial<RequestLimits> = {}) {
  const { customer, failed } = { ...DEFAULTS, ...limits };
  const limiters = {
    customer: new RateLimiterMemory({ points: customer, duration: 60 }),
    failed: new RateLimiterMemory({ points: failed, duration: 60 }),
  };
  return {
    async take(kind: keyof RequestLimits, who: string): Promise<void> {
      try {
        await limiters[kind].consume(who);
      } catch (error) {
        const wait = error instanceof RateLimiterRes ? error.msBeforeNext : 1_000;
        throw new Refusal('tooMany', { retryAfter: Math.max(1, Math.ceil(wait / 1_000)) });
      }
    },
  };
}
