import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createVirtualClock } from '../../../adapters/simulator/index.js';
import { startPostgres, type TestPostgres } from '../../../fixtures/postgres.js';
import { tellHandlers } from '../../../src/server/checks/handlers.js';
import type { Orders } from '../../../src/server/orders/create-orders.js';
import { postgresOrders } from '../../../src/server/orders/postgres.js';
import { sqliteOrders } from '../../../src/server/orders/sqlite.js';
import type { Verdict } from '../../../src/server/orders/verdict.js';

// Postgres is made anew for this file.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const NOW = 1_767_587_400_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const order = { orderId: 'A1', customerId: 'asha', amount: '200.00' };
const folder = mkdtempSync(join(tmpdir(), 'upi-flow-books-'));
let postgres: TestPostgres | undefined;
let databases = 0;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function newDatabase(name: string): Promise<string> {
  if (postgres === undefined) throw new Error('Postgres was not started');
  return postgres.createDatabase(name);
}

interface Dialect {
  readonly name: string;
  /** A new place for books. */
  place(): Promise<() => Promise<Orders>>;
}

const dialects: readonly Dialect[] = [
  {
    name: 'SQLite',
    place: async () => {
      databases += 1;
      const file = join(folder, `books-${databases}.db`);
      return () => sqliteOrders({ file });
    },
  },
  {
    name: 'Postgres',
    place: async () => {
      databases += 1;
      const database = `books_${databases}`;
      const connectionString = await newDatabase(database);
      return () => postgresOrders({ connectionString, max: 4 });
    },
  },
];

const monthly = {
  name: 'Gym',
  maxAmount: '500.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  startDate: NOW + HOUR,
  endDate: NOW + 365 * 24 * HOUR,
} as const;

describe.each(dialects)('books in $name', ({ place }) => {
  async function books(): Promise<Orders> {
    return (await place())();
  }

  async function open(): Promise<Orders> {
    const orders = await books();
    await orders.create(order);
    await begin(orders);
    return orders;
  }

  /** Somebody who knows the order as it is now is given the means to pay it. */
  async function begin(orders: Orders, at = NOW, given: object = {}) {
    const { attempts = 0 } = (await orders.find('A1')) ?? {};
    return orders.store.beginAttempt({ ...order, attempts, ...given }, 'upiTxn', at);
  }

  async function says(orders: Orders, verdict: Verdict, at = NOW) {
    const found = await orders.find('A1');
    if (found === undefined) throw new Error('there is no order');
    return orders.store.apply(found, verdict, at);
  }

  /** What is told from now on, each with its kind and status. */
  async function told(orders: Orders, at = NOW): Promise<string[]> {
    const said: string[] = [];
    for (const one of await orders.store.holdEvents(at, 50)) {
      await orders.store.deliver(
        one,
        ({ kind, order: { status } }) => said.push(`${kind} ${status}`),
        at,
      );
    }
    return said;
  }

  it('have an order once, whatever its letters, and refuse another with its id', async () => {
    const orders = await books();
    const first = await orders.create(order);
    expect(first).toMatchObject({ ...order, status: 'created', attempts: 0 });
    expect(await orders.create(order)).toEqual(first);
    for (const other of [{ amount: '200.01' }, { customerId: 'ravi' }, { orderId: 'a1' }]) {
      await expect(orders.create({ ...order, ...other })).rejects.toMatchObject({
        reason: 'conflict',
      });
    }
    expect(await orders.find('a1')).toEqual(first);
    expect(await orders.find('A2')).toBeUndefined();
    await orders.close();
  });

  it('refuse an order that is malformed, naming its fields', async () => {
    const orders = await books();
    const wrong = { orderId: 'A 1', customerId: '', amount: '2' };
    await expect(orders.create(wrong)).rejects.toMatchObject({
      reason: 'invalid',
      issues: [{ path: 'orderId' }, { path: 'amount' }, { path: 'customerId' }],
    });
    await orders.close();
  });

  it('are there when they are opened again, and a second time changes nothing', async () => {
    const reopen = await place();
    const before = await reopen();
    await before.create(order);
    await before.close();
    const after = await reopen();
    expect(await after.find('A1')).toMatchObject(order);
    await after.close();
  });

  it('note an attempt before anything is signed, and none for another amount or customer', async () => {
    const orders = await books();
    await orders.create(order);
    const begun = await begin(orders);
    expect(begun).toMatchObject({ status: 'open', attempts: 1, sentAt: NOW });
    const attempts = (given: object) => begin(orders, NOW, given);
    await expect(attempts({ customerId: 'ravi' })).rejects.toMatchObject({ reason: 'unknown' });
    await expect(attempts({ amount: '1.00' })).rejects.toMatchObject({ reason: 'conflict' });
    await expect(attempts({ orderId: 'A2' })).rejects.toMatchObject({ reason: 'unknown' });
    expect(await orders.find('A1')).toMatchObject({ attempts: 1 });
    await orders.close();
  });

  it('tell the end of an order once, however often and by whomever it is read', async () => {
    const orders = await open();
    const reads = Array.from({ length: 8 }, () =>
      says(orders, { status: 'paid', txnUuid: 'moz1' }),
    );
    await Promise.all(reads);
    expect(await orders.find('A1')).toMatchObject({
      status: 'paid',
      txnUuid: 'moz1',
      settledAt: NOW,
    });
    const all = await Promise.all([told(orders), told(orders), told(orders)]);
    expect(all.flat()).toEqual(['settled paid']);
    expect(await told(orders, NOW + HOUR)).toEqual([]);
    await orders.close();
  });

  it('never take a status back, in whatever order the words arrive', async () => {
    const orders = await open();
    await says(orders, { status: 'paid' });
    for (const status of ['open', 'failed', 'expired'] as const) await says(orders, { status });
    expect(await orders.find('A1')).toMatchObject({ status: 'paid' });
    await says(orders, {
      status: 'refunded',
      refund: { status: 'success', amount: '200.00', count: 1 },
    });
    await says(orders, { status: 'paid' });
    expect(await orders.find('A1')).toMatchObject({ status: 'refunded' });
    expect(await told(orders)).toEqual(['settled paid', 'refund refunded']);
    await orders.close();
  });

  it('tell a success that came after the end as an event of its own', async () => {
    const orders = await open();
    await says(orders, { status: 'failed' });
    expect(await told(orders)).toEqual(['settled failed']);
    await says(orders, { status: 'paid' });
    expect(await told(orders)).toEqual(['paidLate paid']);
    await orders.close();
  });

  it('end nothing without money while somebody was given the means to pay it meanwhile', async () => {
    const orders = await open();
    const before = await orders.find('A1');
    if (before === undefined) throw new Error('there is no order');
    await begin(orders, NOW + 1);
    await orders.store.apply(before, { status: 'failed' }, NOW + 2);
    expect(await orders.find('A1')).toMatchObject({ status: 'open' });
    // What was paid is paid, whoever was given what.
    await orders.store.apply(before, { status: 'paid' }, NOW + 3);
    expect(await told(orders, NOW + 3)).toEqual(['settled paid']);
    await orders.close();
  });

  it('let nobody pay what was paid, and whoever failed try again', async () => {
    const orders = await open();
    await says(orders, { status: 'failed' });
    await begin(orders, NOW + HOUR);
    await says(orders, { status: 'paid' });
    await expect(begin(orders)).rejects.toMatchObject({
      reason: 'ended',
    });
    await orders.close();
  });

  it('keep a disputed order from everybody until a person has looked', async () => {
    const orders = await open();
    await says(orders, { status: 'open', dispute: 'otherAmount' });
    await says(orders, { status: 'paid' });
    expect(await orders.find('A1')).toMatchObject({ status: 'open', dispute: 'otherAmount' });
    await expect(begin(orders)).rejects.toMatchObject({
      reason: 'disputed',
    });
    expect(await told(orders)).toEqual(['disputed open']);
    expect(await orders.clearDispute('A1')).toBe(true);
    expect(await orders.clearDispute('A1')).toBe(false);
    await says(orders, { status: 'paid' });
    expect(await told(orders)).toEqual(['settled paid']);
    await orders.close();
  });

  it('tell a second dispute, and a word of a mandate that comes again', async () => {
    const orders = await open();
    const dispute = async (at: number) => {
      await says(orders, { status: 'open', dispute: 'otherAmount' }, at);
      await says(orders, { status: 'open', dispute: 'otherAmount' }, at);
      await orders.clearDispute('A1');
    };
    await dispute(NOW);
    await dispute(NOW + 10);
    expect(await told(orders, NOW + 10)).toEqual(['disputed open', 'disputed open']);
    for (const [ms, mandateStatus] of ['ACTIVE', 'PAUSED', 'PAUSED', 'ACTIVE'].entries())
      await says(orders, { status: 'paid', mandateStatus }, NOW + ms);
    expect(await told(orders, NOW + 20)).toEqual([
      'settled paid',
      'mandate paid',
      'mandate paid',
      'mandate paid',
    ]);
    await orders.close();
  });

  it('tell each refund once, and an older read changes nothing', async () => {
    const orders = await open();
    await says(orders, { status: 'paid' });
    const pending = { status: 'pending', amount: '50.00', count: 1 } as const;
    const done = { ...pending, status: 'success' } as const;
    const more = { status: 'pending', amount: '70.00', count: 2 } as const;
    for (const refund of [pending, pending, done, more, done])
      await says(orders, { status: 'paid', refund });
    expect(await orders.find('A1')).toMatchObject({
      refund: { status: 'pending', amount: '70.00' },
    });
    expect(await told(orders)).toEqual([
      'settled paid',
      'refund paid',
      'refund paid',
      'refund paid',
    ]);
    await orders.close();
  });

  it('write down a webhook once, and look at its order now', async () => {
    const orders = await open();
    await says(orders, { status: 'open' });
    const event = { id: 'evt_1', name: 'TXN_CHARGED', orderId: 'a1' };
    expect(await orders.store.noteWebhook(event, NOW + 10)).toBe(true);
    expect(await orders.store.noteWebhook(event, NOW + 20)).toBe(false);
    expect(await orders.store.holdDue(NOW + 10, 5)).toMatchObject([{ order: { orderId: 'A1' } }]);
    const stranger = { id: 'evt_2', name: 'TXN_CHARGED', orderId: 'nobody' };
    expect(await orders.store.noteWebhook(stranger, NOW)).toBe(true);
    await orders.close();
  });

  it('a webhook that comes while somebody looks is not forgotten', async () => {
    const orders = await open();
    const [mine] = await orders.store.holdDue(NOW + 2_000, 1);
    if (mine === undefined) throw new Error('it is not due');
    await orders.store.noteWebhook({ id: 'evt_1', name: 'TXN_CHARGED', orderId: 'A1' }, NOW + 5);
    await orders.store.apply(mine.order, { status: 'open' }, NOW + 10, mine);
    expect(await orders.find('A1')).toMatchObject({ nextCheckAt: NOW + 5 });
    await orders.close();
  });

  it('give an order that is due to one process, and to another when the first has died', async () => {
    const orders = await open();
    const hold = () => orders.store.holdDue(NOW + 2_000, 5);
    const all = await Promise.all([hold(), hold(), hold()]);
    expect(all.flat()).toHaveLength(1);
    expect(await orders.store.holdDue(NOW + 30_000, 5)).toEqual([]);
    expect(await orders.store.holdDue(NOW + 2 * MINUTE, 5)).toHaveLength(1);
    await orders.close();
  });

  it('look at an open order from seconds to hours over days, then park it and say so, never as failed', async () => {
    const orders = await open();
    let now = NOW;
    const waits: number[] = [];
    for (let looks = 0; looks < 40; looks += 1) {
      const { nextCheckAt = 0 } = (await orders.find('A1')) ?? {};
      waits.push(nextCheckAt - now);
      now = nextCheckAt;
      const [one] = await orders.store.holdDue(now, 1);
      if (one === undefined) throw new Error('it is not due');
      await orders.store.apply(one.order, { status: 'open' }, now, one);
    }
    expect(waits[0]).toBe(2_000);
    expect(Math.max(...waits)).toBe(12 * HOUR);
    const parked = await orders.find('A1');
    expect(parked).toMatchObject({ status: 'open' });
    expect((parked?.parkedAt ?? 0) - NOW).toBeGreaterThan(2 * 24 * HOUR);
    expect(await told(orders, now)).toEqual(['parked open']);
    // It goes on, and a late word counts.
    await says(orders, { status: 'paid' }, now);
    expect(await told(orders, now)).toEqual(['settled paid']);
    await orders.close();
  });

  it('give the means to pay once to two who read the order at the same time', async () => {
    const orders = await open();
    const both = { ...order, attempts: 1 };
    const given = await Promise.all([
      orders.store.beginAttempt(both, 'upiTxn', NOW),
      orders.store.beginAttempt(both, 'session', NOW),
    ]);
    expect(given.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await orders.find('A1')).toMatchObject({ attempts: 2 });
    await orders.close();
  });

  /** Looks at it whenever its time comes, so often; what Juspay says, and when it was last looked at. */
  async function looksAt(orders: Orders, often: number, verdict: Verdict, from = NOW) {
    let now = from;
    for (let looks = 0; looks < often; looks += 1) {
      const { nextCheckAt } = (await orders.find('A1')) ?? {};
      if (nextCheckAt === undefined) break;
      now = nextCheckAt;
      const [one] = await orders.store.holdDue(now, 1);
      if (one !== undefined) await orders.store.apply(one.order, verdict, now, one);
    }
    return now;
  }

  it('look for as long as it takes at an order that failed and was tried again, and park it', async () => {
    const orders = await open();
    await says(orders, { status: 'failed' });
    await begin(orders, NOW + HOUR);
    const now = await looksAt(orders, 40, { status: 'open', isTouched: true });
    expect(await orders.find('A1')).toMatchObject({ nextCheckAt: now + 12 * HOUR });
    expect(await told(orders, now)).toEqual(['settled failed', 'parked failed']);
    await orders.close();
  });

  it.each<[string, Verdict]>([
    ['a refund is under way', { status: 'paid', refund: { status: 'pending', count: 1 } }],
    ['a mandate is new', { status: 'paid', mandateStatus: 'CREATED' }],
  ])('look for as long as it takes while %s', async (_, verdict) => {
    const orders = await books();
    await orders.create({ ...order, mandate: monthly });
    await begin(orders);
    const now = await looksAt(orders, 40, verdict);
    expect(await orders.find('A1')).toMatchObject({ nextCheckAt: now + 12 * HOUR });
    await orders.close();
  });

  it('stop looking at what failed, was not tried again, and will not be paid', async () => {
    const orders = await open();
    await looksAt(orders, 60, { status: 'failed', unpaid: 'failed' });
    expect(await orders.find('A1')).toMatchObject({ status: 'failed', nextCheckAt: undefined });
    // A webhook begins it all again.
    await orders.store.noteWebhook({ id: 'evt_1', name: 'X', orderId: 'A1' }, NOW);
    await looksAt(orders, 1, { status: 'failed', unpaid: 'failed' });
    expect((await orders.find('A1'))?.nextCheckAt).toBeDefined();
    await orders.close();
  });

  it('look again at what was over, when somebody reads that a refund is under way', async () => {
    const orders = await open();
    await looksAt(orders, 5, { status: 'paid' });
    expect(await orders.find('A1')).toMatchObject({ status: 'paid', nextCheckAt: undefined });
    await says(orders, { status: 'paid', refund: { status: 'pending', count: 1 } }, NOW + HOUR);
    expect(await orders.find('A1')).toMatchObject({ nextCheckAt: NOW + HOUR + 2_000 });
    await orders.close();
  });

  it('tell all that is back, though two read it at the same time', async () => {
    const orders = await books();
    const one = { status: 'success', amount: '50.00', count: 1 } as const;
    const all = { status: 'success', amount: '200.00', count: 2 } as const;
    // Every connection is there before they race.
    await Promise.all([1, 2, 3, 4].map(() => orders.store.ping()));
    for (let no = 0; no < 8; no += 1) {
      const given = { ...order, orderId: `R${no}` };
      const found = await orders.create(given);
      await orders.store.beginAttempt(found, 'upiTxn', NOW);
      await orders.store.apply(found, { status: 'paid' }, NOW);
      await Promise.all([
        orders.store.apply(found, { status: 'paid', refund: one }, NOW),
        orders.store.apply(found, { status: 'refunded', refund: all }, NOW),
      ]);
      expect(await orders.find(given.orderId)).toMatchObject({
        ...{ status: 'refunded', refund: { amount: '200.00' } },
      });
    }
    await orders.close();
  });

  it('follow a refund that failed and was sent again', async () => {
    const orders = await open();
    const refund = { amount: '50.00', count: 1 };
    await says(orders, { status: 'paid', refund: { ...refund, status: 'failure' } });
    await says(orders, { status: 'paid', refund: { ...refund, status: 'pending' } }, NOW + HOUR);
    expect(await orders.find('A1')).toMatchObject({ refund: { status: 'pending' } });
    await looksAt(orders, 1, { status: 'paid', refund: { ...refund, status: 'success' } });
    expect(await orders.find('A1')).toMatchObject({ refund: { status: 'success' } });
    await orders.close();
  });

  it('end nothing on a word that was asked for before another one came', async () => {
    const orders = await open();
    const failing = { status: 'open', unpaid: 'failed', isTouched: true } as const;
    await says(orders, failing);
    const before = await orders.find('A1');
    if (before === undefined) throw new Error('there is no order');
    await says(orders, { status: 'open', isTouched: true }, NOW + 1);
    await orders.store.apply(before, { ...failing, status: 'failed' }, NOW + 2);
    expect(await orders.find('A1')).toMatchObject({ status: 'open' });
    await orders.close();
  });

  it('call nobody for an order that was tried again, of which Juspay says that it failed', async () => {
    const orders = await open();
    await says(orders, { status: 'failed' });
    await begin(orders, NOW + HOUR);
    const now = await looksAt(orders, 60, { status: 'failed', unpaid: 'failed', isTouched: true });
    expect(await orders.find('A1')).toMatchObject({ nextCheckAt: undefined });
    expect(await told(orders, now)).toEqual(['settled failed']);
    await orders.close();
  });

  it('keep what somebody asked to be looked at, whatever webhook comes', async () => {
    const orders = await open();
    await looksAt(orders, 5, { status: 'paid' });
    await orders.store.recheck('A1', NOW);
    await orders.store.noteWebhook({ id: 'evt_1', name: 'X', orderId: 'A1' }, NOW);
    await looksAt(orders, 3, { status: 'paid' });
    expect((await orders.find('A1'))?.nextCheckAt).toBeDefined();
    await orders.close();
  });

  it('look for an hour after Juspay answers again, when somebody asked for it', async () => {
    const orders = await open();
    await looksAt(orders, 5, { status: 'paid' });
    await orders.store.recheck('A1', NOW);
    let now = NOW;
    for (let silent = 0; silent < 30; silent += 1) {
      now = (await orders.find('A1'))?.nextCheckAt ?? now;
      const [one] = await orders.store.holdDue(now, 1);
      if (one !== undefined) await orders.store.postpone(one, now);
    }
    const end = await looksAt(orders, 50, { status: 'paid' }, now);
    expect(end - now).toBeGreaterThan(50 * 60_000);
    expect(await orders.find('A1')).toMatchObject({ nextCheckAt: undefined });
    await orders.close();
  });

  it('let no older word take the place of a later one', async () => {
    const orders = await open();
    const refund = { status: 'success', amount: '50.00', count: 1 } as const;
    await says(orders, { status: 'paid', mandateStatus: 'ACTIVE', refund });
    const older = { ...refund, status: 'pending' } as const;
    await says(orders, { status: 'paid', mandateStatus: 'CREATED', refund: older });
    expect(await orders.find('A1')).toMatchObject({
      ...{ mandateStatus: 'ACTIVE', refund: { status: 'success', amount: '50.00' } },
    });
    await orders.close();
  });

  it('tell that more went back, though no list says of how many refunds', async () => {
    const orders = await open();
    for (const amount of ['50.00', '150.00', '50.00'])
      await says(orders, { status: 'paid', refund: { status: 'success', amount, count: 0 } });
    expect(await orders.find('A1')).toMatchObject({ refund: { amount: '150.00' } });
    expect(await told(orders)).toEqual(['settled paid', 'refund paid', 'refund paid']);
    await orders.close();
  });

  it('follow an order that is paid elsewhere, or that older books gave to somebody', async () => {
    const orders = await books();
    await orders.create(order);
    await says(orders, { status: 'open', unpaid: 'untouched', isTouched: false });
    expect(await orders.find('A1')).toMatchObject({ status: 'created', nextCheckAt: undefined });
    await says(orders, { status: 'open', isTouched: true });
    expect(await orders.find('A1')).toMatchObject({ status: 'open', nextCheckAt: NOW + 2_000 });
    await orders.close();
  });

  it('know since when Juspay says without a break that there is no money', async () => {
    const orders = await open();
    const unpaid = async (verdict: Verdict, at: number) => (await says(orders, verdict, at)).unpaid;
    const failed = { status: 'open', unpaid: 'failed', isTouched: true } as const;
    expect(await unpaid(failed, NOW + 1)).toEqual({ as: 'failed', since: NOW + 1 });
    expect(await unpaid(failed, NOW + 2)).toEqual({ as: 'failed', since: NOW + 1 });
    // What cannot be read breaks nothing.
    expect(await unpaid({ status: 'open' }, NOW + 3)).toEqual({ as: 'failed', since: NOW + 1 });
    expect(await unpaid({ status: 'open', isTouched: true }, NOW + 4)).toBeUndefined();
    expect(await unpaid(failed, NOW + 5)).toEqual({ as: 'failed', since: NOW + 5 });
    await begin(orders, NOW + 6);
    expect((await orders.find('A1'))?.unpaid).toBeUndefined();
    await orders.close();
  });

  it('let nobody pay what the shop gave up, and follow what was begun', async () => {
    const orders = await open();
    expect(await orders.withdraw('a1')).toBe(true);
    expect(await orders.withdraw('A2')).toBe(false);
    await expect(begin(orders)).rejects.toMatchObject({ reason: 'withdrawn' });
    await says(orders, { status: 'paid' });
    expect(await told(orders)).toEqual(['settled paid']);
    expect(await orders.withdraw('A1')).toBe(false);
    await orders.close();
  });

  it('write nothing of a handler that has taken too long, then or later', async () => {
    const orders = await open();
    await sql`create table shop_notes (text text)`.execute(orders.db);
    await says(orders, { status: 'paid' });
    const [event] = await orders.store.holdEvents(NOW, 1);
    if (event === undefined) throw new Error('nothing is told');
    const clock = createVirtualClock();
    let goOn = () => {};
    let late: Promise<unknown> = Promise.resolve();
    const tell = tellHandlers(
      {
        onOrderSettled: async (_, transaction) => {
          await sql`insert into shop_notes values ('first')`.execute(transaction);
          const waiting = new Promise<void>((resolve) => (goOn = resolve));
          late = waiting.then(() =>
            sql`insert into shop_notes values ('late')`.execute(transaction),
          );
          late.catch(() => {});
          // Its time is over while it waits.
          queueMicrotask(() => clock.advance(11_000));
          await late;
        },
      },
      clock,
    );
    await expect(orders.store.deliver(event, tell, NOW)).rejects.toThrow('longer than 10 s');
    goOn();
    await expect(late).rejects.toThrow('longer than 10 s');
    const { rows } = await sql`select * from shop_notes`.execute(orders.db);
    expect(rows).toEqual([]);
    await orders.close();
  });

  it('tell those first that nobody has been told of', async () => {
    const orders = await open();
    await says(orders, { status: 'failed' });
    await orders.store.holdEvents(NOW, 1);
    await says(orders, { status: 'paid' }, NOW + 1);
    const [first] = await orders.store.holdEvents(NOW + 2 * HOUR, 1);
    expect(first?.event.kind).toBe('paidLate');
    await orders.close();
  });

  it('tell an event again when whoever was told failed, and write nothing of it then', async () => {
    const orders = await open();
    await says(orders, { status: 'paid' });
    const [event] = await orders.store.holdEvents(NOW, 5);
    if (event === undefined) throw new Error('nothing is told');
    const broken = orders.store.deliver(
      event,
      async (_, trx) => {
        await trx.updateTable('upi_orders').set({ customer_id: 'nobody' }).execute();
        throw new Error('the shop is closed');
      },
      NOW,
    );
    await expect(broken).rejects.toThrow('the shop is closed');
    expect(await orders.find('A1')).toMatchObject({ customerId: 'asha' });
    expect(await told(orders, NOW + MINUTE)).toEqual(['settled paid']);
    await orders.close();
  });

  it('give an event an id of its own, the same whenever it is told', async () => {
    const orders = await open();
    await says(orders, { status: 'paid', mandateStatus: 'ACTIVE' });
    const ids = async (at: number) =>
      (await orders.store.holdEvents(at, 5)).map(({ event: { kind, id } }) => [kind, id]).sort();
    const first = await ids(NOW);
    expect(first).toEqual([
      ['mandate', expect.stringMatching(/^a1:/)],
      ['settled', expect.stringMatching(/^a1:/)],
    ]);
    expect(new Set(first.map(([, id]) => id)).size).toBe(2);
    expect(await ids(NOW + 2 * MINUTE)).toEqual(first);
    await orders.close();
  });

  it('have a key for one request, and refuse it for another', async () => {
    const { store, close } = await books();
    const claims = await Promise.all([1, 2, 3].map(() => store.claimKey('asha k1', ['A1'], NOW)));
    expect(claims).toEqual([true, true, true]);
    expect(await store.claimKey('asha k1', ['A2'], NOW)).toBe(false);
    expect(await store.claimKey('ravi k1', ['A2'], NOW)).toBe(true);
    await close();
  });
});

describe('books in Postgres', () => {
  it('lose one transaction with its connection, and nothing else', async () => {
    const [, dialect] = dialects;
    const orders = await (await dialect?.place())?.();
    if (orders === undefined) throw new Error('there are no books');
    await orders.create(order);
    const broken = orders.db.transaction().execute(async (trx) => {
      const found = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await sql`select pg_terminate_backend(${found.rows[0]?.pid})`.execute(orders.db);
      await sql`select pg_sleep(0.05)`.execute(orders.db);
      await sql`select 1`.execute(trx);
    });
    await expect(broken).rejects.toThrow();
    expect(await orders.find('A1')).toMatchObject(order);
    await orders.close();
  });
});

describe('books of an older version', () => {
  it('look again at what they had forgotten', async () => {
    const file = join(folder, 'older.db');
    const orders = await sqliteOrders({ file });
    for (const orderId of ['A1', 'A2', 'A3']) await orders.create({ ...order, orderId });
    const old = async (orderId: string, set: object) =>
      orders.db
        .updateTable('upi_orders')
        .set({ rank: 3, status: 'paid', sent_at: 2, settled_at: 1, ...set })
        .where('order_id', '=', orderId)
        .execute();
    await old('A1', { rank: 2, status: 'failed' });
    await old('A2', { refund_status: 'pending' });
    await old('A3', {});
    for (const column of ['unpaid_as', 'unpaid_since', 'withdrawn_at'])
      await orders.db.schema.alterTable('upi_orders').dropColumn(column).execute();
    await sql`delete from upi_migrations where name = '0002-unpaid'`.execute(orders.db);
    await orders.close();
    const now = await sqliteOrders({ file });
    const due = await now.store.holdDue(NOW, 5);
    expect(due.map((held) => held.order.orderId)).toEqual(['A1', 'A2']);
    await now.close();
  });
});

describe('books that a newer version has made', () => {
  it('are not opened', async () => {
    const file = join(folder, 'newer.db');
    const orders = await sqliteOrders({ file });
    const newer = sql`insert into upi_migrations values ('9999-newer', '2027-01-01')`;
    await newer.execute(orders.db);
    await orders.close();
    await expect(sqliteOrders({ file })).rejects.toThrow(/newer version/);
  });
});
