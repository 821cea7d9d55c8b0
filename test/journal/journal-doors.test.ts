import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { claimOrder } from '../../src/journal/claim-order.js';
import { pageOf } from '../../src/journal/keys.js';
import { createSettling } from '../../src/journal/settle.js';
import { markOf, parseOrder, printOrder } from '../../src/journal/stored-order.js';
import { writeOrder } from '../../src/journal/write-order.js';
import {
  atRest,
  failed,
  journalOn,
  KEYS,
  keyOf,
  orderStorageOn,
  paid,
  record,
} from './support/records.js';
import { failing, mapStorage } from './support/storages.js';

const attempt = (attemptId: string) => record('A1', { attemptId, requestId: `r ${attemptId}` });
const DOOR = KEYS.door('A1');
const LAST = KEYS.contender('A1');
const wanted = () => {};

const doorText = (attemptId: string, at: number) => JSON.stringify({ version: 3, attemptId, at });
const lastText = (attemptId: string) => JSON.stringify({ attemptId });
const writes = (done: readonly string[]) => done.filter((one) => !one.startsWith('get'));

/** The same texts, as two processes see them. */
function processes() {
  const clock = createVirtualClock();
  const items = new Map<string, string>();
  const [one, two] = [orderStorageOn(items, { clock }), orderStorageOn(items, { clock })];
  return { clock, items, one, two, mine: one.orders.doors, theirs: two.orders.doors };
}

describe('a claim that enters', () => {
  it('names itself, looks at the door again, and shuts it, as every release does', async () => {
    const { mine, one, items, clock } = processes();
    expect(await mine.enter(attempt('a'), undefined, undefined, wanted)).toBe(true);
    expect(one.done).toEqual([`set ${LAST}`, `get ${DOOR}`, `set ${DOOR}`]);
    expect(items.get(LAST)).toBe('{"attemptId":"a"}');
    expect(items.get(DOOR)).toBe(doorText('a', clock.now()));
    expect(await mine.look('A1')).toEqual({ attemptId: 'a', at: clock.now() });
  });

  it('leaves when the door was shut by another meanwhile, and writes nothing on it', async () => {
    const { mine, items, clock } = processes();
    const text = doorText('other', clock.now());
    items.set(DOOR, text);
    expect(await mine.enter(attempt('a'), undefined, undefined, wanted)).toBe(false);
    expect(items.get(DOOR)).toBe(text);
  });

  it('goes on when it is the door that was found open', async () => {
    const { mine, items, clock } = processes();
    items.set(DOOR, doorText('other', clock.now()));
    const found = { attemptId: 'other', at: clock.now() };
    expect(await mine.enter(attempt('a'), undefined, found, wanted)).toBe(true);
    expect(items.get(DOOR)).toBe(doorText('a', clock.now()));
  });

  it('goes on when the other door has opened by now', async () => {
    const { mine, items, clock } = processes();
    items.set(DOOR, doorText('other', clock.now() - 30_000));
    expect(await mine.enter(attempt('a'), undefined, undefined, wanted)).toBe(true);
  });

  it.each([
    [1, []],
    [2, [`set ${LAST}`]],
  ])('writes nothing any more once nobody waits for it: at look %d', async (at, written) => {
    const { mine, one } = processes();
    let looks = 0;
    const until = () => {
      looks += 1;
      if (looks === at) throw new Error('given up');
    };
    await expect(mine.enter(attempt('a'), undefined, undefined, until)).rejects.toThrow('given up');
    expect(writes(one.done)).toEqual(written);
  });

  it('is the last as long as no other has named itself', async () => {
    const { mine, theirs } = processes();
    expect(await mine.whoIsLast(attempt('a'), undefined)).toBe('nobody');
    await mine.enter(attempt('a'), undefined, undefined, wanted);
    expect(await mine.whoIsLast(attempt('a'), undefined)).toBe('us');
    await theirs.enter(attempt('b'), undefined, await theirs.look('A1'), wanted);
    expect(await mine.whoIsLast(attempt('a'), undefined)).toBe('another');
    expect(await theirs.whoIsLast(attempt('b'), undefined)).toBe('us');
    // Where the one that has ended is still the last, nobody else has named itself.
    expect(await mine.whoIsLast(attempt('c'), attempt('b'))).toBe('nobody');
    // Where another has named itself after it, somebody else has.
    expect(await mine.whoIsLast(attempt('c'), attempt('a'))).toBe('another');
  });
});

describe('a door', () => {
  it.each([
    ['no text', undefined],
    ['a damaged text', 'x'],
    ['no attempt', '{"at":1}'],
    ['no time', '{"attemptId":"a"}'],
    ['a time that is none', '{"attemptId":"a","at":"1"}'],
  ])('is none with %s', async (_, text) => {
    const { mine, items } = processes();
    if (text !== undefined) items.set(DOOR, text);
    expect(await mine.look('A1')).toBeUndefined();
    expect(await mine.isShut(attempt('a'), undefined, undefined)).toBe(false);
  });

  it.each([
    [0, true],
    [29_999, true],
    [30_000, false],
    [-29_999, true],
    [-30_000, false],
  ])('that was shut %d ms ago is shut: %s', async (ago, isShut) => {
    const { mine, clock } = processes();
    const door = { attemptId: 'other', at: clock.now() - ago };
    expect(await mine.isShut(attempt('a'), undefined, door)).toBe(isShut);
  });

  it.each([
    [10_000, 60_000],
    [1_000, 30_000],
  ])(
    'stays shut for six operations of %d ms, and for half a minute at least',
    async (limit, ms) => {
      const clock = createVirtualClock();
      const { doors } = orderStorageOn(undefined, { clock, limit }).orders;
      const shutBefore = (ago: number) =>
        doors.isShut(attempt('a'), undefined, { attemptId: 'other', at: clock.now() - ago });
      expect(await shutBefore(ms - 1)).toBe(true);
      expect(await shutBefore(ms)).toBe(false);
    },
  );

  it('is open when the attempt that shut it is on record, and no other is', async () => {
    const { mine, clock } = processes();
    const door = { attemptId: 'one', at: clock.now() };
    expect(await mine.isShut(attempt('a'), attempt('one'), door)).toBe(false);
    expect(await mine.isShut(attempt('a'), attempt('two'), door)).toBe(true);
  });

  it('never shuts out the process that has shut it and won, only the others', async () => {
    const { mine, theirs, items } = processes();
    await mine.enter(attempt('a'), undefined, undefined, wanted);
    const door = await mine.look('A1');
    expect(await mine.isShut(attempt('b'), undefined, door)).toBe(false);
    expect(await theirs.isShut(attempt('b'), undefined, door)).toBe(true);
    items.set(LAST, lastText('other'));
    expect(await mine.isShut(attempt('b'), undefined, door)).toBe(true);
  });

  it('that another has shut is nobody’s own, though this one was the last', async () => {
    const { mine, items, clock } = processes();
    await mine.enter(attempt('a'), undefined, undefined, wanted);
    items.set(LAST, lastText('other'));
    const door = { attemptId: 'other', at: clock.now() };
    expect(await mine.isShut(attempt('b'), undefined, door)).toBe(true);
  });

  it('is needed no more by the process whose claim has ended', async () => {
    const { mine } = processes();
    await mine.enter(attempt('a'), undefined, undefined, wanted);
    mine.forget(attempt('a'));
    expect(await mine.isShut(attempt('b'), undefined, await mine.look('A1'))).toBe(true);
  });

  it('is gone, with its last contender, when nobody may claim the order any more', async () => {
    const { mine, items } = processes();
    await mine.enter(attempt('a'), undefined, undefined, wanted);
    const [door, text] = [await mine.look('A1'), items.get(LAST) ?? ''];
    await mine.clear('A1');
    expect(items.size).toBe(0);
    items.set(LAST, text);
    expect(await mine.isShut(attempt('b'), undefined, door)).toBe(true);
  });

  it('is kept by all flows on one storage object', async () => {
    const { mine, clock } = processes();
    const storage = mapStorage(new Map());
    const [first, second] = [0, 1].map(() => orderStorageOn(undefined, { clock, storage }).orders);
    await first?.doors.enter(attempt('a'), undefined, undefined, wanted);
    const door = await first?.doors.look('A1');
    expect(await second?.doors.isShut(attempt('b'), undefined, door)).toBe(false);
    expect(await mine.isShut(attempt('b'), undefined, door)).toBe(true);
  });
});

describe('a claim', () => {
  it('reads, enters, wins, writes the record and then its page, and reads it back', async () => {
    const { one, items } = processes();
    const result = await claimOrder(one.orders, attempt('a'), wanted);
    expect(result).toEqual({ claimed: true, existing: attempt('a') });
    const page = KEYS.page(pageOf('A1'));
    expect(writes(one.done)).toEqual([
      `set ${LAST}`,
      `set ${DOOR}`,
      `set ${keyOf('A1')}`,
      `set ${page}/a`,
      `set ${page}/b`,
    ]);
    expect(items.get(keyOf('A1'))).toBe(printOrder(attempt('a')));
  });

  it('claims nothing where the door is shut, and writes nothing', async () => {
    const { one, items, clock } = processes();
    items.set(DOOR, doorText('other', clock.now()));
    expect(await claimOrder(one.orders, attempt('a'), wanted)).toBeUndefined();
    expect(writes(one.done)).toEqual([]);
  });

  /** A store in which something happens as soon as this key is written. */
  function meanwhile(key: string, happens: (items: Map<string, string>) => void) {
    const items = new Map<string, string>();
    const storage = mapStorage(items);
    const world = orderStorageOn(items, {
      storage: {
        ...storage,
        setItem: (one, text) => {
          storage.setItem(one, text);
          if (one === key) happens(items);
        },
      },
    });
    return { ...world, claim: claimOrder(world.orders, attempt('a'), wanted) };
  }

  it('that another has overtaken claims nothing, and lists nothing', async () => {
    const { claim, items } = meanwhile(DOOR, (one) => one.set(LAST, lastText('b')));
    expect(await claim).toBeUndefined();
    expect([...items.keys()].sort()).toEqual([DOOR, LAST].sort());
  });

  it('does not write over a record that was not there before', async () => {
    const other = printOrder(attempt('b'));
    const { claim, items } = meanwhile(DOOR, (one) => one.set(keyOf('A1'), other));
    expect(await claim).toBeUndefined();
    expect(items.get(keyOf('A1'))).toBe(other);
  });

  it('whose name another process has taken away, since the order was paid, claims nothing', async () => {
    const other = printOrder({ ...attempt('b'), ...paid });
    const { claim, items } = meanwhile(DOOR, (one) => {
      one.delete(LAST);
      one.delete(DOOR);
      one.set(keyOf('A1'), other);
    });
    expect(await claim).toBeUndefined();
    expect(items.get(keyOf('A1'))).toBe(other);
  });

  it('whose name is gone, though there is no record, was forgotten by the storage', async () => {
    const { claim } = meanwhile(DOOR, (one) => one.delete(LAST));
    await expect(claim).rejects.toMatchObject({
      problem: {
        reason: 'storageFailed',
        message: expect.stringContaining('acknowledged a write and does not have it'),
        retry: true,
      },
    });
  });

  it.each([
    ['is gone', (items: Map<string, string>) => items.delete(keyOf('A1'))],
    ['is damaged', (items: Map<string, string>) => items.set(keyOf('A1'), 'x')],
    [
      'is another order’s',
      (items: Map<string, string>) => items.set(keyOf('A1'), printOrder(record('B2'))),
    ],
  ])('whose record %s when it is read back is not believed', async (_, spoil) => {
    const { claim } = meanwhile(keyOf('A1'), spoil);
    await expect(claim).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: false },
    });
  });

  it('whose record is another attempt’s when it is read back is that one’s', async () => {
    const other = printOrder(attempt('b'));
    const { claim } = meanwhile(keyOf('A1'), (items) => items.set(keyOf('A1'), other));
    expect(await claim).toEqual({ claimed: false, existing: attempt('b') });
  });

  it.each([
    ['its page cannot be written', 'set', `${KEYS.page(pageOf('A1'))}/a`],
    ['its page cannot be read', 'get', `${KEYS.page(pageOf('A1'))}/a`],
    ['its record cannot be written', 'set', keyOf('A1')],
  ])('fails where %s', async (_, kind, broken) => {
    const storage = failing(mapStorage(new Map()), (op, key) => op === kind && key === broken);
    const { orders } = orderStorageOn(undefined, { storage });
    await expect(claimOrder(orders, attempt('a'), wanted)).rejects.toMatchObject({
      problem: { reason: 'storageFailed' },
    });
  });

  it('fails where its record cannot be read back', async () => {
    const items = new Map<string, string>();
    const storage = failing(
      mapStorage(items),
      (op, key) => op === 'get' && key === keyOf('A1') && items.has(key),
    );
    const { orders } = orderStorageOn(items, { storage });
    await expect(claimOrder(orders, attempt('a'), wanted)).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: true },
    });
  });

  it('needs its door no more once it is on record', async () => {
    const { one, items } = processes();
    await claimOrder(one.orders, attempt('a'), wanted);
    const door = await one.orders.doors.look('A1');
    expect(items.get(LAST)).toBe(lastText('a'));
    expect(await one.orders.doors.isShut(attempt('b'), undefined, door)).toBe(true);
  });
});

describe('a claim that another process has beaten to the door', () => {
  function beaten() {
    const clock = createVirtualClock();
    const items = new Map<string, string>([[DOOR, doorText('other', clock.now())]]);
    const journal = journalOn(mapStorage(items), { clock });
    let end: PromiseSettledResult<unknown> | undefined;
    Promise.allSettled([journal.claim(attempt('a'))]).then(([one]) => {
      end = one;
    });
    const wait = async (ms: number) => {
      await atRest();
      await clock.advance(ms);
      await atRest();
      return end;
    };
    return { items, wait };
  }

  it.each([
    ['open', {}],
    ['paid', paid],
  ])('hears of its record after 0.1, 0.5 and 1.5 s: one that is %s', async (_, more) => {
    const theirs = { ...attempt('other'), ...more };
    const { items, wait } = beaten();
    expect(await wait(499)).toBeUndefined();
    items.set(keyOf('A1'), printOrder(theirs));
    expect(await wait(1)).toEqual({
      status: 'fulfilled',
      value: { claimed: false, existing: theirs },
    });
  });

  it('hears of it as soon as it looks', async () => {
    const { items, wait } = beaten();
    await wait(0);
    items.set(keyOf('A1'), printOrder(attempt('other')));
    expect(await wait(99)).toBeUndefined();
    expect(await wait(1)).toMatchObject({ value: { claimed: false } });
  });

  it.each([
    ['there is none', undefined],
    ['it has ended unpaid', printOrder({ ...attempt('other'), ...failed })],
  ])(
    'fails after a second and a half, so that it may be tried again, where %s',
    async (_, text) => {
      const { items, wait } = beaten();
      await wait(0);
      if (text !== undefined) items.set(keyOf('A1'), text);
      expect(await wait(1_499)).toBeUndefined();
      expect(await wait(1)).toMatchObject({
        status: 'rejected',
        reason: { problem: { reason: 'storageFailed', retry: true } },
      });
    },
  );
});

describe('an order that is written', () => {
  const writer = () => {
    const world = orderStorageOn();
    const settling = createSettling(world.orders);
    const write = (order: ReturnType<typeof record>, again = false) =>
      writeOrder(world.orders, settling, order, again);
    return { ...world, write, settling };
  };
  const page = `${KEYS.page(pageOf('A1'))}/a`;

  it('and is open, has its record and stands on its page', async () => {
    const { write, done } = writer();
    expect(await write(record('A1'))).toBe(true);
    expect(writes(done).slice(0, 2)).toEqual([`set ${keyOf('A1')}`, `set ${page}`]);
    done.length = 0;
    expect(await write(record('A1'))).toBe(false);
    expect(writes(done)).toEqual([]);
  });

  it('and is open again, stands on its page before its record says so', async () => {
    const { write, done } = writer();
    await write(record('A1', failed));
    done.length = 0;
    await write(record('A1'));
    const order = writes(done);
    expect(order.indexOf(`set ${page}`)).toBe(0);
    expect(order).toContain(`set ${keyOf('A1')}`);
  });

  it('and is settled, is listed as settled, and not as open', async () => {
    const { write, orders, items } = writer();
    await write(record('A1', paid));
    expect(await orders.log.read(1)).toEqual([
      { orderId: 'A1', mark: markOf(items.get(keyOf('A1')) ?? '') },
    ]);
    expect((await orders.openIndex.list()).orderIds.size).toBe(0);
  });

  it.each([
    ['was paid', paid, 0],
    ['failed', failed, 2],
  ])('leaves of its claims what others may need: it %s', async (_, more, left) => {
    const { write, items } = writer();
    items.set(DOOR, '{}');
    items.set(LAST, '{}');
    await write(record('A1', more));
    expect([DOOR, LAST].filter((key) => items.has(key))).toHaveLength(left);
  });

  it('is listed as settled again only when it is news, or was broken off', async () => {
    const { write, done, items } = writer();
    await write(record('A1', paid));
    items.delete(KEYS.segment(1));
    done.length = 0;
    await write(record('A1', paid));
    expect(writes(done)).toEqual([]);
    await write(record('A1', paid), true);
    expect(items.has(KEYS.segment(1))).toBe(true);
  });

  it('is as it was stored, with what is known by now', async () => {
    const { write, items } = writer();
    await write(record('A1', { attempts: 2, reported: 'pending', foreignTxns: ['moz1'] }));
    await write(record('A1', { ...failed, reported: 'failure' }));
    expect(parseOrder(items.get(keyOf('A1')) ?? '')).toEqual(
      record('A1', { ...failed, attempts: 2, reported: 'failure', foreignTxns: ['moz1'] }),
    );
  });
});
