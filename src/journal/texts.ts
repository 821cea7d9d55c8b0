import { ProblemError, problem } from '../../core/model/problem.js';
import type { KeyValueStorage } from '../../core/ports/storage.js';
import {
  type ErrorReporter,
  type ErrorSource,
  failureText,
  ignoreError,
} from '../platform/port-errors.js';
import type { Deadlines } from '../time/deadlines.js';
import { withDeadline } from '../time/with-deadline.js';

/**
 * The texts of a storage, by key. Whatever goes wrong rejects with a `ProblemError`, and so does
 * every operation that takes longer than it may.
 */
export interface Texts {
  get(key: string): Promise<string | undefined>;
  /** The same; an answer that comes too late for this call is what the next ones answer. */
  getPatiently(key: string): Promise<string | undefined>;
  /** Drops the answers that came too late: everything was read. */
  discardLate(): void;
  /** Should this come to be done too late, over something newer, the newer is written again. */
  set(key: string, text: string): Promise<void>;
  /** Is never done a second time. */
  setOnce(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Writes to one key that were given up and may still be done. */
interface Stragglers {
  count: number;
  /** Does again what was asked for last. */
  newest: () => unknown;
}

/** A read that was given up. */
interface SlowRead {
  readonly ending: Promise<string | undefined>;
  answer?: { readonly text: string | undefined };
}

const stragglersOf = new WeakMap<KeyValueStorage, Map<string, Stragglers>>();

export function createTexts(
  storage: KeyValueStorage,
  deadlines: Deadlines,
  limit: number,
  reportError: ErrorReporter = ignoreError,
): Texts {
  const stragglers = stragglersOf.get(storage) ?? new Map<string, Stragglers>();
  stragglersOf.set(storage, stragglers);
  const slowReads = new Map<string, SlowRead>();
  let round = 0;

  /** One operation. `late` is called when it is given up; it may end all the same. */
  function limited<T>(
    operation: () => T | PromiseLike<T>,
    late: (end: Promise<T>) => void = () => {},
  ): Promise<T> {
    let answer: T | PromiseLike<T>;
    try {
      answer = operation();
    } catch (error) {
      return Promise.reject(storageProblem(error));
    }
    if (!isPromise(answer)) return Promise.resolve(answer);
    const end = Promise.resolve(answer);
    return withDeadline(deadlines, limit, end, () => {
      late(end);
      return problem('storageFailed', true);
    }).catch((error: unknown) => {
      throw storageProblem(error);
    });
  }

  /** One call of the port: what it throws, also when nobody waits any more, is reported. */
  function calling<T>(where: ErrorSource, call: () => T | PromiseLike<T>): () => T | Promise<T> {
    return () => {
      try {
        const answer = call();
        if (!isPromise(answer)) return answer;
        // What only looks like a promise may do its work each time it is waited for.
        const end = Promise.resolve(answer);
        end.catch((error: unknown) => reportError(error, where));
        return end;
      } catch (error) {
        reportError(error, where);
        throw error;
      }
    };
  }

  const read = (key: string) => calling('storage.getItem', () => storage.getItem(key));

  const storing = (key: string, text: string) =>
    calling('storage.setItem', () => storage.setItem(key, text));
  const removing = (key: string) => calling('storage.removeItem', () => storage.removeItem(key));

  function write(key: string, operation: () => unknown): Promise<void> {
    slowReads.delete(key);
    const behind = stragglers.get(key);
    if (behind !== undefined) behind.newest = operation;
    return limited(operation, (end) => straggle(key, operation, end)).then(() => {});
  }

  function straggle(key: string, operation: () => unknown, end: Promise<unknown>): void {
    const mine = stragglers.get(key) ?? { count: 0, newest: operation };
    mine.count += 1;
    stragglers.set(key, mine);
    const ended = () => {
      mine.count -= 1;
      if (mine.count === 0) stragglers.delete(key);
      // What fails now is no worse than what stands there.
      if (mine.newest !== operation) limited(mine.newest).catch(() => {});
    };
    end.then(ended, ended);
  }

  function getPatiently(key: string): Promise<string | undefined> {
    const before = slowReads.get(key);
    if (before?.answer !== undefined) return Promise.resolve(before.answer.text);
    const asked = round;
    const fresh = limited(read(key), (end) => {
      if (asked === round) remember(key, end.then(textOf));
    }).then(textOf);
    return before === undefined ? fresh : eitherOf(before.ending, fresh);
  }

  /** Keeps a read that was given up for the next call. */
  function remember(key: string, ending: Promise<string | undefined>): void {
    const slow: SlowRead = { ending };
    slowReads.set(key, slow);
    ending.then(
      (text) => {
        slow.answer = { text };
      },
      // The next call asks itself, too.
      () => {},
    );
  }

  return {
    get: (key) => limited(read(key)).then(textOf),
    getPatiently,
    discardLate: () => {
      round += 1;
      slowReads.clear();
    },
    set: (key, text) => write(key, storing(key, text)),
    setOnce: (key, text) => limited(storing(key, text)).then(() => {}),
    remove: (key) => write(key, removing(key)),
  };
}

/** An error of the storage, without its words: they may hold a key or a text. */
export function storageProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return problem('storageFailed', true, failureText('storage', error), error);
}

function textOf(text: unknown): string | undefined {
  if (text === null || text === undefined) return undefined;
  if (typeof text !== 'string') throw problem('storageFailed', false);
  return text;
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** What the slow read answers, if it does so before the other one ends. */
function eitherOf<T>(slow: Promise<T>, other: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    slow.then(resolve, () => {});
    other.then(resolve, reject);
  });
}
