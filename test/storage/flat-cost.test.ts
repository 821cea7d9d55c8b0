import { describe, expect, it } from 'vitest';
import { memoryStorage } from '../../src/index.js';
import { type Counts, counted } from './support/counted.js';
import { journalOn, paid, record } from './support/records.js';

/** A storage in which so many orders were settled, and a journal on it. */
async function settledBefore(count: number, keepOrders = count) {
  const storage = counted(memoryStorage());
  const journal = journalOn(storage, { keepOrders });
  for (let n = 1; n <= count; n += 1) await journal.save(record(`old-${n}`, paid));
  await storage.rest();
  return { storage, journal };
}

/** What so many whole payments cost, each. */
async function payments(kept: number, times: number): Promise<Counts> {
  const { storage, journal } = await settledBefore(kept);
  storage.reset();
  for (let n = 1; n <= times; n += 1) {
    const orderId = `new-${n}`;
    await journal.claim(record(orderId));
    await journal.save(record(orderId, { status: 'pending' }));
    await journal.save(record(orderId, { ...paid, settled: false }));
    await journal.save(record(orderId, paid));
    await storage.rest();
  }
  return storage.counts(times);
}

async function start(kept: number): Promise<Counts> {
  const { storage } = await settledBefore(kept);
  storage.reset();
  const { orders } = await journalOn(storage, { keepOrders: kept }).restore();
  expect(orders).toHaveLength(100);
  await storage.rest();
  return storage.counts(1);
}

const KEPT = Number(process.env['KEPT'] ?? 10_000);

function expectFlat(many: Counts, few: Counts): void {
  for (const [name, count] of Object.entries(many)) {
    const base = Object.entries(few).find(([other]) => other === name)?.[1] ?? 0;
    if (base === 0) expect(count, name).toBe(0);
    else expect(count / base, name).toBeLessThanOrEqual(1.1);
  }
}

describe(`with ${KEPT} kept orders`, () => {
  it('a payment costs what it costs with ten', { timeout: 120_000 }, async () => {
    const [few, many] = [await payments(10, 64), await payments(KEPT, 64)];
    if (process.env['SHOW']) process.stdout.write(`${JSON.stringify({ few, many })}\n`);
    expectFlat(many, few);
  });

  it('the start costs what it costs with two hundred', { timeout: 120_000 }, async () => {
    const [few, many] = [await start(200), await start(KEPT)];
    if (process.env['SHOW']) process.stdout.write(`${JSON.stringify({ few, many })}\n`);
    expectFlat(many, few);
  });
});
