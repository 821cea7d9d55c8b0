import type { Clock, KeyValueStorage } from '../../src/index.js';

/**
 * How a storage behaves: `full` refuses writes, `fails` everything, `slow` takes 1.5 seconds, `late`
 * 5 to 20, `stale` reads the value before, `held` waits until each operation is let through.
 *
 * @example
 * ```ts
 * const action: Action = { do: 'storage', mode: 'full' };
 * ```
 */
export type StorageMode = 'ok' | 'slow' | 'late' | 'stale' | 'fails' | 'full' | 'held';

/**
 * One operation as the store did it.
 *
 * @example
 * ```ts
 * const writes = harness.storage.log.filter(({ kind }) => kind === 'write');
 * ```
 */
export interface StorageOperation {
  /** Which process asked for it, from 0. */
  readonly owner: number;
  readonly kind: 'read' | 'write';
  readonly key: string;
  /** What was read or written; `null` for nothing. */
  readonly text: string | null;
  /** What was read had been overwritten before. */
  readonly isStale: boolean;
  /** Epoch milliseconds, on a clock nobody changes. */
  readonly at: number;
  /** When it was asked for, on the same clock. */
  readonly askedAt: number;
}

/**
 * A store of texts that can be made to misbehave. It is a storage object itself, and opens others for
 * other processes.
 *
 * @example
 * ```ts
 * const { harness } = await runScript(script);
 * [...harness.storage.items.keys()]; // what is stored, by key
 * ```
 */
export interface FaultyStorage extends KeyValueStorage {
  mode: StorageMode;
  /** Everything that is stored, by key. */
  readonly items: ReadonlyMap<string, string>;
  /** What was done, oldest first. */
  readonly log: readonly StorageOperation[];
  /** How many operations wait to be let through. */
  readonly waiting: number;
  /** A storage object for one process. */
  open(owner: number): OpenStorage;
  /** The next operation never answers, and does nothing. */
  hangNext(): void;
  /** Lets the nth waiting operation through. */
  step(nth: number): void;
  /** Makes every record one of a newer version, as after a downgrade of the app. */
  ageRecords(): void;
  /** Loses the nth key; answers its text. */
  forget(nth: number): string | undefined;
  /** Damages the text of the nth key; answers what it was. */
  damage(nth: number, how: Damage): string | undefined;
  /** Loses everything. */
  clear(): void;
}

/**
 * What becomes of a damaged text: half of it, one sign changed, or something else altogether.
 *
 * @example
 * ```ts
 * const action: Action = { do: 'damage', nth: 0, how: 'cut' };
 * ```
 */
export type Damage = 'cut' | 'changed' | 'gone';

/** The storage object of one process. */
export interface OpenStorage extends KeyValueStorage {
  /** The process is gone: what waits is never done, and nothing answers any more. */
  end(): void;
}

/** How long one operation of a slow storage takes, ms. */
const SLOW = 1_500;
/** How long those of a late one take, ms, in turn. */
const LATE = [5_000, 12_000, 20_000, 6_500] as const;

interface Waiting {
  readonly run: () => void;
}

/** Creates a store in memory, asynchronous like those on phones. */
export function createFaultyStorage(clock: Clock, trueNow = () => clock.now()): FaultyStorage {
  const items = new Map<string, string>();
  const before = new Map<string, string | null>();
  const log: StorageOperation[] = [];
  let waiting: Waiting[] = [];
  let mode: StorageMode = 'ok';
  let hangs = 0;
  let lateOnes = 0;

  function open(owner: number): OpenStorage {
    let isAlive = true;

    function answer<T>(kind: 'read' | 'write', work: (askedAt: number) => T): Promise<T> {
      const askedAt = trueNow();
      if (hangs > 0) {
        hangs -= 1;
        return new Promise(() => {});
      }
      const refused = mode === 'fails' || (mode === 'full' && kind === 'write');
      if (refused) {
        const error = new Error(`storage ${mode}`);
        return new Promise((_, reject) => isAlive && reject(error));
      }
      return new Promise((resolve) => {
        const run = () => {
          if (isAlive) resolve(work(askedAt));
        };
        if (mode === 'held') waiting.push({ run });
        else if (mode === 'slow') clock.setTimeout(run, SLOW);
        else if (mode === 'late') clock.setTimeout(run, lateWait());
        else void Promise.resolve().then(run);
      });
    }

    function write(key: string, text: string | null, askedAt: number): void {
      before.set(key, items.get(key) ?? null);
      if (text === null) items.delete(key);
      else items.set(key, text);
      log.push({ owner, kind: 'write', key, text, isStale: false, at: trueNow(), askedAt });
    }

    return {
      getItem: (key) =>
        answer('read', (askedAt) => {
          const now = items.get(key) ?? null;
          const text = mode === 'stale' && before.has(key) ? (before.get(key) ?? null) : now;
          log.push({
            owner,
            kind: 'read',
            key,
            text,
            isStale: text !== now,
            at: trueNow(),
            askedAt,
          });
          return text;
        }),
      setItem: (key, value) => answer('write', (askedAt) => write(key, value, askedAt)),
      removeItem: (key) => answer('write', (askedAt) => write(key, null, askedAt)),
      end: () => {
        isAlive = false;
      },
    };
  }

  function lateWait(): number {
    lateOnes += 1;
    return LATE[lateOnes % LATE.length] ?? LATE[0];
  }

  function nthKey(nth: number): string | undefined {
    return [...items.keys()][nth % Math.max(1, items.size)];
  }

  const own = open(0);
  return {
    getItem: own.getItem,
    setItem: own.setItem,
    removeItem: own.removeItem,
    items,
    log,
    get mode() {
      return mode;
    },
    set mode(value) {
      mode = value;
      if (value === 'ok') hangs = 0;
      if (value === 'held') return;
      const held = waiting;
      waiting = [];
      for (const { run } of held) run();
    },
    get waiting() {
      return waiting.length;
    },
    open,
    hangNext: () => {
      hangs = 1;
    },
    step: (nth) => {
      const [one] = waiting.splice(nth % Math.max(1, waiting.length), 1);
      one?.run();
    },
    ageRecords: () => {
      for (const [key, text] of items)
        items.set(key, text.replace(/"version":\d+/, '"version":99'));
    },
    forget: (nth) => {
      const key = nthKey(nth);
      const text = key === undefined ? undefined : items.get(key);
      if (key !== undefined) items.delete(key);
      return text;
    },
    damage: (nth, how) => {
      const key = nthKey(nth);
      const text = key === undefined ? undefined : items.get(key);
      if (key !== undefined && text !== undefined) items.set(key, damaged(text, how));
      return text;
    },
    clear: () => items.clear(),
  };
}

function damaged(text: string, how: Damage): string {
  const middle = Math.floor(text.length / 2);
  switch (how) {
    case 'cut':
      return text.slice(0, middle);
    case 'changed':
      return `${text.slice(0, middle)}~${text.slice(middle + 1)}`;
    case 'gone':
      return '\u0000';
  }
}
