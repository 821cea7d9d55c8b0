import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import type { UpiState } from '../../src/index.js';
import { createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { accountWithoutPin, accountWithPin, axis } from '../flow/support/accounts.js';
import { pay, paying, processResult } from '../flow/support/paying.js';
import { moneyRequests } from '../flow/support/wire.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function isItsOwnJson(state: UpiState): void {
  assert.deepStrictEqual(JSON.parse(JSON.stringify(state)), state);
}

const journeys: readonly (readonly [string, () => Promise<TestApp>])[] = [
  [
    'from nothing to linked',
    async () => {
      const app = createTestApp();
      await app.start();
      await app.send({ type: 'permission.request' });
      await app.wait(5_000);
      await app.send({ type: 'sim.select', simId: '0' });
      await app.wait(30_000);
      await app.send({ type: 'bank.select', bankCode: axis });
      await app.wait(5_000);
      await app.send({ type: 'account.select', referenceIds: [accountWithoutPin] });
      await app.send({ type: 'vpa.select', vpa: 'somebody@upf' });
      await app.wait(30_000);
      await app.send({
        type: 'mpin.set',
        referenceId: accountWithoutPin,
        cardLastSix: '123456',
        cardExpiry: '1230',
      });
      await app.wait(MINUTE);
      return app;
    },
  ],
  [
    'with problems on the way',
    async () => {
      const app = createTestApp({ world: { device: 'FRESH' } });
      app.simulator.person.sms('never', 'mismatch', 'declined');
      await app.start();
      for (let tries = 0; tries < 3; tries += 1) {
        await app.send({ type: 'sim.select', simId: '0' }, { type: 'device.retry' });
        await app.wait(5 * MINUTE);
      }
      return app;
    },
  ],
  [
    'without an SDK',
    async () => {
      const app = createTestApp();
      app.simulator.phone.webView = false;
      await app.start();
      app.flow.stop();
      return app;
    },
  ],
  ...(['SUCCESS', 'PENDING', 'FAILURE'] as const).map(
    (answer): readonly [string, () => Promise<TestApp>] => [
      `paying: ${answer}`,
      async () => {
        const app = await paying({ answer });
        await app.wait(10 * MINUTE);
        await app.send({ type: 'order.retry', orderId: 'A1' });
        await app.wait(10 * MINUTE);
        await app.send({ type: 'order.dismiss', orderId: 'A1' }, { type: 'sdk.terminate' });
        app.flow.stop();
        return app;
      },
    ],
  ),
  [
    'with a server that does not sign',
    async () => {
      const app = await createLinkedApp();
      app.simulator.server.failsNext('authorize', 3);
      await app.send(pay('A1'));
      await app.wait(MINUTE);
      return app;
    },
  ],
  [
    'a mandate',
    async () => {
      const app = await createLinkedApp();
      const now = app.simulator.clock.now();
      await app.send({
        type: 'mandate.create',
        order: { orderId: 'M1', amount: '2.00' },
        mandate: {
          name: 'Gym',
          maxAmount: '2.00',
          amountRule: 'FIXED',
          frequency: 'MONTHLY',
          startDate: now + DAY,
          endDate: now + 300 * DAY,
        },
      });
      await app.wait(10 * MINUTE);
      return app;
    },
  ],
  [
    'a session without an amount',
    async () => {
      const app = await createLinkedApp();
      const payload = { action: 'paymentPage', orderId: 'C1' };
      await app.send({ type: 'checkout', sdkPayload: { requestId: 's1', payload } });
      await app.wait(10 * MINUTE);
      return app;
    },
  ],
  [
    'an answer that says next to nothing',
    async () => {
      const simulator = createSimulator({ device: 'LINKED' });
      const app = createTestApp({ simulator });
      await app.start();
      simulator.person.plansOrder('A1', { answer: 'silence', money: 'none' });
      await app.send(pay('A1', { accountRefId: accountWithPin }));
      await app.wait(2_000);
      const requestId = moneyRequests(simulator)[0]?.requestId ?? '';
      const selectedAccount = { account: { referenceId: 'R1' } };
      app.emit(processResult(requestId, { status: 'PENDING', selectedAccount, mandate: {} }));
      await app.wait(10 * MINUTE);
      return app;
    },
  ],
  [
    'a restart',
    async () => {
      const first = await paying({ answer: 'PENDING' });
      await first.wait(10_000);
      const app = first.restarted();
      await app.start();
      await app.wait(10 * MINUTE);
      return app;
    },
  ],
];

describe('every state is its own JSON', () => {
  it.each(journeys)('%s', async (_, travel) => {
    const app = await travel();
    expect(app.states.length).toBeGreaterThan(1);
    for (const state of [...app.states, app.state]) isItsOwnJson(state);
  });

  it('also while an order called constructor is forgotten', async () => {
    const app = await createLinkedApp({ config: { keepOrders: 1 } });
    app.simulator.person.plansOrder('A1', { answer: 'PENDING', debitAfter: 2 * MINUTE });
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    await app.send({ type: 'order.dismiss', orderId: 'A1' }, pay('constructor'));
    await app.wait(10 * MINUTE);
    for (const state of app.states) {
      isItsOwnJson(state);
      if (state.step.name !== 'outcome') continue;
      expect(Object.values(state.orders)).toContain(state.step.order);
    }
    expect(app.order('constructor').settled).toBe(true);
  });
});
