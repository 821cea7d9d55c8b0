import { isoUtc } from './instants.js';
import type { JsonObject } from './json.js';
import type { Random } from './random.js';

/**
 * How the SDK announces the end of a session: the name and the code differ between products.
 *
 * @example
 * ```ts
 * simulator.wire.sessionEvent = { name: 'sessionExpired', withReqCode: false };
 * ```
 */
export interface SessionEventShape {
  readonly name: 'session_expired' | 'session_expiry' | 'sessionExpired';
  readonly withReqCode: boolean;
}

/** The session of one SDK instance: it lives as long as its newest proof. */
export interface Session {
  /** A new authentication group was accepted. */
  extend(expiresAt: number): void;
  /**
   * Waits for a live session; announces an ended one. `false` when nobody refreshed it in time.
   */
  alive(): Promise<boolean>;
  /** Ends it now and says so. */
  expire(): void;
}

/** How long an operation waits for `updateAuth` before it gives up, ms. */
const PATIENCE = 120_000;

/** Creates a session without any proof yet: it is alive until a first proof runs out. */
export function createSession(tools: {
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly send: (envelope: JsonObject) => void;
  readonly shape: () => SessionEventShape;
  readonly random: Random;
}): Session {
  let expiresAt = Number.POSITIVE_INFINITY;
  let isAnnounced = false;
  let waiting: ((isAlive: boolean) => void)[] = [];

  function announce(): void {
    const { name, withReqCode } = tools.shape();
    const timestamp = isoUtc(tools.now());
    const reqCode = tools.random.hex(12);
    isAnnounced = true;
    tools.send({ event: name, payload: withReqCode ? { timestamp, reqCode } : { timestamp } });
  }

  return {
    extend(until) {
      expiresAt = Number.isFinite(expiresAt) ? Math.max(expiresAt, until) : until;
      isAnnounced = false;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) {
        wake(true);
      }
    },
    alive() {
      if (expiresAt > tools.now()) {
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        const forget = tools.later(PATIENCE, () => {
          waiting = waiting.filter((one) => one !== wake);
          // The announcement may have been lost: the next operation makes it again.
          isAnnounced = false;
          resolve(false);
        });
        const wake = (isAlive: boolean): void => {
          forget();
          resolve(isAlive);
        };
        waiting.push(wake);
        if (!isAnnounced) {
          announce();
        }
      });
    },
    expire() {
      expiresAt = tools.now();
      announce();
    },
  };
}
