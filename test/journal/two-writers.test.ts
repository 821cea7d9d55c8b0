import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../adapters/simulator/index.js';
import type { ClaimResult } from '../../machines/payment/types.js';
import type { KeyValueStorage } from '../../src/index.js';
import { pageOf } from '../../src/journal/keys.js';
import { failed, journalOn, paid, record } from './support/records.js';
import { mapStorage } from './support/storages.js';

/** One operation of one process that waits for its turn. */
interface Operation {
  readonly process: number;
  readonly kind: 'get' | 'set' | 'remove';
  readonly key: string;
}

/** A process: it works on a storage object of its own, over the store that all share. */
type Process<T> = (storage: KeyValueStorage, clock: VirtualClock) => Promise<T>;

/** How one run went. */
interface Run<T> {
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
async function everySchedule<T>(
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
async function someSchedules<T>(
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
async function frozenSchedules<T>(
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

/** Thousands of schedules, on a machine that has other things to do. */
const PATIENCE = { timeout: 120_000 };

const attemptOf = (attemptId: string) => ({ attemptId, requestId: `request of ${attemptId}` });

const claims =
  (orderId: string, attemptId: string): Process<ClaimResult> =>
  (storage, clock) =>
    journalOn(storage, { clock }).claim(record(orderId, attemptOf(attemptId)));

/** Claims and, when that succeeds, ends the payment like this. */
const pays =
  (orderId: string, attemptId: string, end: typeof paid | typeof failed): Process<ClaimResult> =>
  async (storage, clock) => {
    const journal = journalOn(storage, { clock });
    const mine = attemptOf(attemptId);
    const result = await journal.claim(record(orderId, mine));
    if (result.claimed) await journal.save(record(orderId, { ...mine, ...end }));
    return result;
  };

const hasWon = (one: PromiseSettledResult<ClaimResult> | undefined) =>
  one?.status === 'fulfilled' && one.value.claimed;
const winners = ({ outcomes }: Run<ClaimResult>) => outcomes.filter(hasWon).length;

/** At most so many send; what the others hear lets them send nothing, and try again. */
function atMost(most: number, run: Run<ClaimResult>): void {
  expect(winners(run), JSON.stringify(run.done)).toBeLessThanOrEqual(most);
  for (const one of run.outcomes) {
    if (one.status === 'rejected') {
      expect(one.reason).toMatchObject({ problem: { reason: 'storageFailed', retry: true } });
    }
  }
}

async function restored(items: ReadonlyMap<string, string>) {
  const { orders, problem } = await journalOn(mapStorage(new Map(items))).restore();
  expect(problem).toBeUndefined();
  return orders.map(({ orderId, settled }) => [orderId, settled]).sort();
}

describe('processes with a storage object each claim one order at most once', () => {
  it('in every schedule of two', PATIENCE, async () => {
    let won = 0;
    const schedules = await everySchedule([claims('A1', 'one'), claims('A1', 'two')], (run) => {
      atMost(1, run);
      won += winners(run);
      // Nobody hears of an order that is not there.
      for (const one of run.outcomes) {
        if (one.status === 'fulfilled') expect(one.value.existing?.orderId).toBe('A1');
        // Who lost hears who won.
        else expect(winners(run)).toBe(0);
      }
    });
    expect(schedules).toBeGreaterThan(100);
    expect(won).toBeGreaterThan(schedules / 2);
  });

  it('in every schedule of two, when it had ended unpaid before', PATIENCE, async () => {
    const stored = new Map<string, string>();
    const before = journalOn(mapStorage(stored));
    await before.claim(record('A1'));
    await before.save(record('A1', failed));
    let won = 0;
    const check = (run: Run<ClaimResult>) => {
      atMost(1, run);
      won += winners(run);
    };
    await everySchedule([claims('A1', 'one'), claims('A1', 'two')], check, stored);
    expect(won).toBeGreaterThan(50);
  });

  it(
    'however long one of them is frozen, and however often the other tries',
    PATIENCE,
    async () => {
      const triesAgain: Process<ClaimResult> = async (storage, clock) => {
        const journal = journalOn(storage, { clock });
        for (let time = 0; time < 2; time += 1) {
          const claim = journal.claim(record('A1', attemptOf(`two, ${time}`)));
          const [end] = await Promise.allSettled([claim]);
          if (end.status === 'fulfilled') return end.value;
        }
        return { claimed: false };
      };
      let won = 0;
      await frozenSchedules([claims('A1', 'one'), triesAgain], 16, (run) => {
        atMost(1, run);
        won += winners(run);
      });
      expect(won).toBeGreaterThan(100);
    },
  );

  it('when one of them sleeps, its timers too, until its door has opened', PATIENCE, async () => {
    const later: Process<ClaimResult> = async (storage, clock) => {
      await storage.getItem('the other one sleeps now');
      clock.jump(40_000);
      return claims('A1', 'two')(storage, clock);
    };
    await frozenSchedules([claims('A1', 'one'), later], 16, (run) => atMost(1, run));
  });

  it('in every schedule of one that waits while another pays', PATIENCE, async () => {
    await everySchedule([pays('A1', 'one', paid), claims('A1', 'two')], (run) => atMost(1, run));
  });

  it('in many schedules of three', PATIENCE, async () => {
    const three = ['one', 'two', 'three'].map((attemptId) => claims('A1', attemptId));
    await someSchedules(three, 1_500, 1, (run) => atMost(1, run));
  });

  it('in many schedules of three, one of which fails and may be followed', PATIENCE, async () => {
    const processes = [pays('A1', 'one', failed), claims('A1', 'two'), claims('A1', 'three')];
    let followed = 0;
    await someSchedules(processes, 1_500, 2, (run) => {
      atMost(hasWon(run.outcomes[0]) ? 2 : 1, run);
      followed += winners(run) === 2 ? 1 : 0;
    });
    expect(followed).toBeGreaterThan(50);
  });

  it('where the door of a process that died has opened', PATIENCE, async () => {
    const stored = await diedAtTheDoor();
    const later =
      (attemptId: string): Process<ClaimResult> =>
      (storage, clock) => {
        if (clock.now() === START) clock.jump(30_000);
        return claims('A1', attemptId)(storage, clock);
      };
    let won = 0;
    const check = (run: Run<ClaimResult>) => {
      atMost(1, run);
      won += winners(run);
    };
    await everySchedule([later('one'), later('two')], check, stored);
    expect(won).toBeGreaterThan(100);
  });
});

const START = Date.UTC(2026, 0, 5, 4, 30);

/** What is stored when a process dies between shutting the door and writing the record. */
async function diedAtTheDoor(): Promise<Map<string, string>> {
  const items = new Map<string, string>();
  const storage = mapStorage(items);
  const dying = {
    ...storage,
    setItem: (key: string, value: string) => {
      if (key.includes('/order/')) throw new Error('killed');
      return storage.setItem(key, value);
    },
  };
  await journalOn(dying)
    .claim(record('A1', attemptOf('dead')))
    .catch(() => {});
  expect(items.size).toBeGreaterThan(0);
  return items;
}

describe('the lock record (door) of a claim', () => {
  async function claimAfter(ms: number, items: Map<string, string>) {
    const clock = createVirtualClock();
    clock.jump(ms);
    const claim = Promise.allSettled([claims('A1', 'next')(mapStorage(items), clock)]);
    await clock.advance(5_000);
    return (await claim)[0];
  }

  it('stays shut for others for half a minute, and nothing is written meanwhile', async () => {
    const items = await diedAtTheDoor();
    const before = new Map(items);
    for (const ms of [0, 20_000, 29_999 - 5_000]) {
      expect(await claimAfter(ms, items)).toMatchObject({
        reason: { problem: { reason: 'storageFailed', retry: true } },
      });
    }
    expect(items).toEqual(before);
  });

  it.each([
    ['half a minute later', 30_000],
    ['when the clock was set back', -30_000],
    ['a year later', 365 * 86_400_000],
  ])('opens %s', async (_, ms) => {
    expect(await claimAfter(ms, await diedAtTheDoor())).toMatchObject({
      value: { claimed: true },
    });
  });

  it('never shuts out the process that has it', async () => {
    const storage = mapStorage(new Map());
    let isFull = true;
    const journal = journalOn({
      ...storage,
      setItem: (key, value) => {
        if (isFull && key.includes('/order/')) throw new Error('full');
        return storage.setItem(key, value);
      },
    });
    for (let time = 0; time < 3; time += 1) {
      await expect(journal.claim(record('A1', attemptOf(`${time}`)))).rejects.toThrow();
    }
    isFull = false;
    expect(await journal.claim(record('A1', attemptOf('last')))).toMatchObject({ claimed: true });
  });

  it.each([
    ['paid', paid, 0],
    ['failed', failed, 2],
  ] as const)('is gone once nobody may claim the order any more: %s', async (_, end, left) => {
    const items = new Map<string, string>();
    const journal = journalOn(mapStorage(items));
    await journal.claim(record('A1'));
    expect([...items.keys()].filter((key) => key.includes('/claim/'))).toHaveLength(2);
    await journal.save(record('A1', end));
    expect([...items.keys()].filter((key) => key.includes('/claim/'))).toHaveLength(left);
  });

  it('lets the next attempt in at once when the one before has ended', async () => {
    const items = new Map<string, string>();
    const journal = journalOn(mapStorage(items));
    await journal.claim(record('A1'));
    await journal.save(record('A1', failed));
    expect(await claimAfter(0, items)).toMatchObject({ value: { claimed: true } });
  });

  it('that is damaged is no door', async () => {
    const items = await diedAtTheDoor();
    for (const key of items.keys()) if (key.endsWith('/door')) items.set(key, 'damaged');
    expect(await claimAfter(0, items)).toMatchObject({ value: { claimed: true } });
  });
});

describe('two processes never undo each other’s orders', () => {
  it('in every schedule of their claims', PATIENCE, async () => {
    expect(pageOf('A1')).not.toBe(pageOf('B2'));
    await everySchedule([claims('A1', 'one'), claims('B2', 'two')], async (run) => {
      expect(winners(run)).toBe(2);
      expect(await restored(run.items)).toEqual([
        ['A1', false],
        ['B2', false],
      ]);
    });
  });

  it('in many schedules of their payments', PATIENCE, async () => {
    const both = [pays('A1', 'one', paid), pays('B2', 'two', failed)];
    await someSchedules(both, 600, 1, async (run) => {
      expect(winners(run)).toBe(2);
      expect(await restored(run.items)).toEqual([
        ['A1', true],
        ['B2', true],
      ]);
    });
  });

  it('for longer than to the next save, where both are listed on one page', PATIENCE, async () => {
    const other = sibling('A1');
    await everySchedule([claims('A1', 'one'), claims(other, 'two')], async (run) => {
      expect(winners(run)).toBe(2);
      const items = new Map(run.items);
      for (const [orderId, attemptId] of [
        ['A1', 'one'],
        [other, 'two'],
      ] as const) {
        await journalOn(mapStorage(items)).save(record(orderId, attemptOf(attemptId)));
      }
      expect(await restored(items)).toHaveLength(2);
    });
  });

  it('ever, where they have locks', PATIENCE, async () => {
    const other = sibling('A1');
    const tails = new Map<string, Promise<unknown>>();
    const exclusive = <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const mine = (tails.get(name) ?? Promise.resolve()).then(work);
      tails.set(
        name,
        mine.catch(() => {}),
      );
      return mine;
    };
    const process =
      (orderId: string): Process<ClaimResult> =>
      async (storage, clock) => {
        const journal = journalOn(storage, { clock, exclusive });
        return journal.claim(record(orderId));
      };
    const three = [process('A1'), process(other), process('A1')];
    await someSchedules(three, 300, 1, async (run) => {
      expect(winners(run)).toBe(2);
      expect(run.outcomes.map(({ status }) => status)).not.toContain('rejected');
      expect(await restored(run.items)).toHaveLength(2);
    });
  });
});

/** Another order on the same page. */
function sibling(orderId: string): string {
  for (let n = 0; ; n += 1) if (pageOf(`B${n}`) === pageOf(orderId)) return `B${n}`;
}
