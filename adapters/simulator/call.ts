import type { Bank } from './bank.js';
import type { JsonObject } from './json.js';
import type { LedgerBook } from './ledger.js';
import type { OwnClock } from './own-clock.js';
import type { PersonScript } from './person.js';
import type { PhoneState } from './phone.js';
import type { Random } from './random.js';
import type { ScreenEnd, ScreenName } from './screens.js';
import type { Settings } from './settings.js';

/** Everything that outlives the app's process. */
export interface World {
  readonly settings: Settings;
  readonly clock: OwnClock;
  readonly random: Random;
  readonly ledger: LedgerBook;
  readonly bank: Bank;
  readonly phone: PhoneState;
  readonly person: PersonScript;
}

/**
 * One process request while the SDK works on it. Every wait ends with the app's process: then it
 * never answers.
 */
export interface Call {
  readonly requestId: string;
  readonly action: string;
  readonly payload: JsonObject;
  /** The claims of the request's authentication group; empty without one. */
  readonly claims: JsonObject;
  readonly world: World;
  /** One trip to the servers: takes its time, needs a network and a live session. */
  trip(): Promise<void>;
  /** What a trip needs, without its time. */
  reach(): Promise<void>;
  wait(ms: number): Promise<void>;
  /** Opens an SDK screen; the person acts after `ms`, or never when it is `Infinity`. */
  screen(name: ScreenName, ms: number): Promise<ScreenEnd>;
  /** Opens an SDK screen that stays while `act` goes on; going back does not stop `act`. */
  screenDuring<T>(name: ScreenName, act: () => Promise<T>): Promise<T | 'back'>;
  /** Answers with the request's action first, unless the payload brings its own. */
  answer(payload: JsonObject): void;
  /** Answers with an error envelope. */
  fail(code: string, message: string, payload: JsonObject): void;
}

/** What the SDK does for one action. */
export interface Operation {
  readonly needsAuth: boolean;
  run(call: Call): Promise<void>;
}
