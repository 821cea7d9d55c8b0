import { createVirtualClock, type VirtualClock } from '../../../adapters/simulator/index.js';
import type { KeyValueStorage } from '../../../src/index.js';

/** One operation of one process that waits for its turn. */
export interface Operation {
  readonly process: number;
  readonly kind: 'get' | 'set' | 'remove';
  readonly key: string;
}

/** A process: it works on a storage object of its own, over the store that all share. */
export type Process<T> = (storage: KeyValueStorage, clock: VirtualClock) => Promise<T>;

/** How one run went. */
export interface Run<T> {
  readonly outcomes: readonly PromiseSettledResult<T>[];
  /** What is stored at the end. */
  readonly items: ReadonlyMap<string, string>;
  /** The operations, as they were done. */
  readonly done: readonly Operation[];
}

interface Waiting extends Operation {
  /** Counts the operations as they were asked for. */
  readonly order: number;
  readonly go: () => void;
}

/**
 * Runs the processes side by side: before every operation of the storage `choose` names the one of
 * the waiting ones that is done next, or none. Time moves only when none is done.
 */
async function run<T>(
  processes: readonly Process<T>[],
  stored: ReadonlyMap<string, string>,
  choose: (waiting: readonly Waiting[], last: Waiting | undefined) => Waiting | undefined,
): Promise<Run<T>> {
  const clock = createVirtualClock();
  const items = new Map(stored);
  const done: Operation[] = [];
  let waiting: Waiting[] = [];
  let asked = 0;
  let last: Waiting | undefined;

  function storageOf(process: number): KeyValueStorage {
    const gate = <R>(kind: Operation['kind'], key: string, work: () => R): Promise<R> =>
      new Promise((resolve) => {
        asked += 1;
        waiting.push({ process, kind, key, order: asked, go: () => resolve(work()) });
      });
    return {
      getItem: (key) => gate('get', key, () => items.get(key) ?? null),
      setItem: (key, value) => gate('set', key, () => void items.set(key, value)),
      removeItem: (key) => gate('remove', key, () => void items.delete(key)),
    };
  }

  let isOver = false;
  const all = Promise.allSettled(
    processes.map((process, nth) => process(storageOf(nth), clock)),
  ).finally(() => {
    isOver = true;
  });
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    const next = waiting.length > 0 ? choose(waiting, last) : undefined;
    if (next !== undefined) {
      waiting = waiting.filter((one) => one !== next);
      last = next;
      done.push(next);
      next.go();
    } else if (isOver && waiting.length === 0) {
      return { outcomes: await all, items, done };
    } else if (!(await clock.next())) {
      throw new Error('a process waits for ever');
    }
  }
}

/** Whether the order of two operations can make a difference. */
function depend(one: Operation, other: Operation): boolean {
  return one.key === other.key && (one.kind !== 'get' || other.kind !== 'get');
}

function isBefore(one: Waiting, other: Waiting): boolean {
  return one.process === other.process ? one.order < other.order : one.process < other.process;
}

/**
 * Every schedule of the processes, without those that differ only in the order of operations that
 * do not touch each other: of each such family the first is run, in which no two neighbours that
 * could be exchanged stand the wrong way round.
 */
export async function everySchedule<T>(
  processes: readonly Process<T>[],
  check: (run: Run<T>) => void | Promise<void>,
  stored: ReadonlyMap<string, string> = new Map(),
): Promise<number> {
  let prefix: number[] = [];
  let count = 0;
  for (;;) {
    const taken: number[] = [];
    const options: number[] = [];
    let before: readonly Waiting[] = [];
    let isCut = false;
    const result = await run(processes, stored, (waiting, last) => {
      const worth = waiting.filter((one) => {
        if (last === undefined || depend(one, last)) return true;
        return !(before.includes(one) && isBefore(one, last));
      });
      const depth = taken.length;
      const choice = prefix[depth] ?? 0;
      const next = worth[choice];
      // Nothing is left but what another schedule has in its place: it is run to its end, unjudged.
      if (next === undefined) isCut = true;
      taken.push(choice);
      options.push(isCut ? 1 : worth.length);
      before = waiting;
      return next ?? waiting[0] ?? fail();
    });
    if (!isCut) {
      count += 1;
      await check(result);
    }
    const at = taken.findLastIndex((choice, depth) => choice + 1 < (options[depth] ?? 0));
    if (at < 0) return count;
    prefix = [...taken.slice(0, at), (taken[at] ?? 0) + 1];
  }
}

/** So many schedules, drawn by a random number. */
export async function someSchedules<T>(
  processes: readonly Process<T>[],
  times: number,
  seed: number,
  check: (run: Run<T>) => void | Promise<void>,
  stored: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let time = 0; time < times; time += 1) {
    // Some processes are slow, some fast: even odds would hardly ever let one wait for long.
    const weights = processes.map(() => random() ** 3 + 0.01);
    const result = await run(processes, stored, (waiting) => {
      const weightOf = (one: Operation) => weights[one.process] ?? 1;
      let left = random() * waiting.reduce((sum, one) => sum + weightOf(one), 0);
      for (const one of waiting) {
        left -= weightOf(one);
        if (left <= 0) return one;
      }
      return waiting[0] ?? fail();
    });
    await check(result);
  }
}

/**
 * Every schedule in which the second process does so many operations, then the first so many; then
 * the first one is frozen until the second has come to its end, however long that takes.
 */
export async function frozenSchedules<T>(
  [first, second]: readonly [Process<T>, Process<T>],
  operations: number,
  check: (run: Run<T>) => void | Promise<void>,
  stored: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  for (let before = 0; before < operations; before += 1) {
    for (let until = 0; until < operations; until += 1) {
      const done = [0, 0];
      let isFrozen = true;
      const thawing: Process<T> = (storage, clock) =>
        second(storage, clock).finally(() => {
          isFrozen = false;
        });
      const result = await run([first, thawing], stored, (waiting) => {
        const of = (process: number) => waiting.find((one) => one.process === process);
        const isBegun = (done[1] ?? 0) >= before;
        const isReady = (done[0] ?? 0) >= until;
        const next = !isBegun
          ? (of(1) ?? of(0))
          : !isReady
            ? (of(0) ?? of(1))
            : (of(1) ?? (isFrozen ? undefined : of(0)));
        if (next !== undefined) done[next.process] = (done[next.process] ?? 0) + 1;
        return next;
      });
      await check(result);
    }
  }
}

function fail(): never {
  throw new Error('nothing waits');
}
