import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { problem } from '../../core/model/problem.js';
import type { ErrorSource, KeyValueStorage } from '../../src/index.js';
import { othersEnded, runExclusive } from '../../src/journal/run-exclusive.js';
import { endingOf } from '../../src/journal/settled-promises.js';
import { createTexts, storageProblem } from '../../src/journal/texts.js';
import { createDeadlines } from '../../src/time/deadlines.js';
import { atRest } from './support/records.js';
import { mapStorage } from './support/storages.js';

const late = { problem: { reason: 'storageFailed', retry: true } };

/** A store whose next operations take so long, or fail. */
function setUp(over: Partial<KeyValueStorage> = {}) {
  const items = new Map<string, string>();
  const clock = createVirtualClock();
  const inner = mapStorage(items);
  const world = { ms: 0, fails: false, reads: 0, writes: 0, timers: 0 };
  const slow = <T>(work: () => T): T | Promise<Awaited<T>> => {
    const { ms, fails } = world;
    if (ms === 0) return work();
    return new Promise((resolve, reject) => {
      clock.setTimeout(async () => {
        if (fails) reject(new Error('io'));
        else resolve(await work());
      }, ms);
    });
  };
  const storage: KeyValueStorage = {
    getItem: (key) => {
      world.reads += 1;
      return slow(() => inner.getItem(key));
    },
    setItem: (key, value) => {
      world.writes += 1;
      return slow(() => inner.setItem(key, value));
    },
    removeItem: (key) => {
      world.writes += 1;
      return slow(() => inner.removeItem(key));
    },
    ...over,
  };
  const counting = {
    ...clock,
    setTimeout: (run: () => void, ms: number) => {
      world.timers += 1;
      return clock.setTimeout(run, ms);
    },
  };
  const reported: ErrorSource[] = [];
  const sdkOutcome = (_: unknown, where: ErrorSource) => reported.push(where);
  const texts = createTexts(storage, createDeadlines(counting), 5_000, sdkOutcome);
  /** Waits, and says how it ended. */
  const endAfter = async (ms: number, promise: Promise<unknown>) => {
    const end = endingOf(promise);
    await clock.advance(ms);
    return end;
  };
  return { items, clock, world, texts, reported, storage, endAfter };
}

describe('a text', () => {
  it('is written, read and removed', async () => {
    const { texts, items } = setUp();
    await texts.set('a', 'x');
    await texts.setOnce('b', 'y');
    expect([...items]).toEqual([
      ['a', 'x'],
      ['b', 'y'],
    ]);
    expect(await texts.get('a')).toBe('x');
    expect(await texts.getPatiently('b')).toBe('y');
    await texts.remove('a');
    expect(await texts.get('a')).toBeUndefined();
  });

  it.each([
    ['null', null],
    ['nothing', undefined],
  ])('is none where the storage answers %s, at once or later', async (_, answer) => {
    for (const getItem of [() => answer, async () => answer]) {
      const { texts } = setUp({ getItem });
      expect(await texts.get('a')).toBeUndefined();
      expect(await texts.getPatiently('a')).toBeUndefined();
    }
  });

  it.each([
    ['a number', 7],
    ['an object', {}],
    ['a truth value', false],
  ])('is not read out of %s', async (_, answer) => {
    const { texts } = setUp({ getItem: () => JSON.parse(JSON.stringify(answer)) });
    for (const read of [texts.get('a'), texts.getPatiently('a')]) {
      await expect(read).rejects.toMatchObject({
        problem: { reason: 'storageFailed', retry: false },
      });
    }
  });

  it('of a storage that answers at once needs no timer', async () => {
    const { texts, world } = setUp();
    await texts.set('a', 'x');
    await texts.get('a');
    await texts.get('none');
    expect(world.timers).toBe(0);
  });

  it.each(['get', 'getPatiently', 'remove'] as const)(
    'is given up after its time, and not before: %s',
    async (name) => {
      for (const [ms, status] of [
        [4_999, 'fulfilled'],
        [5_001, 'rejected'],
      ] as const) {
        const { texts, world, endAfter } = setUp();
        world.ms = ms;
        expect(await endAfter(5_001, texts[name]('a'))).toMatchObject({ status });
      }
    },
  );

  it('that is written is given up after its time, too', async () => {
    for (const name of ['set', 'setOnce'] as const) {
      const { texts, world, endAfter } = setUp();
      world.ms = 60_000;
      expect(await endAfter(5_000, texts[name]('a', 'x'))).toMatchObject({ reason: late });
    }
  });
});

describe('an error of the storage', () => {
  it('is told without its words', () => {
    const error = new TypeError('key 919876543210');
    const { problem: told, cause } = storageProblem(error);
    const message = 'storage rejected with a TypeError.';
    expect(told).toEqual({ reason: 'storageFailed', retry: true, message });
    expect(cause).toBe(error);
    expect(storageProblem('919876543210').problem.message).toBe('storage rejected.');
  });

  it('is itself when it is told already', () => {
    const error = problem('invalid', false);
    expect(storageProblem(error)).toBe(error);
  });

  it.each([
    [
      'throws',
      () => {
        throw new RangeError('x');
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('x'))],
  ])('rejects, however it comes: it %s', async (_, broken) => {
    const { texts, reported } = setUp({ getItem: broken, setItem: broken, removeItem: broken });
    const message = 'storage rejected with a RangeError.';
    const told = { problem: { reason: 'storageFailed', retry: true, message } };
    for (const one of [
      texts.get('a'),
      texts.getPatiently('a'),
      texts.set('a', 'x'),
      texts.setOnce('a', 'x'),
      texts.remove('a'),
    ]) {
      await expect(one).rejects.toMatchObject(told);
    }
    expect(reported).toEqual([
      'storage.getItem',
      'storage.getItem',
      'storage.setItem',
      'storage.setItem',
      'storage.removeItem',
    ]);
  });

  it('is reported when nobody waits for it any more, once', async () => {
    const { texts, world, clock, reported, endAfter } = setUp();
    world.ms = 60_000;
    world.fails = true;
    expect(await endAfter(5_000, texts.set('a', 'x'))).toMatchObject({ reason: late });
    expect(reported).toEqual([]);
    await clock.advance(60_000);
    expect(reported).toEqual(['storage.setItem']);
  });

  it('is reported of what only looks like a promise, which does its work once', async () => {
    let times = 0;
    // A query of a database: it runs each time it is waited for.
    const query = JSON.parse('{}');
    Reflect.set(query, 'then', (_: unknown, fail: (error: unknown) => void) => {
      times += 1;
      fail(new Error('no'));
    });
    const { texts, reported } = setUp({ getItem: () => query });
    await expect(texts.get('a')).rejects.toMatchObject({ problem: { reason: 'storageFailed' } });
    expect(times).toBe(1);
    expect(reported).toEqual(['storage.getItem']);
  });
});

describe('a write that was given up', () => {
  it('is followed by what was asked for last, when it ends', async () => {
    const { texts, world, endAfter, items, clock } = setUp();
    world.ms = 8_000;
    await endAfter(5_000, texts.set('a', 'old'));
    world.ms = 0;
    await texts.set('a', 'new');
    await clock.advance(3_000);
    expect(items.get('a')).toBe('new');
    expect(world.writes).toBe(3);
  });

  it('is followed by a removal, too', async () => {
    const { texts, world, endAfter, items, clock } = setUp();
    world.ms = 8_000;
    await endAfter(5_000, texts.set('a', 'old'));
    world.ms = 0;
    await texts.remove('a');
    await clock.advance(3_000);
    expect(items.has('a')).toBe(false);
  });

  it('is not done again when nothing newer came, nor what belongs to another key', async () => {
    const { texts, world, endAfter, items, clock } = setUp();
    world.ms = 8_000;
    await endAfter(5_000, texts.set('a', 'x'));
    world.ms = 0;
    await texts.set('b', 'y');
    await clock.advance(60_000);
    expect(world.writes).toBe(2);
    expect(items.get('a')).toBe('x');
  });

  it('is followed though it fails', async () => {
    const { texts, world, endAfter, items, clock } = setUp();
    Object.assign(world, { ms: 8_000, fails: true });
    await endAfter(5_000, texts.set('a', 'old'));
    Object.assign(world, { ms: 0, fails: false });
    await texts.set('a', 'new');
    items.delete('a');
    await clock.advance(3_000);
    expect(items.get('a')).toBe('new');
  });

  it('has no last word, though it is one of several, and the newest came between', async () => {
    const { texts, world, endAfter, items, clock } = setUp();
    world.ms = 8_000;
    const first = endingOf(texts.set('a', 'old'));
    world.ms = 20_000;
    await endAfter(7_000, texts.set('a', 'older'));
    await first;
    world.ms = 0;
    await texts.set('a', 'new');
    await clock.advance(1_500);
    await texts.set('a', 'newest');
    await clock.advance(60_000);
    expect(items.get('a')).toBe('newest');
  });

  it('is never done a second time where it may be done once only', async () => {
    const { texts, world, endAfter, clock, items } = setUp();
    world.ms = 8_000;
    await endAfter(5_000, texts.setOnce('a', 'once'));
    world.ms = 0;
    await texts.set('a', 'new');
    await clock.advance(60_000);
    expect(items.get('a')).toBe('once');
    expect(world.writes).toBe(2);
  });

  it('is told to all flows on the storage object', async () => {
    const { texts, world, endAfter, items, clock, storage } = setUp();
    world.ms = 8_000;
    await endAfter(5_000, texts.set('a', 'old'));
    world.ms = 0;
    await createTexts(storage, createDeadlines(clock), 5_000).set('a', 'new');
    await clock.advance(3_000);
    expect(items.get('a')).toBe('new');
  });
});

describe('a read that comes too late', () => {
  async function slowRead(ms = 8_000) {
    const made = setUp();
    made.items.set('a', 'x');
    made.world.ms = ms;
    expect(await made.endAfter(5_000, made.texts.getPatiently('a'))).toMatchObject({
      reason: late,
    });
    return made;
  }

  it('is the answer of the next one, which asks for nothing', async () => {
    const { texts, clock, world } = await slowRead();
    await clock.advance(3_000);
    expect(await texts.getPatiently('a')).toBe('x');
    expect(world.reads).toBe(1);
  });

  it('is no answer of a read that is not patient', async () => {
    const { texts, clock, world, items } = await slowRead();
    await clock.advance(3_000);
    world.ms = 0;
    items.set('a', 'y');
    expect(await texts.get('a')).toBe('y');
    expect(world.reads).toBe(2);
  });

  it('is the answer of one that is asked meanwhile, when it comes first', async () => {
    const { texts, endAfter, items } = await slowRead();
    const second = endAfter(3_000, texts.getPatiently('a'));
    items.set('a', 'x');
    expect(await second).toEqual({ status: 'fulfilled', value: 'x' });
  });

  it('is no answer when another comes first', async () => {
    const { texts, world, items } = await slowRead();
    world.ms = 0;
    items.set('a', 'y');
    expect(await texts.getPatiently('a')).toBe('y');
  });

  it('holds up nobody when it fails: the other one answers, or fails', async () => {
    const made = setUp();
    made.items.set('a', 'x');
    Object.assign(made.world, { ms: 6_000, fails: true });
    await made.endAfter(5_000, made.texts.getPatiently('a'));
    Object.assign(made.world, { ms: 2_000, fails: false });
    expect(await made.endAfter(2_000, made.texts.getPatiently('a'))).toMatchObject({ value: 'x' });
    Object.assign(made.world, { ms: 2_000, fails: true });
    const failedRead = await made.endAfter(2_000, made.texts.getPatiently('a'));
    expect(failedRead).toMatchObject({ status: 'rejected' });
  });

  it('that fails in the end is asked for again', async () => {
    const made = setUp();
    made.items.set('a', 'x');
    Object.assign(made.world, { ms: 6_000, fails: true });
    await made.endAfter(5_000, made.texts.getPatiently('a'));
    await made.clock.advance(2_000);
    Object.assign(made.world, { ms: 0, fails: false });
    expect(await made.texts.getPatiently('a')).toBe('x');
    expect(made.world.reads).toBe(2);
  });

  it('is dropped when the key is written', async () => {
    const { texts, clock, world } = await slowRead();
    await clock.advance(3_000);
    world.ms = 0;
    await texts.set('a', 'new');
    expect(await texts.getPatiently('a')).toBe('new');
    await texts.remove('a');
    expect(await texts.getPatiently('a')).toBeUndefined();
  });

  it('is dropped when everything was read', async () => {
    const { texts, clock, world, items } = await slowRead();
    await clock.advance(3_000);
    texts.discardLate();
    world.ms = 0;
    items.set('a', 'y');
    expect(await texts.getPatiently('a')).toBe('y');
  });

  it('is not kept when everything was read before it was given up', async () => {
    const { texts, clock, world, items } = setUp();
    items.set('a', 'x');
    world.ms = 8_000;
    const first = endingOf(texts.getPatiently('a'));
    texts.discardLate();
    await clock.advance(9_000);
    expect(await first).toMatchObject({ reason: late });
    world.ms = 0;
    items.set('a', 'y');
    expect(await texts.getPatiently('a')).toBe('y');
  });

  it('that fails does not drop the one after it', async () => {
    const made = setUp();
    made.items.set('a', 'x');
    Object.assign(made.world, { ms: 30_000, fails: true });
    await made.endAfter(5_000, made.texts.getPatiently('a'));
    Object.assign(made.world, { ms: 8_000, fails: false });
    await made.endAfter(24_000, made.texts.getPatiently('a'));
    await made.clock.advance(3_000);
    const { reads } = made.world;
    expect(await made.texts.getPatiently('a')).toBe('x');
    expect(made.world.reads).toBe(reads);
  });
});

describe('work under one name', () => {
  /** Work that ends when it is told to. */
  function piece(log: string[], name: string) {
    let end: (error?: Error) => void = () => {};
    const work = () => {
      log.push(name);
      return new Promise<string>((resolve, reject) => {
        end = (error) => (error === undefined ? resolve(name) : reject(error));
      });
    };
    return { work, end: (error?: Error) => end(error) };
  }

  it('is done one after the other, in the order in which it was asked for', async () => {
    const storage = mapStorage(new Map());
    const log: string[] = [];
    const [a, b, c] = [piece(log, 'a'), piece(log, 'b'), piece(log, 'c')];
    const first = runExclusive(storage, 'n', a.work);
    const second = runExclusive(storage, 'n', b.work);
    expect(log).toEqual(['a']);
    a.end();
    expect(await first).toBe('a');
    await atRest();
    expect(log).toEqual(['a', 'b']);
    const third = runExclusive(storage, 'n', c.work);
    await atRest();
    expect(log).toEqual(['a', 'b']);
    b.end(new Error('mine'));
    await expect(second).rejects.toThrow('mine');
    await atRest();
    expect(log).toEqual(['a', 'b', 'c']);
    c.end();
    expect(await third).toBe('c');
  });

  it('begins at once when nobody is at it, or only under another name or storage', async () => {
    const storage = mapStorage(new Map());
    const log: string[] = [];
    const pieces = ['a', 'b', 'c', 'd'].map((name) => piece(log, name));
    const [a, b, c, d] = pieces;
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    runExclusive(storage, 'n', a.work);
    runExclusive(storage, 'm', b.work);
    runExclusive(mapStorage(new Map()), 'n', c.work);
    expect(log).toEqual(['a', 'b', 'c']);
    a.end();
    await atRest();
    runExclusive(storage, 'n', d.work);
    expect(log).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is waited for by who asks, whatever its name is and however it ends', async () => {
    const storage = mapStorage(new Map());
    await othersEnded(storage);
    const log: string[] = [];
    const [a, b] = [piece(log, 'a'), piece(log, 'b')];
    runExclusive(storage, 'n', a.work).catch(() => {});
    runExclusive(storage, 'm', b.work);
    let isOver = false;
    othersEnded(storage).then(() => {
      isOver = true;
    });
    a.end(new Error('x'));
    await atRest();
    expect(isOver).toBe(false);
    b.end();
    await atRest();
    expect(isOver).toBe(true);
  });
});

describe('the end of a promise', () => {
  it('is told, however it ends', async () => {
    const reason = new Error('x');
    expect(await endingOf(Promise.resolve(7))).toEqual({ status: 'fulfilled', value: 7 });
    expect(await endingOf(Promise.reject(reason))).toEqual({ status: 'rejected', reason });
  });
});
