import { describe, expect, it } from 'vitest';
import { type KeyValueStorage, memoryStorage } from '../../src/index.js';
import { createLinkedApp } from '../../testing/index.js';
import { pay } from './support/paying.js';
import { moneyRequests } from './support/wire.js';

const MINUTE = 60_000;

/** What forgets, and whether it still does. */
interface Forgetful {
  readonly storage: KeyValueStorage;
  isForgetful: boolean;
}

/** A storage that acknowledges what it does not keep. */
function forgetful(answer: () => unknown, forgets: (key: string) => boolean): Forgetful {
  const inner = memoryStorage();
  const it: Forgetful = {
    isForgetful: true,
    storage: {
      ...inner,
      setItem: (key, value) =>
        it.isForgetful && forgets(key) ? answer() : inner.setItem(key, value),
    },
  };
  return it;
}

const SAYS = /^The storage acknowledged a write and does not have it, so nothing was sent\./;

describe('a storage that forgets what it acknowledged', () => {
  it.each<readonly [string, () => unknown, (key: string) => boolean]>([
    ['everything, at once', () => undefined, () => true],
    ['everything, after a while', () => Promise.resolve(), () => true],
    ['the records of orders', () => undefined, (key) => key.includes('/order/')],
  ])('%s: is said as that, and nothing is sent', async (_, answer, forgets) => {
    const bad = forgetful(answer, forgets);
    const app = await createLinkedApp({ storage: bad.storage });
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    expect(moneyRequests(app.simulator)).toEqual([]);
    const problem = { reason: 'storageFailed', message: expect.stringMatching(SAYS) };
    expect(app.noticesOf('error')).toMatchObject([{ type: 'error', problem, orderId: 'A1' }]);
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true, problem });

    // Each attempt says it: nobody may have listened before.
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(MINUTE);
    expect(app.noticesOf('error')).toHaveLength(2);
    expect(moneyRequests(app.simulator)).toEqual([]);

    bad.isForgetful = false;
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(app.noticesOf('error')).toHaveLength(2);
  });

  it('emits an error, too, when it begins to forget before order.retry', async () => {
    const bad = forgetful(
      () => undefined,
      () => true,
    );
    bad.isForgetful = false;
    const app = await createLinkedApp({ storage: bad.storage });
    app.simulator.person.plansOrder('A1', { answer: 'FAILURE' });
    await app.send(pay('A1'));
    await app.wait(5 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true, canRetry: true });
    bad.isForgetful = true;
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(MINUTE);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
    const problem = { reason: 'storageFailed', message: expect.stringMatching(SAYS) };
    expect(app.noticesOf('error')).toMatchObject([{ problem, orderId: 'A1' }]);
  });

  it('emits no error where the storage keeps everything', async () => {
    const app = await createLinkedApp();
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    expect(app.noticesOf('error')).toEqual([]);
  });
});
