import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../adapters/simulator/index.js';
import { type KeyValueStorage, memoryStorage } from '../../src/index.js';
import { createLinkedApp, type TestApp } from '../../testing/index.js';
import { pay, processResult } from '../flow/support/paying.js';
import { moneyRequests } from '../flow/support/wire.js';
import { failing, watched } from './support/storages.js';

const MINUTE = 60_000;

/** Ways a record goes bad while the app is not running. */
const DAMAGE: readonly (readonly [string, (text: string) => string])[] = [
  ['cut', (text) => text.slice(0, text.indexOf('"attemptId"'))],
  ['changed in one character', (text) => text.replace('"settled":true', '"settled":trux')],
  ['from a newer version', (text) => text.replace('"version":3', '"version":4')],
  ['of zeros at its end', (text) => text.slice(0, -30) + '\u0000'.repeat(30)],
];

/** An app that paid `A1` as planned and was killed, with its record spoilt meanwhile. */
async function spoilt(
  plan: Parameters<Simulator['person']['plansOrder']>[1],
  damage: (text: string) => string,
) {
  const memory = memoryStorage();
  const storage = watched(memory);
  const before = await createLinkedApp({ storage });
  before.simulator.person.plansOrder('A1', plan);
  await before.send(pay('A1'));
  await before.wait(20_000);
  before.kill();
  const key = storage.keys.find((one) => one.includes('/order/')) ?? '';
  const text = String(memory.getItem(key));
  memory.setItem(key, damage(text));
  expect(memory.getItem(key)).not.toBe(text);
  return { memory, key, simulator: before.simulator };
}

/** Starts an app at once, so that what it first shows can be seen. */
async function next(simulator: Simulator, storage: KeyValueStorage): Promise<TestApp> {
  simulator.server.answersAfter(3_000);
  const app = await createLinkedApp({ simulator, storage });
  simulator.server.answersAfter(150);
  return app;
}

describe.each(DAMAGE)('a record that is %s', (_, damage) => {
  it('never lets a paid order be paid again', async () => {
    const { memory, simulator } = await spoilt({ answer: 'SUCCESS' }, damage);
    const app = await next(simulator, memory);
    expect(app.noticesOf('error')).toMatchObject([
      { problem: { reason: 'storageFailed', retry: false } },
    ]);
    expect(['pending', 'success']).toContain(app.statuses('A1')[0]);
    expect(app.flow.can(pay('A1'))).toBe(false);
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
    expect(app.flow.can(pay('A1'))).toBe(false);
    expect(moneyRequests(simulator)).toHaveLength(1);
    expect(simulator.ledger.debits('A1')).toHaveLength(1);
  });

  it('lets an order that failed be paid, once the server has said so again', async () => {
    const { memory, simulator } = await spoilt({ answer: 'FAILURE' }, damage);
    const app = await next(simulator, memory);
    // Where nobody knows the SDK's transaction any more, a failure may be another's.
    await app.wait(20 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true });
    simulator.person.plansOrder('A1', { answer: 'SUCCESS' });
    await app.send(pay('A1'));
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', attempts: 2 });
    expect(simulator.ledger.debits('A1')).toHaveLength(1);
  });
});

describe('an order that was found in a damaged record', () => {
  const cut = (text: string) => text.slice(0, text.indexOf('"earlierRequestIds"'));

  it('is asked about in the next process, too, and settles there', async () => {
    const { memory, simulator } = await spoilt({ answer: 'PENDING', debitAfter: 30 * MINUTE }, cut);
    const first = await next(simulator, memory);
    expect(first.order('A1')).toMatchObject({ status: 'pending', settled: false });
    const second = first.restarted();
    await second.wait(30 * MINUTE);
    await second.start();
    expect(second.noticesOf('error')).toEqual([]);
    await second.wait(MINUTE);
    expect(second.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(simulator.ledger.debits('A1')).toHaveLength(1);
  });

  it('is known again by a late answer of the SDK', async () => {
    const { memory, simulator } = await spoilt({ answer: 'silence', money: 'none' }, cut);
    const [sent] = moneyRequests(simulator);
    const app = await next(simulator, memory);
    const asked = () =>
      simulator.server.calls.filter(({ operation }) => operation === 'orderStatus').length;
    await app.wait(3 * MINUTE);
    const before = asked();
    app.emit(processResult(sent?.requestId ?? '', { status: 'SUCCESS', orderId: 'A1' }));
    await app.wait(1_000);
    expect(app.noticesOf('sdk.late')).toMatchObject([{ requestId: sent?.requestId }]);
    expect(asked()).toBeGreaterThan(before);
  });

  it('is paid with the amount of the server: its own may be the damage', async () => {
    const plan = { answer: 'PENDING', debitAfter: MINUTE } as const;
    const { memory, simulator } = await spoilt(plan, (text) =>
      text.replace('"amount":"2.00"', '"amount":"2.09"'),
    );
    const app = await next(simulator, memory);
    expect(app.order('A1')).toMatchObject({ status: 'pending' });
    expect(app.order('A1').amount).toBeUndefined();
    await app.wait(20 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: false, settled: true });
    expect(app.flow.can(pay('A1'))).toBe(false);
  });

  it('without a server stays open until somebody tells', async () => {
    const { memory, simulator } = await spoilt({ answer: 'FAILURE' }, cut);
    const { authorize } = simulator.backend;
    const app = await next({ ...simulator, backend: { authorize } }, memory);
    await app.wait(20 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
    expect(app.flow.can(pay('A1'))).toBe(false);
    const status = { orderId: 'A1', status: 'CHARGED', amount: '2.00' };
    await app.send({ type: 'order.inform', orderId: 'A1', status });
    expect(app.order('A1')).toMatchObject({ status: 'success', settled: true });
  });
});

describe('a damaged record on a full storage', () => {
  it('shows its orders, sends nothing, and goes on once there is room', async () => {
    const { memory, key, simulator } = await spoilt({ answer: 'SUCCESS' }, (text) =>
      text.slice(0, -9),
    );
    const damaged = memory.getItem(key);
    let isFull = true;
    const app = await next(
      simulator,
      failing(memory, (operation) => isFull && operation === 'set'),
    );
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    await app.send(pay('B2'));
    await app.wait(20_000);
    expect(app.order('B2')).toMatchObject({
      status: 'failure',
      canRetry: true,
      problem: { reason: 'storageFailed' },
    });
    expect(memory.getItem(key)).toBe(damaged);
    expect(moneyRequests(simulator)).toHaveLength(1);

    isFull = false;
    await app.send({ type: 'order.retry', orderId: 'B2' });
    await app.wait(20_000);
    expect(app.order('B2')).toMatchObject({ status: 'success', verified: true });
    expect(JSON.parse(String(memory.getItem(`${key}/unreadable`)))).toMatchObject({
      text: damaged,
    });
  });
});
