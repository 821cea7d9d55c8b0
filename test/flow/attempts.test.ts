import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { memoryStorage } from '../../src/index.js';
import { configOf, createLinkedApp, createTestApp } from '../../testing/index.js';
import { interposed, never, watched } from '../journal/support/storages.js';
import { pay, paying, processResult } from './support/paying.js';
import { moneyRequests } from './support/wire.js';

const MINUTE = 60_000;

describe('order.retry', () => {
  it('is a new attempt with ids of its own', async () => {
    const app = await paying({ answer: 'FAILURE' });
    await app.wait(20_000);
    app.simulator.person.plansOrder('A1', { answer: 'SUCCESS' });
    await app.send({ type: 'order.retry', orderId: 'A1' });
    expect(app.step).toEqual({ name: 'authorizing', orderId: 'A1' });
    await app.wait(20_000);
    expect(app.statuses('A1')).toEqual([
      'authorizing',
      'submitted',
      'failure',
      'authorizing',
      'submitted',
      'success?',
      'success',
    ]);
    expect(app.order('A1').attempts).toBe(2);
    const ids = moneyRequests(app.simulator).map((request) => request.requestId);
    expect(new Set(ids).size).toBe(2);
    expect(app.simulator.ledger.debits('A1')).toHaveLength(1);
  });

  it('pay with the same order id tries it again as well', async () => {
    const app = await paying({ answer: 'FAILURE' });
    await app.wait(20_000);
    await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
    await app.wait(20_000);
    expect(app.order('A1').attempts).toBe(2);
  });

  it.each(['SUCCESS', 'PENDING'] as const)('is not possible after %s', async (answer) => {
    const app = await paying({ answer, debitAfter: 30 * MINUTE });
    await app.wait(20_000);
    expect(app.flow.can({ type: 'order.retry', orderId: 'A1' })).toBe(false);
    await app.send({ type: 'order.retry', orderId: 'A1' }, pay('A1'));
    await app.wait(20_000);
    expect(
      app.noticesOf('command.rejected').map(({ command, reason }) => [command, reason]),
    ).toEqual([
      ['order.retry', 'notAllowed'],
      ['pay', 'notAllowed'],
    ]);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
  });

  it('is not settled by the failed status of the attempt before', async () => {
    const app = await paying({ answer: 'FAILURE' });
    await app.wait(20_000);
    const first = app.simulator.ledger.order('A1')?.txnUuid;
    expect(first).toBeTypeOf('string');
    // The second attempt is never answered, and the server still tells of the first.
    app.simulator.person.plansOrder('A1', {
      answer: 'silence',
      actsAfter: Number.POSITIVE_INFINITY,
    });
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(12 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false, attempts: 2 });

    app.simulator.server.says('A1', { status: 'AUTHORIZATION_FAILED', txnUuid: 'second' });
    await app.wait(3 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true });
  });

  it('does not hide a late success of the attempt before', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    simulator.person.plansOrder('A1', { answer: 'FAILURE' });
    await app.send(pay('A1'));
    await app.wait(20_000);
    simulator.person.plansOrder('A1', { answer: 'FAILURE' });
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true, attempts: 2 });
    simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
    const [first] = moneyRequests(simulator);
    app.emit(processResult(first?.requestId ?? '', { status: 'SUCCESS', orderId: 'A1' }));
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
  });
});

describe('one order at a time on the screen', () => {
  it('pay that is tapped many times is sent once', async () => {
    const app = await createLinkedApp();
    app.flow.send(pay('A1'));
    app.flow.send(pay('A1'));
    await app.wait(500);
    app.flow.send(pay('A1'));
    await app.wait(20_000);
    app.flow.send(pay('A1'));
    await app.wait(20_000);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
    expect(app.noticesOf('command.rejected').map(({ reason }) => reason)).toEqual([
      'busy',
      'busy',
      'notAllowed',
    ]);
  });

  it('refuses another order while one owns the screen', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.send(pay('B2'));
    expect(app.noticesOf('command.rejected')).toMatchObject([{ command: 'pay', reason: 'busy' }]);
    expect(app.state.orders['B2']).toBeUndefined();
  });

  it('takes another order while one is pending, and settles both', async () => {
    const app = await paying({ answer: 'PENDING', debitAfter: 60_000 });
    await app.wait(20_000);
    await app.send(pay('B2'));
    expect(app.step).toEqual({ name: 'authorizing', orderId: 'B2' });
    await app.wait(3 * MINUTE);
    expect(app.order('A1').status).toBe('success');
    expect(app.order('B2').status).toBe('success');
    expect(app.step).toMatchObject({ name: 'outcome', order: { orderId: 'B2' } });
  });
});

describe('a bridge that does not take the request', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('no activity');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no instance'))],
  ] as const)('because it %s leaves the order pending, never failed', async (_, refuse) => {
    const simulator = createSimulator({ device: 'LINKED' });
    let broken = false;
    const sdk = {
      ...simulator.sdk,
      process: (request: object) => (broken ? refuse() : simulator.sdk.process(request)),
    };
    const app = await createLinkedApp({ simulator, config: { sdk } });
    broken = true;
    await app.send(pay('A1'));
    await app.wait(20_000);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'pending']);
    expect(app.order('A1')).toMatchObject({ settled: false, canRetry: false });
  });
});

describe('the merchant’s server', () => {
  it('is asked again when it does not sign, then the order goes on', async () => {
    const app = await createLinkedApp();
    app.simulator.server.failsNext('authorize', 2);
    await app.send(pay('A1'));
    await app.wait(30_000);
    expect(app.order('A1').status).toBe('success');
    expect(moneyRequests(app.simulator)).toHaveLength(1);
  });

  it('that never signs fails the order, and nothing is sent', async () => {
    const app = await createLinkedApp();
    app.simulator.server.failsNext('authorize', Number.POSITIVE_INFINITY);
    const since = app.simulator.clock.now();
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'failure']);
    expect(app.order('A1')).toMatchObject({
      settled: true,
      canRetry: true,
      problem: { reason: 'authorizeFailed', retry: true },
    });
    expect(moneyRequests(app.simulator)).toEqual([]);
    const tries = app.simulator.server.calls.filter(
      ({ about, at }) => about === 'upiTxn' && at >= since,
    );
    expect(tries.map(({ at }) => at - since)).toEqual([0, 1_150, 3_300]);

    app.simulator.server.failsNext('authorize', 0);
    await app.send({ type: 'order.retry', orderId: 'A1' });
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', attempts: 2 });
  });

  it('that never answers fails the order after its deadlines', async () => {
    const app = await createLinkedApp();
    app.simulator.server.answersAfter(Number.POSITIVE_INFINITY);
    await app.send(pay('A1'));
    await app.wait(32_000);
    expect(app.order('A1').status).toBe('authorizing');
    await app.wait(2_000);
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true });
    expect(moneyRequests(app.simulator)).toEqual([]);
  });

  it.each([
    ['null', 'null'],
    ['nothing of a group', '{}'],
    [
      'two groups',
      '{"clientAuthToken":"t","signature":"s","signaturePayload":"p","merchantKeyId":"k"}',
    ],
    ['half a group', '{"signature":"s"}'],
    ['a text', '"ok"'],
  ])('that answers %s fails the order at once', async (_, answer) => {
    const app = await createLinkedApp();
    const { authorize } = app.simulator.backend;
    app.flow.stop();
    let garbage = false;
    const other = await createLinkedApp({
      config: {
        backend: {
          ...app.simulator.backend,
          authorize: (request) =>
            garbage ? Promise.resolve(JSON.parse(answer)) : authorize(request),
        },
      },
      simulator: app.simulator,
    });
    garbage = true;
    await other.send(pay('A1'));
    await other.wait(1_000);
    expect(other.statuses('A1')).toEqual(['authorizing', 'failure']);
    expect(other.order('A1').problem).toMatchObject({ reason: 'authorizeFailed', retry: false });
    expect(moneyRequests(other.simulator)).toEqual([]);
  });

  it('that throws instead of rejecting is asked again, too', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const { backend } = simulator;
    let throws = 0;
    const app = await createLinkedApp({
      simulator,
      config: {
        backend: {
          ...backend,
          authorize: (request) => {
            throws -= 1;
            if (throws >= 0) throw new TypeError('fetch is not defined');
            return backend.authorize(request);
          },
        },
      },
    });
    throws = 1;
    await app.send(pay('A1'));
    await app.wait(20_000);
    expect(app.order('A1').status).toBe('success');
  });
});

describe('the record of an attempt', () => {
  it('is written before the SDK is asked', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const log: string[] = [];
    const sdk = {
      ...simulator.sdk,
      process: (request: object) => {
        if (JSON.stringify(request).includes('upiTxn')) log.push('process');
        return simulator.sdk.process(request);
      },
    };
    const kept = watched();
    const storage = interposed(kept, (operation) => {
      if (operation === 'set') log.push('write');
    });
    const app = await createLinkedApp({ simulator, storage, config: { sdk } });
    await app.send(pay('A1'));
    await app.wait(1_000);
    expect(log.filter((entry) => entry === 'process')).toHaveLength(1);
    const [sent] = moneyRequests(simulator);
    const before = kept.written.slice(0, log.indexOf('process'));
    const records = before.map((text) => JSON.parse(text)).filter((text) => 'orderId' in text);
    expect(records).toMatchObject([
      { orderId: 'A1', kind: 'pay', amount: '2.00', settled: false, requestId: sent?.requestId },
    ]);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('disk full'))],
    ['hangs', never],
  ] as const)(
    'that cannot be written (it %s) refuses the order: nothing is sent',
    async (_, fail) => {
      let broken = false;
      const app = await createLinkedApp({
        storage: interposed(memoryStorage(), () => (broken ? fail() : undefined)),
      });
      broken = true;
      await app.send(pay('A1'));
      await app.wait(20_000);
      expect(app.statuses('A1')).toEqual(['authorizing', 'failure']);
      expect(app.order('A1')).toMatchObject({
        settled: true,
        problem: { reason: 'storageFailed', retry: true },
      });
      expect(moneyRequests(app.simulator)).toEqual([]);
      expect(app.simulator.ledger.debits('A1')).toEqual([]);
    },
  );

  it('that was written once and cannot be updated does not stop the payment', async () => {
    let isFull = false;
    const app = await createLinkedApp({
      storage: interposed(memoryStorage(), (operation) => {
        if (isFull && operation === 'set') throw new Error('disk full');
      }),
    });
    await app.send(pay('A1'));
    await app.wait(1_000);
    isFull = true;
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(app.noticesOf('error')).toMatchObject([
      { orderId: 'A1', problem: { reason: 'storageFailed' } },
    ]);
  });

  it('that cannot be read at the start is an error, and the flow starts all the same', async () => {
    const app = createTestApp({
      world: { device: 'LINKED' },
      storage: interposed(memoryStorage(), never),
    });
    await app.start();
    await app.wait(10_000);
    expect(app.noticesOf('error')).toMatchObject([{ problem: { reason: 'storageFailed' } }]);
    expect(app.step.name).toBe('ready');
  });

  it('that is damaged is told about, and its order is found out', async () => {
    const inner = memoryStorage();
    const storage = watched(inner);
    const first = await createLinkedApp({ storage });
    await first.send(pay('A1'));
    await first.wait(20_000);
    first.flow.stop();
    const key = storage.keys.find((one) => one.includes('/order/')) ?? '';
    inner.setItem(key, '{"version":99,"orderId":"A1"}');

    const app = await createLinkedApp({ simulator: first.simulator, storage });
    expect(app.noticesOf('error')).toMatchObject([
      { problem: { reason: 'storageFailed', retry: false } },
    ]);
    await app.wait(5_000);
    expect(app.order('A1').settled).toBe(true);
    expect(app.order('A1').status).toBe('success');
  });
});

describe('a payment whose app is killed', () => {
  it.each([
    ['while the server signs', 50, 0],
    ['on the SDK’s screen', 1_500, 1],
    ['while the answer is confirmed', 3_900, 1],
    ['after all is settled', 20_000, 1],
  ] as const)('%s nothing is sent again, and the truth is found', async (_, after, sent) => {
    const before = await paying({ answer: 'SUCCESS' });
    const { simulator } = before;
    await before.wait(after);
    expect(moneyRequests(simulator)).toHaveLength(sent);
    const app = before.restarted();
    await app.wait(MINUTE);
    await app.start();
    await app.wait(MINUTE);
    expect(moneyRequests(simulator)).toHaveLength(sent);
    const paid = simulator.ledger.debits('A1').length > 0;
    const order = app.state.orders['A1'];
    if (paid) expect(order).toMatchObject({ status: 'success', verified: true, settled: true });
    else expect(['success', 'failure']).not.toContain(order?.status);
  });

  it('an open order is pending at once, and asked about before the SDK is there', async () => {
    const before = await paying({ answer: 'silence' });
    const { simulator } = before;
    await before.wait(10_000);
    const app = before.restarted();
    simulator.phone.webView = false;
    app.flow.start();
    await simulator.clock.settle();
    expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false, canRetry: false });
    await app.wait(1_000);
    expect(app.statuses('A1')).toEqual(['pending', 'success']);
    expect(app.step.name).not.toBe('outcome');
  });

  it('while the record waits to be written, nothing was sent and nothing is remembered', async () => {
    let hang = false;
    const before = await createLinkedApp({
      storage: interposed(memoryStorage(), (operation) =>
        hang && operation === 'get' ? never() : undefined,
      ),
    });
    await before.send(pay('A1'));
    await before.wait(100);
    hang = true;
    await before.wait(1_000);
    const app = before.restarted();
    hang = false;
    await app.start();
    await app.wait(MINUTE);
    expect(moneyRequests(app.simulator)).toEqual([]);
    expect(app.state.orders).toEqual({});
  });

  it('settled orders are remembered, and cannot be retried without their request', async () => {
    const before = await paying({ answer: 'FAILURE' });
    await before.wait(20_000);
    const app = before.restarted();
    await app.start();
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true, canRetry: false });
    app.simulator.person.plansOrder('A1', { answer: 'SUCCESS' });
    await app.send(pay('A1'));
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', attempts: 2 });
  });

  it('only the latest settled orders are remembered', async () => {
    const before = await createLinkedApp({ config: { keepOrders: 2 } });
    for (const orderId of ['A1', 'A2', 'A3']) {
      await before.send(pay(orderId));
      await before.wait(20_000);
    }
    expect(Object.keys(before.state.orders)).toEqual(['A2', 'A3']);
    const app = before.restarted();
    await app.start();
    expect(Object.keys(app.state.orders)).toEqual(['A2', 'A3']);
  });
});

describe('two flows on one storage', () => {
  it.each([
    ['one storage object', false],
    ['two storage objects', true],
  ])('send an order once (%s)', async (_, apart) => {
    const items = memoryStorage();
    const first = await createLinkedApp({ storage: apart ? watched(items) : items });
    const { clock, backend, ledger } = first.simulator;
    const world = createSimulator({ clock, device: 'LINKED', seed: 2 });
    const second = await createLinkedApp({
      simulator: world,
      storage: apart ? watched(items) : items,
      config: {
        ...configOf(world),
        backend: { authorize: world.backend.authorize, orderStatus: (id) => orderStatus(id) },
      },
    });
    async function orderStatus(orderId: string) {
      const mine = await backend.orderStatus?.(orderId);
      const other = await world.backend.orderStatus?.(orderId);
      const known = mine?.status === 'NOT_FOUND' ? other : mine;
      if (known === undefined) throw new Error('no server');
      return known;
    }
    first.flow.send(pay('A1'));
    second.flow.send(pay('A1'));
    await clock.advance(2 * MINUTE);
    const requests = [...moneyRequests(first.simulator), ...moneyRequests(world)];
    expect(requests).toHaveLength(1);
    expect([...ledger.debits('A1'), ...world.ledger.debits('A1')]).toHaveLength(1);
    expect([first, second].map((app) => app.statuses('A1').at(-1)).sort()).toContain('success');
    for (const app of [first, second]) {
      expect(['success', 'pending']).toContain(app.order('A1').status);
    }
  });
});

describe('another customer on the same phone', () => {
  it('sees none of the orders, and may use the same order ids', async () => {
    const first = await paying({ answer: 'PENDING', money: 'none' });
    await first.wait(20_000);
    const { merchant } = configOf(first.simulator);

    const other = first.restarted({ merchant: { ...merchant, customerId: 'somebody-else' } });
    await other.start();
    expect(other.state.orders).toEqual({});
    expect(other.step.name).toBe('simList');

    const again = other.restarted({});
    await again.start();
    expect(again.order('A1')).toMatchObject({ status: 'pending' });
  });

  it('and the sandbox and production are kept apart', async () => {
    const first = await paying({ answer: 'SUCCESS' });
    await first.wait(20_000);
    const { merchant } = configOf(first.simulator);
    const live = first.restarted({ merchant: { ...merchant, environment: 'production' } });
    await live.start();
    expect(live.state.orders).toEqual({});
  });
});
